"""A file of one's own that a project reads: told from others by its content, and found again."""

from functools import lru_cache
from hashlib import file_digest
from pathlib import Path

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import OwnFilePart


def own_file_part(path: Path) -> OwnFilePart:
    """What a project says of the file. Raises FileError where it cannot be read any more."""
    try:
        stat = path.stat()
        digest = _sha256(path, stat.st_mtime_ns, stat.st_size)
    except (OSError, ValueError) as error:
        raise FileError(f"{path}, which the network reads, cannot be read: {error}") from error
    return OwnFilePart(name=path.name, size=stat.st_size, sha256=digest)


@lru_cache(maxsize=8)
def _sha256(path: Path, changed: int, size: int) -> str:
    """Kept for each state of a file: 200 MB take half a second."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def found_again(saved: Path, part: OwnFilePart, project: Path) -> Path:
    """Where a file with that very content is: where it was, or beside the project. Raises
    FileError."""
    beside = project.absolute().parent / Path(part.name).name
    for path in (saved, beside):
        if _is_that(path, part):
            return path
    there = [str(path) for path in (saved, beside) if _is_file(path)]
    met = (
        f"what is at {' and at '.join(there)} was changed" if there else "it is not there any more"
    )
    raise FileError(
        f"the network of this project reads {part.name} ({part.size:,} bytes); {met}. Put the file "
        f"as it was where it was ({saved}), or beside the project."
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # ValueError: a NUL in the path itself
        return False


def _is_that(path: Path, part: OwnFilePart) -> bool:
    try:
        if not path.is_file() or path.stat().st_size != part.size:
            return False
        return own_file_part(path).sha256 == part.sha256
    except (OSError, ValueError, FileError):
        return False

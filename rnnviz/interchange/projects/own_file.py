"""A file of one's own that a project reads: told from others by its content, and found again."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import MOST_OWN, OwnFilePart

#: Bytes that are read at once.
BLOCK = 2**20


def own_file_part(path: Path) -> OwnFilePart:
    """What a project says of the file. Raises FileError where it cannot be read any more."""
    try:
        stat = path.stat()
        if not path.is_file() or stat.st_size > MOST_OWN:
            raise OSError(f"wanted is an ordinary file of at most {MOST_OWN:,} bytes")
        digest = _sha256(path, stat.st_mtime_ns, stat.st_size)
    except (OSError, ValueError) as error:
        raise FileError(f"{path}, which the network reads, cannot be read: {error}") from error
    return OwnFilePart(name=path.name, size=stat.st_size, sha256=digest)


@lru_cache(maxsize=8)
def _sha256(path: Path, changed: int, size: int) -> str:
    """Kept for each state of a file: 200 MB take half a second. What only calls itself a file,
    and gives other bytes than it has or never ends, raises OSError."""
    digest, left = sha256(), size
    with path.open("rb") as file:
        while left and (block := file.read(min(left, BLOCK))):
            digest.update(block)
            left -= len(block)
        if left or file.read(1):
            raise OSError(f"it has other than {size:,} bytes")
    return digest.hexdigest()


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

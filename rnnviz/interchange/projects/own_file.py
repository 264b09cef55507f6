"""A file of one's own that a project reads: told from others by its content, and found again."""

from pathlib import Path

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import OwnFilePart
from rnnviz.session.own_content import MOST_BYTES, OwnContent, content_of
from rnnviz.session.training_run import TrainingRun, own_path


def own_file_part(run: TrainingRun) -> OwnFilePart | None:
    """What a project says of the file that a network has read, as it was then; None where it reads
    none. Raises FileError where the file is too large to be told from others."""
    path = None if run.untrainable else own_path(run.settings)
    if path is None:
        return None
    if run.own_content is None:
        raise FileError(f"{path}, which the network reads, has more than {MOST_BYTES:,} bytes")
    return OwnFilePart(name=path.name, size=run.own_content.size, sha256=run.own_content.sha256)


def note_on_own_file(run: TrainingRun) -> str:
    """What has to be said where the file is not any more what the network has read; "" where it
    is, or where none is read."""
    path = None if run.untrainable else own_path(run.settings)
    if path is None or content_of(path) == run.own_content:
        return ""
    return (
        f"{path.name} is not any more what the network has read: the project can be opened only "
        f"where that file is as it was."
    )


def found_again(saved: Path, part: OwnFilePart, project: Path) -> Path:
    """Where a file with that very content is: where it was, or beside the project. Raises
    FileError."""
    beside = project.absolute().parent / Path(part.name).name
    places = tuple(dict.fromkeys((saved, beside)))
    for path in places:
        if _is_that(path, part):
            return path
    there = [str(path) for path in places if _is_file(path)]
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
    """Whether it has that content. A file of another size is not read."""
    try:
        if path.stat().st_size != part.size:
            return False
    except (OSError, ValueError):
        return False
    return content_of(path) == OwnContent(part.size, part.sha256)

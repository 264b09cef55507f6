"""A file of one's own that a project reads: told from others by its content, and found again."""

from pathlib import Path

import msgspec

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import OwnFilePart
from rnnviz.session.own_content import MOST_BYTES, OwnContent, content_of_all
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun, files_read, own_path


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
    if path is None or content_of_all(files_read(run.settings)) == run.own_content:
        return ""
    return (
        f"{path.name} is not any more what the network has read: the project can be opened only "
        f"where that file is as it was."
    )


def found_again(settings: Settings, part: OwnFilePart, project: Path) -> Path:
    """Where a file with that very content is: where it was, or beside the project.

    settings   with the path where it was.
    Raises FileError.
    """
    saved = Path(settings.text)
    beside = project.absolute().parent / Path(part.name).name
    places = tuple(dict.fromkeys((saved, beside)))
    for path in places:
        if _is_that(settings, path, part):
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


def _is_that(settings: Settings, path: Path, part: OwnFilePart) -> bool:
    """Whether it has that content, with what belongs to it. What has another size is not read."""
    files = files_read(msgspec.structs.replace(settings, text=str(path)))
    try:
        if sum(each.stat().st_size for each in files) != part.size:
            return False
    except (OSError, ValueError):
        return False
    return content_of_all(files) == OwnContent(part.size, part.sha256)

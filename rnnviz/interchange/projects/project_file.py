"""A project in its file: an NPZ without pickles (docs/project-format.md)."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from rnnviz import __version__
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.checks import check_together
from rnnviz.interchange.projects.layout import (
    ABOUT,
    EXTENSION,
    FORMAT,
    MOST_TEXT,
    VERSION,
    Layout,
    ProjectPart,
)
from rnnviz.interchange.projects.machine import difference, this_machine
from rnnviz.interchange.projects.own_file import found_again, own_file_part
from rnnviz.interchange.projects.runs import pack_run, run_part, unpack_run
from rnnviz.interchange.projects.shelf import MOST_BYTES, Packer, Unpacker
from rnnviz.interchange.projects.standing_part import pack_watches, standing_part, unpack_standing
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.session.comparing import check_cost
from rnnviz.session.others import Others
from rnnviz.session.project_desk import SessionRecord
from rnnviz.session.setting_error import SettingError
from rnnviz.session.setting_fields import changed
from rnnviz.session.standing import Standing
from rnnviz.session.training_run import TrainingRun, own_path
from rnnviz.trace import npz
from rnnviz.trace.npz import NpzError

#: Characters of why a file cannot be opened, as it may call itself and its parts anything.
MOST_SAID = 600


@dataclass(frozen=True, eq=False)
class Project:
    """A project as it was read: runs that nobody trains yet.

    run, others   the network shown, and those beside it.
    standing   where a person stood.
    layout     how the window stood.
    saved      when, in seconds since 1970.
    program    the version that wrote it.
    differs    in what it will not go on as it would have; "" where it will, bit for bit.
    """

    run: TrainingRun
    others: Others
    standing: Standing
    layout: Layout
    saved: float
    program: str
    differs: str


class _Kind(msgspec.Struct):
    """What project.json says first."""

    format: str
    version: int


# --- out -------------------------------------------------------------------------------


def save_project(record: SessionRecord, layout: Layout, path: Path, now: float) -> Path:
    """Write a project, whole or not at all; returns the path, to which a missing .rnnviz is added.

    now   the time, in seconds since 1970.
    Raises FileError.
    """
    if path.suffix.lower() != EXTENSION and path.name:
        path = path.with_name(path.name + EXTENSION)
    about = project_part(record, layout, now)
    try:
        npz.write_whole(path, lambda file: _write(file, about, record))
    except (NpzError, FileError) as error:
        raise FileError(f"{path} cannot be written: {error}") from error
    return path


def project_part(record: SessionRecord, layout: Layout, now: float) -> ProjectPart:
    """What project.json says. Raises FileError where a file that the network reads cannot be told
    from others."""
    return ProjectPart(
        format=FORMAT,
        version=VERSION,
        saved=now,
        program=__version__,
        machine=this_machine(),
        runs=[run_part(run, each) for run, each in record.networks],
        shown=record.place,
        own_file=own_file_part(record.networks[0][0]),
        standing=standing_part(record.standing),
        layout=layout,
    )


def _write(file: BinaryIO, about: ProjectPart, record: SessionRecord) -> None:
    """Raises FileError where it would be refused when it is opened: then the old file stays."""
    text = msgspec.json.format(msgspec.json.encode(about), indent=1)
    _check_about(text)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(npz.entry(ABOUT), text)
        packer = Packer(archive)
        for place, (run, each) in enumerate(record.networks):
            pack_run(packer, f"run{place}", run, each)
        pack_watches(packer, record.standing.watches)
    if archive.start_dir > MOST_BYTES or file.tell() - archive.start_dir > npz.MOST_CONTENTS:
        raise FileError(f"the session is larger than a project can be: {file.tell():,} bytes")


def _check_about(text: bytes) -> None:
    if len(text) > MOST_TEXT:
        raise FileError(f"{ABOUT} would have {len(text):,} bytes; wanted at most {MOST_TEXT:,}")
    _decoded(text)


# --- in --------------------------------------------------------------------------------


def load_project(path: Path) -> Project:
    """Read a project. Raises FileError for all that is none; nothing but memory is touched, and
    of that never more than some times the bytes of the file, and what its networks take."""
    try:
        with npz.opened(path, MOST_BYTES) as archive:
            unpacker = Unpacker(archive)
            about = read_about(unpacker)
            return _project(unpacker, about, path)
    except npz.DamagedError as error:
        raise FileError(f"{path} is damaged, or no project: {_in_short(error)}") from error
    except MemoryError as error:
        raise FileError(f"{path} takes more memory than there is") from error
    except (NpzError, FileError, SettingError, ScenarioError) as error:
        why = _in_short(error)
        raise FileError(f"{path} is no project that can be opened: {why}") from error


def _in_short(error: Exception) -> str:
    """What people can read of what is wrong with a file."""
    text = str(error)
    shown = text if len(text) <= MOST_SAID else text[: MOST_SAID - 1] + "…"
    return "".join(letter if letter.isprintable() else "?" for letter in shown)


def read_about(unpacker: Unpacker) -> ProjectPart:
    """project.json. Raises FileError or NpzError."""
    return _decoded(unpacker.text(ABOUT, MOST_TEXT))


def _decoded(text: bytes) -> ProjectPart:
    try:
        kind = msgspec.json.decode(text, type=_Kind)
        if kind.format != FORMAT:
            raise FileError(f"it says that it is {kind.format[:80]!r}; wanted {FORMAT!r}")
        if kind.version != VERSION:
            raise FileError(
                f"it is of version {kind.version}; this rnnviz reads version {VERSION}. A newer "
                f"rnnviz wrote it: open it with that one"
            )
        return msgspec.json.decode(text, type=ProjectPart)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FileError(f"{ABOUT}: {error}") from error


def _project(unpacker: Unpacker, about: ProjectPart, path: Path) -> Project:
    check_together(about)
    runs = _runs(unpacker, about, path)
    run, others = runs[about.shown], runs[: about.shown] + runs[about.shown + 1 :]
    standing = unpack_standing(unpacker, about.standing, run.network.hidden)
    if unpacker.untouched:
        raise FileError(f"{min(unpacker.untouched)[:80]!r} does not belong into a project")
    return Project(
        run,
        Others(others, about.shown),
        standing,
        about.layout,
        about.saved,
        about.program,
        difference(about.machine),
    )


def _where_now(about: ProjectPart, path: Path) -> dict[str, object]:
    """Where the file of one's own is now, where one is read."""
    first = about.runs[0]
    saved = None if first.capture else own_path(changed(first.settings, {}))
    if (saved is None) != (about.own_file is None):
        raise FileError("it does not say rightly whether it reads a file of one's own")
    if saved is None or about.own_file is None:
        return {}
    return {"text": str(found_again(first.settings, about.own_file, path))}


def _runs(unpacker: Unpacker, about: ProjectPart, path: Path) -> list[TrainingRun]:
    values = _where_now(about, path)
    runs = [
        unpack_run(unpacker, f"run{place}", part, changed(part.settings, values))
        for place, part in enumerate(about.runs)
    ]
    if len(runs) > 1:
        check_cost(runs)
    return runs

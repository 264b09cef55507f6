"""What a file is, of all the kinds that rnnviz reads and writes; and what is wrong with it.

Another kind is one more class and its name in KINDS.
"""

import json
import zipfile
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from rnnviz.interchange import capture_layout
from rnnviz.interchange.capture_file import load_capture
from rnnviz.interchange.capture_replay import Replay
from rnnviz.interchange.figure_file import source_of
from rnnviz.interchange.figure_reasons import RECORDED
from rnnviz.interchange.figure_source import FigureSource
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.file_size import file_size
from rnnviz.interchange.film_file import GIF, is_mp4, is_webp
from rnnviz.interchange.projects import layout as project_layout
from rnnviz.interchange.projects.project_facts import project_facts
from rnnviz.interchange.projects.project_file import load_project
from rnnviz.interchange.projects.shelf import MOST_BYTES
from rnnviz.interchange.weight_file import SAFETENSORS, load_weights
from rnnviz.trace import npz, trace_layout
from rnnviz.trace.trace_file import TraceFileError, load_trace

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FileReport:
    """What a file is, in pairs of title and text; and what is wrong with it, "" for nothing."""

    kind: str
    facts: Facts
    wrong: str = ""


class KindOfFile(ABC):
    """A kind of file: how it is told from others, and what is to be said of it."""

    title: ClassVar[str]

    @abstractmethod
    def is_one(self, path: Path) -> bool:
        """Whether a file claims to be of this kind; it may be damaged."""

    @abstractmethod
    def facts(self, path: Path) -> Facts:
        """Read all of it. Raises FileError with what is wrong."""


class TraceKind(KindOfFile):
    """docs/trace-format.md"""

    title = "trace"

    def is_one(self, path: Path) -> bool:
        return said_format(path) == trace_layout.FORMAT

    def facts(self, path: Path) -> Facts:
        try:
            trace = load_trace(path)
        except TraceFileError as error:
            raise FileError(str(error)) from error
        origin = trace.origin
        lanes = ", ".join(trace.lane_title(lane) for lane in trace.lanes)
        found = {
            "Format": f"{trace_layout.FORMAT}, version {trace_layout.VERSION}",
            "Scenario": origin.scenario or origin.sample,
            "Network": f"{origin.cell}, {trace.hidden} units: {lanes}",
            "Sequence": f"{trace.steps} time steps, {origin.sample}",
            "Update": f"{origin.update:,}",
            "Loss": f"{trace.total_loss:.6g} {trace.loss_unit}",
            "Written by": f"rnnviz {origin.version}",
        }
        return tuple(found.items())


class ProjectKind(KindOfFile):
    """docs/project-format.md"""

    title = "project"

    def is_one(self, path: Path) -> bool:
        if path.suffix.lower() == project_layout.EXTENSION:
            return True
        return said_format(path, project_layout.ABOUT) == project_layout.FORMAT

    def facts(self, path: Path) -> Facts:
        return project_facts(load_project(path), file_size(path))


class CaptureKind(KindOfFile):
    """docs/capture-format.md"""

    title = "capture"

    def is_one(self, path: Path) -> bool:
        return said_format(path) == capture_layout.FORMAT

    def facts(self, path: Path) -> Facts:
        replay = Replay(load_capture(path))
        about = replay.capture.about
        found = {
            "Format": f"{capture_layout.FORMAT}, version {capture_layout.VERSION}",
            "Layer": replay.weights_title,
            "Sequence": f"{about.sizes.steps} time steps, number {about.sequence} of {about.batch}",
            "Precision": about.precision,
            "Written by": about.recorder,
        }
        agreed = tuple(
            (f"Difference, {each.what}", f"{each.share:.1e}") for each in replay.agreements
        )
        return (*found.items(), *agreed)


class WeightsKind(KindOfFile):
    """Weights with PyTorch's names, as safetensors or NPZ."""

    title = "weights with PyTorch's names"

    def is_one(self, path: Path) -> bool:
        if not zipfile.is_zipfile(path):
            return path.suffix.lower() == SAFETENSORS or begin(path)[8:9] == b"{"
        return any(name.endswith(("weight_hh_l0.npy", "weight_ih_l0.npy")) for name in _names(path))

    def facts(self, path: Path) -> Facts:
        weights = load_weights(path)
        count = sum(array.size for array in weights.parameters().values())
        return (
            ("Network", weights.title),
            ("Numbers", f"{count:,} of {weights.dtype}"),
        )


class FigureKind(KindOfFile):
    """PNG, SVG or PDF, with their source in them."""

    title = "figure"

    def is_one(self, path: Path) -> bool:
        return begin(path).startswith((b"\x89PNG", b"%PDF-", b"<svg", b"<?xml"))

    def facts(self, path: Path) -> Facts:
        return _made_from(source_of(path))


class FilmKind(KindOfFile):
    """GIF, WebP or MP4, with their source in them."""

    title = "film"

    def is_one(self, path: Path) -> bool:
        first = begin(path)
        return first.startswith(GIF) or is_webp(first) or is_mp4(first)

    def facts(self, path: Path) -> Facts:
        source = source_of(path)
        if source.film is None:
            raise FileError(f"{path} does not say what it walks over")
        walk = source.film
        frames = f"at most {walk.frames}, {walk.rate} a second"
        return (("Of", walk.title), ("Frames", frames), *_made_from(source))


def _made_from(source: FigureSource) -> Facts:
    settings = source.settings
    # The settings beside a recording are those that a new network would have.
    learnt = {"Scenario": settings.scenario, "Seed": str(settings.seed)}
    found = {
        **({"Scenario": "a recording"} if RECORDED in source.cannot else learnt),
        "Update": f"{source.update:,}",
        "Shows": ", ".join(source.views),
        "Made again": source.cannot or source.differs or "the same",
        "Written by": f"rnnviz {source.version}",
    }
    return tuple(found.items())


KINDS: tuple[KindOfFile, ...] = (
    ProjectKind(),
    TraceKind(),
    CaptureKind(),
    WeightsKind(),
    FigureKind(),
    FilmKind(),
)


def kind_of(path: Path) -> KindOfFile | None:
    """What a file claims to be; None where it is of no known kind. Raises FileError where it cannot
    be read at all."""
    if not path.is_file():
        there = "it is no ordinary file" if path.exists() else "there is no such file"
        raise FileError(f"{path} cannot be read: {there}")
    try:
        return next((kind for kind in KINDS if kind.is_one(path)), None)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror or error}") from error


def report(path: Path) -> FileReport:
    """What a file is. Raises FileError where it cannot be read at all, or is of no known kind."""
    kind = kind_of(path)
    if kind is None and begin(path)[:2] == b"PK" and (damage := _damage(path)):
        return FileReport("NPZ", (), f"{path} is damaged: {damage}")
    if kind is None:
        wanted = ", ".join(kind.title for kind in KINDS)
        raise FileError(f"{path} is no file of rnnviz's; known are: {wanted}")
    try:
        return FileReport(kind.title, kind.facts(path))
    except FileError as error:
        return FileReport(kind.title, (), str(error))


def said_format(path: Path, name: str = "about.json") -> str:
    """What about.json, or another part of an NPZ, says that the file is; "" where nothing does."""
    try:
        with npz.opened(path, MOST_BYTES) as archive:
            said = json.loads(npz.content(archive, name, project_layout.MOST_TEXT))
    except (npz.NpzError, RecursionError):
        return ""
    found = said.get("format", "") if isinstance(said, dict) else ""
    return found if isinstance(found, str) else ""


def _names(path: Path) -> list[str]:
    try:
        with npz.opened(path) as archive:
            return archive.namelist()
    except npz.NpzError:
        return []


def begin(path: Path) -> bytes:
    """The first twelve bytes of a file."""
    with path.open("rb") as file:
        return file.read(12)


def _damage(path: Path) -> str:
    try:
        with npz.opened(path):
            return ""
    except npz.NpzError as error:
        return str(error)

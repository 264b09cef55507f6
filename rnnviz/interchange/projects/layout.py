"""project.json: all of a project but its arrays (docs/project-format.md).

Floats stand in it only where they are finite, as JSON has no others.
"""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from rnnviz.engine.divergence import Place
from rnnviz.interchange.capture_file import About as CaptureAbout
from rnnviz.interchange.projects.machine import Machine, Word
from rnnviz.session import own_content, summaries
from rnnviz.session.bookmarks import LONGEST_NAME, LONGEST_NOTE, MOST_BOOKMARKS
from rnnviz.session.breakpoints import Kind
from rnnviz.session.settings import Settings
from rnnviz.trace.scene import Score
from rnnviz.trace.ticks import Granularity, Phase

FORMAT: Final = "rnnviz project"
VERSION: Final = 1
ABOUT, EXTENSION = "project.json", ".rnnviz"
#: Bytes of project.json.
MOST_TEXT = 2**24
#: Characters of what is told of a score or a stop, and of a path: no system has longer ones.
LONGEST_WORDS, LONGEST_PATH = 2000, 2**15

Count = Annotated[int, Meta(ge=0, le=2**53)]
Index = Annotated[int, Meta(ge=0, le=1_000_000)]
Number = Annotated[int, Meta(ge=1, le=100_000)]
Name = Annotated[str, Meta(max_length=80)]
Line = Annotated[str, Meta(max_length=2000)]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands at one place of the file."""


class ChoicePart(Part, frozen=True):
    """Settings that changed while the run went on, and hold from an update on."""

    update: Count
    values: dict[Name, str | bool | int | float]


class EditPart(Part, frozen=True):
    """See session.branch.Edit."""

    update: Count
    name: Name
    index: Annotated[tuple[Index, ...], Meta(min_length=1, max_length=2)]
    value: float
    before: float


class BranchPart(Part, frozen=True):
    """See session.branch.Branch.

    updates    how many were made on it: the columns of its history.
    points     which of the run's moments are its restore points.
    summaries  how many there are.
    """

    number: Number
    parent: Annotated[int, Meta(ge=0, le=100_000)]
    since: Count
    viewed: Count
    updates: Count
    choices: Annotated[list[ChoicePart], Meta(max_length=100_000)]
    edits: Annotated[list[EditPart], Meta(max_length=100_000)]
    points: Annotated[list[Index], Meta(min_length=1, max_length=1_000_000)]
    summaries: Annotated[int, Meta(ge=0, le=summaries.MOST)]


class StopPart(Part, frozen=True):
    """See engine.divergence.Diverged."""

    update: Count
    place: Place


class InputPart(Part, frozen=True):
    """An input that was set by hand in the sequence shown."""

    time: Index
    feature: Index
    value: float


class StatePart(Part, frozen=True):
    """A state that was set by hand in the sequence shown."""

    lane: Name
    time: Index
    state: Name
    unit: Index
    value: float


class OwnFilePart(Part, frozen=True):
    """A file of one's own that was read.

    name    without its folder: it is looked for beside the project too.
    size    in bytes, and its SHA-256.
    """

    name: Annotated[str, Meta(min_length=1, max_length=400)]
    size: Annotated[int, Meta(ge=0, le=own_content.MOST_BYTES)]
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class CapturePart(Part, frozen=True):
    """What rnnviz.capture recorded; its arrays are those of a capture file."""

    name: Annotated[str, Meta(max_length=400)]
    about: CaptureAbout


class RunPart(Part, frozen=True):
    """One network. See session.run_record.RunRecord.

    moments   how many there are, in the order of their updates.
    position  the sort of place in the data that a moment has.
    branch    the number of the present one.
    now       which of the moments is the present one.
    parameters   name and shape of each, as they follow one another in a row of weights.
    weights   the name of what the first weights come from; "" where they were drawn.
    nonlinear   what the summaries say the saturation of: lane and symbol of each; none where
              there are no summaries.
    """

    settings: Settings
    branch: Number
    branches: Annotated[list[BranchPart], Meta(min_length=1, max_length=10_000)]
    parameters: Annotated[list[tuple[Name, tuple[Index, ...]]], Meta(max_length=1000)]
    moments: Annotated[int, Meta(ge=1, le=1_000_001)]
    position: Literal["generator", "shuffled", "text", "none"]
    now: Index
    weights: Annotated[str, Meta(max_length=400)]
    nonlinear: Annotated[list[tuple[Name, Name]], Meta(max_length=1000)]
    score: Score
    stopped: StopPart | None
    inputs: Annotated[list[InputPart], Meta(max_length=100_000)]
    states: Annotated[list[StatePart], Meta(max_length=100_000)]
    sequence: Annotated[int, Meta(ge=0, le=255)] | None
    capture: CapturePart | None


class SpotPart(Part, frozen=True):
    """See trace.scene.Spot."""

    time: Index
    lane: Name
    quantity: Name
    unit: Index | None
    column: Index | None
    source: Index | None


class TickPart(Part, frozen=True):
    """See trace.ticks.Tick."""

    phase: Phase
    lane: Name
    time: Index
    quantity: Name


class BreakpointPart(Part, frozen=True):
    """See session.breakpoints.Breakpoint."""

    number: Number
    kind: Kind
    limit: float
    text: Line
    tick: TickPart | None
    enabled: bool
    ignore: Count
    hits: Count


class WatchPart(Part, frozen=True):
    """An expression; `updates` is how many of its values were noted."""

    number: Number
    text: Line
    updates: Annotated[int, Meta(ge=0, le=10_000_000)]


class BookmarkPart(Part, frozen=True):
    """See session.bookmarks.Bookmark."""

    number: Number
    name: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]
    note: Annotated[str, Meta(max_length=LONGEST_NOTE)]
    branch: Number
    update: Count
    tick: Count | None
    spot: SpotPart | None


class StandingPart(Part, frozen=True):
    """See session.standing.Standing."""

    picked: SpotPart
    tick: Count | None
    granularity: Granularity
    pace: Annotated[float, Meta(gt=0, le=1e6)] | None
    unit: Index | None
    breakpoints: Annotated[list[BreakpointPart], Meta(max_length=10_000)]
    watches: Annotated[list[WatchPart], Meta(max_length=10_000)]
    bookmarks: Annotated[list[BookmarkPart], Meta(max_length=MOST_BOOKMARKS)]


class Layout(Part, frozen=True):
    """How the window stands; each part as the window says it, and read by it alone."""

    look: Literal["light", "dark", ""] = ""
    parts: Annotated[
        dict[Name, Annotated[str, Meta(max_length=100_000)]], Meta(max_length=100)
    ] = {}


class ProjectPart(Part, frozen=True):
    """The whole.

    saved      when, in seconds since 1970 by the clock of the machine.
    program    the version of rnnviz.
    machine    on which it was saved.
    runs       in the order of the comparison; `shown` is the place of the one shown.
    own_file   what was read, where that was a file of one's own.
    """

    format: Literal["rnnviz project"]
    version: Literal[1]
    saved: Annotated[float, Meta(ge=0, le=1e11)]
    program: Word
    machine: Machine
    runs: Annotated[list[RunPart], Meta(min_length=1, max_length=4)]
    shown: Annotated[int, Meta(ge=0, le=3)]
    own_file: OwnFilePart | None
    standing: StandingPart
    layout: Layout

"""State: everything that the window shows, frozen and replaced as a whole."""

from dataclasses import dataclass
from typing import Literal

from rnnviz.session.bookmarks import Bookmark
from rnnviz.session.branch import BranchTitle
from rnnviz.session.breakpoints import Breakpoint, Stop
from rnnviz.session.settings import Settings
from rnnviz.session.watches import Watch
from rnnviz.session.work import Work
from rnnviz.trace.scene import Scene
from rnnviz.trace.ticks import Granularity


@dataclass(frozen=True)
class Message:
    """Something to tell. `offer` names a verb of the session that may follow, with its title."""

    kind: Literal["information", "error"]
    text: str
    offer: tuple[str, str] | None = None


@dataclass(frozen=True)
class State:
    """The session at one moment.

    settings     of the present run.
    run          its number.
    activity     "paused", "running", "travelling" (on a longer way through the past), or
                 "stopping" (asked to pause, the update not yet done).
    scene        what there is to draw.
    update, seen   updates made up to the one in sight, and time steps read by all of them.
    newest       how many updates were made on the present branch: it is in the past where
                 this is more than `update`.
    branch, branches   the number of the present branch, and all that there are.
    work         what was done with each of the networks, in the order of the comparison.
    share        of a longer way that was made, 0…1; None where none is made.
    breakpoints, watches   as chosen.
    bookmarks    of moments of the run, as they were made.
    stop         where training was stopped last, until it goes on.
    edits        what was set by hand and can be undone, in words, the last one last.
    rate_per_second   updates per second just now; 0 while paused.
    pace         at most so many updates per second, or None.
    granularity  how far a step goes.
    unit         which unit a step marks where it leads into a lane; None: all of them.
    parameters   how many numbers the network learns.
    facts        what was read, in pairs of title and text.
    former       whether there is a former run to bring back.
    message      the newest one, or None.
    """

    settings: Settings
    run: int
    activity: Literal["paused", "running", "travelling", "stopping"]
    scene: Scene
    update: int
    seen: int
    parameters: int
    facts: tuple[tuple[str, str], ...]
    newest: int = 0
    branch: int = 1
    branches: tuple[BranchTitle, ...] = ()
    work: tuple[Work, ...] = ()
    share: float | None = None
    breakpoints: tuple[Breakpoint, ...] = ()
    watches: tuple[Watch, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    stop: Stop | None = None
    edits: tuple[str, ...] = ()
    rate_per_second: float = 0.0
    pace: float | None = None
    granularity: Granularity = Granularity.TIME_STEP
    unit: int | None = 0
    former: bool = False
    message: Message | None = None

"""Standing: where a person stands in a session, and what they have set up in it."""

from dataclasses import dataclass

from rnnviz.session.bookmarks import Bookmark
from rnnviz.session.breakpoints import Breakpoint
from rnnviz.session.state import State
from rnnviz.session.watches import Watch
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Granularity


@dataclass(frozen=True, eq=False)
class Standing:
    """As in State and in its marks."""

    picked: Spot
    tick: int | None = None
    granularity: Granularity = Granularity.TIME_STEP
    pace: float | None = None
    unit: int | None = 0
    breakpoints: tuple[Breakpoint, ...] = ()
    watches: tuple[Watch, ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()


def standing_of(state: State) -> Standing:
    """Where one stands just now."""
    marks = state.scene.marks
    return Standing(
        marks.picked,
        marks.tick,
        state.granularity,
        state.pace,
        state.unit,
        state.breakpoints,
        state.watches,
        state.bookmarks,
    )

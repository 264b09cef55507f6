"""Where a person stands in a session, as it is written and read."""

from collections.abc import Sequence
from math import isfinite

import msgspec
import numpy as np

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import (
    BookmarkPart,
    BreakpointPart,
    SpotPart,
    StandingPart,
    TickPart,
    WatchPart,
)
from rnnviz.interchange.projects.shelf import Packer, Slot, Unpacker
from rnnviz.session.bookmarks import Bookmark, wrong_words
from rnnviz.session.breakpoint_desk import wrong_numbers
from rnnviz.session.breakpoints import Breakpoint
from rnnviz.session.standing import Standing
from rnnviz.session.watches import Watch
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Tick


def standing_part(standing: Standing) -> StandingPart:
    """What project.json says of it."""
    return StandingPart(
        picked=_spot_part(standing.picked),
        tick=standing.tick,
        granularity=standing.granularity,
        pace=standing.pace,
        unit=standing.unit,
        breakpoints=[_breakpoint_part(each) for each in standing.breakpoints],
        watches=[
            WatchPart(number=each.number, text=each.text, updates=len(each.updates))
            for each in standing.watches
        ],
        bookmarks=[_bookmark_part(each) for each in standing.bookmarks],
    )


def _spot_part(spot: Spot) -> SpotPart:
    return SpotPart(**vars(spot))


def _spot(part: SpotPart) -> Spot:
    return Spot(**msgspec.structs.asdict(part))


def _breakpoint_part(each: Breakpoint) -> BreakpointPart:
    tick = TickPart(**vars(each.tick)) if each.tick else None
    return BreakpointPart(**{**vars(each), "tick": tick})


def _breakpoint(part: BreakpointPart) -> Breakpoint:
    tick = Tick(**msgspec.structs.asdict(part.tick)) if part.tick else None
    if (part.kind == "tick") != (tick is not None) or not isfinite(part.limit):
        raise FileError(f"breakpoint {part.number} does not say where it is")
    found = Breakpoint(**{**msgspec.structs.asdict(part), "tick": tick})
    if wrong := wrong_numbers(found):
        raise FileError(f"breakpoint {part.number}: {wrong}")
    return found


def _bookmark_part(each: Bookmark) -> BookmarkPart:
    spot = _spot_part(each.spot) if each.spot else None
    return BookmarkPart(**{**vars(each), "spot": spot})


def _bookmark(part: BookmarkPart) -> Bookmark:
    if wrong := wrong_words(part.name, part.note):
        raise FileError(f"bookmark {part.number}: {wrong}")
    spot = _spot(part.spot) if part.spot else None
    return Bookmark(**{**msgspec.structs.asdict(part), "spot": spot})


def pack_watches(packer: Packer, watches: Sequence[Watch]) -> None:
    """Write what was noted of each."""
    for place, each in enumerate(watches):
        if len(each.updates):
            packer.put(f"watch{place}.updates", each.updates, "<i8")
            packer.put(f"watch{place}.values", each.over_updates, "<f8")


def _watch(unpacker: Unpacker, place: int, part: WatchPart) -> Watch:
    if not part.updates:
        return Watch(part.number, part.text)
    updates = unpacker.take(f"watch{place}.updates", Slot("<i8", (part.updates,)))
    values = unpacker.take(f"watch{place}.values", Slot("<f8", (part.updates,)))
    if updates[0] < 0 or (np.diff(updates) <= 0).any():
        raise FileError(f"watch{place}.updates are not in their order")
    return Watch(
        part.number, part.text, updates=updates.astype(np.float64), over_updates=values.copy()
    )


def unpack_standing(unpacker: Unpacker, part: StandingPart, hidden: int) -> Standing:
    """Where a person stood; `hidden` is how many units the network shown has. Raises FileError
    where nobody can stand there."""
    for of in (part.breakpoints, part.watches, part.bookmarks):
        if len({each.number for each in of}) != len(of):
            raise FileError("a number of breakpoints, watches or bookmarks is there twice")
    return Standing(
        _spot(part.picked),
        part.tick,
        part.granularity,
        part.pace,
        part.unit if part.unit is not None and part.unit < hidden else None,
        tuple(_breakpoint(each) for each in part.breakpoints),
        tuple(_watch(unpacker, place, each) for place, each in enumerate(part.watches)),
        tuple(_bookmark(each) for each in part.bookmarks),
    )

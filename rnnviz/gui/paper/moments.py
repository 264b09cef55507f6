"""What an animation shows: operations of one update, updates, or both, moment by moment."""

from typing import Literal, NamedTuple, get_args

import numpy as np

from rnnviz.interchange.film_walk import FilmWalk, Moment, Subject
from rnnviz.session.session import Session
from rnnviz.trace.ticks import ticks

Film = Literal["gif", "webp", "mp4"]
FILMS: tuple[Film, ...] = get_args(Film)
#: Of both: so many frames are one update's operations.
OF_ONE_UPDATE = 20


class Wanted(NamedTuple):
    """What of a run is to be animated, in how many frames, how many a second, and as what."""

    subject: Subject
    frames: int
    rate: int
    kind: Film


def walk_of(session: Session, wanted: Wanted) -> FilmWalk:
    """All operations of the update that is shown; or the updates from the first to that one."""
    update = session.state.update
    last = None if wanted.subject == "updates" else len(ticks(session.state.scene.trace)) - 1
    return FilmWalk(
        subject=wanted.subject,
        frames=wanted.frames,
        rate=wanted.rate,
        first=Moment(update if wanted.subject == "ticks" else 0, None if last is None else 0),
        last=Moment(update, last),
    )


def moments(walk: FilmWalk) -> tuple[Moment, ...]:
    """At most as many as there are to be frames, evenly."""
    (first, start), (last, end), frames = walk.first, walk.last, walk.frames
    if start is None or end is None:
        return tuple(Moment(each, None) for each in _evenly(first, last, frames))
    if walk.subject == "ticks":
        return tuple(Moment(last, tick) for tick in _evenly(start, end, frames))
    updates = _evenly(first, last, max(2, frames // OF_ONE_UPDATE))
    each_has = max(1, frames // len(updates))
    return tuple(Moment(each, tick) for each in updates for tick in _evenly(start, end, each_has))


def _evenly(first: int, last: int, most: int) -> list[int]:
    """At most so many of first … last, these two among them."""
    places = np.linspace(first, last, min(last - first + 1, most)).round().astype(int)
    found: list[int] = np.unique(places).tolist()
    return found

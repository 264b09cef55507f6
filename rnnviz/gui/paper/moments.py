"""What an animation shows: operations of one update, updates, or both, moment by moment."""

from typing import Literal, NamedTuple, get_args

import numpy as np

from rnnviz.session.session import Session
from rnnviz.trace.ticks import ticks

Subject = Literal["ticks", "updates", "both"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)
Film = Literal["gif", "webp", "mp4"]
FILMS: tuple[Film, ...] = get_args(Film)
#: How many frames, and how many a second.
LEAST_FRAMES, MOST_FRAMES = 2, 600
LEAST_RATE, MOST_RATE = 1, 50
#: Of both: so many frames are one update's operations.
OF_ONE_UPDATE = 20


class Wanted(NamedTuple):
    """What of a run is to be animated, in how many frames, how many a second, and as what."""

    subject: Subject
    frames: int
    rate: int
    kind: Film


class Moment(NamedTuple):
    """After an update, and perhaps amid the next: how far the debugger has walked, or None."""

    update: int
    tick: int | None


def moments(session: Session, subject: Subject, frames: int) -> tuple[Moment, ...]:
    """At most so many, evenly: operations of the update that is shown, or updates from the first
    to that one."""
    update, count = session.state.update, len(ticks(session.state.scene.trace))
    if subject == "ticks":
        return tuple(Moment(update, tick) for tick in _evenly(count, frames))
    if subject == "updates":
        return tuple(Moment(each, None) for each in _evenly(update + 1, frames))
    updates = _evenly(update + 1, max(2, frames // OF_ONE_UPDATE))
    each_has = max(1, frames // len(updates))
    return tuple(Moment(each, tick) for each in updates for tick in _evenly(count, each_has))


def _evenly(count: int, most: int) -> list[int]:
    """At most so many of 0 … count − 1, the first and the last among them."""
    places = np.linspace(0, count - 1, min(count, most)).round().astype(int)
    found: list[int] = np.unique(places).tolist()
    return found

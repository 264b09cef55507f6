"""Tunes: notes with pitch and duration, for a piano roll, a MIDI file and sound."""

from dataclasses import dataclass
from typing import NamedTuple

from rnnviz.exhibits.exhibit import Exhibit


class Note(NamedTuple):
    """A note. pitch: MIDI number (60 is middle C), None for a rest; start and duration in
    quarter notes; time: the step that says it."""

    pitch: int | None
    start: float
    duration: float
    time: int


@dataclass(frozen=True, kw_only=True)
class TuneExhibit(Exhibit):
    """A tune that the network writes alone, beside the one that it was to write.

    beat    quarter notes a minute.
    meter   quarter notes in a bar, 0 where there are no bars.
    """

    said: tuple[Note, ...]
    wanted: tuple[Note, ...]
    beat: float = 100.0
    meter: float = 0.0

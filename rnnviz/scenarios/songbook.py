"""The songbook: public-domain melodies in all twelve keys, some of which are never trained on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.melodies import Melody, Tone, read_melodies

CARD = "melodies"
#: One melody in so many is held out, in all keys.
HELD_OUT = 8
#: Every key is put in that octave in which the middle of the melody is nearest to this pitch
#: (F sharp above middle C).
MIDDLE = 66

_KEYS = ("C", "D♭", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")
_PITCHES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")


class Move(NamedTuple):
    """From one tone to the next, the same in every key.

    interval  in semitones, None from or to a rest.
    """

    interval: int | None
    first: Fraction
    second: Fraction

    @classmethod
    def between(cls, a: Tone, b: Tone) -> "Move":
        """The move from a to b."""
        interval = None if a.pitch is None or b.pitch is None else b.pitch - a.pitch
        return cls(interval, a.duration, b.duration)


@dataclass(frozen=True)
class Song:
    """A melody in one key.

    key   "G major".
    tones   as they sound there.
    is_held_out   whether the melody is never trained on, in any key.
    """

    melody: Melody
    key: str
    tones: tuple[Tone, ...]
    is_held_out: bool


@cache
def read_songs() -> tuple[Song, ...]:
    """All melodies in all keys."""
    text = data_card(CARD).path.read_text(encoding="utf-8")
    return tuple(
        song
        for number, melody in enumerate(read_melodies(text))
        for song in _in_all_keys(melody, number % HELD_OUT == HELD_OUT // 2)
    )


def _in_all_keys(melody: Melody, is_held_out: bool) -> Iterator[Song]:
    lowest = round(MIDDLE - melody.middle) - 6
    for semitones in range(lowest, lowest + 12):
        key = f"{_KEYS[(melody.tonic + semitones) % 12]} {melody.mode}"
        yield Song(melody, key, tuple(t.moved(semitones) for t in melody.tones), is_held_out)


def name_of(tone: Tone) -> str:
    """Pitch with its octave, and the duration in whole notes: "C4 1/4"."""
    if tone.pitch is None:
        return f"rest {tone.duration}"
    return f"{_PITCHES[tone.pitch % 12]}{tone.pitch // 12 - 1} {tone.duration}"


def recognised(tones: Sequence[Tone], melodies: Sequence[Melody]) -> tuple[str, int]:
    """The melody in which the longest run of `tones` occurs, in whatever key, and how many notes
    that are; ("", 0) where no two notes are in any."""
    nothing: list[Move] = []
    matcher = SequenceMatcher(None, nothing, _moves(tones), autojunk=False)
    best = ("", 0)
    for melody in melodies:
        matcher.set_seq1(_moves(melody.tones))
        run = matcher.find_longest_match().size
        if run and run + 1 > best[1]:
            best = (melody.title, run + 1)
    return best


def _moves(tones: Sequence[Tone]) -> list[Move]:
    return [Move.between(a, b) for a, b in pairwise(tones)]

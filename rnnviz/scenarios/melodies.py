"""Melodies written in ABC notation (abcnotation.com, standard 2.1): the part of it that one plain
voice without a key signature needs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

#: K: without sharps or flats → (tonic, 0 is C; mode).
KEYS = {"C": (0, "major"), "Am": (9, "minor"), "Ddor": (2, "dorian")}
#: MIDI numbers of the capital letters; C is middle C.
LETTERS = {"C": 60, "D": 62, "E": 64, "F": 65, "G": 67, "A": 69, "B": 71}
ACCIDENTALS = {"^": 1, "_": -1, "=": 0}
FIELDS = "XTCOMLQK"

_TOKEN = re.compile(r"([_^=]?)([A-Ga-gz])([,']*)(\d*)(/?)(\d*)|\|")


class Tone(NamedTuple):
    """pitch: MIDI number (60 is middle C), None for a rest; duration: in whole notes."""

    pitch: int | None
    duration: Fraction

    def moved(self, semitones: int) -> "Tone":
        """The same, so many semitones higher."""
        return self if self.pitch is None else Tone(self.pitch + semitones, self.duration)


@dataclass(frozen=True)
class Melody:
    """A melody.

    origin  who made it, and when.
    tonic   of its key, 0 is C.
    mode    "major", "minor" or "dorian".
    meter   quarter notes in a bar.
    beat    quarter notes a minute.
    """

    title: str
    origin: str
    tonic: int
    mode: str
    meter: float
    beat: float
    tones: tuple[Tone, ...]

    @property
    def middle(self) -> float:
        """Half way between its lowest and its highest pitch."""
        pitches = [tone.pitch for tone in self.tones if tone.pitch is not None]
        return (min(pitches) + max(pitches)) / 2


def read_melodies(text: str) -> tuple[Melody, ...]:
    """All tunes of an ABC file. Raises ValueError at what is not understood."""
    tunes = re.split(r"^(?=X:)", text, flags=re.MULTILINE)
    return tuple(_melody(tune.splitlines()) for tune in tunes[1:])


def _melody(lines: list[str]) -> Melody:
    fields = {line[0]: line[2:] for line in lines if line[1:2] == ":"}
    music = " | ".join(line for line in lines if line[1:2] != ":" and line[:1] != "%")
    missing = [name for name in FIELDS if name not in fields]
    if missing or fields["K"] not in KEYS:
        raise ValueError(f"Tune {fields.get('T', lines[0])}: wanted are {FIELDS}, K of {KEYS}.")
    tonic, mode = KEYS[fields["K"]]
    beat, pace = fields["Q"].split("=")
    return Melody(
        title=fields["T"],
        origin=f"{fields['C']}; {fields['O']}",
        tonic=tonic,
        mode=mode,
        meter=float(4 * Fraction(fields["M"])),
        beat=float(4 * Fraction(beat) * int(pace)),
        tones=tuple(_tones(music, Fraction(fields["L"]))),
    )


def _tones(music: str, unit: Fraction) -> Iterator[Tone]:
    """The notes of lines of music, whose plain length is `unit`."""
    inflected: dict[str, int] = {}
    place = 0
    music = music.replace(" ", "")
    while place < len(music):
        match = _TOKEN.match(music, place)
        if match is None:
            raise ValueError(f"“{music[place : place + 10]}” is no note, rest or bar line.")
        place = match.end()
        if match[0] == "|":
            inflected = {}
        else:
            yield _tone(match, unit, inflected)


def _tone(match: re.Match[str], unit: Fraction, inflected: dict[str, int]) -> Tone:
    """One note; `inflected` are the accidentals of the bar so far, by letter with octave."""
    sign, letter, octave, times, slash, parts = match.groups()
    duration = unit * int(times or 1) / (int(parts or 2) if slash else 1)
    if letter == "z":
        return Tone(None, duration)
    if sign:
        inflected[letter + octave] = ACCIDENTALS[sign]
    pitch = LETTERS[letter.upper()] + 12 * (letter.islower() + octave.count("'"))
    pitch += inflected.get(letter + octave, 0) - 12 * octave.count(",")
    return Tone(pitch, duration)

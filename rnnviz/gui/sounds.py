"""What can be heard of an exhibit, as the bytes of a file, and written whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile

from rnnviz.exhibits import Exhibit, Note, SoundExhibit, TuneExhibit
from rnnviz.exhibits.midi import midi_bytes
from rnnviz.exhibits.tones import RATE, tune_samples
from rnnviz.exhibits.wav import wav_bytes

WAV, MIDI = "wav", "mid"
#: What a file of each kind is called.
TITLES = {WAV: "WAV sound", MIDI: "MIDI file"}


class SoundError(Exception):
    """Sound that cannot be made or written; the message says why."""


def kinds_of(exhibit: Exhibit | None) -> tuple[str, ...]:
    """Which kinds of files can be made of an exhibit."""
    if isinstance(exhibit, TuneExhibit):
        return WAV, MIDI
    if isinstance(exhibit, SoundExhibit) and exhibit.samples.size and exhibit.rate > 0:
        return (WAV,)
    return ()


def sound_bytes(exhibit: Exhibit | None, kind: str, said: bool = True) -> bytes:
    """A whole file.

    said  of a tune: what the network plays, or else what was wanted.
    Raises SoundError where there is nothing to hear.
    """
    try:
        if isinstance(exhibit, TuneExhibit):
            return _tune(exhibit, exhibit.said if said else exhibit.wanted, kind)
        if isinstance(exhibit, SoundExhibit) and kind == WAV:
            return wav_bytes(exhibit.samples, exhibit.rate)
    except ValueError as error:
        raise SoundError(f"This cannot be written as a {TITLES[kind]}: {error}") from error
    raise SoundError("There is nothing to hear in this example.")


def _tune(exhibit: TuneExhibit, notes: Sequence[Note], kind: str) -> bytes:
    if not any(note.pitch is not None for note in notes):
        raise SoundError("There is no note in this tune.")
    if kind == MIDI:
        return midi_bytes(notes, exhibit.beat)
    return wav_bytes(tune_samples(notes, exhibit.beat), RATE)


def with_extension(path: Path, kind: str) -> Path:
    """The path with the extension of its kind, where it has another one or none."""
    known = {WAV: (".wav",), MIDI: (".mid", ".midi")}[kind]
    return path if path.suffix.lower() in known else path.with_name(f"{path.name}.{kind}")


def save_sound(data: bytes, path: Path) -> Path:
    """Write a file, whole or not at all; returns its whole path. Raises SoundError."""
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise SoundError(f"{path} cannot be written: {file.errorString()}.")
    if file.write(data) != len(data) or not file.commit():
        raise SoundError(f"{path} could not be written whole: {file.errorString()}.")
    return path.absolute()

"""What can be heard of an exhibit: which kinds of files, their bytes, and their names."""

import io
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rnnviz.exhibits import Note
from rnnviz.exhibits.midi import midi_bytes
from rnnviz.gui.sounds import (
    MIDI,
    WAV,
    SoundError,
    kinds_of,
    save_sound,
    sound_bytes,
    with_extension,
)
from tests.gui.exhibits import every_kind

EXHIBITS = every_kind()


@pytest.mark.parametrize("key", [*EXHIBITS, None])
def test_that_only_sounds_and_tunes_are_heard(key):
    wanted = {"sound": (WAV,), "tune": (WAV, MIDI)}.get(key, ())
    assert kinds_of(EXHIBITS.get(key)) == wanted


def test_that_a_sound_is_written_as_it_is():
    sound = EXHIBITS["sound"]
    with wave.open(io.BytesIO(sound_bytes(sound, WAV))) as file:
        assert file.getframerate() == sound.rate
        written = np.frombuffer(file.readframes(-1), "<i2") / 32767
    assert np.allclose(written, sound.samples, atol=1e-4)


def test_that_a_tune_is_written_as_played_or_as_wanted():
    tune = EXHIBITS["tune"]
    assert sound_bytes(tune, MIDI) == midi_bytes(tune.said, tune.beat)
    assert sound_bytes(tune, MIDI, said=False) == midi_bytes(tune.wanted, tune.beat)
    played, wanted = (sound_bytes(tune, WAV, said) for said in (True, False))
    assert played != wanted
    assert played[:4] == wanted[:4] == b"RIFF"


@pytest.mark.parametrize(
    ("exhibit", "kind"),
    [
        (EXHIBITS["text"], WAV),
        (EXHIBITS["sound"], MIDI),
        (None, WAV),
        (replace(EXHIBITS["tune"], said=()), MIDI),
        (replace(EXHIBITS["tune"], said=(Note(None, 0, 1, 0),)), WAV),
        (replace(EXHIBITS["tune"], beat=0.0), WAV),
        (replace(EXHIBITS["tune"], beat=0.0), MIDI),
        (replace(EXHIBITS["sound"], rate=0), WAV),
        (replace(EXHIBITS["sound"], samples=np.array([np.nan])), WAV),
    ],
)
def test_that_what_cannot_be_heard_is_refused(exhibit, kind):
    with pytest.raises(SoundError):
        sound_bytes(exhibit, kind)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("a", WAV, "a.wav"),
        ("a.WAV", WAV, "a.WAV"),
        ("a.mp3", WAV, "a.mp3.wav"),
        ("a", MIDI, "a.mid"),
        ("a.midi", MIDI, "a.midi"),
        ("v1.5", MIDI, "v1.5.mid"),
    ],
)
def test_that_the_extension_is_added(name, kind, expected):
    assert with_extension(Path("x") / name, kind) == Path("x") / expected


def test_that_a_file_is_written_whole(tmp_path):
    written = save_sound(b"abc", tmp_path / "a.wav")
    assert written == tmp_path / "a.wav"
    assert written.read_bytes() == b"abc"
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_that_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SoundError, match="cannot be written"):
        save_sound(b"abc", tmp_path / "nowhere" / "a.wav")

"""MIDI files, against the bytes of the standard and read back by a reader of another making."""

import struct

import pytest

from rnnviz.exhibits import Note
from rnnviz.exhibits.midi import TICKS, midi_bytes

TUNE = (
    Note(60, 0.0, 1.0, 0),
    Note(None, 1.0, 0.5, 0),
    Note(64, 1.5, 40.0, 1),
    Note(64, 41.5, 0.25, 2),
)


def numbers(data: bytes) -> list[tuple[int, bytes]]:
    """(delta time, event) of a track, read byte by byte."""
    events, place = [], 0
    while place < len(data):
        delta = 0
        while True:
            byte = data[place]
            place += 1
            delta = delta * 128 + byte % 128
            if byte < 128:
                break
        length = 3 + data[place + 2] if data[place] == 0xFF else 3
        events.append((delta, data[place : place + length]))
        place += length
    return events


def test_that_the_notes_are_read_back_with_their_times() -> None:
    data = midi_bytes(TUNE, beat=120)
    name, length, kind, tracks, ticks = struct.unpack(">4sIHHH", data[:14])
    assert (name, length, kind, tracks, ticks) == (b"MThd", 6, 0, 1, TICKS)
    name, length = struct.unpack(">4sI", data[14:22])
    assert (name, length) == (b"MTrk", len(data) - 22)
    tempo, *events, end = numbers(data[22:])
    assert tempo == (0, b"\xff\x51\x03" + (500_000).to_bytes(3, "big"))
    assert end == (0, b"\xff\x2f\x00")
    assert [(delta / TICKS, event[0], event[1]) for delta, event in events] == [
        (0.0, 0x90, 60),
        (1.0, 0x80, 60),
        (0.5, 0x90, 64),
        (40.0, 0x80, 64),
        (0.0, 0x90, 64),
        (0.25, 0x80, 64),
    ]
    assert all(event[2] > 0 for _, event in events if event[0] == 0x90)


def test_that_long_times_are_written_as_in_the_standard() -> None:
    # RP-001, page 2: 0x2000 ticks are C0 00, 0x1FFFFF are FF FF 7F.
    for ticks, wanted in ((0x2000, b"\xc0\x00"), (0x1FFFFF, b"\xff\xff\x7f")):
        data = midi_bytes([Note(60, 0.0, ticks / TICKS, 0)])
        assert data[22 + 7 + 4 :].startswith(wanted + b"\x80\x3c")


def test_that_a_tune_without_notes_is_an_empty_track() -> None:
    events = numbers(midi_bytes([Note(None, 0.0, 4.0, 0)])[22:])
    assert [event[0] for _, event in events] == [0xFF, 0xFF]


@pytest.mark.parametrize(
    "note",
    [Note(128, 0.0, 1.0, 0), Note(-1, 0.0, 1.0, 0), Note(60, -1.0, 1.0, 0), Note(60, 0.0, 0.0, 0)],
)
def test_that_what_is_no_note_is_refused(note: Note) -> None:
    with pytest.raises(ValueError, match="no note of a MIDI file"):
        midi_bytes([note])


@pytest.mark.parametrize("beat", [0.0, -1.0, 1.0])
def test_that_a_beat_that_does_not_fit_is_refused(beat: float) -> None:
    with pytest.raises(ValueError, match="do not fit in a MIDI file"):
        midi_bytes(TUNE, beat)


def test_that_an_endless_pause_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit in a MIDI file"):
        midi_bytes([Note(60, 1e6, 1.0, 0)])

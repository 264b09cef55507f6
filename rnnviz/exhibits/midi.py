"""Tunes as the bytes of a Standard MIDI File: one track (format 0), one piano.

After the MIDI Manufacturers Association, "Standard MIDI Files 1.0" (RP-001), 1996.
"""

import struct
from collections.abc import Iterator, Sequence

from rnnviz.exhibits.tune import Note

#: Parts of a quarter note: divisible by 2 five times and by 3.
TICKS = 480
#: How hard a key is struck, 1…127.
VELOCITY = 80
#: The greatest delta time of a file.
MOST_TICKS = 2**28 - 1

_TEMPO, _END_OF_TRACK = b"\xff\x51\x03", b"\xff\x2f\x00"
_ON, _OFF = 0x90, 0x80


def midi_bytes(notes: Sequence[Note], beat: float = 100.0) -> bytes:
    """A whole MIDI file; rests are silence between the notes.

    beat  quarter notes a minute; the file holds whole microseconds for each.
    Raises ValueError where a pitch is not within 0…127, a start is negative, a duration is below
    a tick, or the beat does not fit in a file (4…60,000,000).
    """
    tempo = round(60e6 / beat) if beat > 0 else 0
    if not 1 <= tempo < 2**24:
        raise ValueError(f"{beat:g} quarter notes a minute do not fit in a MIDI file.")
    track = b"\x00" + _TEMPO + tempo.to_bytes(3, "big")
    now = 0
    for tick, event in sorted(_events(notes)):
        track += _variable_length(tick - now) + event
        now = tick
    track += b"\x00" + _END_OF_TRACK
    header = struct.pack(">4sIHHH", b"MThd", 6, 0, 1, TICKS)
    return header + struct.pack(">4sI", b"MTrk", len(track)) + track


def _events(notes: Sequence[Note]) -> Iterator[tuple[int, bytes]]:
    """(tick, event); sorted, a note ends before another begins, as its number is the lower one."""
    for note in notes:
        if note.pitch is None:
            continue
        if not 0 <= note.pitch <= 127 or note.start < 0 or note.duration < 1 / TICKS:
            raise ValueError(f"{note} is no note of a MIDI file.")
        yield round(note.start * TICKS), bytes([_ON, note.pitch, VELOCITY])
        yield round((note.start + note.duration) * TICKS), bytes([_OFF, note.pitch, 0])


def _variable_length(number: int) -> bytes:
    """Seven bits a byte, the highest first; all but the last byte have their top bit set."""
    if number > MOST_TICKS:
        raise ValueError(
            f"A pause of {number / TICKS:g} quarter notes does not fit in a MIDI file."
        )
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(number & 0x7F | 0x80)
    return bytes(reversed(digits))

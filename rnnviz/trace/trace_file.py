"""A trace in a file: an NPZ without pickles, which NumPy alone can read (docs/trace-format.md).

The same trace gives the same bytes.
"""

import zipfile
from pathlib import Path
from typing import BinaryIO

import msgspec

from rnnviz.trace import npz
from rnnviz.trace.npz import MOST_BYTES, MOST_TEXT, NpzError
from rnnviz.trace.trace import Trace
from rnnviz.trace.trace_layout import (
    FORMAT,
    INTEGERS,
    VERSION,
    About,
    Array,
    Slot,
    TraceFileError,
    about,
    arrays_of,
    layout,
    trace_of,
)

__all__ = ["TraceFileError", "load_trace", "save_trace"]

EXTENSION, ABOUT = ".npz", "about.json"


class Kind(msgspec.Struct):
    """What about.json says first: whether this is ours, and can be read."""

    format: str
    version: int


def save_trace(trace: Trace, path: Path) -> Path:
    """Write a trace, and return the path, to which a missing .npz is added.

    The file is there whole or not at all. Raises TraceFileError.
    """
    if path.suffix.lower() != EXTENSION and path.name:
        path = path.with_name(path.name + EXTENSION)
    try:
        npz.write_whole(path, lambda file: _write(trace, file))
    except NpzError as error:
        raise TraceFileError(f"{path} cannot be written: {error}") from error
    return path


def _write(trace: Trace, file: BinaryIO) -> None:
    about_trace, arrays = about(trace), arrays_of(trace)
    text = msgspec.json.format(msgspec.json.encode(about_trace), indent=1)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(npz.entry(ABOUT), text)
        for name, slot in layout(about_trace).items():
            archive.writestr(npz.entry(f"{name}.npy"), npz.npy(_stored(arrays[name], slot)))


def _stored(array: Array, slot: Slot) -> Array:
    """Class numbers in the one type that the file has for them."""
    return array.astype(INTEGERS[0]) if slot.types == INTEGERS else array


def load_trace(path: Path) -> Trace:
    """Read a trace, its arrays read-only. Raises TraceFileError for all that is not one.

    How large each array is follows from about.json: nothing is read before that is known,
    and never more than MOST_BYTES in all.
    """
    try:
        with npz.opened(path) as archive:
            return _read(archive)
    except npz.DamagedError as error:
        raise TraceFileError(f"{path} is damaged, or no NPZ file: {error}") from error
    except (NpzError, TraceFileError) as error:
        raise TraceFileError(f"{path} is not a trace that can be read: {error}") from error


def _read(archive: zipfile.ZipFile) -> Trace:
    about_trace = _read_about(archive)
    slots = layout(about_trace)
    size = sum(slot.most_bytes for slot in slots.values())
    if size > MOST_BYTES:
        raise TraceFileError(f"its arrays would take {size:,} bytes; wanted at most {MOST_BYTES:,}")
    arrays = {
        name: npz.array(archive, name, slot.types, slot.shape, slot.most_bytes)
        for name, slot in slots.items()
    }
    targets = arrays["targets"]
    if targets.ndim == 1 and not ((targets >= 0) & (targets < about_trace.sizes.outputs)).all():
        raise TraceFileError("a target is the number of no class")
    return trace_of(about_trace, arrays)


def _read_about(archive: zipfile.ZipFile) -> About:
    text = npz.content(archive, ABOUT, MOST_TEXT)
    try:
        kind = msgspec.json.decode(text, type=Kind)
        if kind.format != FORMAT or kind.version != VERSION:
            met = f"{kind.format!r}, version {kind.version}"
            raise TraceFileError(f"it says {met}; wanted {FORMAT!r}, version {VERSION}")
        return msgspec.json.decode(text, type=About)
    except msgspec.MsgspecError as error:
        raise TraceFileError(f"{ABOUT}: {error}") from error

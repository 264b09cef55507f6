"""A trace in a file: an NPZ without pickles, which NumPy alone can read (docs/trace-format.md).

The same trace gives the same bytes: no dates, a fixed order, nothing compressed (numbers of
floating point hardly shrink, and one zlib writes other bytes than the next).
"""

import io
import math
import os
import secrets
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import numpy as np

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
#: More than the largest network can give that the settings allow: 4 layers of 512 units.
MOST_BYTES = 2**28
#: Of about.json, of the list of contents, and of the words that precede an array.
MOST_ABOUT, MOST_CONTENTS, MOST_HEADER = 2**22, 2**20, 2**14
#: What zipfile and NumPy raise for files that are damaged, or made to mislead.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, struct.error)


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
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise TraceFileError(f"{path} cannot be written: it is no ordinary file")
    part = target.with_name(f".rnnviz-{secrets.token_hex(4)}.part")
    try:
        try:
            with part.open("xb") as file:
                _write(trace, file)
                os.fsync(file.fileno())
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise TraceFileError(f"{path} cannot be written: {error.strerror or error}") from error
    return path


def _write(trace: Trace, file: BinaryIO) -> None:
    about_trace, arrays = about(trace), arrays_of(trace)
    text = msgspec.json.format(msgspec.json.encode(about_trace), indent=1)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry(ABOUT), text)
        for name, slot in layout(about_trace).items():
            archive.writestr(_entry(f"{name}.npy"), _npy(arrays[name], slot))


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry of the archive without anything of this machine or this moment."""
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def _npy(array: Array, slot: Slot) -> bytes:
    """An array as a .npy file, little-endian, row after row."""
    stored = array.dtype.newbyteorder("<") if slot.types != INTEGERS else np.dtype(INTEGERS[0])
    buffer = io.BytesIO()
    plain = np.ascontiguousarray(array, stored)
    np.lib.format.write_array(buffer, plain, version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


def load_trace(path: Path) -> Trace:
    """Read a trace, its arrays read-only. Raises TraceFileError for all that is not one.

    How large each array is follows from about.json: nothing is read before that is known,
    and never more than MOST_BYTES in all.
    """
    if not path.is_file():
        there = "it is no ordinary file" if path.exists() else "there is no such file"
        raise TraceFileError(f"{path} cannot be read: {there}")
    try:
        with path.open("rb") as file:
            _check_contents(file)
            with zipfile.ZipFile(file) as archive:
                return _read(archive)
    except TraceFileError as error:
        raise TraceFileError(f"{path} is not a trace that can be read: {error}") from error
    except DAMAGED as error:
        raise TraceFileError(f"{path} is damaged, or no NPZ file: {error}") from error
    except OSError as error:
        raise TraceFileError(f"{path} cannot be read: {error.strerror or error}") from error


def _check_contents(file: BinaryIO) -> None:
    """Refuse what is no zip, and a list of contents that would fill the memory."""
    size = file.seek(0, io.SEEK_END)
    if size > MOST_BYTES + MOST_ABOUT + MOST_CONTENTS:
        raise TraceFileError(f"it has {size:,} bytes; wanted at most {MOST_BYTES:,}")
    file.seek(max(0, size - 42))
    tail = file.read()
    # The last 22 bytes of a zip say how long its contents are; 20 before them could say more.
    if len(tail) < 22 or tail[-22:-18] != b"PK\x05\x06":
        raise TraceFileError("it is no zip file; wanted an NPZ")
    if (
        tail[:4] == b"PK\x06\x07"
        or struct.unpack_from("<L", tail, len(tail) - 10)[0] > MOST_CONTENTS
    ):
        raise TraceFileError("its list of contents is too long")


def _read(archive: zipfile.ZipFile) -> Trace:
    about_trace = _read_about(archive)
    slots = layout(about_trace)
    size = sum(slot.most_bytes for slot in slots.values())
    if size > MOST_BYTES:
        raise TraceFileError(f"its arrays would take {size:,} bytes; wanted at most {MOST_BYTES:,}")
    arrays = {name: _read_array(archive, name, slot) for name, slot in slots.items()}
    targets = arrays["targets"]
    if targets.ndim == 1 and not ((targets >= 0) & (targets < about_trace.sizes.outputs)).all():
        raise TraceFileError("a target is the number of no class")
    return trace_of(about_trace, arrays)


def _read_about(archive: zipfile.ZipFile) -> About:
    text = _content(archive, ABOUT, MOST_ABOUT)
    try:
        kind = msgspec.json.decode(text, type=Kind)
        if kind.format != FORMAT or kind.version != VERSION:
            met = f"{kind.format!r}, version {kind.version}"
            raise TraceFileError(f"it says {met}; wanted {FORMAT!r}, version {VERSION}")
        return msgspec.json.decode(text, type=About)
    except msgspec.MsgspecError as error:
        raise TraceFileError(f"{ABOUT}: {error}") from error


def _content(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The content of an entry that has at most so many bytes."""
    try:
        entry = archive.getinfo(name)
    except KeyError:
        raise TraceFileError(f"{name} is missing") from None
    if entry.file_size > most:
        raise TraceFileError(f"{name} has {entry.file_size:,} bytes; wanted at most {most:,}")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise TraceFileError(f"{name} is packed in a way that NumPy does not use")
    with archive.open(entry) as content:
        data = content.read(most)
        # Only at its end is the check-sum looked at.
        content.read(1)
    return data


def _read_array(archive: zipfile.ZipFile, name: str, slot: Slot) -> Array:
    file = io.BytesIO(_content(archive, f"{name}.npy", slot.most_bytes + MOST_HEADER))
    shape, by_columns, dtype = _header(file, name)
    if dtype.str not in slot.types or shape != slot.shape:
        met = "Python objects" if dtype.hasobject else dtype.str
        wanted = " or ".join(slot.types)
        raise TraceFileError(f"{name} is {met} {shape}; wanted {wanted} {slot.shape}")
    data = file.read()
    if len(data) != dtype.itemsize * math.prod(shape):
        raise TraceFileError(f"{name} is cut off or too long")
    return np.frombuffer(data, dtype).reshape(shape, order="F" if by_columns else "C")


def _header(file: BinaryIO, name: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, whether by columns, and type. What is wrong with a header NumPy says in many ways."""
    try:
        version = np.lib.format.read_magic(file)
        header: tuple[tuple[int, ...], bool, np.dtype[Any]]
        header = np.lib.format.read_array_header_1_0(file)
    except Exception as error:
        raise TraceFileError(f"{name} is no array that NumPy can read: {error}") from error
    if version != (1, 0):
        raise TraceFileError(f"{name} is not written in version 1.0 of the NPY format")
    return header

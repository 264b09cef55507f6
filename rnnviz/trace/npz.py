"""NPZ files that anybody may have made: read with bounded memory and without pickles, and
written whole or not at all.

The same arrays give the same bytes: no dates, a fixed order, nothing compressed (numbers of
floating point hardly shrink, and one zlib writes other bytes than the next).
"""

import io
import math
import os
import secrets
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

#: What all arrays of a file may take together: more than the largest network can give that the
#: settings allow, 4 layers of 512 units.
MOST_BYTES = 2**28
#: Of texts, of the list of contents, and of the words that precede an array.
MOST_TEXT, MOST_CONTENTS, MOST_HEADER = 2**22, 2**20, 2**14
#: What zipfile and NumPy raise for files that are damaged, or made to mislead.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    RuntimeError,
    OverflowError,
    struct.error,
)
#: Seconds without a byte after which nobody writes a file any more.
LEFT_ALONE = 3600.0
#: Of a zip with something in it.
_BEGINNING = b"PK\x03\x04"
_PART = ".rnnviz-" + 8 * "[0-9a-f]" + ".part"


class NpzError(Exception):
    """What is wrong with a file, or with a part of it, in words."""


class DamagedError(NpzError):
    """It is damaged, or no NPZ at all."""


# --- writing ---------------------------------------------------------------------------


def write_whole(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` write a file that is there whole or not at all; a link stays one, and who may
    read it stays as it was.

    It is written beside its place, under the name .rnnviz-XXXXXXXX.part, and put there when it
    is whole and on the disk. Parts that were left in that folder because a program was ended
    amid writing are removed here, once nothing was written to them for LEFT_ALONE seconds, by
    the clock of that file system: no writing pauses for so long. (If one did after all, it would
    fail with a message, and the file in its place stay as it was.)

    Raises NpzError where it cannot be.
    """
    target = _target(path)
    part = target.with_name(f".rnnviz-{secrets.token_hex(4)}.part")
    try:
        try:
            with part.open("xb") as file:
                _remove_left(part)
                write(file)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                with suppress(OSError):  # of file systems that do not know who may read what
                    shutil.copymode(target, part)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise NpzError(str(error.strerror or error)) from error
    _sync(target.parent)


def _target(path: Path) -> Path:
    """Where a path leads. Raises NpzError where no file can be written there."""
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            raise NpzError("it is no ordinary file")
        if target.exists() and not os.access(target, os.W_OK):
            raise NpzError("it is protected against writing")
    except OSError as error:
        raise NpzError(str(error.strerror or error)) from error
    except (ValueError, RuntimeError) as error:  # a NUL in the path; links in a circle
        raise NpzError(str(error)) from error
    return target


def _remove_left(part: Path) -> None:
    """Remove what others left that began as this part does; what cannot be removed stays."""
    with suppress(OSError):
        now = part.lstat().st_mtime
        for other in part.parent.glob(_PART):
            with suppress(OSError):
                met = other.lstat()
                if stat.S_ISREG(met.st_mode) and now - met.st_mtime > LEFT_ALONE:
                    other.unlink()


def _sync(folder: Path) -> None:
    """Let the new name of a file be on the disk too, where the system can do that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def entry(name: str) -> zipfile.ZipInfo:
    """An entry of the archive without anything of this machine or this moment."""
    found = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    found.create_system, found.external_attr = 3, 0o644 << 16
    return found


def npy(array: Array) -> bytes:
    """An array as a .npy file, little-endian, row after row."""
    buffer = io.BytesIO()
    plain = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    np.lib.format.write_array(buffer, plain, version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


# --- reading ---------------------------------------------------------------------------


@contextmanager
def opened(path: Path, most_bytes: int = MOST_BYTES) -> Iterator[zipfile.ZipFile]:
    """The archive, its size and its list of contents looked at. Raises NpzError for all that
    goes wrong with it, within the `with` too."""
    try:
        if not path.is_file():
            raise NpzError("it is no ordinary file" if path.exists() else "there is no such file")
        with path.open("rb") as file:
            _check_contents(file, most_bytes)
            with zipfile.ZipFile(file) as archive:
                yield archive
    except DAMAGED as error:
        raise DamagedError(str(error)) from error
    except OSError as error:
        raise NpzError(str(error.strerror or error)) from error


def _check_contents(file: BinaryIO, most_bytes: int) -> None:
    """Refuse what is no zip, and a list of contents that would fill the memory."""
    size = file.seek(0, io.SEEK_END)
    if size > most_bytes + MOST_TEXT + MOST_CONTENTS:
        raise NpzError(f"it has {size:,} bytes; wanted at most {most_bytes:,}")
    file.seek(max(0, size - 42))
    tail = file.read(42)
    # The last 22 bytes of a zip say how long its contents are; 20 before them could say more.
    if len(tail) < 22 or tail[-22:-18] != b"PK\x05\x06":
        file.seek(0)
        if file.read(len(_BEGINNING)) == _BEGINNING:
            raise DamagedError("its end is missing: it was cut off, or not copied whole")
        raise NpzError("it is no zip file; wanted an NPZ")
    if (
        tail[:4] == b"PK\x06\x07"
        or struct.unpack_from("<L", tail, len(tail) - 10)[0] > MOST_CONTENTS
    ):
        raise NpzError("its list of contents is too long")


def content(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The content of an entry that has at most so many bytes."""
    try:
        found = archive.getinfo(name)
    except KeyError:
        raise NpzError(f"{name} is missing") from None
    if found.file_size > most:
        raise NpzError(f"{name} has {found.file_size:,} bytes; wanted at most {most:,}")
    if found.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NpzError(f"{name} is packed in a way that NumPy does not use")
    try:
        with archive.open(found) as file:
            data = file.read(most)
            # Only at its end is the check-sum looked at.
            file.read(1)
    except DAMAGED as error:  # Which says it with the bytes that were met.
        raise DamagedError(f"{name} is damaged, or encrypted") from error
    return data


def array(
    archive: zipfile.ZipFile,
    name: str,
    types: tuple[str, ...],
    shape: tuple[int, ...] | None = None,
    most_bytes: int = MOST_BYTES,
) -> Array:
    """An array of one of some types, e.g. "<f8", read-only.

    shape  that it must have; None: any.
    """
    data = content(archive, f"{name}.npy", most_bytes + MOST_HEADER)
    # Magic and version, the length of the header in two bytes, and the header.
    begin = 10 + int.from_bytes(data[8:10], "little")
    try:
        found, by_columns, dtype = _header(data[:begin])
    except Exception as error:  # What is wrong with a header NumPy says in many ways.
        raise NpzError(f"{name} is no array that NumPy can read: {error}") from error
    if dtype.str not in types or shape not in (None, found):
        met = "Python objects" if dtype.hasobject else dtype.str
        wanted = " or ".join(types) + ("" if shape is None else f" {shape}")
        raise NpzError(f"{name} is {met} {found}; wanted {wanted}")
    if len(data) - begin != dtype.itemsize * math.prod(found):
        raise NpzError(f"{name} is cut off or too long")
    return np.frombuffer(data, dtype, offset=begin).reshape(found, order="F" if by_columns else "C")


@lru_cache(maxsize=256)
def _header(text: bytes) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    """Shape, whether by columns, and type. Many arrays of a file have the same, which takes
    longer to read than their numbers."""
    file = io.BytesIO(text)
    version = np.lib.format.read_magic(file)
    if version != (1, 0):
        raise NpzError(f"its NPY format is {version[0]}.{version[1]}; wanted 1.0")
    shape, by_columns, dtype = np.lib.format.read_array_header_1_0(file)
    # NumPy takes True for 1.
    return tuple(map(int, shape)), by_columns, dtype

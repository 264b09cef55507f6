"""The arrays of a project in its file, by name: written row by row, read with bounded memory."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.interchange.file_error import FileError
from rnnviz.trace import npz

Array = NDArray[Any]
#: Bytes that all arrays may take: of four compared networks, each with 128 MiB of restore points
#: and 32 MiB of summaries, the histories of 10 million updates, and room to spare.
MOST_BYTES = 2**30
#: Bytes that are put together before they are written.
PART = 2**22


@dataclass(frozen=True)
class Slot:
    """An array: its type as NumPy writes it, e.g. "<f8", and its shape."""

    type: str
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """Its bytes."""
        size = np.dtype(self.type).itemsize
        for length in self.shape:
            size *= length
        return size


class Packer:
    """Puts arrays into an archive."""

    def __init__(self, archive: zipfile.ZipFile):
        self._archive = archive

    def put(self, name: str, array: Array, kind: str) -> None:
        """One array, of the type that the file has for it."""
        self.put_rows(name, kind, array.shape[1:], array)

    def put_rows(
        self, name: str, kind: str, row: tuple[int, ...], rows: Sequence[Array] | Array
    ) -> None:
        """Many arrays of the shape `row` as the rows of one, without a copy of all of them."""
        dtype = np.dtype(kind)
        slot = Slot(kind, (len(rows), *row))
        entry = npz.entry(f"{name}.npy")
        entry.file_size = slot.size + npz.MOST_HEADER
        at_once = max(1, PART // max(1, Slot(kind, row).size))
        with self._archive.open(entry, "w") as file:
            header = {"descr": kind, "fortran_order": False, "shape": slot.shape}
            np.lib.format.write_array_header_1_0(file, header)
            for first in range(0, len(rows), at_once):
                part = np.asarray(rows[first : first + at_once], dtype)
                file.write(np.ascontiguousarray(part).tobytes())


class Unpacker:
    """Takes arrays out of an archive, which may be anybody's.

    Everything is stored as it is, each part in a place of its own, so that the size of the file
    bounds what is read.
    """

    def __init__(self, archive: zipfile.ZipFile):
        self._archive = archive
        entries = archive.infolist()
        self._sizes = {entry.filename: entry.file_size for entry in entries}
        if len(self._sizes) != len(entries):
            raise FileError("it has a part twice")
        if any(not _is_stored(entry) for entry in entries):
            raise FileError("a part of it is packed; wanted all of them stored as they are")
        if sum(self._sizes.values()) > archive.start_dir:
            raise FileError("its parts lie over each other, or reach beyond its end")
        self._left = MOST_BYTES
        self.untouched = set(self._sizes)

    def text(self, name: str, most: int) -> bytes:
        """A text of at most so many bytes."""
        self.untouched.discard(name)
        return npz.content(self._archive, name, most)

    def take(self, name: str, slot: Slot) -> Array:
        """An array, read-only. Raises FileError where it is another than was wanted."""
        size, entry = slot.size, f"{name}.npy"
        if size > self._left:
            raise FileError(f"its arrays would take more than {MOST_BYTES:,} bytes")
        if entry in self._sizes and not 0 <= self._sizes[entry] - size <= npz.MOST_HEADER:
            raise FileError(
                f"{name} has {self._sizes[entry]:,} bytes; wanted are {slot.type} {slot.shape}"
            )
        self._left -= size
        self.untouched.discard(entry)
        return npz.array(self._archive, name, (slot.type,), slot.shape, size)

    def take_finite(self, name: str, slot: Slot) -> Array:
        """The same, of numbers that all are finite."""
        array = self.take(name, slot)
        if not np.isfinite(array).all():
            raise FileError(f"{name} has numbers that are not finite; wanted finite ones")
        return array

    def size(self, name: str) -> int:
        """How many bytes the entry of an array has. Raises FileError where there is none."""
        entry = f"{name}.npy"
        if entry not in self._sizes:
            raise FileError(f"{entry} is missing")
        return self._sizes[entry]


def _is_stored(entry: zipfile.ZipInfo) -> bool:
    return entry.compress_type == zipfile.ZIP_STORED and entry.compress_size == entry.file_size

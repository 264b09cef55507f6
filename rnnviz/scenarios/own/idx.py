"""Pictures with labels in two IDX files, gzipped or not, as MNIST comes in.

The format: Y. LeCun, C. Cortes, C. Burges, The MNIST database of handwritten digits. Two bytes
0, the type (8: bytes), the number of dimensions; their sizes, 4 bytes each, big-endian; the
bytes. Only as many bytes are ever unpacked as the header says there are, and at most
PIXELS_LIMIT.
"""

import gzip
import zlib
from dataclasses import dataclass
from io import BytesIO
from math import prod
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Floats, Integers
from rnnviz.scenarios.file_bytes import read_bytes, refusal
from rnnviz.scenarios.own.reading import parse_reading
from rnnviz.scenarios.own.source import LEAST_ROWS
from rnnviz.scenarios.scenario import ScenarioError

NAMES = ("label_file",)
WANTED = "an IDX file of pictures, as MNIST's train-images-idx3-ubyte, gzipped or not"
WANTED_LABELS = "an IDX file of labels, as MNIST's train-labels-idx1-ubyte, gzipped or not"
#: Pixels read at most: 20,408 pictures of 28 × 28.
PIXELS_LIMIT = 16_000_000
#: Rows and columns that a picture may have.
LARGEST_SIDE = 128
#: Bytes of a file on the disk read at most; all of MNIST has 47,040,016.
BYTES_LIMIT = 64_000_000
#: Of them for a first look: some pictures of any size.
FIRST_BYTES = 200_000

_GZIP = b"\x1f\x8b"
_BYTES = 8
_ADVICE = "Choose another file, or unpack it anew."


@dataclass(frozen=True)
class Pictures:
    """Pictures (N, h, w), 0 background … 1 ink, and the labels (N,), whole numbers from 0.

    facts  (title, text) pairs to show: what was read, what was left out.
    """

    pictures: Floats
    labels: Integers
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Header:
    """The sizes of the dimensions, the first of which counts the items."""

    sizes: tuple[int, ...]

    @property
    def length(self) -> int:
        """Bytes of the header."""
        return 4 + 4 * len(self.sizes)


def read_idx(path: Path, reading: str = "") -> Pictures:
    """The pictures of a file and the labels of that beside it. Either of the two may be given.

    Raises ScenarioError, with what was met and what is wanted, where they are none.
    """
    read = _read_both(path, reading, BYTES_LIMIT)
    if len(read.labels) < LEAST_ROWS:
        met = f"it has {len(read.labels)} pictures"
        raise refusal(path, met, WANTED, f"At least {LEAST_ROWS} are needed.")
    return read


def first_pictures(path: Path, reading: str = "") -> Pictures:
    """The first few pictures, read at once however large the file is. Raises ScenarioError."""
    return _read_both(path, reading, FIRST_BYTES)


def _read_both(path: Path, reading: str, most: int) -> Pictures:
    """What is in the first `most` bytes of each of the two files."""
    said = parse_reading(reading, NAMES)
    if "label" not in path.name.lower():
        # That it is no such file at all is more to say than that another one is missing.
        _header(path, _unpacked(read_bytes(path, FIRST_BYTES, WANTED)[0]), 3, WANTED)
    pictures, labels = beside(path, said.label_file)
    header, pixels = _read(pictures, 3, WANTED, most)
    total, height, width = header.sizes
    labels_header, numbers = _read(labels, 1, WANTED_LABELS, most)
    if labels_header.sizes[0] != total:
        met = f"it has {labels_header.sizes[0]:,} labels, but {pictures.name} {total:,} pictures"
        raise refusal(labels, met, WANTED_LABELS, "Choose files that belong together.")
    count = min(len(pixels) // (height * width), len(numbers))
    values = pixels[: count * height * width].reshape(count, height, width) / np.float32(255)
    cut = f"; the first {count:,} are used" if count < total else ""
    facts = (
        ("Source", f"files {pictures.name} and {labels.name}"),
        ("Pictures", f"{total:,} of {height} × {width} pixels{cut}"),
        ("Labels", ", ".join(map(str, np.unique(numbers[:count])[:20]))),
    )
    return Pictures(values, numbers[:count].astype(np.intp), facts)


def both_files(path: Path, reading: str = "") -> tuple[Path, ...]:
    """The files of the pictures and of their labels; `path` alone where there is no other."""
    try:
        return beside(path, parse_reading(reading, NAMES).label_file)
    except (ScenarioError, ValueError):  # ValueError: a name that can be none of a file
        return (path,)


def beside(path: Path, label_file: str | None = None) -> tuple[Path, Path]:
    """The files of the pictures and of their labels, one of which is `path`.

    Raises ScenarioError where the other one is not in the same folder.
    """
    if label_file is not None:
        return path, path.with_name(label_file)
    if "label" in path.name.lower():
        return _other(path, "labels", "images", "3"), path
    return path, _other(path, "images", "labels", "1")


def _other(path: Path, mine: str, other: str, dimensions: str) -> Path:
    former = "1" if dimensions == "3" else "3"
    name = path.name.replace(mine, other).replace(f"idx{former}", f"idx{dimensions}")
    plain = name.removesuffix(".gz")
    for candidate in (name, plain, f"{plain}.gz"):
        if candidate != path.name and _is_file(path.with_name(candidate)):
            return path.with_name(candidate)
    wanted = f"{plain} or {plain}.gz" if plain != path.name.removesuffix(".gz") else "a second one"
    raise ScenarioError(
        f"{path}: there are no {other} beside it; wanted in the same folder is {wanted}. Put it "
        f"there, or say label-file=NAME."
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _read(path: Path, dimensions: int, wanted: str, most: int) -> tuple[Header, NDArray[np.uint8]]:
    """The header of a file and its data: whole items, at most PIXELS_LIMIT bytes."""
    raw, total = read_bytes(path, most, wanted)
    file = _unpacked(raw)
    header = _header(path, file, dimensions, wanted)
    item = prod(header.sizes[1:])
    count = min(header.sizes[0], PIXELS_LIMIT // item)
    data = _bytes(path, file, count * item + 1, wanted)
    if len(data) < count * item and len(raw) == total:
        met = f"it ends after {len(data):,} of {prod(header.sizes):,} bytes of data"
        raise refusal(path, met, wanted, _ADVICE)
    if len(data) > count * item and count == header.sizes[0]:
        met = f"it goes on after the {prod(header.sizes):,} bytes of data that it says it has"
        raise refusal(path, met, wanted, _ADVICE)
    whole = min(count, len(data) // item)
    return header, np.frombuffer(data, np.uint8, count=whole * item)


def _unpacked(raw: bytes) -> BinaryIO:
    file = BytesIO(raw)
    return cast(BinaryIO, gzip.GzipFile(fileobj=file)) if raw.startswith(_GZIP) else file


def _bytes(path: Path, file: BinaryIO, count: int, wanted: str) -> bytes:
    """The next bytes, at most so many, which are all that is unpacked."""
    parts: list[bytes] = []
    try:
        while count and (part := file.read(min(count, 1 << 20))):
            parts.append(part)
            count -= len(part)
    except EOFError:
        pass  # a packed file that was cut: what is missing will be noticed
    except (OSError, zlib.error) as error:
        raise refusal(path, f"it cannot be unpacked ({error})", wanted, _ADVICE) from error
    return b"".join(parts)


def _header(path: Path, file: BinaryIO, dimensions: int, wanted: str) -> Header:
    start = _bytes(path, file, 4, wanted)
    if len(start) < 4 or start[:2] != b"\0\0" or start[2] != _BYTES or start[3] != dimensions:
        met = f"it begins with the bytes {start.hex(' ') or '(none)'}"
        expected = bytes((0, 0, _BYTES, dimensions)).hex(" ")
        raise refusal(path, met, wanted, f"Such a file begins with {expected}.")
    sizes = _bytes(path, file, 4 * dimensions, wanted)
    if len(sizes) < 4 * dimensions:
        raise refusal(path, "it ends within its header", wanted, _ADVICE)
    header = Header(tuple(int(size) for size in np.frombuffer(sizes, ">u4")))
    if not all(1 <= side <= LARGEST_SIDE for side in header.sizes[1:]):
        met = "its pictures have " + " × ".join(f"{side:,}" for side in header.sizes[1:])
        advice = f"Pictures of at most {LARGEST_SIDE} × {LARGEST_SIDE} pixels can be read."
        raise refusal(path, f"{met} pixels", wanted, advice)
    return header

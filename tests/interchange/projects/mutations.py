"""Project files mutated: byte by byte, and in their parts, as by somebody who knows the format."""

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np

ABOUT = "project.json"
Parts = Mapping[str, bytes]
#: What takes the place of a value in project.json.
VALUES: tuple[Any, ...] = (
    None, True, False, "", "x", "\0", "../../x", "/dev/zero", "layer1", "h", "file", [], {}, [None],
    -1, 0, 1, 2, 3, 7, 255, 256, 100_000, 2**31, 2**53, 2**63, 2**70, -0.5, 0.25, 1e-300, 1e308,
)  # fmt: skip
#: The bits of numbers that are extreme as floats or as integers.
EXTREME = (0, 1, 2**63 - 1, 2**63, 2**64 - 1, 0x7FF0 << 48, 0x7FF8 << 48, 0xFFF0 << 48, 2**53)
HEADERS = (
    {"descr": "|O"}, {"descr": ">f8"}, {"descr": "<f4"}, {"descr": "<i8"}, {"descr": "<c16"},
    {"descr": "<U9"}, {"descr": [("a", "<f8")]}, {"fortran_order": True}, {"shape": ()},
    {"shape": (-1,)}, {"shape": (2**40, 2**40)}, {"shape": (True,)}, {"shape": (0,)},
)  # fmt: skip


@lru_cache(maxsize=8)
def parts_of(content: bytes) -> Mapping[str, bytes]:
    """The entries of a project file by their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes] | Sequence[tuple[str, bytes]]) -> bytes:
    """Entries put together again, with right sizes and check-sums; more quickly than zipfile, and
    with any names."""
    entries = [_entry(*each) for each in (parts.items() if isinstance(parts, Mapping) else parts)]
    places = accumulate((len(here) for here, _, _ in entries), initial=0)
    listed = [
        start + place.to_bytes(4, "little") + name
        for (_, start, name), place in zip(entries, places, strict=False)
    ]
    body, contents = b"".join(here for here, _, _ in entries), b"".join(listed)
    count = len(entries)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(contents), len(body), 0)
    return body + contents + end


@lru_cache(maxsize=1000)
def _entry(name: str, data: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands at the place of an entry, and in the list of contents before and after that
    place."""
    text, size, crc = name.encode(), len(data), zlib.crc32(data)
    flags = 0 if name.isascii() else 0x800
    common = struct.pack("<5H3L2H", 20, flags, 0, 0, 33, crc, size, size, len(text), 0)
    here = b"PK\3\4" + common + text + data
    return here, b"PK\1\2" + struct.pack("<H", 20) + common + bytes(10), text


def with_about(parts: Parts, about: object) -> Parts:
    """The same with another project.json."""
    return {**parts, ABOUT: json.dumps(about).encode()}


def with_header(data: bytes, changes: Mapping[str, object]) -> bytes:
    """A .npy file that says something else of its array."""
    file = io.BytesIO(data)
    np.lib.format.read_magic(file)
    shape, by_columns, dtype = np.lib.format.read_array_header_1_0(file)
    header = {"descr": dtype.str, "fortran_order": by_columns, "shape": shape, **changes}
    return with_header_text(file.read(), f"{header!r}\n".encode())


def with_header_text(numbers: bytes, text: bytes, version: tuple[int, int] = (1, 0)) -> bytes:
    """A .npy file with any text for a header."""
    size = len(text).to_bytes(2 if version == (1, 0) else 4, "little")
    return b"\x93NUMPY" + bytes(version) + size + text + numbers


# --- byte by byte --------------------------------------------------------------------------


def flip(content: bytes, other: bytes, rng: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.randint(1, 5)):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def delete(content: bytes, other: bytes, rng: random.Random) -> bytes:
    first = rng.randrange(len(content))
    return content[:first] + content[first + rng.choice((1, 2, 22, 100, 5000)) :]


def insert(content: bytes, other: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(content) + 1)
    return content[:place] + rng.randbytes(rng.choice((1, 2, 22, 100))) + content[place:]


def swap(content: bytes, other: bytes, rng: random.Random) -> bytes:
    size = rng.choice((1, 8, 64, 1000))
    first, second = sorted(rng.randrange(len(content) - 2 * size) for _ in range(2))
    second = max(second, first + size)
    one, two = content[first : first + size], content[second : second + size]
    between = content[first + size : second]
    return content[:first] + two + between + one + content[second + size :]


def truncate(content: bytes, other: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content))]


def splice(content: bytes, other: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content))] + other[rng.randrange(len(other)) :]


def flip_in_contents(content: bytes, other: bytes, rng: random.Random) -> bytes:
    """In the list of contents, where names, sizes and places stand."""
    changed, first = bytearray(content), content.rindex(b"PK\x05\x06")
    start = int.from_bytes(content[first + 16 : first + 20], "little")
    for _ in range(rng.randint(1, 3)):
        changed[rng.randrange(start, len(changed))] = rng.choice((0, 1, 0x7F, 0xFF, 0x2F, 0x50))
    return bytes(changed)


# --- in its parts --------------------------------------------------------------------------


#: Places in a JSON value by the field that they are of, such as "runs.*.branches.*.since": what
#: holds each, and its key or its index there.
Fields = dict[str, list[tuple[Any, Any]]]


def fields_of(node: Any) -> Fields:
    """Every place in a JSON value."""
    found: Fields = {}
    _find(node, "", found)
    return found


def _find(node: Any, path: str, found: Fields) -> None:
    for key in list(node) if isinstance(node, dict) else range(len(node)):
        field = f"{path}.{key}" if isinstance(node, dict) else f"{path}.*"
        found.setdefault(field, []).append((node, key))
        if isinstance(node[key], dict | list):
            _find(node[key], field, found)


def another_value(field: str, value: Any, every: Fields, rng: random.Random) -> Any:
    """Something else: nearly the same, that of another place or field, or anything."""
    sort = rng.random()
    if sort < 0.4 and isinstance(value, int | float) and not isinstance(value, bool):
        return value + rng.choice((-1, 1, 1, 2)) if rng.random() < 0.8 else -value
    if sort < 0.7:
        holder, key = rng.choice(every[field if sort < 0.6 else rng.choice([*every])])
        return holder[key]
    return rng.choice(VALUES)


def change_about(parts: Parts, other: Parts, rng: random.Random) -> Parts:
    about = json.loads(parts[ABOUT])
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        every = fields_of(about)
        field = rng.choice([*every])
        holder, key = rng.choice(every[field])
        act = rng.random()
        if act < 0.75:
            # By way of text, so that nothing is in two places, or in itself.
            value = another_value(field, holder[key], every, rng)
            holder[key] = json.loads(json.dumps(value))
        elif act < 0.82:
            del holder[key]
        elif isinstance(holder, list):
            second = rng.randrange(len(holder))
            if rng.random() < 0.5:
                holder[key], holder[second] = holder[second], holder[key]
            else:
                holder.insert(second, json.loads(json.dumps(holder[key])))
        else:
            holder[rng.choice(("more", *holder))] = rng.choice(VALUES)
    return with_about(parts, about)


def change_numbers(parts: Parts, other: Parts, rng: random.Random) -> Parts:
    name = rng.choice([name for name in parts if name != ABOUT])
    data = bytearray(parts[name])
    begin = 10 + int.from_bytes(data[8:10], "little")
    for _ in range(rng.choice((1, 1, 3)) if len(data) >= begin + 8 else 0):
        place = begin + 8 * rng.randrange((len(data) - begin) // 8)
        value = rng.choice((*EXTREME, rng.getrandbits(64), data[place] ^ 1))
        data[place : place + 8] = value.to_bytes(8, "little")
    if len(data) > begin and rng.random() < 0.3:
        data[rng.randrange(begin, len(data))] ^= 1 << rng.randrange(8)
    return {**parts, name: bytes(data)}


def change_header(parts: Parts, other: Parts, rng: random.Random) -> Parts:
    name = rng.choice([name for name in parts if name != ABOUT])
    return {**parts, name: with_header(parts[name], rng.choice(HEADERS))}


def change_size(parts: Parts, other: Parts, rng: random.Random) -> Parts:
    name = rng.choice(list(parts))
    data = parts[name]
    shorter = data[: rng.randrange(len(data) + 1)]
    return {**parts, name: rng.choice((shorter, data + rng.randbytes(8), data[:10]))}


def change_names(parts: Parts, other: Parts, rng: random.Random) -> Parts:
    name, second = (rng.choice(list(parts)) for _ in range(2))
    bad = rng.choice(("../../x", "/x", "..\\x", "a\0b", "", name.upper(), second + "/", "é" * 99))
    changed = {each: data for each, data in parts.items() if each != name}
    return {**changed, rng.choice((bad, second)): parts[name]}


def exchange(parts: Parts, other: Parts, rng: random.Random) -> Parts:
    """An entry in the place of another one, of this project or of another."""
    of = rng.choice((parts, other))
    return {**parts, rng.choice(list(parts)): of[rng.choice(list(of))]}


def leave_out(parts: Parts, other: Parts, rng: random.Random) -> Parts:
    name = rng.choice(list(parts))
    return {each: data for each, data in parts.items() if each != name}


OF_BYTES: tuple[Callable[[bytes, bytes, random.Random], bytes], ...] = (
    flip, delete, insert, swap, truncate, splice, flip_in_contents,
)  # fmt: skip
OF_PARTS: tuple[Callable[[Parts, Parts, random.Random], Parts], ...] = (
    change_about, change_about, change_about, change_numbers, change_numbers, change_header,
    change_size, change_names, exchange, leave_out,
)  # fmt: skip


def mutated(content: bytes, other: bytes, rng: random.Random) -> bytes:
    """A project file changed in one of these ways, with another one at hand."""
    if rng.random() < 0.6:
        return rng.choice(OF_BYTES)(content, other, rng)
    return packed(rng.choice(OF_PARTS)(parts_of(content), parts_of(other), rng))

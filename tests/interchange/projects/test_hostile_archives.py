"""Archives that mislead, and files of one's own that are none, are refused."""

import json
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.project_file import load_project
from rnnviz.trace import npz
from tests.interchange.projects.hostile_files import WEIGHTS, refusal
from tests.interchange.projects.mutations import (
    ABOUT,
    Parts,
    packed,
    parts_of,
    with_about,
)
from tests.interchange.projects.small_projects import content as content_of
from tests.interchange.projects.small_projects import of_a_text

# --- archives ---------------------------------------------------------------------------
CLIMBING = ("../../x.npy", "/x.npy", "..\\..\\x.npy", "C:\\x.npy", "a\0b.npy", "x/", "\u202e.npy")


@pytest.mark.parametrize("name", CLIMBING)
def test_that_a_name_that_climbs_is_no_part(name: str, parts: Parts, path: Path) -> None:
    folder = path.parent / "a" / "b"
    folder.mkdir(parents=True)
    assert "does not belong" in refusal(packed({**parts, name: b"x"}), folder / path.name)
    assert sorted(each.name for each in path.parent.rglob("*")) == ["a", "b", path.name]


def test_that_a_part_that_is_there_twice_is_refused(parts: Parts, path: Path) -> None:
    entries = [*parts.items(), (WEIGHTS, parts[WEIGHTS])]
    assert "it has a part twice" in refusal(packed(entries), path)


def test_that_packed_parts_are_refused(parts: Parts, path: Path) -> None:
    """However small a file is that would fill the memory."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        with archive.open("run0.moments.x.npy", "w") as file:
            for _ in range(200):
                file.write(bytes(2**20))
    content = path.read_bytes()
    assert len(content) < 2**20
    assert "is packed; wanted all of them stored" in refusal(content, path)


def edited_contents(content: bytes, edit: Callable[[bytearray, int], None], name: str) -> bytes:
    """The list of contents edited at the place of an entry."""
    changed = bytearray(content)
    end = content.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<L", content, end + 16)[0]
    edit(changed, content.index(name.encode(), start) - 46)
    return bytes(changed)


def put(form: str, offset: int, *values: int) -> Callable[[bytearray, int], None]:
    return lambda changed, place: struct.pack_into(form, changed, place + offset, *values)


CONTENTS: dict[str, tuple[Callable[[bytearray, int], None], str]] = {
    "encrypted": (put("<H", 8, 1), "damaged, or encrypted"),
    "encrypted strongly": (put("<H", 8, 0x41), "damaged, or encrypted"),
    "patched": (put("<H", 8, 0x20), "damaged, or encrypted"),
    "another method": (put("<H", 10, 99), "is packed"),
    "packed by LZMA": (put("<H", 10, 14), "is packed"),
    "a size of 4 GiB": (put("<LL", 20, 2**32 - 1, 2**32 - 1), "lie over each other"),
    "a large size": (put("<LL", 20, 2**30, 2**30), "lie over each other"),
    "two sizes": (put("<L", 24, 2**20), "is packed"),
    "no bytes": (put("<LL", 20, 0, 0), "has 0 bytes"),
    "another place": (put("<L", 42, 7), "damaged"),
    "a place behind the end": (put("<L", 42, 2**31), "damaged"),
    "the place of all 64-bit ones": (put("<L", 42, 2**32 - 1), ""),
    "another version": (put("<H", 6, 99), ""),
    "names of 60,000 bytes": (put("<H", 28, 60_000), ""),
    "more of 60,000 bytes": (put("<H", 30, 60_000), ""),
    "a comment of 60,000 bytes": (put("<H", 32, 60_000), ""),
}


@pytest.mark.parametrize("what", CONTENTS)
def test_that_contents_that_mislead_are_refused(what: str, parts: Parts, path: Path) -> None:
    edit, reason = CONTENTS[what]
    assert reason in refusal(edited_contents(packed(parts), edit, WEIGHTS), path)


def test_that_parts_that_lie_over_each_other_are_refused(parts: Parts, path: Path) -> None:
    """Many entries that are all the same bytes could fill the memory from a small file."""
    big = bytes(500_000)
    content = packed({**parts, "big.npy": big, **{f"b{n}.npy": b"" for n in range(50)}})
    path.write_bytes(content)
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("big.npy").header_offset
        crc = archive.getinfo("big.npy").CRC
    for n in range(50):
        for form, offset, values in (("<LLL", 16, (crc, 500_000, 500_000)), ("<L", 42, (at,))):
            content = edited_contents(content, put(form, offset, *values), f"b{n}.npy")
    assert "lie over each other" in refusal(content, path)


@pytest.mark.parametrize("size", [2**40, 2**63 - 1, 2**64 - 1])
@pytest.mark.parametrize("field", [0, 1, 2])
def test_that_sizes_of_64_bits_are_refused(size: int, field: int, parts: Parts, path: Path) -> None:
    """In the extra field of an entry: file size, compressed size, and place."""
    found = [64, 64, 0]
    found[field] = size
    extra = struct.pack("<HHQQQ", 1, 24, *found)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            entry = npz.entry(name)
            if name == WEIGHTS:
                entry.extra = b"\x99\x99\x18\x00" + bytes(24)
            archive.writestr(entry, data)
    content = path.read_bytes()
    start = struct.unpack_from("<L", content, len(content) - 6)[0]
    place = content.index(WEIGHTS.encode(), start) - 46
    changed = bytearray(content)
    after = place + 46 + len(WEIGHTS)
    changed[after : after + 28] = extra
    struct.pack_into("<LL", changed, place + 20, 2**32 - 1, 2**32 - 1)
    struct.pack_into("<L", changed, place + 42, 2**32 - 1)
    refusal(bytes(changed), path)


def test_that_a_list_of_very_many_parts_is_refused(parts: Parts, path: Path) -> None:
    entries = {f"{n:060}.npy": b"" for n in range(12_000)}
    assert "list of contents is too long" in refusal(packed({**parts, **entries}), path)


def test_that_an_end_of_64_bits_is_refused(parts: Parts, path: Path) -> None:
    content = packed(parts)
    end = content.rindex(b"PK\x05\x06")
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 9, 9, 2**60, 2**62)
    text = refusal(content[:end] + record + locator + content[end:], path)
    assert "list of contents is too long" in text


# --- a file of one's own ----------------------------------------------------------------
@pytest.fixture
def text_parts(tmp_path: Path) -> Parts:
    """Of a project that reads a text of one's own, which is there."""
    return parts_of(content_of(of_a_text(tmp_path), tmp_path))


NAMES = ("../../etc/passwd", "/etc/passwd", "..", ".", "/", "a\0b", "..\\..\\x", "x\ny", "z" * 400)


@pytest.mark.parametrize("name", NAMES)
def test_that_a_name_of_a_file_never_leaves_the_folder(
    name: str, text_parts: Parts, tmp_path: Path
) -> None:
    about = json.loads(text_parts[ABOUT])
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (tmp_path / "story.txt").rename(tmp_path / "passwd")
    (tmp_path / "a" / "passwd").write_bytes((tmp_path / "passwd").read_bytes())
    about["own_file"]["name"] = name
    text = refusal(packed(with_about(text_parts, about)), folder / "p.rnnviz")
    assert "it is not there any more" in text


def test_that_what_is_no_file_is_never_read(text_parts: Parts, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    (tmp_path / "zeros").symlink_to("/dev/zero")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    about = json.loads(text_parts[ABOUT])
    about["own_file"]["name"] = "nothing.txt"
    paths = ["/dev/zero", "/dev/stdin", "/proc/self/mem", "/proc/self/pagemap", "/proc/kmsg"]
    paths += [str(tmp_path / name) for name in ("fifo", "folder", "zeros", "circle", "none")]
    paths += ["x" * 5000, "../../../../dev/zero", "~", "", "a\0b", "\\\\server\\share"]
    for name in paths:
        about["runs"][0]["settings"]["text"] = name
        for size in (0, 4096, 2**32):
            about["own_file"]["size"] = size
            text = refusal(packed(with_about(text_parts, about)), tmp_path / "p.rnnviz")
            assert "is not there any more" in text or "was changed" in text or "one's own" in text


def test_that_a_changed_file_is_refused(text_parts: Parts, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    text = story.read_bytes()
    story.write_bytes(text[:-1] + b"?")
    reason = refusal(packed(text_parts), tmp_path / "p.rnnviz")
    assert "story.txt" in reason
    assert "was changed" in reason
    story.write_bytes(text)
    assert load_project(tmp_path / "p.rnnviz")


NO_FILES = ("folder", "fifo", "nothing", "circle", "/dev/zero", "a\0b", "long")


@pytest.mark.parametrize("what", NO_FILES)
def test_that_what_is_no_file_is_no_project(what: str, tmp_path: Path) -> None:
    path = tmp_path / ("x" * 5000 if what == "long" else what)
    if what == "folder":
        path.mkdir()
    elif what == "fifo":
        os.mkfifo(path)
    elif what == "circle":
        path.symlink_to(path)
    with pytest.raises(FileError, match=r"no ordinary file|no such file|too long|symbolic links"):
        load_project(path)

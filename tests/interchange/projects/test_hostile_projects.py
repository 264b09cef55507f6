"""Files that anybody may have made: refused in words for people, in bounded memory and time, and
nothing else happens; what opens is a whole project."""

import json
import os
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import MOST_TEXT
from rnnviz.interchange.projects.project_file import Project, load_project
from rnnviz.trace import npz
from tests.interchange.projects.mutations import (
    ABOUT,
    Parts,
    fields_of,
    packed,
    parts_of,
    with_about,
    with_header,
    with_header_text,
)
from tests.interchange.projects.small_projects import content as content_of
from tests.interchange.projects.small_projects import made, of_a_text, use
from tests.session.hand_driver import Hand
from tests.trace.test_trace_file import npy

ROOT = Path(__file__).resolve().parents[3]
#: An array of the project that most of these tests change.
WEIGHTS = "run0.moments.weights.npy"


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made(tmp_path_factory.mktemp("made"))


@pytest.fixture
def parts(contents: dict[str, bytes]) -> Parts:
    return parts_of(contents["branches"])


@pytest.fixture
def about(parts: Parts) -> Any:
    return json.loads(parts[ABOUT])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hostile.rnnviz"


@pytest.fixture(scope="module")
def hand() -> Hand:
    """An open session."""
    return Hand()


def refusal(content: bytes, path: Path) -> str:
    """Why a file is refused; it is, soon, in words, and nothing is written."""
    path.write_bytes(content)
    before, began = sorted(path.parent.iterdir()), time.perf_counter()
    with pytest.raises(FileError) as raised:
        load_project(path)
    assert time.perf_counter() - began < 5
    assert sorted(path.parent.iterdir()) == before
    text = str(raised.value)
    assert_readable(text, path)
    return text


def whole(content: bytes, path: Path) -> Project:
    """What is opened of a file."""
    path.write_bytes(content)
    return load_project(path)


def assert_readable(text: str, path: Path) -> None:
    assert text.startswith(str(path))
    assert text.isprintable()
    assert len(text) < len(str(path)) + 700


# --- damage ----------------------------------------------------------------------------


def test_that_a_file_cut_off_anywhere_is_refused(contents: dict[str, bytes], path: Path) -> None:
    content = contents["text"]
    path.write_bytes(content)
    with zipfile.ZipFile(path) as archive:
        starts = [entry.header_offset for entry in archive.infolist()]
        starts.append(archive.start_dir)
    lengths = {0, 1, 21, 22, 23, len(content) - 1, len(content) - 22, len(content) - 23}
    for start in starts:
        lengths |= {start, start + 1, start + 29, start + 30, start + 60, start + 200}
    for length in sorted(lengths):
        refusal(content[: min(length, len(content) - 1)], path)


def test_that_a_changed_bit_of_a_number_is_noticed(contents: dict[str, bytes], path: Path) -> None:
    content = contents["branches"]
    place = content.index(b"run0.moments.weights.npy") + 200
    changed = bytearray(content)
    changed[place] ^= 4
    assert "run0.moments.weights.npy is damaged" in refusal(bytes(changed), path)


@pytest.mark.parametrize("content", [b"", b"PK", b"\0" * 5000, b"{}", b"%PDF-1.7\n" * 50])
def test_that_other_files_are_refused(content: bytes, path: Path) -> None:
    assert "it is no zip file" in refusal(content, path)


# --- project.json ----------------------------------------------------------------------


def opens_whole_or_is_refused(content: bytes, path: Path, hand: Hand) -> bool:
    path.write_bytes(content)
    try:
        project = load_project(path)
    except FileError as error:
        assert_readable(str(error), path)
        return False
    use(project, hand)
    return True


ANYTHING = (None, True, "../x", "y" * 100_000, [], [[0] * 9] * 9, {"a": 1}, -1, 2**70, 1e308)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["branches", "networks", "recording"])
def test_that_every_field_may_hold_anything(
    name: str, contents: dict[str, bytes], path: Path, hand: Hand
) -> None:
    parts = parts_of(contents[name])
    about = json.loads(parts[ABOUT])
    outcomes = []
    for places in fields_of(about).values():
        # Of fields that are many times the same, one.
        holder, key = places[0]
        value = holder[key]
        for other in ANYTHING:
            holder[key] = other
            content = packed(with_about(parts, about))
            outcomes.append(opens_whole_or_is_refused(content, path, hand))
        holder[key] = value
    assert len(outcomes) > 500
    assert outcomes.count(False) > 0.8 * len(outcomes)


NUMBERS_THAT_ARE_NONE = ("NaN", "Infinity", "-Infinity", "1e999", "1" * 5000, "01", "0x1", "1_0")


@pytest.mark.parametrize("text", NUMBERS_THAT_ARE_NONE)
def test_that_what_json_has_no_number_for_is_refused(text: str, parts: Parts, path: Path) -> None:
    for field in (b'"saved": ', b'"value": ', b'"update": ', b'"rate": '):
        before, after = parts[ABOUT].split(field, 1)
        rest = after[after.index(b",") :] if b"," in after[:30] else after[after.index(b"\n") :]
        changed = before + field + text.encode() + rest
        assert ABOUT in refusal(packed({**parts, ABOUT: changed}), path)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("field", ["layout", "more", "runs", "version"])
def test_that_nesting_without_end_is_refused(
    opening: str, closing: str, field: str, parts: Parts, about: Any, path: Path
) -> None:
    nested = opening * 100_000 + "0" + closing * 100_000
    about[field] = "HERE"
    text = json.dumps(about).replace('"HERE"', nested)
    assert ABOUT in refusal(packed({**parts, ABOUT: text.encode()}), path)


NO_OBJECTS = (
    b"",
    b"null",
    b"[]",
    b"{",
    b"{}{}",
    b"\xff\xfe{}",
    b"\xef\xbb\xbf{}",
    b'{"format": "\xed\xa0\x80"}',
)


@pytest.mark.parametrize("text", NO_OBJECTS)
def test_that_what_is_no_object_is_refused(text: bytes, parts: Parts, path: Path) -> None:
    assert ABOUT in refusal(packed({**parts, ABOUT: text}), path)


def test_that_a_long_text_is_refused_before_it_is_read(parts: Parts, path: Path) -> None:
    text = parts[ABOUT] + b" " * MOST_TEXT
    assert "project.json has 16," in refusal(packed({**parts, ABOUT: text}), path)


def test_that_a_newer_version_says_that_it_is_one(parts: Parts, about: Any, path: Path) -> None:
    about["version"] = 2
    text = refusal(packed(with_about(parts, about)), path)
    assert "it is of version 2; this rnnviz reads version 1. A newer rnnviz wrote it" in text


# --- what contradicts itself -----------------------------------------------------------


def change(about: Any, where: str, value: object) -> None:
    """Put a value at a place like runs.0.branches.1.parent."""
    *way, last = (int(key) if key.isdigit() else key for key in where.split("."))
    for key in way:
        about = about[key]
    about[last] = value


def stop(**changes: object) -> dict[str, object]:
    """A network that was stopped."""
    place = {"phase": "forward", "lane": "", "time": 1, "quantity": "y", "value": "NaN"}
    return {"update": 3, "place": {**place, **changes}}


CONTRADICTIONS: dict[str, tuple[str, object, str]] = {
    "more moments": ("runs.0.moments", 6, "wanted"),
    "very many moments": ("runs.0.moments", 1_000_000, "wanted at least"),
    "no moments": ("runs.0.moments", 0, ABOUT),
    "another moment": ("runs.0.now", 99, "present moment"),
    "a point that is not there": ("runs.0.branches.0.points", [0, 99], "no such moment"),
    "points in another order": ("runs.0.branches.0.points", [1, 0], "begin at update 0, in order"),
    "points twice": ("runs.0.branches.0.points", [0, 0], "begin at update 0, in order"),
    "no points": ("runs.0.branches.0.points", [], ABOUT),
    "more updates": ("runs.0.branches.0.updates", 10, "wanted"),
    "immensely many updates": ("runs.0.branches.0.updates", 2**53, "take more than"),
    "a later cursor": ("runs.0.branches.0.viewed", 10, "an update that was not made"),
    "a branch of itself": ("runs.0.branches.1.parent", 2, "left one that began later"),
    "a branch of a later one": ("runs.0.branches.1.parent", 3, "left one that began later"),
    "a branch of none": ("runs.0.branches.1.parent", 0, "left a branch where there is none"),
    "a branch of nowhere": ("runs.0.branches.2.since", 50_000, "that was not made|there is none"),
    "two of a number": ("runs.0.branches.1.number", 1, "numbered"),
    "a branch that is not there": ("runs.0.branch", 9, "numbered"),
    "no settings from the start": ("runs.0.branches.0.choices", [], "from update 0 on"),
    "settings that cannot change": (
        "runs.0.branches.0.choices", [{"update": 0, "values": {"hidden": 5}}], "cannot change",
    ),
    "a setting that is none": (
        "runs.0.branches.0.choices", [{"update": 0, "values": {"rate": "fast"}}], "Rate is 'fast'",
    ),
    "choices out of order": (
        "runs.0.branches.0.choices",
        [{"update": 0, "values": {}}, {"update": 0, "values": {}}],
        "in order",
    ),
    "an edit of nothing": ("runs.0.branches.1.edits.0.name", "W_zz", "which there is not"),
    "an edit beside the matrix": ("runs.0.branches.1.edits.0.index", [0, 50], "cannot be set"),
    "an edit of a row": ("runs.0.branches.1.edits.0.index", [0], "cannot be set"),
    "an edit to come": ("runs.0.branches.1.edits.0.update", 5000, "that was not made"),
    "a state of no unit": ("runs.0.states.0.unit", 2, "cannot be set as it says"),
    "a state of no lane": ("runs.0.states.0.lane", "layer9", "cannot be set as it says"),
    "an input of no feature": ("runs.0.inputs.0.feature", 900, "an input cannot be set"),
    "an input of no step": ("runs.0.inputs.0.time", 900, "cannot be computed"),
    "other positions": ("runs.0.position", "text", "missing|place"),
    "no positions": ("runs.0.position", "none", "place"),
    "fewer summaries": ("runs.0.branches.0.summaries", 1, "wanted"),
    "very many summaries": ("runs.0.branches.0.summaries", 241, ABOUT),
    "summaries of others": ("runs.0.nonlinear", [["layer1", "f"]], "other nonlinearities"),
    "another size": ("runs.0.settings.hidden", 3, "and its settings and data make"),
    "immense": ("runs.0.settings.hidden", 512, "wanted at least 10,485,760 for 512 units"),
    "another cell": ("runs.0.settings.cell", "gru", "and its settings and data make"),
    "another optimiser": ("runs.0.settings.optimizer", "sgd", "does not belong"),
    "another precision": ("runs.0.settings.precision", "float32", "wanted"),
    "another task": ("runs.0.settings.scenario", "parity", "its settings and data make"),
    "no task": ("runs.0.settings.scenario", "parity" * 99, "There is no scenario"),
    "other data": ("runs.0.settings.corpus", "../../x", "Data is '../../x'"),
    "the network of nowhere": ("shown", 1, "none of those that there are"),
    "a stop in no lane": ("runs.0.stopped", stop(lane="cellar"), "where no operation is"),
    "a stop at no step": ("runs.0.stopped", stop(time=-1), "where no operation is"),
    "a stop at no quantity": ("runs.0.stopped", stop(quantity="z"), "where no operation is"),
    "a stop in no pass": ("runs.0.stopped", stop(phase="x"), "where no operation is"),
    "a stop in no sequence": ("runs.0.stopped", stop(sequence=-1), "where no operation is"),
    "a breakpoint twice": ("standing.breakpoints.1.number", 1, "is there twice"),
    "a limit that is none": ("standing.breakpoints.0.limit", -1.0, "wanted is a number from"),
    "a tick that is none": ("standing.breakpoints.0.kind", "tick", "does not say where it is"),
    "a watch of more": ("standing.watches.0.updates", 500, "wanted"),
    "a bookmark of two lines": ("standing.bookmarks.0.name", "a\nb", "more than one line"),
    "a bookmark without name": ("standing.bookmarks.0.name", "  ", "needs a name"),
    "a file that is not read": (
        "own_file", {"name": "x", "size": 1, "sha256": "0" * 64}, "a file of one's own",
    ),
    "another pace": ("standing.pace", 0, ABOUT),
    "long words": ("runs.0.score.value", "x" * 5000, "too long"),
}  # fmt: skip


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_that_what_contradicts_itself_is_refused(
    what: str, parts: Parts, about: Any, path: Path
) -> None:
    where, value, reason = CONTRADICTIONS[what]
    change(about, where, value)
    text = refusal(packed(with_about(parts, about)), path)
    assert any(each in text for each in reason.split("|")), text


def test_that_numbers_too_large_for_single_precision_are_refused(
    contents: dict[str, bytes], path: Path
) -> None:
    parts = parts_of(contents["sequences"])
    for name, where in {
        "edits": {"update": 0, "name": "b_y", "index": [0], "value": 1e39, "before": 0},
        "inputs": {"time": 0, "feature": 0, "value": 1e39},
        "states": {"lane": "layer1", "time": 0, "state": "h", "unit": 0, "value": 1e39},
    }.items():
        about = json.loads(parts[ABOUT])
        of = about["runs"][0]["branches"][0] if name == "edits" else about["runs"][0]
        of[name] = [where]
        assert "cannot be set" in refusal(packed(with_about(parts, about)), path)


def test_that_networks_of_different_branches_are_refused(
    contents: dict[str, bytes], path: Path
) -> None:
    parts = parts_of(contents["networks"])
    about = json.loads(parts[ABOUT])
    about["runs"][1]["branch"] = 1
    assert "different branches" in refusal(packed(with_about(parts, about)), path)
    about["runs"][1]["branch"] = 2
    about["runs"][2]["settings"]["seed"] = 5
    assert "differ in their task" in refusal(packed(with_about(parts, about)), path)


# --- arrays ----------------------------------------------------------------------------


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["weights", "mean", "square"])
def test_that_numbers_that_are_none_are_refused(
    value: float, name: str, parts: Parts, path: Path
) -> None:
    entry = f"run0.moments.{name}.npy"
    changed = {**parts, entry: parts[entry][:-8] + struct.pack("<d", value)}
    assert f"run0.moments.{name} has numbers that are not finite" in refusal(packed(changed), path)


HEADERS: dict[str, dict[str, object]] = {
    "objects": {"descr": "|O"},
    "big endian": {"descr": ">f8"},
    "single precision": {"descr": "<f4"},
    "whole numbers": {"descr": "<i8"},
    "texts": {"descr": "<U2"},
    "fields": {"descr": [("a", "<f8")]},
    "objects in fields": {"descr": [("a", "|O")]},
    "fields in fields": {"descr": [("a", [("b", [("c", "<f8")])])]},
    "nothing": {"descr": "|V0"},
    "an immense item": {"descr": "|V2000000000"},
    "no type": {"descr": "x9"},
    "no shape": {"shape": ()},
    "a negative size": {"shape": (-5, 43)},
    "two negative sizes": {"shape": (-5, -43)},
    "a flat shape": {"shape": (215,)},
    "the other shape": {"shape": (43, 5)},
    "an immense shape": {"shape": (2**62, 2**62)},
    "very many sizes": {"shape": (1,) * 3000},
    "half a number": {"shape": (5.0, 43)},
    "one more key": {"code": "print()"},
}


@pytest.mark.parametrize("what", HEADERS)
def test_that_another_array_is_refused(what: str, parts: Parts, path: Path) -> None:
    changed = {**parts, WEIGHTS: with_header(parts[WEIGHTS], HEADERS[what])}
    assert "run0.moments.weights" in refusal(packed(changed), path)


def nothing_happens(text: str) -> str:
    return "{'descr': '<f8', 'fortran_order': False, 'shape': " + text + "}"


TEXTS: dict[str, str] = {
    "code": "__import__('os').system('touch x')",
    "code in a shape": nothing_happens("(__import__('os').system('touch x'), 43)"),
    "a call": nothing_happens("tuple(range(2))"),
    "power": nothing_happens("(9**9**9, 43)"),
    "brackets": "(" * 9000 + ")" * 9000,
    "signs": nothing_happens("(" + "-" * 9000 + "1, 43)"),
    "sums": nothing_happens("(" + "1+" * 4000 + "1, 43)"),
    "nested lists": "{'descr': " + "[" * 150 + "]" * 150 + "}",
    "a long number": nothing_happens("(" + "9" * 8000 + ", 43)"),
    "old numbers": nothing_happens("(5L, 43L)"),
    "nothing": "",
    "zeros": "\0" * 100,
    "no dictionary": "[1, 2]",
    "too long": " " * 20_000,
    "escapes": nothing_happens("'\\d\\N{BOGUS}'"),
}


@pytest.mark.parametrize("what", TEXTS)
def test_that_a_header_is_data_and_nothing_else(what: str, parts: Parts, path: Path) -> None:
    changed = {**parts, WEIGHTS: with_header_text(parts[WEIGHTS][-1720:], TEXTS[what].encode())}
    assert "run0.moments.weights" in refusal(packed(changed), path)


@pytest.mark.parametrize("version", [(2, 0), (3, 0), (0, 0), (9, 9)])
def test_that_other_versions_of_arrays_are_refused(
    version: tuple[int, int], parts: Parts, path: Path
) -> None:
    text = nothing_happens("(5, 43)").encode()
    numbers = parts[WEIGHTS][-1720:]
    changed = {**parts, WEIGHTS: with_header_text(numbers, text, version)}
    assert "run0.moments.weights" in refusal(packed(changed), path)


def test_that_an_array_by_columns_is_the_same_array(parts: Parts, path: Path, hand: Hand) -> None:
    """NumPy writes those too, so that others may."""
    wanted = whole(packed(parts), path)
    weights = np.frombuffer(parts[WEIGHTS][-1720:], "<f8").reshape(5, 43)
    project = whole(packed({**parts, WEIGHTS: npy(np.asfortranarray(weights))}), path)
    flat = project.run.network.parameters.flat
    np.testing.assert_array_equal(flat, wanted.run.network.parameters.flat)
    use(project, hand)


@pytest.mark.parametrize("name", ["numbers", "position.generator", "end.layer1.h"])
def test_that_moments_that_cannot_be_are_refused(name: str, parts: Parts, path: Path) -> None:
    entry = f"run0.moments.{name}.npy"
    for number in (-1, 2**62, -(2**63)):
        size = 32 if name == "numbers" else 48
        start = len(parts[entry]) - size
        for place in range(0, size - 7, 8):
            changed = bytearray(parts[entry])
            changed[start + place : start + place + 8] = number.to_bytes(8, "little", signed=True)
            path.write_bytes(packed({**parts, entry: bytes(changed)}))
            try:
                load_project(path)
            except FileError as error:
                assert_readable(str(error), path)
            else:
                assert name != "numbers"


def test_that_missing_and_foreign_parts_are_named(parts: Parts, path: Path) -> None:
    for name in parts:
        rest = {each: data for each, data in parts.items() if each != name}
        assert f"{name} is missing" in refusal(packed(rest), path)
    assert "'x' does not belong" in refusal(packed({**parts, "x": b""}), path)


# --- archives --------------------------------------------------------------------------

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


# --- a file of one's own ---------------------------------------------------------------


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


# --- memory and time -------------------------------------------------------------------


def times(text: str, count: int) -> str:
    return "[" + ",".join([text] * count) + "]"


def with_text(about: Any, where: str, text: str) -> bytes:
    """project.json with a text at a place, which Python's objects would take long for."""
    change(about, where, "HERE")
    return json.dumps(about).replace('"HERE"', text).encode()


LONG: dict[str, tuple[str, str]] = {
    "choices": ("runs.0.branches.0.choices", times('{"update":0,"values":{}}', 100_000)),
    "more choices": ("runs.0.branches.0.choices", times('{"update":0,"values":{}}', 600_000)),
    "edits": (
        "runs.0.branches.0.edits",
        times('{"update":0,"name":"b_y","index":[9],"value":0,"before":0}', 100_000),
    ),
    "points": ("runs.0.branches.0.points", times("0", 1_000_000)),
    "more points": ("runs.0.branches.0.points", times("0", 8_000_000)),
    "inputs": ("runs.0.inputs", times('{"time":900,"feature":0,"value":0}', 100_000)),
    "a text": ("layout.parts", '{"a":"' + "x" * 16_000_000 + '"}'),
    "a path": ("runs.0.settings.text", '"' + "/x" * 8_000_000 + '"'),
    "a key": ("runs.0.settings", '{"' + "x" * 16_000_000 + '":0}'),
    "many parts": ("layout.parts", "{" + ",".join(f'"{n}":""' for n in range(10**6)) + "}"),
    "anything": ("more", times("[]", 5_000_000)),
}


def immense(about: Any) -> bytes:
    """Four networks of the largest sort that the settings allow."""
    about["runs"] *= 4
    for run in about["runs"]:
        run["settings"] |= {"hidden": 512, "layers": 4, "batch": 1, "length": 1}
    return json.dumps(about).encode()


def many_moments(parts: Parts, about: Any, moments: int, branches: int) -> Parts:
    """A project that is right but for more restore points than a run keeps: to thin them out
    would take a time that grows with the square of their number."""
    run = about["runs"][0]
    first = run["branches"][0]
    first |= {"updates": moments - 1, "viewed": 0, "since": 0, "edits": [], "summaries": 0}
    first |= {"points": list(range(moments)), "choices": first["choices"][:1]}
    run["branches"] = [{**first, "number": n, "parent": n - 1} for n in range(1, branches + 1)]
    run |= {"moments": moments, "now": 0, "branch": 1, "nonlinear": [], "states": [], "inputs": []}
    about["standing"]["watches"] = []
    arrays = {}
    for name, data in parts.items():
        if name.startswith("run0.moments"):
            rows = np.load(BytesIO(data))
            last = np.tile(rows[-2:] if ".end." in name else rows[-1:], (moments - 1, 1))
            arrays[name] = last if ".end." in name else np.concatenate([rows[:1], last])
    arrays["run0.moments.numbers.npy"][:, 0] = np.arange(moments)
    for n in range(branches):
        arrays[f"run0.branch{n}.history.npy"] = np.ones((3, moments - 1))
    text = json.dumps(about, separators=(",", ":")).encode()
    return {ABOUT: text, **{name: npy(array) for name, array in arrays.items()}}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="there is no /proc")
def test_that_memory_and_time_are_bounded(parts: Parts, tmp_path: Path) -> None:
    text = parts[ABOUT]
    files = {
        "good": packed(many_moments(parts, json.loads(text), 3, 2)),
        "immense": packed({**parts, ABOUT: immense(json.loads(text))}),
        "many moments": packed(many_moments(parts, json.loads(text), 6000, 200)),
    }
    for name, (where, long) in LONG.items():
        files[name] = packed({**parts, ABOUT: with_text(json.loads(text), where, long)})
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(1_100_000_000)
        file.seek(0, os.SEEK_END)
        file.write(files["good"])
    names = [*files, "sparse"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.interchange.projects.limited_loading", *names],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert len(lines) == len(names) - 1, done.stderr
    for name, line in zip(names[1:], lines, strict=True):
        seconds, more, said = line.split(" ", 2)
        assert float(seconds) < 8, (name, line)
        assert int(more) < 300, (name, line)
        assert said.startswith(f"{name} is no project that can be opened: "), (name, line)
        assert len(said) < 700

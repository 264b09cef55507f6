"""Files that anybody may have made: refused in words for people, in bounded memory and time, and
nothing else happens; what opens is a whole project."""

import json
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import MOST_TEXT
from rnnviz.interchange.projects.project_file import load_project
from tests.interchange.projects.hostile_files import assert_readable, change, refusal
from tests.interchange.projects.mutations import (
    ABOUT,
    Parts,
    fields_of,
    packed,
    parts_of,
    with_about,
)
from tests.interchange.projects.small_projects import use
from tests.session.hand_driver import Hand
from tests.trace.test_trace_file import npy

ROOT = Path(__file__).resolve().parents[3]


# --- damage -----------------------------------------------------------------------------
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


def test_that_what_was_cut_off_is_told_so(contents: dict[str, bytes], path: Path) -> None:
    content = contents["branches"]
    assert "its end is missing" in refusal(content[: len(content) // 2], path)


def test_that_a_changed_bit_of_a_number_is_noticed(contents: dict[str, bytes], path: Path) -> None:
    content = contents["branches"]
    place = content.index(b"run0.moments.weights.npy") + 200
    changed = bytearray(content)
    changed[place] ^= 4
    assert "run0.moments.weights.npy is damaged" in refusal(bytes(changed), path)


@pytest.mark.parametrize("content", [b"", b"PK", b"\0" * 5000, b"{}", b"%PDF-1.7\n" * 50])
def test_that_other_files_are_refused(content: bytes, path: Path) -> None:
    assert "it is no zip file" in refusal(content, path)


# --- project.json -----------------------------------------------------------------------
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


# --- memory and time --------------------------------------------------------------------
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

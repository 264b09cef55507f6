"""Arrays that are none, or others than a project has, are refused."""

import struct
from pathlib import Path

import numpy as np
import pytest

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.project_file import load_project
from tests.interchange.projects.hostile_files import WEIGHTS, assert_readable, refusal, whole
from tests.interchange.projects.mutations import (
    Parts,
    packed,
    with_header,
    with_header_text,
)
from tests.interchange.projects.small_projects import use
from tests.session.hand_driver import Hand
from tests.trace.test_trace_file import npy


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

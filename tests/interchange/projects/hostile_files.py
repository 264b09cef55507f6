"""What becomes of files that anybody may have made."""

import time
from pathlib import Path
from typing import Any

import pytest

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.project_file import Project, load_project

#: An array of the project that most of these tests change.
WEIGHTS = "run0.moments.weights.npy"


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


def change(about: Any, where: str, value: object) -> None:
    """Put a value at a place like runs.0.branches.1.parent."""
    *way, last = (int(key) if key.isdigit() else key for key in where.split("."))
    for key in way:
        about = about[key]
    about[last] = value

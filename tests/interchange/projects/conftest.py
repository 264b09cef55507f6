"""Projects that are changed to do harm."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.interchange.projects.mutations import (
    ABOUT,
    Parts,
    parts_of,
)
from tests.interchange.projects.small_projects import made
from tests.session.hand_driver import Hand


@pytest.fixture(scope="session")
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

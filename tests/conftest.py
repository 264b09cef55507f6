"""What holds for every test: no display needed, one BLAS thread, nobody's own settings touched."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from rnnviz.__main__ import THREAD_VARIABLES

# Before a test imports NumPy or starts Qt, since both look only once.
for variable in THREAD_VARIABLES:
    os.environ.setdefault(variable, "1")
if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The same examples everywhere and every time, and no failure because a machine is busy.
settings.register_profile("rnnviz", deadline=None, derandomize=True)
settings.load_profile("rnnviz")

# In this order the tests run, so that what is wrong below is told first. Others come before.
ROOMS = ("engine", "scenarios", "trace", "session", "experiments", "cli", "gui")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the quick tests first: the engine's, then what is built upon it, slow ones last."""
    items.sort(key=lambda item: (item.get_closest_marker("slow") is not None, room_of(item.path)))


def room_of(path: Path) -> int:
    """Which room a test file is about: 0 for none, then 1, 2, … in the order of ROOMS."""
    name = path.relative_to(Path(__file__).parent).parts[0].removeprefix("test_")
    rooms = [number for number, room in enumerate(ROOMS, 1) if name.startswith(room)]
    return rooms[0] if rooms else 0


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new home for each test, so that settings are neither read from the real one nor left there.

    Qt and Python both ask the environment where home is.
    """
    home = tmp_path_factory.mktemp("home")
    for variable in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(home))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(home / variable))
    return home

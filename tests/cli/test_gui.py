"""rnnviz gui, and rnnviz alone: the window with its settings, or why there is none."""

import sys
from pathlib import Path

import pytest

from rnnviz.cli import DISPLAY_VARIABLES
from rnnviz.commands import window
from rnnviz.session.settings import Settings
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.starting_weights import StartingWeights
from tests.cli.conftest import Say

Opened = list[tuple[Settings, str | None]]
#: The projects that the window was opened with.
PROJECTS: list[Path | None] = []


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """What the window was opened with; it closes at once with the status 7."""
    calls: Opened = []

    def run_window(
        settings: Settings,
        look_name: str | None,
        shown: object,
        weights: StartingWeights | None,
        project: Path | None,
    ) -> int:
        PROJECTS.append(project)
        calls.append((settings, look_name))
        return 7

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(window, "run_window", run_window)
    return calls


def test_that_the_window_opens_without_a_word(opened: Opened, rnnviz: Say) -> None:
    assert rnnviz().status == 7
    assert opened == [(settings_for("character-model", {}), None)]


@pytest.mark.parametrize("command", [["gui"], []])
def test_that_the_window_takes_settings(command: list[str], opened: Opened, rnnviz: Say) -> None:
    words = [*command, "--look", "dark", "--cell", "gru", "--text", "a.txt"]
    assert rnnviz(*words).status == 7
    given = {"cell": "gru", "text": "a.txt", "corpus": "file"}
    assert opened == [(settings_for("character-model", given), "dark")]


@pytest.mark.parametrize("words", [["gui", "--project"], []])
def test_that_the_window_opens_a_project(
    words: list[str], opened: Opened, rnnviz: Say, tmp_path: Path
) -> None:
    path = tmp_path / "Course.rnnviz"
    path.write_bytes(b"")
    assert rnnviz(*words, path).status == 7
    assert PROJECTS[-1] == path


def test_that_no_window_opens_for_a_project_that_is_not_there(
    opened: Opened, rnnviz: Say, tmp_path: Path
) -> None:
    outcome = rnnviz(tmp_path / "no.rnnviz")
    assert outcome.status == 2
    assert "there is no such file" in outcome.complaint
    assert not opened


def test_that_a_project_has_its_own_settings(opened: Opened, rnnviz: Say, tmp_path: Path) -> None:
    path = tmp_path / "a.rnnviz"
    path.write_bytes(b"")
    outcome = rnnviz(path, "--cell", "gru")
    assert outcome.status == 2
    assert "--cell was given beside --project" in outcome.complaint
    assert not opened


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is a display")
def test_that_without_a_display_another_way_is_named(
    rnnviz: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in DISPLAY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    outcome = rnnviz("gui")
    assert outcome.status == 1
    assert "make run" in outcome.complaint
    assert "--view window" in outcome.complaint

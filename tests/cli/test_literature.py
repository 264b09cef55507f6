"""rnnviz literature: the whole command with networks that learn in no time."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from rnnviz.commands import literature
from rnnviz.experiments import EXPERIMENTS
from tests.cli.conftest import Say

TINY = {"hidden": 4, "batch": 2}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """All experiments with small networks, few updates and their shortest sequences."""
    made = tuple(
        replace(
            each,
            settings={**each.settings, **TINY},
            lengths=each.lengths[:1],
            updates=4,
            every=2,
            seeds=min(2, each.seeds),
        )
        for each in EXPERIMENTS
    )
    monkeypatch.setattr(literature, "EXPERIMENTS", made)


def test_that_a_page_and_its_figures_are_written(rnnviz: Say, tmp_path: Path) -> None:
    folder = tmp_path / "found"
    folder.mkdir()
    outcome = rnnviz("literature", "-o", folder, "--seed", 3, "--jobs", 1)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.splitlines()[-1] == str(folder / "literature.md")
    page = (folder / "literature.md").read_text("utf-8")
    assert "`python main.py literature --seed 3 -o found`" in page
    assert str(tmp_path) not in page
    for each in EXPERIMENTS:
        name = f"literature-{each.key}.png"
        assert f"]({name})" in page
        assert not QImage(str(folder / name)).isNull()
        assert f"\n## {each.title}\n" in page
        command = f"python main.py literature --only {each.key} --seed 3 -o found"
        assert page.count(command) == 1
    tables = [line for line in page.splitlines() if line.startswith("| ")]
    assert sum("LSTM" in line for line in tables) >= len(EXPERIMENTS)
    # After four updates nothing is solved: that is told.
    assert "- LSTM at T = 70: not solved; published: solved." in page
    assert "| 0 of 2 |" in page or "| 1 of 4 |" in page


def test_that_programs_get_the_curves(rnnviz: Say, tmp_path: Path) -> None:
    words = ("literature", "-o", tmp_path, "--only", "delayed-recall", "--json", "--jobs", 1)
    outcome = rnnviz(*words)
    told = json.loads(outcome.out)
    (rows,) = told["experiments"].values()
    assert [row["network"] for row in rows] == ["LSTM", "tanh RNN"]
    for row in rows:
        assert [each["seed"] for each in row["courses"]] == [0, 1]
        assert [each["updates"] for each in row["courses"]] == [[0, 2, 4]] * 2
        assert row["met"] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "literature-delayed-recall.png",
        "literature.md",
    ]


def test_that_a_folder_that_is_not_there_is_told_at_once(rnnviz: Say, tmp_path: Path) -> None:
    outcome = rnnviz("literature", "-o", tmp_path / "none")
    assert outcome.status == 1
    assert "there is no folder" in outcome.complaint


def test_that_an_unknown_experiment_is_refused(rnnviz: Say, tmp_path: Path) -> None:
    outcome = rnnviz("literature", "-o", tmp_path, "--only", "chess")
    assert outcome.status == 2
    assert "copy-memory" in outcome.complaint

"""rnnviz report: every scenario held against its baseline, as one table."""

import json
from pathlib import Path

import pytest

from rnnviz.commands import report
from rnnviz.commands.command_error import DONE, FELL_SHORT
from rnnviz.scenarios import SCENARIOS
from rnnviz.scenarios.metric import ACCURACY, RMSE, Metric
from rnnviz.session.answers import NetworkAnswers
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.training_run import TrainingRun
from tests.cli.conftest import Say


def result(key: str, score: float, metric: Metric = ACCURACY) -> report.Result:
    return report.Result(key, key, "many to one", "LSTM 4", 7, metric, score, 0.5, "a coin", 1.0)


@pytest.fixture
def scores(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """The score that each scenario is to come to; nothing is trained."""
    given = dict.fromkeys((each.key for each in SCENARIOS), 0.9)

    def measured(keys: list[str], *_: object) -> list[report.Result]:
        return [result(key, given[key]) for key in keys]

    monkeypatch.setattr(report, "all_measured", measured)
    return given


def test_that_every_scenario_has_a_row(scores: dict[str, float], rnnviz: Say) -> None:
    outcome = rnnviz("report")
    assert outcome.status == DONE
    rows = [line for line in outcome.out.splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + len(SCENARIOS) == 2 + len(scores)
    assert len({line.count("|") for line in rows}) == 1
    assert "| accuracy | 90.0% | 50.0%: a coin |" in rows[2]


def test_that_one_that_falls_short_is_told(scores: dict[str, float], rnnviz: Say) -> None:
    scores["parity"] = 0.5
    outcome = rnnviz("report", "--only", "parity", "--only", "dyck")
    assert outcome.status == FELL_SHORT
    assert outcome.out.count("not better") == 1


def test_that_programs_get_the_same(scores: dict[str, float], rnnviz: Say) -> None:
    scores["dyck"] = 0.25
    told = json.loads(rnnviz("report", "--json").out)["scenarios"]
    assert {row["scenario"]: row["score"] for row in told} == scores
    assert [row["scenario"] for row in told if not row["beats"]] == ["dyck"]


def test_that_the_page_names_its_command(
    scores: dict[str, float], rnnviz: Say, tmp_path: Path
) -> None:
    file = tmp_path / "report.md"
    rnnviz("report", "--only", "dyck", "--seed", 3, "-o", file)
    page = file.read_text("utf-8")
    assert "`python main.py report --seed 3 --only dyck -o report.md`" in page
    assert "1 of 1 are better" in page
    assert str(tmp_path) not in page


@pytest.mark.usefixtures("scores")
def test_that_a_page_that_cannot_be_written_is_told_at_once(rnnviz: Say, tmp_path: Path) -> None:
    assert "no folder" in rnnviz("report", "-o", tmp_path / "none" / "report.md").complaint
    assert "chess" in rnnviz("report", "--only", "chess").complaint


def test_that_a_smaller_error_is_better() -> None:
    assert result("a", 0.4, RMSE).beats
    assert not result("a", 0.6, RMSE).beats


@pytest.mark.slow
def test_that_scenarios_are_trained_as_train_does_it(rnnviz: Say) -> None:
    told = json.loads(rnnviz("report", "--json", "--only", "parity", "--jobs", 1).out)
    row = told["scenarios"][0]
    run = TrainingRun(settings_for("parity", {"seed": 0}))
    for _ in range(row["updates"]):
        run.advance()
    assert row["score"] == run.task.score(NetworkAnswers(run.network, run.training.loss))

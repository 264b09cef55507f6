"""rnnviz bench: what was measured, as tables and as JSON."""

import json

import pytest

from rnnviz.benchmarks.engine_speed import CellRow, EngineSpeed, UpdateRow
from rnnviz.commands import bench
from rnnviz.commands.tables import figures, table
from tests.cli.conftest import Say

SPEED = EngineSpeed(
    python="3.11",
    numpy="2.0",
    pytorch=None,
    machine="Linux",
    updates=(UpdateRow("float32", 64, 16, 50, 3.25, None),),
    cells=(CellRow("LSTM", "float64", 4.0, 8.0, 6.0), CellRow("GRU", "float64", 5.0, 1e4, 7.0)),
)


class WindowSpeed:
    """Stands for what the window's benchmark gives."""

    def as_dict(self) -> dict[str, float]:
        return {"share": 0.75, "frame_median": 33.4}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was measured: nothing is, and the answer comes at once."""
    calls: list[object] = []

    def measure_engine(quick: bool) -> EngineSpeed:
        calls.append(quick)
        return SPEED

    def measure_window(seconds: float) -> WindowSpeed:
        calls.append(seconds)
        return WindowSpeed()

    monkeypatch.setattr(bench, "measure_engine", measure_engine)
    monkeypatch.setattr("rnnviz.gui.window_benchmark.measure_window", measure_window)
    return calls


def test_that_tables_are_aligned(asked: list[object], rnnviz: Say) -> None:
    outcome = rnnviz("bench")
    assert (outcome.status, outcome.err) == (0, "")
    assert asked == [False, bench.WHOLE]
    assert "pytorch is not installed" in outcome.out
    lines = outcome.out.splitlines()
    head = next(number for number, line in enumerate(lines) if line.startswith("  cell "))
    assert len({len(line) for line in lines[head : head + 3]}) == 1
    assert "10,000" in lines[head + 2]
    assert any(line.split() == ["frame", "median", "33.4"] for line in lines)


def test_that_programs_get_the_same(asked: list[object], rnnviz: Say) -> None:
    result = json.loads(rnnviz("bench", "--json", "--quick").out)
    assert asked == [True, bench.QUICK]
    assert result["engine"] == json.loads(json.dumps(SPEED.to_json()))
    assert result["window"] == {"share": 0.75, "frame_median": 33.4}


def test_that_the_window_can_be_left_out(asked: list[object], rnnviz: Say) -> None:
    result = json.loads(rnnviz("bench", "--json", "--no-window").out)
    assert asked == [False]
    assert result["window"] is None


@pytest.mark.slow
def test_that_the_engine_is_measured(rnnviz: Say) -> None:
    result = json.loads(rnnviz("bench", "--json", "--quick", "--no-window").out)
    assert all(row["ours"] > 0 for row in result["engine"]["updates"])
    assert {row["cell"] for row in result["engine"]["cells"]} >= {"RNN", "LSTM"}


def test_that_tables_take_what_comes() -> None:
    assert list(table([{"a_b": 1}, {"c": "x"}])) == ["  a b  c", "    1  –", "    –  x"]
    assert list(figures({})) == []

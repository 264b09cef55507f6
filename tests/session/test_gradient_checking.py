"""The check of the gradient finds what is right and what is wrong, and can be ended."""

import time

import numpy as np
import pytest

from rnnviz.engine.cells.lstm import LSTM
from rnnviz.session.gradient_checking import AGREES, GradientCheck
from rnnviz.session.training_run import TrainingRun
from tests.session.hand_driver import small_settings


def check_of(run: TrainingRun, seconds: float = 1.0) -> GradientCheck:
    sample, start, _ = run.displayed()
    return GradientCheck(run.network, run.training.loss, sample, start, seconds)


def done(check: GradientCheck) -> GradientCheck:
    check.begin()
    while check.is_running:
        time.sleep(0.01)
    assert check.failure == ""
    return check


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_that_the_gradient_of_every_cell_agrees(cell: str, precision: str) -> None:
    run = TrainingRun(small_settings(cell=cell, precision=precision, layers=2))
    for _ in range(3):
        run.advance()
    before = run.network.parameters.flat.tobytes()
    check = done(check_of(run))
    assert [row.name for row in check.rows] == list(run.network.parameters)
    assert all(row.agrees for row in check.rows), check.rows
    assert max(row.worst for row in check.rows) <= AGREES
    assert sum(row.elements for row in check.rows) > 20
    assert check.share == 1.0
    assert run.network.parameters.flat.tobytes() == before


def test_that_a_wrong_gradient_is_found_in_its_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    run = TrainingRun(small_settings(cell="lstm"))
    run.network.forward  # noqa: B018
    right = LSTM.step_back

    def wrong(self, p, v, previous, d):  # type: ignore[no-untyped-def]
        step = right(self, p, v, previous, d)
        step.quantities["a_o"] = step.quantities["a_o"] * 1.01
        return step

    monkeypatch.setattr(LSTM, "step_back", wrong)
    monkeypatch.setattr("rnnviz.engine.stack.Stack._has_fast_form", lambda *a: False)
    check = done(check_of(run))
    differing = {row.name for row in check.rows if not row.agrees}
    assert differing == {"layer1.W_o", "layer1.b_o"}
    row = next(row for row in check.rows if row.name == "layer1.W_o")
    assert row.exact / row.measured == pytest.approx(1.01, rel=1e-3)


def test_that_of_large_parameters_a_sample_is_taken_the_same_each_time() -> None:
    run = TrainingRun(small_settings(hidden=24, length=20))
    one, other = (done(check_of(run, seconds=0.05)) for _ in range(2))
    assert any(row.elements < row.size for row in one.rows)
    assert all(row.elements >= 4 or row.elements == row.size for row in one.rows)
    shared = [a.worst == b.worst for a, b in zip(one.rows, other.rows, strict=True)
              if a.elements == b.elements]  # fmt: skip
    assert all(shared)


def test_that_kinks_are_told_apart_from_mistakes() -> None:
    run = TrainingRun(small_settings(cell="elman", activation="relu", hidden=4))
    # A pre-activation of 1e-4 at the first step: within the points of a difference is a kink.
    trace = run.trace()
    unit = 1
    bias = run.network.parameters["layer1.b_h"]
    bias[unit] += 1e-4 - trace.lanes[0].values["a"][0, unit]
    rows = {row.name: row for row in done(check_of(run)).rows}
    assert all(row.agrees for row in rows.values()), rows
    assert rows["layer1.b_h"].kinks >= 1


def test_that_it_can_be_ended() -> None:
    run = TrainingRun(small_settings(hidden=64, length=50))
    check = check_of(run, seconds=60.0)
    check.begin()
    time.sleep(0.1)
    began = time.perf_counter()
    check.cancel()
    assert not check.is_running
    assert time.perf_counter() - began < 5.0
    assert check.share < 1.0
    assert np.isfinite(run.network.parameters.flat).all()

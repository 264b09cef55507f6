"""The gradient of the weights as it grows, the maps of it, and the optimiser's arithmetic."""

import re
from dataclasses import replace

import numpy as np
import pytest

from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.loss import LOSSES
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.formula_numbers import number_text as as_written
from rnnviz.trace.growing_sum import step_adds, sum_over
from rnnviz.trace.optimizer_terms import optimizer_lines
from rnnviz.trace.scene import Marks, Scene, Spot
from rnnviz.trace.ticks import Phase, ticks
from rnnviz.trace.weight_maps import sentence, weight_maps
from tests.engine.examples import CELLS, make_batch, make_network, make_start
from tests.session.hand_driver import small_settings
from tests.trace.examples import make_trace, recorded

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


@every_cell
@pytest.mark.parametrize("truncation", [0, 2])
def test_that_the_whole_sum_is_the_gradient_of_the_engine(cell: Cell, truncation: int) -> None:
    network, batch = make_network(cell, layers=2), make_batch((5,))
    start = make_start(network, 1)
    trace = recorded(network, batch, start, truncation=truncation)
    forward = network.forward(batch, start)
    d_y = LOSSES["cross-entropy"].evaluate(forward.y, batch).d_y
    gradients = network.backward(forward, d_y, truncation).gradients
    assert set(gradients) == set(trace.parameters)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(sum_over(trace, name), gradient, atol=1e-14)


@every_cell
def test_that_each_step_adds_the_difference_of_two_sums(cell: Cell) -> None:
    trace = make_trace(cell, 2, 4)
    for name in trace.parameters:
        assert not sum_over(trace, name, []).any()
        for time in range(4):
            difference = sum_over(trace, name, range(time, 4)) - sum_over(
                trace, name, range(time + 1, 4)
            )
            np.testing.assert_allclose(step_adds(trace, name, time), difference, atol=1e-14)
    with pytest.raises(KeyError):
        sum_over(trace, "layer9.W")


def scene_of(run: TrainingRun, tick: int | None) -> Scene:
    marks = Marks(Spot(0), None, tick)
    return Scene(run.trace(), run.history_so_far(), marks, coming=run.coming())


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_that_the_sum_grows_at_the_operation_that_adds_to_it(cell: str) -> None:
    scene = scene_of(TrainingRun(small_settings(cell=cell, layers=2)), None)
    trace = scene.trace
    order = ticks(trace)
    for name in trace.parameters:
        total = np.zeros_like(sum_over(trace, name))
        for index in range(order.backward, order.update):
            tick, here = order[index], replace(scene, marks=Marks(Spot(0), None, index))
            adds = tick.quantity == ("W" if "." in name else "y")
            if adds and tick.lane == name.rpartition(".")[0]:
                total += step_adds(trace, name, tick.time)
            np.testing.assert_allclose(weight_maps(here, name)[-1].values, total, atol=1e-14)
            assert sentence(here, name)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "rmsprop", "adam"])
@pytest.mark.parametrize("clip_by", ["off", "norm", "value"])
def test_that_the_update_is_told_in_the_engines_own_numbers(optimizer: str, clip_by: str) -> None:
    run = TrainingRun(small_settings(optimizer=optimizer, clip_by=clip_by, clip=0.05))
    for _ in range(3):
        run.advance()
    coming, order = run.coming(), ticks(run.trace())
    name = "layer1.W_i"
    shown = {
        order[n].quantity: weight_maps(scene_of(run, n), name)
        for n in range(order.update, len(order))
    }
    assert np.array_equal(shown["sum"][1].values, coming.gradient[name])
    assert np.array_equal(shown["clip"][0].values, coming.gradient[name])
    assert np.array_equal(shown["clip"][1].values, coming.clipped[name])
    assert np.array_equal(shown["step"][0].values, coming.clipped[name])
    assert len(shown["step"]) == 1 + 2 * len(coming.moments)
    for n, moment in enumerate(coming.moments):
        assert np.array_equal(shown["step"][1 + 2 * n].values, coming.moments_before[moment][name])
        assert np.array_equal(shown["step"][2 + 2 * n].values, coming.moments[moment][name])
    before, change, after = (each.values for each in shown["weights"])
    assert np.array_equal(before, run.network.parameters[name])
    run.advance()
    assert np.array_equal(after, run.network.parameters[name])
    np.testing.assert_allclose(change, after - before)


@pytest.mark.parametrize(
    ("clip_by", "clip", "words"),
    [("off", 1.0, "clipping is off"), ("norm", 1e-3, "every number ×"),
     ("norm", 1e6, "nothing is clipped"), ("value", 1e-4, "numbers were beyond"),
     ("value", 1e6, "nothing is clipped")],
)  # fmt: skip
def test_that_clipping_is_told_in_words(clip_by: str, clip: float, words: str) -> None:
    run = TrainingRun(small_settings(clip_by=clip_by, clip=clip))
    order = ticks(run.trace())
    assert words in sentence(scene_of(run, order.update + 1), "layer1.W_f")


@pytest.mark.parametrize("clip_by", ["norm", "value"])
def test_that_of_a_broken_gradient_nobody_says_that_it_was_clipped(clip_by: str) -> None:
    run = TrainingRun(small_settings(clip_by=clip_by, clip=1e6))
    told = scene_of(run, ticks(run.trace()).update + 1)
    assert told.coming is not None
    broken = {name: np.full_like(g, np.nan) for name, g in told.coming.gradient.items()}
    coming = replace(
        told.coming, gradient=broken, clipped=broken, norm=float("nan"), clipped_norm=float("nan")
    )
    text = sentence(replace(told, coming=coming), "W_hy")
    assert "NaN" in text
    assert "×" not in text
    assert "beyond" not in text


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "rmsprop", "adam"])
def test_that_the_optimisers_lines_end_in_what_it_did(optimizer: str) -> None:
    run = TrainingRun(small_settings(optimizer=optimizer, rate=0.02))
    for _ in range(4):
        run.advance()
    coming = run.coming()
    for name, index in (("layer1.W_f", (1, 2)), ("W_hy", (0, 1)), ("layer1.b_o", (2,))):
        lines = optimizer_lines(coming, name, index)
        change = float(coming.after[name][index] - coming.before[name][index])
        told = lines[-1].numbers.rpartition("= ")[2]
        assert told == as_written(change)
        for line, moment in zip(lines, coming.moments, strict=False):
            assert line.numbers.rpartition("= ")[2] == as_written(
                float(coming.moments[moment][name][index])
            )


def test_that_every_operation_has_a_sentence_for_every_weight() -> None:
    first = scene_of(TrainingRun(small_settings(cell="gru")), None)
    for tick in (None, *range(len(ticks(first.trace)))):
        scene = replace(first, marks=Marks(Spot(0), None, tick))
        for name in scene.trace.parameters:
            text = sentence(scene, name)
            assert text
            assert not re.search(r"nan|None|\{", text)
    forward = replace(scene, marks=Marks(Spot(0), None, 3))
    assert ticks(scene.trace)[3].phase is Phase.FORWARD
    assert len(weight_maps(forward, "W_hy")) == 1

"""What the next update will do is what it then does, bit for bit."""

import numpy as np
import pytest

from rnnviz.engine.clipping import ClipKind
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.update_recorder import record_update
from tests.session.hand_driver import small_settings

OPTIMIZERS = ("sgd", "momentum", "rmsprop", "adam")


def run_of(updates: int = 3, **given: object) -> TrainingRun:
    run = TrainingRun(small_settings(**given))
    for _ in range(updates):
        run.advance()
    return run


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("clip_by", ["off", "norm", "value"])
def test_that_an_update_told_beforehand_comes_true(
    cell: str, optimizer: str, clip_by: ClipKind
) -> None:
    run = run_of(cell=cell, optimizer=optimizer, clip_by=clip_by, clip=0.01)
    before = run.network.parameters.flat.copy()
    told = record_update(run.training, 0)
    assert np.array_equal(before, run.network.parameters.flat), "telling changes nothing"
    progress = run.advance()
    assert (told.update, told.loss, told.norm, told.clipped_norm) == (
        progress.update,
        progress.loss,
        progress.norm,
        progress.clipped_norm,
    )
    assert told.is_clipped == (clip_by != "off")
    for name, weights in run.network.parameters.items():
        assert np.array_equal(told.after[name], weights)
    moments = run.training.optimizer.moments
    assert told.moments.keys() == moments.keys()
    for name, moment in moments.items():
        flat = np.concatenate([part.ravel() for part in told.moments[name].values()])
        assert np.array_equal(flat, moment)


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_that_the_gradient_is_the_mean_of_those_of_the_sequences(cell: str) -> None:
    run = run_of(cell=cell, batch=3, layers=2)
    told = record_update(run.training, 0)
    batch, start = run.training.upcoming()
    total = run.network.parameters.zeros_like()
    for n in range(batch.size):
        alone = run.network.parameters.zeros_like()
        states = {
            lane: {name: value[n : n + 1] for name, value in named.items()}
            for lane, named in start.items()
        }
        run.network.learn(batch.sequence(n), run.training.loss, states, alone)
        total.flat += alone.flat / batch.size
    for name, gradient in told.gradient.items():
        assert np.allclose(gradient, total[name], rtol=1e-4, atol=1e-7)


def test_that_what_is_told_stays_as_it_is() -> None:
    run = run_of()
    told = record_update(run.training, None)
    kept = {name: array.copy() for name, array in told.before.items()}
    run.advance()
    for name, array in told.before.items():
        assert np.array_equal(array, kept[name])
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0

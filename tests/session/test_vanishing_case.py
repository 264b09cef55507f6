"""The known case: delayed recall. A vanilla network's gradient does not reach back over the delay,
an LSTM's does; docs/vanishing-gradient.md has the pictures."""

from functools import lru_cache

import pytest

from rnnviz.session.answers import NetworkAnswers
from rnnviz.session.comparing import runs_of
from rnnviz.session.others import Others
from rnnviz.session.presets import preset
from rnnviz.session.setting_fields import changed
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.gradient_map import Decay
from rnnviz.trace.members import reach
from rnnviz.trace.scene import Marks, Member, Spot

DELAYS, UPDATES = (10, 30, 60), 150


@lru_cache(maxsize=8)
def trained(delay: int) -> dict[str, tuple[Member, TrainingRun]]:
    """Both networks after the same updates, by the names of their cells."""
    common = preset("cells").networks(given={"length": delay})[0]
    first, second = runs_of([changed(common, {"cell": cell}) for cell in ("elman", "lstm")])
    others = Others([second])
    others.is_watched = True
    for _ in range(UPDATES):
        others.advance(first, first.advance)
    comparison = others.compared(first, first.trace())
    assert comparison is not None
    vanilla, lstm = comparison.members
    return {"elman": (vanilla, first), "lstm": (lstm, second)}


def decay_of(delay: int, cell: str) -> Decay:
    """How the gradient of the one loss, at the end, fades on its way back to the letter."""
    found = reach(trained(delay)[cell][0], Marks(Spot(0)))
    assert found is not None
    assert found.decay.points == delay + 1
    return found.decay


@pytest.mark.slow
@pytest.mark.parametrize("delay", DELAYS)
def test_that_the_gradient_of_a_vanilla_network_is_gone_before_it_comes_to_the_letter(
    delay: int,
) -> None:
    decay = decay_of(delay, "elman")
    assert decay.rate < 0.6
    assert decay.reach < delay


@pytest.mark.slow
@pytest.mark.parametrize("delay", DELAYS)
def test_that_the_gradient_of_an_lstm_reaches_back_over_the_delay(delay: int) -> None:
    decay = decay_of(delay, "lstm")
    assert decay.rate > 0.8
    assert decay.reach > delay


@pytest.mark.slow
@pytest.mark.parametrize("delay", [30, 60])
def test_that_the_lstm_has_learnt_and_the_vanilla_network_guesses(delay: int) -> None:
    scores = {}
    for cell, (_, run) in trained(delay).items():
        answers = NetworkAnswers(run.network, run.training.loss, run.task.fed_from)
        scores[cell] = run.task.score(answers)
    assert scores["lstm"] > 0.95
    assert scores["elman"] < 0.4

"""rnnviz debug: where a condition came true, with the engine's numbers."""

import json

import numpy as np
import pytest

from rnnviz.session.starting_settings import settings_for
from rnnviz.session.training_run import TrainingRun
from tests.cli.conftest import TINY, Say

WILD = ("--cell", "elman", "--activation", "identity", "--optimizer", "sgd", "--rate", "1000")


def test_that_it_stops_where_the_condition_comes_true(rnnviz: Say) -> None:
    words = ("--break", "update >= 3 and h[1] > -2 and t == 4", "--json")
    outcome = rnnviz("debug", "adding-problem", *words, *TINY)
    assert outcome.status == 3
    said = json.loads(outcome.out)
    assert (said["hit"], said["values"]["update"], said["values"]["t"]) == (True, 3, 4)
    sizes = {"hidden": 4, "batch": 2, "length": 6}
    run = TrainingRun(settings_for("adding-problem", sizes))
    for _ in range(2):
        run.advance()
    assert said["operation"] == "forward layer1 h"
    assert np.array_equal(said["values"]["h"], run.trace().lanes[0].values["h"][3])
    assert said["values"]["loss"] == run.advance().loss


def test_that_it_says_so_in_words(rnnviz: Say) -> None:
    words = ("--cell", "elman", "--break", "max(abs(W_hh)) > 0 and gradient_norm > 0")
    outcome = rnnviz("debug", "copy-memory", *words, *TINY)
    assert outcome.status == 3
    assert "came true at update 1, update weights\n" in outcome.out
    assert "W_hh = 4 × 4 numbers from" in outcome.out


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_that_what_never_comes_true_ends_well(rnnviz: Say, more: tuple[str, ...]) -> None:
    words = ("--break", "loss < -1", "--updates", "5")
    outcome = rnnviz("debug", "adding-problem", *words, *TINY, *more)
    assert outcome.status == 0
    assert outcome.err == ""


def test_that_a_divergence_is_a_stop_too(rnnviz: Say) -> None:
    words = ("--break", "isnan(loss)", *WILD, "--clip-by", "off")
    outcome = rnnviz("debug", "character-model", *words, *TINY)
    assert (outcome.status, outcome.err) == (3, "")
    assert "Training diverged (Inf in y, time step 1, forward pass) at update" in outcome.out
    assert "loss = nan" in outcome.out
    outcome = rnnviz("debug", "character-model", *words, *TINY, "--clip-by", "off", "--json")
    said = json.loads(outcome.out)
    assert (outcome.status, said["hit"]) == (3, True)
    assert said["values"]["loss"] == "nan"
    assert said["operation"] == "forward y"


@pytest.mark.parametrize(
    ("text", "words"),
    [("los > 1", "column 1: there is no los; near it are loss"), ("t >", "column 4: the end")],
)
def test_that_a_wrong_condition_is_refused_at_its_column(
    rnnviz: Say, text: str, words: str
) -> None:
    outcome = rnnviz("debug", "adding-problem", "--break", text, *TINY)
    assert outcome.status == 2
    assert words in outcome.complaint

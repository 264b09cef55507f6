"""rnnviz weights, and --weights: out to PyTorch's names and in again."""

import json
from pathlib import Path

import numpy as np
import pytest

from rnnviz.interchange.weight_file import load_weights, save_weights
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.trace_file import load_trace
from tests.cli.conftest import TINY, Say


def test_that_weights_are_written_as_trained(rnnviz: Say, tmp_path: Path) -> None:
    words = ("adding-problem", "--updates", 3, *TINY, "--cell", "lstm")
    outcome = rnnviz("weights", *words, "-o", tmp_path / "w")
    assert outcome.out.strip() == str(tmp_path / "w.safetensors")
    run = TrainingRun(
        settings_for("adding-problem", {"hidden": 4, "batch": 2, "length": 6, "cell": "lstm"})
    )
    for _ in range(3):
        run.advance()
    read = load_weights(tmp_path / "w.safetensors").network()
    assert (read.parameters.flat == run.network.parameters.flat).all()


def test_that_training_goes_on_from_weights(rnnviz: Say, tmp_path: Path) -> None:
    words = ("digit-rows", "--batch", 2, "--cell", "gru", "--direction", "both")
    more = ("--reset", "after", "--hidden", 5, "--layers", 2)
    rnnviz("weights", *words, *more, "--updates", 2, "-o", tmp_path / "w.npz")
    read = ("digit-rows", "--batch", 2, "--weights", tmp_path / "w.npz", "--updates", 0)
    assert rnnviz("trace", *read, "-o", tmp_path / "t.npz").status == 0
    trace = load_trace(tmp_path / "t.npz")
    assert trace.origin.weights == "w.npz"
    assert trace.origin.settings["reset"] == "after"
    assert len(trace.lanes) == 4
    weights = load_weights(tmp_path / "w.npz").parameters()
    assert trace.parameters.keys() == weights.keys()
    for name, array in weights.items():
        np.testing.assert_array_equal(trace.parameters[name], array)


def test_that_train_says_what_it_started_from(rnnviz: Say, tmp_path: Path) -> None:
    path = tmp_path / "w.npz"
    rnnviz("weights", "adding-problem", *TINY, "--cell", "elman", "--updates", 1, "-o", path)
    told = rnnviz(
        "train", "adding-problem", "--weights", path, "--updates", 2, "--batch", 2, "--json"
    )
    settings = json.loads(told.out)["settings"]
    assert (settings["cell"], settings["hidden"]) == ("elman", 4)


def test_that_what_contradicts_the_file_is_refused(rnnviz: Say, tmp_path: Path) -> None:
    path = tmp_path / "w.npz"
    rnnviz("weights", "adding-problem", *TINY, "--updates", 1, "-o", path)
    outcome = rnnviz("train", "adding-problem", "--weights", path, "--hidden", 5)
    assert outcome.status == 2
    assert "--hidden 5 was given; wanted 4" in outcome.complaint


def test_that_weights_of_other_sizes_say_what_is_wanted(rnnviz: Say, tmp_path: Path) -> None:
    path = tmp_path / "w.npz"
    rnnviz("weights", "adding-problem", *TINY, "--updates", 1, "-o", path)
    outcome = rnnviz("train", "copy-memory", "--weights", path)
    assert outcome.status == 2
    assert "reads 2 numbers a step and gives 1; Copy memory has inputs of 10" in outcome.complaint


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [("spelling-to-phonemes", "wants an encoder and a decoder"), ("adding-problem", "Direction")],
)
def test_that_a_task_for_other_networks_is_named(
    scenario: str, reason: str, rnnviz: Say, tmp_path: Path
) -> None:
    settings = settings_for("digit-rows", {"hidden": 3, "direction": "both"})
    path = save_weights(TrainingRun(settings).network, tmp_path / "w.npz")
    outcome = rnnviz("train", scenario, "--weights", path)
    assert outcome.status == 2
    assert reason in outcome.complaint


def test_that_a_network_that_pytorch_has_not_is_refused_before_training(
    rnnviz: Say, tmp_path: Path
) -> None:
    words = ("--cell", "gru", "--reset", "before", "-o", tmp_path / "w.npz")
    outcome = rnnviz("weights", "adding-problem", "--updates", 10**9, *words)
    assert outcome.status == 2
    assert "before it; wanted the reset gate" in outcome.complaint

"""The scenario that README shows: whole, and learnt by a network as it stands there."""

import re
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from rnnviz.engine.cells import GRU
from rnnviz.engine.initializer import initialize
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network
from rnnviz.engine.optimizer import Adam
from rnnviz.engine.training import Training
from rnnviz.scenarios.scenario import Request
from rnnviz.session.answers import NetworkAnswers

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    code = re.findall(r"^```python\n(.*?)^```", README.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    module = ModuleType("echo")
    # dataclasses look their module up by its name.
    monkeypatch.setitem(sys.modules, "echo", module)
    exec(compile(code[0], "echo.py", "exec"), module.__dict__)
    return module


def test_that_it_is_learnt_and_beats_its_baseline(example: ModuleType) -> None:
    entry = example.ECHO
    task = entry.prepare(Request(length=3))
    network = Network(GRU(), task.inputs, entry.defaults["hidden"], 1, task.outputs)
    initialize(network, "orthogonal", np.random.default_rng(0))
    training = Training(
        network,
        LOSSES[task.loss],
        Adam(network.parameters.flat),
        task.stream(np.random.default_rng(1), 32),
        entry.defaults["rate"],
    )
    for _ in range(entry.updates):
        training.advance()
    answers = NetworkAnswers(network, training.loss)
    assert task.score(answers) > 0.99 > task.baseline_score
    sample = task.sample(np.random.default_rng(2))
    exhibit = task.exhibit(sample, answers.outputs(sample)[:, 0], answers)
    assert exhibit.caption == "8 of 8 letters are echoed."
    for t in range(3, sample.steps):
        assert task.target_labels(sample)[t] == task.input_labels(sample)[t - 3]

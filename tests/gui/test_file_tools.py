"""Files from outside and for outside, in the window: by menu, by key and dropped."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from rnnviz.interchange.weight_file import load_weights, save_weights
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.ticks import ticks
from rnnviz.trace.trace_file import save_trace
from tests.gui.windows import drop, message, opened, pause, trained, until_update

CAPTURES = Path(__file__).parents[1] / "interchange" / "captures"
TASK = {"scenario": "adding-problem", "cell": "lstm"}
ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def weights(tmp_path):
    """Those of a network for the adding problem, of other sizes than the window's."""
    settings = settings_for("adding-problem", {"cell": "lstm", "hidden": 5, "layers": 2})
    return save_weights(TrainingRun(settings).network, tmp_path / "outside.safetensors")


def answer(monkeypatch, dialog, path):
    """What the next dialog of that kind answers."""
    monkeypatch.setattr(QFileDialog, dialog, lambda *_args, **_more: (str(path), ""))


def parameters(window):
    return window.session.run.network.parameters


def test_that_weights_are_opened_by_key_and_learn_on(qtbot, monkeypatch, weights):
    window = trained(qtbot, **TASK)
    answer(monkeypatch, "getOpenFileName", weights)
    qtbot.keyClick(window, Qt.Key.Key_O, ALT)
    state = window.session.state
    assert (state.settings.hidden, state.settings.layers, state.update) == (5, 2, 0)
    assert "starts from outside.safetensors" in message(window)
    assert "is kept" in message(window)
    assert dict(state.facts)["First weights"] == "outside.safetensors"
    wanted = load_weights(weights).network()
    assert (parameters(window).flat == wanted.parameters.flat).all()
    window.session.start()
    until_update(qtbot, window, 3)
    pause(qtbot, window)
    window.session.bring_back()
    assert window.session.state.settings.hidden == 8


def test_that_dropped_weights_are_opened(qtbot, weights):
    window = opened(qtbot, **TASK)
    assert drop(window, weights)
    assert window.session.state.settings.layers == 2


def test_that_weights_of_another_task_are_refused_and_nothing_changes(qtbot, weights):
    window = opened(qtbot, scenario="copy-memory")
    before = window.session.state
    drop(window, weights)
    assert "Copy memory has inputs of 10" in message(window)
    assert window.session.state.scene is before.scene


def test_that_damaged_weights_are_refused(qtbot, weights):
    window = opened(qtbot, **TASK)
    weights.write_bytes(weights.read_bytes()[:-9])
    drop(window, weights)
    assert "no file of weights that can be read" in message(window)


def test_that_weights_are_saved_while_the_network_learns(qtbot, monkeypatch, tmp_path):
    window = trained(qtbot, **TASK)
    window.session.start()
    answer(monkeypatch, "getSaveFileName", tmp_path / "saved")
    shown = window.session.state.scene.trace.parameters
    window.commands["save-weights"].trigger()
    pause(qtbot, window)
    read = load_weights(tmp_path / "saved.safetensors").parameters()
    assert all((read[name] == array).all() for name, array in shown.items())
    assert "Written" in message(window)


def test_that_a_network_that_pytorch_has_not_is_not_saved(qtbot, monkeypatch):
    window = opened(qtbot, cell="gru")
    asked = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: asked.append(1) or ("", ""))
    for key in ("save-weights", "export-pytorch"):
        window.commands[key].trigger()
        assert "wanted the reset gate" in message(window)
    assert not asked


def test_that_a_capture_is_shown_and_walked_through(qtbot, monkeypatch):
    window = opened(qtbot)
    answer(monkeypatch, "getOpenFileName", CAPTURES / "lstm_2_both.npz")
    qtbot.keyClick(window, Qt.Key.Key_C, ALT)
    trace = window.session.state.scene.trace
    assert (trace.steps, trace.hidden, len(trace.lanes)) == (6, 5, 4)
    assert "nn.LSTM(4, 5, num_layers=2, bidirectional=True), computed again" in message(window)
    assert "To train it belongs to your own program" in message(window)
    window.commands["last-tick"].trigger()
    assert window.session.state.scene.marks.tick == ticks(trace).update - 1
    window.commands["step"].trigger()
    assert "only there it can be trained" in message(window)
    window.commands["run"].trigger()
    assert window.session.state.activity == "paused"
    window.commands["export-pytorch"].trigger()
    assert "only there it can be trained" in message(window)


@pytest.mark.parametrize("name", ["rnn_1", "gru_2_both", "lstm_readout"])
def test_that_every_view_shows_a_capture(name, qtbot):
    window = opened(qtbot)
    drop(window, CAPTURES / f"{name}.npz")
    for view in window.views:
        assert view.sentence(window.session.state.scene)
        assert not view.grab().isNull()
    window.commands["new-network"].trigger()
    assert window.session.state.scene.trace.origin.scenario == "character-model"


def test_that_what_is_no_capture_is_refused(qtbot, monkeypatch, weights):
    window = opened(qtbot)
    answer(monkeypatch, "getOpenFileName", weights)
    window.commands["open-capture"].trigger()
    assert "no capture that can be read" in message(window)


def test_that_a_dropped_trace_is_told(qtbot, tmp_path):
    window = opened(qtbot)
    path = save_trace(window.session.state.scene.trace, tmp_path / "trace.npz")
    drop(window, path)
    assert "is a trace" in message(window)


def test_that_a_script_is_written(qtbot, monkeypatch, tmp_path):
    window = trained(qtbot, **TASK)
    answer(monkeypatch, "getSaveFileName", tmp_path / "train.py")
    window.commands["export-pytorch"].trigger()
    assert "Written" in message(window)
    assert {path.name for path in tmp_path.iterdir()} == {"train.py", "train.npz"}


def test_that_who_asks_for_no_file_changes_nothing(qtbot, monkeypatch, tmp_path):
    window = opened(qtbot, **TASK)
    for dialog in ("getOpenFileName", "getSaveFileName"):
        answer(monkeypatch, dialog, "")
    before = window.session.state
    for key in ("open-weights", "open-capture", "save-weights", "export-pytorch"):
        window.commands[key].trigger()
    assert window.session.state.scene is before.scene
    assert not list(tmp_path.iterdir())

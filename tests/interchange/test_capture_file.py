"""Captures: what PyTorch did is computed again, verified, and becomes a trace; other files are
refused with a reason."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rnnviz.interchange.capture_file import load_capture
from rnnviz.interchange.capture_replay import Replay
from rnnviz.interchange.file_error import FileError
from rnnviz.trace.trace_file import load_trace, save_trace
from tests.trace.test_trace_file import assert_same, changed_file, npy

FOLDER = Path(__file__).parent / "captures"
STORED = sorted(path.stem for path in FOLDER.glob("*.npz"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A copy of one with a readout."""
    path = tmp_path / "capture.npz"
    path.write_bytes((FOLDER / "lstm_readout.npz").read_bytes())
    return path


def with_array(file: Path, name: str, change: Callable[[np.ndarray], np.ndarray]) -> Path:
    array = load_capture(file).arrays[name]
    return changed_file(file, {f"{name}.npy": npy(change(array.copy()))})


def with_about(file: Path, **changes: object) -> Path:
    with zipfile.ZipFile(file) as archive:
        about = json.loads(archive.read("about.json"))
    return changed_file(file, {"about.json": json.dumps({**about, **changes}).encode()})


@pytest.mark.parametrize("name", STORED)
def test_that_a_recording_of_pytorch_is_computed_again(name: str, tmp_path: Path) -> None:
    replay = Replay(load_capture(FOLDER / f"{name}.npz"))
    assert len(STORED) == 13
    assert max(each.share for each in replay.agreements) < 1e-13
    trace = replay.trace()
    recorded = replay.capture.arrays
    np.testing.assert_allclose(trace.read_out, recorded["outputs"], atol=1e-13)
    d_x = sum(lane.input_gradients for lane in trace.lanes if lane.lane.layer == 0)
    np.testing.assert_allclose(d_x, recorded["input_gradients"], atol=1e-13)
    assert trace.total_loss == 0.0
    assert trace.origin.sample == "recorded"
    assert_same(load_trace(save_trace(trace, tmp_path / "t.npz")), trace)


def test_that_gates_are_there_that_were_not_recorded() -> None:
    trace = Replay(load_capture(FOLDER / "lstm_2.npz")).trace()
    for key in ("f", "i", "o", "g", "a_f"):
        assert trace.lane("layer2").values[key].all()
        assert trace.lane("layer2").gradients[key].any()


def test_that_a_readout_at_the_last_step_is_scored_there_alone() -> None:
    trace = Replay(load_capture(FOLDER / "lstm_readout.npz")).trace()
    assert trace.scored.tolist() == [False] * 5 + [True]
    # The sum over the classes of ŷ − target is 0, for the cross-entropy.
    assert abs(trace.y_gradients.sum()) < 1e-15
    assert trace.labels.classes == ("y1", "y2", "y3")


@pytest.mark.parametrize(
    "name", ["outputs", "input_gradients", "end/c", "weights/weight_hh_l0", "output_gradients"]
)
def test_that_a_recording_that_does_not_agree_is_refused(name: str, file: Path) -> None:
    def shift(array: np.ndarray) -> np.ndarray:
        array.flat[-1] += 1e-3
        return array

    with pytest.raises(FileError, match=r"differs by|readout alone"):
        Replay(load_capture(with_array(file, name, shift)))


@pytest.mark.parametrize("name", ["end_gradients/c"])
def test_that_a_loss_of_inner_states_is_refused(name: str, file: Path) -> None:
    with pytest.raises(FileError, match="last c of layer 1; wanted a loss"):
        Replay(load_capture(with_array(file, name, lambda array: array + 1.0)))


def test_that_numbers_that_are_not_finite_are_refused(file: Path) -> None:
    with pytest.raises(FileError, match="inputs has numbers that are not finite"):
        load_capture(with_array(file, "inputs", lambda array: array * np.inf))


WRONG_ABOUTS: dict[str, tuple[dict[str, Any], str]] = {
    "format": ({"format": "rnnviz trace"}, "'rnnviz trace', version 1; wanted 'rnnviz capture'"),
    "version": ({"version": 2}, "version 2"),
    "kind": ({"kind": "transformer"}, "kind"),
    "activation": ({"activation": "tanh"}, "only an rnn"),
    "sizes": ({"sizes": 3}, "sizes"),
    "more": ({"code": "print()"}, "code"),
    "many steps": (
        {"sizes": {"steps": 10**6, "inputs": 10**6, "hidden": 5, "layers": 1, "outputs": 0}},
        "wanted at most",
    ),
    "other steps": (
        {"sizes": {"steps": 7, "inputs": 4, "hidden": 5, "layers": 1, "outputs": 3}},
        r"\(6, 4\); wanted",
    ),
}


@pytest.mark.parametrize("what", WRONG_ABOUTS)
def test_that_a_wrong_about_is_refused(what: str, file: Path) -> None:
    changes, reason = WRONG_ABOUTS[what]
    with pytest.raises(FileError, match=reason):
        load_capture(with_about(file, **changes))


@pytest.mark.parametrize("name", ["about.json", "inputs.npy", "weights/bias_hh_l0.npy"])
def test_that_a_missing_part_is_named(name: str, file: Path) -> None:
    with pytest.raises(FileError, match=f"{name} is missing"):
        load_capture(changed_file(file, {name: None}))


def test_that_damage_is_refused_and_nothing_else_happens(file: Path) -> None:
    content, rng = file.read_bytes(), np.random.default_rng(0)
    for _ in range(300):
        damaged = bytearray(content)
        if rng.random() < 0.2:
            del damaged[rng.integers(len(damaged)) :]
        else:
            for place in rng.integers(len(damaged), size=rng.integers(1, 6)):
                damaged[place] ^= 1 << rng.integers(8)
        file.write_bytes(damaged)
        try:
            trace = Replay(load_capture(file)).trace()
        except FileError:
            continue
        assert trace.steps == 6

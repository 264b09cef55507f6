"""rnnviz.capture in programs of PyTorch's, where that is installed."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rnnviz.capture import CaptureError, recorded
from rnnviz.interchange.capture_file import load_capture
from rnnviz.interchange.capture_replay import Replay

torch = pytest.importorskip("torch")
nn = torch.nn
ROOT = Path(__file__).parents[2]
KINDS = (nn.RNN, nn.LSTM, nn.GRU)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    return tmp_path / "capture.npz"


def replayed(path: Path) -> Replay:
    return Replay(load_capture(path))


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("batch_first", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_that_any_layer_is_recorded(kind: Any, batch_first: bool, both: bool, path: Path) -> None:
    layer = kind(3, 4, 2, batch_first=batch_first, bidirectional=both)
    shape = (5, 7, 3) if batch_first else (7, 5, 3)
    x = torch.randn(shape)
    with recorded(layer, path, sequence=3):
        out, _ = layer(x)
        out.sin().sum().backward()
    replay = replayed(path)
    np.testing.assert_array_equal(
        replay.capture.arrays["inputs"], (x[3] if batch_first else x[:, 3]).numpy()
    )
    assert replay.capture.about.batch == 5
    assert "num_layers=2" in replay.says


@pytest.mark.parametrize("kind", KINDS)
def test_that_a_packed_sequence_is_recorded_in_its_length(kind: Any, path: Path) -> None:
    layer, head = kind(3, 4, bidirectional=True), nn.Linear(8, 2)
    x, lengths = torch.randn(6, 3, 3), torch.tensor([2, 6, 4])
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)
    with recorded(layer, path, readout=head, sequence=2):
        out, _ = nn.utils.rnn.pad_packed_sequence(layer(packed)[0])
        head(out).square().mean().backward()
    replay = replayed(path)
    np.testing.assert_array_equal(replay.capture.arrays["inputs"], x[:4, 2].numpy())
    assert replay.trace().scored.all()


def test_that_a_loss_of_the_last_states_is_recorded(path: Path) -> None:
    layer, head = nn.LSTM(3, 4, 2, bidirectional=True), nn.Linear(8, 2)
    with recorded(layer, path):
        _, (h, _) = layer(torch.randn(6, 2, 3))
        head(torch.cat((h[-2], h[-1]), dim=1)).sum().backward()
    trace = replayed(path).trace()
    # Forwards the last step is read, backwards the first one.
    assert trace.scored.tolist() == [True, *[False] * 4, True]


def test_that_start_states_and_no_batch_are_recorded(path: Path) -> None:
    layer, start = nn.GRU(3, 4), torch.randn(1, 4)
    with recorded(layer, path):
        layer(torch.randn(6, 3), hx=start)[0].sum().backward()
    np.testing.assert_array_equal(replayed(path).capture.arrays["start/h"], start.numpy())


def test_that_layers_below_and_beside_do_not_disturb(path: Path) -> None:
    embed, layer, head = nn.Embedding(9, 4), nn.LSTM(4, 4), nn.Linear(4, 9)
    words = torch.randint(9, (6, 2))
    with recorded(layer, path, readout=head):
        x = embed(words)
        out, _ = layer(x)
        # The embedding is read past the layer too.
        (head(out).square().mean() + x.sum()).backward()
    assert max(each.share for each in replayed(path).agreements) < 1e-5


def test_that_training_is_not_changed(path: Path) -> None:
    gradients = []
    x = torch.randn(6, 2, 3)
    for records in (False, True):
        torch.manual_seed(1)
        layer = nn.LSTM(3, 4)
        if records:
            with recorded(layer, path):
                layer(x)[0].sin().sum().backward()
        else:
            layer(x)[0].sin().sum().backward()
        gradients.append([p.grad.numpy() for p in layer.parameters()])
    for one, other in zip(*gradients, strict=True):
        np.testing.assert_array_equal(one, other)
    assert x.grad is None
    assert not layer._forward_hooks
    assert not layer._forward_pre_hooks


def test_that_the_first_of_several_calls_is_recorded(path: Path) -> None:
    layer, first = nn.GRU(3, 4), torch.randn(5, 2, 3)
    with recorded(layer, path):
        loss = layer(first)[0].sum() + layer(torch.randn(5, 2, 3))[0].sum()
        loss.backward()
    np.testing.assert_array_equal(replayed(path).capture.arrays["inputs"], first[:, 0].numpy())


def test_that_a_layer_without_bias_is_recorded(path: Path) -> None:
    layer = nn.LSTM(3, 4, bias=False)
    with recorded(layer, path):
        layer(torch.randn(5, 2, 3))[0].sum().backward()
    assert not replayed(path).network.parameters["layer1.b_f"].any()


def called(layer: Any, path: Path, **options: Any) -> None:
    with recorded(layer, path, **options):
        layer(torch.randn(5, 2, 3))[0].sum().backward()


def test_that_what_cannot_be_recorded_is_said(path: Path) -> None:
    with pytest.raises(CaptureError, match="Linear was given; wanted nn"):
        called(nn.Linear(3, 4), path)
    with pytest.raises(CaptureError, match="proj_size"):
        called(nn.LSTM(3, 4, proj_size=2), path)
    with pytest.raises(CaptureError, match="drops out"):
        called(nn.LSTM(3, 4, 2, dropout=0.5), path)
    with pytest.raises(CaptureError, match="one from 0 to 1"):
        called(nn.LSTM(3, 4), path, sequence=2)
    with pytest.raises(CaptureError, match="no gradient came back through the readout"):
        called(nn.LSTM(3, 4), path, readout=nn.Linear(4, 2))
    with pytest.raises(CaptureError, match="not called"), recorded(nn.LSTM(3, 4), path):
        pass
    layer = nn.LSTM(3, 4)
    with pytest.raises(CaptureError, match="no gradient came back"), recorded(layer, path):
        layer(torch.randn(5, 2, 3))
    assert not path.exists()


def test_that_a_readout_behind_something_else_is_refused(path: Path) -> None:
    layer, head = nn.LSTM(3, 4), nn.Linear(4, 2)
    with (
        pytest.raises(CaptureError, match="as they are"),
        recorded(layer, path, readout=head),
    ):
        head(layer(torch.randn(5, 2, 3))[0].relu() + 1.0).sum().backward()


def test_that_an_error_in_the_block_comes_through_and_nothing_is_written(path: Path) -> None:
    layer = nn.LSTM(3, 4)
    with pytest.raises(RuntimeError, match="size"), recorded(layer, path):
        layer(torch.randn(5, 2, 4))
    assert not path.exists()
    assert not layer._forward_hooks


def test_that_the_example_runs(path: Path) -> None:
    script = ROOT / "examples" / "pytorch_capture.py"
    done = subprocess.run(
        [sys.executable, script, path], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "recorded: " in done.stdout
    replay = replayed(path)
    assert replay.weights_title == "nn.LSTM(2, 16) with nn.Linear(16, 1)"
    assert replay.trace().scored.tolist() == [False] * 11 + [True]

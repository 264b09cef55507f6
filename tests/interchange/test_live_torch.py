"""Weights between PyTorch and rnnviz over random sizes, computed on both sides."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells import GRU, LSTM, Elman
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network
from rnnviz.interchange.weight_file import load_weights, save_weights

torch = pytest.importorskip("torch")
nn = torch.nn

KINDS = ("rnn_tanh", "rnn_relu", "lstm", "gru")
CELLS = {"rnn_tanh": Elman("tanh"), "rnn_relu": Elman("relu"), "lstm": LSTM(), "gru": GRU("after")}
SIZES = st.tuples(st.integers(1, 6), st.integers(1, 7), st.integers(1, 3), st.integers(2, 4))
EXAMPLES = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Model(nn.Module):  # type: ignore[misc, name-defined]
    """A layer with a readout, named as somebody might name them."""

    def __init__(self, kind: str, sizes: tuple[int, int, int, int], both: bool, bias: bool = True):
        super().__init__()
        inputs, hidden, layers, outputs = sizes
        more: dict[str, Any] = {"bidirectional": both, "bias": bias, "dtype": torch.float64}
        if kind.startswith("rnn"):
            self.rnn = nn.RNN(inputs, hidden, layers, nonlinearity=kind[4:], **more)
        else:
            self.rnn = getattr(nn, kind.upper())(inputs, hidden, layers, **more)
        self.readout = nn.Linear(hidden * (1 + both), outputs, dtype=torch.float64)

    def forward(self, x: Any) -> Any:
        return self.readout(self.rnn(x)[0])


def batch_of(network: Network, seed: int) -> Batch:
    rng = np.random.default_rng(seed)
    steps, size = 5, 3
    everywhere = np.ones((steps, size), bool)
    targets = rng.integers(network.outputs, size=(steps, size))
    return Batch(rng.normal(size=(steps, size, network.inputs)), targets, everywhere, everywhere)


def assert_same_answers(model: Any, network: Network, seed: int) -> None:
    """Outputs, the loss, and the gradients of the inputs and the readout."""
    batch = batch_of(network, seed)
    forward = network.forward(batch, network.start(batch.size))
    result = LOSSES["cross-entropy"].evaluate(forward.y, batch)
    backward = network.backward(forward, result.d_y)
    x = torch.tensor(batch.inputs, requires_grad=True)
    y = model(x)
    loss = nn.functional.cross_entropy(
        y.flatten(0, 1), torch.tensor(batch.targets).flatten(), reduction="sum"
    )
    (loss / batch.size).backward()
    lowest = network.reader.layers[0]
    d_x = sum(lane.turned(backward.lanes[lane.key].d_inputs, batch.exists) for lane in lowest)
    pairs = (
        (forward.y, y.detach()),
        (d_x, x.grad),
        (backward.gradients["W_hy"], model.readout.weight.grad),
        (backward.gradients["b_y"], model.readout.bias.grad),
    )
    for ours, theirs in pairs:
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-10, atol=1e-10)


@EXAMPLES
@given(
    kind=st.sampled_from(KINDS),
    sizes=SIZES,
    both=st.booleans(),
    bias=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_that_a_model_of_pytorch_computes_the_same_here(
    tmp_path: Path, kind: str, sizes: tuple[int, int, int, int], both: bool, bias: bool, seed: int
) -> None:
    torch.manual_seed(seed)
    model = Model(kind, sizes, both, bias)
    path = tmp_path / "model.npz"
    np.savez(path, **{name: array.numpy() for name, array in model.state_dict().items()})
    network = load_weights(path).network("relu" if kind == "rnn_relu" else "tanh")
    assert_same_answers(model, network, seed)


@EXAMPLES
@given(
    kind=st.sampled_from(KINDS),
    sizes=SIZES,
    both=st.booleans(),
    ending=st.sampled_from((".safetensors", ".npz")),
    seed=st.integers(0, 1000),
)
def test_that_load_state_dict_takes_what_is_written(
    tmp_path: Path, kind: str, sizes: tuple[int, int, int, int], both: bool, ending: str, seed: int
) -> None:
    inputs, hidden, layers, outputs = sizes
    network = Network(CELLS[kind], inputs, hidden, layers, outputs, both=both)
    size = network.parameters.flat.size
    network.parameters.flat[...] = np.random.default_rng(seed).normal(scale=0.5, size=size)
    path = save_weights(network, tmp_path / f"ours{ending}")
    if ending == ".npz":
        with np.load(path) as file:
            arrays = dict(file)
    else:
        arrays = load_file(path)
    model = Model(kind, sizes, both)
    model.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
    assert_same_answers(model, network, seed)

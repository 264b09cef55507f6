"""The engine against what PyTorch computes in float64 (scripts/make_golden_values.py)."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells import GRU, LSTM, Elman
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.clipping import clip
from rnnviz.engine.lane import Lane
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Forward, Network, NetworkState
from rnnviz.engine.optimizer import OPTIMIZERS, OptimizerName

Golden = Mapping[str, NDArray[np.float64]]
WITHIN = 1e-10

CELLS: dict[str, Cell] = {
    "rnn_tanh": Elman("tanh"),
    "rnn_relu": Elman("relu"),
    "lstm": LSTM(),
    "gru": GRU("after"),
}
#: The order in which PyTorch stacks the gates in the rows of its weights.
GATES = {"rnn_tanh": ("h",), "rnn_relu": ("h",), "lstm": "ifco", "gru": "rzh"}


def golden(name: str) -> Golden:
    with np.load(Path(__file__).parent / "golden" / f"{name}.npz", allow_pickle=False) as file:
        return dict(file)


def from_torch(model: str, values: Golden, lane: Lane, prefix: str = "") -> dict[str, np.ndarray]:
    """One lane's parameters (or with prefix "d_" their gradients) under our names.

    PyTorch has two biases where we have one. As parameters they add up; the gradient of
    our one is that of either of theirs.
    """

    def blocks(kind: str) -> dict[str, np.ndarray]:
        reverse = "_reverse" if lane.backward else ""
        array = values[f"{prefix}{kind}_l{lane.layer}{reverse}"]
        return dict(zip(GATES[model], np.split(array, len(GATES[model])), strict=True))

    w_x, w_h, b_x, b_h = (blocks(k) for k in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
    both = b_x if prefix else {gate: b_x[gate] + b_h[gate] for gate in b_x}
    if model == "lstm":
        weights = {f"W_{gate}": np.hstack((w_h[gate], w_x[gate])) for gate in GATES[model]}
        return weights | {f"b_{gate}": both[gate] for gate in GATES[model]}
    if model == "gru":
        weights = {f"W_{gate}": w_x[gate] for gate in "zrh"} | {f"U_{g}": w_h[g] for g in "zrh"}
        biases = {"b_z": both["z"], "b_r": both["r"], "b_h": b_x["h"], "b_u": b_h["h"]}
        return weights | biases
    return {"W_xh": w_x["h"], "W_hh": w_h["h"], "b_h": both["h"]}


def parameters_from_torch(
    model: str, network: Network, values: Golden, prefix: str = ""
) -> dict[str, np.ndarray]:
    """All parameters of a network under our names."""
    ours = {"W_hy": values[f"{prefix}weight_out"], "b_y": values[f"{prefix}bias_out"]}
    for lane in network.lanes:
        arrays = from_torch(model, values, lane, prefix)
        ours |= {f"{lane.key}.{name}": array for name, array in arrays.items()}
    return ours


def network_from_torch(model: str, layers: int, values: Golden, both: bool) -> Network:
    hidden, inputs = values["weight_ih_l0"].shape
    hidden //= len(GATES[model])
    outputs = len(values["bias_out"])
    network = Network(CELLS[model], inputs, hidden, layers, outputs, both=both)
    parameters = parameters_from_torch(model, network, values)
    assert parameters.keys() == network.parameters.keys()
    for name, array in parameters.items():
        network.parameters[name][...] = array
    return network


def row_of(network: Network, lane: Lane) -> int:
    """Where PyTorch has a lane among all states."""
    return network.lanes.index(lane)


def start_from_torch(network: Network, values: Golden) -> NetworkState:
    return {
        lane.key: {s: values[f"{s}_start"][row_of(network, lane)] for s in network.cell.states}
        for lane in network.lanes
    }


class Case:
    """One model of PyTorch's, and ours with the same weights over the same batch."""

    def __init__(self, model: str, layers: int, both: bool):
        self.model = model
        self.values = golden(f"{model}_{layers}{'_both' if both else ''}")
        self.network = network_from_torch(model, layers, self.values, both)
        x, targets = self.values["x"], self.values["targets"]
        exists = targets >= 0  # −1 is padding.
        self.batch = Batch(x, np.maximum(targets, 0), exists, exists)
        self.start = start_from_torch(self.network, self.values)

    def forward(self) -> Forward:
        return self.network.forward(self.batch, self.start)


PARAMETERS = [(m, n, both) for m in CELLS for n in (1, 2) for both in (False, True)]


@pytest.fixture(params=PARAMETERS, ids=lambda p: f"{p[0]}-{p[1]}-{'both' if p[2] else 'forward'}")
def case(request: pytest.FixtureRequest) -> Case:
    return Case(*request.param)


def assert_close(ours: np.ndarray | float, theirs: np.ndarray) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=WITHIN, atol=WITHIN)


def test_that_outputs_and_end_states_are_those_of_pytorch(case: Case) -> None:
    forward = case.forward()
    exists = case.batch.exists
    assert_close(forward.y[exists], case.values["y"][exists])
    for lane in case.network.lanes:
        for state, end in forward.lanes[lane.key].end.items():
            assert_close(end, case.values[f"{state}_end"][row_of(case.network, lane)])


def test_that_the_loss_is_that_of_pytorch(case: Case) -> None:
    result = LOSSES["cross-entropy"].evaluate(case.forward().y, case.batch)
    assert_close(result.total, case.values["loss"])


def test_that_all_gradients_are_those_of_pytorch(case: Case) -> None:
    forward = case.forward()
    d_y = LOSSES["cross-entropy"].evaluate(forward.y, case.batch).d_y
    backward = case.network.backward(forward, d_y)
    theirs = parameters_from_torch(case.model, case.network, case.values, "d_")
    assert theirs.keys() == backward.gradients.keys()
    for name, gradient in backward.gradients.items():
        assert_close(gradient, theirs[name])
    d_x = [
        lane.turned(backward.lanes[lane.key].d_inputs, case.batch.exists)
        for lane in case.network.reader.layers[0]
    ]
    assert_close(sum(d_x[1:], d_x[0]), case.values["d_x"])
    for lane in case.network.lanes:
        for state, gradient in backward.start[lane.key].items():
            assert_close(gradient, case.values[f"d_{state}_start"][row_of(case.network, lane)])


def test_that_training_uses_the_gradients_of_pytorch(case: Case) -> None:
    gradients = case.network.parameters.zeros_like()
    case.network.learn(case.batch, LOSSES["cross-entropy"], case.start, gradients)
    theirs = parameters_from_torch(case.model, case.network, case.values, "d_")
    for name, gradient in gradients.items():
        assert_close(gradient, theirs[name])


def test_that_attention_is_that_of_pytorch() -> None:
    values = golden("attention")
    hidden, inputs = values["encoder.weight_ih_l0"].shape
    hidden //= 4
    network = Network(
        LSTM(), inputs, hidden, 1, len(values["bias_out"]), both=True, decoder=True, attention=True
    )
    for name, array in of_attention(network, values).items():
        network.parameters[name][...] = array
    source, targets = values["x"], values["targets"]
    width = max(inputs, network.outputs)
    words = np.eye(width)[values["words"]]
    padded = np.pad(source, ((0, 0), (0, 0), (0, width - inputs)))
    exists = np.arange(len(source))[:, None] < values["lengths"]
    everywhere = np.ones(targets.shape, bool)
    batch = Batch(
        np.concatenate((padded, words)),
        np.concatenate((np.zeros(exists.shape, int), targets)),
        np.concatenate((exists, everywhere)),
        np.concatenate((np.zeros_like(exists), everywhere)),
        source=len(source),
    )
    start, loss = network.start(batch.size), LOSSES["cross-entropy"]
    forward = network.forward(batch, start)
    result = loss.evaluate(forward.y, batch)
    assert forward.attention is not None
    assert_close(forward.attention.values["w"], values["weights"])
    assert_close(forward.y[len(source) :], values["y"])
    assert_close(result.total, values["loss"])
    theirs = of_attention(network, values, "d_")
    learnt = network.parameters.zeros_like()
    network.learn(batch, loss, start, learnt)
    for gradients in (network.backward(forward, result.d_y).gradients, learnt):
        assert gradients.keys() == theirs.keys()
        for name, gradient in gradients.items():
            assert_close(gradient, theirs[name])


def of_attention(network: Network, values: Golden, prefix: str = "") -> dict[str, np.ndarray]:
    """All parameters of the encoder–decoder under our names."""
    ours = {"W_hy": values[f"{prefix}weight_out"], "b_y": values[f"{prefix}bias_out"]}
    ours |= {
        f"attention.{name}": values[f"{prefix}combine.{theirs}"]
        for name, theirs in (("W_n", "weight"), ("b_n", "bias"))
    }
    for lane in network.lanes:
        start = f"{prefix}{lane.role}."
        part = {
            f"{prefix}{name.removeprefix(start)}": array
            for name, array in values.items()
            if name.startswith(start)
        }
        arrays = from_torch("lstm", part, lane, prefix)
        ours |= {f"{lane.key}.{name}": array for name, array in arrays.items()}
    return ours


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_that_optimizers_take_the_steps_of_pytorch(name: OptimizerName) -> None:
    values = golden("optimizers")
    weights = values["start"].copy()
    optimizer = OPTIMIZERS[name](weights)
    for gradient, theirs in zip(values["gradients"], values[name], strict=True):
        optimizer.update(weights, gradient, float(values["rate"]))
        assert_close(weights, theirs)


def test_that_clipping_is_that_of_pytorch() -> None:
    values = golden("clipping")
    for limit, by_norm, by_value in zip(
        values["limits"], values["norm"], values["value"], strict=True
    ):
        clipped = values["gradient"].copy()
        before, after = clip(clipped, "norm", limit)
        # PyTorch divides by ‖g‖ + 1e−6 lest ‖g‖ be 0; where ‖g‖ > limit, we need not.
        is_cut = before > limit
        assert_close(clipped, by_norm * ((before + 1e-6) / before if is_cut else 1.0))
        assert after == pytest.approx(np.linalg.norm(clipped), rel=1e-14)
        clipped = values["gradient"].copy()
        clip(clipped, "value", limit)
        assert_close(clipped, by_value)

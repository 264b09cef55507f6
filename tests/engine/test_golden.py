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


def from_torch(model: str, values: Golden, layer: int, prefix: str = "") -> dict[str, np.ndarray]:
    """One layer's parameters (or with prefix "d_" their gradients) under our names.

    PyTorch has two biases where we have one. As parameters they add up; the gradient of
    our one is that of either of theirs.
    """

    def blocks(kind: str) -> dict[str, np.ndarray]:
        array = values[f"{prefix}{kind}_l{layer}"]
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
    model: str, layers: int, values: Golden, prefix: str = ""
) -> dict[str, np.ndarray]:
    """All parameters of a network under our names."""
    ours = {"W_hy": values[f"{prefix}weight_out"], "b_y": values[f"{prefix}bias_out"]}
    for layer in range(layers):
        arrays = from_torch(model, values, layer, prefix)
        ours |= {f"layer{layer + 1}.{name}": array for name, array in arrays.items()}
    return ours


def network_from_torch(model: str, layers: int, values: Golden) -> Network:
    hidden, inputs = values["weight_ih_l0"].shape
    network = Network(
        CELLS[model], inputs, hidden // len(GATES[model]), layers, len(values["bias_out"])
    )
    parameters = parameters_from_torch(model, layers, values)
    assert parameters.keys() == network.parameters.keys()
    for name, array in parameters.items():
        network.parameters[name][...] = array
    return network


def start_from_torch(network: Network, values: Golden) -> NetworkState:
    return {
        lane.key: {s: values[f"{s}_start"][lane.layer] for s in network.cell.states}
        for lane in network.lanes
    }


class Case:
    """One model of PyTorch's, and ours with the same weights over the same batch."""

    def __init__(self, model: str, layers: int):
        self.model, self.layers = model, layers
        self.values = golden(f"{model}_{layers}")
        self.network = network_from_torch(model, layers, self.values)
        x, targets = self.values["x"], self.values["targets"]
        everywhere = np.ones(targets.shape, bool)
        self.batch = Batch(x, targets, everywhere, everywhere)
        self.start = start_from_torch(self.network, self.values)

    def forward(self) -> Forward:
        return self.network.forward(self.batch, self.start)


@pytest.fixture(params=[(m, n) for m in CELLS for n in (1, 2)], ids=lambda p: f"{p[0]}-{p[1]}")
def case(request: pytest.FixtureRequest) -> Case:
    return Case(*request.param)


def assert_close(ours: np.ndarray | float, theirs: np.ndarray) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=WITHIN, atol=WITHIN)


def test_that_outputs_and_end_states_are_those_of_pytorch(case: Case) -> None:
    forward = case.forward()
    assert_close(forward.y, case.values["y"])
    for lane in case.network.lanes:
        for state, end in forward.lanes[lane.key].end.items():
            assert_close(end, case.values[f"{state}_end"][lane.layer])


def test_that_the_loss_is_that_of_pytorch(case: Case) -> None:
    result = LOSSES["cross-entropy"].evaluate(case.forward().y, case.batch)
    assert_close(result.total, case.values["loss"])


def test_that_all_gradients_are_those_of_pytorch(case: Case) -> None:
    forward = case.forward()
    d_y = LOSSES["cross-entropy"].evaluate(forward.y, case.batch).d_y
    backward = case.network.backward(forward, d_y)
    theirs = parameters_from_torch(case.model, case.layers, case.values, "d_")
    assert theirs.keys() == backward.gradients.keys()
    for name, gradient in backward.gradients.items():
        assert_close(gradient, theirs[name])
    assert_close(backward.lanes["layer1"].d_inputs, case.values["d_x"])
    for lane in case.network.lanes:
        for state, gradient in backward.start[lane.key].items():
            assert_close(gradient, case.values[f"d_{state}_start"][lane.layer])


def test_that_training_uses_the_gradients_of_pytorch(case: Case) -> None:
    gradients = case.network.parameters.zeros_like()
    case.network.learn(case.batch, LOSSES["cross-entropy"], case.start, gradients)
    theirs = parameters_from_torch(case.model, case.layers, case.values, "d_")
    for name, gradient in gradients.items():
        assert_close(gradient, theirs[name])


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

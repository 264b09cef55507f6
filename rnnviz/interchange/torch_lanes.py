"""PyTorch's names and orders of a recurrent layer's weights, and ours.

PyTorch has, of layer n (from 0; of the direction that reads from the end with `_reverse`),

    weight_ih_ln  (g H, I)    weight_hh_ln  (g H, H)    bias_ih_ln, bias_hh_ln  (g H,)

with g gates on top of each other: one for nn.RNN; i, f, g, o for nn.LSTM; r, z, n for nn.GRU.
It has two biases where we have one: ours is their sum. Only inside of the GRU's candidate they
are apart, as ours are in the form in which the reset gate acts after the product.
(PyTorch, documentation of torch.nn.RNN, torch.nn.LSTM and torch.nn.GRU.)
"""

from collections.abc import Mapping
from typing import Literal

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.engine.lane import Lane

Kind = Literal["rnn", "lstm", "gru"]

#: The letters of our gates in PyTorch's order.
GATES: dict[Kind, str] = {"rnn": "h", "lstm": "ifco", "gru": "rzh"}
#: PyTorch's arrays of a lane, and those that a layer with bias=False lacks.
PARTS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
BIASES = PARTS[2:]


def ending(lane: Lane) -> str:
    """What PyTorch adds to the names of a lane's arrays: "_l0", "_l0_reverse"."""
    return f"_l{lane.layer}{'_reverse' if lane.backward else ''}"


def lane_from_torch(kind: Kind, arrays: Mapping[str, Floats]) -> dict[str, Floats]:
    """A lane's parameters under our names, from PyTorch's under PARTS."""
    gates = GATES[kind]
    w_x, w_h, b_x, b_h = (
        dict(zip(gates, np.split(arrays[part], len(gates)), strict=True)) for part in PARTS
    )
    if kind == "gru":
        return {
            **{f"W_{gate}": w_x[gate] for gate in gates},
            **{f"U_{gate}": w_h[gate] for gate in gates},
            **{f"b_{gate}": _sum(b_x[gate], b_h[gate]) for gate in "zr"},
            "b_h": b_x["h"],
            "b_u": b_h["h"],
        }
    if kind == "lstm":
        weights = {f"W_{gate}": np.hstack((w_h[gate], w_x[gate])) for gate in gates}
    else:
        weights = {"W_xh": w_x["h"], "W_hh": w_h["h"]}
    return weights | {f"b_{gate}": _sum(b_x[gate], b_h[gate]) for gate in gates}


def _sum(one: Floats, other: Floats) -> Floats:
    """The sum; where the other is 0, the one to the last bit, the sign of a zero too."""
    with np.errstate(over="ignore"):  # Numbers that overflow are shown as such.
        return np.where(other == 0, one, one + other)


def lane_to_torch(kind: Kind, ours: Mapping[str, Floats]) -> dict[str, Floats]:
    """The other way round. A bias that we have once goes into bias_ih; bias_hh is then 0."""
    gates = GATES[kind]
    b_x = {gate: ours[f"b_{gate}"] for gate in gates}
    b_h = {gate: np.zeros_like(bias) for gate, bias in b_x.items()}
    if kind == "gru":
        w_x = {gate: ours[f"W_{gate}"] for gate in gates}
        w_h = {gate: ours[f"U_{gate}"] for gate in gates}
        b_h["h"] = ours["b_u"]
    elif kind == "lstm":
        hidden = len(ours["b_f"])
        w_h = {gate: ours[f"W_{gate}"][:, :hidden] for gate in gates}
        w_x = {gate: ours[f"W_{gate}"][:, hidden:] for gate in gates}
    else:
        w_x, w_h = {"h": ours["W_xh"]}, {"h": ours["W_hh"]}
    stacked = (np.concatenate([part[gate] for gate in gates]) for part in (w_x, w_h, b_x, b_h))
    return dict(zip(PARTS, stacked, strict=True))

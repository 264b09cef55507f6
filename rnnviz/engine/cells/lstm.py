"""Long short-term memory, with a forget gate.

S. Hochreiter and J. Schmidhuber, "Long short-term memory", Neural Computation 9 (1997);
the forget gate: F. Gers, J. Schmidhuber and F. Cummins, "Learning to forget", Neural
Computation 12 (2000).

    f_t = σ(W_f [h_{t−1}, x_t] + b_f)         what the cell keeps
    i_t = σ(W_i [h_{t−1}, x_t] + b_i)         what it takes in
    c̃_t = tanh(W_c [h_{t−1}, x_t] + b_c)      what there is to take in
    c_t = f_t ⊙ c_{t−1} + i_t ⊙ c̃_t           the cell state
    o_t = σ(W_o [h_{t−1}, x_t] + b_o)         what it shows
    h_t = o_t ⊙ tanh(c_t)
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from rnnviz.engine.activations import sigmoid
from rnnviz.engine.batch import Floats
from rnnviz.engine.cells.cell import (
    Cell,
    CellParameter,
    Family,
    Product,
    Quantity,
    StepGradient,
    Values,
)

UNIT, SYMMETRIC = (0.0, 1.0), (-1.0, 1.0)
#: The order in which the gates' parameters lie in memory. The whole-sequence kernel uses
#: it: the three sigmoids side by side, and side by side what the cell state's gradient feeds.
MEMORY_ORDER = ("o", "f", "i", "c")


def _affine(gate: str, title: str) -> Quantity:
    return Quantity(
        f"a_{gate}",
        f"{title}, pre-activation",
        f"a_{gate}",
        Family.PRE_ACTIVATION,
        products=(Product(f"W_{gate}", ("h-", "x")),),
        bias=f"b_{gate}",
    )


@dataclass(frozen=True)
class LSTM(Cell):
    """Long short-term memory; the bias of the forget gate starts from `forget_bias`.

    A bias of 1 lets the cell remember from the start (R. Jozefowicz, W. Zaremba and
    I. Sutskever, "An empirical exploration of recurrent network architectures", 2015).
    """

    forget_bias: float = 1.0

    key: ClassVar[str] = "lstm"
    title: ClassVar[str] = "LSTM"
    states: ClassVar[tuple[str, ...]] = ("h", "c")

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        gate, signed = Family.GATE, Family.SIGNED
        return (
            _affine("f", "forget gate"),
            Quantity("f", "forget gate", "f", gate, UNIT, "σ({a_f})"),
            _affine("i", "input gate"),
            Quantity("i", "input gate", "i", gate, UNIT, "σ({a_i})"),
            _affine("o", "output gate"),
            Quantity("o", "output gate", "o", gate, UNIT, "σ({a_o})"),
            _affine("c", "candidate"),
            Quantity("g", "candidate", "c̃", signed, SYMMETRIC, "tanh({a_c})"),
            Quantity("c", "cell state", "c", signed, None, "{f} ⊙ {c-} + {i} ⊙ {g}"),
            Quantity("h", "hidden state", "h", signed, SYMMETRIC, "{o} ⊙ tanh({c})"),
        )

    @property
    def parameters(self) -> tuple[CellParameter, ...]:
        weights = [CellParameter(f"W_{gate}", ("h-", "x")) for gate in MEMORY_ORDER]
        return (*weights, *(CellParameter(f"b_{gate}") for gate in MEMORY_ORDER))

    def initial_bias(self, name: str) -> float:
        return self.forget_bias if name == "b_f" else 0.0

    def step(self, p: Values, x: Floats, previous: Values) -> dict[str, Floats]:
        hx = np.concatenate((previous["h"], x), axis=-1)
        a_f = hx @ p["W_f"].T + p["b_f"]
        f = sigmoid(a_f)
        a_i = hx @ p["W_i"].T + p["b_i"]
        i = sigmoid(a_i)
        a_o = hx @ p["W_o"].T + p["b_o"]
        o = sigmoid(a_o)
        a_c = hx @ p["W_c"].T + p["b_c"]
        g = np.tanh(a_c)
        c = f * previous["c"] + i * g
        h = o * np.tanh(c)
        return {
            "a_f": a_f,
            "f": f,
            "a_i": a_i,
            "i": i,
            "a_o": a_o,
            "o": o,
            "a_c": a_c,
            "g": g,
            "c": c,
            "h": h,
        }

    def following(self, v: Values) -> dict[str, Floats]:
        return {"h": v["o"] * np.tanh(v["c"])}

    def step_back(self, p: Values, v: Values, previous: Values, d: Values) -> StepGradient:
        f, i, o, g = v["f"], v["i"], v["o"], v["g"]
        tanh_c = np.tanh(v["c"])
        d_h = d["h"]
        d_o = d_h * tanh_c
        d_c = d["c"] + d_h * o * (1.0 - tanh_c * tanh_c)
        d_g = d_c * i
        d_i = d_c * g
        d_f = d_c * previous["c"]
        d_a_c = d_g * (1.0 - g * g)
        d_a_o = d_o * o * (1.0 - o)
        d_a_i = d_i * i * (1.0 - i)
        d_a_f = d_f * f * (1.0 - f)
        # Of W [h, x] these are the columns that multiply h.
        of_h = slice(d_h.shape[-1])
        d_h_prev = (
            d_a_f @ p["W_f"][:, of_h]
            + d_a_i @ p["W_i"][:, of_h]
            + d_a_o @ p["W_o"][:, of_h]
            + d_a_c @ p["W_c"][:, of_h]
        )
        return StepGradient(
            quantities={
                "a_f": d_a_f,
                "f": d_f,
                "a_i": d_a_i,
                "i": d_i,
                "a_o": d_a_o,
                "o": d_o,
                "a_c": d_a_c,
                "g": d_g,
                "c": d_c,
                "h": d_h,
            },
            previous={"h": d_h_prev, "c": d_c * f},
        )

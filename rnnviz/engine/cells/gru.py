"""The gated recurrent unit, in both of its forms.

K. Cho et al., "Learning phrase representations using RNN encoder–decoder", 2014.

    z_t = σ(W_z x_t + U_z h_{t−1} + b_z)              what the state keeps
    r_t = σ(W_r x_t + U_r h_{t−1} + b_r)              what the candidate sees of it
    h̃_t = tanh(W_h x_t + U_h (r_t ⊙ h_{t−1}) + b_h)   reset before the product, or
    h̃_t = tanh(W_h x_t + b_h + r_t ⊙ (U_h h_{t−1} + b_u))   after it
    h_t = z_t ⊙ h_{t−1} + (1 − z_t) ⊙ h̃_t

The first form is the paper's first version, the second the one that PyTorch and cuDNN
compute. (The paper's z is ours; some later texts swap z and 1 − z.)
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

import numpy as np

from rnnviz.engine.activations import sigmoid
from rnnviz.engine.batch import Floats
from rnnviz.engine.cells.cell import Cell, Family, Product, Quantity, StepGradient, Values

UNIT, SYMMETRIC = (0.0, 1.0), (-1.0, 1.0)


def _gate(gate: str, title: str) -> tuple[Quantity, Quantity]:
    products = (Product(f"W_{gate}", ("x",)), Product(f"U_{gate}", ("h-",)))
    a = Quantity(
        f"a_{gate}",
        f"{title}, pre-activation",
        f"a_{gate}",
        Family.PRE_ACTIVATION,
        products=products,
        bias=f"b_{gate}",
    )
    return a, Quantity(gate, title, gate, Family.GATE, UNIT, f"σ({{a_{gate}}})")


def _reset_before() -> tuple[Quantity, ...]:
    return (
        Quantity("s", "what reset lets through", "s", Family.INTERMEDIATE, None, "{r} ⊙ {h-}"),
        Quantity(
            "a_h",
            "candidate, pre-activation",
            "a_h",
            Family.PRE_ACTIVATION,
            products=(Product("W_h", ("x",)), Product("U_h", ("s",))),
            bias="b_h",
        ),
    )


def _reset_after() -> tuple[Quantity, ...]:
    from_input, from_state = (Product("W_h", ("x",)),), (Product("U_h", ("h-",)),)
    inner = Family.INTERMEDIATE
    return (
        Quantity("w", "candidate, from the input", "w", inner, products=from_input, bias="b_h"),
        Quantity("u", "candidate, from the state", "u", inner, products=from_state, bias="b_u"),
        Quantity(
            "a_h",
            "candidate, pre-activation",
            "a_h",
            Family.PRE_ACTIVATION,
            formula="{w} + {r} ⊙ {u}",
        ),
    )


@dataclass(frozen=True)
class GRU(Cell):
    """The gated recurrent unit; `reset` says where r_t acts: before or after the product."""

    reset: Literal["before", "after"] = "before"

    key: ClassVar[str] = "gru"
    title: ClassVar[str] = "GRU"
    states: ClassVar[tuple[str, ...]] = ("h",)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        signed = Family.SIGNED
        return (
            *_gate("z", "update gate"),
            *_gate("r", "reset gate"),
            *(_reset_before() if self.reset == "before" else _reset_after()),
            Quantity("g", "candidate", "h̃", signed, SYMMETRIC, "tanh({a_h})"),
            Quantity("h", "hidden state", "h", signed, SYMMETRIC, "{z} ⊙ {h-} + (1 − {z}) ⊙ {g}"),
        )

    def step(self, p: Values, x: Floats, previous: Values) -> dict[str, Floats]:
        h_prev = previous["h"]
        a_z = x @ p["W_z"].T + h_prev @ p["U_z"].T + p["b_z"]
        z = sigmoid(a_z)
        a_r = x @ p["W_r"].T + h_prev @ p["U_r"].T + p["b_r"]
        r = sigmoid(a_r)
        if self.reset == "before":
            s = r * h_prev
            a_h = x @ p["W_h"].T + s @ p["U_h"].T + p["b_h"]
            inner = {"s": s}
        else:
            w = x @ p["W_h"].T + p["b_h"]
            u = h_prev @ p["U_h"].T + p["b_u"]
            a_h = w + r * u
            inner = {"w": w, "u": u}
        g = np.tanh(a_h)
        h = z * h_prev + (1.0 - z) * g
        return {"a_z": a_z, "z": z, "a_r": a_r, "r": r, **inner, "a_h": a_h, "g": g, "h": h}

    def step_back(self, p: Values, v: Values, previous: Values, d: Values) -> StepGradient:
        h_prev, z, r, g = previous["h"], v["z"], v["r"], v["g"]
        d_h = d["h"]
        d_z = d_h * (h_prev - g)
        d_g = d_h * (1.0 - z)
        d_a_h = d_g * (1.0 - g * g)
        if self.reset == "before":
            d_s = d_a_h @ p["U_h"]
            d_r = d_s * h_prev
            d_h_prev = d_s * r
            inner = {"s": d_s}
        else:
            d_u = d_a_h * r
            d_r = d_a_h * v["u"]
            d_h_prev = d_u @ p["U_h"]
            inner = {"w": d_a_h, "u": d_u}
        d_a_r = d_r * r * (1.0 - r)
        d_a_z = d_z * z * (1.0 - z)
        d_h_prev = d_h_prev + d_h * z + d_a_z @ p["U_z"] + d_a_r @ p["U_r"]
        return StepGradient(
            quantities={
                "a_z": d_a_z,
                "z": d_z,
                "a_r": d_a_r,
                "r": d_r,
                **inner,
                "a_h": d_a_h,
                "g": d_g,
                "h": d_h,
            },
            previous={"h": d_h_prev},
        )

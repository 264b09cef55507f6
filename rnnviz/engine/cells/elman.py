"""The Elman network: the recurrent neuron in its simplest form.

J. L. Elman, "Finding structure in time", Cognitive Science 14 (1990).

    a_t = W_xh x_t + W_hh h_{t−1} + b_h
    h_t = f(a_t)
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from rnnviz.engine.activations import ACTIVATIONS, ActivationName
from rnnviz.engine.batch import Floats
from rnnviz.engine.cells.cell import Cell, Family, Product, Quantity, StepGradient, Values


@dataclass(frozen=True)
class Elman(Cell):
    """The vanilla recurrent cell; `activation` is f: tanh, relu, sigmoid or identity."""

    activation: ActivationName = "tanh"

    key: ClassVar[str] = "elman"
    title: ClassVar[str] = "RNN"
    states: ClassVar[tuple[str, ...]] = ("h",)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        f = ACTIVATIONS[self.activation]
        inputs, recurrent = Product("W_xh", ("x",)), Product("W_hh", ("h-",))
        return (
            Quantity(
                "a",
                "pre-activation",
                "a",
                Family.PRE_ACTIVATION,
                products=(inputs, recurrent),
                bias="b_h",
            ),
            Quantity("h", "hidden state", "h", Family.SIGNED, f.range, f"{f.symbol}({{a}})"),
        )

    def step(self, p: Values, x: Floats, previous: Values) -> dict[str, Floats]:
        a = x @ p["W_xh"].T + previous["h"] @ p["W_hh"].T + p["b_h"]
        h = ACTIVATIONS[self.activation].value(a)
        return {"a": a, "h": h}

    def step_back(self, p: Values, v: Values, previous: Values, d: Values) -> StepGradient:
        d_h = d["h"]
        d_a = d_h * ACTIVATIONS[self.activation].slope(v["h"])
        return StepGradient(
            quantities={"a": d_a, "h": d_h},
            previous={"h": d_a @ p["W_hh"]},
        )

"""Nonlinearities, each with its derivative written in terms of its own value."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rnnviz.engine.batch import Floats

ActivationName = Literal["tanh", "relu", "sigmoid", "identity"]


def sigmoid(a: Floats) -> Floats:
    """σ(a) = 1 / (1 + e^−a), written as ½ tanh(a/2) + ½ because that cannot overflow."""
    half = np.array(0.5, a.dtype)  # To NumPy an array is less work than a number of Python's.
    value: Floats = np.tanh(half * a)
    value *= half
    value += half
    return value


def log_softmax(y: Floats) -> Floats:
    """ln softmax(y) along the last axis, without overflow."""
    shifted: Floats = y - y.max(axis=-1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted


@dataclass(frozen=True)
class Activation:
    """f and f′: `value` maps a to f(a); `slope` maps f(a), not a, to f′(a).

    `symbol` is how f is written in a formula; `range` the least and the greatest value.
    """

    symbol: str
    range: tuple[float, float] | None
    value: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]


ACTIVATIONS: dict[ActivationName, Activation] = {
    "tanh": Activation("tanh", (-1.0, 1.0), np.tanh, lambda h: 1.0 - h * h),
    # h is never negative, so its sign is 0 or 1. At a = 0 the slope of ReLU is taken as 0, as
    # everywhere in the field.
    "relu": Activation("ReLU", None, lambda a: np.maximum(a, 0.0), np.sign),
    "sigmoid": Activation("σ", (0.0, 1.0), sigmoid, lambda h: h * (1.0 - h)),
    "identity": Activation("id", None, lambda a: a + 0.0, np.ones_like),
}

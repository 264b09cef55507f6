"""Optimisers. Each changes the flat vector of all parameters in place.

`moments` is everything that an optimiser remembers, so that a run can be put back.
"""

from abc import ABC, abstractmethod
from typing import ClassVar, Literal

import numpy as np

from rnnviz.engine.batch import Floats

OptimizerName = Literal["sgd", "momentum", "rmsprop", "adam"]


class Optimizer(ABC):
    """Takes steps downhill.

    moments  running averages by name, each as long as the parameters.
    count    how many steps were taken.
    """

    name: ClassVar[OptimizerName]
    moment_names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, parameters: Floats):
        self.moments = {name: np.zeros_like(parameters) for name in self.moment_names}
        self.count = 0
        self._scratch = np.empty_like(parameters)

    def update(self, parameters: Floats, gradient: Floats, rate: float) -> None:
        """Change `parameters` by one step of learning rate `rate` against `gradient`."""
        self.count += 1
        self._step(parameters, gradient, rate)

    @abstractmethod
    def _step(self, parameters: Floats, gradient: Floats, rate: float) -> None: ...


class SGD(Optimizer):
    """Stochastic gradient descent: w ← w − η g."""

    name: ClassVar[OptimizerName] = "sgd"

    def _step(self, parameters: Floats, gradient: Floats, rate: float) -> None:
        np.multiply(gradient, rate, out=self._scratch)
        parameters -= self._scratch


class Momentum(Optimizer):
    """v ← 0.9 v + g, w ← w − η v (B. Polyak, 1964)."""

    name: ClassVar[OptimizerName] = "momentum"
    moment_names: ClassVar[tuple[str, ...]] = ("velocity",)
    decay: ClassVar[float] = 0.9

    def _step(self, parameters: Floats, gradient: Floats, rate: float) -> None:
        velocity = self.moments["velocity"]
        velocity *= self.decay
        velocity += gradient
        np.multiply(velocity, rate, out=self._scratch)
        parameters -= self._scratch


class RMSProp(Optimizer):
    """s ← 0.99 s + 0.01 g², w ← w − η g / (√s + 1e−8) (G. Hinton, lecture 6e, 2012)."""

    name: ClassVar[OptimizerName] = "rmsprop"
    moment_names: ClassVar[tuple[str, ...]] = ("square",)
    decay: ClassVar[float] = 0.99
    epsilon: ClassVar[float] = 1e-8

    def _step(self, parameters: Floats, gradient: Floats, rate: float) -> None:
        square, scratch = self.moments["square"], self._scratch
        square *= self.decay
        np.multiply(gradient, gradient, out=scratch)
        scratch *= 1.0 - self.decay
        square += scratch
        np.sqrt(square, out=scratch)
        scratch += self.epsilon
        np.divide(gradient, scratch, out=scratch)
        scratch *= rate
        parameters -= scratch


class Adam(Optimizer):
    """m ← 0.9 m + 0.1 g, v ← 0.999 v + 0.001 g², w ← w − η m̂ / (√v̂ + 1e−8), where
    m̂ = m / (1 − 0.9ⁿ) and v̂ = v / (1 − 0.999ⁿ) (D. Kingma and J. Ba, 2015, algorithm 1)."""

    name: ClassVar[OptimizerName] = "adam"
    moment_names: ClassVar[tuple[str, ...]] = ("mean", "square")
    decay: ClassVar[tuple[float, float]] = (0.9, 0.999)
    epsilon: ClassVar[float] = 1e-8

    def _step(self, parameters: Floats, gradient: Floats, rate: float) -> None:
        mean, square, scratch = self.moments["mean"], self.moments["square"], self._scratch
        first, second = self.decay
        mean *= first
        np.multiply(gradient, 1.0 - first, out=scratch)
        mean += scratch
        square *= second
        np.multiply(gradient, gradient, out=scratch)
        scratch *= 1.0 - second
        square += scratch
        np.sqrt(square, out=scratch)
        scratch *= 1.0 / np.sqrt(1.0 - second**self.count)
        scratch += self.epsilon
        np.divide(mean, scratch, out=scratch)
        scratch *= rate / (1.0 - first**self.count)
        parameters -= scratch


OPTIMIZERS: dict[OptimizerName, type[Optimizer]] = {
    kind.name: kind for kind in (SGD, Momentum, RMSProp, Adam)
}

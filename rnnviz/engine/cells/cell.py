"""The contract of a cell: what it computes at one time step, named, forward and backward.

A cell holds no numbers. It lists its quantities in the order computed; `step` computes
them, `step_back` computes the gradient of E by each of them. Everything else in the
program reads the list: the tracks, the inspector, the ticks and the parameter gradients.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from rnnviz.engine.batch import Floats

Values = Mapping[str, Floats]


class Family(Enum):
    """What sort of number a quantity is; it decides the colours."""

    PRE_ACTIVATION = "pre-activation"
    GATE = "gate"
    SIGNED = "signed"
    INTERMEDIATE = "intermediate"


@dataclass(frozen=True)
class Product:
    """A weight matrix times its sources, laid end to end.

    A source is "x" (the input), a state's key with a minus sign ("h-": the state of the
    step before), or the key of a quantity computed earlier in the same step.
    """

    weight: str
    sources: tuple[str, ...]

    def columns(self, source: str, inputs: int, hidden: int) -> slice:
        """Which columns of the weight multiply a source."""
        widths = [inputs if name == "x" else hidden for name in self.sources]
        place = self.sources.index(source)
        return slice(sum(widths[:place]), sum(widths[: place + 1]))


@dataclass(frozen=True)
class Quantity:
    """A named vector of H numbers that a cell computes at every time step.

    It is either affine (`products` and a `bias`) or computed unit by unit (`formula`).

    key      its name in records, e.g. "f".
    title    in words, e.g. "forget gate".
    symbol   as in the papers, without the time: "f", "h̃", "a_f" (what follows _ is below).
    family   what sort of number it is.
    range    the least and greatest value it can take, or None where there is no bound.
    formula  unit by unit, with {key} for what is read: "{f} ⊙ {c-} + {i} ⊙ {g}".
    """

    key: str
    title: str
    symbol: str
    family: Family
    range: tuple[float, float] | None = None
    formula: str = ""
    products: tuple[Product, ...] = ()
    bias: str | None = None


@dataclass(frozen=True)
class CellParameter:
    """A parameter of a cell: a weight matrix with its sources, or a bias without any."""

    name: str
    sources: tuple[str, ...] = ()

    def shape(self, inputs: int, hidden: int) -> tuple[int, ...]:
        """(H, columns) for a weight, (H,) for a bias."""
        if not self.sources:
            return (hidden,)
        return (hidden, sum(inputs if source == "x" else hidden for source in self.sources))


@dataclass(frozen=True)
class StepGradient:
    """What one step of back-propagation gives.

    quantities  ∂E/∂q_t for every quantity q, each (B, H).
    previous    what reaches each state of step t − 1 through this step, each (B, H).

    What follows from the first and is not needed to go on, ∂E/∂W and ∂E/∂x_t, is computed
    for all steps together: see `layer.py`.
    """

    quantities: dict[str, Floats]
    previous: dict[str, Floats]


class Cell(ABC):
    """A recurrent cell. Stateless: weights and states are passed in."""

    key: ClassVar[str]
    title: ClassVar[str]
    #: The states handed from one time step to the next; the first is the cell's output.
    states: ClassVar[tuple[str, ...]]

    @property
    @abstractmethod
    def quantities(self) -> tuple[Quantity, ...]:
        """What the cell computes, in the order computed. States are among them."""

    @abstractmethod
    def step(self, p: Values, x: Floats, previous: Values) -> dict[str, Floats]:
        """One time step.

        p         the cell's parameters by name.
        x         (B, I), the input.
        previous  each state of the step before, (B, H).
        Returns every quantity by key, (B, H).
        """

    @abstractmethod
    def step_back(self, p: Values, v: Values, previous: Values, d: Values) -> StepGradient:
        """One time step of back-propagation.

        v  every quantity of this step, as `step` returned it.
        d  ∂E/∂(state) for each state of this step: from the layer above (or the output)
           and from step t + 1 together, (B, H).
        """

    def following(self, v: Values) -> dict[str, Floats]:
        """Those quantities of `v` that a step computes from its own new states, computed anew:
        for states that were set by hand. None, where no state is read in its own step."""
        return {}

    def initial_bias(self, name: str) -> float:
        """The value that every element of the named bias starts from."""
        return 0.0

    @property
    def parameters(self) -> tuple[CellParameter, ...]:
        """Weights first, then biases, in the order in which the quantities use them."""
        weights = [
            CellParameter(product.weight, product.sources)
            for quantity in self.quantities
            for product in quantity.products
        ]
        biases = [CellParameter(q.bias) for q in self.quantities if q.bias]
        return (*weights, *biases)

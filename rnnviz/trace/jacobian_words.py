"""What the Jacobians of a cell are called, in symbols for `draw_math`: J_j, and its two parts."""

from typing import NamedTuple

from rnnviz.trace.gradient_paths import products
from rnnviz.trace.highway import highway_of
from rnnviz.trace.jacobian_path import JacobianPath
from rnnviz.trace.recurrent_matrices import recurrent_weights
from rnnviz.trace.trace import Trace

#: f′ in terms of f's own value h, as the engine computes it.
SLOPES = {
    "tanh": "1 − h_j²",
    "σ": "h_j (1 − h_j)",
    "ReLU": "h_j > 0",
    "id": "1",
}


class Part(NamedTuple):
    """One of the two parts of a term: as in the papers, for a narrow place, and in words."""

    symbol: str
    short: str
    title: str


class JacobianWords(NamedTuple):
    """Of one cell.

    state      all states that a step hands on: "h", "(h, c)".
    parts      the two factors, or the two summands.
    between    what stands between them.
    """

    state: str
    parts: tuple[Part, Part]
    between: str

    def step(self, later: str, earlier: str) -> str:
        """∂(states of one step)/∂(states of another)."""
        return f"∂{self.state}_{{{later}}}/∂{self.state}_{{{earlier}}}"

    def brief_step(self, last: str, first: str) -> str:
        """The product of the terms of some steps, one after the other: "J_8⋯J_3"."""
        return f"J_{{{last}}}" if last == first else f"J_{{{last}}}⋯J_{{{first}}}"


def jacobian_words(trace: Trace, path: JacobianPath) -> JacobianWords:
    """Of the cell of a trace."""
    states = trace.states[0] if len(trace.states) == 1 else f"({', '.join(trace.states)})"
    weights = recurrent_weights(trace.quantities)
    letter = weights[0].partition("_")[0]
    matrices = f"{letter}_{{{', '.join(weight.partition('_')[2] for weight in weights)}}}"
    if path.is_product:
        slope = _slope(trace)
        diagonal = Part(f"diag({slope})", "diag(f′)", "the slope of the nonlinearity")
        matrix = Part(matrices, weights[0], "the recurrent matrix")
        return JacobianWords(states, (diagonal, matrix), " ")
    highway = highway_of(trace.quantities)
    assert highway is not None  # A cell with several recurrent matrices has gates.
    gate = trace.quantity(highway.gate)
    direct = Part(
        f"diag({gate.symbol}_j)",
        f"diag({gate.symbol})",
        f"the direct way, through the {gate.title}",
    )
    through = Part(f"through {matrices}", f"via {letter}", f"the way through {', '.join(weights)}")
    return JacobianWords(states, (direct, through), " + ")


def _slope(trace: Trace) -> str:
    """f′ of the state's own formula, f(a)."""
    (product,) = products(trace.quantity(trace.states[0]).formula)
    return SLOPES[product.factors[0].function]

"""What the highway's view shows of a path: whose way it is, what is kept, and for how long."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from rnnviz.gui.painting import Floats
from rnnviz.trace.highway import half_lives, highway_of
from rnnviz.trace.jacobian_path import JacobianPath
from rnnviz.trace.trace import Trace

#: So many of the slowest units are named.
SLOWEST = 5


class Shown(NamedTuple):
    """What is drawn of a path.

    state, symbol   whose way it is; the factor that stands on it at each step, for formulas.
    kept, whole   the product of the factors, and the whole derivative, (P, H).
    lives   in how many steps each unit's product halves, (H,).
    gate    what the factor is called.
    has_gate   whether it is a gate.
    """

    state: str
    symbol: str
    gate: str
    has_gate: bool
    kept: Floats
    whole: Floats
    lives: Floats

    @property
    def slowest(self) -> list[int]:
        """The units that keep longest, the slowest first."""
        order = np.argsort(-self.lives, kind="stable")
        return [int(unit) for unit in order[:SLOWEST]]


def shown_of(trace: Trace, path: JacobianPath) -> Shown:
    """What there is to draw; of a cell without a gate that keeps, each unit's own loop."""
    highway = highway_of(trace.quantities)
    if highway is None or path.gates is None or path.kept is None:
        state = path.states[0]
        loops = path.loops[state][:-1]
        before = "j+1" if path.is_backward else "j−1"
        symbol, name = f"(∂{state}_j/∂{state}_{{{before}}})_{{ii}}", "own loop"
        kept, whole = path.own_loops, path.diagonals[state]
        return Shown(state, symbol, name, False, kept, whole, _lives(loops))
    gate = trace.quantity(highway.gate)
    kept, whole = path.kept, path.diagonals[highway.state]
    symbol = f"{gate.symbol}_j"
    return Shown(highway.state, symbol, gate.title, True, kept, whole, _lives(path.gates[:-1]))


def _lives(factors: Floats) -> Floats:
    return half_lives(factors) if len(factors) else np.full(factors.shape[1], np.inf)


@lru_cache(maxsize=256)
def steps_text(steps: float) -> str:
    """A number of steps: "4.2 steps", "∞" where nothing fades."""
    if np.isinf(steps):
        return "∞"
    if steps >= 1e4:
        return f"{steps:.0e} steps".replace("e+0", "e").replace("e+", "e")
    return f"{steps:.3g} steps"

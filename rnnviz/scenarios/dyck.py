"""Dyck-2: brackets of two kinds that have to match, and what may come next after each.

A stack is what it takes: which bracket may close depends on the last one that is still open.
M. Suzgun, S. Gehrmann, Y. Belinkov and S. Shieber, "Memory-augmented recurrent neural networks
can learn generalized Dyck languages" (2019), give the network the set of all possible next
symbols as its target, and count a string where all of them are right. The depth is bounded, as
in J. Hewitt, M. Hahn, S. Ganguli, P. Liang and C. Manning, "RNNs can generate bounded
hierarchical languages with optimal memory" (2020).
"""

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Batch, Booleans, Integers
from rnnviz.scenarios.next_symbols import ALL_NEXT_SYMBOLS
from rnnviz.scenarios.scenario import Request, Scenario
from rnnviz.scenarios.symbol_sets import SymbolSetTask

OPENING, CLOSING, END = ("(", "["), (")", "]"), "⊣"
BRACKETS = OPENING + CLOSING
KINDS = len(OPENING)
#: So many brackets may be open at once.
DEPTH = 3
#: The baseline looks back at so many.
CONTEXT = 6


def still_open(brackets: Integers) -> tuple[Integers, Integers]:
    """After each bracket: how many are open, and the kind of the last of them. (T, B) each.

    brackets  (T, B) places in BRACKETS, every string the beginning of a balanced one. Where
              none is open, the kind is of no meaning.
    """
    steps, size = brackets.shape
    everyone = np.arange(size)
    stack = np.zeros((size, steps + 1), np.intp)
    opens = brackets < KINDS
    depths = np.cumsum(np.where(opens, 1, -1), axis=0)
    kinds = np.empty_like(depths)
    for time in range(steps):
        stack[everyone[opens[time]], depths[time][opens[time]]] = brackets[time][opens[time]]
        kinds[time] = stack[everyone, depths[time]]
    return depths, kinds


@dataclass(frozen=True, eq=False, kw_only=True)
class DyckTask(SymbolSetTask):
    """pairs  how many pairs of brackets a string has."""

    pairs: int

    def draw(self, rng: np.random.Generator, size: int) -> Batch:
        """Where a bracket may open or close, it does either half of the time; (2 · pairs, B)
        inputs and (2 · pairs, B, 5) targets."""
        brackets = self._balanced(rng, size)
        everywhere = np.ones(brackets.shape, np.bool_)
        return Batch(brackets, self.sets(brackets).astype(float), everywhere, everywhere)

    def _balanced(self, rng: np.random.Generator, size: int) -> Integers:
        """Strings of balanced brackets, (2 · pairs, B)."""
        steps, everyone = 2 * self.pairs, np.arange(size)
        brackets, kinds = np.empty((steps, size), np.intp), rng.integers(KINDS, size=(steps, size))
        chance = rng.random((steps, size)) < 0.5
        stack, depth = np.zeros((size, DEPTH + 1), np.intp), np.zeros(size, np.intp)
        for time in range(steps):
            opens = (depth == 0) | (chance[time] & (depth < min(DEPTH, steps - time)))
            brackets[time] = np.where(opens, kinds[time], KINDS + stack[everyone, depth])
            depth += np.where(opens, 1, -1)
            stack[everyone[opens], depth[opens]] = kinds[time][opens]
        return brackets

    def sets(self, symbols: Integers) -> Booleans:
        """(T, B, 5): what may come next after each bracket."""
        depths, kinds = still_open(symbols)
        may = np.zeros((*symbols.shape, self.outputs), np.bool_)
        may[:, :, :KINDS] = (depths < DEPTH)[..., None]
        for kind in range(KINDS):
            may[:, :, KINDS + kind] = (depths > 0) & (kinds == kind)
        may[:, :, -1] = depths == 0
        return may


class Dyck(Scenario):
    """The scenario; its length is the number of pairs."""

    def prepare(self, request: Request) -> DyckTask:
        """Nothing is read. Raises ScenarioError for a length out of range."""
        pairs = self.checked_length(request)
        classes = (*BRACKETS, END)
        task = DyckTask(
            inputs=len(BRACKETS),
            outputs=len(classes),
            loss="binary cross-entropy",
            features=BRACKETS,
            classes=classes,
            facts=(
                ("Data", "synthetic: drawn at random without end, the truth is known"),
                ("Strings", f"{pairs} pairs of brackets, at most {DEPTH} open at once"),
                ("Held out", f"{DyckTask.measured} strings drawn with another seed"),
            ),
            metric=ALL_NEXT_SYMBOLS,
            pairs=pairs,
        )
        return task.with_baseline(CONTEXT)


DYCK = Dyck(
    key="dyck",
    title="Dyck brackets",
    summary="Read brackets of two kinds, and say which ones may come next: a stack is needed.",
    shape="many to many",
    notation="x_t → {x : x_1 … x_t x may go on}, x ∈ ( [ ) ] ⊣",
    length=(1, 100, 10),
    length_title="Pairs of brackets",
    defaults={
        "cell": "lstm",
        "hidden": 32,
        "layers": 1,
        "optimizer": "adam",
        "rate": 1e-2,
        "clip": 1.0,
        "batch": 32,
        "length": 10,
    },
    updates=600,
)

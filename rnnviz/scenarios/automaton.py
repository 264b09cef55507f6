"""Automaton: a finite grammar. Its strings are walks from its first node to its last."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Booleans, Floats, Integers
from rnnviz.exhibits import Edge, Node

#: Halvings of an interval: enough for the last digit of a probability.
HALVINGS = 60


@dataclass(frozen=True, eq=False)
class Automaton:
    """Nodes, and at most two edges that leave each. No edge leaves the last node.

    symbols  what an edge may be labelled with; the edges of one node have different ones.
    """

    symbols: Sequence[str]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def next_node(self) -> Integers:
        """(nodes, symbols): where each symbol leads, −1 where it is not possible."""
        table = np.full((len(self.nodes), len(self.symbols)), -1)
        for source, target, symbol in self.edges:
            table[source, self.symbols.index(symbol)] = target
        return table

    @cached_property
    def possible(self) -> Booleans:
        """(nodes, symbols): what may be read at each node."""
        return np.asarray(self.next_node >= 0)

    def nodes_reached(self, symbols: Floats | Integers) -> Integers:
        """The node after each symbol of strings that are walks, or beginnings of walks.

        symbols  (T, …). What follows the end of a string leads nowhere: −1.
        """
        reached = np.empty(symbols.shape, np.intp)
        node = np.zeros(symbols.shape[1:], np.intp)
        for time, read in enumerate(symbols.astype(np.intp)):
            node = np.where(node < 0, -1, self.next_node[node, read])
            reached[time] = node
        return reached

    def shares(self, longer: float) -> Floats:
        """(nodes, symbols): how often each way on is taken.

        longer  how often the longer of two ways is, by the symbols to the end at least; of two
                that are as long each is taken half of the time.
        """
        left = self._fewest_left()
        ways = np.where(self.possible, left[self.next_node], np.nan)
        with np.errstate(invalid="ignore"):
            is_longer = ways > left[:, None] - 1
        alone = self.possible.sum(axis=1, keepdims=True) == 1
        even = ~is_longer.any(axis=1, keepdims=True)
        share = np.where(alone, 1.0, np.where(even, 0.5, np.where(is_longer, longer, 1 - longer)))
        return np.where(self.possible, share, 0.0)

    def _fewest_left(self) -> Floats:
        """(nodes,): how many symbols it is to the end at least."""
        left: Floats = np.full(len(self.nodes), np.inf)
        left[-1] = 0
        for _ in self.nodes:
            for source, target, _ in self.edges:
                left[source] = min(left[source], left[target] + 1)
        return left

    def mean_length(self, longer: float) -> float:
        """How many symbols a string has in the mean: m = 1 + P m, with m = 0 at the end."""
        count = len(self.nodes)
        steps = np.zeros((count, count))
        source, symbol = np.nonzero(self.possible)
        np.add.at(
            steps, (source, self.next_node[source, symbol]), self.shares(longer)[source, symbol]
        )
        inner = slice(0, count - 1)
        means = np.linalg.solve(np.eye(count - 1) - steps[inner, inner], np.ones(count - 1))
        return float(means[0])

    def longer_for(self, mean: float) -> float:
        """How often the longer of two ways has to be taken for strings of this mean length."""
        low, high = 0.0, 1.0
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.mean_length(middle) < mean else (low, middle)
        return low

    def draw(
        self, rng: np.random.Generator, size: int, shares: Floats
    ) -> tuple[Integers, NDArray[np.intp]]:
        """Random walks. Returns the symbols (T, B), 0 after the end of a walk, and the lengths
        (B,).

        shares  as `shares` gives them.
        """
        # How many of these a draw from [0, 1) reaches is the symbol that is read; rounding must
        # not lead beyond the last one.
        thresholds = np.cumsum(shares, axis=1)
        thresholds = np.where(thresholds > 1 - 1e-12, 2.0, thresholds)
        last = len(self.nodes) - 1
        node, lengths = np.zeros(size, np.intp), np.zeros(size, np.intp)
        read: list[Integers] = []
        while (going := node != last).any():
            symbol = (rng.random((size, 1)) >= thresholds[node]).sum(axis=1)
            read.append(np.where(going, symbol, 0))
            node = np.where(going, self.next_node[node, read[-1]], last)
            lengths += going
        return np.array(read), lengths

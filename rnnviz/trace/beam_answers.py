"""What a decoder answers by itself: the tree of a beam search, beside what greedy decoding says."""

from collections.abc import Sequence
from dataclasses import dataclass

from rnnviz.engine.beam import Beam, BeamNode

__all__ = ["Beam", "BeamAnswers", "BeamNode", "common"]


@dataclass(frozen=True)
class BeamAnswers:
    """The answers to the sequence shown, as numbers of output symbols.

    beam     of the width that was asked for.
    greedy   the one of width 1, with its end symbol where it has one.
    wanted   the right answer, without its end symbol.
    update   how many updates the weights had seen.
    """

    beam: Beam
    greedy: tuple[int, ...]
    wanted: tuple[int, ...]
    update: int

    @property
    def said(self) -> tuple[int, ...]:
        """The best answer of the beam, without its end symbol."""
        return tuple(self.beam.symbols)

    @property
    def score(self) -> float:
        """The sum of ln ŷ of the best answer; 0 where there is none."""
        return self.beam.nodes[self.beam.best[-1]].score if self.beam.best else 0.0

    @property
    def right(self) -> int:
        """How many symbols of the right answer the best one has, in the same order."""
        return common(self.said, self.wanted)

    @property
    def is_greedy(self) -> bool:
        """Whether greedy decoding says the same."""
        return tuple(self.beam.nodes[n].symbol for n in self.beam.best) == self.greedy

    def shares_greedy_way(self) -> frozenset[int]:
        """The nodes of the tree that lie on the way of the greedy answer."""
        found: list[int] = []
        parent = -1
        for step, symbol in enumerate(self.greedy):
            place = next(
                (
                    number
                    for number, node in enumerate(self.beam.nodes)
                    if (node.step, node.parent, node.symbol) == (step, parent, symbol)
                ),
                None,
            )
            if place is None:
                break
            found.append(place)
            parent = place
        return frozenset(found)


def common(one: Sequence[int], other: Sequence[int]) -> int:
    """The length of the longest sequence that is left of both when symbols are left out."""
    before = [0] * (len(other) + 1)
    for symbol in one:
        row = [0]
        for place, each in enumerate(other):
            longer = before[place] + 1 if each == symbol else max(before[place + 1], row[-1])
            row.append(longer)
        before = row
    return before[-1]

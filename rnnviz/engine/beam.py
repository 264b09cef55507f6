"""Beam search: several answers of a decoder followed at once (B. Lowerre, 1976; for networks
A. Graves, 2012; I. Sutskever et al., 2014).

At every step each answer that is kept is prolonged by every symbol, and of all these the `width`
likeliest are kept: those whose sum of ln ŷ is greatest. One that ends with the end symbol is done
and keeps its place. With a width of 1 the likeliest symbol is taken at every step (greedy).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnnviz.engine.activations import log_softmax
from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.network import Network
from rnnviz.engine.stepper import stepper


class BeamNode(NamedTuple):
    """A symbol at the end of one answer.

    parent   the node before it, −1 for the first symbol.
    step     which symbol of the answer it is, from 0.
    score    the sum of ln ŷ of the answer up to it.
    share    ŷ of this symbol, 0 … 1.
    is_kept  whether it was among the likeliest, and its answer went on or ended with it.
    is_end   whether it is the end symbol.
    """

    parent: int
    step: int
    symbol: int
    score: float
    share: float
    is_kept: bool
    is_end: bool


@dataclass(frozen=True)
class Beam:
    """All answers that were looked at, as a tree, and the best one.

    nodes   in the order in which they were found; of the symbols that were not kept only the
            likeliest few are listed.
    best    the nodes of the best answer, first to last.
    width   how many answers were kept.
    """

    nodes: tuple[BeamNode, ...]
    best: tuple[int, ...]
    width: int

    @property
    def symbols(self) -> list[int]:
        """The best answer, its end symbol left out."""
        return [self.nodes[n].symbol for n in self.best if not self.nodes[n].is_end]


#: In the place of a parent: nothing was said before.
_OPENING = -1
#: Of the symbols that were not kept, so many are listed at each step.
LISTED = 2


def beam_search(network: Network, batch: Batch, end: int, width: int, steps: int) -> Beam:
    """The answers of a decoder to one source (B = 1), of at most `steps` symbols.

    end  the end symbol, which also opens an answer.
    """
    reader = stepper(network, batch, network.start(1))
    nodes: list[BeamNode] = []
    live: list[int] = [_OPENING]
    done: list[int] = []
    for step in range(steps):
        symbols = [end if node == _OPENING else nodes[node].symbol for node in live]
        x = network.vectors(np.array(symbols)[None], network.outputs)[0]
        with np.errstate(all="ignore"):
            shares = log_softmax(reader.read(x).astype(np.float64))
        if not np.isfinite(shares).all():
            break
        first = len(nodes)
        nodes += _prolonged(nodes, live, done, shares, step, end, width)
        found = [n for n in range(first, len(nodes)) if nodes[n].is_kept]
        done = _best(nodes, done + [n for n in found if nodes[n].is_end], width)
        rows = [live.index(nodes[n].parent) for n in found if not nodes[n].is_end]
        live = [n for n in found if not nodes[n].is_end]
        # Every further symbol makes an answer less likely: what leads now cannot be overtaken.
        leading = max((nodes[n].score for n in done), default=-np.inf)
        if not live or leading >= max(nodes[n].score for n in live):
            break
        reader.choose(np.array(rows))
    found = done or [n for n in live if n != _OPENING]
    return Beam(tuple(nodes), _way_to(nodes, _best(nodes, found, 1)), width)


def _prolonged(
    nodes: list[BeamNode],
    live: list[int],
    done: list[int],
    shares: Floats,
    step: int,
    end: int,
    width: int,
) -> list[BeamNode]:
    """Each answer with one more symbol, the likeliest ones; those that are ended take places too.

    shares  ln ŷ after each live answer, (answers, O).
    """
    before = np.array([0.0 if node == _OPENING else nodes[node].score for node in live])
    scores = before[:, None] + shares
    found: list[BeamNode] = []
    for place in np.argsort(-scores, axis=None, kind="stable")[: width + LISTED].tolist():
        row, symbol = divmod(place, shares.shape[1])
        score, share = float(scores[row, symbol]), float(np.exp(shares[row, symbol]))
        rank = len(found) + sum(nodes[n].score > score for n in done)
        is_kept, is_end = rank < width, symbol == end
        found.append(BeamNode(live[row], step, symbol, score, share, is_kept, is_end))
    return found


def _best(nodes: list[BeamNode], among: list[int], count: int) -> list[int]:
    return sorted(among, key=lambda n: -nodes[n].score)[:count]


def _way_to(nodes: list[BeamNode], last: list[int]) -> tuple[int, ...]:
    """All nodes of the answer that ends there, the first one first."""
    way: list[int] = []
    node = last[0] if last else _OPENING
    while node != _OPENING:
        way.append(node)
        node = nodes[node].parent
    return tuple(reversed(way))

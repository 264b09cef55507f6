"""Automata: the states of a grammar, and the way of one word through them."""

from dataclasses import dataclass
from typing import NamedTuple

from rnnviz.exhibits.exhibit import Exhibit, Share


class Node(NamedTuple):
    """A state, with a place in the drawing: x and y from 0 (left, top) to 1."""

    name: str
    x: float
    y: float


class Edge(NamedTuple):
    """A symbol that leads from one node to another (or back to the same), by their places in
    the list of nodes."""

    source: int
    target: int
    symbol: str


@dataclass(frozen=True, kw_only=True)
class AutomatonExhibit(Exhibit):
    """The word that is read and where it leads.

    word      the symbol read at each step.
    at        the node reached after each step.
    possible  the symbols that may come next after each step.
    said      what the network says may come next after each step: all symbols with their shares,
              `is_wanted` where a symbol is possible.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    word: tuple[str, ...]
    at: tuple[int, ...]
    possible: tuple[tuple[str, ...], ...]
    said: tuple[tuple[Share, ...], ...]

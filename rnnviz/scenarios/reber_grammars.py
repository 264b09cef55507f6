"""The Reber grammar and the embedded one, as automata.

A. Reber, "Implicit learning of artificial grammars" (1967), in the form in which networks were
given it: A. Cleeremans, D. Servan-Schreiber and J. McClelland, "Finite state automata and
simple recurrent networks" (1989), figure 3; S. Hochreiter and J. Schmidhuber, "Long short-term
memory" (1997), figures 3 and 4. Of two ways on each is taken with probability 1/2.
"""

from rnnviz.exhibits import Edge, Node
from rnnviz.scenarios.automaton import Automaton

SYMBOLS = tuple("BTPSXVE")

#: From left to right, as the papers draw it: T above, P below.
_PLACES = (
    (0.0, 0.5),
    (0.16, 0.5),
    (0.38, 0.15),
    (0.38, 0.85),
    (0.64, 0.15),
    (0.64, 0.85),
    (0.84, 0.5),
    (1.0, 0.5),
)
_EDGES = (
    Edge(0, 1, "B"),
    Edge(1, 2, "T"),
    Edge(1, 3, "P"),
    Edge(2, 2, "S"),
    Edge(2, 4, "X"),
    Edge(3, 3, "T"),
    Edge(3, 5, "V"),
    Edge(4, 3, "X"),
    Edge(4, 6, "S"),
    Edge(5, 4, "P"),
    Edge(5, 6, "V"),
    Edge(6, 7, "E"),
)
_LAST = len(_PLACES) - 1


def _copy(
    first: int, name: str, left: float, top: float, width: float, height: float
) -> tuple[list[Node], list[Edge]]:
    """The grammar once, numbered from `first`, drawn into a part of the picture."""
    nodes = [
        Node(f"{name}{n}", left + width * x, top + height * y) for n, (x, y) in enumerate(_PLACES)
    ]
    return nodes, [Edge(first + a, first + b, symbol) for a, b, symbol in _EDGES]


def reber() -> Automaton:
    """The grammar itself: 8 nodes."""
    nodes, edges = _copy(0, "", 0.0, 0.0, 1.0, 1.0)
    return Automaton(SYMBOLS, tuple(nodes), tuple(edges))


def embedded_reber() -> Automaton:
    """The grammar twice between B and E: whether T or P led into it, the same leads out."""
    first, second = 2, 2 + len(_PLACES)
    before_end, end = second + len(_PLACES), second + len(_PLACES) + 1
    upper, upper_edges = _copy(first, "T", 0.16, 0.0, 0.68, 0.42)
    lower, lower_edges = _copy(second, "P", 0.16, 0.58, 0.68, 0.42)
    nodes = [Node("0", 0.0, 0.5), Node("1", 0.1, 0.5), *upper, *lower]
    nodes += [Node("2", 0.9, 0.5), Node("3", 1.0, 0.5)]
    edges = [Edge(0, 1, "B"), Edge(1, first, "T"), Edge(1, second, "P")]
    edges += [*upper_edges, *lower_edges]
    edges += [Edge(first + _LAST, before_end, "T"), Edge(second + _LAST, before_end, "P")]
    edges += [Edge(before_end, end, "E")]
    return Automaton(SYMBOLS, tuple(nodes), tuple(edges))

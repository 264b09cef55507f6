"""Automata: their walks, how often each way is taken, how long they are."""

import re

import numpy as np
import pytest

from rnnviz.exhibits import Edge, Node
from rnnviz.scenarios.automaton import Automaton
from rnnviz.scenarios.reber_grammars import embedded_reber, reber


def is_reber(text: str) -> bool:
    """By following the drawing, state by state."""
    ways = {
        0: {"B": 1},
        1: {"T": 2, "P": 3},
        2: {"S": 2, "X": 4},
        3: {"T": 3, "V": 5},
        4: {"X": 3, "S": 6},
        5: {"P": 4, "V": 6},
        6: {"E": 7},
        7: {},
    }
    state = 0
    for symbol in text:
        if symbol not in ways[state]:
            return False
        state = ways[state][symbol]
    return state == 7


def drawn(grammar: Automaton, count: int, longer: float = 0.5, seed: int = 0) -> list[str]:
    rng = np.random.default_rng(seed)
    symbols, lengths = grammar.draw(rng, count, grammar.shares(longer))
    return [
        "".join(grammar.symbols[symbol] for symbol in column[:length])
        for column, length in zip(symbols.T, lengths, strict=True)
    ]


@pytest.mark.parametrize("text", ["BTXSE", "BPVVE", "BTSSXXTTVPSE", "BPTVPXVVE", "BPTTTVPSE"])
def test_that_the_strings_of_the_papers_are_walks(text: str) -> None:
    grammar = reber()
    symbols = np.array([grammar.symbols.index(symbol) for symbol in text])
    assert grammar.nodes_reached(symbols)[-1] == len(grammar.nodes) - 1
    assert is_reber(text)


def test_that_drawn_strings_belong_to_the_language() -> None:
    texts = drawn(reber(), 500)
    assert all(map(is_reber, texts))
    assert len(set(texts)) > 100


def test_that_an_embedded_string_says_the_same_letter_before_and_after() -> None:
    texts = drawn(embedded_reber(), 500)
    for text in texts:
        found = re.fullmatch("B([TP])(B.*E)([TP])E", text)
        assert found
        assert found[1] == found[3]
        assert is_reber(found[2])
    assert {text[1] for text in texts} == {"T", "P"}


def test_that_each_of_two_ways_is_taken_half_of_the_time_as_in_the_papers() -> None:
    shares = reber().shares(0.5)
    np.testing.assert_allclose(shares.sum(axis=1), [1] * 7 + [0])
    assert set(shares.ravel().tolist()) == {0.0, 0.5, 1.0}


def test_that_the_longer_way_is_the_one_farther_from_the_end() -> None:
    grammar = reber()
    shares = grammar.shares(0.9)
    share = {
        (edge.source, edge.symbol): shares[edge.source, grammar.symbols.index(edge.symbol)]
        for edge in grammar.edges
    }
    assert share[1, "T"] == share[1, "P"] == 0.5
    for longer in ((2, "S"), (3, "T"), (4, "X"), (5, "P")):
        assert share[longer] == pytest.approx(0.9)
    for shorter in ((2, "X"), (3, "V"), (4, "S"), (5, "V")):
        assert share[shorter] == pytest.approx(0.1)


@pytest.mark.parametrize("grammar", [reber(), embedded_reber()])
@pytest.mark.parametrize("longer", [0.2, 0.5, 0.8])
def test_that_the_mean_length_is_that_of_many_walks(grammar: Automaton, longer: float) -> None:
    lengths = [len(text) for text in drawn(grammar, 4000, longer)]
    assert grammar.mean_length(longer) == pytest.approx(np.mean(lengths), rel=0.05)


def test_that_the_papers_probabilities_give_strings_of_8_and_of_12_symbols() -> None:
    assert reber().mean_length(0.5) == pytest.approx(8)
    assert embedded_reber().mean_length(0.5) == pytest.approx(12)


@pytest.mark.parametrize("mean", [6.0, 8.0, 40.0])
def test_that_a_mean_length_is_found_again(mean: float) -> None:
    grammar = reber()
    assert grammar.mean_length(grammar.longer_for(mean)) == pytest.approx(mean)


def test_that_what_follows_the_end_leads_nowhere() -> None:
    grammar = Automaton(
        "ab", (Node("0", 0, 0), Node("1", 1, 0)), (Edge(0, 0, "a"), Edge(0, 1, "b"))
    )
    assert grammar.nodes_reached(np.array([0, 0, 1, 0, 1])).tolist() == [0, 0, 1, -1, -1]
    assert grammar.possible.tolist() == [[True, True], [False, False]]


@pytest.mark.parametrize("grammar", [reber(), embedded_reber()])
def test_that_no_two_nodes_lie_on_one_place(grammar: Automaton) -> None:
    places = [(node.x, node.y) for node in grammar.nodes]
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places)
    apart = [np.hypot(a[0] - b[0], a[1] - b[1]) for n, a in enumerate(places) for b in places[:n]]
    assert min(apart) > 0.05

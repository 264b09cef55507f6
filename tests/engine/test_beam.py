"""Beam search: against greedy decoding, all answers that there are, and forced outputs."""

from itertools import product

import numpy as np
import pytest

from rnnviz.engine.activations import log_softmax
from rnnviz.engine.batch import Batch
from rnnviz.engine.beam import LISTED, Beam, beam_search
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network
from rnnviz.scenarios.measures import written_symbols
from rnnviz.session.answers import NetworkAnswers
from tests.engine.examples import CELLS, make_network, make_pairs

END = 0
SHAPES = {
    "decoder": {"decoder": True},
    "attention": {"decoder": True, "attention": True},
    "attention, both": {"decoder": True, "attention": True, "both": True},
}

every_cell = pytest.mark.parametrize("cell", ["elman-tanh", "lstm", "gru-before"])
every_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
every_seed = pytest.mark.parametrize("seed", range(4))


def made(
    cell: str, shape: dict[str, bool], seed: int, outputs: int = 4, layers: int = 2
) -> tuple[Network, Batch]:
    """A network of bold answers, and a padded source for it."""
    network = make_network(CELLS[cell], 3, 4, layers, outputs, seed=seed, **shape)
    network.parameters["W_hy"][...] *= 3
    return network, make_pairs(((4, 3), (3, 5)), 3, outputs, seed).sequence(1)


def log_shares(network: Network, batch: Batch, answer: tuple[int, ...]) -> np.ndarray:
    """ln ŷ of each symbol of an answer, read with teacher forcing."""
    first = batch.source
    read = np.concatenate((batch.inputs[:first, 0], [END], answer[:-1])).astype(int)
    everywhere = np.ones((len(read), 1), bool)
    everywhere[:first] = batch.exists[:first]
    forced = Batch(
        read[:, None], np.zeros_like(read)[:, None], everywhere, everywhere, source=first
    )
    y = network.forward(forced, network.start(1)).y[first:, 0]
    return np.array(log_softmax(y)[np.arange(len(answer)), list(answer)])


def way_to(beam: Beam, node: int) -> tuple[int, ...]:
    """The symbols of the answer that ends at a node."""
    way: list[int] = []
    while node >= 0:
        way.append(beam.nodes[node].symbol)
        node = beam.nodes[node].parent
    return tuple(reversed(way))


@every_cell
@every_shape
@every_seed
def test_that_a_width_of_one_is_greedy(cell: str, shape: dict[str, bool], seed: int) -> None:
    network, batch = made(cell, shape, seed)
    steps = 7
    beam = beam_search(network, batch, END, 1, steps)
    exists = batch.exists.copy()
    exists[batch.source :] = True
    asked = Batch(batch.inputs, batch.targets, exists, exists, source=batch.source, fed=batch.fed)
    asked.inputs[batch.source] = END
    answers = NetworkAnswers(network, LOSSES["cross-entropy"])
    outputs = answers.alone(asked, batch.source + steps)[: batch.source + steps]
    [greedy] = written_symbols(outputs, batch.source, END)
    assert beam.symbols == greedy


@every_cell
@every_shape
@every_seed
def test_that_a_beam_of_all_answers_finds_the_likeliest(
    cell: str, shape: dict[str, bool], seed: int
) -> None:
    network, batch = made(cell, shape, seed, outputs=3, layers=1)
    steps, symbols = 4, (1, 2)
    beam = beam_search(network, batch, END, 3**steps, steps)
    all_answers = [
        (*said, END) for length in range(steps) for said in product(symbols, repeat=length)
    ]
    scores = {answer: float(log_shares(network, batch, answer).sum()) for answer in all_answers}
    best = max(scores, key=lambda answer: scores[answer])
    assert way_to(beam, beam.best[-1]) == best
    assert beam.nodes[beam.best[-1]].score == pytest.approx(scores[best], abs=1e-12)


@every_cell
@every_shape
@every_seed
@pytest.mark.parametrize("width", [1, 2, 3, 5])
def test_that_every_score_is_the_sum_of_what_the_network_says(
    cell: str, shape: dict[str, bool], seed: int, width: int
) -> None:
    network, batch = made(cell, shape, seed)
    beam = beam_search(network, batch, END, width, 6)
    assert beam.nodes
    for number, node in enumerate(beam.nodes):
        shares = log_shares(network, batch, way_to(beam, number))
        assert node.score == pytest.approx(float(shares.sum()), abs=1e-12)
        assert node.share == pytest.approx(float(np.exp(shares[-1])), abs=1e-12)


@every_shape
@every_seed
@pytest.mark.parametrize("width", [1, 2, 4])
def test_that_the_tree_keeps_the_likeliest_and_goes_on_from_them_alone(
    shape: dict[str, bool], seed: int, width: int
) -> None:
    network, batch = made("lstm", shape, seed)
    nodes = beam_search(network, batch, END, width, 6).nodes
    for step in range(nodes[-1].step + 1):
        here = [node for node in nodes if node.step == step]
        kept = [node.score for node in here if node.is_kept]
        dropped = [node.score for node in here if not node.is_kept]
        assert len(kept) <= width
        assert len(dropped) <= width + LISTED
        assert not kept or not dropped or min(kept) >= max(dropped)
    for node in nodes:
        assert node.is_end == (node.symbol == END)
        if node.parent >= 0:
            before = nodes[node.parent]
            assert before.is_kept
            assert not before.is_end
            assert before.step == node.step - 1
            assert node.score <= before.score


def test_that_an_answer_ends_with_the_end_symbol_or_where_there_is_no_more_room() -> None:
    network, batch = made("lstm", SHAPES["attention"], 0)
    network.parameters["b_y"][END] = 100.0
    beam = beam_search(network, batch, END, 3, 6)
    assert beam.symbols == []
    assert [beam.nodes[n].is_end for n in beam.best] == [True]
    network.parameters["b_y"][END] = -100.0
    beam = beam_search(network, batch, END, 3, 6)
    assert len(beam.symbols) == len(beam.best) == 6


def test_that_a_wider_beam_finds_what_greedy_decoding_misses() -> None:
    better = 0
    for seed in range(12):
        network, batch = made("gru-before", SHAPES["decoder"], seed)
        beams = [beam_search(network, batch, END, width, 8) for width in (1, 6)]
        scores = [
            beam.nodes[beam.best[-1]].score for beam in beams if beam.nodes[beam.best[-1]].is_end
        ]
        better += len(scores) == 2 and scores[1] > scores[0] + 1e-9
    assert better >= 2


def test_that_a_broken_network_gives_no_answer() -> None:
    network, batch = made("elman-tanh", SHAPES["decoder"], 0)
    network.parameters["b_y"][1] = np.nan
    beam = beam_search(network, batch, END, 3, 6)
    assert beam.nodes == ()
    assert beam.best == ()
    assert beam.symbols == []


def test_that_to_search_changes_nothing_in_the_network() -> None:
    network, batch = made("lstm", SHAPES["attention, both"], 1)
    before, read = network.parameters.flat.copy(), batch.inputs.copy()
    first = beam_search(network, batch, END, 4, 6)
    assert beam_search(network, batch, END, 4, 6) == first
    assert (network.parameters.flat == before).all()
    assert (batch.inputs == read).all()

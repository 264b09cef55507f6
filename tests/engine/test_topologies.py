"""Directions, encoder–decoders and attention: against differences, and against plainer forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.first_bad_number import first_in_pass
from rnnviz.engine.gradient_check import check_gradients
from rnnviz.engine.lane import turned
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network, NetworkState
from tests.engine.examples import CELLS, make_batch, make_network, make_pairs, make_start

LOSS = LOSSES["cross-entropy"]
PAIRS = ((4, 3), (2, 5), (5, 2), (1, 1))
EVEN = ((3, 4), (3, 4))
SHAPES = {
    "both": {"both": True},
    "decoder": {"decoder": True},
    "decoder, both": {"decoder": True, "both": True},
    "attention": {"decoder": True, "attention": True},
    "attention, both": {"decoder": True, "attention": True, "both": True},
}

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
every_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
padded_or_not = pytest.mark.parametrize("padded", [False, True], ids=["even", "padded"])


def made(
    cell: Cell, shape: dict[str, bool], padded: bool, layers: int = 2
) -> tuple[Network, Batch]:
    """A network of a shape, and a batch for it."""
    if shape.get("decoder"):
        network = make_network(cell, 3, 4, layers, 4, **shape)
        return network, make_pairs(PAIRS if padded else EVEN)
    network = make_network(cell, layers=layers, **shape)
    return network, make_batch((4, 2, 5) if padded else (4, 4), score_all=False)


@every_cell
@every_shape
@padded_or_not
@pytest.mark.parametrize("layers", [1, 2])
def test_that_every_gradient_is_that_of_finite_differences(
    cell: Cell, shape: dict[str, bool], padded: bool, layers: int
) -> None:
    batch = small_batch(shape, padded)
    for seed in range(200):
        network = make_network(cell, 2, 2, layers, 2, seed=seed, **shape)
        start = make_start(network, batch.size)
        if cell is not CELLS["elman-relu"] or away_from_kinks(network, batch, start):
            break
    step = 1e-4 if cell is CELLS["elman-relu"] else 2e-3
    errors = check_gradients(network, LOSS, batch, start, step)
    assert set(errors) >= set(network.parameters)
    assert max(errors.values()) <= 1e-6, errors


def small_batch(shape: dict[str, bool], padded: bool) -> Batch:
    if shape.get("decoder"):
        return make_pairs(((2, 2), (1, 1)) if padded else ((2, 2), (2, 2)), 2, 2)
    return make_batch((3, 2) if padded else (3, 3), 2, 2)


def away_from_kinks(network: Network, batch: Batch, start: NetworkState) -> bool:
    """ReLU has a kink at 0, where no difference tells the slope."""
    lanes = network.forward(batch, start).lanes.values()
    return all(np.abs(lane.values["a"][lane.exists]).min() > 1e-2 for lane in lanes)


@every_cell
@every_shape
@padded_or_not
@pytest.mark.parametrize("truncation", [0, 2])
def test_that_training_gets_the_gradient_of_the_record(
    cell: Cell, shape: dict[str, bool], padded: bool, truncation: int
) -> None:
    network, batch = made(cell, shape, padded)
    start, gradients = make_start(network, batch.size), network.parameters.zeros_like()
    gradients.flat[...] = np.nan
    result, end = network.learn(batch, LOSS, start, gradients, truncation)
    forward = network.forward(batch, start, by_steps=True)
    expected = LOSS.evaluate(forward.y, batch)
    backward = network.backward(forward, expected.d_y, truncation, by_steps=True)
    assert result.total == pytest.approx(expected.total, rel=1e-13)
    np.testing.assert_allclose(gradients.flat, backward.gradients.flat, rtol=0, atol=1e-13)
    for lane in network.reader.lanes:
        for state, value in forward.lanes[lane.key].end.items():
            np.testing.assert_allclose(end[lane.key][state], value, rtol=0, atol=1e-13)


@every_cell
@every_shape
def test_that_padding_changes_no_gradient(cell: Cell, shape: dict[str, bool]) -> None:
    network, batch = made(cell, shape, padded=True)
    start, whole = make_start(network, batch.size), network.parameters.zeros_like()
    network.learn(batch, LOSS, start, whole)
    total = np.zeros_like(whole.flat)
    for n in range(batch.size):
        alone = without_padding(batch.sequence(n))
        states = {
            lane: {state: value[n : n + 1] for state, value in named.items()}
            for lane, named in start.items()
        }
        network.learn(alone, LOSS, states, whole_of_one := network.parameters.zeros_like())
        total += whole_of_one.flat
    np.testing.assert_allclose(whole.flat, total / batch.size, rtol=0, atol=1e-13)


def without_padding(batch: Batch) -> Batch:
    """A sequence without the steps that do not exist."""
    kept = batch.exists[:, 0]
    return Batch(
        batch.inputs[kept],
        batch.targets[kept],
        batch.exists[kept],
        batch.scored[kept],
        source=int(batch.exists[: batch.source].sum()),
        fed=None if batch.fed is None else batch.fed[kept],
    )


@every_cell
@every_shape
def test_that_what_padding_holds_is_never_read(cell: Cell, shape: dict[str, bool]) -> None:
    network, batch = made(cell, shape, padded=True)
    start = make_start(network, batch.size)
    found = []
    for fill in (0, 1):
        batch.inputs[~batch.exists] = fill
        batch.targets[~batch.exists] = fill
        gradients = network.parameters.zeros_like()
        result, _ = network.learn(batch, LOSS, start, gradients)
        found.append((result.total, gradients.flat.copy()))
    assert found[0][0] == found[1][0]
    assert np.array_equal(found[0][1], found[1][1])


@every_cell
def test_that_a_backward_lane_reads_the_sequence_from_its_end(cell: Cell) -> None:
    network = make_network(cell, both=True)
    forwards = make_network(cell)
    batch = make_batch((5, 3))
    start = make_start(network, 2)
    for name in cell.parameters:
        ours = network.parameters[f"layer1_back.{name.name}"]
        forwards.parameters[f"layer1.{name.name}"][...] = ours
    lane = network.forward(batch, start).lanes["layer1_back"]
    mirrored = Batch(turned(batch.inputs, batch.exists), batch.targets, batch.exists, batch.scored)
    alone = forwards.forward(mirrored, {"layer1": start["layer1_back"]}).lanes["layer1"]
    for key, values in lane.values.items():
        np.testing.assert_allclose(values, alone.values[key], rtol=0, atol=1e-14)


def test_that_turning_twice_changes_nothing() -> None:
    exists = np.arange(5)[:, None] < np.array([5, 2, 0])
    array = np.arange(15.0).reshape(5, 3)
    once = turned(array, exists)
    assert once[:, 0].tolist() == array[::-1, 0].tolist()
    assert once[:, 1].tolist() == [array[1, 1], array[0, 1], *array[2:, 1]]
    assert np.array_equal(turned(once, exists), array)


def test_that_a_decoder_starts_where_its_encoder_ends() -> None:
    network, batch = made(CELLS["lstm"], SHAPES["decoder, both"], padded=True)
    lanes = network.forward(batch, network.start(batch.size)).lanes
    for layer in (1, 2):
        ends = [lanes[f"encoder{layer}{side}"].end for side in ("", "_back")]
        for state in ("h", "c"):
            expected = ends[0][state] + ends[1][state]
            assert np.array_equal(lanes[f"decoder{layer}"].start[state], expected)


def test_that_only_a_decoder_gives_outputs() -> None:
    network, batch = made(CELLS["gru-after"], SHAPES["attention"], padded=False)
    y = network.forward(batch, network.start(batch.size)).y
    assert not y[: batch.source].any()
    assert y[batch.source :].all()


def test_that_attention_is_a_mean_of_the_source_that_exists() -> None:
    network, batch = made(CELLS["lstm"], SHAPES["attention"], padded=True)
    forward = network.forward(batch, network.start(batch.size))
    assert forward.attention
    weights, memory = forward.attention.values["w"], forward.attention.memory
    np.testing.assert_allclose(weights.sum(axis=2), 1.0, rtol=1e-14)
    assert not weights[:, ~batch.exists[: batch.source].T].any()
    for t, b in ((0, 0), (1, 2), (0, 3)):
        scores = memory[:, b] @ forward.attention.query[t, b]
        scores = scores[batch.exists[: batch.source, b]]
        expected = np.exp(scores) / np.exp(scores).sum()
        np.testing.assert_allclose(weights[t, b, : len(expected)], expected, rtol=1e-13)


def test_that_steps_that_read_nothing_read_zeros() -> None:
    network = make_network(CELLS["gru-before"])
    batch, read = make_batch((4, 4)), np.array([True, False, True, False])
    silent = Batch(batch.inputs, batch.targets, batch.exists, batch.scored, read=read)
    inputs = batch.inputs * read[:, None, None]
    plain = Batch(inputs, batch.targets, batch.exists, batch.scored)
    y = [network.forward(each, network.start(2)).y for each in (silent, plain)]
    assert np.array_equal(*y)


@every_shape
@padded_or_not
def test_that_a_healthy_pass_is_found_healthy(shape: dict[str, bool], padded: bool) -> None:
    network, batch = made(CELLS["lstm"], shape, padded)
    assert first_in_pass(network, LOSS, batch, network.start(batch.size), 0) is None


def test_that_a_bad_number_is_found_in_the_order_computed() -> None:
    network, batch = made(CELLS["elman-tanh"], SHAPES["attention, both"], padded=False)
    start = network.start(batch.size)
    network.parameters["decoder1.b_h"][0] = np.nan
    network.parameters["attention.b_n"][0] = np.nan
    place = first_in_pass(network, LOSS, batch, start, 0)
    assert place is not None
    assert (place.lane, place.time, place.quantity) == ("decoder 1", batch.source, "a")
    network.parameters["encoder2_back.b_h"][0] = np.inf
    place = first_in_pass(network, LOSS, batch, start, 0)
    assert place is not None
    assert (place.lane, place.time) == ("encoder 2 ←", batch.source - 1)


def test_that_a_network_alike_computes_alike() -> None:
    for shape in SHAPES.values():
        network, batch = made(CELLS["lstm"], shape, padded=True)
        start = network.start(batch.size)
        y = [each.forward(batch, start).y for each in (network, network.like(np.float64))]
        assert np.array_equal(*y)


@given(
    lengths=st.lists(st.tuples(st.integers(1, 5), st.integers(1, 4)), min_size=1, max_size=4),
    attends=st.booleans(),
    both=st.booleans(),
)
def test_that_pairs_of_any_length_are_learnt_as_their_record_says(
    lengths: list[tuple[int, int]], attends: bool, both: bool
) -> None:
    network = make_network(CELLS["lstm"], 3, 2, 1, 4, decoder=True, attention=attends, both=both)
    batch, gradients = make_pairs(lengths), network.parameters.zeros_like()
    start = network.start(batch.size)
    network.learn(batch, LOSS, start, gradients)
    forward = network.forward(batch, start, by_steps=True)
    expected = network.backward(forward, LOSS.evaluate(forward.y, batch).d_y, 0, by_steps=True)
    np.testing.assert_allclose(gradients.flat, expected.gradients.flat, rtol=0, atol=1e-13)

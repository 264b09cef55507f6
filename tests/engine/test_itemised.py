"""The gradient by its source: each part is that of one step's loss, and together they are all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.itemised import Itemised, itemised
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Backward, Forward, Network
from tests.engine.examples import CELLS, make_batch, make_network, make_pairs, make_start
from tests.engine.test_topologies import SHAPES, made

LOSS = LOSSES["cross-entropy"]
EVERY = {"plain": {}, **SHAPES}

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
every_shape = pytest.mark.parametrize("shape", EVERY.values(), ids=EVERY)
padded_or_not = pytest.mark.parametrize("padded", [False, True], ids=["even", "padded"])


def scored_steps(batch: Batch) -> list[int]:
    return [t for t in range(batch.steps) if batch.scored[t].any()]


def passes(network: Network, batch: Batch, truncation: int) -> tuple[Forward, np.ndarray, Itemised]:
    start = make_start(network, batch.size)
    forward = network.forward(batch, start)
    d_y = LOSS.evaluate(forward.y, batch).d_y
    return forward, d_y, itemised(network, forward, d_y, scored_steps(batch), truncation)


def worst(found: Itemised, expected: Backward, n: int | None) -> float:
    """The greatest difference, relative to the greatest number: of source `n`, or of the sum."""
    differences = []
    for key, lane in found.lanes.items():
        pairs = [(lane.d_values[q], expected.lanes[key].d_values[q]) for q in lane.d_values]
        pairs += [
            (lane.d_start[s][None], expected.lanes[key].d_start[s][None]) for s in lane.d_start
        ]
        for ours, theirs in pairs:
            one = ours.sum(axis=1) if n is None else ours[:, n]
            size = max(float(np.abs(theirs).max()), 1e-300)
            differences.append(float(np.abs(one - theirs).max()) / max(size, 1e-6))
    return max(differences)


@every_cell
@every_shape
@padded_or_not
@pytest.mark.parametrize("truncation", [0, 2])
def test_that_the_sum_over_the_sources_is_the_ordinary_gradient(
    cell: Cell, shape: dict[str, bool], padded: bool, truncation: int
) -> None:
    network, batch = made(cell, shape, padded)
    forward, d_y, found = passes(network, batch, truncation)
    expected = network.backward_lanes(forward, d_y, truncation, by_steps=True)
    assert worst(found, expected, None) <= 1e-12


@every_cell
@every_shape
def test_that_each_source_is_the_gradient_of_its_own_loss(
    cell: Cell, shape: dict[str, bool]
) -> None:
    network, batch = made(cell, shape, padded=True)
    forward, d_y, found = passes(network, batch, 0)
    for n, step in enumerate(found.sources):
        alone = np.zeros_like(d_y)
        alone[step] = d_y[step]
        assert worst(found, network.backward_lanes(forward, alone, by_steps=True), n) <= 1e-12


@settings(max_examples=60)
@given(
    name=st.sampled_from(sorted(CELLS)),
    lengths=st.lists(st.tuples(st.integers(1, 5), st.integers(1, 4)), min_size=1, max_size=3),
    shape=st.sampled_from(list(EVERY.values())),
    layers=st.integers(1, 3),
    truncation=st.integers(0, 3),
    seed=st.integers(0, 5),
)
def test_that_it_is_so_for_any_batch(
    name: str,
    lengths: list[tuple[int, int]],
    shape: dict[str, bool],
    layers: int,
    truncation: int,
    seed: int,
) -> None:
    if shape.get("decoder"):
        network = make_network(CELLS[name], 3, 3, layers, 4, seed=seed, **shape)
        batch = make_pairs(lengths, seed=seed)
    else:
        network = make_network(CELLS[name], 3, 3, layers, seed=seed, **shape)
        batch = make_batch([sum(pair) for pair in lengths], seed=seed, score_all=bool(seed % 2))
    forward, d_y, found = passes(network, batch, truncation)
    expected = network.backward_lanes(forward, d_y, truncation, by_steps=True)
    assert worst(found, expected, None) <= 1e-12


@settings(max_examples=60)
@given(
    name=st.sampled_from(sorted(CELLS)),
    lengths=st.lists(st.tuples(st.integers(1, 5), st.integers(1, 4)), min_size=1, max_size=3),
    shape=st.sampled_from(list(EVERY.values())),
    truncation=st.integers(0, 3),
    seed=st.integers(0, 5),
)
def test_that_all_parts_together_are_what_the_optimiser_receives(
    name: str,
    lengths: list[tuple[int, int]],
    shape: dict[str, bool],
    truncation: int,
    seed: int,
) -> None:
    """Σ_s Σ_k G[s, k] = ∂E/∂W of training, for the weights and biases of every lane."""
    decoder = bool(shape.get("decoder"))
    outputs = 4 if decoder else 3
    network = make_network(CELLS[name], 3, 3, 2, outputs, seed=seed, **shape)
    flat = [sum(pair) for pair in lengths]
    batch = make_pairs(lengths, seed=seed) if decoder else make_batch(flat, seed=seed)
    forward, _, found = passes(network, batch, truncation)
    learnt = network.parameters.zeros_like()
    network.learn(batch, LOSS, make_start(network, batch.size), learnt, truncation)
    for lane in network.lanes:
        there, d_values = forward.lanes[lane.key], found.lanes[lane.key].d_values
        for quantity in network.cell.quantities:
            for product in quantity.products:
                read = np.concatenate([there.source(n) for n in product.sources], axis=2)
                parts = np.einsum("tsbh,tbi->tshi", d_values[quantity.key], read)
                assert_near(parts.sum(axis=(0, 1)), learnt[f"{lane.key}.{product.weight}"])
            if quantity.bias:
                total = d_values[quantity.key].sum(axis=(0, 1, 2))
                assert_near(total, learnt[f"{lane.key}.{quantity.bias}"])


def assert_near(ours: np.ndarray, theirs: np.ndarray) -> None:
    """Within 1e-12 of the greatest number."""
    within = 1e-12 * max(float(np.abs(theirs).max()), 1e-3)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=within)


def test_that_only_what_is_asked_for_is_kept() -> None:
    network, batch = made(CELLS["lstm"], {}, padded=False)
    start = make_start(network, batch.size)
    forward = network.forward(batch, start)
    d_y = LOSS.evaluate(forward.y, batch).d_y
    whole = itemised(network, forward, d_y, [1, 3])
    some = itemised(network, forward, d_y, [1, 3], only=frozenset({"h"}))
    for key, lane in some.lanes.items():
        assert set(lane.d_values) == {"h", "a_f", "a_i", "a_o", "a_c"}
        for name, value in lane.d_values.items():
            assert np.array_equal(value, whole.lanes[key].d_values[name])


def test_that_a_loss_reaches_no_step_after_it() -> None:
    network, batch = made(CELLS["gru-before"], {}, padded=False)
    _, _, found = passes(network, batch, 0)
    for n, step in enumerate(found.sources):
        for lane in found.lanes.values():
            assert not lane.d_values["h"][step + 1 :, n].any()
            assert lane.d_values["h"][: step + 1, n].all()


def test_that_a_backward_lane_hears_of_the_steps_before_the_source() -> None:
    network = make_network(CELLS["elman-tanh"], both=True)
    batch = make_batch((5,))
    _, _, found = passes(network, batch, 0)
    # In the order in which the lane reads, step p is time 4 − p.
    for n, step in enumerate(found.sources):
        reached = found.lanes["layer1_back"].d_values["h"][:, n].any(axis=(1, 2))
        assert reached.tolist() == [4 - p >= step for p in range(5)]

"""What is drawn of where the gradient goes: the numbers of the maps, along a strand."""

from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network
from rnnviz.trace.gradient_map import record_gradient_map
from rnnviz.trace.history import History
from rnnviz.trace.jacobians import record_jacobians
from rnnviz.trace.scene import Marks, Scene, Spot
from rnnviz.trace.source_rows import fit, kinds, said, source_rows, together
from tests.engine.examples import CELLS, make_batch, make_network, make_pairs, make_start
from tests.trace.examples import recorded


def looked_at(network: Network) -> Scene:
    batch = make_pairs([(4, 3)]) if network.decoder else make_batch((5,), outputs=4)
    start = make_start(network, 1)
    trace = recorded(network, batch, start)
    found = record_gradient_map(network, LOSSES["cross-entropy"], batch, start, 9)
    marks, history = Marks(Spot(0)), cast(History, None)
    scene = Scene(trace, history, marks, gradient=found)
    return replace(scene, jacobians=record_jacobians(network.cell, trace))


def made(cell: Cell, **shape: bool) -> Scene:
    return looked_at(make_network(cell, 3, 3, outputs=4, **shape))


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_that_every_cell_has_its_kinds(cell: Cell) -> None:
    keys = [kind.key for kind in kinds(cell.states)]
    more = ["d_c", "c"] if "c" in cell.states else []
    assert keys == ["d_h", "W", "h", *more]
    scene = made(cell)
    for kind in kinds(cell.states):
        rows = source_rows(scene, kind.key, "layer1")
        assert rows is not None
        assert rows.kind == kind
        assert rows.values.shape == (5, 5)
        assert (np.triu(rows.values, 1) == 0).all()
        assert (rows.values[np.tril_indices(5, -1)] > 0).all()


def test_that_they_are_the_numbers_of_the_map() -> None:
    scene = made(CELLS["lstm"])
    assert scene.gradient is not None
    assert scene.jacobians is not None
    lane = scene.gradient.lanes["layer1"]
    expected = {
        "d_h": lane.states["h"],
        "d_c": lane.states["c"],
        "W": lane.weights,
        "h": scene.jacobians.strands["layer1"]["h"],
        "c": scene.jacobians.strands["layer1"]["c"],
    }
    for key, values in expected.items():
        rows = source_rows(scene, key, "layer1")
        assert rows is not None
        assert np.array_equal(rows.values, values)
        assert rows.value(3, 1) == values[3, 1]
    added = together(scene, "layer1")
    assert added is not None
    assert np.array_equal(added, lane.together)


def test_that_a_decoder_reaches_into_its_encoder() -> None:
    scene = made(CELLS["gru-before"], decoder=True, both=True)
    rows = source_rows(scene, "d_h", "encoder1_back")
    assert rows is not None
    assert [lane.key for lane in rows.strand.lanes] == ["encoder1_back", "decoder1"]
    assert rows.sources == (4, 5, 6)
    assert rows.chain == (3, 2, 1, 0, 4, 5, 6)
    assert (rows.values[:, :4] > 0).all()
    times, values = rows.faded(5)
    assert times == (5, 4, 0, 1, 2, 3)
    assert np.array_equal(values, rows.values[1, [5, 4, 0, 1, 2, 3]])
    top = source_rows(scene, "d_h", "")
    assert top is not None
    assert top.strand.key == "encoder1"
    # Asked for by its decoder, it is the first encoder's.
    other = source_rows(scene, "d_h", "decoder1")
    assert other is not None
    assert other.strand.key == "encoder1"


def test_that_a_backward_lane_is_gone_along_the_other_way() -> None:
    scene = made(CELLS["elman-tanh"], both=True)
    rows = source_rows(scene, "d_h", "layer1_back")
    assert rows is not None
    times, values = rows.faded(2)
    assert times == (2, 3, 4)
    assert (values > 0).all()


def test_that_a_batch_of_another_length_has_its_own_chain() -> None:
    network = make_network(CELLS["lstm"], 3, 3, outputs=4, decoder=True)
    scene = looked_at(network)
    batch = make_pairs([(5, 4), (2, 3)])
    loss = LOSSES["cross-entropy"]
    found = record_gradient_map(network, loss, batch, make_start(network, 2), 9)
    rows = source_rows(replace(scene, gradient=found), "W", "")
    assert rows is not None
    assert rows.chain == tuple(range(9))
    assert (rows.sequences, rows.source_steps, rows.steps) == (2, 5, 9)


def test_that_what_is_not_made_has_no_rows() -> None:
    scene = replace(made(CELLS["lstm"]), gradient=None, jacobians=None)
    assert source_rows(scene, "d_h", "layer1") is None
    assert source_rows(scene, "c", "layer1") is None
    assert together(scene, "layer1") is None
    assert said(scene, Spot(1, "layer1", "d_h", source=3)) == ""


def test_that_a_spot_is_told_with_its_numbers() -> None:
    scene = made(CELLS["lstm"])
    assert scene.gradient is not None
    lane = scene.gradient.lanes["layer1"]
    text = said(scene, Spot(1, "layer1", "d_c", source=3))
    assert text.startswith("s = 4, k = 2, layer 1  ·  ‖∂Eₛ/∂cₖ‖ = ")
    for value in (lane.states["c"][3, 1], lane.weights[3, 1]):
        assert f"{value:.4g}".replace("-", "−") in text
    assert said(scene, Spot(1, "layer1", "d_c")) == ""


def test_that_the_nearest_source_is_found() -> None:
    rows = source_rows(made(CELLS["lstm"], decoder=True), "d_h", "")
    assert rows is not None
    assert [rows.nearest(t) for t in (0, 5, 6, 9, None)] == [4, 5, 6, 6, 6]
    assert replace(rows, sources=()).nearest(3) is None


def test_that_a_line_is_fitted() -> None:
    found = fit(3.0 * 0.5 ** np.arange(8))
    assert found is not None
    assert found.decay.rate == pytest.approx(0.5)
    assert found.decay.reach == pytest.approx(np.log(100) / np.log(2))
    assert found.at(0) == pytest.approx(3.0)
    assert found.at(4) == pytest.approx(3.0 / 16)
    assert fit(np.zeros(4)) is None

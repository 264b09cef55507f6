"""The first number that is not finite: found, named, and no weight touched."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells import Elman
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.divergence import Diverged, Place, first_in_parameters, first_in_pass
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network
from rnnviz.engine.optimizer import SGD
from rnnviz.engine.training import Training
from tests.engine.examples import CELLS, InTurn, make_batch, make_network

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def make_training(network: Network, *batches: Batch, loss: str = "cross-entropy") -> Training:
    return Training(network, LOSSES[loss], SGD(network.parameters.flat), InTurn(batches), rate=0.01)


def diverged(training: Training) -> Diverged:
    """The exception that the next update raises; checks that nothing was changed by it."""
    flat = training.network.parameters.flat
    kept, update, seen = flat.copy(), training.update, training.seen
    with pytest.raises(Diverged) as caught:
        training.advance()
    assert np.array_equal(flat, kept, equal_nan=True)
    assert (training.update, training.seen) == (update, seen)
    assert caught.value.update == update + 1
    return caught.value


@every_cell
@pytest.mark.parametrize(("value", "name"), [(np.nan, "NaN"), (np.inf, "Inf")])
@pytest.mark.parametrize("lengths", [(4, 4), (4, 3)], ids=["unpadded", "padded"])
def test_that_a_bad_input_is_found_where_it_is_first_read(
    cell: Cell, value: float, name: str, lengths: tuple[int, ...]
) -> None:
    fine, bad = make_batch(lengths), make_batch(lengths)
    bad.inputs[2, 1, 0] = value
    training = make_training(make_network(cell, layers=2), fine, fine, bad, fine)
    training.advance()
    training.advance()
    first = next(q.key for q in cell.quantities if any("x" in p.sources for p in q.products))
    place = diverged(training).place
    assert (place.phase, place.lane, place.time) == ("forward", "layer 1", 2)
    assert (place.quantity, place.value) == (first, name)
    # The next batch is fine, and so are the weights.
    assert training.advance().update == 3


@every_cell
def test_that_a_bad_weight_is_found_in_its_layer(cell: Cell) -> None:
    network = make_network(cell, layers=2)
    weight = next(name for name in network.parameters if name.startswith("layer2."))
    network.parameters[weight][0] = np.nan
    quantity = next(
        q.key for q in cell.quantities if any(f"layer2.{p.weight}" == weight for p in q.products)
    )
    place = diverged(make_training(network, make_batch((3, 3)))).place
    assert place == Place("forward", "layer 2", 0, quantity, "NaN")


@every_cell
def test_that_a_bad_output_is_found(cell: Cell) -> None:
    network = make_network(cell)
    network.parameters["b_y"][1] = np.inf
    place = diverged(make_training(network, make_batch((3, 3)))).place
    assert place == Place("forward", "", 0, "y", "Inf")


@every_cell
def test_that_a_loss_that_overflows_is_found(cell: Cell) -> None:
    network = make_network(cell)
    network.parameters["b_y"][1] = 1e200
    batch = make_batch((3, 3), loss="squared error")
    place = diverged(make_training(network, batch, loss="squared error")).place
    assert place == Place("forward", "", 0, "E", "Inf")


def test_that_a_gradient_that_explodes_is_found_on_its_way_back() -> None:
    # h grows by 1e9 a step, and so does its gradient on the way back: 2e300 at the last
    # step, past the largest number at the one before.
    network = Network(Elman("identity"), 1, 1, 1, 1)
    for name, value in (("layer1.W_xh", 1.0), ("layer1.W_hh", 1e9), ("W_hy", 1e200)):
        network.parameters[name][...] = value
    x = np.zeros((3, 1, 1))
    x[0] = 1e-118
    yes = np.ones((3, 1), bool)
    training = make_training(network, Batch(x, 0 * x, yes, yes), loss="squared error")
    place = diverged(training).place
    assert place == Place("backward", "layer 1", 1, "d_h", "Inf")


def test_that_a_norm_too_large_is_found_where_every_number_is_finite() -> None:
    network = make_network(Elman())
    network.parameters["b_y"][...] = 1e153
    network.parameters["W_hy"][...] = 1e10
    batch = make_batch((3, 3), loss="squared error")
    place = diverged(make_training(network, batch, loss="squared error")).place
    assert place == Place("backward", "", None, "‖∂E/∂W‖", "Inf")


@every_cell
def test_that_an_update_too_large_is_taken_back(cell: Cell) -> None:
    training = make_training(make_network(cell), make_batch((3, 3)))
    training.advance()
    training.network.parameters["b_y"][...] = 0.0
    training.network.parameters["b_y"][0] = 50.0
    training.rate = 1.7e308
    exception = diverged(training)
    assert exception.place.phase == "update"
    assert exception.place.time is None
    assert exception.place.quantity in training.network.parameters
    assert exception.update == 2
    training.rate = 0.01
    assert training.advance().update == 2


def test_that_the_first_bad_parameter_is_named() -> None:
    network = make_network(CELLS["lstm"])
    assert first_in_parameters(network) is None
    network.parameters["b_y"][0] = np.inf
    network.parameters["layer1.W_f"][0, 0] = np.nan
    assert first_in_parameters(network) == Place("update", "", None, "layer1.W_f", "NaN")


@every_cell
def test_that_a_healthy_pass_has_no_such_place(cell: Cell) -> None:
    network, batch = make_network(cell, layers=2), make_batch((3, 2))
    assert first_in_pass(network, LOSSES["cross-entropy"], batch, network.start(2), 0) is None


def test_that_a_place_reads_as_a_sentence() -> None:
    assert (
        str(Place("forward", "layer 1", 2, "a_f", "NaN"))
        == "NaN in a_f, layer 1, time step 3, forward pass"
    )
    assert str(Place("update", "", None, "W_hy", "Inf")) == "Inf in W_hy, new weights"
    place = Place("backward", "", 0, "d_y", "Inf")
    assert str(Diverged(7, place)) == "update 7: Inf in d_y, time step 1, backward pass"

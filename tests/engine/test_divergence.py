"""The first number that is not finite: found, named, and no weight touched."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells import Elman
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.divergence import Diverged, Place, first_in_parameters
from rnnviz.engine.first_bad_number import first_in_pass
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network
from rnnviz.engine.optimizer import SGD, Adam, Optimizer, RMSProp
from rnnviz.engine.training import Training
from rnnviz.scenarios.text_stream import TextStream
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
    assert (place.quantity, place.value, place.sequence) == (first, name, 1)
    # Not the next batch, but the same again: the stream is not a batch ahead of the weights.
    assert str(diverged(training).place) == str(place)
    bad.inputs[2, 1, 0] = 0.0
    assert training.upcoming()[0] is bad
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
    assert place == Place("forward", "layer 2", 0, quantity, "NaN", 0)


@every_cell
def test_that_a_bad_output_is_found(cell: Cell) -> None:
    network = make_network(cell)
    network.parameters["b_y"][1] = np.inf
    place = diverged(make_training(network, make_batch((3, 3)))).place
    assert place == Place("forward", "", 0, "y", "Inf", 0)


@every_cell
def test_that_a_loss_that_overflows_is_found(cell: Cell) -> None:
    network = make_network(cell)
    network.parameters["b_y"][1] = 1e200
    batch = make_batch((3, 3), loss="squared error")
    place = diverged(make_training(network, batch, loss="squared error")).place
    assert place == Place("forward", "", 0, "E", "Inf", 0)


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
    assert place == Place("backward", "layer 1", 1, "d_h", "Inf", 0)


def make_amplifier(*inputs: float, rate: float = 0.01) -> Training:
    """Training of one unit whose output is 0 and whose ∂E/∂a_t is 2e200 at every step, so that
    ∂E/∂W is 2e200 times the sum of the inputs. (T,) inputs, each twice."""
    network = Network(Elman("identity"), 2, 1, 1, 1)
    network.parameters["W_hy"][...] = 1e200
    x = np.array(inputs)[:, None, None] * np.ones(2)
    yes = np.ones((len(inputs), 1), bool)
    batch = Batch(x, -np.ones((len(inputs), 1, 1)), yes, yes)
    return Training(network, LOSSES["squared error"], SGD(network.parameters.flat),
                    InTurn([batch]), rate)  # fmt: skip


def test_that_a_gradient_of_weights_that_overflows_is_found_at_its_step() -> None:
    place = diverged(make_amplifier(0.0, 1.0, 1e150, 1.0)).place
    assert place == Place("backward", "layer 1", 2, "d_W_xh", "Inf")


def test_that_a_sum_over_steps_that_overflows_is_found_at_its_step() -> None:
    # From the last step to the first: 1e308, and one more of it.
    place = diverged(make_amplifier(0.5e108, 0.5e108, 0.0)).place
    assert place == Place("backward", "layer 1", 0, "d_W_xh", "Inf")


def test_that_a_gradient_whose_square_overflows_is_none_the_worse() -> None:
    training = make_amplifier(1.0)
    progress = training.advance()
    assert progress.norm == pytest.approx(2e200 * np.sqrt(3))
    assert diverged(training).place.time == 0


def test_that_a_norm_too_large_is_found_where_every_number_is_finite() -> None:
    place = diverged(make_amplifier(0.7e108)).place
    assert place == Place("backward", "", None, "‖∂E/∂W‖", "Inf")


@pytest.mark.parametrize("kind", [RMSProp, Adam])
def test_that_a_moment_that_overflows_is_found_and_taken_back(kind: type[Optimizer]) -> None:
    training = make_amplifier(1.0, rate=1e-300)
    training.optimizer = optimizer = kind(training.network.parameters.flat)
    place = diverged(training).place
    assert place == Place("update", "", None, f"{kind.name}'s square", "Inf")
    assert not any(moment.any() for moment in optimizer.moments.values())
    assert optimizer.count == 0
    training.clip_kind, training.clip_limit = "norm", 1.0
    assert training.advance().update == 1


def test_that_training_goes_on_with_the_batch_that_failed() -> None:
    text = np.random.default_rng(3).integers(3, size=200).astype(np.int16)
    runs = [make_training(make_network(CELLS["lstm"])) for _ in range(2)]
    for training in runs:
        training.batches = TextStream(text, 2, 5)
    progress = [[training.advance() for _ in range(3)] for training in runs]
    failing, smooth = runs
    failing.rate = 1.7e308
    failing.network.parameters["b_y"][...] = smooth.network.parameters["b_y"][...] = (50.0, 0, 0)
    for _ in range(2):
        assert diverged(failing).place.phase == "update"
    failing.rate = smooth.rate
    progress = [[training.advance() for _ in range(3)] for training in runs]
    assert progress[0] == progress[1]
    assert np.array_equal(failing.upcoming()[0].inputs, smooth.upcoming()[0].inputs)
    assert np.array_equal(failing.network.parameters.flat, smooth.network.parameters.flat)


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

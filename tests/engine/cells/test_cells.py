"""What every cell promises: its list of quantities is how it computes."""

import re
from dataclasses import replace

import numpy as np
import pytest

from rnnviz.engine.activations import sigmoid
from rnnviz.engine.batch import Floats
from rnnviz.engine.cells import CELLS as KINDS
from rnnviz.engine.cells import LSTM
from rnnviz.engine.cells.cell import Cell, Family, Product, Quantity
from rnnviz.engine.layer import LayerForward
from tests.engine.examples import CELLS, make_batch, make_network, make_start

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)

#: How the signs in formulas are written in Python.
SIGNS = {"⊙": "*", "−": "-", "σ": "sigma", "ReLU": "relu", "id": "same"}
FUNCTIONS = {
    "sigma": sigmoid,
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0),
    "same": lambda a: a,
}


def reads(quantity: Quantity) -> set[str]:
    """The names of all that a quantity is computed from."""
    sources = {source for product in quantity.products for source in product.sources}
    return sources | set(re.findall(r"{([^}]+)}", quantity.formula))


def computed(quantity: Quantity, lane: LayerForward, p: dict[str, Floats], t: int) -> Floats:
    """The value that the quantity's products or its formula give at a step."""
    if quantity.products:
        total = p[quantity.bias] if quantity.bias else np.zeros(1)
        for product in quantity.products:
            read = np.concatenate([lane.source(name)[t] for name in product.sources], axis=1)
            total = total + read @ p[product.weight].T
        return total
    names = {name: lane.source(name)[t] for name in reads(quantity)}
    python = re.sub(r"{([^}]+)}", lambda found: f"names['{found[1]}']", quantity.formula)
    for sign, word in SIGNS.items():
        python = python.replace(sign, word)
    value: Floats = eval(python, {"names": names, **FUNCTIONS})  # Our own formulas.
    return value


@every_cell
@pytest.mark.parametrize("layers", [1, 2])
def test_that_formulas_and_products_give_the_values_computed(cell: Cell, layers: int) -> None:
    network, batch = make_network(cell, layers=layers), make_batch((4, 4))
    forward = network.forward(batch, make_start(network, 2))
    for key, lane in forward.lanes.items():
        p = network.parameters.under(f"{key}.")
        for quantity in cell.quantities:
            for t in range(batch.steps):
                np.testing.assert_allclose(
                    computed(quantity, lane, p, t),
                    lane.values[quantity.key][t],
                    rtol=1e-13,
                    atol=1e-15,
                    err_msg=f"{quantity.key} at {t}",
                )


@every_cell
def test_that_every_quantity_reads_only_what_stands_before_it(cell: Cell) -> None:
    known = {"x", *(f"{state}-" for state in cell.states)}
    for quantity in cell.quantities:
        assert reads(quantity)
        assert reads(quantity) <= known
        known.add(quantity.key)
    assert set(cell.states) <= known


@every_cell
def test_that_a_quantity_is_affine_or_has_a_formula(cell: Cell) -> None:
    for quantity in cell.quantities:
        assert bool(quantity.products) != bool(quantity.formula)
        assert quantity.bias is None or quantity.products
        assert quantity.title
        assert quantity.symbol


@every_cell
def test_that_every_quantity_but_the_output_is_read_by_another(cell: Cell) -> None:
    all_reads = set().union(*(reads(quantity) for quantity in cell.quantities))
    for quantity in cell.quantities:
        assert quantity.key in all_reads or quantity.key in cell.states


@every_cell
def test_that_values_stay_within_their_range(cell: Cell) -> None:
    network, batch = make_network(cell), make_batch((6, 6))
    batch.inputs[...] *= 30
    start = network.start(2)
    values = network.forward(batch, start).lanes["layer1"].values
    for quantity in cell.quantities:
        if quantity.range is not None:
            assert values[quantity.key].min() >= quantity.range[0]
            assert values[quantity.key].max() <= quantity.range[1]
        if quantity.family is Family.GATE:
            assert quantity.range == (0.0, 1.0)


@every_cell
def test_that_parameters_are_those_of_the_products_weights_first(cell: Cell) -> None:
    weights = {p.weight: p.sources for q in cell.quantities for p in q.products}
    biases = {q.bias for q in cell.quantities if q.bias}
    listed = [parameter.name for parameter in cell.parameters]
    assert {p.name: p.sources for p in cell.parameters if p.sources} == weights
    assert {p.name for p in cell.parameters if not p.sources} == biases
    assert len(listed) == len(set(listed))
    assert set(listed[: len(weights)]) == set(weights)


@every_cell
def test_that_a_step_back_names_every_quantity_and_every_state(cell: Cell) -> None:
    network, batch = make_network(cell), make_batch((1, 1))
    p, previous = network.parameters.under("layer1."), make_start(network, 2)["layer1"]
    values = cell.step(p, np.asarray(batch.inputs[0]), previous)
    back = cell.step_back(p, values, previous, {s: np.ones((2, 4)) for s in cell.states})
    assert list(back.quantities) == [quantity.key for quantity in cell.quantities]
    assert list(back.previous) == list(cell.states)


@every_cell
def test_that_a_step_changes_nothing_that_it_was_given(cell: Cell) -> None:
    network, batch = make_network(cell), make_batch((1, 1))
    p, previous = network.parameters.under("layer1."), make_start(network, 2)["layer1"]
    d = {state: np.ones((2, 4)) for state in cell.states}
    given = [*p.values(), *previous.values(), *d.values()]
    kept = [array.copy() for array in given]
    values = cell.step(p, np.asarray(batch.inputs[0]), previous)
    kept_values = {key: value.copy() for key, value in values.items()}
    cell.step_back(p, values, previous, d)
    assert all(np.array_equal(a, b) for a, b in zip(given, kept, strict=True))
    assert all(np.array_equal(values[key], kept_values[key]) for key in values)


@every_cell
def test_that_quantities_are_made_once(cell: Cell) -> None:
    assert cell.quantities is cell.quantities
    # And two cells of the same settings are still equal.
    assert replace(cell) == cell  # type: ignore[type-var]


def test_that_cells_have_keys_and_titles_of_their_own() -> None:
    assert len({kind.key for kind in KINDS}) == len({kind.title for kind in KINDS}) == len(KINDS)
    assert {type(cell) for cell in CELLS.values()} == set(KINDS)


def test_that_only_the_forget_gate_starts_from_a_bias() -> None:
    cell = LSTM(forget_bias=2.0)
    assert {name: cell.initial_bias(name) for name in ("b_f", "b_i", "b_o", "b_c")} == {
        "b_f": 2.0,
        "b_i": 0.0,
        "b_o": 0.0,
        "b_c": 0.0,
    }


def test_that_a_product_knows_the_columns_of_its_sources() -> None:
    product = Product("W", ("h-", "x"))
    assert product.columns("h-", inputs=3, hidden=4) == slice(0, 4)
    assert product.columns("x", inputs=3, hidden=4) == slice(4, 7)

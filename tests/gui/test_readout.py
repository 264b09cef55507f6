"""The line at the foot of the window: recorded numbers, in words."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.gui.readout import readout
from rnnviz.trace.derived import state_gradient_norms, step_contributions
from rnnviz.trace.scene import Spot
from tests.gui.scenes import CELL_KEYS, scene


def number(text):
    return float(text.rpartition("= ")[2].split()[0].replace("−", "-"))


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_that_every_quantity_and_gradient_is_told_as_recorded(cell):
    given = scene(cell=cell, layers=2)
    for lane in given.trace.lanes:
        for quantity in given.trace.quantities:
            text = readout(given, Spot(3, lane.key, quantity.key, 5))
            value = lane.values[quantity.key][3, 5]
            assert text.startswith(f"t = 4  ·  {quantity.title} {quantity.symbol}, unit 6, ")
            assert f", {lane.title} = " in text
            assert number(text) == pytest.approx(value, abs=5e-5)
            text = readout(given, Spot(3, lane.key, f"d_{quantity.key}", 5))
            assert f"gradient of the {quantity.title} ∂E/∂{quantity.symbol}, unit 6" in text
            assert number(text) == pytest.approx(lane.gradients[quantity.key][3, 5], rel=1e-3)


def test_that_a_column_is_told_by_its_norm():
    given = scene()
    trace, lane = given.trace, given.trace.lanes[0]
    spot = Spot(2, "layer1", "d_h")
    text = readout(given, spot)
    assert text == f"t = 3  ·  ‖∂E/∂h‖, layer 1 = {state_gradient_norms(trace, lane)[2]:.4g}"
    text = readout(given, spot, by_weights=True)
    assert text.startswith("t = 3  ·  what this step adds to ‖∂E/∂W‖, layer 1 = ")
    assert number(text) == pytest.approx(step_contributions(trace, lane)[2], rel=1e-3)
    assert readout(given, Spot(2, "layer1", "h")).startswith("t = 3  ·  ‖h‖, layer 1 = ")


def test_that_signs_and_sizes_are_written_as_people_write_them():
    given = scene()
    lane, trace = given.trace.lanes[0], given.trace
    values = np.array(lane.values["c"])
    values[0, :4] = -0.25, 123456.7, -1e30, np.nan
    lane = replace(lane, values={**lane.values, "c": values})
    given = replace(given, trace=replace(trace, lanes=(lane,)))
    told = [readout(given, Spot(0, "layer1", "c", unit)).rpartition("= ")[2] for unit in range(4)]
    assert told == ["−0.2500", "1.235e+05", "−1e+30", "nan"]


def test_what_is_said_of_input_output_and_loss():
    given = scene()
    trace, labels = given.trace, given.trace.labels
    assert readout(given, Spot(4, "", "x")) == f"t = 5  ·  input x = {labels.inputs[4]}"
    loss = readout(given, Spot(4, "", "E"))
    assert loss == f"t = 5  ·  loss E = {trace.losses[4]:.4f} nats"
    output = readout(given, Spot(4, "", "y"))
    best = trace.outputs[4].argmax()
    assert output.startswith(
        f"t = 5  ·  output ŷ: {labels.classes[best]} {100 * trace.outputs[4][best]:.1f} %"
    )
    assert output.endswith(f", wanted {labels.targets[4]}")
    assert readout(given, Spot(4)) == "t = 5"


def test_what_is_said_of_a_number_that_is_predicted():
    given = scene(scenario="adding-problem")
    last = given.trace.steps - 1
    text = readout(given, Spot(last, "", "y"))
    assert number(text.partition(", wanted")[0]) == pytest.approx(
        given.trace.outputs[last][0], abs=5e-5
    )
    assert text.endswith(f", wanted {given.trace.labels.targets[last]}")


def test_that_nothing_is_wanted_before_the_last_step_of_the_adding_problem():
    given = scene(scenario="adding-problem")
    assert readout(given, Spot(0, "", "y")) == "t = 1  ·  nothing is wanted here"
    assert readout(given, Spot(0, "", "E")) == "t = 1  ·  no loss"


def test_that_a_place_that_there_is_not_is_told_as_far_as_it_is():
    given = scene()
    assert readout(given, Spot(99)) == ""
    assert readout(given, Spot(0, "layer1")) == "t = 1  ·  layer 1"
    assert readout(given, Spot(0, "layer1", "nothing", 1)) == "t = 1  ·  layer 1"


def test_that_a_weight_and_a_bias_are_told():
    made = scene(cell="lstm")
    parameters = made.trace.parameters
    for spot, name in (
        (Spot(3, "layer1", "W_f", 2, 5), "W_f[3, 6], layer 1"),
        (Spot(3, "layer1", "b_f", 2), "b_f[3], layer 1"),
        (Spot(3, "", "W_hy", 1, 4), "W_hy[2, 5]"),
    ):
        index = (spot.unit,) if spot.column is None else (spot.unit, spot.column)
        value = f"{parameters[spot.parameter][index]:.4f}".replace("-", "−")
        assert readout(made, spot, False) == f"{name} = {value}"

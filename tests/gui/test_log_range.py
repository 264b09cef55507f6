"""The fixed logarithmic scale of norms: every number has its colour, what lies outside its own."""

import numpy as np
import pytest

from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.gui.views.log_range import LogRange, floor_color, greatest_of

SCALE = LogRange(-3, 2)

every_look = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])


@every_look
def test_that_powers_of_ten_are_even_steps_of_the_colours(look):
    values = np.array([[1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0]])
    expected = [int(look.magnitude[51 * n]) for n in range(6)]
    assert SCALE.pixels(values, look)[0].tolist() == expected


@every_look
def test_that_what_lies_outside_has_a_look_of_its_own(look):
    values = np.array([[0.0, 9e-4, 1e-300, 101.0, np.inf, np.nan]])
    floor, error = floor_color(look).rgb(), look.error.rgb()
    assert SCALE.pixels(values, look)[0].tolist() == [0, floor, floor, error, error, error]
    assert SCALE.is_below(values)[0].tolist() == [False, True, True, False, False, False]
    assert SCALE.is_beyond(values)[0].tolist() == [False, False, False, True, True, True]
    assert floor not in look.magnitude
    assert floor_color(look) != look.card


def test_that_nothing_great_is_lost_where_there_is_no_room():
    values = np.zeros((7, 9))
    values[3, 4], values[6, 8] = 5.0, np.nan
    small = greatest_of(values, 3, 4)
    assert small.shape == (3, 4)
    assert sorted(small[small > 0]) == [5.0, np.inf]
    assert np.array_equal(greatest_of(values[:3, :4], 3, 4), values[:3, :4])

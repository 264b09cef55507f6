"""Sparklines: drawn whatever values there are, and quickly."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from rnnviz.gui.app import application
from rnnviz.gui.controls.sparkline import Sparkline
from rnnviz.gui.theme import DARK, LIGHT

AREA = QRectF(0, 0, 100, 20)
MANY = np.sin(np.arange(100_000.0))


def shown(qtbot, values, look=LIGHT, mark=None):
    application()
    line = Sparkline("Over updates")
    qtbot.addWidget(line)
    line.set_look(look)
    line.resize(140, 22)
    y = np.array(values, float)
    line.show_values(np.arange(float(len(y))), y, mark)
    return line


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize(
    "values",
    [[], [1.0], [2.0, 2.0], [1.0, np.nan, 3.0, np.inf], [np.nan, np.nan], MANY],
    ids=["none", "one", "constant", "gaps", "broken", "many"],
)
def test_that_it_is_drawn_whatever_there_is(qtbot, look, values):
    line = shown(qtbot, values, look)
    image = line.grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(140) for y in range(19)}
    assert (len(colors) > 1) == bool(np.isfinite(values).any())
    assert line.toolTip()


def test_that_the_range_is_told(qtbot):
    assert shown(qtbot, [3.0, np.nan, -1.5]).toolTip() == "Over updates: -1.5 to 3"
    assert shown(qtbot, []).toolTip() == "Over updates: no values yet"


def test_that_the_greatest_is_at_the_top_and_equal_ones_in_the_middle(qtbot):
    (points,) = shown(qtbot, [1.0, 3.0, 2.0])._lines(AREA)
    assert [point.y() for point in points] == [20, 0, 10]
    (points,) = shown(qtbot, [7.0, 7.0])._lines(AREA)
    assert [point.y() for point in points] == [10, 10]


def test_that_missing_values_leave_gaps(qtbot):
    lines = shown(qtbot, [1.0, 2.0, np.nan, 3.0, np.inf, 4.0, 5.0])._lines(AREA)
    assert [len(line) for line in lines] == [2, 1, 2]


@pytest.mark.parametrize("values", [[-1.7e308, 1.7e308], [0.0, 5e-324], [1.0, 1.0 + 2e-16]])
def test_that_the_ends_of_the_floats_can_be_drawn(qtbot, values):
    line = shown(qtbot, values)
    assert all(0 <= point.y() <= 20 for piece in line._lines(AREA) for point in piece)
    line.grab()


def test_that_a_single_outlier_among_very_many_is_seen(qtbot):
    values = np.zeros(100_000)
    values[54_321] = 1.0
    (points,) = shown(qtbot, values)._lines(AREA)
    assert len(points) <= 200
    assert min(point.y() for point in points) == 0


@pytest.mark.alone
def test_that_very_many_gaps_take_no_time(qtbot):
    values = MANY.copy()
    values[::2] = np.nan
    line = shown(qtbot, values)
    began = time.perf_counter()
    line.grab()
    assert time.perf_counter() - began < 0.5


def test_that_the_mark_is_drawn_at_its_place(qtbot):
    plain = shown(qtbot, [1.0, 1.0, 1.0]).grab().toImage()
    marked = shown(qtbot, [1.0, 1.0, 1.0], mark=1.0).grab().toImage()
    changed = {x for x in range(140) for y in range(22) if plain.pixel(x, y) != marked.pixel(x, y)}
    assert changed
    assert changed <= {68, 69, 70, 71}

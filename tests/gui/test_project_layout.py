"""How the window stands is kept in a project; what comes from elsewhere can do no harm."""

import random

import pytest
from PySide6.QtWidgets import QApplication

from rnnviz.gui.depths import Depth
from rnnviz.gui.gradient_room import RANGES
from tests.gui.windows import opened

TASK = {"scenario": "adding-problem", "cell": "lstm"}
ODD = (
    "",
    "x",
    ", ",
    "é",
    "0",
    "-1",
    "1e9",
    "999999999999",
    "settings 99999x99999",
    "\0",
    "yes",
    "a.b",
)


def layout_of(window):
    return window.projects._around.layout


def said(window):
    QApplication.processEvents()
    return layout_of(window).layout(window.look)


def dock(window, key):
    return next(each for each in window._docks if each.objectName() == f"{key}-panel")


def rearrange(window):
    """Everything otherwise than at first."""
    pages, room = window.gradient.pages, window.gradient.room
    window.canvas.depths.show_depth(Depth.UNIT)
    window.canvas.splitter.setSizes([500, 200])
    window.canvas.tracks.show_quantities(["f", "c"])
    window.canvas.tracks.show_gradients_by(True)
    window.attention.show_quantity("e")
    window.weights.choose(parameters(window)[-1])
    pages.show_page("saturation")
    pages.saturation.show_mode("updates")
    pages.histograms.show_parameter(parameters(window)[0])
    pages.saliency.show_by("product")
    pages.saliency.choose("wanted")
    room.show_part("both")
    room.choose_kind("d_c")
    room.choose_range(list(RANGES)[1])
    room.choose_scope(True)
    window.gradient.move()
    dock(window, "loss").hide()
    dock(window, "weights").raise_()


def parameters(window):
    return list(window.session.state.scene.trace.parameters)


def test_that_the_window_stands_as_it_stood(qtbot):
    first, second = opened(qtbot, **TASK), opened(qtbot, **TASK)
    before = said(second)
    rearrange(first)
    wanted = said(first)
    assert sum(wanted.parts[name] != word for name, word in before.parts.items()) > 15
    layout_of(second).take(wanted.parts)
    assert said(second).parts == wanted.parts
    layout_of(second).take(before.parts)
    assert said(second).parts == before.parts


def test_that_taking_the_same_again_changes_nothing(qtbot):
    window = opened(qtbot, **TASK)
    before = said(window)
    for _ in range(3):
        layout_of(window).take(before.parts)
        assert said(window).parts == before.parts


def test_that_another_network_takes_what_it_has(qtbot):
    first, second = opened(qtbot, **TASK), opened(qtbot, scenario="copy-memory", cell="elman")
    rearrange(first)
    layout_of(second).take(said(first).parts)
    parts = said(second).parts
    assert parts["depth"] == "unit"
    assert parts["tracks"] == "usual"
    assert parts["gradient quantity"] == "d_h"


def test_that_a_layout_of_a_larger_window_fits(qtbot):
    window = opened(qtbot, **TASK)
    sizes = {"panel sizes": "settings 9000x9000, inspector 9000x9000", "canvas": "9000 9000"}
    before = window.size()
    layout_of(window).take(sizes)
    QApplication.processEvents()
    assert window.size() == before
    assert window.canvas.width() >= window.canvas.minimumWidth()


@pytest.mark.parametrize("seed", range(3))
def test_that_hostile_layouts_leave_the_window_usable(qtbot, seed):
    window = opened(qtbot, **TASK)
    good, draw = said(window).parts, random.Random(seed)
    for _ in range(100):
        parts = {name: mutated(word, draw) for name, word in good.items() if draw.random() < 0.9}
        layout_of(window).take(parts)
    QApplication.processEvents()
    window.session.walk.step()
    layout_of(window).take(good)
    assert said(window).parts["panel sizes"] == good["panel sizes"]


def mutated(word, draw):
    """A word with something wrong in it, or another one."""
    way = draw.randrange(5)
    if way == 0:
        return draw.choice(ODD)
    if way == 1:
        return word * draw.randrange(4)
    if way == 2 and word:
        at = draw.randrange(len(word))
        return word[:at] + chr(draw.randrange(32, 9000)) + word[at + 1 :]
    if way == 3:
        return "".join(draw.sample(word, len(word)))
    return word[: draw.randrange(len(word) + 1)]

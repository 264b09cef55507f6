"""The colours that a person chose are there again at the next start."""

from PySide6.QtWidgets import QApplication

from rnnviz.gui.app import preferred_look
from rnnviz.gui.theme import DARK, LIGHT
from tests.gui.windows import opened


def test_that_the_look_that_was_chosen_is_that_of_the_next_start(qtbot):
    assert preferred_look(QApplication.instance()) is LIGHT
    window = opened(qtbot)
    window.restore()
    window.commands["theme"].trigger()
    assert window.look is DARK
    assert preferred_look(QApplication.instance()) is DARK
    window.commands["theme"].trigger()
    assert preferred_look(QApplication.instance()) is LIGHT


def test_that_a_figure_or_a_project_chooses_for_nobody(qtbot):
    window = opened(qtbot)
    window.commands["theme"].trigger()
    window.restore()
    window.set_look(DARK)
    assert preferred_look(QApplication.instance()) is LIGHT

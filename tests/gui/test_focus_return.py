"""Where the keyboard is after something was chosen in a list."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.gui.windows import LEFT, opened, until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


def scenario_list(window):
    return window.run_settings.rows["scenario"].control


def activate(qtbot, window):
    """The keyboard is its again, which with this plugin is lost a moment after a list closes."""
    qtbot.wait(100)

    def is_active():
        window.activateWindow()
        return window.isActiveWindow() and QApplication.focusWidget() is window.canvas

    until(qtbot, is_active)


def open_list(qtbot, box):
    box.setFocus()
    qtbot.keyClick(box, KEY.Key_Space)
    until(qtbot, box.view().isVisible)


def choose_by_keyboard(qtbot, box):
    open_list(qtbot, box)
    qtbot.keyClick(box.view(), KEY.Key_Down)
    qtbot.keyClick(box.view(), KEY.Key_Return)


def choose_by_mouse(qtbot, box):
    open_list(qtbot, box)
    view, model = box.view(), box.model()
    place = view.visualRect(model.index(box.currentIndex() + 1, 0)).center()
    qtbot.wait(QApplication.doubleClickInterval() + 50)  # before, Qt takes it as that which opened
    qtbot.mouseMove(view.viewport(), place)
    qtbot.mouseClick(view.viewport(), LEFT, pos=place)


@pytest.mark.parametrize("choose", [choose_by_keyboard, choose_by_mouse])
def test_that_space_runs_after_a_choice_in_the_list(qtbot, choose):
    window = opened(qtbot)
    box, before = scenario_list(window), window.session.state.settings.scenario
    choose(qtbot, box)
    until(qtbot, lambda: window.session.state.settings.scenario != before)
    assert window.focusWidget() is window.canvas
    activate(qtbot, window)
    qtbot.keyClick(window.canvas, KEY.Key_Space)
    assert not box.view().isVisible()
    until(qtbot, lambda: window.session.state.activity != "paused")
    window.session.pause()


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(KEY.Key_Tab, Qt.KeyboardModifier.NoModifier), (KEY.Key_Backtab, SHIFT)],
)
def test_that_tab_goes_on_from_the_list_after_a_choice(qtbot, key, modifier):
    window = opened(qtbot)
    box = scenario_list(window)
    choose_by_keyboard(qtbot, box)
    activate(qtbot, window)
    qtbot.keyClick(window.canvas, key, modifier)
    after_choice = QApplication.focusWidget()
    box.setFocus()
    qtbot.keyClick(box, key, modifier)
    assert after_choice is QApplication.focusWidget()
    assert after_choice not in (box, window.canvas)


def test_that_arrows_and_a_list_without_a_choice_keep_the_focus(qtbot):
    window = opened(qtbot)
    box, before = scenario_list(window), window.session.state.settings.scenario
    box.setFocus()
    qtbot.keyClick(box, KEY.Key_Down)
    until(qtbot, lambda: window.session.state.settings.scenario != before)
    assert QApplication.focusWidget() is box
    open_list(qtbot, box)
    qtbot.keyClick(box.view(), KEY.Key_Escape)
    assert window.focusWidget() is box

"""The list of actions: unique keys, menus, tooltips and the cheat sheet."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from rnnviz.gui.action_list import ACTIONS
from rnnviz.gui.action_spec import MENUS
from rnnviz.gui.actions import Actions, cheat_sheet
from rnnviz.gui.style import icon, stylesheet
from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.resource import resource

# The offscreen platform says so of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support")


@pytest.fixture
def window(qtbot):
    made = QMainWindow()
    qtbot.addWidget(made)
    made.own = Actions(made)
    made.own.fill(made.menuBar())
    made.show()
    qtbot.waitExposed(made)
    return made


def test_that_every_action_has_a_key_and_a_shortcut_of_its_own():
    for values in ([each.key for each in ACTIONS], [each.shortcut for each in ACTIONS]):
        assert all(values)
        assert len(set(values)) == len(values)


def test_that_every_shortcut_is_one():
    assert all(QKeySequence(each.shortcut).count() == 1 for each in ACTIONS)


def test_that_every_action_stands_in_one_menu(window):
    menus = [entry.menu() for entry in window.menuBar().actions()]
    assert [menu.title().replace("&", "") for menu in menus] == list(MENUS)
    listed = [act.objectName() for menu in menus for act in menu.actions() if act.objectName()]
    assert sorted(listed) == sorted(each.key for each in ACTIONS)


def test_that_tooltips_name_the_key(window):
    assert window.own["run"].toolTip() == "Train until paused, or until a breakpoint (F5)"


@pytest.mark.parametrize(
    ("key", "pressed", "modifier"),
    [
        ("run", Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier),
        ("run-pause", Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
        ("step-back", Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
        ("time-back", Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier),
        ("first-tick", Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier),
        ("new-network", Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_that_keys_trigger_their_actions(qtbot, window, key, pressed, modifier):
    with qtbot.waitSignal(window.own[key].triggered):
        qtbot.keyClick(window, pressed, modifier)


def test_that_the_cheat_sheet_names_every_action():
    sheet = cheat_sheet()
    assert all(each.tip in sheet for each in ACTIONS)


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_icons_take_the_colours_of_the_look(qtbot, look):
    for each in ACTIONS:
        if each.icon:
            image = icon(each.icon, look.text, look.faint).pixmap(16, 16).toImage()
            colors = {
                image.pixelColor(x, y).name()
                for x in range(image.width())
                for y in range(image.height())
                if image.pixelColor(x, y).alpha() == 255
            }
            assert colors == {look.text.name()}


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_the_style_sheet_is_complete(look):
    sheet = stylesheet(look)
    assert "$" not in sheet
    assert look.accent.name() in sheet


def test_that_every_icon_can_be_coloured():
    for each in ACTIONS:
        if each.icon:
            assert "currentColor" in resource("icons", f"{each.icon}.svg").read_text("utf-8")


def test_that_the_tip_of_an_action_that_is_disabled_is_said_too(window):
    menu, action = window.menuBar().actions()[0].menu(), window.own["save-sound"]
    said = window.statusBar().currentMessage
    action.setEnabled(False)
    action.setStatusTip("There is nothing to hear")
    menu.popup(window.mapToGlobal(window.rect().topLeft()))
    where, none = QPointF(menu.actionGeometry(action).center()), Qt.MouseButton.NoButton
    keys = Qt.KeyboardModifier.NoModifier
    over = QMouseEvent(QEvent.Type.MouseMove, where, menu.mapToGlobal(where), none, none, keys)
    QApplication.sendEvent(menu, over)
    assert said() == "There is nothing to hear"
    menu.hide()
    assert not said()

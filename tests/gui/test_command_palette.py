"""The command palette: every action by a few letters of its name, by real keys."""

import pytest
from PySide6.QtCore import Qt

from rnnviz.gui.actions import ACTIONS
from rnnviz.gui.command_palette import fitting, rank
from tests.gui.windows import LEFT, opened

KEY, KEYS = Qt.Key, Qt.KeyboardModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def palette(qtbot):
    window = opened(qtbot)
    qtbot.keyClick(window, KEY.Key_P, KEYS.ControlModifier | KEYS.ShiftModifier)
    qtbot.waitUntil(window.command_palette.isVisible)
    window.command_palette.window_ = window
    return window.command_palette


def titles(palette):
    return [palette.list.topLevelItem(n).text(0) for n in range(palette.list.topLevelItemCount())]


def test_how_well_a_title_fits():
    assert [rank("st", t) for t in ("Step", "Time step on", "Last", "Shortcuts", "Run")] == [
        0, 1, 2, 3, None
    ]  # fmt: skip
    assert rank("", "Run") == 0


def test_that_the_best_come_first():
    assert [each.key for each in fitting("step b")][:1] == ["step-back"]
    assert [each.key for each in fitting("quit")] == ["quit"]
    assert fitting("zzz") == []


def test_that_all_actions_are_listed_with_menu_and_key(palette):
    assert titles(palette) == [each.title for each in ACTIONS if each.key != "palette"]
    item = palette.list.topLevelItem(0)
    assert (item.text(1), item.text(2)) == ("File", "Ctrl+O")


def test_that_typing_and_enter_do_an_action(qtbot, palette):
    window = palette.window_
    look = window.look
    qtbot.keyClicks(palette.line, "dark")
    assert titles(palette) == ["Light or dark"]
    qtbot.keyClick(palette.line, KEY.Key_Return)
    assert window.look is not look
    assert not palette.isVisible()


def test_that_arrows_choose_and_a_press_does(qtbot, palette):
    qtbot.keyClicks(palette.line, "step")
    first = palette.list.currentItem().text(0)
    qtbot.keyClick(palette.line, KEY.Key_Down)
    assert palette.list.currentItem().text(0) != first
    qtbot.keyClick(palette.line, KEY.Key_Up)
    assert palette.list.currentItem().text(0) == first
    place = palette.list.visualItemRect(palette.list.currentItem()).center()
    qtbot.mouseClick(palette.list.viewport(), LEFT, pos=place)
    assert palette.window_.session.state.scene.marks.tick is not None


def test_that_what_cannot_be_done_is_grey_and_not_done(qtbot, palette):
    qtbot.keyClicks(palette.line, "pause")
    items = {palette.list.topLevelItem(n).text(0): palette.list.topLevelItem(n)
             for n in range(palette.list.topLevelItemCount())}  # fmt: skip
    assert items["Pause"].isDisabled()
    with qtbot.assertNotEmitted(palette.window_.commands["pause"].triggered):
        palette.list.itemClicked.emit(items["Pause"], 0)
    assert palette.isVisible()


def test_that_escape_leaves(qtbot, palette):
    qtbot.keyClick(palette.line, KEY.Key_Escape)
    qtbot.waitUntil(lambda: not palette.isVisible())

"""The command palette: every action by a few letters of its name, by real keys."""

import pytest
from PySide6.QtCore import Qt

from rnnviz.gui.action_list import ACTIONS
from rnnviz.gui.command_palette import NOTHING, fitting, rank
from rnnviz.gui.theme import DARK, LIGHT
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


def item_of(palette, title):
    """The line of an action."""
    lines = [palette.list.topLevelItem(n) for n in range(palette.list.topLevelItemCount())]
    return next(line for line in lines if line.text(0) == title)


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_what_cannot_be_done_is_grey_and_not_done(qtbot, palette, look):
    palette.window_.set_look(look)
    palette.open_over_window()
    qtbot.keyClicks(palette.line, "pause")
    item = item_of(palette, "Pause")
    assert item.isDisabled()
    place = palette.list.visualItemRect(item)
    seen = palette.list.viewport().grab(place).toImage()
    colors = {seen.pixel(x, y) for x in range(60) for y in range(seen.height())}
    assert look.faint.rgb() in colors
    assert look.text.rgb() not in colors
    with qtbot.assertNotEmitted(palette.window_.commands["pause"].triggered):
        qtbot.mouseClick(palette.list.viewport(), LEFT, pos=place.center())
    assert palette.isVisible()


def test_that_arrows_pass_by_what_cannot_be_done(qtbot, palette):
    met = []
    for _ in range(len(ACTIONS)):
        met.append(palette.list.currentItem())
        qtbot.keyClick(palette.line, KEY.Key_Down)
    assert not any(item.isDisabled() for item in met)
    assert {item.text(0) for item in met} >= {"Open…", "Run", "Step", "Keys"}
    assert "Pause" not in {item.text(0) for item in met}


def test_that_pages_are_turned(qtbot, palette):
    qtbot.keyClick(palette.line, KEY.Key_PageDown)
    farther = palette.list.currentIndex().row()
    assert farther > 5
    qtbot.keyClick(palette.line, KEY.Key_PageUp)
    assert palette.list.currentIndex().row() < 3


def test_that_it_says_so_where_nothing_fits(qtbot, palette):
    qtbot.keyClicks(palette.line, "zzz")
    assert titles(palette) == [NOTHING]
    qtbot.keyClick(palette.line, KEY.Key_Return)
    assert palette.isVisible()
    palette.line.clear()
    assert len(titles(palette)) == len(ACTIONS) - 1


def test_that_columns_stay_where_they_are_while_typing(qtbot, palette):
    widths = [palette.list.columnWidth(column) for column in range(3)]
    qtbot.keyClicks(palette.line, "quit")
    assert [palette.list.columnWidth(column) for column in (1, 2)] == widths[1:]


def test_that_it_stands_at_the_top_in_the_middle_of_the_window(palette):
    window = palette.window_.geometry()
    assert abs(palette.geometry().center().x() - window.center().x()) <= 4
    assert window.top() < palette.geometry().top() < window.top() + 100
    assert window.contains(palette.geometry())


def test_that_it_opens_anew_with_nothing_typed(qtbot, palette):
    qtbot.keyClicks(palette.line, "quit")
    qtbot.keyClick(palette.line, KEY.Key_Escape)
    palette.open_over_window()
    assert palette.line.text() == ""
    assert palette.line.hasFocus()
    assert len(titles(palette)) == len(ACTIONS) - 1


def test_that_escape_leaves(qtbot, palette):
    qtbot.keyClick(palette.line, KEY.Key_Escape)
    qtbot.waitUntil(lambda: not palette.isVisible())

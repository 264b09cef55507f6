"""How the height is shared between the gradient's pages and the panels below them."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from rnnviz.gui.gradient_pages import PAGES
from tests.gui.windows import LEFT, opened, until

NONE = Qt.MouseButton.NoButton
SMALL_SCREEN = 1280, 720
#: What the lower panel keeps on it: a title and the first lines.
LEAST_BELOW = 100


def low_window(qtbot):
    window = opened(qtbot, scenario="anbn", length=6)
    window.resize(*SMALL_SCREEN)
    QApplication.processEvents()
    return window


def docks(window):
    return {dock.objectName(): dock for dock in window._docks}


def height(window):
    """Of the panels above."""
    names = "inspector-panel", "gradient-panel"
    above = [docks(window)[name] for name in names]
    return next(dock.height() for dock in above if not dock.visibleRegion().isEmpty())


def move_line(qtbot, window, change):
    """Move the line under the panel in front with the mouse."""
    panel = docks(window)["gradient-panel"]
    lower = docks(window)["exhibit-panel"]
    x = panel.geometry().center().x()
    line = next(
        QPoint(x, y)
        for y in range(panel.geometry().bottom(), lower.geometry().bottom())
        if window.isSeparator(QPoint(x, y))
    )
    kinds, end = QEvent.Type, line + QPoint(0, change)
    QApplication.sendEvent(window, mouse_event(window, kinds.MouseButtonPress, line))
    QApplication.sendEvent(window, mouse_event(window, kinds.MouseMove, end))
    qtbot.wait(50)  # Qt moves it a moment later
    QApplication.sendEvent(window, mouse_event(window, kinds.MouseButtonRelease, end))


def mouse_event(window, kind, at):
    where, held = QPointF(at), LEFT if kind != QEvent.Type.MouseButtonRelease else NONE
    button = NONE if kind == QEvent.Type.MouseMove else LEFT
    globally = window.mapToGlobal(where)
    return QMouseEvent(kind, where, globally, button, held, Qt.KeyboardModifier.NoModifier)


@pytest.mark.parametrize("page", [key for key, _, _ in PAGES])
def test_that_a_page_that_comes_forward_gets_height(qtbot, page):
    window = low_window(qtbot)
    before = height(window)
    window.commands[page].trigger()
    until(qtbot, lambda: height(window) > before + 60)
    assert docks(window)["exhibit-panel"].height() >= LEAST_BELOW


def test_that_the_height_is_given_back(qtbot):
    window = low_window(qtbot)
    before = height(window)
    window.commands["gradient"].trigger()
    until(qtbot, lambda: height(window) > before)
    docks(window)["inspector-panel"].raise_()
    until(qtbot, lambda: height(window) == before)
    assert window.example.view.height() >= window.example.view.minimumHeight()


def test_that_the_height_is_given_back_where_the_panel_moves_below_the_network(qtbot):
    window = low_window(qtbot)
    before = height(window)
    window.commands["gradient"].trigger()
    until(qtbot, lambda: height(window) > before + 60)
    window.commands["gradient-place"].trigger()
    until(qtbot, lambda: docks(window)["inspector-panel"].height() == before)
    window.commands["gradient-place"].trigger()
    until(qtbot, lambda: docks(window)["gradient-panel"].height() > before + 60)


def test_that_nothing_moves_where_there_is_room(qtbot):
    window = opened(qtbot, scenario="anbn", length=6)
    window.resize(1680, 1050)
    QApplication.processEvents()
    before = height(window)
    window.commands["gradient"].trigger()
    qtbot.wait(50)
    assert height(window) == before


def test_that_a_line_that_a_person_moved_stays(qtbot):
    window = low_window(qtbot)
    window.commands["gradient"].trigger()
    until(qtbot, lambda: height(window) > 300)
    before = height(window)
    move_line(qtbot, window, -60)
    chosen = height(window)
    assert chosen < before
    docks(window)["inspector-panel"].raise_()
    window.commands["jacobians"].trigger()
    qtbot.wait(50)
    assert height(window) == chosen


def test_that_the_height_that_a_project_brings_stays(qtbot):
    window = low_window(qtbot)
    window.commands["gradient"].trigger()
    until(qtbot, lambda: height(window) > 300)
    move_line(qtbot, window, -60)
    kept, chosen = layout_of(window).layout(window.look), height(window)
    other = low_window(qtbot)
    layout_of(other).take(kept.parts)
    qtbot.wait(50)
    assert height(other) == pytest.approx(chosen, abs=2)


def layout_of(window):
    return window.projects._around.layout

"""The panels and tracks that the View menu shows and hides, and the layout that is kept."""

import pytest
from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QMenu

from rnnviz.gui import docking
from tests.gui.windows import LEFT, made, opened, shown_again, until

PANELS = {f"{key}-panel" for key, _, _ in docking.PANELS}


def docks(window):
    return {dock.objectName(): dock for dock in window.findChildren(QDockWidget)}


def menu(window, *titles):
    """A menu of the bar, or one within it."""
    found = window.menuBar()
    for title in titles:
        entries = {entry.text().replace("&", ""): entry for entry in found.actions()}
        found = entries[title].menu()
    assert isinstance(found, QMenu)
    return found


def entry(listed, title):
    return next(entry for entry in listed.actions() if entry.text().startswith(title))


def test_that_every_panel_can_be_hidden_and_shown(qtbot):
    window = opened(qtbot)
    assert docks(window).keys() == PANELS
    panels = menu(window, "View", "Panels")
    for dock in docks(window).values():
        dock.raise_()
        QApplication.processEvents()
        before = window.canvas.width()
        toggle = entry(panels, dock.windowTitle())
        toggle.trigger()
        assert not dock.isVisible()
        assert not toggle.isChecked()
        assert window.canvas.width() >= before
        window.session.walk.step()
        toggle.trigger()
        dock.raise_()
        QApplication.processEvents()
        assert dock.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_that_a_menu_is_opened_and_used_with_the_mouse(qtbot):
    window = opened(qtbot)
    bar, view = window.menuBar(), menu(window, "View")
    place = bar.actionGeometry(view.menuAction()).center()
    qtbot.mouseClick(bar, LEFT, pos=place)
    until(qtbot, view.isVisible)
    before = window.look
    qtbot.mouseClick(view, LEFT, pos=view.actionGeometry(window.commands["theme"]).center())
    assert window.look is not before


def test_that_the_canvas_takes_all_the_room_where_no_panel_is_left(qtbot):
    window = opened(qtbot)
    for toggle in menu(window, "View", "Panels").actions():
        toggle.trigger()
    until(qtbot, lambda: window.canvas.width() == window.width())


@pytest.mark.parametrize(
    ("cell", "gates"),
    [("lstm", ["forget gate", "input gate", "output gate"]), ("gru", ["update gate"])],
)
def test_that_tracks_are_chosen(qtbot, cell, gates):
    window = opened(qtbot, cell=cell)
    tracks, listed = window.canvas.tracks, menu(window, "View", "Tracks")
    everything = tracks.shown
    for title in gates:
        listed.aboutToShow.emit()
        toggle = entry(listed, f"{title}  ")
        assert toggle.isChecked()
        toggle.trigger()
    assert len(tracks.shown) == len(everything) - len(gates)
    listed.aboutToShow.emit()
    entry(listed, f"{gates[0]}, pre-activation").trigger()
    assert len(tracks.shown) == len(everything) - len(gates) + 1
    entry(listed, "Gates and states only").trigger()
    assert tracks.shown == everything


def test_that_another_cell_has_other_tracks_to_choose(qtbot):
    window = opened(qtbot)
    listed = menu(window, "View", "Tracks")
    window.session.choose({"cell": "gru"})
    listed.aboutToShow.emit()
    titles = [each.text() for each in listed.actions() if each.isCheckable()]
    quantities = window.session.state.scene.trace.quantities
    assert titles == [f"{q.title}  {q.symbol}" for q in quantities]


def test_that_the_gradient_track_has_two_sources(qtbot):
    window = opened(qtbot)
    tracks = window.canvas.tracks
    states, weights = menu(window, "View", "Gradient track").actions()
    assert (states.isChecked(), weights.isChecked()) == (True, False)
    weights.trigger()
    assert tracks.tracks.by_weights
    states.trigger()
    assert not tracks.tracks.by_weights


def test_that_the_menu_tells_the_source_that_was_chosen_in_the_track(qtbot):
    window = opened(qtbot)
    window.canvas.tracks.show_gradients_by(True)
    listed = menu(window, "View", "Gradient track")
    listed.aboutToShow.emit()
    assert [each.isChecked() for each in listed.actions()] == [False, True]


# The layout.


def test_that_the_layout_is_kept_from_one_start_to_the_next(qtbot):
    window = shown_again(qtbot)
    window.resize(1100, 700)
    qtbot.wait(100)  # A window manager takes its time.
    docks(window)["loss-panel"].hide()
    window.canvas.splitter.setSizes([400, 200])
    QApplication.processEvents()
    sizes = window.canvas.splitter.sizes()
    window.close()
    window = shown_again(qtbot)
    until(qtbot, lambda: (window.width(), window.height()) == (1100, 700))
    assert [name for name, dock in docks(window).items() if dock.isHidden()] == ["loss-panel"]
    QApplication.processEvents()
    assert window.canvas.splitter.sizes() == sizes


@pytest.mark.parametrize("nonsense", [QByteArray(b"nonsense"), QByteArray(), "text", 7])
def test_that_a_layout_that_cannot_be_read_is_left_out(qtbot, nonsense):
    first = shown_again(qtbot)
    QApplication.processEvents()
    layout = first.size(), first.saveState(), first.canvas.splitter.sizes()
    first.close()
    for key in ("geometry", "layout", "canvas"):
        QSettings().setValue(key, nonsense)
    window = shown_again(qtbot)
    QApplication.processEvents()
    assert (window.size(), window.saveState(), window.canvas.splitter.sizes()) == layout


def test_that_pictures_keep_no_layout(qtbot):
    window = opened(qtbot)
    window.close()
    assert QSettings().allKeys() == []


# The keyboard.


def reached_by_tab(qtbot, window):
    """All that Tab leads to, once around."""
    met = []
    while QApplication.focusWidget() not in met:
        met.append(QApplication.focusWidget())
        qtbot.keyClick(met[-1], Qt.Key.Key_Tab)
    return met[1:]


def test_that_tab_reaches_every_control_and_each_has_a_name(qtbot):
    window = opened(qtbot)
    reached = reached_by_tab(qtbot, window)
    names = [each.accessibleName() for each in reached]
    assert all(names)
    assert {"Run", "Step", "Speed", "Scenario", "Units", "Rate", "Seed", "Temperature"} <= {*names}


def test_that_what_scrolls_is_reached_and_shows_the_focus(qtbot):
    window = opened(qtbot)
    area = window.canvas._scroll
    window.resize(1100, 1040)
    until(qtbot, lambda: not area.verticalScrollBar().isVisible())
    assert area not in reached_by_tab(qtbot, window)
    window.resize(1280, 620)
    until(qtbot, area.verticalScrollBar().isVisible)
    assert area in reached_by_tab(qtbot, window)
    area.setFocus()
    QApplication.processEvents()
    handle = area.verticalScrollBar().grab().toImage().pixelColor(4, 12)
    assert handle == window.look.accent
    qtbot.keyClick(area, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > 0


def test_that_a_panel_in_front_at_the_start_is_not_wider_than_its_place(qtbot):
    window = made(qtbot)
    window.restore()
    window.resize(1680, 1000)
    docks(window)["bookmarks-panel"].raise_()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    panel = window.bookmarks.list
    assert panel.following.geometry().right() < panel.width()
    window.close()
    again = made(qtbot)
    again.restore()
    with qtbot.waitActive(again):
        again.show()
        again.activateWindow()
    panel = again.bookmarks.list
    assert panel.following.isVisible()
    assert panel.following.geometry().right() < panel.width()

"""The pages of the gradient's panel: each is made while it is seen, and follows what is picked."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt

from rnnviz.gui.gradient_pages import HIGHWAY, MATRIX, PAGES, ROOM, TERMS
from rnnviz.trace.scene import Spot
from tests.gui.windows import LEFT, opened, pause, until, until_update

CONTROL = Qt.KeyboardModifier.ControlModifier
KEYS = {TERMS: Qt.Key.Key_5, HIGHWAY: Qt.Key.Key_6, MATRIX: Qt.Key.Key_7, ROOM: Qt.Key.Key_4}


def seen(qtbot, page, **settings):
    """A window in which a page of the gradient's panel lies on top."""
    window = opened(qtbot, **settings)
    window.commands[page].trigger()
    until(qtbot, lambda: window.gradient.pages.page == page)
    return window


def wanted(window):
    """Which of the three desks are asked."""
    session = window.session
    return session.gradients.wish is not None, session.path._is_wanted, session.spectra._is_wanted


def test_that_only_what_is_seen_is_asked_for(qtbot):
    window = opened(qtbot)
    assert wanted(window) == (False, False, False)
    expected = {
        ROOM: (True, False, False),
        TERMS: (False, True, False),
        HIGHWAY: (False, True, False),
        MATRIX: (False, False, True),
    }
    for page, which in expected.items():
        window.commands[page].trigger()
        until(qtbot, lambda which=which: wanted(window) == which)
    docks = {dock.objectName(): dock for dock in window._docks}
    docks["inspector-panel"].raise_()
    until(qtbot, lambda: wanted(window) == (False, False, False))


@pytest.mark.parametrize("page", KEYS)
def test_that_keys_and_buttons_lead_to_pages(qtbot, page):
    window = opened(qtbot)
    qtbot.keyClick(window, KEYS[page], CONTROL)
    until(qtbot, lambda: not window.gradient.pages.visibleRegion().isEmpty())
    assert window.gradient.pages.page == page
    other = TERMS if page == ROOM else ROOM
    qtbot.mouseClick(window.gradient.pages.button(other), LEFT)
    assert window.gradient.pages.page == other


@pytest.mark.parametrize("page", [TERMS, HIGHWAY])
def test_that_paths_follow_what_is_picked(qtbot, page):
    window = seen(qtbot, page)
    session = window.session
    session.pick(Spot(2, "layer1", "h", 1, source=6))

    def ends():
        path = session.state.scene.path
        return None if path is None else (path.source, path.step, path.count)

    until(qtbot, lambda: ends() == (6, 2, 4))
    # The keyboard moves k; where nothing is said of s, it is the last step that has a loss.
    session.walk.step_time(1)
    until(qtbot, lambda: ends() == (6, 3, 3))
    session.pick(Spot(4, "layer1", "f", 1))
    until(qtbot, lambda: ends() == (11, 4, 7))


def test_that_matrices_are_made_for_the_terms_alone(qtbot):
    window = seen(qtbot, HIGHWAY)
    scenes = window.session
    until(qtbot, lambda: scenes.state.scene.path is not None)
    assert scenes.state.scene.path.terms == ()
    window.commands[TERMS].trigger()
    until(qtbot, lambda: len(scenes.state.scene.path.terms) == scenes.state.scene.path.count)


def test_that_a_click_in_the_terms_marks_everywhere(qtbot):
    window = seen(qtbot, TERMS)
    view, session = window.gradient.pages.terms, window.session
    until(qtbot, lambda: session.state.scene.path is not None)
    place = view._place(view.scene, view.scene.path, QRectF(view.rect()))
    x = round(view.axis.x(4.5, QRectF(view.rect())))
    qtbot.mouseClick(view, LEFT, pos=QPoint(x, round(place.curve.center().y())))
    picked = session.state.scene.marks.picked
    assert (picked.time, picked.source) == (4, 11)
    assert window.canvas.unrolled.scene.marks.time == 4
    until(qtbot, lambda: session.state.scene.path.step == 4)


def test_that_they_move_on_while_the_network_learns(qtbot):
    window = seen(qtbot, TERMS)
    session, met = window.session, set()
    session.set_pace(100.0)
    session.start()

    def has_met_three():
        path = window.gradient.pages.terms.scene.path
        met.update({path.update} if path else ())
        return len(met) >= 3

    until(qtbot, has_met_three)
    window.commands[MATRIX].trigger()

    def has_curve():
        history = window.gradient.pages.spectrum.scene.spectra_history
        return history is not None and len(history.updates) >= 4

    until(qtbot, has_curve)
    until_update(qtbot, window, 10)
    pause(qtbot, window)
    update = session.state.update
    until(qtbot, lambda: session.state.scene.spectra.update == update)


def test_that_going_back_shows_what_was(qtbot):
    window = seen(qtbot, MATRIX)
    session = window.session
    until(qtbot, lambda: session.state.scene.spectra is not None)
    first = session.state.scene.spectra.matrices["layer1.W_f"].radius
    session.set_pace(200.0)
    session.start()
    until_update(qtbot, window, 9)
    pause(qtbot, window)
    until(qtbot, lambda: session.state.scene.spectra.update == session.state.update)
    assert session.state.scene.spectra.matrices["layer1.W_f"].radius != first
    session.walk.go_to_update(0)
    until(qtbot, lambda: session.state.scene.spectra.update == 0)
    assert session.state.scene.spectra.matrices["layer1.W_f"].radius == first


@pytest.mark.parametrize("page", [TERMS, HIGHWAY, MATRIX])
def test_that_another_network_is_shown_at_once(qtbot, page):
    window = seen(qtbot, page)
    session = window.session
    session.choose({"cell": "gru", "hidden": 5})

    def is_made():
        scene = session.state.scene
        made = scene.spectra if page == MATRIX else scene.path
        return made is not None

    until(qtbot, is_made)
    if page != MATRIX:
        assert session.state.scene.path.diagonals["h"].shape[1] == 5
    else:
        assert "layer1.U_z" in session.state.scene.spectra.matrices


def test_that_everything_has_a_name(qtbot):
    window = seen(qtbot, TERMS)
    pages = window.gradient.pages
    for key, title, _ in PAGES:
        assert pages.button(key).accessibleName() == f"Way of looking: {title}"
    until(qtbot, lambda: window.session.state.scene.path is not None)
    for view in pages.views:
        assert view.accessibleName() == view.title
        assert view in window.views


def test_that_the_window_keeps_its_panels_apart(qtbot):
    window = seen(qtbot, HIGHWAY)
    window.resize(1280, 720)
    docks = {dock.objectName(): dock for dock in window._docks}
    upper, lower = docks["gradient-panel"], docks["writing-panel"]
    until(qtbot, lambda: upper.geometry().bottom() < lower.geometry().top())

"""A thousand redraws of the whole window leave nothing behind."""

import gc
import itertools
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPropertyAnimation
from PySide6.QtWidgets import QApplication

from rnnviz.session.worker import snapshot
from rnnviz.trace.scene import Spot
from tests.gui.tracks_shown import places
from tests.gui.windows import opened, trained

#: What may come to stay however often the window is redrawn: objects of Python, since some
#: are kept for a while, and bytes of the process, where the system tells them.
OBJECTS, BYTES = 1500, 12_000_000
PAGES = Path("/proc/self/statm")


class Pictures:
    """A driver that has trained already: it tells the same few snapshots over and over."""

    def __init__(self, run, count=5):
        self._told = itertools.cycle([self._next(run) for _ in range(count)])

    def _next(self, run):
        run.advance()
        return snapshot(run, run.writing())

    def start(self, run, pace, breakpoints, after, until, others):
        pass

    def take(self):
        return next(self._told)

    def abandon(self):
        pass


@pytest.fixture
def window(qtbot):
    made = opened(qtbot)
    made.resize(1100, 620)
    made.example.stop()  # Measuring takes room of its own.
    made.session._driver = Pictures(made.session.run)
    return made


def train(window):
    window.session.poll()


def point(window):
    marks = window.session.state.scene.marks
    time = (marks.time + 1) % 12
    window.session.point(Spot(time, "layer1", "c", time % 8))


def step(window):
    state = window.session.state
    window.session.walk.step(-1 if state.scene.marks.picked.time == 11 else 1)


def pan(window):
    axis = window.canvas.axis
    axis.zoom(0.9 if axis.last - axis.first > 6 else 2.0, 6.0)
    axis.pan(0.1)


def redraw(window, change, count):
    for _ in range(count):
        change(window)
        QApplication.processEvents()


def used(window):
    """Objects of Python and of Qt, and bytes of the process."""
    gc.collect()
    pages = int(PAGES.read_text().split()[1]) if PAGES.exists() else 0
    # Qt moves panels by animations, and forgets those only in its own event loop.
    moves = window.findChildren(QPropertyAnimation)
    objects = len(window.findChildren(QObject)) - len(moves)
    return sys.getallocatedblocks(), objects, 4096 * pages


@pytest.mark.parametrize(("change", "count"), [(train, 1000), (point, 60), (step, 60), (pan, 60)])
def test_that_redraws_leave_nothing_behind(qtbot, window, change, count):
    if change is train:
        window.session.start()
        window._timer.stop()  # Here the test turns the pages.
    # What stands beside the canvas has its turn once in twelve frames; what it keeps is kept then.
    redraw(window, change, 120 if change is train else 40)
    before = used(window)
    redraw(window, change, count)
    after = used(window)
    assert after[0] <= before[0] + OBJECTS
    assert after[1] <= before[1]
    assert after[2] <= before[2] + BYTES


def test_that_new_networks_leave_no_objects_behind(qtbot):
    window = trained(qtbot)
    counts = []
    for _ in range(3):
        for cell in ("gru", "elman", "lstm"):
            window.session.choose({"cell": cell})
            QApplication.processEvents()
        for scenario in ("copy-memory", "adding-problem", "character-model"):
            window.session.choose({"scenario": scenario, "hidden": 4})
            QApplication.processEvents()
        counts.append(len(window.findChildren(QObject)))
    assert counts[1] == counts[2]


def test_that_dialogs_and_looks_leave_no_objects_behind(qtbot):
    window = opened(qtbot)
    counts = []
    for _ in range(3):
        for key in ("shortcuts", "about"):
            window.commands[key].trigger()
            QApplication.activeModalWidget().close()
        window.toggle_look()
        window.session.tell("error", "It went wrong.")
        window.session.dismiss()
        qtbot.wait(5)
        objects = window.findChildren(QObject)
        # Qt moves docks and bars by animations that come and go.
        counts.append(sum(not isinstance(each, QPropertyAnimation) for each in objects))
    assert counts[1] == counts[2]


def test_that_hidden_views_cost_nothing(qtbot, window, monkeypatch):
    for dock in window._docks:
        dock.hide()
    QApplication.processEvents()
    painted = []
    for view in window.views:
        monkeypatch.setattr(view, "paint_on_screen", lambda *_, key=view.key: painted.append(key))
    redraw(window, train, 3)
    assert {*painted} == {"unrolled", "tracks"}


def test_that_the_picked_place_is_kept_while_training(qtbot, window):
    window.session.pick(Spot(4, "layer1", "f", 5))
    window.session.start()
    redraw(window, train, 7)
    marks = window.session.state.scene.marks
    assert marks.picked == replace(marks.picked, time=4, quantity="f", unit=5)


def test_that_every_track_is_painted_whole_while_they_take_turns(qtbot, window, monkeypatch):
    tracks, painted = window.canvas.tracks, []
    window.session.start()
    window._timer.stop()
    redraw(window, train, 1)
    foot = tracks.visibleRegion().boundingRect().bottom()

    def note(drawing, place):
        part = drawing.painter.clipBoundingRect() & place.area
        if part.height() and place.area.bottom() <= foot:
            painted.append((place.quantity, part.height()))

    monkeypatch.setattr(tracks, "_paint_track", note)
    redraw(window, train, 3)
    whole = [p for p in places(tracks).places if p.area.bottom() <= foot]
    assert sorted(painted) == sorted((p.quantity, p.area.height()) for p in whole)

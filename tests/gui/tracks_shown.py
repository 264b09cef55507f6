"""Tracks for tests: in a window, of scenes with known numbers, and what is on their pixels."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QImage, QPainter

from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.track_layout import arrange
from rnnviz.gui.views.tracks import Tracks
from rnnviz.trace.scene import Marks, Spot
from tests.gui.scenes import scene

WIDTH = 760
SHOWN = {
    "elman": ("h",),
    "lstm": ("f", "i", "o", "g", "c", "h"),
    "gru": ("z", "r", "g", "h"),
}


def shown(qtbot, given=None, height=None, **settings):
    """The tracks of a scene, in a window."""
    view = Tracks(TimeAxis())
    qtbot.addWidget(view)
    view.draw(given or scene(**settings))
    view.resize(WIDTH, height or view.wanted_height())
    view.show()
    return view


def places(view):
    return arrange(view.scene.trace, view.shown, QRectF(view.rect()))


def place(view, lane, quantity):
    found = places(view).find(lane, quantity)
    assert found is not None
    return found.area


def middle(view, time, lane, quantity, unit=None):
    """The middle of a square or of a bar's column."""
    area, units = place(view, lane, quantity), view.scene.trace.hidden
    x = view.axis.x(time + 0.5, QRectF(view.rect()))
    row = 0.5 if unit is None else (unit + 0.5) / units
    return QPoint(round(x), round(area.top() + row * area.height()))


def picture(view, height=None):
    image = QImage(WIDTH, height or view.height(), QImage.Format.Format_RGB32)
    image.fill(view.look.window)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.paint(painter, QRectF(image.rect()))
    painter.end()
    return image


def unmarked(given, **marks):
    """The scene with its mark at the last step, so that others are seen as they are."""
    return replace(given, marks=Marks(Spot(given.trace.steps - 1), **marks))


def with_values(given, lane=0, **values):
    """The scene with other values of some quantities in one lane, (T, H) or one for all."""
    trace = given.trace
    changed = {k: np.broadcast_to(v, (trace.steps, trace.hidden)) for k, v in values.items()}
    lanes = list(trace.lanes)
    lanes[lane] = replace(lanes[lane], values={**lanes[lane].values, **changed})
    return replace(given, trace=replace(trace, lanes=tuple(lanes)))


def with_gradient(given, norms):
    """The scene with other norms of the state's gradient, (T,)."""
    trace, lane = given.trace, given.trace.lanes[0]
    gradient = np.zeros((trace.steps, trace.hidden))
    gradient[:, 0] = norms
    lane = replace(lane, gradients={**lane.gradients, trace.states[0]: gradient})
    return replace(given, trace=replace(trace, lanes=(lane, *trace.lanes[1:])))


def pixels(image):
    """All pixels as 0xffRRGGBB, (rows, columns)."""
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return rows[:, : image.width()].copy()


def colors_in(image, area):
    """The colours within an area."""
    area = area.toRect().intersected(image.rect())
    part = pixels(image)[area.top() : area.bottom() + 1, area.left() : area.right() + 1]
    return {int(color) for color in np.unique(part)}


def column(view, area, time):
    return QRectF(
        view.axis.x(time, QRectF(view.rect())),
        area.top(),
        view.axis.column_width(QRectF(view.rect())),
        area.height(),
    )


def bar_height(view, image, time, key="d_h", color=None):
    """How high a bar is, in pixels."""
    lane = "layer1" if key != "E" else ""
    area, x = place(view, lane, key), middle(view, time, lane, key).x()
    color = color or view.look.warm
    ys = range(round(area.top()), round(area.bottom()))
    return sum(image.pixelColor(x, y) == color for y in ys)


def notes_of(view, key):
    """The small texts in the gutter of a track."""
    met = []

    def see(drawing, area, notes, button, fixed):
        met.extend(text for text, _ in notes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rnnviz.gui.views.heat_track.paint_notes", see)
        view._stamps = type(view._stamps)()
        picture_of_track(view, key)
    return met


def picture_of_track(view, key):
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setClipRect(place(view, "layer1", key))
    view.paint(painter, QRectF(view.rect()))
    painter.end()

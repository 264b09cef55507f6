"""Views of where the gradient goes for tests: in a window, of scenes with known numbers."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QImage, QPainter

from rnnviz.gui.views.gradient_map import GradientMapView
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.session.gradient_looks import made_at_once
from rnnviz.session.gradient_wish import GradientWish
from rnnviz.trace.gradient_map import GradientMap, LaneMap
from tests.gui.scenes import scene, trained

SIZE = 700, 460


def looked_at(updates=5, **settings):
    """A scene with its maps, those of Jacobians too."""
    given, run = scene(updates, **settings), trained(updates, **settings)
    run.gradient_wish = GradientWish(jacobians=True)
    made = made_at_once(run, given.trace)
    run.gradient_wish = None
    return replace(given, gradient=made.map, jacobians=made.jacobians)


def with_rows(given, values, lane="layer1", sources=None):
    """The scene with other numbers in the map of one lane, (S, T), for every kind."""
    values = np.asarray(values, float)
    sources = tuple(range(len(values))) if sources is None else sources
    found = given.gradient
    states = dict.fromkeys(found.lanes[lane].states, values)
    lanes = {**found.lanes, lane: LaneMap(states, values, np.abs(values.sum(axis=0)))}
    return replace(given, gradient=GradientMap(found.update, sources, lanes, 1))


def shown(qtbot, given, kind=GradientMapView, axis=None, size=SIZE):
    """A view of a scene, in a window."""
    view = kind(axis or TimeAxis())
    qtbot.addWidget(view)
    view.draw(given)
    view.resize(*size)
    view.show()
    return view


def area(view):
    return QRectF(view.rect())


def picture(view):
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    image.fill(view.look.window)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.paint(painter, QRectF(image.rect()))
    painter.end()
    return image


def square(view, source, time):
    """Where a number stands."""
    place = view.place(area(view), view.rows)
    row = place.row(view.rows.sources.index(source))
    x = view.axis.x(time, area(view))
    return QRectF(x, row.top(), view.axis.column_width(area(view)), row.height())


def middle(view, source, time):
    found = square(view, source, time).center()
    return QPoint(round(found.x()), round(found.y()))


def corner(view, source, time):
    """A point within a square, away from what may be marked in its middle or at its edge."""
    found = square(view, source, time)
    return QPoint(
        round(found.left() + 0.3 * found.width()), round(found.top() + 0.35 * found.height())
    )

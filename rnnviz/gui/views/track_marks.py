"""Marks over all tracks: the picked and the pointed time step, and the unit there."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnviz.gui.painting import mixed, time_line
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_lanes import rows_of
from rnnviz.gui.views.track_layout import Place
from rnnviz.trace.scene import Spot

#: Columns narrower than this get no edges, outlines lower than this are made as high.
LEAST_EDGED, LEAST_OUTLINE = 5.0, 5.0


def paint_ground(drawing: Drawing, area: QRectF) -> None:
    """The soft ground under marked columns. It lies below the heat maps, whose colours
    are to be read."""
    marks, look = drawing.scene.marks, drawing.look
    if drawing.axis.steps == 1:
        return  # There is no other column to tell it from.
    paler = mixed(look.card, look.accent_soft)
    for spot, color in ((marks.pointed, paler), (marks.picked, look.accent_soft)):
        column = _column(drawing, spot, area)
        if column is not None:
            # Opaque and on whole pixels, which is twenty times faster.
            drawing.painter.fillRect(column.toRect(), color)


def paint_border(drawing: Drawing, area: QRectF) -> None:
    """Between an encoder's steps and its decoder's."""
    source = drawing.scene.trace.source_steps
    if source and source in drawing.visible:
        x = round(drawing.columns(area, range(source, source + 1)).left()) - 0.5
        drawing.painter.setPen(QPen(drawing.look.muted, 1, Qt.PenStyle.DashLine))
        drawing.painter.drawLine(QLineF(x, area.top() - 4, x, area.bottom() + 4))


def paint_marks(drawing: Drawing, tracks: QRectF, places: Sequence[Place]) -> None:
    """The line through the picked step, the edges of marked columns, and in some of the tracks
    the marked units.

    tracks  from the top of the first track to the bottom of the last.
    """
    marks = drawing.scene.marks
    for spot in (marks.pointed, marks.picked):
        column = _column(drawing, spot, tracks)
        if column is not None:
            _paint_edges(drawing, column)
    column = _column(drawing, marks.picked, tracks)
    if column is not None:
        time_line(drawing.painter, drawing.look, column.center().x(), column)
    _paint_units(drawing, places, marks.picked)
    if marks.pointed is not None:
        _paint_units(drawing, places, marks.pointed)


def _column(drawing: Drawing, spot: Spot | None, area: QRectF) -> QRectF | None:
    """A time step's column within an area; None where it is out of sight."""
    if spot is None or spot.time not in drawing.visible:
        return None
    columns = drawing.axis.columns(drawing.area)
    within = QRectF(columns.left(), area.top(), columns.width(), area.height())
    return drawing.columns(area, range(spot.time, spot.time + 1)).intersected(within)


def _paint_edges(drawing: Drawing, column: QRectF) -> None:
    if column.width() < LEAST_EDGED:
        return
    painter, color = drawing.painter, mixed(drawing.look.card, drawing.look.accent)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(color, 1))
    xs = column.left(), column.right()
    painter.drawLines([QLineF(x, column.top(), x, column.bottom()) for x in xs])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _paint_units(drawing: Drawing, places: Sequence[Place], spot: Spot) -> None:
    """A strong outline around what is marked, a thin one around the same unit in the other
    tracks of its lane."""
    for place in places:
        strong = place.quantity == spot.quantity
        unit = None if place.is_bars else spot.unit
        alike = unit is None or place.rows == rows_of(drawing.scene.trace, spot.lane, spot.quantity)
        if spot.lane in place.lanes and alike and (strong or unit is not None):
            cell = _cell(drawing, place, spot.time, unit)
            if cell is not None:
                _paint_outline(drawing, cell, strong)


def _paint_outline(drawing: Drawing, cell: QRectF, strong: bool) -> None:
    """With a rim in the card's colour, so that it is seen on every ground."""
    painter, width = drawing.painter, 2.0 if strong else 1.0
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, pen_width in ((drawing.look.card, width + 2), (drawing.look.accent, width)):
        painter.setPen(QPen(color, pen_width))
        painter.drawRect(cell)


def _cell(drawing: Drawing, place: Place, time: int, unit: int | None) -> QRectF | None:
    """The square of one unit at one step (of all units: unit None); a row of less than a
    pixel could not be seen."""
    column = _column(drawing, Spot(time), place.area)
    if column is None:
        return None
    rows = place.rows if unit is not None else 1
    height = column.height() / rows
    more = max(0.0, LEAST_OUTLINE - height) / 2
    top = round(column.top() + (unit or 0) * height - more) + 0.5
    bottom = round(column.top() + ((unit or 0) + 1) * height + more) + 0.5
    left = round(column.left()) + 0.5
    return QRectF(left, top, round(column.right()) + 0.5 - left, bottom - top)

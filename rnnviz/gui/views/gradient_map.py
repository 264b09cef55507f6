"""GradientMapView: the map of sources s and steps k. A bright diagonal that dies to the left is a
gradient that vanishes."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnviz.gui.painting import (
    CENTER,
    PADDING,
    RIGHT,
    Stamps,
    card,
    color_bar,
    draw_math,
    draw_squares,
    draw_text,
    math_width,
    mixed,
    text_width,
    title,
)
from rnnviz.gui.views.gradient_layout import MapLayout, lay_out, source_numbers
from rnnviz.gui.views.gradient_legend import legend_height, paint_hatched, paint_legend, stretches
from rnnviz.gui.views.gradient_view import GradientView, inside
from rnnviz.gui.views.hint import draw_hint
from rnnviz.gui.views.log_range import greatest_of
from rnnviz.gui.views.time_axis import LEFT_GUTTER, TimeAxis
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import decade
from rnnviz.gui.views.track_scale import written
from rnnviz.gui.views.track_steps import DISTANCES, paint_numbers
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.source_rows import SourceRows

#: Squares are parted by lines where they are at least so large; rows are numbered at distances
#: that leave so much room.
PARTED, ROW_ROOM = 9.0, 13.0
#: How wide the legend is where it stands above the map.
SMALL_LEGEND = 92.0
LEAST_SIZE = 300, 130


class GradientMapView(GradientView):
    """Rows are sources, columns the steps of the time axis; a click picks both."""

    key = "gradient-map"
    title = "Where the gradient goes"

    def __init__(self, axis: TimeAxis | None = None) -> None:
        super().__init__(axis)
        self._stamps = Stamps()
        self.setMinimumSize(*LEAST_SIZE)

    def picture_size(self) -> QSizeF:
        return QSizeF(720, 620)

    # Painting.

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, rows, look = self.scene, self.rows, self.look
        card(painter, area, look)
        title(painter, area, look, self.title, self.caption(scene))
        if rows is None or not rows.sources:
            draw_hint(painter, inside(area, 40), look, self.hint(scene))
            return
        place = self.place(area, rows)
        drawing = Drawing(painter, area, look, self.axis, scene, self._stamps)
        self._paint_head(painter, place, rows, scene, self._has_legend(area, place))
        self._paint_grounds(drawing, place, scene)
        with drawing.only_columns(place.squares):
            self._paint_squares(drawing, place, rows)
            self._paint_borders(drawing, place, rows)
            self._paint_marks(drawing, place, rows, scene)
        self._paint_gutter(drawing, place, rows, scene)
        picked = scene.marks.picked.time if self.is_aligned(scene) else None
        paint_numbers(drawing, place.numbers, picked, "k")

    def place(self, area: QRectF, rows: SourceRows) -> MapLayout:
        """Where everything stands."""
        return lay_out(area, len(rows.sources), bool(rows.source_steps))

    def _has_legend(self, area: QRectF, place: MapLayout) -> bool:
        """Whether there is room for it in the gutter."""
        return legend_height(_legend_place(area, place).height()) > 0

    def _paint_head(
        self,
        painter: QPainter,
        place: MapLayout,
        rows: SourceRows,
        scene: Scene,
        has_legend: bool,
    ) -> None:
        look, symbol = self.look, rows.kind.symbol
        line = place.head.adjusted(PADDING, 0, -PADDING, -place.head.height() / 2)
        draw_math(painter, line, symbol, look.text, 11.0)
        words = line.adjusted(math_width(symbol, 11.0) + 10, 0, 0, 0)
        says = scene.gradient_says
        draw_text(painter, words, says or rows.kind.title, look.warm if says else look.muted, 8.5)
        below, source = line.translated(0, line.height()), self.picked_source(scene)
        told = self._told_mark(scene)
        draw_text(painter, below, told, look.accent, 9.0, bold=True)
        if source is not None:
            used = text_width(told, 9.0, bold=True) + 14 if told else 0.0
            rest, fading = below.adjusted(used, 0, 0, 0), self.told_decay(source)
            if not has_legend:
                bar = QRectF(rest.right() - SMALL_LEGEND, rest.top(), SMALL_LEGEND, rest.height())
                ends = decade(self.range.low), decade(self.range.high)
                color_bar(painter, bar, look, look.magnitude, *ends, 40.0)
                rest.setRight(bar.left() - 6)
            if text_width(f"row: {fading}", 8.5) <= rest.width():
                fading = f"row: {fading}"
            elif text_width(fading, 8.5) > rest.width():
                fading = fading.partition(",")[0]
            draw_text(painter, rest, fading, look.muted, 8.5)

    def _told_mark(self, scene: Scene) -> str:
        """The number that is pointed at, or else the picked one."""
        source, time = self.marked(scene, scene.marks.pointed)
        if source is None or time is None:
            source, time = self.picked_source(scene), scene.marks.picked.time
        if source is None or not self.is_aligned(scene):
            return ""
        return self.told(source, time)

    def _paint_grounds(self, drawing: Drawing, place: MapLayout, scene: Scene) -> None:
        """Soft, under marked columns: they show where nothing arrives."""
        for time, color in self.ground_colors(scene):
            if time in drawing.visible:
                with drawing.only_columns(place.squares):
                    column = drawing.columns(place.squares, range(time, time + 1))
                    drawing.painter.fillRect(column.toRect(), color)

    def _paint_squares(self, drawing: Drawing, place: MapLayout, rows: SourceRows) -> None:
        visible = drawing.visible
        values = rows.values[:, visible.start : visible.stop]
        columns, painter = drawing.columns(place.squares), drawing.painter
        across, down = drawing.pixels(columns)
        fitted = greatest_of(values, down, across)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        draw_squares(painter, columns, self.range.image(fitted, self.look))
        for is_beyond, flags in (
            (False, self.range.is_below(fitted)),
            (True, self.range.is_beyond(fitted)),
        ):
            paint_hatched(painter, stretches(columns, flags), self.look, is_beyond)
        self._paint_lines(painter, columns, *fitted.shape)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_lines(self, painter: QPainter, area: QRectF, rows: int, columns: int) -> None:
        """Between squares, where they are large enough."""
        wide, high, lines = area.width() / columns, area.height() / rows, []
        if wide >= PARTED:
            xs = [area.left() + n * wide for n in range(columns + 1)]
            lines += [QLineF(x, area.top(), x, area.bottom()) for x in xs]
        if high >= PARTED:
            ys = [area.top() + n * high for n in range(rows + 1)]
            lines += [QLineF(area.left(), y, area.right(), y) for y in ys]
        painter.setPen(QPen(self.look.card, 1))
        painter.drawLines(lines)

    def _paint_borders(self, drawing: Drawing, place: MapLayout, rows: SourceRows) -> None:
        """Where a decoder begins, and where truncation lets nothing cross."""
        painter, area, trace = drawing.painter, place.squares, drawing.scene.trace
        cut = 0 if rows.kind.is_jacobian else trace.truncation
        painter.setPen(QPen(self.look.muted, 1.2, Qt.PenStyle.DotLine))
        for time in range(cut, rows.steps, cut) if cut and not rows.source_steps else ():
            x = self.axis.x(time, drawing.area)
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        if rows.source_steps:
            x = round(self.axis.x(rows.source_steps, drawing.area)) + 0.5
            painter.setPen(QPen(self.look.text, 1.4))
            painter.drawLine(QLineF(x, place.parts.top(), x, area.bottom()))

    def _paint_marks(
        self, drawing: Drawing, place: MapLayout, rows: SourceRows, scene: Scene
    ) -> None:
        """The rows and columns that are marked, and the squares in which they meet."""
        marks = scene.marks
        self._paint_row(drawing, place, rows, self.picked_source(scene))
        picked = self.picked_source(scene), self.marked(scene, marks.picked)[1]
        for source, time in (self.marked(scene, marks.pointed), picked):
            if time is not None:
                self._paint_column(drawing, place, time)
            if source is not None and time is not None and time in drawing.visible:
                square = drawing.columns(
                    place.row(rows.sources.index(source)), range(time, time + 1)
                )
                self._outline(drawing, square, 2.0)

    def _paint_row(
        self, drawing: Drawing, place: MapLayout, rows: SourceRows, source: int | None
    ) -> None:
        """Around all that arrives of one source."""
        if source is None:
            return
        row, visible = rows.sources.index(source), drawing.visible
        there = np.flatnonzero(rows.values[row, visible.start : visible.stop])
        if there.size:
            steps = range(visible.start + int(there[0]), visible.start + int(there[-1]) + 1)
            self._outline(drawing, drawing.columns(place.row(row), steps), 1.2)

    def _paint_column(self, drawing: Drawing, place: MapLayout, time: int) -> None:
        color = mixed(self.look.card, self.look.accent)
        column = drawing.columns(place.squares, range(time, time + 1))
        if time in drawing.visible and column.width() >= 5:
            drawing.painter.setPen(QPen(color, 1))
            for x in (round(column.left()) + 0.5, round(column.right()) + 0.5):
                drawing.painter.drawLine(QLineF(x, column.top(), x, column.bottom()))

    def _outline(self, drawing: Drawing, area: QRectF, width: float) -> None:
        """With a rim in the card's colour, so that it is seen on every ground."""
        more = max(0.0, 5.0 - area.height()) / 2
        area = area.adjusted(0, -more, 0, more)
        drawing.painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, pen in ((self.look.card, width + 2), (self.look.accent, width)):
            drawing.painter.setPen(QPen(color, pen))
            drawing.painter.drawRect(area)

    def _paint_gutter(
        self, drawing: Drawing, place: MapLayout, rows: SourceRows, scene: Scene
    ) -> None:
        """The legend, the numbers of the rows, and the names of encoder and decoder."""
        painter, look = drawing.painter, self.look
        legend = _legend_place(drawing.area, place)
        if self._has_legend(drawing.area, place):
            key = ("legend", self.range, legend.height())
            drawing.stamp(
                legend, key, lambda inner: paint_legend(inner.painter, legend, look, self.range)
            )
        self._paint_row_numbers(drawing, place, rows, self.picked_source(scene))
        if rows.source_steps:
            border = self.axis.x(rows.source_steps, drawing.area)
            columns = self.axis.columns(drawing.area)
            middle = max(columns.left(), min(columns.right(), border))
            names = [lane.title for lane in rows.strand.lanes]
            for name, start, end in zip(
                names, (columns.left(), middle), (middle, columns.right()), strict=True
            ):
                line = QRectF(start + 3, place.parts.top(), end - start - 6, place.parts.height())
                draw_text(painter, line, name, look.muted, 8.0, CENTER)

    def _paint_row_numbers(
        self, drawing: Drawing, place: MapLayout, rows: SourceRows, picked: int | None
    ) -> None:
        painter, look, high = drawing.painter, self.look, place.row_height
        distance = next((d for d in DISTANCES if d * high >= ROW_ROOM), DISTANCES[-1])
        numbers = source_numbers(place.squares)
        at = None if picked is None else rows.sources.index(picked)
        in_turn = rows.sources[-1] - rows.sources[0] == len(rows.sources) - 1
        for row, source in enumerate(rows.sources):
            is_free = at is None or abs(row - at) * high >= ROW_ROOM
            if (source + 1 if in_turn else row) % distance == 0 and is_free:
                line = QRectF(numbers.left(), place.row(row).center().y() - 7, numbers.width(), 14)
                draw_text(painter, line, str(source + 1), look.muted, 7.5, RIGHT)
        if at is not None and picked is not None:
            text = f"s = {picked + 1}"
            width, middle = text_width(text, 7.5, bold=True) + 8, place.row(at).center().y()
            ground = QRectF(numbers.right() - width + 3, middle - 7, width, 14)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.accent)
            painter.drawRoundedRect(ground, 4, 4)
            draw_text(painter, ground, text, look.card, 7.5, CENTER, bold=True)

    # Words.

    def sentence(self, scene: Scene) -> str:
        rows, source = self.rows, self.picked_source(scene)
        if rows is None or source is None:
            return f"{self.title}: {self.hint(scene)}"
        times, values = rows.faded(source)
        text = (
            f"{self.title}, {rows.strand.title}: {rows.kind.title}. Of s = {source + 1}, "
            f"{written(float(values[0]))} at step {times[0] + 1} and "
            f"{written(float(values[-1]))} at step {times[-1] + 1}"
        )
        return f"{text}; {self.told_decay(source)}"

    # The mouse.

    def cell_at(self, x: float, y: float, area: QRectF) -> tuple[int, int] | None:
        """The source and the step at a point."""
        rows, time = self.rows, self.axis.step_at(x, area)
        if rows is None or not rows.sources or time is None:
            return None
        row = self.place(area, rows).row_at(y)
        return None if row is None else (rows.sources[row], time)

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        cell = self.cell_at(x, y, area)
        if cell is not None:
            return self.spot_at(*cell)
        time = self.axis.step_at(x, area)
        return None if time is None or self.rows is None else self.spot_at(None, time)

    def tip(self, x: float, y: float) -> str:
        cell = self.cell_at(x, y, QRectF(self.rect()))
        # What can be pointed out is told above the map, where it hides none of it.
        if cell is None or self.rows is None or self.axis is self._shared:
            return ""
        return self.told(*cell, symbol=f"{self.rows.kind.plain} = ")


def _legend_place(area: QRectF, place: MapLayout) -> QRectF:
    """In the gutter, beside the map and as far down as the card goes."""
    room = area.bottom() - place.squares.top() - 4
    left = area.left() + PADDING
    return QRectF(left, place.squares.top() - 2, LEFT_GUTTER - PADDING - 34, room)

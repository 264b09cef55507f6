"""HighwayView: how much of each unit is kept from every step to the step s, on the way without
weight matrices alone, and on all ways together."""

from typing import ClassVar

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnviz.gui.painting import (
    PADDING,
    RIGHT,
    Floats,
    Stamps,
    card,
    draw_math,
    draw_squares,
    draw_text,
    math_width,
    ramp_image,
    text_width,
    title,
)
from rnnviz.gui.views.formula_line import draw_formula, pieces_of
from rnnviz.gui.views.gradient_legend import paint_hatched, stretches
from rnnviz.gui.views.highway_layout import HighwayLayout, lay_out
from rnnviz.gui.views.highway_shown import Shown, shown_of, steps_text
from rnnviz.gui.views.hint import draw_hint
from rnnviz.gui.views.log_range import LogRange, floor_color, greatest_of
from rnnviz.gui.views.path_curve import Curve, paint_curves
from rnnviz.gui.views.path_view import PathView
from rnnviz.gui.views.time_axis import LEFT_GUTTER, RIGHT_GUTTER, TimeAxis
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import decade
from rnnviz.gui.views.track_marks import paint_border
from rnnviz.gui.views.track_scale import written
from rnnviz.gui.views.track_steps import paint_numbers
from rnnviz.trace.jacobian_path import JacobianPath
from rnnviz.trace.scene import Scene, Spot

LEAST_SIZE = 300, 260
SMALL = 7.5
#: Squares are parted by lines where they are at least so large.
PARTED = 7.0
#: The least height of a map beside which there is room for a formula, and for the scale too.
LEAST_FORMULA, LEAST_SCALE = 30.0, 66.0


class HighwayView(PathView):
    """Two maps, a row for each unit and a column for each step, and a curve of the unit that is
    picked, else of the slowest one. A click picks unit and step."""

    key: ClassVar[str] = "highway"
    title: ClassVar[str] = "The highway"

    def __init__(self, axis: TimeAxis | None = None) -> None:
        super().__init__(axis)
        self.setMinimumSize(*LEAST_SIZE)
        self.range = LogRange(-6, 1)
        self._stamps = Stamps()

    def picture_size(self) -> QSizeF:
        return QSizeF(900, 560)

    # --- words -------------------------------------------------------------------------

    def sentence(self, scene: Scene) -> str:
        path = self.path_of(scene)
        if path is None:
            return f"{self.title}: {self.hint(scene)}"
        shown = shown_of(scene.trace, path)
        return (
            f"{self.title}, {self.strand(scene, path).title}, back from step {path.source + 1}: "
            f"{self._lives_in_words(shown)}"
        )

    def _lives_in_words(self, shown: Shown) -> str:
        slow = ", ".join(f"unit {n + 1} {steps_text(shown.lives[n])}" for n in shown.slowest)
        middle = steps_text(float(np.median(shown.lives)))
        name = f"∏ {shown.gate}" if shown.has_gate else "own loops (there is no gate that keeps)"
        return f"half-lives of {name}: {slow}; median {middle}"

    def unit(self, scene: Scene, shown: Shown) -> int:
        """Whose curve is drawn."""
        unit = scene.marks.picked.unit
        return unit if unit is not None and unit < len(shown.lives) else shown.slowest[0]

    def tip(self, x: float, y: float) -> str:
        area, scene = QRectF(self.rect()), self.scene
        path = None if scene is None else self.path_of(scene)
        time = self.axis.step_at(x, area)
        if scene is None or path is None or time not in path.chain:
            return ""
        shown = shown_of(scene.trace, path)
        row = lay_out(area).row(x, y, len(shown.lives))
        unit, at = self.unit(scene, shown) if row is None else row, path.chain.index(time)
        kept, whole = float(shown.kept[at, unit]), float(shown.whole[at, unit])
        return (
            f"unit {unit + 1}, from step {time + 1} to step {path.source + 1}: "
            f"{shown.gate} alone {written(kept)}, all ways {written(whole)}, "
            f"half-life {steps_text(shown.lives[unit])}"
        )

    # --- drawing -----------------------------------------------------------------------

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, look = self.scene, self.look
        path = self.path_of(scene)
        card(painter, area, look)
        title(painter, area, look, self.title, self.caption(scene, path))
        if path is None:
            draw_hint(painter, area.adjusted(20, 40, -20, -10), look, self.hint(scene))
            return
        shown, place = shown_of(scene.trace, path), lay_out(area)
        drawing = Drawing(painter, area, look, self.axis, scene, self._stamps)
        self._paint_head(painter, place.head, shown, path)
        self._paint_ground(drawing, place)
        for map_area, values in zip(place.maps, (shown.kept, shown.whole), strict=True):
            self._paint_map(drawing, map_area, np.abs(values), path)
        self._paint_curve(drawing, place, shown, path, scene)
        paint_border(drawing, place.columns)
        self._paint_unit(drawing, place, shown, path)
        self.paint_ends(drawing, place.columns, path)
        self._paint_gutter(drawing, place, shown, path)
        paint_numbers(drawing, place.steps, path.step, "k")
        if len(path.chain) > 1:
            self._paint_foot(painter, place.foot, shown)

    def _paint_head(
        self, painter: QPainter, line: QRectF, shown: Shown, path: JacobianPath
    ) -> None:
        """Why it is a highway: the derivative has the product in it."""
        look, state, s = self.look, shown.state, path.source + 1
        muted = look.muted
        if not shown.has_gate:
            text = "This cell has no gate that keeps: shown is each unit’s own loop"
            rest = line.adjusted(text_width(f"{text}, ∏", 8.5) + 4, 0, 0, 0)
            # Where there is no room for the formula, it stands beside the rows alone.
            is_whole = math_width(shown.symbol, 10.5) < rest.width()
            draw_text(painter, line, f"{text}, ∏" if is_whole else text, muted, 8.5)
            if is_whole:
                draw_math(painter, rest, shown.symbol, look.text, 10.5)
            return
        steps = f"j={s}…k−1" if path.is_backward else f"j=k+1…{s}"
        text = f"∂{state}_{{{s}}}/∂{state}_k = diag(∏_{{{steps}}} {shown.symbol}) + …"
        end = draw_formula(painter, line, pieces_of(text), look.text, 11.0)
        words = f"below: ∏ of the {shown.gate} alone, and the diagonal of all ways together"
        draw_text(painter, line.adjusted(end - line.left() + 14, 0, 0, 0), words, muted, 8.5)

    def _paint_ground(self, drawing: Drawing, place: HighwayLayout) -> None:
        """A soft ground under the column that is pointed at."""
        pointed = drawing.scene.marks.pointed
        if pointed is not None and pointed.time in drawing.visible:
            with drawing.only_columns(place.columns):
                column = drawing.columns(place.columns, range(pointed.time, pointed.time + 1))
                drawing.painter.fillRect(column.toRect(), self.look.accent_soft)

    def _paint_map(
        self, drawing: Drawing, area: QRectF, values: Floats, path: JacobianPath
    ) -> None:
        """(P, H) at the steps of the path; where it does not lead, nothing."""
        whole = np.zeros((values.shape[1], drawing.axis.steps))
        # What is 0 there is as much below the range as any other number.
        whole[:, list(path.chain)] = np.where(values == 0, 1e-300, values).T
        visible, painter = drawing.visible, drawing.painter
        columns = drawing.columns(area)
        across, down = drawing.pixels(columns)
        fitted = greatest_of(whole[:, visible.start : visible.stop], down, across)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        with drawing.only_columns(area):
            draw_squares(painter, columns, self.range.image(fitted, self.look))
            self._paint_outside(painter, columns, fitted)
            self._paint_lines(painter, columns, *fitted.shape)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_outside(self, painter: QPainter, columns: QRectF, fitted: Floats) -> None:
        """Hatches over what is less or more than the range shows."""
        for is_beyond in (False, True):
            outside = self.range.is_beyond(fitted) if is_beyond else self.range.is_below(fitted)
            paint_hatched(painter, stretches(columns, outside), self.look, is_beyond)

    def _paint_lines(self, painter: QPainter, area: QRectF, rows: int, columns: int) -> None:
        wide, high = area.width() / columns, area.height() / rows
        painter.setPen(QPen(self.look.card, 1))
        if wide >= PARTED:
            for n in range(1, columns):
                x = round(area.left() + n * wide)
                painter.drawLine(x, round(area.top()), x, round(area.bottom()))
        if high >= PARTED:
            for n in range(1, rows):
                y = round(area.top() + n * high)
                painter.drawLine(round(area.left()), y, round(area.right()), y)

    def _paint_curve(
        self,
        drawing: Drawing,
        place: HighwayLayout,
        shown: Shown,
        path: JacobianPath,
        scene: Scene,
    ) -> None:
        unit, look = self.unit(scene, shown), self.look
        centers = np.array(path.chain) + 0.5
        dashed = Qt.PenStyle.DashLine
        curves = (
            Curve(centers, shown.whole[:, unit], look.accent, dots=True),
            Curve(centers, shown.kept[:, unit], look.warm, style=dashed),
        )
        paint_curves(
            drawing, place.curve, curves, self.range, max(2, int(place.curve.height() / 18))
        )

    def _paint_unit(
        self, drawing: Drawing, place: HighwayLayout, shown: Shown, path: JacobianPath
    ) -> None:
        """An outline around the row of the unit whose curve is drawn, in both maps."""
        painter, units = drawing.painter, len(shown.lives)
        unit = self.unit(drawing.scene, shown)
        there = drawing.columns(place.columns, range(min(path.chain), max(path.chain) + 1))
        columns = there.intersected(drawing.axis.columns(drawing.area))
        for area in place.maps:
            high = area.height() / units
            row = QRectF(columns.left(), area.top() + unit * high, columns.width(), high)
            more = max(0.0, 5.0 - high) / 2
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for color, width in ((self.look.card, 3.0), (self.look.accent, 1.2)):
                painter.setPen(QPen(color, width))
                painter.drawRect(row.adjusted(0, -more, 0, more))

    def _paint_gutter(
        self, drawing: Drawing, place: HighwayLayout, shown: Shown, path: JacobianPath
    ) -> None:
        """What each map shows, the scale, and whose curve it is."""
        state, look, painter = shown.state, self.look, drawing.painter
        names = (
            (shown.gate, f"∏ {shown.symbol}", look.warm),
            ("all ways", f"∂{state}_s/∂{state}_k", look.accent),
        )
        for area, (words, formula, color) in zip(place.maps, names, strict=True):
            line = _gutter_line(area, 0)
            draw_text(painter, line, words, look.text, 8.5, bold=True)
            if area.height() >= LEAST_FORMULA:
                size = 10.0 if math_width(formula, 10.0) <= line.width() else 8.5
                draw_math(painter, _gutter_line(area, 1).translated(0, 2), formula, color, size)
            if area.height() >= LEAST_SCALE:
                high = min(44.0, area.bottom() - line.top() - 34)
                self._paint_scale(painter, QRectF(line.left(), line.top() + 36, 88, high))
        self._paint_slow_rows(drawing, place, shown, path)
        unit = self.unit(drawing.scene, shown)
        text = _gutter_line(place.curve, 0)
        draw_text(painter, text, f"unit {unit + 1}", look.text, 8.5, bold=True)
        life = text.translated(0, 14)
        half = f"t½ {steps_text(shown.lives[unit])}".replace(" steps", "")
        draw_text(painter, life.adjusted(0, 0, -22, 0), half, look.muted, SMALL)
        self._paint_strokes(painter, place, shown, life.bottom() + 2)

    def _paint_strokes(
        self, painter: QPainter, place: HighwayLayout, shown: Shown, top: float
    ) -> None:
        """Which of the two curves is which."""
        line = QRectF(place.curve.left() + PADDING, top, LEFT_GUTTER - PADDING - 34, 13)
        look, styles = self.look, Qt.PenStyle
        for words, color, style in (
            ("all ways", look.accent, styles.SolidLine),
            (
                shown.gate.partition(" ")[0] if shown.has_gate else "loop",
                look.warm,
                styles.DashLine,
            ),
        ):
            if line.bottom() > place.curve.bottom() + 4:
                return
            painter.setPen(QPen(color, 1.8, style))
            y = round(line.center().y()) + 0.5
            painter.drawLine(QLineF(line.left(), y, line.left() + 16, y))
            draw_text(painter, line.adjusted(20, 0, 0, 0), words, look.muted, SMALL)
            line.translate(0, 13)

    def _paint_scale(self, painter: QPainter, area: QRectF) -> None:
        """The colours, and below them what is less and what is more, as there is room."""
        look, scale = self.look, self.range
        low, high = decade(scale.low), decade(scale.high)
        left, right = text_width(low, SMALL) + 4, text_width(high, SMALL) + 4
        line = QRectF(area.left(), area.top(), area.width(), 14)
        draw_text(painter, line, low, look.muted, SMALL)
        draw_text(painter, line, high, look.muted, SMALL, RIGHT)
        bar = QRectF(line.left() + left, line.center().y() - 3, line.width() - left - right, 7)
        draw_squares(painter, bar, ramp_image(look.magnitude))
        outside = (floor_color(look), f"less than {low}"), (look.error, f"more than {high}")
        for number, (color, words) in enumerate(outside):
            swatch = QRectF(area.left(), area.top() + 17 + 14 * number, 11, 9)
            if swatch.bottom() > area.bottom():
                return
            painter.setPen(QPen(look.border, 1))
            painter.setBrush(color)
            painter.drawRect(swatch)
            paint_hatched(painter, [swatch], look, is_beyond=number == 1)
            beside = QRectF(swatch.right() + 4, swatch.top() - 2, 73, 13)
            draw_text(painter, beside, words, look.muted, SMALL)

    def _paint_slow_rows(
        self, drawing: Drawing, place: HighwayLayout, shown: Shown, path: JacobianPath
    ) -> None:
        """The numbers of the slowest units, right of their rows in the first map."""
        area, units = place.maps[0], len(shown.lives)
        taken: list[float] = []
        right = drawing.columns(area, range(max(path.chain) + 1)).right()
        left = min(right, drawing.area.right() - RIGHT_GUTTER) + 3
        for unit in shown.slowest:
            y = area.top() + (unit + 0.5) * area.height() / units
            is_hidden = y < area.top() + 16 and drawing.edges[1] < 26  # By the letter of s.
            if not is_hidden and all(abs(y - other) >= 10 for other in taken):
                taken.append(y)
                line = QRectF(left, y - 6, RIGHT_GUTTER - 2, 12)
                draw_text(drawing.painter, line, str(unit + 1), self.look.muted, 7.0)

    def _paint_foot(self, painter: QPainter, line: QRectF, shown: Shown) -> None:
        """The half-lives of the slowest units, as many as there is room for."""
        look = self.look
        parts = [f"{unit + 1}: {steps_text(shown.lives[unit])}" for unit in shown.slowest]
        middle = f"median {steps_text(float(np.median(shown.lives)))}"
        head = "Half-lives of the slowest units:  "
        while (
            len(parts) > 1 and text_width("  ·  ".join((head, *parts, middle)), 8.5) > line.width()
        ):
            parts.pop()
        text = head + "  ·  ".join((*parts, middle))
        draw_text(painter, line, text, look.text, 8.5)

    # --- the mouse ---------------------------------------------------------------------

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        found, scene = super().spot(x, y, area), self.scene
        path = None if scene is None else self.path_of(scene)
        if found is None or scene is None or path is None:
            return found
        row = lay_out(area).row(x, y, scene.trace.hidden)
        if row is None or not found.lane:
            return found
        state = shown_of(scene.trace, path).state
        return Spot(found.time, found.lane, state, row, source=found.source)


def _gutter_line(area: QRectF, number: int) -> QRectF:
    left = area.left() + PADDING
    return QRectF(left, area.top() - 1 + 15 * number, LEFT_GUTTER - PADDING - 10, 15)

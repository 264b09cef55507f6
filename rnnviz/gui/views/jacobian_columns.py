"""The terms of a product and what is multiplied so far, as matrices with their numbers."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnnviz.gui.painting import (
    CENTER,
    LEFT,
    PADDING,
    RIGHT,
    Floats,
    draw_math,
    draw_text,
    math_width,
)
from rnnviz.gui.theme import Look
from rnnviz.gui.views.formula_line import draw_formula, formula_width, pieces_of
from rnnviz.gui.views.jacobian_curves import part_colors
from rnnviz.gui.views.jacobian_layout import HEADING, LINE, Cell, Column, TermsLayout
from rnnviz.gui.views.matrix_squares import paint_squares
from rnnviz.gui.views.time_axis import LEFT_GUTTER
from rnnviz.gui.views.track_scale import nice, peak, written
from rnnviz.trace.jacobian_path import JacobianPath, Term
from rnnviz.trace.jacobian_words import JacobianWords

SMALL = 7.5
#: A number in a wider column is written with three digits.
WIDE_COLUMN = 78.0


class Line(NamedTuple):
    """A number below a matrix, with what it is called: symbols, and words for a narrow place."""

    symbol: str
    short: str
    color: QColor | None = None


class ColumnsPainter(NamedTuple):
    """Paints the columns of terms, and what is left out of them."""

    painter: QPainter
    look: Look
    place: TermsLayout
    path: JacobianPath
    words: JacobianWords

    def paint(self) -> None:
        """All of it."""
        painter, place, path = self.painter, self.place, self.path
        lines, bound = self._lines(), bound_of(path)
        for column in place.columns:
            self._paint_column(column, path.terms[column.number], lines, bound)
        if not place.ellipsis.isEmpty():
            more = path.count - len(place.columns)
            draw_text(painter, place.ellipsis, "⋯", self.look.text, 14.0, CENTER)
            below = place.ellipsis.translated(0, 16)
            draw_text(painter, below, f"{more} more", self.look.muted, SMALL, CENTER)
        if place.has_gutter and place.columns:
            self._paint_gutter(lines)

    def _lines(self) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        """What the numbers below a term and below a product are."""
        path, words = self.path, self.words
        sigma = Line("σ_{max}", "σ")
        colors = part_colors(path, self.look)
        parts = [
            Line(
                part.symbol if "through" in part.symbol else f"of {part.symbol}", part.short, color
            )
            for part, color in zip(words.parts, colors, strict=True)
        ]
        several = len(path.states) > 1
        norms = [
            Line(f"‖∂{state}/∂{state}‖", f"norm {state}" if several else "norm")
            for state in path.states
        ]
        return (sigma, *parts), (sigma, *norms)

    def _paint_column(
        self,
        column: Column,
        term: Term,
        lines: tuple[tuple[Line, ...], tuple[Line, ...]],
        bound: float,
    ) -> None:
        path, words = self.path, self.words
        before = step_before(path, term)
        at = path.chain.index(before)
        norms = [float(path.norms[state][at]) for state in path.states]
        for cell, matrix, later, numbers, names in (
            (column.term, term.matrix, term.time, (term.sigma, *term.parts), lines[0]),
            (column.product, term.product, path.source, (term.product_sigma, *norms), lines[1]),
        ):
            heading = words.step(str(later + 1), str(before + 1))
            brief_heading = words.brief_step(str(later + 1), str(term.time + 1))
            self._paint_heading(cell, heading, brief_heading)
            self._paint_matrix(cell.matrix, matrix, bound)
            line = _first_line(cell)
            for number, name in zip(numbers, names, strict=True):
                self._paint_number(line, number, name)
                line.translate(0, LINE)

    def _paint_heading(self, cell: Cell, text: str, short: str) -> None:
        is_flat = self.place.is_flat
        area = cell.matrix.united(cell.numbers) if is_flat else cell.matrix
        size, room = 10.0, area.width() + (0 if is_flat else 10)
        if math_width(text, 8.0) > room:
            text = short
        while size > 7.0 and math_width(text, size) > room:
            size -= 0.5
        align = LEFT if is_flat else CENTER
        wide = QRectF(area.center().x() - 60, area.top() - HEADING, 120, HEADING - 2)
        line = QRectF(area.left(), wide.top(), 160, wide.height()) if is_flat else wide
        draw_math(self.painter, line, text, self.look.text, size, align)

    def _paint_matrix(self, area: QRectF, matrix: Floats, bound: float) -> None:
        painter, look, states = self.painter, self.look, len(self.path.states)
        paint_squares(painter, area, matrix, bound, look)
        painter.setPen(QPen(look.muted, 1))
        for n in range(1, states):
            x = area.left() + n * area.width() / states
            y = area.top() + n * area.height() / states
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        if is_beyond(matrix, bound):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.error)
            painter.drawRect(QRectF(area.left(), area.top(), area.width(), 3))

    def _paint_number(self, line: QRectF, number: float, name: Line) -> None:
        painter, look, place = self.painter, self.look, self.place
        text = "NaN" if np.isnan(number) else written(number)
        if place.has_gutter:
            draw_text(painter, line, text, look.text, 8.0, LEFT if place.is_flat else CENTER)
            return
        short = text if line.width() >= WIDE_COLUMN else written(float(f"{number:.2g}"))
        draw_text(painter, line, name.short, name.color or look.muted, 7.0, LEFT)
        draw_text(painter, line, short, look.text, 7.5, RIGHT)

    def _paint_gutter(self, lines: tuple[tuple[Line, ...], tuple[Line, ...]]) -> None:
        """What stands in each line, left of the first column."""
        place, first = self.place, self.place.columns[0]
        for cell, told, names in (
            (first.term, ("each step", "by itself"), lines[0]),
            (first.product, ("so far", "multiplied"), lines[1]),
        ):
            area = cell.matrix
            left = self._gutter_line(area.center().y() - 14)
            if place.is_flat:
                left = self._gutter_line(area.top() - HEADING + 1)
            for text in told[:1] if place.is_flat else told:
                bold = text == told[0]
                draw_text(self.painter, left, text, self.look.text, 8.5, LEFT, bold=bold)
                left.translate(0, 14)
            line = self._gutter_line(cell.numbers.top())
            line.setHeight(LINE)
            for name in names:
                self._paint_name(line, name)
                line.translate(0, LINE)

    def _gutter_line(self, top: float) -> QRectF:
        return QRectF(self.place.curve.left() + PADDING, top, LEFT_GUTTER - PADDING - 4, 14)

    def _paint_name(self, line: QRectF, name: Line) -> None:
        size, pieces = 9.5, pieces_of(name.symbol)
        while size > 7.0 and formula_width(pieces, size) > line.width():
            size -= 0.5
        draw_formula(self.painter, line, pieces, name.color or self.look.muted, size)


def bound_of(path: JacobianPath) -> float:
    """The number that has the strongest colour: one for all matrices."""
    greatest = max((peak(term.matrix) for term in path.terms), default=0.0)
    return nice(greatest) if greatest > 0 else 1.0


def step_before(path: JacobianPath, term: Term) -> int:
    """The step by whose states a term is derived."""
    return path.chain[path.chain.index(term.time) + 1]


def is_beyond(matrix: Floats, bound: float) -> bool:
    """Whether a number of a matrix is larger than the scale shows, or is none."""
    return peak(matrix) > bound * (1 + 1e-9) or not bool(np.isfinite(matrix).all())


def _first_line(cell: Cell) -> QRectF:
    """The first line of a matrix's numbers."""
    numbers = cell.numbers
    return QRectF(numbers.left(), numbers.top(), numbers.width(), LINE)

"""Drawing the numbers of an equation."""

from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.views.formula_layout import GAP, Position, faces
from rnnviz.gui.views.formula_terms import EQUALS, Piece, Space, arranged
from rnnviz.trace.formula_numbers import is_broken
from rnnviz.trace.formula_rows import MORE, Row

#: From the baseline of numbers down to that of their names.
NAME_DROP = 11.5


class Inks(NamedTuple):
    """The colours: of numbers, of what is said beside them, of NaN and infinity."""

    number: QColor
    aside: QColor
    broken: QColor

    def of(self, text: str) -> QColor:
        """The colour of a written number, or of several."""
        return self.broken if is_broken(text) else self.number


def draw_numbers(painter: QPainter, row: Row, space: Space, inks: Inks) -> None:
    """Draw a row's numbers and its result."""
    last = _draw_result(painter, row.result, space, inks)
    if not row.terms and row.bias is None:
        return
    shown, places, narrow = arranged(row, space, last)
    if narrow == 1.0:
        _draw_pieces(painter, shown, places, space.left, space.baselines, inks)
        return
    painter.save()
    painter.translate(space.left, 0.0)
    painter.scale(narrow, 1.0)
    _draw_pieces(painter, shown, places, 0.0, space.baselines, inks)
    painter.restore()


def _draw_result(painter: QPainter, result: str, space: Space, inks: Inks) -> float:
    """Draw "= 0.579" at the right; returns the room that it takes."""
    if not result:
        return 0.0
    face = faces().result
    text = EQUALS + result
    width = face.width(text)
    painter.setFont(face.font)
    painter.setPen(inks.of(result))
    painter.drawText(QPointF(space.right - width, space.baselines[-1]), text)
    return width + 2 * GAP


def _draw_pieces(
    painter: QPainter,
    shown: list[Piece],
    places: list[Position],
    left: float,
    baselines: tuple[float, ...],
    inks: Inks,
) -> None:
    named = []
    painter.setFont(faces().number.font)
    for piece, (line, x) in zip(shown, places, strict=True):
        text, at = piece.term.text, QPointF(left + x, baselines[line])
        painter.setPen(inks.aside if text[0] == MORE else inks.of(text))
        painter.drawText(at, piece.text)
        if piece.term.name:
            named.append((piece, at))
    if named:
        _draw_names(painter, named, inks)


def _draw_names(painter: QPainter, named: list[tuple[Piece, QPointF]], inks: Inks) -> None:
    """What the numbers belong to, in the middle below them."""
    face = faces().name
    painter.setFont(face.font)
    painter.setPen(inks.aside)
    for (term, _, lead, width), at in named:
        x = at.x() + lead + (width - lead - face.width(term.name)) / 2
        painter.drawText(QPointF(x, at.y() + NAME_DROP), term.name)

"""Drawing the numbers of an equation."""

from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.views.formula_layout import GAP, Position, faces
from rnnviz.gui.views.formula_terms import EQUALS, Piece, Space, arranged
from rnnviz.trace.formula_numbers import is_broken
from rnnviz.trace.formula_place import MORE, Row

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
    text = EQUALS + row.result if row.result else ""
    width = faces().result.width(text)
    line = len(space.baselines) - 1
    if row.terms or row.bias is not None:
        line = _draw_sum(painter, row, space, inks, width + 2 * GAP)
    elif row.note:
        painter.setFont(faces().number.font)
        painter.setPen(inks.aside)
        painter.drawText(QPointF(space.left, space.baselines[0]), row.note)
    painter.setFont(faces().result.font)
    painter.setPen(inks.of(row.result))
    painter.drawText(QPointF(space.right - width, space.baselines[line]), text)


def _draw_sum(painter: QPainter, row: Row, space: Space, inks: Inks, last: float) -> int:
    """Draw the numbers; returns the line at whose end `last` is free."""
    shown, places, narrow = arranged(row, space, last)
    if narrow == 1.0:
        _draw_pieces(painter, shown, places, space.left, space.baselines, inks)
    else:
        painter.save()
        painter.translate(space.left, 0.0)
        painter.scale(narrow, 1.0)
        _draw_pieces(painter, shown, places, 0.0, space.baselines, inks)
        painter.restore()
    line, x = places[-1]
    is_free = (x + shown[-1].width) * narrow + last <= space.right - space.left
    return line if is_free else len(space.baselines) - 1


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

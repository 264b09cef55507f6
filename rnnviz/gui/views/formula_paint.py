"""Painting the inspector's sheet: symbols set before, and the numbers of the moment."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.gui.painting import card
from rnnviz.gui.theme import Look
from rnnviz.gui.views.formula_ink import Inks, draw_numbers
from rnnviz.gui.views.formula_layout import draw_glyphs, faces
from rnnviz.gui.views.formula_setting import GROUND, Block, GradientCell, GuessSpace, Sheet
from rnnviz.trace.formula_numbers import is_broken
from rnnviz.trace.formula_place import Row
from rnnviz.trace.formula_rows import Guess

#: How much is seen of numbers that the debugger has not reached.
UNREACHED = 0.22


def draw_backdrop(painter: QPainter, sheet: Sheet, area: QRectF, look: Look) -> None:
    """Draw what stays while the numbers change: the card and all symbols."""
    card(painter, area, look)
    painter.setPen(look.text)
    for block in sheet.blocks:
        draw_glyphs(painter, block.symbols)
    for cell in sheet.cells:
        draw_glyphs(painter, cell.symbols)
    painter.setPen(look.muted)
    draw_glyphs(painter, sheet.headings)
    for block in sheet.blocks:
        draw_glyphs(painter, block.title)
    painter.setPen(QPen(look.border, 1))
    for left, right, y in sheet.rules:
        painter.drawLine(QPointF(left, y), QPointF(right, y))


class NumberPainter(NamedTuple):
    """Draws the numbers of a sheet and what is marked on it.

    seen             the part of the sheet that is wanted: nothing else is drawn.
    marked, pointed  the keys of the rows that are picked and that lie under the pointer.
    unreached        the keys of the rows that are not computed yet.
    """

    painter: QPainter
    sheet: Sheet
    seen: QRectF
    look: Look
    marked: str
    pointed: str
    unreached: frozenset[str]

    def draw(self, rows: Mapping[str, Row], guesses: tuple[Guess, ...]) -> None:
        """Draw everything below the header."""
        blocks = [block for block in self.sheet.blocks if self.seen.intersects(block.area)]
        cells = [cell for cell in self.sheet.cells if self.seen.intersects(cell.area)]
        self._grounds([*blocks, *cells])
        inks = Inks(self.look.accent, self.look.muted, self.look.error)
        for block in blocks:
            self._fade(block.key)
            draw_numbers(self.painter, rows[block.key], block.space, inks)
        for guess, space in zip(guesses, self.sheet.lists, strict=False):
            self._fade(space.key)
            self._guess(guess, space)
        self.painter.setFont(faces().number.font)
        for cell in cells:
            self._fade(cell.key)
            self._gradient(rows[cell.key], cell, inks)
        self._fade("")

    def _fade(self, key: str) -> None:
        if self.unreached:
            self.painter.setOpacity(UNREACHED if key in self.unreached else 1.0)

    def _grounds(self, rows: Sequence[Block | GradientCell]) -> None:
        """Soft grounds, so thin that they may lie over the symbols."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        for row in rows:
            if row.key in (self.marked, self.pointed):
                is_marked = row.key == self.marked
                ground = QColor(self.look.warm if is_marked else self.look.accent)
                ground.setAlpha(34 if is_marked else 16)
                self.painter.setBrush(ground)
                self.painter.drawRoundedRect(row.area, 5, 5)

    def _guess(self, guess: Guess, space: GuessSpace) -> None:
        if not self.seen.top() - 8 < space.baseline < self.seen.bottom() + 16:
            return
        painter, look, face = self.painter, self.look, faces().word
        painter.setFont(face.font)
        painter.setPen(look.text)
        label = face.shortened(guess.label, space.label - space.left)
        painter.drawText(QPointF(space.left, space.baseline), label)
        if guess.share is None:
            painter.setPen(look.error if is_broken(guess.text) else look.text)
            painter.drawText(QPointF(space.label + 10, space.baseline), guess.text)
            if guess.target:
                self._number(f"target {guess.target}", space.right, space.baseline)
            return
        if guess.wanted:
            self._triangle(space.left - 6, space.baseline - 4)
        if guess.share > 0:
            length = max(1.0, guess.share * (space.bar - space.label - 10))
            bar = QRectF(space.label + 8, space.baseline - 8.5, length, 9)
            painter.fillRect(bar, look.teal if guess.wanted else look.faint)
        self._number(guess.text, space.right, space.baseline)

    def _triangle(self, x: float, y: float) -> None:
        corners = [QPointF(x - 6, y - 4), QPointF(x, y), QPointF(x - 6, y + 4)]
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.look.teal)
        self.painter.drawPolygon(QPolygonF(corners))

    def _number(self, text: str, right: float, baseline: float) -> None:
        """A number, aligned at the right."""
        face = faces().number
        self.painter.setFont(face.font)
        self.painter.setPen(self.look.error if is_broken(text) else self.look.text)
        self.painter.drawText(QPointF(right - face.width(text), baseline), text)

    def _gradient(self, row: Row, cell: GradientCell, inks: Inks) -> None:
        text, face = row.result, faces().number
        digits = face.width(text.partition("·")[0])
        x = min(cell.point - digits, cell.area.right() - GROUND - face.width(text))
        self.painter.setPen(inks.of(text))
        self.painter.drawText(QPointF(x, cell.baseline), text)

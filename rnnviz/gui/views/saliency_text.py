"""Saliency of symbols: the text, each symbol on the ground of its colour, and below it a bar."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.gui.painting import CENTER, draw_text, text_width
from rnnviz.gui.theme import MONO, PLAIN, Look
from rnnviz.gui.views.attention_map import ink_on
from rnnviz.gui.views.exhibit_lines import Lines, lines_of
from rnnviz.gui.views.saliency_scale import Numbers
from rnnviz.trace.trace import Trace

#: A symbol's size and height, between two lines, and how high the bars below may be.
SIZE, HIGH, GAP, BAR, HIGHEST_BAR = 10.0, 20.0, 8.0, 20.0, 56.0
#: Room around a word, and around a letter, whose columns are all of one width.
AROUND_WORD, AROUND_LETTER, HEADING, NOTE = 9.0, 3.0, 16.0, 14.0
SHORT = 2
PARTS = "the encoder reads", "the decoder reads"


@dataclass(frozen=True)
class Cell:
    """A symbol at its place, the bar's below it."""

    time: int
    text: QRectF
    bar: QRectF

    @property
    def area(self) -> QRectF:
        """Both."""
        return self.text.united(self.bar)


@dataclass(frozen=True)
class TextLayout:
    """Cells, headings of the parts, and notes where a part is cut."""

    cells: tuple[Cell, ...]
    headings: tuple[tuple[str, QRectF], ...]
    families: tuple[str, ...]

    def time_at(self, x: float, y: float) -> int | None:
        """The time step of the symbol at a point."""
        return next((cell.time for cell in self.cells if cell.area.contains(x, y)), None)


def lay_out(trace: Trace, area: QRectF, picked: int) -> TextLayout:
    """The text in lines; of an encoder–decoder in two parts. Where there are too many lines, those
    with the picked step are in sight."""
    labels = trace.labels.inputs
    families = MONO if max(map(len, labels), default=0) <= SHORT else PLAIN
    widths = _widths(labels, (*families,))
    source = trace.source_steps
    spans = [range(source), range(source, trace.steps)] if source else [range(trace.steps)]
    parts = [widths[span.start : span.stop] for span in spans]
    bar = _bar_height(parts, area, bool(source))
    cells: list[Cell] = []
    headings, y = [], area.top()
    for number, span in enumerate(spans):
        # What comes after it gets its share too.
        room = (area.bottom() - y) / (len(spans) - number)
        if source:
            headings.append((PARTS[number], QRectF(area.left(), y, area.width(), HEADING)))
            y, room = y + HEADING, room - HEADING
        lines = _lines(parts[number], area.width(), room, bar, picked - span.start)
        for cell in lines.cells:
            time, top = span.start + cell.number, y + cell.line * (HIGH + bar + GAP)
            text = QRectF(area.left() + cell.left, top, widths[time], HIGH)
            cells.append(Cell(time, text, QRectF(text.left(), text.bottom(), text.width(), bar)))
        y += lines.count * (HIGH + bar + GAP)
        if lines.is_cut:
            headings.append((lines.range_text, QRectF(area.left(), y - 4, area.width(), NOTE)))
            y += NOTE
    return TextLayout(tuple(cells), tuple(headings), (*families,))


def _bar_height(parts: list[list[float]], area: QRectF, has_headings: bool) -> float:
    """As high as there is room for, within bounds."""
    count = sum(lines_of(part, area.width(), len(part), 0).count for part in parts)
    room = area.height() - (HEADING * len(parts) if has_headings else 0.0)
    return round(max(BAR, min(HIGHEST_BAR, room / max(1, count) - HIGH - GAP)))


def _widths(labels: tuple[str, ...], families: tuple[str, ...]) -> list[float]:
    found = [text_width(label, SIZE, families=families) for label in labels]
    if families == (*MONO,):
        widest = max(found, default=0.0) + AROUND_LETTER
        return [widest] * len(found)
    return [max(14.0, width + AROUND_WORD) for width in found]


def _lines(widths: list[float], width: float, height: float, bar: float, picked: int) -> Lines:
    a_line = HIGH + bar + GAP
    lines = lines_of(widths, width, max(1, int((height + GAP) / a_line)), picked)
    if lines.is_cut:
        lines = lines_of(widths, width, max(1, int((height - NOTE + GAP) / a_line)), picked)
    return lines


def paint_text(painter: QPainter, look: Look, layout: TextLayout, numbers: Numbers) -> None:
    """Grounds, symbols and bars; what cannot matter is pale, and has neither ground nor bar."""
    colors, shares = numbers.colors(look), numbers.shares
    labels = numbers.saliency.trace.labels.inputs
    for text, line in layout.headings:
        draw_text(painter, line, text, look.muted, 7.5)
    for cell in layout.cells:
        ground, matters = look.card, numbers.matters(cell.time)
        if matters:
            ground = QColor.fromRgb(int(colors[cell.time]))
            painter.fillRect(cell.text.adjusted(0, 0, -1, 0), ground)
        _paint_bar(painter, look, cell, float(shares[cell.time]), matters)
        ink = ink_on(ground) if matters else look.faint
        place = cell.text.adjusted(-2, 0, 1, 0)
        draw_text(painter, place, labels[cell.time], ink, SIZE, CENTER, families=[*layout.families])


def _paint_bar(painter: QPainter, look: Look, cell: Cell, share: float, matters: bool) -> None:
    """From the foot of the line upwards; a small triangle where it is below the scale."""
    foot = cell.bar.bottom()
    painter.fillRect(QRectF(cell.bar.left(), foot, cell.bar.width(), 1), look.border)
    if not matters:
        return
    if share > 0:
        height = max(1, round(share * (cell.bar.height() - 3)))
        bar = QRectF(cell.bar.left() + 1, foot - height, cell.bar.width() - 3, height)
        painter.fillRect(bar, look.warm)
        return
    x, y = cell.bar.center().x(), foot + 1.5
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.muted)
    corners = QPointF(x - 2.5, y), QPointF(x + 2.5, y), QPointF(x, y + 3.5)
    painter.drawPolygon(QPolygonF([*corners]))


def paint_frame(painter: QPainter, look: Look, layout: TextLayout, time: int, width: float) -> None:
    """A frame around the symbol of a step."""
    for cell in layout.cells:
        if cell.time == time:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.accent, width))
            painter.drawRect(cell.text.adjusted(0.5, 0.5, -1.5, -0.5))

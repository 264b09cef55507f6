"""The heads over a unit's columns: which weights they are, and what these multiply."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnviz.gui.painting import CENTER
from rnnviz.gui.theme import Look
from rnnviz.gui.views.unit_place import HEAD, BarsPlace
from rnnviz.gui.views.unit_text import (
    Part,
    draw_line,
    line_width,
    source_symbol,
)
from rnnviz.trace.formula import symbol
from rnnviz.trace.trace import Trace
from rnnviz.trace.unit_sum import UnitSum

SIZE, APART = 11.5, 10.0


def paint_heads(
    painter: QPainter, look: Look, trace: Trace, total: UnitSum, place: BarsPlace, before: str
) -> None:
    """A bracket over each source's columns with its name, moved aside where it would lie over
    another one; and the name of the bias. `before` is how the step before is written."""
    if total.bias_name:
        head = QRectF(place.bias.left(), place.area.top() - 4, place.bias.width(), HEAD)
        draw_line(painter, head, (symbol(total.bias_name),), look.muted, SIZE, CENTER)
    names: list[tuple[Part, ...]] = [
        (symbol(group.weight), " · ", source_symbol(trace, group.source, before))
        for group in total.groups
    ]
    spans = [
        (place.left + g.start * place.column, place.left + g.stop * place.column)
        for g in total.groups
    ]
    widths = [line_width(name, SIZE) for name in names]
    for name, left, wide in zip(names, _apart(spans, widths, place), widths, strict=True):
        line = QRectF(left, place.area.top() - 4, wide + 1, HEAD)
        draw_line(painter, line, name, look.text, SIZE, CENTER)
    for start, stop in spans:
        y = place.area.top() + HEAD - 3
        painter.fillRect(QRectF(start + 1, y, max(1.0, stop - start - 2), 1.5), look.faint)


def _apart(spans: list[tuple[float, float]], widths: list[float], place: BarsPlace) -> list[float]:
    """Where each name begins: over the middle of its columns, but none over another."""
    lefts, least = [], place.left
    for (start, stop), wide in zip(spans, widths, strict=True):
        lefts.append(max(least, (start + stop - wide) / 2))
        least = lefts[-1] + wide + APART
    most = place.area.right()
    for n in range(len(lefts) - 1, -1, -1):
        lefts[n] = min(lefts[n], most - widths[n])
        most = lefts[n] - APART
    return lefts

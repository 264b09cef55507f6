"""The line above the histograms: which lane they are of, what leads to others, and the legend."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen

from rnnviz.gui.painting import CENTER, RIGHT, color_of, draw_text, text_width
from rnnviz.gui.theme import Look
from rnnviz.gui.views.histogram_strip import KINDS, colors_of, strength
from rnnviz.gui.views.parameter_names import lane_title, lanes_of
from rnnviz.gui.views.track_gutter import SWITCH_HEIGHT
from rnnviz.trace.trace import Trace

SIZE, NAME_SIZE, ARROW, GAP = 7.5, 8.5, 18.0, 6.0
#: What a click leads to: the lane before, the next one, all parameters of this one.
BEFORE, AFTER, ALL = "before", "after", "all"
#: Shares of a bin for which the legend has a colour, of weights and of gradients.
LEGEND, WORDS, SWATCH = (0.01, 0.1, 1.0), "in a bin:", 5.0


class Button(NamedTuple):
    """What can be clicked."""

    key: str
    text: str
    area: QRectF


def buttons(line: QRectF, trace: Trace, lane: str, is_alone: bool) -> tuple[Button, ...]:
    """Around the name of the lane; of one parameter alone what leads back, before it."""
    top = line.top() + 2
    if is_alone:
        text = f"‹ all of {lane_title(trace, lane)}"
        width = text_width(text, SIZE) + 14
        return (Button(ALL, text, QRectF(line.left(), top, width, SWITCH_HEIGHT)),)
    names = [lane_title(trace, each) for each in lanes_of(trace)]
    widest = max(text_width(name, NAME_SIZE, bold=True) for name in names)
    first = QRectF(line.left(), top, ARROW, SWITCH_HEIGHT)
    second = first.translated(ARROW + widest + 2 * GAP, 0)
    return Button(BEFORE, "‹", first), Button(AFTER, "›", second)


def paint_choice(
    painter: QPainter, line: QRectF, look: Look, name: str, shown: tuple[Button, ...]
) -> None:
    """The buttons, the name of the lane, and the legend at the right."""
    for button in shown:
        painter.setPen(QPen(look.border, 1))
        painter.setBrush(look.control)
        painter.drawRoundedRect(button.area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        draw_text(painter, button.area, button.text, look.accent, SIZE, CENTER)
    left = shown[0].area.right() + GAP
    width = text_width(name, NAME_SIZE, bold=True)
    place = QRectF(left, line.top(), width + 4, line.height())
    draw_text(painter, place, name, look.text, NAME_SIZE, bold=True)
    after = max(place.right(), shown[-1].area.right()) + 2 * GAP
    _paint_legend(painter, QRectF(line).adjusted(after - line.left(), 0, 0, 0), look)


def _paint_legend(painter: QPainter, room: QRectF, look: Look) -> None:
    """The colours of three shares; nothing where there is no room for them."""
    texts = [f"{100 * share:g} %" for share in LEGEND]
    width = sum(text_width(text, SIZE) + 20 for text in texts)
    if width > room.width():
        return
    if width + text_width(WORDS, SIZE) + 6 <= room.width():
        before = room.adjusted(0, 0, -width - 4, 0)
        draw_text(painter, before, WORDS, look.muted, SIZE, RIGHT)
    x = room.right() - width
    for share, text in zip(LEGEND, texts, strict=True):
        for n, kind in enumerate(KINDS):
            color = color_of(float(strength(np.array(share))), 0.0, 1.0, colors_of(look, kind))
            painter.fillRect(QRectF(x + n * SWATCH, room.center().y() - 4, SWATCH, 9), color)
        label = QRectF(x + 13, room.top(), text_width(text, SIZE) + 2, room.height())
        draw_text(painter, label, text, look.muted, SIZE)
        x += text_width(text, SIZE) + 20

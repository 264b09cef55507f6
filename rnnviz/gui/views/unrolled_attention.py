"""Attention in the unrolled network: how much a step of the decoder takes from each step that the
encoder has read, as bars above these and as a stream that is as wide as the weights."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from rnnviz.gui.painting import CENTER, draw_math, draw_text
from rnnviz.gui.theme import Look
from rnnviz.gui.views.track_progress import Progress
from rnnviz.gui.views.unrolled_layout import Row, UnrolledLayout
from rnnviz.gui.views.unrolled_strips import paint_strips
from rnnviz.trace.scene import Scene
from rnnviz.trace.trace import ATTENTION, Trace

#: A weight of 1 is so wide; less than this share of a pixel is left out.
WIDEST, LEAST = 9.0, 0.05
#: The least column and row in which a weight is written out.
LEAST_NUMBER_WIDTH, LEAST_NUMBER_HEIGHT = 26.0, 11.0
#: How opaque the stream is, of 255.
OPACITY = 170


def attending_step(scene: Scene) -> int:
    """The step of the decoder whose weights are shown: the marked one, or where that is the
    encoder's the picked one, or the decoder's first."""
    trace, marks = scene.trace, scene.marks
    for time in (marks.time, marks.picked.time):
        if trace.answers(time) and trace.exists[time]:
            return time
    return trace.source_steps


def paint_attention(painter: QPainter, look: Look, scene: Scene, place: UnrolledLayout) -> None:
    """The states n_t of the decoder, and the weights of one of its steps."""
    trace, row = scene.trace, place.attention
    if trace.attention is None or row is None:
        return
    quantity, values = trace.quantity("n"), trace.attention.values
    paint_strips(painter, look, quantity, values["n"], trace.span(trace.top[0]), row, place)
    time, tick = attending_step(scene), scene.marks.tick
    if tick is not None and time in Progress(trace, tick).unknown(ATTENTION, "w"):
        return
    weights = values["w"][time, : trace.source_steps]
    _paint_bars(painter, look, trace, weights, row, place)
    _paint_stream(painter, look, trace, weights, time, place)


def paint_attending(painter: QPainter, look: Look, scene: Scene, place: UnrolledLayout) -> None:
    """Beside the columns: of which step the weights are."""
    row = place.attention
    if row is not None and row.height > 34:
        line = QRectF(place.area.left() + 14, row.middle + 6, 84, 14)
        text = f"α_t at t = {attending_step(scene) + 1}"
        draw_math(painter, line, text, look.muted, 8.5)


def _paint_bars(
    painter: QPainter,
    look: Look,
    trace: Trace,
    weights: NDArray[np.floating],
    row: Row,
    place: UnrolledLayout,
) -> None:
    """A bar above each step of the encoder, as high as its weight; a full box is 1."""
    steps = place.in_sight(trace.span(trace.lanes[0]))
    shares = weights[steps.start : steps.stop].tolist()
    written = place.column_width >= LEAST_NUMBER_WIDTH and row.height >= LEAST_NUMBER_HEIGHT
    for box, share in zip(place.boxes(row, steps), shares, strict=True):
        high = share * box.height()
        painter.fillRect(QRectF(box.left(), box.bottom() - high, box.width(), high), look.teal)
        if written and share >= 0.005:
            _paint_weight(painter, look, box, high, f"{share:.2f}")


def _paint_weight(painter: QPainter, look: Look, box: QRectF, high: float, text: str) -> None:
    """Above the bar, or within it where there is no room."""
    above = box.height() - high >= LEAST_NUMBER_HEIGHT
    if not above and high < LEAST_NUMBER_HEIGHT + 1:
        return
    bottom = box.bottom() - high + (0 if above else LEAST_NUMBER_HEIGHT + 1)
    line = QRectF(box.left() - 5, bottom - LEAST_NUMBER_HEIGHT, box.width() + 10, 11)
    color = look.text if above else look.card
    draw_text(painter, line, text.removeprefix("0"), color, 7.5, CENTER)


def _paint_stream(
    painter: QPainter,
    look: Look,
    trace: Trace,
    weights: NDArray[np.floating],
    time: int,
    place: UnrolledLayout,
) -> None:
    """From each state of the encoder up and on to the state n_t, side by side."""
    assert place.attention is not None
    full = min(WIDEST, 0.5 * place.gap)
    top = place.attention.bottom + (place.gap - full) / 2
    below = min(row.top for row in place.lanes)
    color, end = QColor(look.teal), place.middle(time) - place.box_width / 4
    color.setAlpha(OPACITY)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    taken = 0.0
    for source, share in enumerate(weights.tolist()):
        wide = share * full
        if not wide >= LEAST:  # NaN too
            continue
        x, y = place.middle(source) + place.box_width / 4, top + taken
        painter.drawRect(QRectF(x - wide / 2, y, wide, below - y))
        painter.drawRect(QRectF(x + wide / 2, y, end - full / 2 + taken - x, wide))
        turn = end - full / 2 + taken + wide / 2
        painter.drawRect(
            QRectF(turn, place.attention.bottom + 5, wide, y + wide - place.attention.bottom - 5)
        )
        taken += wide
    tip = place.attention.bottom + 1
    head = [QPointF(end, tip), QPointF(end - 5, tip + 5), QPointF(end + 5, tip + 5)]
    painter.drawPolygon(QPolygonF(head))

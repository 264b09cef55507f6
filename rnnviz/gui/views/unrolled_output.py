"""The outputs of the unrolled network: what is predicted at each step, and how surely."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from rnnviz.gui.theme import Look
from rnnviz.gui.views.unrolled_label import LabelRow
from rnnviz.gui.views.unrolled_layout import UnrolledLayout
from rnnviz.gui.views.unrolled_text import digits_that_fit, number_text, said
from rnnviz.trace.trace import Trace

Booleans = NDArray[np.bool_]


def answering(trace: Trace, place: UnrolledLayout) -> list[int]:
    """The steps in sight that have an output: not an encoder's, and not padding."""
    exists = trace.exists.tolist()
    return [time for time in place.visible if exists[time] and trace.answers(time)]


def paint_outputs(painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout) -> None:
    """What is said at each scored step, teal and bold where it is what is wanted; of classes
    with a bar for the probability of the likeliest. A point where nothing is wanted."""
    row = LabelRow(painter, place, place.outputs, place.fonts[0])
    scored, right = trace.scored.tolist(), _right(trace)
    texts, boxes = _texts(trace, place), place.boxes(place.outputs)
    for time in answering(trace, place):
        box = boxes[time - place.visible.start]
        if not scored[time]:
            row.paint(box, "·", look.faint, True)
            continue
        good = right is None or bool(right[time])
        row.paint(box, texts[time], look.text if good else look.warm, good)
    if trace.loss_name == "cross-entropy" and right is not None:
        _paint_bars(painter, look, trace, place, right)


def _texts(trace: Trace, place: UnrolledLayout) -> list[str]:
    """What is said at each step, as `said` has it, numbers with as many digits as have room."""
    if trace.loss_name == "cross-entropy":
        outputs = np.where(np.isfinite(trace.outputs), trace.outputs, -1.0)
        return [trace.labels.classes[n] for n in outputs.argmax(axis=1).tolist()]
    if trace.loss_name == "binary cross-entropy" and len(trace.labels.classes) > 1:
        return [said(trace, time) for time in range(trace.steps)]
    digits = digits_that_fit(place.fonts[0])
    if digits is None:
        return [""] * trace.steps
    return [number_text(value, digits) for value in trace.outputs[:, 0].tolist()]


def _right(trace: Trace) -> Booleans | None:
    """Whether what is said at each step is what is wanted; None for numbers, which are never."""
    outputs = np.where(np.isfinite(trace.outputs), trace.outputs, -1.0)
    if trace.loss_name == "cross-entropy":
        likeliest: Booleans = outputs.argmax(axis=1) == trace.targets
        return likeliest
    if trace.loss_name == "binary cross-entropy":
        same: Booleans = ((outputs > 0.5) == (trace.targets > 0.5)).all(axis=1)
        return same
    return None


def _paint_bars(
    painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout, right: Booleans
) -> None:
    sure = np.nan_to_num(trace.outputs, nan=0.0).max(axis=1)
    widths, rights = (np.clip(sure, 0, 1) * place.outputs.width).tolist(), right.tolist()
    scored, top, height = trace.scored.tolist(), place.bars.top, place.bars.height
    bars: dict[bool, list[QRectF]] = {True: [], False: []}
    for time, box in zip(place.visible, place.boxes(place.outputs), strict=True):
        if scored[time]:
            bars[rights[time]].append(QRectF(box.left(), top, widths[time], height))
    painter.setPen(Qt.PenStyle.NoPen)
    for good, color in ((True, look.teal), (False, look.warm)):
        painter.setBrush(color)
        painter.drawRects(bars[good])

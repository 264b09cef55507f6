"""The outputs of the unrolled network: what is predicted at each step, and how surely."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from rnnviz.gui.theme import Look
from rnnviz.gui.views.unrolled_label import LabelRow, paint_label
from rnnviz.gui.views.unrolled_layout import UnrolledLayout
from rnnviz.trace.trace import Trace


def said(trace: Trace, time: int) -> str:
    """What the network says at a step, as text."""
    if trace.loss_name != "cross-entropy":
        return f"{trace.outputs[time][0]:.2f}".replace("-", "−")
    return trace.labels.classes[int(np.nan_to_num(trace.outputs[time], nan=-1.0).argmax())]


def paint_outputs(painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout) -> None:
    """The likeliest class at each scored step with a bar for its probability, teal and bold
    where it is the one wanted; or a number."""
    if trace.loss_name == "cross-entropy":
        _paint_classes(painter, look, trace, place)
        return
    for time, box in zip(place.visible, place.boxes(place.outputs), strict=True):
        if trace.scored[time]:
            paint_label(painter, place, box, said(trace, time), look.text, bold=True)
        else:
            _paint_nothing_wanted(painter, look, place, box)


def _paint_classes(painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout) -> None:
    outputs = np.where(np.isfinite(trace.outputs), trace.outputs, -1.0)
    likeliest = outputs.argmax(axis=1)
    right = likeliest == trace.targets
    sure = np.clip(outputs.max(axis=1), 0, 1) * place.box_width
    bars: dict[bool, list[QRectF]] = {True: [], False: []}
    row, widths, goods = LabelRow(painter, place, place.outputs), sure.tolist(), right.tolist()
    for time, box in zip(place.visible, place.boxes(place.outputs), strict=True):
        if not trace.scored[time]:
            _paint_nothing_wanted(painter, look, place, box)
            continue
        good, text = goods[time], trace.labels.classes[likeliest[time]]
        row.paint(box, text, look.text if good else look.warm, good)
        bars[good].append(QRectF(box.left(), place.bars.top, widths[time], place.bars.height))
    painter.setPen(Qt.PenStyle.NoPen)
    for good, color in ((True, look.teal), (False, look.warm)):
        painter.setBrush(color)
        painter.drawRects(bars[good])


def _paint_nothing_wanted(
    painter: QPainter, look: Look, place: UnrolledLayout, box: QRectF
) -> None:
    paint_label(painter, place, box, "·", look.faint, bold=True)

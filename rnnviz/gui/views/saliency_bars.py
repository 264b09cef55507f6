"""Saliency of numbers, of rows of a picture, of frames: a strip of colours and bars over time."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from rnnviz.gui.painting import heat_map
from rnnviz.gui.views.saliency_scale import Numbers
from rnnviz.gui.views.track_bars import (
    Levels,
    paint_bars,
    paint_level_marks,
    paint_levels,
    paint_stubs,
)
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import decade, math_note, note
from rnnviz.gui.views.track_layout import STEPS_LINE
from rnnviz.gui.views.track_steps import paint_steps

STRIP, GAP = 26.0, 8.0


def parts(area: QRectF) -> tuple[QRectF, QRectF, QRectF]:
    """The strip of colours, the bars, and the line of the time steps."""
    strip = QRectF(area.left(), area.top(), area.width(), min(STRIP, area.height() / 4))
    steps = QRectF(area.left(), area.bottom() - STEPS_LINE, area.width(), STEPS_LINE)
    bars = QRectF(area.left(), strip.bottom() + GAP, area.width(), 0)
    bars.setBottom(max(bars.top() + 10, steps.top() - 4))
    return strip, bars, steps


def paint_over_time(drawing: Drawing, area: QRectF, numbers: Numbers) -> None:
    """`area` goes over the whole width."""
    strip, bars, steps = parts(area)
    _paint_strip(drawing, strip, numbers)
    scale, seen = numbers.scale, slice(drawing.visible.start, drawing.visible.stop)
    levels: Levels = tuple(
        ((power - scale.floor) / scale.decades, decade(power))
        for power in range(scale.floor, scale.top + 1)
    )
    paint_levels(drawing, bars, levels)
    shares = numbers.shares[seen]
    matters = np.array([numbers.matters(time) for time in drawing.visible])
    with drawing.only_columns(bars):
        paint_bars(drawing, bars, np.where(matters, shares, 0.0), drawing.look.warm)
        paint_stubs(drawing, bars, matters & (shares == 0))
    paint_level_marks(drawing, bars, levels)
    math_note(drawing, bars, 0, numbers.symbol if numbers.by == "norm" else f"|{numbers.symbol}|")
    note(drawing, bars, 1, "log scale", bars=True)
    paint_steps(drawing, steps)


def _paint_strip(drawing: Drawing, strip: QRectF, numbers: Numbers) -> None:
    pixels = numbers.colors(drawing.look).copy()
    for time in range(len(pixels)):
        if not numbers.matters(time):
            pixels[time] = drawing.look.card.rgb()
    seen = np.ascontiguousarray(pixels[None, drawing.visible.start : drawing.visible.stop])
    width = seen.shape[1]
    image = QImage(seen.data, width, 1, 4 * width, QImage.Format.Format_RGB32).copy()
    with drawing.only_columns(strip):
        heat_map(drawing.painter, drawing.columns(strip), image, drawing.look.card)
    math_note(drawing, strip, 0, numbers.symbol)

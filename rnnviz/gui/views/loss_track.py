"""LossTrack: the loss at each step, from 0."""

import numpy as np
from PySide6.QtCore import QRectF

from rnnviz.gui.painting import CENTER, draw_math, draw_text, text_width
from rnnviz.gui.views.track_bars import (
    Levels,
    paint_bars,
    paint_level_marks,
    paint_levels,
    plot,
    runs,
)
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import SMALL, gutter, math_note, note, row
from rnnviz.gui.views.track_layout import LOSS
from rnnviz.gui.views.track_scale import LinearScale, brief, written
from rnnviz.trace.trace import Trace

#: What stands where no loss is counted, and the room it wants.
UNSCORED, UNSCORED_ROOM = "no loss here", 84.0


class LossTrack:
    """E_t of one trace."""

    def __init__(self, trace: Trace, scale: LinearScale) -> None:
        self.trace, self.scale = trace, scale

    def paint(self, drawing: Drawing, area: QRectF) -> None:
        """The bars and the gutter beside them; `area` goes over the whole width."""
        losses = self.trace.losses[drawing.visible.start : drawing.visible.stop]
        known = np.isfinite(losses)
        with np.errstate(invalid="ignore"):
            shares = np.where(known, np.clip(losses / self.scale.bound, 0.0, 1.0), 0.0)
        paint_levels(drawing, area, self._levels)
        with drawing.only_columns(area):
            self._paint_unscored(drawing, area)
            paint_bars(drawing, area, shares, drawing.look.teal)
            if not known.all():
                paint_bars(drawing, area, np.where(known, 0.0, 1.0), drawing.look.error)
        self._paint_gutter(drawing, area)

    def _paint_unscored(self, drawing: Drawing, area: QRectF) -> None:
        for steps in runs(~self.trace.scored):
            place = drawing.columns(plot(area), steps)
            drawing.painter.fillRect(place, drawing.look.window)
            if place.width() >= UNSCORED_ROOM:
                text, color = UNSCORED, drawing.look.muted
                draw_text(drawing.painter, place, text, color, SMALL, CENTER)

    @property
    def _levels(self) -> Levels:
        bound = self.scale.bound
        return (0.0, "0"), (0.5, brief(bound / 2)), (1.0, brief(bound))

    def _paint_gutter(self, drawing: Drawing, area: QRectF) -> None:
        def draw(drawing: Drawing) -> None:
            place = row(area, 0, bars=True)
            if place is not None:
                draw_text(drawing.painter, place, "loss", drawing.look.text, bold=True)
                beside = place.adjusted(text_width("loss", bold=True) + 7, 0, 0, 0)
                draw_math(drawing.painter, beside, "E_t", drawing.look.text)
            math_note(drawing, area, 1, "E = Σ E_t")
            paint_level_marks(drawing, area, self._levels)

        drawing.stamp(gutter(area), (LOSS, self.scale.bound), draw)
        total, unit = f"= {written(self.trace.total_loss)}", self.trace.loss_unit
        together = f"{total} {unit}"
        place = row(area, 2, bars=True)
        if place is not None and text_width(together, SMALL) <= place.width():
            note(drawing, area, 2, together, bars=True)
        else:
            note(drawing, area, 2, total, bars=True)
            note(drawing, area, 3, unit, bars=True)

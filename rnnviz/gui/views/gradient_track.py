"""GradientTrack: how much gradient there is at each step of a lane, on a logarithmic scale."""

from functools import cached_property
from math import isfinite

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPen

from rnnviz.gui.painting import draw_math
from rnnviz.gui.views.track_bars import (
    Levels,
    height_of,
    paint_bars,
    paint_level_marks,
    paint_levels,
    paint_stubs,
)
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import (
    decade,
    gutter,
    math_note,
    note,
    row,
    source_switches,
    switch,
)
from rnnviz.gui.views.track_scale import DecadeScale, Floats, written
from rnnviz.trace.derived import state_gradient_norms, step_contributions, weight_gradient_norm
from rnnviz.trace.trace import LaneTrace, Trace


class GradientTrack:
    """One lane's gradient.

    by_weights  ‖∂E/∂W_t‖, what step t adds to ∂E/∂W, instead of ‖∂E/∂h_t‖.
    """

    def __init__(
        self, trace: Trace, lane: LaneTrace, scale: DecadeScale, by_weights: bool = False
    ) -> None:
        self.trace, self.lane, self.scale, self.by_weights = trace, lane, scale, by_weights

    @cached_property
    def norms(self) -> Floats:
        """One for each step, (T,)."""
        of = step_contributions if self.by_weights else state_gradient_norms
        return of(self.trace, self.lane)

    @cached_property
    def sum_norm(self) -> float:
        """‖∂E/∂W‖, all steps summed."""
        return weight_gradient_norm(self.trace, self.lane)

    @property
    def all_norms(self) -> Floats:
        """All that the scale has to hold."""
        return np.append(self.norms, self.sum_norm) if self.by_weights else self.norms

    @property
    def symbol(self) -> str:
        """As in the papers."""
        return "‖∂E/∂W_t‖" if self.by_weights else f"‖∂E/∂{self.trace.states[0]}_t‖"

    def paint(self, drawing: Drawing, area: QRectF) -> None:
        """The bars and the gutter beside them; `area` goes over the whole width."""
        norms = self.norms[drawing.visible.start : drawing.visible.stop]
        shares, known = self.scale.share(norms), np.isfinite(norms)
        paint_levels(drawing, area, self._levels)
        with drawing.only_columns(area):
            paint_bars(drawing, area, np.where(known, shares, 0.0), drawing.look.warm)
            if not known.all():
                paint_bars(drawing, area, np.where(known, 0.0, 1.0), drawing.look.error)
            drawing.mark_beyond(area, norms > 10.0**self.scale.top)
            paint_stubs(drawing, area, known & (shares == 0))
            self._paint_cuts(drawing, area)
        if self.by_weights:
            self._paint_sum(drawing, area)
        self._paint_gutter(drawing, area)

    @property
    def _levels(self) -> Levels:
        floor, top = self.scale.floor, self.scale.top
        return tuple(((p - floor) / (top - floor), decade(p)) for p in range(floor, top + 1))

    def _paint_cuts(self, drawing: Drawing, area: QRectF) -> None:
        """Where truncated back-propagation lets no gradient cross to the step before."""
        cut, (left, width) = self.trace.truncation, drawing.edges
        if not cut:
            return
        first = drawing.visible.start
        at = [left + (t - first) * width for t in range(cut, self.trace.steps, cut)]
        drawing.painter.setPen(QPen(drawing.look.muted, 1.2, Qt.PenStyle.DotLine))
        drawing.painter.drawLines([QLineF(x, area.top() - 4, x, area.bottom()) for x in at])

    def _paint_sum(self, drawing: Drawing, area: QRectF) -> None:
        """The norm of the sum: less than its parts together, since they may cancel."""
        columns = drawing.axis.columns(drawing.area)
        y = height_of(area, float(self.scale.share(np.array([self.sum_norm]))[0]))
        drawing.painter.setPen(QPen(drawing.look.text, 1, Qt.PenStyle.DashLine))
        drawing.painter.drawLine(QLineF(columns.left(), y + 0.5, columns.right(), y + 0.5))
        beside = QRectF(columns.right() + 1, y - 6, drawing.area.right() - columns.right(), 12)
        draw_math(drawing.painter, beside, "‖Σ‖", drawing.look.text, 7.0)

    def _paint_gutter(self, drawing: Drawing, area: QRectF) -> None:
        def draw(drawing: Drawing) -> None:
            place = row(area, 0, bars=True)
            if place is not None:
                draw_math(drawing.painter, place, self.symbol, drawing.look.text)
            for by_weights, button in source_switches(area):
                text = "W" if by_weights else self.trace.states[0]
                switch(drawing, button, text, by_weights == self.by_weights)
            paint_level_marks(drawing, area, self._levels)

        key = (self.symbol, self.scale.floor, self.scale.top)
        drawing.stamp(gutter(area), key, draw)
        if self.by_weights:
            self._paint_sum_note(drawing, area)
        else:
            note(drawing, area, 2, "log scale", bars=True)

    def _paint_sum_note(self, drawing: Drawing, area: QRectF) -> None:
        parts = float(self.norms.sum())
        math_note(drawing, area, 2, f"‖Σ‖ = {written(self.sum_norm)}")
        if parts and isfinite(parts):
            math_note(drawing, area, 3, f"= {self.sum_norm / parts:.2f} Σ‖·‖")

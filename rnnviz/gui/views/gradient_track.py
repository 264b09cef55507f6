"""GradientTrack: how much gradient there is at each step of a lane, on a logarithmic scale."""

from functools import cached_property
from math import isfinite

import numpy as np
from numpy.typing import NDArray
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
from rnnviz.gui.views.track_lanes import TrackLanes, gaps
from rnnviz.gui.views.track_scale import DecadeScale, Floats, written
from rnnviz.trace.derived import state_gradient_norms, step_contributions, weight_gradient_norm


class GradientTrack:
    """The gradient of the lanes that share a track.

    by_weights  ‖∂E/∂W_t‖, what step t adds to ∂E/∂W, instead of ‖∂E/∂h_t‖.
    """

    def __init__(self, lanes: TrackLanes, scale: DecadeScale, by_weights: bool = False) -> None:
        self.lanes, self.scale, self.by_weights = lanes, scale, by_weights
        self.trace = lanes.trace

    @cached_property
    def norms(self) -> Floats:
        """One for each step, (T,)."""
        of = step_contributions if self.by_weights else state_gradient_norms
        return self.lanes.joined([of(self.trace, lane) for lane in self.lanes.lanes])

    @cached_property
    def sum_norms(self) -> tuple[float, ...]:
        """‖∂E/∂W‖ of each lane, all steps summed."""
        return tuple(weight_gradient_norm(self.trace, lane) for lane in self.lanes.lanes)

    @property
    def all_norms(self) -> Floats:
        """All that the scale has to hold."""
        return np.append(self.norms, self.sum_norms) if self.by_weights else self.norms

    @cached_property
    def computed(self) -> NDArray[np.bool_]:
        """The steps at which there is a gradient at all, (T,)."""
        found = np.zeros(self.trace.steps, np.bool_)
        for span in self.lanes.spans:
            found[span.start : span.stop] = True
        return found

    @property
    def symbol(self) -> str:
        """As in the papers."""
        return "‖∂E/∂W_t‖" if self.by_weights else f"‖∂E/∂{self.trace.states[0]}_t‖"

    def paint(self, drawing: Drawing, area: QRectF) -> None:
        """The bars and the gutter beside them; `area` goes over the whole width."""
        seen = slice(drawing.visible.start, drawing.visible.stop)
        norms, computed = self.norms[seen], self.computed[seen]
        shares, known = self.scale.share(norms), np.isfinite(norms)
        drawing.hatch(area, gaps(self.lanes.spans, self.trace.steps))
        paint_levels(drawing, area, self._levels)
        with drawing.only_columns(area):
            paint_bars(drawing, area, np.where(known, shares, 0.0), drawing.look.warm)
            if not known.all():
                paint_bars(drawing, area, np.where(known, 0.0, 1.0), drawing.look.error)
            drawing.mark_beyond(area, norms > 10.0**self.scale.top)
            paint_stubs(drawing, area, computed & known & (shares == 0))
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
        if not self.trace.truncation:
            return
        first, (left, width) = drawing.visible.start, drawing.edges
        at = [left + (time - first) * width for time in self._cuts()]
        drawing.painter.setPen(QPen(drawing.look.muted, 1.2, Qt.PenStyle.DotLine))
        drawing.painter.drawLines([QLineF(x, area.top() - 4, x, area.bottom()) for x in at])

    def _cuts(self) -> list[int]:
        """The steps left of which the gradient is cut."""
        found = []
        for lane, span in zip(self.lanes.lanes, self.lanes.spans, strict=True):
            cut = [time for time in span if self.trace.is_cut_after(lane, time)]
            found += cut if lane.is_backward else [time + 1 for time in cut]
        return found

    def _paint_sum(self, drawing: Drawing, area: QRectF) -> None:
        """The norm of the sum: less than its parts together, since they may cancel."""
        columns = drawing.axis.columns(drawing.area)
        for lane, sum_norm in zip(self.lanes.lanes, self.sum_norms, strict=True):
            y = height_of(area, float(self.scale.share(np.array([sum_norm]))[0]))
            line = drawing.columns(area, range(lane.first, lane.end)).intersected(columns)
            drawing.painter.setPen(QPen(drawing.look.text, 1, Qt.PenStyle.DashLine))
            drawing.painter.drawLine(QLineF(line.left(), y + 0.5, line.right(), y + 0.5))
        # Beside the last of them.
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
        """Of the lane of the picked step."""
        lane = self.lanes.at(drawing.scene.marks.picked.time)
        sum_norm = self.sum_norms[self.lanes.lanes.index(lane)]
        parts = float(self.norms[lane.first : lane.end].sum())
        math_note(drawing, area, 2, f"‖Σ‖ = {written(sum_norm)}")
        if parts and isfinite(parts):
            math_note(drawing, area, 3, f"= {sum_norm / parts:.2f} Σ‖·‖")

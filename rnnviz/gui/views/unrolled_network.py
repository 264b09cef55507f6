"""The unrolled network: inputs, states as coloured strips, outputs, and what flows between."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from rnnviz.gui.painting import TITLE_HEIGHT, title
from rnnviz.gui.views.network_shape import shape_title
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.time_navigation import TimeNavigation
from rnnviz.gui.views.track_progress import Progress
from rnnviz.gui.views.unrolled_attention import attending_step, paint_attending, paint_attention
from rnnviz.gui.views.unrolled_ground import paint_ground, taken_of_title
from rnnviz.gui.views.unrolled_layout import (
    LEAST_HEIGHT,
    Row,
    UnrolledLayout,
    backward_height,
    lay_out,
    least_height,
)
from rnnviz.gui.views.unrolled_output import paint_outputs
from rnnviz.gui.views.unrolled_read import read_boxes
from rnnviz.gui.views.unrolled_strips import paint_strips
from rnnviz.gui.views.unrolled_text import said
from rnnviz.gui.views.unrolled_veil import paint_unknown
from rnnviz.trace.derived import state_gradient_norms
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.ticks import Phase, Tick, ticks
from rnnviz.trace.trace import ATTENTION, LaneTrace, Trace

#: Norms of gradients between these are drawn as a flow of 0.5 to 6 pixels, logarithmically.
LEAST_FLOW, GREATEST_FLOW = 1e-6, 10.0
LEAST_WIDTH, GREATEST_WIDTH = 0.5, 6.0


class UnrolledNetwork(TimeNavigation):
    """One column per time step, on the shared time axis; rows as in UnrolledLayout.

    What changes only with the size or the sequence (boxes, arrows, inputs) is kept as a
    picture while it is on the screen; what training changes is drawn anew each time.
    """

    key = "unrolled"
    title = "Unrolled network"
    plain_wheel_zooms: ClassVar[bool] = True

    def __init__(self, axis: TimeAxis | None = None) -> None:
        super().__init__(axis or TimeAxis())
        self.setMinimumHeight(LEAST_HEIGHT)
        self._ground = QPixmap()
        self._ground_key: tuple[object, ...] = ()

    def draw(self, scene: Scene) -> None:
        super().draw(scene)
        if self.minimumHeight() != least_height(scene.trace):
            self.setMinimumHeight(least_height(scene.trace))

    def picture_size(self) -> QSizeF:
        more = least_height(self.scene.trace) - LEAST_HEIGHT if self.scene else 0
        return QSizeF(1100, 360 + 2 * more)

    def sentence(self, scene: Scene) -> str:
        trace, t = scene.trace, scene.marks.time
        where = f"{self.title}, {shape_title(trace)}: time step {t + 1} of {trace.steps}"
        if not trace.exists[t]:
            return f"{where} is padding, where nothing is computed"
        step = f"{where}{_part(trace, t)} {_reading(trace, t)}"
        if not trace.scored[t]:
            return step
        return f"{step}, answers {said(trace, t)}, wanted {trace.labels.targets[t]}"

    # --- drawing -----------------------------------------------------------------------

    def paint_on_screen(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        finely = painter.deviceTransform().m11()
        painter.drawPixmap(0, 0, self._kept_ground(self.scene.trace, area, finely))
        self._paint_numbers(painter, self.scene, area)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        paint_ground(painter, self.look, self.scene.trace, self._layout(area))
        self._paint_numbers(painter, self.scene, area)

    def _kept_ground(self, trace: Trace, area: QRectF, ratio: float) -> QPixmap:
        masks = (trace.exists, trace.scored, trace.read, trace.fed, trace.own)
        lanes = tuple(lane.lane for lane in trace.lanes)
        shape = (lanes, trace.labels, trace.source_steps, *(mask.tobytes() for mask in masks))
        key = (self.size(), ratio, self.look.name, self.axis.first, self.axis.last, *shape)
        if key != self._ground_key:
            self._ground_key = key
            self._ground = QPixmap(self.size() * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(self.look.window)
            painter = QPainter(self._ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, self.look, trace, self._layout(area))
            painter.end()
        return self._ground

    def _layout(self, area: QRectF) -> UnrolledLayout:
        assert self.scene is not None
        return lay_out(area, self.axis, self.scene.trace)

    # --- what training changes ---------------------------------------------------------

    def _paint_numbers(self, painter: QPainter, scene: Scene, area: QRectF) -> None:
        trace, place = scene.trace, self._layout(area)
        taken = taken_of_title(trace, area)
        title(painter, area, self.look, self.title, _caption(scene), taken)
        paint_attending(painter, self.look, scene, place)
        painter.save()
        painter.setClipRect(place.columns)
        self._paint_marks(painter, scene, place)
        state = trace.quantity(trace.states[0])
        for row, lane in zip(place.lanes, trace.lanes, strict=True):
            values, steps = lane.values[state.key], trace.span(lane)
            paint_strips(painter, self.look, state, values, steps, row, place)
            self._paint_flow(painter, scene, lane, row, place)
        paint_attention(painter, self.look, scene, place)
        paint_outputs(painter, self.look, trace, place)
        if scene.marks.tick is not None:
            paint_unknown(painter, self.look, trace, scene.marks.tick, place)
        self._paint_picked(painter, scene, place)
        painter.restore()

    def _paint_marks(self, painter: QPainter, scene: Scene, place: UnrolledLayout) -> None:
        marked = {scene.marks.picked.time: 50}
        marked.setdefault(scene.marks.time, 26)
        for time, alpha in marked.items():
            soft = QColor(self.look.accent)
            soft.setAlpha(alpha)
            # A single step's column would be all there is.
            half = min(
                place.column_width / 2, max(place.inputs.width, place.outputs.width) / 2 + 24
            )
            column = QRectF(place.middle(time) - half, place.outputs.top - 5, 2 * half, 0)
            column.setBottom(place.area.bottom() - 2)
            # On whole pixels, which is several times faster.
            painter.fillRect(column.toRect(), soft)

    def _paint_flow(
        self, painter: QPainter, scene: Scene, lane: LaneTrace, row: Row, place: UnrolledLayout
    ) -> None:
        """The gradient on its way back, as wide as its norm is large."""
        trace, steps = scene.trace, scene.trace.span(lane)
        known = self._known_gradients(scene, lane)
        if not known:
            return
        norms = state_gradient_norms(trace, lane)
        widths = _arriving(trace, lane, norms, flow_widths(norms)).tolist()
        y, by = backward_height(row), 1 if lane.is_backward else 0
        links = place.links(steps, y, not lane.is_backward)
        first = place.in_sight(steps).start + by
        flows = [(link, widths[first + n]) for n, link in enumerate(links) if first + n in known]
        reader = trace.started_by(lane)
        if (
            reader is not None
            and not lane.is_backward
            and steps[-1] in known
            and place.between >= 3
        ):
            start = place.box(reader.first, place.row_of(trace, reader)).left()
            flows.append(
                (QLineF(start, y, place.box(steps[-1], row).right(), y), widths[steps[-1]])
            )
        self._paint_flows(painter, [flow for flow in flows if flow[1] > 0], place.between > 9)

    def _known_gradients(self, scene: Scene, lane: LaneTrace) -> range:
        """The steps of a lane from which the gradient has come back."""
        trace, tick, steps = scene.trace, scene.marks.tick, scene.trace.span(lane)
        if tick is None:
            return steps
        unknown = Progress(trace, tick).unknown(lane.key, f"d_{trace.states[0]}")
        if not unknown:
            return steps
        if lane.is_backward:
            return range(steps.start, min(steps.stop, unknown.start))
        return range(max(steps.start, unknown.stop), steps.stop)

    def _paint_flows(
        self, painter: QPainter, flows: list[tuple[QLineF, float]], headed: bool
    ) -> None:
        """Each as wide as said, with a head at its end where there is room for one."""
        head, stems = 4.0 if headed else 0.0, []
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.warm)
        for link, wide in flows:
            tip, y = link.x2(), link.y1()
            base = tip + (head if link.x1() > tip else -head)
            left, right = min(link.x1(), base), max(link.x1(), base)
            stems.append(QRectF(left, y - wide / 2, right - left, wide))
            if head:
                side = wide / 2 + 2.5
                painter.drawPolygon(
                    QPolygonF([QPointF(tip, y), QPointF(base, y - side), QPointF(base, y + side)])
                )
        painter.drawRects(stems)

    def _paint_picked(self, painter: QPainter, scene: Scene, place: UnrolledLayout) -> None:
        """The boxes of the picked column, or of what is computed at the tick, with a frame."""
        tick, time, trace = _tick(scene), scene.marks.picked.time, scene.trace
        if tick is not None and tick.phase is Phase.UPDATE:
            return
        painter.setPen(QPen(self.look.accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if tick is None:
            rows = _rows_at(trace, time, place)
        else:
            rows = [_row(trace, tick, place)] if trace.exists[time] else []
        for row in rows:
            painter.drawRoundedRect(place.box(time, row).adjusted(-2, -2, 2, 2), 3, 3)
        if tick is not None:
            painter.setPen(QPen(self.look.accent, 1.4, Qt.PenStyle.DashLine))
            for box in read_boxes(trace, tick, place):
                painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 3, 3)

    # --- pointing ----------------------------------------------------------------------

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        time = self.axis.step_at(x, area)
        if time is None or self.scene is None or y < area.top() + TITLE_HEIGHT:
            return None
        trace, place = self.scene.trace, self._layout(area)
        if not trace.exists[time]:
            return Spot(time)
        for row, lane in zip(place.lanes, trace.lanes, strict=True):
            if lane.spans(time) and row.top <= y < row.bottom:
                return Spot(time, lane.key, trace.states[0], _part_of(row, y, trace.hidden))
        attention = place.attention
        if attention is not None and attention.top <= y < attention.bottom:
            if trace.answers(time):
                return Spot(time, ATTENTION, "n", _part_of(attention, y, trace.hidden))
            return Spot(attending_step(self.scene), ATTENTION, "w", time)
        if y >= place.inputs.top - place.gap / 2:
            return Spot(time, "", "x") if trace.read[time] else Spot(time)
        above = y < place.bars.bottom + 4 and trace.answers(time)
        return Spot(time, "", "y") if above else Spot(time)


def flow_widths(norms: NDArray[np.floating]) -> NDArray[np.floating]:
    """Pixels for norms of gradients: 0 below the least, logarithmic up to the greatest."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.log(norms / LEAST_FLOW) / np.log(GREATEST_FLOW / LEAST_FLOW)
    share = np.nan_to_num(share, nan=0.0, posinf=1.0, neginf=-1.0)
    wide = LEAST_WIDTH + np.clip(share, 0, 1) * (GREATEST_WIDTH - LEAST_WIDTH)
    widths: NDArray[np.floating] = np.where(share >= 0, wide, 0.0)
    return widths


def _arriving(
    trace: Trace,
    lane: LaneTrace,
    norms: NDArray[np.floating],
    widths: NDArray[np.floating],
) -> NDArray[np.floating]:
    """The widths of what comes from a lane's next step: 0 where that has no gradient itself, or
    where truncated back-propagation lets nothing through."""
    behind = np.roll(norms, 1 if lane.is_backward else -1)
    found: NDArray[np.floating] = np.where(behind == 0, 0.0, widths)
    last = trace.span(lane)[0 if lane.is_backward else -1]
    found[last] = widths[last]
    if trace.truncation:
        cuts = [time for time in trace.span(lane) if trace.is_cut_after(lane, time)]
        found[cuts] = 0.0
    return found


def _tick(scene: Scene) -> Tick | None:
    return None if scene.marks.tick is None else ticks(scene.trace)[scene.marks.tick]


def _row(trace: Trace, tick: Tick, place: UnrolledLayout) -> Row:
    """The row of what a tick computes."""
    if tick.lane == ATTENTION and place.attention is not None:
        return place.attention
    if tick.lane:
        return place.row_of(trace, trace.lane(tick.lane))
    return place.inputs if tick.quantity == "x" else place.outputs


def _rows_at(trace: Trace, time: int, place: UnrolledLayout) -> list[Row]:
    """The rows of the states that a step has."""
    lanes = zip(trace.lanes, place.lanes, strict=True)
    rows = [row for lane, row in lanes if time in trace.span(lane)]
    has_more = place.attention is not None and trace.answers(time) and bool(rows)
    return [*rows, place.attention] if has_more and place.attention is not None else rows


def _part_of(row: Row, y: float, parts: int) -> int:
    return min(parts - 1, int((y - row.top) / row.height * parts))


def _part(trace: Trace, time: int) -> str:
    if not trace.source_steps:
        return ""
    return ", the decoder’s," if trace.answers(time) else ", the encoder’s,"


def _reading(trace: Trace, time: int) -> str:
    if not trace.read[time]:
        return "reads nothing"
    own = ", its own answer" if trace.own[time] else ""
    return f"reads {trace.labels.inputs[time]}{own}"


def _caption(scene: Scene) -> str:
    origin, shape = scene.trace.origin, shape_title(scene.trace)
    shown = {
        "pinned": "pinned sample: the same sequence at every update",
        "recorded": "recorded in a program of your own",
        "batch": f"sequence {origin.sequence + 1} of the next batch",
    }[origin.sample]
    edited = "  ·  edited by hand" if origin.edits else ""
    return f"{shape}  ·  update {origin.update:,}  ·  {shown}{edited}"

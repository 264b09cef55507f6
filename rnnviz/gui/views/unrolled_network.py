"""The unrolled network: inputs, states as coloured strips, outputs, and what flows between."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from rnnviz.gui.painting import TITLE_HEIGHT, title
from rnnviz.gui.views.time_axis import RIGHT_GUTTER, TimeAxis
from rnnviz.gui.views.time_navigation import TimeNavigation
from rnnviz.gui.views.unrolled_ground import paint_ground, taken_of_title
from rnnviz.gui.views.unrolled_layout import Row, UnrolledLayout, backward_height, lay_out
from rnnviz.gui.views.unrolled_output import paint_outputs, said
from rnnviz.gui.views.unrolled_strips import paint_strips
from rnnviz.trace.cell_graph import cell_graph
from rnnviz.trace.derived import state_gradient_norms
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.ticks import Phase, Tick, ticks
from rnnviz.trace.trace import LaneTrace, Trace

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
        self.setMinimumHeight(190)
        self._ground = QPixmap()
        self._ground_key: tuple[object, ...] = ()

    def picture_size(self) -> QSizeF:
        return QSizeF(1100, 360)

    def sentence(self, scene: Scene) -> str:
        trace, t = scene.trace, scene.marks.time
        step = f"{self.title}: time step {t + 1} of {trace.steps} reads {trace.labels.inputs[t]}"
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
        shape = (len(trace.lanes), trace.labels.inputs, trace.origin.cell)
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
        return lay_out(area, self.axis, len(self.scene.trace.lanes))

    # --- what training changes ---------------------------------------------------------

    def _paint_numbers(self, painter: QPainter, scene: Scene, area: QRectF) -> None:
        trace, place = scene.trace, self._layout(area)
        title(painter, area, self.look, self.title, _caption(scene), taken_of_title(area))
        painter.save()
        painter.setClipRect(place.columns)
        self._paint_marks(painter, scene, place)
        for row, lane in zip(place.lanes, trace.lanes, strict=True):
            paint_strips(painter, self.look, trace, lane, row, place)
            self._paint_flow(painter, scene, lane, row, place)
        paint_outputs(painter, self.look, trace, place)
        self._paint_unknown(painter, scene, place)
        self._paint_picked(painter, scene, place)
        painter.restore()

    def _paint_marks(self, painter: QPainter, scene: Scene, place: UnrolledLayout) -> None:
        marked = {scene.marks.picked.time: 50}
        marked.setdefault(scene.marks.time, 26)
        for time, alpha in marked.items():
            soft = QColor(self.look.accent)
            soft.setAlpha(alpha)
            left, right = self.axis.x(time, place.area), self.axis.x(time + 1, place.area)
            column = QRectF(left, place.outputs.top - 5, right - left, 0)
            column.setBottom(place.area.bottom() - 2)
            # On whole pixels, which is several times faster.
            painter.fillRect(column.toRect(), soft)

    def _paint_flow(
        self, painter: QPainter, scene: Scene, lane: LaneTrace, row: Row, place: UnrolledLayout
    ) -> None:
        """The gradient on its way back, as wide as its norm is large."""
        tick = _tick(scene)
        if tick is not None and tick.phase is Phase.FORWARD:
            return
        y, first = backward_height(row), 0 if tick is None else tick.time
        widths = flow_widths(state_gradient_norms(scene.trace, lane)).tolist()
        flows = [
            (link.x1(), link.x2(), widths[time])
            for time, link in zip(place.visible, place.links(y), strict=False)
            if time >= first and widths[time] > 0
        ]
        head = 4.0 if place.column_width - place.box_width > 9 else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.warm)
        painter.drawRects(
            [QRectF(x1 + head, y - wide / 2, x2 - x1 - head, wide) for x1, x2, wide in flows]
        )
        for tip, _, wide in flows if head else ():
            base, side = tip + head, wide / 2 + 2.5
            painter.drawPolygon(
                QPolygonF([QPointF(tip, y), QPointF(base, y - side), QPointF(base, y + side)])
            )

    def _paint_unknown(self, painter: QPainter, scene: Scene, place: UnrolledLayout) -> None:
        """At a tick of the forward pass, what is not computed yet is faint."""
        tick = _tick(scene)
        if tick is None or tick.phase is not Phase.FORWARD:
            return
        veil = QColor(self.look.card)
        veil.setAlpha(205)
        top, bottom = place.outputs.top - 2, place.area.bottom() - 4
        left, right = (self.axis.x(tick.time + n, place.area) for n in (0, 1))
        end = place.area.right() - RIGHT_GUTTER
        painter.fillRect(QRectF(right, top, max(0.0, end - right), bottom - top), veil)
        above = _row(scene.trace, tick, place).top - 2
        painter.fillRect(QRectF(left, top, right - left, max(0.0, above - top)), veil)

    def _paint_picked(self, painter: QPainter, scene: Scene, place: UnrolledLayout) -> None:
        """The boxes of the picked column, or of what is computed at the tick, with a frame."""
        tick, time = _tick(scene), scene.marks.picked.time
        if tick is not None and tick.phase is Phase.UPDATE:
            return
        rows = place.lanes if tick is None else (_row(scene.trace, tick, place),)
        painter.setPen(QPen(self.look.accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for row in rows:
            painter.drawRoundedRect(place.box(time, row).adjusted(-2, -2, 2, 2), 3, 3)
        if tick is not None:
            painter.setPen(QPen(self.look.accent, 1.4, Qt.PenStyle.DashLine))
            for read, row in _read_boxes(scene.trace, tick, place):
                painter.drawRoundedRect(place.box(read, row).adjusted(-2, -2, 2, 2), 3, 3)

    # --- pointing ----------------------------------------------------------------------

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        time = self.axis.step_at(x, area)
        if time is None or self.scene is None or y < area.top() + TITLE_HEIGHT:
            return None
        trace, place = self.scene.trace, self._layout(area)
        for row, lane in zip(place.lanes, trace.lanes, strict=True):
            if row.top <= y < row.bottom:
                unit = int((y - row.top) / row.height * trace.hidden)
                return Spot(time, lane.key, trace.states[0], unit)
        if y >= place.inputs.top - place.gap / 2:
            return Spot(time, "", "x")
        return Spot(time, "", "y") if y < place.bars.bottom + 4 else Spot(time)


def flow_widths(norms: NDArray[np.floating]) -> NDArray[np.floating]:
    """Pixels for norms of gradients: 0 below the least, logarithmic up to the greatest."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.log(norms / LEAST_FLOW) / np.log(GREATEST_FLOW / LEAST_FLOW)
    share = np.nan_to_num(share, nan=0.0, posinf=1.0, neginf=-1.0)
    wide = LEAST_WIDTH + np.clip(share, 0, 1) * (GREATEST_WIDTH - LEAST_WIDTH)
    widths: NDArray[np.floating] = np.where(share >= 0, wide, 0.0)
    return widths


def _tick(scene: Scene) -> Tick | None:
    return None if scene.marks.tick is None else ticks(scene.trace)[scene.marks.tick]


def _row(trace: Trace, tick: Tick, place: UnrolledLayout) -> Row:
    """The row of what a tick computes."""
    if tick.lane:
        return place.lanes[[lane.key for lane in trace.lanes].index(tick.lane)]
    return place.inputs if tick.quantity == "x" else place.outputs


def _read_boxes(trace: Trace, tick: Tick, place: UnrolledLayout) -> list[tuple[int, Row]]:
    """The boxes that an operation reads, besides its own: time step and row of each."""
    keys = [lane.key for lane in trace.lanes]
    if not tick.lane:
        read = {"y": place.lanes[-1], "E": place.outputs}.get(tick.quantity)
        return [(tick.time, read)] if read and tick.phase is Phase.FORWARD else []
    index = keys.index(tick.lane)
    if tick.phase is Phase.FORWARD:
        sources = cell_graph(trace).read_by(tick.quantity)
        below = place.lanes[index - 1] if index else place.inputs
        found = [(tick.time, below)] if "x" in sources else []
        if any(source.endswith("-") for source in sources) and tick.time:
            found.append((tick.time - 1, place.lanes[index]))
        return found
    if tick.quantity not in trace.states:
        return []
    above = place.outputs if index == len(keys) - 1 else place.lanes[index + 1]
    found = [(tick.time, above)] if tick.quantity == trace.states[0] else []
    if tick.time + 1 < trace.steps:
        found.append((tick.time + 1, place.lanes[index]))
    return found


def _caption(scene: Scene) -> str:
    origin = scene.trace.origin
    shown = {
        "pinned": "pinned sample: the same sequence at every update",
        "batch": f"sequence {origin.sequence + 1} of the next batch",
    }[origin.sample]
    edited = "  ·  edited by hand" if origin.edits else ""
    return f"update {origin.update:,}  ·  {shown}{edited}"

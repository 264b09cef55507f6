"""Tracks: everything that goes on inside the cell, in step with the unrolled network above."""

from collections.abc import Iterable
from math import ceil

from PySide6.QtCore import QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QPainter

from rnnviz.gui.painting import TITLE_HEIGHT, Stamps, card, draw_text, provenance, title
from rnnviz.gui.views.heat_track import HeatTrack
from rnnviz.gui.views.time_axis import LEFT_GUTTER, TimeAxis
from rnnviz.gui.views.time_navigation import TimeNavigation
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_layout import GAP, Arrangement, Place, arrange, wanted_height
from rnnviz.gui.views.track_marks import paint_border, paint_ground, paint_marks
from rnnviz.gui.views.track_progress import Progress
from rnnviz.gui.views.track_sentence import sentence
from rnnviz.gui.views.track_set import Switch, TrackSet
from rnnviz.gui.views.track_steps import paint_steps
from rnnviz.gui.views.track_tip import name_tip, value_tip
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.trace import ATTENTION

LEAST_WIDTH, PICTURE_WIDTH = 320, 1000.0


class Tracks(TimeNavigation):
    """A track for each quantity of each lane, one for each lane's gradient, one for the loss."""

    key = "tracks"
    title = "Inside the cell"

    def __init__(self, axis: TimeAxis | None = None) -> None:
        super().__init__(axis or TimeAxis())
        self.tracks = TrackSet()
        self._stamps = Stamps()
        self._reported = 0

    def draw(self, scene: Scene) -> None:
        self.tracks.take(scene.trace)
        super().draw(scene)
        self._report_height()

    def draw_part(self, scene: Scene, part: int, parts: int) -> None:
        """Show another scene, but paint only one of `parts` parts of what is in sight anew, the
        others with the next scenes: a third of the tracks costs a third. Every track is
        painted whole, or its halves could stand on two scales."""
        self.tracks.take(scene.trace)
        self.scene = scene
        seen = self.visibleRegion().boundingRect()
        places = self._arrange(QRectF(self.rect())).places
        gaps = [int(place.area.bottom() + GAP / 2) for place in places]
        top, bottom = (_between_tracks(gaps, seen, (part + n) / parts) for n in (0, 1))
        self.update(seen.x(), top, seen.width(), bottom - top)

    # What is shown, and on which scale.

    @property
    def shown(self) -> tuple[str, ...]:
        """The quantities that have a track, in the order computed."""
        return self.tracks.shown

    def show_quantities(self, keys: Iterable[str] | None) -> None:
        """Choose what has a track; None: the gates and what is signed, of any cell."""
        self.tracks.chosen = None if keys is None else frozenset(keys)
        self._renew()

    def show_gradients_by(self, weights: bool) -> None:
        """Gradients by what each step adds to ∂E/∂W (True) or by the state (False)."""
        self.tracks.by_weights = weights
        self._renew()

    def fix_scale(self, quantity: str, bound: float | None) -> None:
        """Let the colours of an unbounded quantity go to ±bound for good; None: automatic."""
        self.tracks.fix(quantity, bound)
        self._renew()

    def fix_gradient_scale(self, decades: tuple[int, int] | None) -> None:
        """Let the gradients' scale go from 10^a to 10^b for good; None: automatic."""
        self.tracks.fix_gradients(decades)
        self._renew()

    def _renew(self) -> None:
        self.tracks.renew()
        self._report_height()
        self.update()

    # Size.

    def wanted_height(self) -> int:
        """The least height at which everything can be read."""
        if self.scene is None:
            return 0
        return ceil(wanted_height(self.scene.trace, self.shown))

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, self.wanted_height())

    def sizeHint(self) -> QSize:
        return self.picture_size().toSize()

    def picture_size(self) -> QSizeF:
        return QSizeF(PICTURE_WIDTH, max(300.0, 1.25 * self.wanted_height()))

    def _report_height(self) -> None:
        if self._reported != self.wanted_height():
            self._reported = self.wanted_height()
            self.updateGeometry()

    # Painting.

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        drawing = Drawing(painter, area, self.look, self.axis, self.scene, self._stamps)
        arrangement = self._arrange(area)
        in_sight = painter.clipBoundingRect() if painter.hasClipping() else area
        card(painter, area, self.look)
        if in_sight.top() < area.top() + TITLE_HEIGHT:
            title(painter, area, self.look, self.title, self._caption())
        paint_ground(drawing, arrangement.ground)
        for text, line in arrangement.headings:
            draw_text(painter, line.adjusted(12, 2, -12, 0), text, self.look.muted, 8.5, bold=True)
        paint_border(drawing, arrangement.tracks)
        # Of what stands out of sight, no mark is worked out either.
        seen = [p for p in arrangement.places if p.area.adjusted(0, -4, 0, 6).intersects(in_sight)]
        for place in seen:
            self._paint_track(drawing, place)
        if arrangement.steps.intersects(in_sight):
            paint_steps(drawing, arrangement.steps)
        paint_marks(drawing, arrangement.tracks, seen)
        self._paint_numbers(drawing, seen)

    def _paint_track(self, drawing: Drawing, place: Place) -> None:
        self.tracks[place].paint(drawing, place.area)
        for steps in self._unknown(place):
            drawing.veil(place.area, steps)

    def _unknown(self, place: Place) -> list[range]:
        """The steps of a track that the debugger has not come to, lane by lane."""
        assert self.scene is not None
        trace, tick = self.scene.trace, self.scene.marks.tick
        if tick is None:
            return []
        progress, by_weights = Progress(trace, tick), self.tracks.by_weights
        return [progress.unknown(lane, place.quantity, by_weights) for lane in place.lanes]

    def _paint_numbers(self, drawing: Drawing, places: Iterable[Place]) -> None:
        step = drawing.scene.marks.picked.time
        for place in places:
            track = self.tracks[place]
            known = not any(step in steps for steps in self._unknown(place))
            if known and step in drawing.visible and isinstance(track, HeatTrack):
                with drawing.only_columns(place.area):
                    track.paint_numbers(drawing, place.area, step)

    def _caption(self) -> str:
        assert self.scene is not None
        trace = self.scene.trace
        caption = provenance(trace, trace.lanes[0].title if len(trace.lanes) == 1 else "")
        cut = trace.truncation
        return f"{caption}  ·  gradient cut every {cut} steps" if cut else caption

    def _arrange(self, area: QRectF) -> Arrangement:
        assert self.scene is not None
        return arrange(self.scene.trace, self.shown, area)

    def sentence(self, scene: Scene) -> str:
        return sentence(scene, self.shown)

    # The mouse.

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        time = self.axis.step_at(x, area)
        if time is None or self.scene is None:
            return None
        arrangement = self._arrange(area)
        if arrangement.steps.contains(x, y):
            return Spot(time, "", "x")
        place = arrangement.at(y)
        if place is None:
            return None
        lane = self._lane_at(place, time)
        if lane is None:
            return Spot(time)
        if place.is_bars:
            return Spot(time, lane, place.quantity)
        return Spot(time, lane, place.quantity, place.row(y))

    def _lane_at(self, place: Place, time: int) -> str | None:
        """Which of the lanes that share a track computes at a step; None where none does."""
        assert self.scene is not None
        trace = self.scene.trace
        if place.lane == "":
            return ""
        if place.lane == ATTENTION:
            return ATTENTION if time in trace.span(trace.top[0]) else None
        lanes = (trace.lane(key) for key in place.lanes)
        return next((lane.key for lane in lanes if time in trace.span(lane)), None)

    def click(self, x: float, y: float) -> None:
        switch = self._switch_at(x, y)
        if switch is None:
            super().click(x, y)
        else:
            switch.turn()
            self._renew()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        where = event.position()
        if event.buttons() == Qt.MouseButton.NoButton:
            over = self._switch_at(where.x(), where.y()) is not None
            self.show_hand(over)

    def tip(self, x: float, y: float) -> str:
        """What lies at a point of the view, in words."""
        area = QRectF(self.rect())
        place = self._arrange(area).at(y) if self.scene is not None else None
        switch, spot = self._switch_at(x, y), self.spot(x, y, area)
        if switch is not None:
            return switch.tip
        if place is None:
            return ""
        track = self.tracks[place]
        if spot is not None and spot.quantity:
            return value_tip(track, spot)
        return name_tip(track) if x < LEFT_GUTTER else ""

    def _switch_at(self, x: float, y: float) -> Switch | None:
        """The switch drawn at a point of a gutter."""
        if self.scene is None or x >= LEFT_GUTTER:
            return None
        place = self._arrange(QRectF(self.rect())).at(y)
        if place is None:
            return None
        for switch in self.tracks.switches(place):
            if switch.area.contains(x, y):
                return switch
        return None


def _between_tracks(gaps: list[int], seen: QRect, share: float) -> int:
    """The gap between two tracks that is nearest to a share of what is in sight."""
    edges, wanted = [seen.top(), seen.bottom() + 1], seen.top() + share * seen.height()
    return min(edges + gaps if 0 < share < 1 else edges, key=lambda edge: abs(edge - wanted))

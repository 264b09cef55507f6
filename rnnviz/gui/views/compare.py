"""Compare: networks that learn the same, in one picture: their losses over each other, a table, and
each one's states, gates and gradients on the same axis of time and the same scales."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter

from rnnviz.gui.painting import (
    PADDING,
    RIGHT,
    TITLE_HEIGHT,
    Stamps,
    card,
    color_bar,
    draw_text,
    text_width,
    title,
)
from rnnviz.gui.views.compare_curves import CompareCurves
from rnnviz.gui.views.compare_layout import MAP_KEY, Group, Layout, lay_out, wanted_height
from rnnviz.gui.views.compare_map import MapTrack
from rnnviz.gui.views.compare_strokes import color, paint_key
from rnnviz.gui.views.compare_table import paint_table, verdict
from rnnviz.gui.views.compare_tracks import CompareTracks
from rnnviz.gui.views.gradient_track import GradientTrack
from rnnviz.gui.views.heat_track import HeatTrack
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.time_navigation import TimeNavigation
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import decade
from rnnviz.gui.views.track_layout import Place
from rnnviz.gui.views.track_marks import paint_border, paint_ground, paint_marks
from rnnviz.gui.views.track_scale import written
from rnnviz.gui.views.track_steps import paint_steps
from rnnviz.trace.members import members, reach, reach_in_words, scene_of
from rnnviz.trace.scene import Member, Scene, Spot

LEAST_WIDTH, PICTURE_WIDTH = 420, 1100.0
#: At the right end of the title: the colours of gates and of maps.
GATES_WIDTH, MAPS_WIDTH = 90.0, 104.0
LEGEND_WIDTH = GATES_WIDTH + MAPS_WIDTH + 14.0
ALONE = "one network; Run › Compare… puts others beside it"


class Compare(TimeNavigation):
    """Emits `member_wanted` with the number of a network that was clicked, to be shown in all
    views."""

    key = "compare"
    title = "Comparison"

    member_wanted = Signal(int)

    def __init__(self, axis: TimeAxis | None = None) -> None:
        super().__init__(axis or TimeAxis())
        self._tracks, self._curves = CompareTracks(), CompareCurves()
        self._stamps = Stamps(160)
        self._reported = 0

    @property
    def tracks(self) -> CompareTracks:
        """Those of the scene; made when they are first wanted, so that a hidden view costs
        nothing."""
        assert self.scene is not None
        self._tracks.take(members(self.scene)[0], self.scene.marks)
        return self._tracks

    def draw(self, scene: Scene) -> None:
        super().draw(scene)
        self._report_height()

    def draw_part(self, scene: Scene, turn: int) -> None:
        """Show another scene, but paint only one part of it anew: the caption, the curves and the
        table, or one network, by turns."""
        self.scene = scene
        layout, top = self._layout(QRectF(self.rect())), QRectF(0, 0, self.width(), 0)
        parts = [layout.head.united(top), *(group.area for group in layout.groups)]
        self.update(parts[turn % len(parts)].toRect().adjusted(0, -4, 0, 4) & self._seen())

    @property
    def parts(self) -> int:
        """How many there are."""
        return 0 if self.scene is None else 1 + len(members(self.scene)[0])

    def _seen(self) -> QRect:
        return self.visibleRegion().boundingRect()

    # Size.

    def _wanted(self, width: float) -> int:
        return 0 if self.scene is None else ceil(wanted_height(members(self.scene)[0], width))

    def wanted_height(self) -> int:
        """The least height at which everything can be read."""
        return self._wanted(self.width())

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, self.wanted_height())

    def sizeHint(self) -> QSize:
        return self.picture_size().toSize()

    def picture_size(self) -> QSizeF:
        return QSizeF(PICTURE_WIDTH, max(300.0, 1.06 * self._wanted(PICTURE_WIDTH)))

    def _report_height(self) -> None:
        if self._reported != self.wanted_height():
            self._reported = self.wanted_height()
            self.updateGeometry()

    # Painting.

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        everyone, shown = members(self.scene)
        layout = self._layout(area)
        in_sight = painter.clipBoundingRect() if painter.hasClipping() else area
        card(painter, area, self.look)
        if in_sight.top() < area.top() + TITLE_HEIGHT:
            title(painter, area, self.look, self.title, self._caption(everyone), LEGEND_WIDTH)
            self._paint_legend(painter, area)
        if layout.head.intersects(in_sight):
            self._curves.paint(painter, layout.curves, self.look, everyone)
            paint_table(painter, layout.table, self.look, everyone, shown, self.scene.marks)
        for group in layout.groups:
            if group.area.adjusted(0, -4, 0, 6).intersects(in_sight):
                self._paint_group(painter, area, group, everyone[group.number])
        if layout.steps.intersects(in_sight):
            paint_steps(self._drawing(painter, area, everyone[shown]), layout.steps)

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        """The colours of gates, and of the maps of the gradient, which are those of all."""
        scale, look = self.tracks.gradients[False], self.look
        right, top = area.right() - PADDING, area.top() + 2
        ends = decade(scale.floor), decade(scale.top)
        maps = QRectF(right - MAPS_WIDTH, top, MAPS_WIDTH, TITLE_HEIGHT)
        color_bar(painter, maps, look, look.magnitude, *ends, 48.0)
        gates = QRectF(maps.left() - GATES_WIDTH - 4, top, GATES_WIDTH, TITLE_HEIGHT)
        draw_text(painter, gates, "gates", look.muted, 7.5)
        bar = gates.adjusted(28, 0, 0, 0)
        color_bar(painter, bar, look, look.gate, "0", "1", 36.0)

    def _drawing(self, painter: QPainter, area: QRectF, member: Member) -> Drawing:
        assert self.scene is not None
        scene = scene_of(member, self.scene.marks)
        return Drawing(painter, area, self.look, self.axis, scene, self._stamps)

    def _paint_group(self, painter: QPainter, area: QRectF, group: Group, member: Member) -> None:
        drawing = self._drawing(painter, area, member)
        self._paint_heading(painter, group, member)
        paint_ground(drawing, group.tracks.adjusted(0, -3, 0, 3))
        paint_border(drawing, group.tracks)
        for place in group.places:
            self.tracks[group.number, place.quantity].paint(drawing, place.area)
        paint_marks(drawing, group.tracks, group.places)

    def _paint_heading(self, painter: QPainter, group: Group, member: Member) -> None:
        look, line = self.look, group.heading.adjusted(PADDING, 0, -PADDING, 0)
        top = round(line.top()) + 1
        painter.fillRect(QRectF(line.left(), top, line.width(), 1), look.border)
        edge = QRectF(group.area.left() + 3, group.area.top() + 4, 3, group.area.height() - 4)
        painter.fillRect(edge, color(look, group.number))
        paint_key(painter, look, group.number, QRectF(line.left(), line.top(), 20, line.height()))
        name = line.adjusted(26, 0, 0, 0)
        draw_text(painter, name, member.name, look.text, 9.5, bold=True)
        used = text_width(member.name, 9.5, bold=True) + 12
        assert self.scene is not None
        if member.stopped:
            text = f"✗ stopped at update {member.trace.origin.update + 1:,}: {member.stopped}"
            draw_text(painter, name.adjusted(used, 0, 0, 0), text, look.error, 8.5)
            return
        said = reach_in_words(reach(member, self.scene.marks))
        if said:
            place = name.adjusted(used, 0, 0, 0)
            draw_text(painter, place, f"gradient: {said}", look.muted, 8.5, RIGHT)

    def _caption(self, everyone: tuple[Member, ...]) -> str:
        update = max(member.trace.origin.update for member in everyone)
        first = everyone[0].trace.origin
        said = f"{first.scenario}  ·  seed {first.seed}  ·  update {update:,}"
        if len(everyone) == 1:
            return f"{said}  ·  {ALONE}"
        said += "  ·  same data in the same order, one scale for all"
        lanes = [lane.lane for member in everyone for lane in member.trace.lanes]
        said += "  ·  top layers" if any(lane.layer > 0 for lane in lanes) else ""
        return said + ("  ·  forward" if any(lane.backward for lane in lanes) else "")

    def _layout(self, area: QRectF) -> Layout:
        assert self.scene is not None
        everyone, shown = members(self.scene)
        return lay_out(everyone, shown, area)

    def sentence(self, scene: Scene) -> str:
        everyone, _ = members(scene)
        said = [_in_words(member, scene) for member in everyone]
        update = max(member.trace.origin.update for member in everyone)
        return f"Comparison after {update:,} updates: {'; '.join(said)}"

    # The mouse.

    def _place_at(self, x: float, y: float, area: QRectF) -> tuple[Group, Place] | None:
        layout = self._layout(area)
        group = layout.group_at(y)
        if group is None:
            return None
        place = next((p for p in group.places if p.area.top() <= y <= p.area.bottom()), None)
        return None if place is None else (group, place)

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        time = self.axis.step_at(x, area)
        if time is None or self.scene is None:
            return None
        layout = self._layout(area)
        if layout.steps.contains(x, y):
            return Spot(time, "", "x")
        found = self._place_at(x, y, area)
        if found is None:
            return None
        group, place = found
        _, shown = members(self.scene)
        if group.number != shown:
            # The same step in all; what it has of its own is another network's.
            picked = self.scene.marks.picked
            return Spot(time, picked.lane, picked.quantity, picked.unit)
        return self._own_spot(group, place, time, y)

    def _own_spot(self, group: Group, place: Place, time: int, y: float) -> Spot:
        if place.quantity == MAP_KEY:
            state = members(self.scene)[0][group.number].trace.states[0] if self.scene else "h"
            return Spot(time, place.lane, f"d_{state}", source=self._source(group, place, y))
        return Spot(time, place.lane, place.quantity, place.row(y) if place.rows else None)

    def _source(self, group: Group, place: Place, y: float) -> int | None:
        track = self.tracks[group.number, MAP_KEY]
        if not isinstance(track, MapTrack) or track.rows is None:
            return None
        sources = track.rows.sources
        share = (y - place.area.top()) / place.area.height()
        return sources[max(0, min(len(sources) - 1, int(share * len(sources))))]

    def click(self, x: float, y: float) -> None:
        if self.scene is None:
            return
        switch, wanted = self._switch_at(x, y), self._member_at(x, y)
        if switch is not None:
            switch[1]()
            self.tracks.renew(self.scene.marks)
            self.update()
        elif wanted is not None:
            self.member_wanted.emit(wanted)
        else:
            super().click(x, y)

    def _member_at(self, x: float, y: float) -> int | None:
        """The network whose row of the table or whose heading lies at a point."""
        assert self.scene is not None
        layout = self._layout(QRectF(self.rect()))
        for group in layout.groups:
            if group.heading.contains(x, y) or layout.row(group.number).contains(x, y):
                return group.number
        return None

    def _switch_at(self, x: float, y: float) -> tuple[str, Callable[[], None]] | None:
        group = self._layout(QRectF(self.rect())).group_at(y)
        return None if group is None else self.tracks.switch_at(group, x, y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton and self.scene is not None:
            x, y = event.position().x(), event.position().y()
            over = self._switch_at(x, y) is not None or self._member_at(x, y) is not None
            self.show_hand(over)

    def tip(self, x: float, y: float) -> str:
        """What lies at a point of the view, in words."""
        if self.scene is None:
            return ""
        switch, number = self._switch_at(x, y), self._member_at(x, y)
        everyone, _ = members(self.scene)
        if switch is not None:
            return switch[0]
        if number is not None:
            said = verdict(everyone[number]), f"Click to show {everyone[number].name} in all views"
            return "\n".join(filter(None, said))
        area = QRectF(self.rect())
        found, time = self._place_at(x, y, area), self.axis.step_at(x, area)
        if found is None or time is None:
            return ""
        group, place = found
        if time >= everyone[group.number].trace.steps:
            return ""
        value = self._value(group, place, time, y)
        return f"{everyone[group.number].name}, {value}" if value else ""

    def _value(self, group: Group, place: Place, time: int, y: float) -> str:
        track, where = self.tracks[group.number, place.quantity], f"time step {time + 1}"
        if isinstance(track, HeatTrack):
            unit = place.row(y)
            number = float(track.values[time, unit])
            return f"{track.quantity.title}, unit {unit + 1}, {where}: {written(number)}"
        if isinstance(track, GradientTrack):
            return f"{track.symbol}, {where}: {written(float(track.norms[time]))}"
        source = self._source(group, place, y)
        if track.rows is None or source is None:
            return ""
        value = track.rows.value(source, time)
        said = "" if value is None else written(value)
        return f"the loss of step {source + 1} at {where}: {said}"


def _in_words(member: Member, scene: Scene) -> str:
    words = [member.name]
    if member.score.value:
        words.append(f"{member.score.metric} {member.score.value}")
    if member.stopped:
        words.append(f"stopped at update {member.trace.origin.update + 1:,}")
    words.append(reach_in_words(reach(member, scene.marks)))
    return ", ".join(filter(None, words))

"""SaturationView: how many units stand where their nonlinearity is flat, over time and updates.

A row is as high as all units of a lane: those at the lower end of the nonlinearity fill it from
below, those at its upper end from above; what is left free between them lets gradient through.
"""

from math import ceil
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QLineF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QPainter

from rnnviz.gui.painting import (
    PADDING,
    RIGHT,
    Stamps,
    card,
    draw_math,
    draw_text,
    math_width,
    provenance,
    text_width,
    time_line,
    title,
)
from rnnviz.gui.views import saturation_layout as layout
from rnnviz.gui.views.hint import draw_hint
from rnnviz.gui.views.saturation_layout import STEPS, UPDATES, Arrangement, Row
from rnnviz.gui.views.saturation_rows import (
    Line,
    dead_pen,
    end_colors,
    line_of,
    paint_bands,
    paint_bars,
)
from rnnviz.gui.views.saturation_words import NOTHING, figures, legend, percent, symbol, told
from rnnviz.gui.views.time_axis import LEFT_GUTTER, RIGHT_GUTTER, TimeAxis
from rnnviz.gui.views.time_navigation import TimeNavigation
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import GUTTER_RIGHT, SWITCH_HEIGHT, switch
from rnnviz.gui.views.track_marks import paint_border, paint_ground
from rnnviz.gui.views.track_set import WORDS
from rnnviz.gui.views.track_steps import paint_steps
from rnnviz.gui.views.update_axis import UpdateAxis, newest_of
from rnnviz.trace.saturation import Saturation, saturations
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.summary import Summary
from rnnviz.trace.trace import ATTENTION, Trace

SIZE, LEAST_SIZE, WIDTH, LINE = 7.5, (300, 150), 760.0, 15.0
#: What may be shown, with the word on its switch.
MODES = {"both": (STEPS, UPDATES), "time steps": (STEPS,), "updates": (UPDATES,)}
DEAD = "dead: 0 at every step"


class Switch(NamedTuple):
    """One of MODES at its place."""

    mode: str
    area: QRectF


class SaturationView(TimeNavigation):
    """Rows over the time steps, on the time axis, and rows over the updates. A click picks a step
    of a gate; the switches choose what is shown."""

    key: ClassVar[str] = "saturation"
    title: ClassVar[str] = "Saturation"

    def __init__(self, axis: TimeAxis | None = None) -> None:
        super().__init__(axis or TimeAxis())
        self.mode = "both"
        self._stamps = Stamps()
        self._found: tuple[Trace | None, tuple[Saturation, ...]] = None, ()
        self._lines: tuple[tuple[Summary, ...], dict[tuple[str, str], Line]] = (), {}
        self._reported = 0

    # What is shown.

    def show_mode(self, mode: str) -> None:
        """Show one of MODES."""
        self.mode = mode
        self._report_height()
        self.update()

    def saturations(self, scene: Scene) -> tuple[Saturation, ...]:
        """Those of the trace."""
        if self._found[0] is not scene.trace:
            self._found = scene.trace, saturations(scene.trace)
        return self._found[1]

    def line(self, scene: Scene, each: Saturation) -> Line:
        """One of them over the updates."""
        if self._lines[0] is not scene.summaries:
            self._lines = scene.summaries, {}
        lines = self._lines[1]
        if each.key not in lines:
            lines[each.key] = line_of(scene.summaries, each)
        return lines[each.key]

    def draw(self, scene: Scene) -> None:
        super().draw(scene)
        self._report_height()

    def sentence(self, scene: Scene) -> str:
        time, lane = scene.marks.time, self._lane(scene)
        parts = [
            told(each, float(each.low[time]), float(each.high[time]))
            for each in self.saturations(scene)
            if each.lane == lane and each.computed[time]
        ]
        words = "; ".join(parts) or "nothing that could saturate is computed"
        return f"{self.title} at t = {time + 1}: {words}"

    # Size.

    def wanted_height(self) -> int:
        """The least height at which everything can be read."""
        if self.scene is None:
            return LEAST_SIZE[1]
        return ceil(layout.height_of(self.saturations(self.scene), MODES[self.mode]))

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_SIZE[0], self.wanted_height())

    def sizeHint(self) -> QSize:
        return self.picture_size().toSize()

    def picture_size(self) -> QSizeF:
        return QSizeF(WIDTH, max(360.0, 1.15 * self.wanted_height()))

    def _report_height(self) -> None:
        if self._reported != self.wanted_height():
            self._reported = self.wanted_height()
            self.updateGeometry()

    # Painting.

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, look = self.scene, self.look
        drawing = Drawing(painter, area, look, self.axis, scene, self._stamps)
        found, place = self.saturations(scene), self._arrange(area, scene)
        card(painter, area, look)
        title(painter, area, look, self.title, self._caption(scene, place))
        if not found:
            draw_hint(painter, area.adjusted(PADDING, 40, -PADDING, -5), look, NOTHING)
            return
        self._paint_legend(drawing, place, found)
        self._paint_headings(painter, place)
        if STEPS in place.axes:
            self._paint_over_steps(drawing, place, scene)
        if UPDATES in place.axes:
            self._paint_over_updates(drawing, place, scene)

    def _caption(self, scene: Scene, place: Arrangement) -> str:
        shown = {row.saturation.lane for row in place.rows}
        left_out = len({each.lane for each in self.saturations(scene)}) - len(shown)
        caption = provenance(scene.trace)
        return f"{caption}  ·  {left_out} more lanes need more room" if left_out else caption

    def _arrange(self, area: QRectF, scene: Scene) -> Arrangement:
        found, wanted = self.saturations(scene), MODES[self.mode]
        rows, blocks = layout.fitting(found, wanted, self._lane(scene), area.height())
        titles = {lane.key: scene.trace.lane_title(lane) for lane in scene.trace.lanes}
        return layout.arrange(rows, blocks, titles | {ATTENTION: ATTENTION}, area)

    def _lane(self, scene: Scene) -> str:
        """The lane that is looked at."""
        picked = scene.marks.picked
        if any(each.lane == picked.lane for each in self.saturations(scene)):
            return picked.lane
        return scene.trace.lane_at(picked.lane, scene.marks.time).key

    def _paint_legend(
        self, drawing: Drawing, place: Arrangement, found: tuple[Saturation, ...]
    ) -> None:
        """What fills a row from below and from above, in few words where there is no room."""
        line, switches = place.legend, self._switches(place)
        for each in switches:
            switch(drawing, each.area, each.mode, each.mode == self.mode)
        room = QRectF(line)
        room.setRight(switches[0].area.left() - 8)
        low, high = legend(found)
        texts = [f"↓ {low}", f"↑ {high}" if high else "", DEAD if "ReLU" in low else ""]
        if sum(13 + text_width(text, SIZE) + 10 for text in texts if text) > room.width():
            texts = ["↓ lower end", "↑ upper end" if high else "", "dead" if texts[2] else ""]
        for text, color in zip(texts[:2], end_colors(self.look), strict=True):
            if text:
                sample = QRectF(room.left(), room.center().y() - 4, 9, 9)
                drawing.painter.fillRect(sample, color)
                self._name(drawing, room, text)
        if texts[2]:
            y = room.center().y()
            drawing.painter.setPen(dead_pen(self.look))
            drawing.painter.drawLine(QLineF(room.left() - 1, y, room.left() + 10, y))
            self._name(drawing, room, texts[2])

    def _name(self, drawing: Drawing, room: QRectF, text: str) -> None:
        """A name behind a sample; what is left of the room follows."""
        draw_text(drawing.painter, room.adjusted(13, 0, 0, 0), text, self.look.muted, SIZE)
        room.setLeft(room.left() + 13 + text_width(text, SIZE) + 10)

    def _switches(self, place: Arrangement) -> tuple[Switch, ...]:
        """At the right end of the legend's line."""
        found, right = [], place.legend.right()
        for mode in reversed(MODES):
            width = text_width(mode, SIZE) + 12
            area = QRectF(right - width, place.legend.top() + 1, width, SWITCH_HEIGHT)
            found.append(Switch(mode, area))
            right -= width + 3
        return tuple(reversed(found))

    def _paint_headings(self, painter: QPainter, place: Arrangement) -> None:
        for text, is_block, line in place.headings:
            color = self.look.text if is_block else self.look.muted
            inside = line.adjusted(PADDING, 0, -PADDING, 0)
            draw_text(painter, inside, text, color, 8.5, bold=True)

    def _paint_over_steps(self, drawing: Drawing, place: Arrangement, scene: Scene) -> None:
        block, picked = place.block(STEPS), scene.marks.picked.time
        paint_ground(drawing, block)
        for row in place.rows:
            if row.block == STEPS:
                each, time = row.saturation, scene.marks.time
                low, high = float(each.low[time]), float(each.high[time])
                text = figures(each, low, high) if each.computed[time] else ""
                self._paint_gutter(drawing, row, text)
                paint_bars(drawing, row.area, each)
        paint_border(drawing, block)
        if picked in drawing.visible:
            x = self.axis.x(picked + 0.5, drawing.area)
            time_line(drawing.painter, self.look, x, block)
        paint_steps(drawing, place.axes[STEPS])

    def _paint_over_updates(self, drawing: Drawing, place: Arrangement, scene: Scene) -> None:
        axis = self._update_axis(drawing.area, scene)
        for row in place.rows:
            if row.block == UPDATES:
                each = row.saturation
                dead = "" if each.dead is None else f"{percent(each.dead)} dead"
                self._paint_gutter(drawing, row, figures(each, *each.share), dead)
                paint_bands(drawing, row.area, each, axis, self.line(scene, each))
        axis.paint_viewed(drawing.painter, self.look, scene, place.block(UPDATES))
        axis.paint_numbers(drawing.painter, self.look, place.axes[UPDATES])

    def _paint_gutter(self, drawing: Drawing, row: Row, *notes: str) -> None:
        """The name, and as many notes below it as there is room for."""
        each, area, look = row.saturation, row.area, self.look
        line = QRectF(area.left() + PADDING, area.top() - 1, GUTTER_RIGHT - PADDING, LINE)
        sign = symbol(each)
        draw_math(drawing.painter, line, sign, look.text, align=RIGHT)
        if "(" not in sign:
            words = WORDS.get(each.quantity, "") if each.lane == ATTENTION else each.title
            room = line.adjusted(0, 0, -math_width(sign) - 4, 0)
            draw_text(drawing.painter, room, words, look.text, 8.5, bold=True)
        for note in filter(None, notes):
            line.translate(0, LINE)
            if line.bottom() <= area.bottom() + 3:
                draw_text(drawing.painter, line, note, look.muted, SIZE, RIGHT)

    def _update_axis(self, area: QRectF, scene: Scene) -> UpdateAxis:
        left, right = area.left() + LEFT_GUTTER, area.right() - RIGHT_GUTTER
        return UpdateAxis(newest_of(scene), left, right)

    # The mouse.

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        time = self.axis.step_at(x, area)
        if self.scene is None or time is None:
            return None
        row = self._arrange(area, self.scene).row_at(y)
        if row is None or row.block != STEPS or not row.saturation.computed[time]:
            return None
        return Spot(time, row.saturation.lane, row.saturation.quantity)

    def click(self, x: float, y: float) -> None:
        if self.scene is not None:
            for each in self._switches(self._arrange(QRectF(self.rect()), self.scene)):
                if each.area.contains(x, y):
                    self.show_mode(each.mode)
                    return
        super().click(x, y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self.scene is not None and event.buttons() == Qt.MouseButton.NoButton:
            switches = self._switches(self._arrange(QRectF(self.rect()), self.scene))
            over = any(each.area.contains(event.position()) for each in switches)
            self.show_hand(over)

    def tip(self, x: float, y: float) -> str:
        """What lies at a point of the view, in words."""
        area = QRectF(self.rect())
        row = None if self.scene is None else self._arrange(area, self.scene).row_at(y)
        if self.scene is None or row is None:
            return ""
        if row.block == UPDATES:
            return self._tip_of_update(x, row.saturation, self.scene)
        time, each = self.axis.step_at(x, area), row.saturation
        if time is None or not each.computed[time]:
            return ""
        return f"t = {time + 1}: {told(each, float(each.low[time]), float(each.high[time]))}"

    def _tip_of_update(self, x: float, each: Saturation, scene: Scene) -> str:
        line = self.line(scene, each)
        n = self._update_axis(QRectF(self.rect()), scene).nearest(line.updates, x)
        if n is None:
            return ""
        text = told(each, float(line.low[n]), float(line.high[n]))
        dead = "" if each.dead is None else f", {percent(float(line.dead[n]))} {DEAD}"
        return f"update {int(line.updates[n]):,}: {text}{dead}"

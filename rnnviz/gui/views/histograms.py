"""HistogramsView: how weights and gradients are spread, over the updates of the branch."""

from math import ceil
from typing import ClassVar

from PySide6.QtCore import QEvent, QLineF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from rnnviz.gui.painting import (
    PADDING,
    RIGHT,
    card,
    draw_math,
    draw_text,
    provenance,
    text_width,
    title,
)
from rnnviz.gui.views import histograms_layout as layout
from rnnviz.gui.views.histogram_strip import (
    KINDS,
    Histograms,
    Kind,
    Strip,
    histograms_of,
    paint_profile,
    paint_strip,
    paint_ticks,
    reach_of,
)
from rnnviz.gui.views.histogram_words import all_figures, between, figures
from rnnviz.gui.views.histograms_choice import AFTER, ALL, Button, buttons, paint_choice
from rnnviz.gui.views.histograms_layout import NAME, Arrangement, choice_line
from rnnviz.gui.views.parameter_names import lane_of, lane_title, lanes_of, names_of, symbol
from rnnviz.gui.views.saturation_words import percent
from rnnviz.gui.views.update_axis import UpdateAxis, newest_of
from rnnviz.gui.views.view import View
from rnnviz.trace.scene import Scene
from rnnviz.trace.trace import Trace

SIZE, LEAST_SIZE = 7.5, QSize(280, 200)
HEADINGS: dict[Kind, str] = {"weights": "weights", "gradients": "gradients |g|"}


class HistogramsView(View):
    """Of every parameter of a lane, or of one: a click on a row chooses it, the button leads back.

    lane       the key of the lane shown, "" for the readout; it follows what is picked elsewhere.
    parameter  the one shown alone, or "" for all.
    """

    key: ClassVar[str] = "histograms"
    title: ClassVar[str] = "Histograms"

    def __init__(self) -> None:
        super().__init__()
        self.lane: str | None = None
        self.parameter = ""
        self._followed: str | None = None
        self._pointed: float | None = None
        self._reported = 0

    def minimumSizeHint(self) -> QSize:
        if self.scene is None:
            return LEAST_SIZE
        trace = self.scene.trace
        alone = bool(self.parameter_shown(trace))
        rows = 0 if alone else len(names_of(trace, self.lane_shown(trace)))
        return QSize(LEAST_SIZE.width(), ceil(layout.height_of(rows)))

    def sizeHint(self) -> QSize:
        return self.picture_size().toSize()

    def picture_size(self) -> QSizeF:
        return QSizeF(760, 560)

    # What is shown.

    def show_lane(self, key: str) -> None:
        """Show the parameters of a lane, of "attention", or of the readout, ""."""
        self.lane, self.parameter = key, ""
        self._renew()

    def show_parameter(self, name: str) -> None:
        """Show one parameter alone; "": all of its lane."""
        self.parameter = name
        if name:
            self.lane = lane_of(name)
        self._renew()

    def _renew(self) -> None:
        if self.scene is not None:
            self.setAccessibleDescription(self.sentence(self.scene))
        self._report_height()
        self.update()

    def _report_height(self) -> None:
        if self._reported != self.minimumSizeHint().height():
            self._reported = self.minimumSizeHint().height()
            self.updateGeometry()

    def draw(self, scene: Scene) -> None:
        picked = scene.marks.picked.lane
        if picked != self._followed:
            self._followed = picked
            if picked in lanes_of(scene.trace) and not self.parameter:
                self.lane = picked
        super().draw(scene)
        self._report_height()

    def lane_shown(self, trace: Trace) -> str:
        """The lane shown, or the top one where this network has none of that name."""
        lanes = lanes_of(trace)
        return self.lane if self.lane in lanes else trace.top[0].key

    def parameter_shown(self, trace: Trace) -> str:
        """The parameter that is shown alone; "" for all."""
        return self.parameter if self.parameter in trace.parameters else ""

    def sentence(self, scene: Scene) -> str:
        name = self.parameter_shown(scene.trace)
        names = [name] if name else names_of(scene.trace, self.lane_shown(scene.trace))
        if not scene.summaries:
            return f"{self.title}: nothing was kept of any update yet"
        latest = scene.summaries[_viewed(scene)]
        told = [f"{name}: {figures('weights', latest.weights[name])}" for name in names]
        return f"{self.title} at update {latest.update:,}; {'; '.join(told)}"

    # Painting.

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, place = self.scene, self._arrange(area, self.scene.trace)
        card(painter, area, self.look)
        title(painter, area, self.look, self.title, _caption(scene))
        line, lane = choice_line(area), lane_title(scene.trace, self.lane_shown(scene.trace))
        paint_choice(painter, line, self.look, lane, self._buttons(area, scene.trace))
        strips = self._strips(scene, place)
        for name, row in place.names:
            self._paint_name(painter, name, row, scene.trace)
        for each, (strip, shown) in zip(place.places, strips, strict=True):
            axis = self._axis(strip.area, scene)
            paint_strip(painter, self.look, strip, axis, shown)
            if strip.area.height() >= 16:
                paint_ticks(painter, self.look, strip, each.ticks - 4)
            axis.paint_viewed(painter, self.look, scene, strip.area)
        self._paint_updates(painter, place, scene)
        if place.profile:
            self._paint_beside(painter, place, strips, scene)
        else:
            for kind, line in place.headings:
                draw_text(painter, line, HEADINGS[kind], self.look.muted, 8.5, bold=True)

    def _arrange(self, area: QRectF, trace: Trace) -> Arrangement:
        name = self.parameter_shown(trace)
        if name:
            return layout.of_one(name, area)
        return layout.of_all(names_of(trace, self.lane_shown(trace)), area)

    def _strips(self, scene: Scene, place: Arrangement) -> list[tuple[Strip, Histograms]]:
        """All strips of a kind on one scale."""
        shown = [histograms_of(scene.summaries, each.kind, each.name) for each in place.places]
        reaches = {
            kind: reach_of(
                kind,
                [one for one, each in zip(shown, place.places, strict=True) if each.kind == kind],
            )
            for kind in KINDS
        }
        return [
            (Strip(reaches[each.kind], each.strip), one)
            for each, one in zip(place.places, shown, strict=True)
        ]

    def _axis(self, strip: QRectF, scene: Scene) -> UpdateAxis:
        return UpdateAxis(newest_of(scene), strip.left(), strip.right())

    def _buttons(self, area: QRectF, trace: Trace) -> tuple[Button, ...]:
        alone = bool(self.parameter_shown(trace))
        return buttons(choice_line(area), trace, self.lane_shown(trace), alone)

    def _paint_name(self, painter: QPainter, name: str, row: QRectF, trace: Trace) -> None:
        left = row.left() + PADDING
        line = QRectF(left, row.top() - 1, NAME - 4, 16)
        draw_math(painter, line, symbol(name), self.look.text, 10.5)
        if row.height() >= 34:
            shape = " × ".join(map(str, trace.parameters[name].shape))
            draw_text(painter, line.translated(0, 15), shape, self.look.muted, SIZE)

    def _paint_updates(self, painter: QPainter, place: Arrangement, scene: Scene) -> None:
        """The numbers of the updates below each column of strips."""
        lefts = {each.strip.left(): each.strip for each in place.places}
        for number, strip in enumerate(lefts.values()):
            start = place.axis.left() if number == 0 else strip.left() - layout.TICKS
            line = QRectF(start, place.axis.top(), strip.right() + 8 - start, place.axis.height())
            self._axis(strip, scene).paint_numbers(painter, self.look, line)

    def _paint_beside(
        self,
        painter: QPainter,
        place: Arrangement,
        strips: list[tuple[Strip, Histograms]],
        scene: Scene,
    ) -> None:
        """Of one parameter: its histograms at the update pointed at, or in sight, and figures."""
        look = self.look
        for (kind, line), (strip, shown) in zip(place.headings, strips, strict=True):
            name = HEADINGS[kind] if kind == "weights" else "gradients"
            draw_math(painter, line, symbol(place.places[0].name), look.text, 10.5)
            after = line.adjusted(NAME / 2, 0, 0, 0)
            draw_text(painter, after, name, look.text, 8.5, bold=True)
            number = self._number(shown, strip.area, scene)
            if number is None:
                continue
            update, histogram = int(shown.updates[number]), shown.found[number]
            axis = self._axis(strip.area, scene)
            x = round(axis.x(update)) + 0.5
            painter.setPen(QPen(look.accent, 1))
            painter.drawLine(QLineF(x, strip.area.top(), x, strip.area.bottom()))
            beside = QRectF(
                strip.area.right() + layout.BETWEEN,
                strip.area.top(),
                place.profile,
                strip.area.height(),
            )
            paint_profile(painter, look, strip, beside, histogram)
            used = NAME / 2 + text_width(name, 8.5, bold=True) + 12
            room, texts = line.adjusted(used, 0, 0, 0), all_figures(kind, histogram, update)
            fitting = (text for text in texts if text_width(text, SIZE) <= room.width())
            draw_text(painter, room, next(fitting, texts[-1]), look.muted, SIZE, RIGHT)

    def _number(self, shown: Histograms, strip: QRectF, scene: Scene) -> int | None:
        """Which of the histograms is told of: the one pointed at, or the one in sight."""
        if not len(shown.updates):
            return None
        if self._pointed is not None:
            return self._axis(strip, scene).nearest(shown.updates, self._pointed)
        viewed = scene.trace.origin.update
        return max(0, int((shown.updates <= viewed).sum()) - 1)

    # The mouse.

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self.scene is None:
            return
        where = event.position()
        place = self._arrange(QRectF(self.rect()), self.scene.trace)
        over = place.place_at(where.x(), where.y())
        self._point(where.x() if over is not None and place.profile else None)
        at_button = any(
            button.area.contains(where)
            for button in self._buttons(QRectF(self.rect()), self.scene.trace)
        )
        self.show_hand(at_button or place.row_at(where.y()) is not None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def _point(self, x: float | None) -> None:
        if x != self._pointed:
            self._pointed = x
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.scene is None or event.button() != Qt.MouseButton.LeftButton:
            return
        area, trace, where = QRectF(self.rect()), self.scene.trace, event.position()
        for button in self._buttons(area, trace):
            if button.area.adjusted(-3, -4, 3, 4).contains(where):
                self._press(button.key, trace)
                return
        name = self._arrange(area, trace).row_at(where.y())
        if name is not None:
            self.show_parameter(name)

    def _press(self, key: str, trace: Trace) -> None:
        if key == ALL:
            self.show_parameter("")
            return
        lanes = lanes_of(trace)
        by = 1 if key == AFTER else -1
        self.show_lane(lanes[(lanes.index(self.lane_shown(trace)) + by) % len(lanes)])

    def tip(self, x: float, y: float) -> str:
        """What lies at a point of the view, in words."""
        if self.scene is None:
            return ""
        place = self._arrange(QRectF(self.rect()), self.scene.trace)
        over = place.place_at(x, y)
        if over is None:
            return ""
        strip, shown = self._strips(self.scene, place)[place.places.index(over)]
        number = self._axis(over.strip, self.scene).nearest(shown.updates, x)
        if number is None:
            return ""
        update, histogram = int(shown.updates[number]), shown.found[number]
        text = f"update {update:,}, {over.name}: {figures(over.kind, histogram)}"
        at = strip.bin_at(y)
        if at is None:
            return text
        return f"{text}\n{percent(float(histogram.shares[at]))} {between(over.kind, at)}"


def _caption(scene: Scene) -> str:
    cell, *_ = provenance(scene.trace).split("  ·  ")
    update = f"update {scene.trace.origin.update:,}"
    return "  ·  ".join((cell, update, "gradients as the optimiser got them"))


def _viewed(scene: Scene) -> int:
    """Which summary is that of the update in sight, or the last one before it."""
    viewed = scene.trace.origin.update
    return max(0, sum(each.update <= viewed for each in scene.summaries) - 1)

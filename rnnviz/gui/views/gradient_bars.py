"""GradientBarsView: of what parts the gradient of the weights is made, step by step, and how fast
one row of the map fades."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from rnnviz.gui.painting import (
    LEFT,
    PADDING,
    TITLE_HEIGHT,
    Stamps,
    card,
    color_bar,
    draw_math,
    draw_text,
    math_width,
    text_width,
    title,
)
from rnnviz.gui.theme import Look
from rnnviz.gui.views.gradient_decay import paint_decay
from rnnviz.gui.views.gradient_stack import Stack, distance_color, paint_stack, value_at
from rnnviz.gui.views.gradient_view import GradientView, inside
from rnnviz.gui.views.hint import draw_hint
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import SWITCH_HEIGHT, SWITCH_WIDTH, switch
from rnnviz.gui.views.track_scale import LinearScale, peak, written
from rnnviz.gui.views.track_steps import paint_numbers
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.source_rows import WEIGHTS, SourceRows, fit, source_rows, together

LINE, NUMBERS, GAP, SMALL = 16.0, 17.0, 6.0, 7.5
LEAST_SIZE = 300, 150
#: With less room than this for both, the curve is told in words alone.
LEAST_BOTH = 150.0
#: The bars' scale ends on one of these, so that they are not low.
STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
#: What is to be known of sums.
HONEST = "Norms of parts do not add up: the parts may cancel."
LEGEND_WIDTH = 168.0


class BarsLayout(NamedTuple):
    """Its parts, over the whole width."""

    head: QRectF
    stack: QRectF
    line: QRectF
    decay: QRectF
    numbers: QRectF


class GradientBarsView(GradientView):
    """Stacked bars over the decay curve, on the time axis. The bars are always of what is added to
    ∂E/∂W; the curve is of the quantity chosen."""

    key = "gradient-bars"
    title = "What the gradient is made of"

    def __init__(self, axis: TimeAxis | None = None) -> None:
        super().__init__(axis)
        self.scale = LinearScale(steps=STEPS)
        self.stack: Stack | None = None
        self._stamps = Stamps()
        self.setMinimumSize(*LEAST_SIZE)

    def picture_size(self) -> QSizeF:
        return QSizeF(720, 460)

    def draw(self, scene: Scene) -> None:
        self.stack = self._stack_of(scene)
        super().draw(scene)

    def _stack_of(self, scene: Scene) -> Stack | None:
        parts, added = source_rows(scene, WEIGHTS, self._strand), together(scene, self._strand)
        if parts is None or added is None or not parts.sources:
            return None
        self.scale.fit(peak(parts.values.sum(axis=0)))
        return Stack(parts, added, self.scale.bound)

    # Painting.

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, look = self.scene, self.look
        card(painter, area, look)
        title(painter, area, look, self.title, self.caption(scene))
        if self.stack is None or self._is_of_another_length(self.stack):
            draw_hint(painter, inside(area, 40), look, self.hint(scene))
            return
        drawing = Drawing(painter, area, look, self.axis, scene, self._stamps)
        place = self.place(area)
        self._paint_head(drawing, place.head, self.stack, scene)
        self._paint_grounds(drawing, place, scene)
        self._paint_gutter(drawing, place)
        paint_stack(drawing, place.stack, self.stack)
        self._paint_decay(drawing, place, scene)
        picked = scene.marks.picked.time if self.is_aligned(scene) else None
        paint_numbers(drawing, place.numbers, picked, "k")

    def _is_of_another_length(self, stack: Stack) -> bool:
        """Where Jacobians, which are of the sequence, stand beside the parts of a batch."""
        return self.rows is not None and self.rows.steps != stack.rows.steps

    def place(self, area: QRectF) -> BarsLayout:
        """Where everything stands."""
        width, left = area.width(), area.left()
        head = QRectF(left, area.top() + TITLE_HEIGHT - 2, width, 2 * LINE)
        top = head.bottom() + 2
        room = max(2.0, area.bottom() - 5 - NUMBERS - LINE - GAP - 2 - top)
        share = 0.56 if room >= LEAST_BOTH else 1.0
        stack = QRectF(left, top, width, round(share * room))
        line = QRectF(left, stack.bottom() + GAP, width, LINE)
        decay = QRectF(left, line.bottom() + 1, width, room - stack.height())
        numbers = QRectF(left, decay.bottom(), width, NUMBERS)
        return BarsLayout(head, stack, line, decay, numbers)

    def _paint_head(self, drawing: Drawing, head: QRectF, stack: Stack, scene: Scene) -> None:
        """What is to be known of sums, the colours of the distances, and the marked bar."""
        painter, look = drawing.painter, self.look
        line = QRectF(head.left() + PADDING, head.top(), head.width() - 2 * PADDING, LINE)
        honest = scene.gradient_says or HONEST
        draw_text(painter, line, honest, look.warm if scene.gradient_says else look.muted, 8.5)
        below, told = line.translated(0, LINE), self._told(stack, self._marked_time(scene))
        draw_math(painter, below, told, look.accent, 10.5)
        # It stands where there is room.
        for place, used in ((below, math_width(told)), (line, text_width(honest, 8.5))):
            if used + LEGEND_WIDTH + 8 <= line.width():
                left = place.width() - LEGEND_WIDTH
                _paint_legend(drawing, place.adjusted(left, 0, 0, 0), stack.rows, look)
                return

    def _marked_time(self, scene: Scene) -> int | None:
        """The step that is pointed at, or else the picked one."""
        return scene.marks.time if self.is_aligned(scene) else None

    def _told(self, stack: Stack, time: int | None) -> str:
        """How much is left of a bar's parts when they are added; without a step, of all."""
        if time is None:
            parts, added = float(stack.heights.sum()), float(stack.together.sum())
            share = added / parts if parts else 1.0
            return f"over all k: Σ‖Σ‖ = {share:.2f} Σ‖G[s,k]‖"
        ratio = stack.ratio(time)
        if ratio is None:
            return f"k = {time + 1}: nothing arrives"
        whole = written(float(stack.together[time]))
        return f"k = {time + 1}: ‖Σ‖ = {whole} = {ratio:.2f} Σ‖G[s,k]‖"

    def _paint_grounds(self, drawing: Drawing, place: BarsLayout, scene: Scene) -> None:
        height = place.decay.bottom() - place.stack.top()
        ground = QRectF(place.stack.left(), place.stack.top(), place.stack.width(), height)
        for time, color in self.ground_colors(scene):
            if time in drawing.visible:
                with drawing.only_columns(ground):
                    column = drawing.columns(ground, range(time, time + 1))
                    drawing.painter.fillRect(column.toRect(), color)

    def _paint_gutter(self, drawing: Drawing, place: BarsLayout) -> None:
        """What the bars are, the mark of the sum, and the switch of the scale."""
        painter, look, area = drawing.painter, self.look, place.stack
        line = QRectF(area.left() + PADDING, area.top(), 72, LINE)
        draw_math(painter, line, "‖G[s,k]‖", look.text, 10.5)
        if area.height() > 2 * LINE:
            below = line.translated(0, LINE)
            painter.setPen(QPen(look.text, 2))
            y = below.center().y() + 1
            painter.drawLine(QLineF(below.left(), y, below.left() + 12, y))
            draw_math(painter, below.adjusted(17, 0, 0, 0), "‖Σ_s‖", look.text, 9.5)
        button = self.scale_button(area)
        if button is not None:
            switch(drawing, button, "fixed" if self.scale.fixed else "auto", self.scale.fixed)

    def scale_button(self, stack: QRectF) -> QRectF | None:
        """Where the switch between a scale that follows the values and a fixed one stands."""
        top = stack.top() + 2 * LINE + 2
        if top + SWITCH_HEIGHT > stack.bottom():
            return None
        return QRectF(stack.left() + PADDING, top, SWITCH_WIDTH, SWITCH_HEIGHT)

    def _paint_decay(self, drawing: Drawing, place: BarsLayout, scene: Scene) -> None:
        rows, source = self.rows, self.picked_source(scene)
        if rows is None or source is None:
            line = place.line.adjusted(PADDING, 0, -PADDING, 0)
            draw_text(drawing.painter, line, self.hint(scene), self.look.muted, 8.5)
            return
        painter, look, symbol = drawing.painter, self.look, rows.kind.symbol
        line = place.line.adjusted(PADDING, 0, -PADDING, 0)
        draw_math(painter, line, symbol, look.text, 10.5)
        line = line.adjusted(math_width(symbol) + 10, 0, 0, 0)
        which = f"row s = {source + 1}"
        draw_text(painter, line, which, look.accent, 8.5, LEFT, bold=True)
        fading = line.adjusted(text_width(which, 8.5, bold=True) + 8, 0, 0, 0)
        draw_text(painter, fading, self.told_decay(source), look.text, 8.5)
        if place.decay.height() > 1:
            line_of = fit(rows.faded(source)[1])
            paint_decay(drawing, place.decay, rows, source, self.range, line_of)

    # Words.

    def sentence(self, scene: Scene) -> str:
        stack, source = self.stack, self.picked_source(scene)
        if stack is None:
            return f"{self.title}: {self.hint(scene)}"
        told = self._told(stack, self._marked_time(scene))
        parts = [f"{self.title}, {stack.rows.strand.title}: {told}"]
        if source is not None:
            parts.append(f"row s = {source + 1}: {self.told_decay(source)}")
        return "; ".join(parts)

    # The mouse.

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        time, place = self.axis.step_at(x, area), self.place(area)
        if time is None or self.stack is None or self.scene is None:
            return None
        if y < place.line.top():
            return self.spot_at(self._source_at(time, y, place.stack), time)
        return self.spot_at(self.picked_source(self.scene), time)

    def _source_at(self, time: int, y: float, area: QRectF) -> int | None:
        assert self.stack is not None
        height = value_at(area, y, self.stack.bound)
        return self.stack.source_at(time, height) if height >= 0 else None

    def click(self, x: float, y: float) -> None:
        button = self.scale_button(self.place(QRectF(self.rect())).stack)
        if button is not None and button.contains(x, y):
            self.scale.turn()
            self._renew()
        else:
            super().click(x, y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        where = event.position()
        if event.buttons() == Qt.MouseButton.NoButton:
            button = self.scale_button(self.place(QRectF(self.rect())).stack)
            over = button is not None and button.contains(where)
            self.show_hand(over)

    def tip(self, x: float, y: float) -> str:
        if self.rows is None:
            return ""
        area = QRectF(self.rect())
        place, time, stack = self.place(area), self.axis.step_at(x, area), self.stack
        button = self.scale_button(place.stack)
        if button is not None and button.contains(x, y):
            bound = written(self.scale.bound)
            if self.scale.fixed:
                return f"The bars go up to {bound}, fixed.\nClick to let them follow the values."
            return f"The bars follow the values, now up to {bound}.\nClick to fix them there."
        if y < place.stack.top():
            return HONEST
        if time is None or stack is None or self.scene is None:
            return ""
        if y >= place.line.top():
            source = self.picked_source(self.scene)
            return "" if source is None else self.told(source, time)
        source = self._source_at(time, y, place.stack)
        if source is None:
            return self._told(stack, time)
        value = written(stack.rows.value(source, time) or 0.0)
        return f"‖G[s,k]‖ = {value} for s = {source + 1}, k = {time + 1}\n{self._told(stack, time)}"


def _paint_legend(drawing: Drawing, area: QRectF, rows: SourceRows, look: Look) -> None:
    """The colours of the distances, the nearest first."""
    painter, last = drawing.painter, rows.steps - 1
    # Distances in equal ratios, as the colours are.
    distances = np.expm1(np.linspace(0.0, np.log1p(last), 256)).round().astype(int)
    colors = distance_color(distances, rows.steps, look)
    words = "distance |s − k|"
    draw_text(painter, area, words, look.muted, SMALL, LEFT)
    width = text_width(words, SMALL)
    color_bar(painter, area.adjusted(width + 4, 0, 0, 0), look, colors, "0", str(last), 44.0)

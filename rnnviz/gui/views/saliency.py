"""SaliencyView: which inputs mattered for one output."""

from typing import ClassVar, NamedTuple

from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from rnnviz.exhibits import TextExhibit
from rnnviz.gui.painting import (
    CENTER,
    PADDING,
    TITLE_HEIGHT,
    Stamps,
    card,
    color_bar,
    draw_text,
    provenance,
    text_width,
    title,
)
from rnnviz.gui.views.hint import draw_hint
from rnnviz.gui.views.saliency_bars import paint_over_time, parts
from rnnviz.gui.views.saliency_scale import SHOWN, By, Numbers
from rnnviz.gui.views.saliency_text import TextLayout, lay_out, paint_frame, paint_text
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.time_navigation import TimeNavigation
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import SWITCH_HEIGHT
from rnnviz.gui.views.track_marks import paint_border
from rnnviz.gui.views.track_scale import DecadeScale, written
from rnnviz.trace.saliency import Saliency, is_of_symbols
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.trace import Trace

LINE, SIZE, LEAST_SIZE = 19.0, 7.5, (300, 170)
#: Which output: one of these, or the number of an output.
CHOICES = (("likeliest", "likeliest"), ("wanted", "wanted"))
BEFORE, AFTER, ARROW, WIDEST_NAME = "‹", "›", 18.0, 72.0
NOT_MADE = "Which inputs mattered is not known yet: it is found while this view is seen."
NO_LOSS = "No step of this sequence has an output that is asked for."


class Switch(NamedTuple):
    """Something that can be clicked: of which output, or by what."""

    choice: str | int | None
    by: By | None
    text: str
    area: QRectF
    is_on: bool


class SaliencyView(TimeNavigation):
    """A text on grounds of colour with bars below, or bars over the time axis. A click picks the
    step whose output is asked about; the switches choose which output, and by what it is told.

    output_chosen  emitted with "likeliest", "wanted", or the number of an output.
    """

    output_chosen = Signal(object)

    key: ClassVar[str] = "saliency"
    title: ClassVar[str] = "Which inputs mattered"
    plain_wheel_zooms: ClassVar[bool] = True

    def __init__(self, axis: TimeAxis | None = None) -> None:
        super().__init__(axis or TimeAxis())
        self.setMinimumSize(*LEAST_SIZE)
        self.by: By = "norm"
        self.choice: str | int = "likeliest"
        self._scales: dict[By, DecadeScale] = {key: DecadeScale() for key, _, _ in SHOWN}
        self._numbers: Numbers | None = None
        self._stamps = Stamps()

    def picture_size(self) -> QSizeF:
        return QSizeF(760, 340)

    # What is shown.

    def show_by(self, by: By) -> None:
        """Tell each input by the norm of the gradient, or by gradient × input."""
        self.by = by
        self._renew()

    def choose(self, choice: str | int) -> None:
        """Ask about another output: "likeliest", "wanted", or its number."""
        self.choice = choice
        self.update()
        self.output_chosen.emit(choice)

    def _renew(self) -> None:
        if self.scene is not None:
            self.draw(self.scene)

    def draw(self, scene: Scene) -> None:
        found = scene.saliency
        self._numbers = None
        if found is not None:
            self._numbers = Numbers(found, self.by, self._scales[self.by])
            self._scales[self.by].fit(self._numbers.sizes)
        super().draw(scene)

    def steps_of(self, scene: Scene) -> int:
        return (scene.trace if scene.saliency is None else scene.saliency.trace).steps

    def is_text(self, scene: Scene, found: Saliency) -> bool:
        """Whether what is read can be written as a text: symbols, or words as vectors."""
        if is_of_symbols(found.trace):
            return True
        labels = found.trace.labels.inputs
        of_words = sum(any(letter.isalpha() for letter in label) for label in labels)
        return isinstance(scene.example.exhibit, TextExhibit) and 2 * of_words > len(labels)

    def sentence(self, scene: Scene) -> str:
        numbers = self._numbers
        if numbers is None:
            return f"{self.title}: {scene.saliency_says or NOT_MADE}"
        return f"{self.title} for {_output_words(numbers.saliency)}: {_strongest(numbers)}"

    # Painting.

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, look, numbers = self.scene, self.look, self._numbers
        card(painter, area, look)
        trace = scene.trace if numbers is None else numbers.saliency.trace
        title(painter, area, look, self.title, provenance(trace))
        if numbers is None:
            hint = scene.saliency_says or (NOT_MADE if trace.scored.any() else NO_LOSS)
            draw_hint(painter, area.adjusted(PADDING, 40, -PADDING, -5), look, hint)
            return
        for each in self._switches(area):
            self._paint_switch(painter, each)
        self._paint_words(painter, area, numbers, scene)
        if self.is_text(scene, numbers.saliency):
            layout = self._text(area, numbers, scene)
            paint_text(painter, look, layout, numbers)
            if scene.marks.pointed is not None:
                paint_frame(painter, look, layout, scene.marks.pointed.time, 1.2)
            paint_frame(painter, look, layout, numbers.saliency.step, 2.2)
        else:
            self._paint_bars(painter, area, numbers, scene)

    def _paint_switch(self, painter: QPainter, each: Switch) -> None:
        look = self.look
        painter.setPen(QPen(look.accent if each.is_on else look.border, 1))
        painter.setBrush(look.accent_soft if each.is_on else look.control)
        painter.drawRoundedRect(each.area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        color = look.accent if each.is_on else look.muted
        draw_text(painter, each.area.adjusted(3, 0, -3, 0), each.text, color, SIZE, CENTER)

    def _switches(self, area: QRectF) -> tuple[Switch, ...]:
        """At the left which output, at the right by what."""
        numbers = self._numbers
        if numbers is None:
            return ()
        top, x, found = area.top() + TITLE_HEIGHT, area.left() + PADDING, []
        trace = numbers.saliency.trace
        if trace.y.shape[1] > 1:
            name = trace.labels.classes[numbers.saliency.output]
            is_number = isinstance(self.choice, int)
            count, at = trace.y.shape[1], numbers.saliency.output
            width = max(26.0, min(WIDEST_NAME, text_width(name, SIZE) + 12))
            options: list[tuple[str | int, str, float, bool]] = [
                (key, text, text_width(text, SIZE) + 12, self.choice == key)
                for key, text in CHOICES
            ]
            options += [
                ((at - 1) % count, BEFORE, ARROW, False),
                (at, name, width, is_number),
                ((at + 1) % count, AFTER, ARROW, False),
            ]
            for choice, text, wide, is_on in options:
                place = QRectF(x, top + 1, wide, SWITCH_HEIGHT)
                found.append(Switch(choice, None, text, place, is_on))
                x += wide + 3
        right = area.right() - PADDING
        for by, words, _ in reversed(SHOWN):
            wide = text_width(words, SIZE) + 12
            place = QRectF(right - wide, top + 1, wide, SWITCH_HEIGHT)
            found.append(Switch(None, by, words, place, self.by == by))
            right -= wide + 3
        return tuple(found)

    def _paint_words(self, painter: QPainter, area: QRectF, numbers: Numbers, scene: Scene) -> None:
        """Of which output, how much the strongest input matters, and the one pointed at."""
        look = self.look
        line = QRectF(area.left() + PADDING, area.top() + TITLE_HEIGHT + LINE, 0, LINE)
        line.setRight(area.right() - PADDING)
        words = f"{_output_words(numbers.saliency)}: {_strongest(numbers)}"
        draw_text(painter, line, words, look.text, 8.5)
        line.translate(0, LINE - 2)
        high = written(numbers.largest)
        low = "0" if self.by == "norm" else f"−{high}"
        room = max(text_width(high, SIZE), text_width(low, SIZE)) + 6
        bar = QRectF(line.right() - 2 * room - 54, line.top(), 2 * room + 54, line.height())
        colors = look.magnitude if self.by == "norm" else look.signed
        color_bar(painter, bar, look, colors, low, high)
        pointed = scene.marks.pointed
        told = "" if pointed is None else self._told(numbers, pointed.time)
        text = told or f"bars: {numbers.range_text}, logarithmic"
        color = look.accent if told else look.muted
        draw_text(painter, line.adjusted(0, 0, -bar.width() - 8, 0), text, color, 8.5)

    def _inside(self, area: QRectF) -> QRectF:
        return area.adjusted(PADDING, TITLE_HEIGHT + 3 * LINE, -PADDING, -6)

    def _text(self, area: QRectF, numbers: Numbers, scene: Scene) -> TextLayout:
        return lay_out(numbers.saliency.trace, self._inside(area), numbers.saliency.step)

    def _bars(self, area: QRectF) -> QRectF:
        return area.adjusted(0, TITLE_HEIGHT + 3 * LINE, 0, -4)

    def _paint_bars(self, painter: QPainter, area: QRectF, numbers: Numbers, scene: Scene) -> None:
        drawing = Drawing(painter, area, self.look, self.axis, scene, self._stamps)
        place = self._bars(area)
        paint_over_time(drawing, place, numbers)
        strip, bars, _ = parts(place)
        paint_border(drawing, strip.united(bars))
        step = numbers.saliency.step
        if step in drawing.visible:
            column = drawing.columns(strip.united(bars), range(step, step + 1))
            painter.setPen(QPen(self.look.accent, 1.8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            with drawing.only_columns(column):
                painter.drawRect(column.adjusted(0.5, -1, -0.5, 1))

    def _told(self, numbers: Numbers, time: int) -> str:
        """What one input does, in words."""
        trace = numbers.saliency.trace
        if not 0 <= time < trace.steps or not trace.exists[time]:
            return ""
        name = f"t = {time + 1}, ‘{trace.labels.inputs[time]}’"
        if not numbers.matters(time):
            return f"{name}: does not matter at all"
        value = float(numbers.values[time])
        share = abs(value) / numbers.largest if numbers.largest else 0.0
        return f"{name}: {written(value)}, {written(100 * share)} % of the largest"

    # The mouse.

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        time = self._time_at(x, y, area)
        if time is None or self.scene is None or time >= self.scene.trace.steps:
            return None
        return Spot(time, "", "x")

    def _time_at(self, x: float, y: float, area: QRectF) -> int | None:
        scene, numbers = self.scene, self._numbers
        if scene is None or numbers is None:
            return None
        if self.is_text(scene, numbers.saliency):
            return self._text(area, numbers, scene).time_at(x, y)
        return self.axis.step_at(x, area) if y >= self._bars(area).top() else None

    def click(self, x: float, y: float) -> None:
        for each in self._switches(QRectF(self.rect())):
            if each.area.contains(x, y):
                if each.by is not None:
                    self.show_by(each.by)
                elif each.choice is not None:
                    self.choose(each.choice)
                return
        super().click(x, y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            switches = self._switches(QRectF(self.rect()))
            over = any(each.area.contains(event.position()) for each in switches)
            self.show_hand(over)

    def tip(self, x: float, y: float) -> str:
        """What lies at a point of the view, in words."""
        time = self._time_at(x, y, QRectF(self.rect()))
        return "" if time is None or self._numbers is None else self._told(self._numbers, time)


def _output_words(found: Saliency) -> str:
    """The output in words, and what was wanted."""
    trace, step = found.trace, found.step
    if trace.y.shape[1] == 1:
        return f"y at t = {step + 1}"
    name = trace.labels.classes[found.output]
    wanted = trace.labels.targets[step]
    parts = f"{_percent(trace, step, found.output)}, wanted ‘{wanted}’"
    return f"y of ‘{name}’ at t = {step + 1} ({parts})"


def _percent(trace: Trace, step: int, output: int) -> str:
    value = float(trace.outputs[step, output])
    if trace.loss_name == "squared error":
        return f"ŷ = {written(value)}"
    return f"{100 * value:.1f} %"


def _strongest(numbers: Numbers) -> str:
    """The largest number of the row, which every colour is a share of."""
    if not numbers.largest:
        return "no input matters at all"
    time = numbers.strongest
    label = numbers.saliency.trace.labels.inputs[time]
    return f"largest {written(float(numbers.values[time]))}, at t = {time + 1} ‘{label}’"

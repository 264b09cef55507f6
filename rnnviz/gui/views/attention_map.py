"""AttentionView: how much a decoder takes, at each of its steps, from each step of the source."""

from math import isfinite
from typing import ClassVar, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, qGray

from rnnviz.exhibits import PairExhibit
from rnnviz.gui.painting import (
    CENTER,
    LEFT,
    PADDING,
    RIGHT,
    TITLE_HEIGHT,
    Colors,
    Floats,
    card,
    color_bar,
    color_of,
    draw_math,
    draw_text,
    heat_image,
    heat_map,
    math_width,
    provenance,
    text_width,
    title,
)
from rnnviz.gui.views.attention_layout import (
    FOOT,
    HEAD,
    LETTER,
    SIZE,
    Labels,
    MapLayout,
    labels,
    lay_out,
)
from rnnviz.gui.views.hint import draw_hint
from rnnviz.gui.views.track_progress import Progress
from rnnviz.gui.views.track_scale import LinearScale, brief, peak
from rnnviz.gui.views.view import View
from rnnviz.trace.attention_rows import is_by_source, looking_back, source_label
from rnnviz.trace.formula_numbers import number_text
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.trace import ATTENTION, Trace

#: What may be shown, with its name and its symbol.
SHOWN = (("w", "weights", "α"), ("e", "scores", "e"), ("d_w", "gradient", "∂E/∂α"))
#: Numbers are written into squares at least so wide and high.
WRITTEN_WIDTH, WRITTEN_HEIGHT = 31.0, 14.0
BETWEEN = 14.0
LEAST_SIZE = 240, 150
#: How much is seen of a row that the debugger has not reached.
UNREACHED = 0.15
NO_DECODER = (
    "Attention is a decoder’s looking back at its encoder. Choose the scenario “Translation” or "
    "“Spelling to phonemes”, and switch “Attention” on in the settings."
)
NO_ATTENTION = (
    "This decoder looks back at nothing: all it knows of the source is the state in which the "
    "encoder ends. Switch “Attention” on in the settings, and see at what it looks for each symbol."
)


class Switch(NamedTuple):
    """One of SHOWN at its place."""

    key: str
    name: str
    symbol: str
    area: QRectF


class AttentionView(View):
    """The map: decoder's steps down, source steps across; a click picks a square, or a word beside
    the map its time step. `shown` is one of SHOWN."""

    key: ClassVar[str] = "attention"
    title: ClassVar[str] = "Attention"

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(*LEAST_SIZE)
        self.shown = "w"
        self._scales = {key: LinearScale() for key, _, _ in SHOWN}

    def picture_size(self) -> QSizeF:
        return QSizeF(640, 460)

    def show_quantity(self, key: str) -> None:
        """Show the weights "w", the scores "e" or the gradient "d_w"."""
        self.shown = key
        if self.scene is not None:
            self.setAccessibleDescription(self.sentence(self.scene))
        self.update()

    def sentence(self, scene: Scene) -> str:
        trace, time = scene.trace, scene.marks.time
        if trace.attention is None:
            return _hint(trace)
        if not trace.source_steps <= time < trace.steps:
            time = trace.source_steps
        weights = trace.attention.values["w"][time]
        most = int(np.argmax(weights))
        said = trace.labels.classes[int(trace.outputs[time].argmax())]
        return (
            f"Attention at t = {time + 1}, where ‘{said}’ is said: most of all, "
            f"{number_text(float(weights[most]))}, at {source_label(trace, most)}"
        )

    # --- drawing -----------------------------------------------------------------------

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, trace, look = self.scene, self.scene.trace, self.look
        card(painter, area, look)
        title(painter, area, look, self.title, provenance(trace))
        inside = _inside(area)
        if trace.attention is None:
            draw_hint(painter, inside, look, _hint(trace))
            return
        told = labels(trace)
        place = lay_out(told, inside)
        self._paint_switches(painter, inside)
        self._paint_map(painter, scene, told, place)
        self._paint_labels(painter, scene, told, place)
        self._paint_foot(painter, scene, told, inside)

    def _paint_switches(self, painter: QPainter, inside: QRectF) -> None:
        """Which quantity is shown: a line below it."""
        for switch in switches(inside):
            is_shown = switch.key == self.shown
            color = self.look.accent if is_shown else self.look.muted
            draw_text(painter, switch.area, switch.name, color, SIZE, bold=is_shown)
            after = switch.area.adjusted(text_width(switch.name, SIZE, bold=is_shown) + 4, 0, 0, 0)
            draw_math(painter, after, switch.symbol, color, 10.0)
            if is_shown:
                line = QRectF(switch.area.left(), switch.area.bottom() - 2, switch.area.width(), 2)
                painter.fillRect(line, self.look.accent)

    def _paint_map(self, painter: QPainter, scene: Scene, told: Labels, place: MapLayout) -> None:
        look, values = self.look, self._values(scene.trace, told)
        low, high, colors = self._scale(values)
        image = heat_image(values, low, high, colors, look.error)
        heat_map(painter, place.squares, image, look.card)
        painter.setPen(QPen(look.border, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.squares)
        if place.wide >= WRITTEN_WIDTH and place.high >= WRITTEN_HEIGHT:
            for row, column in np.ndindex(*values.shape):
                value = float(values[row, column])
                ground = color_of(value, low, high, colors) if value == value else look.error
                square = place.square(row, column)
                draw_text(painter, square, self._written(value), ink_on(ground), 7.5, CENTER)
        self._paint_links(painter, scene, told, place)
        self._paint_marks(painter, scene, told, place)
        self._veil_unreached(painter, scene, told, place)

    def _values(self, trace: Trace, told: Labels) -> Floats:
        """(rows, columns)."""
        assert trace.attention is not None
        is_gradient = self.shown.startswith("d_")
        arrays = trace.attention.gradients if is_gradient else trace.attention.values
        values: Floats = arrays[self.shown.removeprefix("d_")]
        return values[np.ix_(told.times, told.sources)]

    def _scale(self, values: Floats) -> tuple[float, float, Colors]:
        if self.shown == "w":
            return 0.0, 1.0, self.look.gate
        scale = self._scales[self.shown]
        scale.fit(peak(values))
        return -scale.bound, scale.bound, self.look.signed

    def _written(self, value: float) -> str:
        if not isfinite(value):
            return number_text(value)
        is_small = self.shown == "d_w" and 0 < abs(value) < 0.01
        mantissa, mark, power = (f"{value:.0e}" if is_small else f"{value:.2f}").partition("e")
        return (f"{mantissa}e{int(power)}" if mark else mantissa).replace("-", "−")

    def _paint_links(self, painter: QPainter, scene: Scene, told: Labels, place: MapLayout) -> None:
        """A frame in each square that belongs together, where that is known."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for time, source in links(scene):
            if time in told.times and source in told.sources:
                square = place.square(told.times.index(time), told.sources.index(source))
                edge = 2.5 if min(place.wide, place.high) >= 11 else 1.0
                frame = square.adjusted(edge, edge, -edge, -edge)
                painter.setPen(QPen(self.look.card, 3.5))
                painter.drawRect(frame)
                painter.setPen(QPen(self.look.warm, 1.8))
                painter.drawRect(frame)

    def _paint_marks(self, painter: QPainter, scene: Scene, told: Labels, place: MapLayout) -> None:
        """The row and the column of what is marked, and the square of what is picked."""
        row, column = marked(scene, told)
        soft = QColor(self.look.accent)
        soft.setAlpha(200)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(soft, 1.6))
        if row is not None:
            painter.drawRect(place.row(row))
        if column is not None:
            painter.drawRect(place.column(column))
        if row is not None and column is not None:
            painter.setPen(QPen(self.look.accent, 2.6))
            painter.drawRect(place.square(row, column))

    def _veil_unreached(
        self, painter: QPainter, scene: Scene, told: Labels, place: MapLayout
    ) -> None:
        if scene.marks.tick is None:
            return
        unknown = Progress(scene.trace, scene.marks.tick).unknown(ATTENTION, self.shown)
        veil = QColor(self.look.card)
        veil.setAlphaF(1 - UNREACHED)
        for row, time in enumerate(told.times):
            if time in unknown:
                painter.fillRect(place.row(row), veil)

    # --- labels ------------------------------------------------------------------------

    def _paint_labels(
        self, painter: QPainter, scene: Scene, told: Labels, place: MapLayout
    ) -> None:
        look, (marked_row, marked_column) = self.look, marked(scene, told)
        head = QRectF(0, place.squares.top() - 17, 0, 14)
        for kind, x, width in place.gutters:
            where = QRectF(x, head.top(), width - 4, head.height())
            draw_text(painter, where, kind, look.muted, 7.5)
            self._paint_gutter(painter, told, place, (kind, x, width), marked_row)
        for column, text in enumerate(told.read):
            is_marked = column == marked_column
            if _has_label(column, place.every[0], marked_column):
                color = look.accent if is_marked else look.text
                self._paint_top(painter, place, column, text, color, is_marked)

    def _paint_gutter(
        self,
        painter: QPainter,
        told: Labels,
        place: MapLayout,
        gutter: tuple[str, float, float],
        marked_row: int | None,
    ) -> None:
        kind, x, width = gutter
        for row, text in enumerate(getattr(told, kind)):
            if not _has_label(row, place.every[1], marked_row):
                continue
            where = QRectF(x, place.row(row).center().y() - 8, width - 5, 16)
            wrong = kind == "says" and told.is_wrong(row)
            color = self.look.text if kind == "says" else self.look.muted
            color = self.look.accent if row == marked_row else self.look.error if wrong else color
            draw_text(painter, where, text, color, SIZE, LEFT, bold=row == marked_row)
            if wrong:
                # Not by colour alone.
                length = min(where.width(), text_width(text, SIZE, bold=row == marked_row))
                painter.setPen(QPen(self.look.error, 1.3))
                y = where.center().y() + 6.5
                painter.drawLine(QPointF(x, y), QPointF(x + length, y))

    def _paint_top(
        self,
        painter: QPainter,
        place: MapLayout,
        column: int,
        text: str,
        color: QColor,
        is_marked: bool,
    ) -> None:
        top, middle = place.top, place.column(column).center().x()
        if not place.upright:
            width = max(place.wide, LETTER)
            where = QRectF(middle - width / 2, top.top(), width, top.height())
            draw_text(painter, where, text, color, SIZE, CENTER, bold=is_marked)
            return
        painter.save()
        painter.translate(middle, top.bottom())
        painter.rotate(-90)
        draw_text(painter, QRectF(5, -8, top.height() - 6, 16), text, color, SIZE, bold=is_marked)
        painter.restore()

    def _paint_foot(self, painter: QPainter, scene: Scene, told: Labels, inside: QRectF) -> None:
        """The legend, and what a frame means."""
        foot = QRectF(inside.left(), inside.bottom() - FOOT + 6, inside.width(), 14)
        _, high, colors = self._scale(self._values(scene.trace, told))
        ends = ("0", "1") if self.shown == "w" else (f"−{brief(high)}", brief(high))
        room = max(text_width(each, 7.5) for each in ends) + 6
        bar = QRectF(foot.left(), foot.top(), 2 * room + 62, foot.height())
        color_bar(painter, bar, self.look, colors, *ends)
        if links(scene):
            text = "framed: what belongs together"
            where = foot.adjusted(bar.width() + 8, 0, 0, 0)
            draw_text(painter, where, text, self.look.warm, 7.5, RIGHT)

    # --- the mouse ---------------------------------------------------------------------

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        if self.scene is None or self.scene.trace.attention is None:
            return None
        told = labels(self.scene.trace)
        row, column = lay_out(told, _inside(area)).place(x, y)
        if row is not None and column is not None:
            return Spot(told.times[row], ATTENTION, self.shown, told.sources[column])
        if row is not None:
            return Spot(told.times[row], "", "y")
        return None if column is None else Spot(told.sources[column], "", "x")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.scene is not None:
            for switch in switches(_inside(QRectF(self.rect()))):
                has_any = self.scene.trace.attention is not None
                if has_any and switch.area.adjusted(-6, -3, 6, 3).contains(event.position()):
                    self.show_quantity(switch.key)
                    return
        super().mousePressEvent(event)


def _inside(area: QRectF) -> QRectF:
    return area.adjusted(PADDING, TITLE_HEIGHT, -PADDING, -4)


def _has_label(number: int, every: int, marked: int | None) -> bool:
    """Whether a row or column has its label: every so many of them, and the marked one, which
    takes the room of those beside it."""
    if marked is not None and abs(number - marked) < every:
        return number == marked
    return number % every == 0


def _hint(trace: Trace) -> str:
    return NO_ATTENTION if trace.source_steps else NO_DECODER


def switches(inside: QRectF) -> tuple[Switch, ...]:
    """Where one chooses what is shown."""
    found, x = [], inside.left()
    for key, name, symbol in SHOWN:
        width = text_width(name, SIZE, bold=True) + 4 + math_width(symbol, 10.0)
        found.append(Switch(key, name, symbol, QRectF(x, inside.top(), width, HEAD - 5)))
        x += width + BETWEEN
    return tuple(found)


def links(scene: Scene) -> tuple[tuple[int, int], ...]:
    """(step of the decoder, step of the source) of what is known to belong together. An example
    that is older than the trace may be about another sequence."""
    trace, example = scene.trace, scene.example
    exhibit = example.exhibit
    is_same = trace.origin.sample == "pinned" or example.update == trace.origin.update
    if not isinstance(exhibit, PairExhibit) or not is_same:
        return ()
    return tuple(
        (trace.source_steps + wanted, exhibit.source[source].time)
        for wanted, source in exhibit.links
    )


def marked(scene: Scene, told: Labels) -> tuple[int | None, int | None]:
    """The row and the column of what is marked; none where it has none here."""
    marks = scene.marks
    spot = marks.pointed or marks.picked
    looking = looking_back(scene.trace, spot)
    time = spot.time
    row = told.times.index(time) if time in told.times else None
    source = time if looking is None else looking.source
    says_source = looking is None or is_by_source(spot) or spot.column is not None
    column = told.sources.index(source) if says_source and source in told.sources else None
    return row, column


def ink_on(ground: QColor) -> QColor:
    """Black or white, whichever can be read on a colour."""
    dark = qGray(ground.rgb()) < 128
    return QColor(Qt.GlobalColor.white) if dark else QColor(Qt.GlobalColor.black)

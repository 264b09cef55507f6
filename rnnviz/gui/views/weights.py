"""WeightsView: the weights, their gradient as it grows on the way back, and the update."""

from functools import lru_cache
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QWheelEvent

from rnnviz.gui.painting import (
    CENTER,
    PADDING,
    RIGHT,
    TITLE_HEIGHT,
    Floats,
    card,
    color_bar,
    draw_math,
    draw_text,
    heat_image,
    heat_map,
    math_width,
    text_width,
    title,
)
from rnnviz.gui.views.read_places import column_name, readout_name
from rnnviz.gui.views.track_scale import nice, peak
from rnnviz.gui.views.view import View
from rnnviz.trace.formula_numbers import number_text
from rnnviz.trace.optimizer_terms import optimizer_lines
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.ticks import ticks
from rnnviz.trace.trace import ATTENTION, ATTENTION_QUANTITIES, LaneTrace, Trace
from rnnviz.trace.weight_maps import WeightMap, sentence, weight_maps

#: Where rows so high do not fit, the wheel moves the list.
LIST_WIDTH, ROW, LEAST_ROW = 118.0, 20.0, 15.0
FOOT, HEAD, GAP = 20.0, 34.0, 14.0
#: Numbers are written into squares at least so wide and high.
WRITTEN_WIDTH, WRITTEN_HEIGHT = 40.0, 15.0
LINE = 17.0
FORMULA_WIDTH, NUMBERS_WIDTH = 226.0, 290.0
#: A narrower map has no room for a legend with colours.
LEAST_LEGEND = 130.0
LEAST_SIZE = 280, 190


class Placed(NamedTuple):
    """A map with its squares' area, the number that has the strongest colour, and the width
    that there is for its title."""

    shown: WeightMap
    matrix: Floats
    area: QRectF
    bound: float
    room: float


class WeightsView(View):
    """At the left the parameters, at the right maps of the chosen one. A click on a weight
    asks to set it; pointing at a number tells it."""

    key: ClassVar[str] = "weights"
    title: ClassVar[str] = "Weights"

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(*LEAST_SIZE)
        self.chosen = ""
        self._turned = 0
        self._under: QPointF | None = None

    def picture_size(self) -> QSizeF:
        return QSizeF(760, 320)

    def choose(self, name: str) -> None:
        """Show this parameter; KeyError where there is none of that name."""
        if self.scene is not None and name not in self.scene.trace.parameters:
            raise KeyError(name)
        self.chosen = name
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.scene is None or event.position().x() >= LIST_WIDTH:
            event.ignore()
            return
        area, trace = QRectF(self.rect()), self.scene.trace
        notches = event.angleDelta().y() // 120
        most = len(trace.parameters) - len(self._rows(area, trace))
        self._turned = max(0, min(most, self._turned - 3 * notches))
        self.update()
        event.accept()

    def name(self, trace: Trace) -> str:
        """The chosen parameter, or the first one where this network has none of that name."""
        return self.chosen if self.chosen in trace.parameters else next(iter(trace.parameters))

    def sentence(self, scene: Scene) -> str:
        name = self.name(scene.trace)
        return f"Weights, {name}: {sentence(scene, name)}"

    # --- drawing -----------------------------------------------------------------------

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, name = self.scene, self.name(self.scene.trace)
        card(painter, area, self.look)
        title(painter, area, self.look, self.title, sentence(scene, name))
        self._paint_list(painter, area, scene.trace, name)
        maps = self._placed(scene, name, area)
        for placed in maps:
            self._paint_map(painter, placed)
        self._paint_lines(painter, scene, name, area)
        self._paint_foot(painter, scene, name, maps, area)

    def _paint_list(self, painter: QPainter, area: QRectF, trace: Trace, name: str) -> None:
        for each, row in self._rows(area, trace).items():
            if each == name:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.look.accent_soft)
                painter.drawRoundedRect(row, 4, 4)
            lane, _, short = each.rpartition(".")
            color = self.look.accent if each == name else self.look.text
            draw_math(painter, row.adjusted(8, 0, 0, 0), _symbol(short), color, 10.5)
            shape = " × ".join(map(str, trace.parameters[each].shape))
            layer = _short_lane(lane) if len(trace.lanes) > 1 and lane else ""
            place = row.adjusted(12 + math_width(_symbol(short), 10.5), 0, -6, 0)
            text = " · ".join(filter(None, (layer, shape)))
            fits = not layer or text_width(text, 7.5) <= place.width()
            draw_text(painter, place, text if fits else layer, self.look.muted, 7.5, RIGHT)

    def _paint_map(self, painter: QPainter, placed: Placed) -> None:
        shown, matrix, area, bound, room = placed
        look = self.look
        head = QRectF(area.left(), area.top() - HEAD, room, 18)
        draw_text(painter, head, shown.title, look.text, 8.5)
        legend = QRectF(area.left(), area.top() - HEAD + 17, 140, 14)
        ends = number_text(bound).replace(".000", "").replace(".00·", "·")
        if placed.room >= LEAST_LEGEND:
            color_bar(painter, legend, look, look.signed, f"−{ends}", ends, 44.0)
        else:
            draw_text(painter, legend, f"±{ends}", look.muted, 7.5)
        image = heat_image(matrix, -bound, bound, look.signed, look.text)
        heat_map(painter, area, image, look.card)
        painter.setPen(QPen(look.border, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        self._paint_numbers(painter, matrix, area, bound)

    def _paint_numbers(self, painter: QPainter, matrix: Floats, area: QRectF, bound: float) -> None:
        rows, columns = matrix.shape
        wide, high = area.width() / columns, area.height() / rows
        if wide < WRITTEN_WIDTH or high < WRITTEN_HEIGHT:
            return
        for row in range(rows):
            for column in range(columns):
                value = float(matrix[row, column])
                square = QRectF(area.left() + column * wide, area.top() + row * high, wide, high)
                strong = abs(value) > 0.6 * bound
                color = self.look.card if strong else self.look.text
                draw_text(painter, square, number_text(value), color, 7.5, CENTER)

    def _paint_lines(self, painter: QPainter, scene: Scene, name: str, area: QRectF) -> None:
        """The optimiser's formulas for one number: that under the pointer, or the first."""
        if not self._is_at_step(scene) or scene.coming is None:
            return
        index = self._index_under(scene, name, area) or _first(scene.coming.before[name])
        lines = optimizer_lines(scene.coming, name, index)
        y = area.bottom() - FOOT - 6 - LINE * len(lines)
        left, right = area.left() + LIST_WIDTH + GAP, area.right() - PADDING
        # In a narrow place the numbers alone: the sentence names the optimiser.
        beside = right - left >= FORMULA_WIDTH + NUMBERS_WIDTH
        for line in lines:
            if beside:
                symbols = QRectF(left, y, FORMULA_WIDTH, LINE)
                draw_text(painter, symbols, line.symbols, self.look.muted, 8.5)
            x = left + FORMULA_WIDTH + 6 if beside else left
            text = line.numbers if beside else f"{line.left} {line.numbers}"
            numbers = QRectF(x, y, right - x, LINE)
            draw_text(painter, numbers, text, self.look.accent, 8.5 if beside else 7.5)
            y += LINE

    def _paint_foot(
        self, painter: QPainter, scene: Scene, name: str, maps: tuple[Placed, ...], area: QRectF
    ) -> None:
        line = QRectF(area.left() + LIST_WIDTH + GAP, area.bottom() - FOOT - 2, 0, FOOT)
        line.setRight(area.right() - PADDING)
        index = self._index_under(scene, name, area)
        if index is None:
            hint = "point at a number to read it; click a weight to set it"
            draw_text(painter, line, hint, self.look.faint, 8.5)
            return
        values = ", ".join(
            f"{placed.shown.title} {number_text(float(placed.shown.values[index]))}"
            for placed in maps
        )
        text = f"{_place_text(scene.trace, name, index)}: {values}"
        draw_text(painter, line, text, self.look.text, 8.5)

    # --- places ------------------------------------------------------------------------

    def _is_at_step(self, scene: Scene) -> bool:
        tick = scene.marks.tick
        return tick is not None and ticks(scene.trace)[tick].quantity == "step"

    def _rows(self, area: QRectF, trace: Trace) -> dict[str, QRectF]:
        """The rows of the list that are in sight, by the parameter's name."""
        names, top = list(trace.parameters), area.top() + TITLE_HEIGHT + 4
        room = area.bottom() - top - 6
        shown = min(len(names), max(1, int(room / LEAST_ROW)))
        height = min(ROW, room / shown)
        left, first = area.left() + 6, min(self._turned, len(names) - shown)
        return {
            name: QRectF(left, top + n * height, LIST_WIDTH - 6, height)
            for n, name in enumerate(names[first : first + shown])
        }

    def _placed(self, scene: Scene, name: str, area: QRectF) -> tuple[Placed, ...]:
        maps = weight_maps(scene, name)
        room = QRectF(area)
        room.setLeft(area.left() + LIST_WIDTH + GAP)
        room.setRight(area.right() - PADDING)
        room.setTop(area.top() + TITLE_HEIGHT + HEAD)
        room.setBottom(area.bottom() - FOOT - 8)
        if self._is_at_step(scene) and scene.coming is not None:
            lines = optimizer_lines(scene.coming, name, _first(scene.coming.before[name]))
            room.setBottom(room.bottom() - LINE * len(lines) - 4)
        return tuple(
            _placed(shown, cell, _shared_bound(shown, maps))
            for shown, cell in zip(maps, _cells(room, len(maps)), strict=True)
        )

    def _index_under(self, scene: Scene, name: str, area: QRectF) -> tuple[int, ...] | None:
        """The number under the pointer, in whichever map."""
        if self._under is None:
            return None
        for placed in self._placed(scene, name, area):
            if placed.area.contains(self._under):
                return _index(placed, self._under)
        return None

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        if self.scene is None:
            return None
        name, at = self.name(self.scene.trace), QPointF(x, y)
        for placed in self._placed(self.scene, name, area):
            if placed.area.contains(at):
                return self._spot(name, _index(placed, at))
        return None

    def _spot(self, name: str, index: tuple[int, ...]) -> Spot:
        assert self.scene is not None
        lane, _, short = name.rpartition(".")
        column = index[1] if len(index) > 1 else None
        return Spot(self.scene.marks.picked.time, lane, short, index[0], column)

    # --- what a person does ------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._under = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._under = None
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.scene is None or event.button() != Qt.MouseButton.LeftButton:
            return
        at, area, trace = event.position(), QRectF(self.rect()), self.scene.trace
        for name, row in self._rows(area, trace).items():
            if row.contains(at):
                self.choose(name)
                return
        name = self.name(trace)
        for placed in self._placed(self.scene, name, area):
            if placed.area.contains(at) and placed.shown.is_weight:
                index = _index(placed, at)
                self.edit_wanted.emit(self._spot(name, index), _square(placed, index))


def _cells(room: QRectF, count: int) -> list[QRectF]:
    """Room for so many maps: side by side, or one below the other where that is wider."""
    if room.height() > room.width():
        height = (room.height() - HEAD * (count - 1)) / count
        tops = [room.top() + n * (height + HEAD) for n in range(count)]
        return [QRectF(room.left(), top, room.width(), height) for top in tops]
    width = (room.width() - GAP * (count - 1)) / count
    lefts = [room.left() + n * (width + GAP) for n in range(count)]
    return [QRectF(left, room.top(), width, room.height()) for left in lefts]


def _placed(shown: WeightMap, cell: QRectF, bound: float) -> Placed:
    matrix = shown.values if shown.values.ndim == 2 else shown.values[:, None]
    rows, columns = matrix.shape
    wide = min(cell.width(), max(28.0, 64.0 * columns))
    high = min(max(8.0, cell.height()), 34.0 * rows)
    area = QRectF(cell.left(), cell.top(), wide, high)
    return Placed(shown, matrix, area, bound, cell.width())


def _index(placed: Placed, at: QPointF) -> tuple[int, ...]:
    rows, columns = placed.matrix.shape
    row = min(rows - 1, int((at.y() - placed.area.top()) / placed.area.height() * rows))
    column = min(columns - 1, int((at.x() - placed.area.left()) / placed.area.width() * columns))
    return (row, column) if placed.shown.values.ndim == 2 else (row,)


def _square(placed: Placed, index: tuple[int, ...]) -> QRect:
    rows, columns = placed.matrix.shape
    wide, high = placed.area.width() / columns, placed.area.height() / rows
    column = index[1] if len(index) > 1 else 0
    x, y = placed.area.left() + column * wide, placed.area.top() + index[0] * high
    return QRectF(x, y, wide, high).toRect()


def _first(array: Floats) -> tuple[int, ...]:
    return (0,) * array.ndim


def _shared_bound(shown: WeightMap, maps: tuple[WeightMap, ...]) -> float:
    """The number with the strongest colour: one for all maps that are to be compared, since
    each on a scale of its own would look the same before and after clipping."""
    compared = [each for each in maps if shown.scale and each.scale == shown.scale]
    greatest = max(peak(each.values) for each in (shown, *compared))
    return nice(greatest) if greatest > 0 else 1.0


def _place_text(trace: Trace, name: str, index: tuple[int, ...]) -> str:
    """Which number, in words: the unit and what it is multiplied with."""
    short = name.rpartition(".")[2]
    unit = trace.labels.classes[index[0]] if name in ("W_hy", "b_y") else f"unit {index[0] + 1}"
    if len(index) == 1:
        return f"{short}, {unit}"
    return f"{short}, {unit} × {_source(trace, name, index[1])}"


def _source(trace: Trace, name: str, column: int) -> str:
    if name == "W_hy":
        return readout_name(trace, column)
    lane, _, weight = name.rpartition(".")
    attends = lane == ATTENTION
    for quantity in ATTENTION_QUANTITIES if attends else trace.quantities:
        for product in quantity.products:
            if product.weight == weight:
                read_by = None if attends else trace.lane(lane)
                return _named_column(trace, read_by, product.sources, column)
    return str(column + 1)


def _named_column(
    trace: Trace, lane: LaneTrace | None, sources: tuple[str, ...], column: int
) -> str:
    """What a column is multiplied with; without a lane by attention."""
    for source in sources:
        width = lane.inputs.shape[1] if lane and source == "x" else trace.hidden
        if column < width:
            return column_name(trace, lane, source, column) if lane else f"{source} {column + 1}"
        column -= width
    return ""


def _short_lane(key: str) -> str:
    """A lane's key in a narrow place: "1", "1 ←", "enc 1", "dec 1", "att"."""
    name, back = key.removesuffix("_back"), " ←" if key.endswith("_back") else ""
    if name == ATTENTION:
        return name[:3]
    role, layer = name[:-1], name[-1]
    return f"{'' if role == 'layer' else f'{role[:3]} '}{layer}{back}"


@lru_cache(maxsize=64)
def _symbol(name: str) -> str:
    """A parameter's name for mathematical type: W_{hy}."""
    letter, _, index = name.partition("_")
    return f"{letter}_{{{index}}}" if index else letter

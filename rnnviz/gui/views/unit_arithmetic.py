"""UnitArithmetic: how one number of one unit comes about, down to a single multiplication."""

from typing import ClassVar, NamedTuple

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QPainter

from rnnviz.gui.painting import (
    BUTTONS_WIDTH,
    PADDING,
    TITLE_HEIGHT,
    card,
    draw_math,
    draw_text,
    math_width,
    title,
)
from rnnviz.gui.views.formula_math import formulas
from rnnviz.gui.views.unit_bars import BarsPlace, paint_bars
from rnnviz.gui.views.unit_curve import paint_curve
from rnnviz.gui.views.view import View
from rnnviz.trace.formula_numbers import number_text
from rnnviz.trace.formula_place import Place
from rnnviz.trace.formula_progress import current
from rnnviz.trace.formula_rows import place, row
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.ticks import Phase
from rnnviz.trace.trace import Trace
from rnnviz.trace.unit_sum import Bend, Group, UnitSum, affine_key, bend, readout_sum, unit_sum

FOOT = 20.0
#: Of the width, what the sum takes where there is a curve beside it.
SHARE = 0.64
LINE = 26.0


class Shown(NamedTuple):
    """What there is to show of a place: a sum, or a formula unit by unit; and a nonlinearity."""

    key: str
    total: UnitSum | None
    shape: Bend | None


class UnitArithmetic(View):
    """The picked unit's picked quantity. A press on a weight, a bias or an input asks to set
    it; pointing at a column tells its numbers."""

    key: ClassVar[str] = "unit"
    title: ClassVar[str] = "Unit"

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(190)
        self._under: QPointF | None = None

    def picture_size(self) -> QSizeF:
        return QSizeF(1000, 360)

    def sentence(self, scene: Scene) -> str:
        return f"Arithmetic of {self._caption(scene)}"

    # --- what to show ------------------------------------------------------------------

    def shown(self, scene: Scene) -> Shown:
        """The sum and the nonlinearity of what is picked."""
        trace = scene.trace
        here, key = place(trace, scene.marks.picked), self._key(scene)
        if key == "y":
            output = _output_of_interest(trace, here.time)
            return Shown(key, readout_sum(trace, here.time, output), None)
        affine = affine_key(trace, key)
        total = unit_sum(trace, here.lane, here.time, here.unit, affine) if affine else None
        return Shown(key, total, bend(trace, here.lane, here.time, here.unit, key))

    @staticmethod
    def _key(scene: Scene) -> str:
        """The picked quantity; where that is none of a cell, its output."""
        key = scene.marks.picked.quantity.removeprefix("d_")
        known = {quantity.key for quantity in scene.trace.quantities}
        if key in ("y", "E"):
            return "y"
        return key if key in known else scene.trace.states[0]

    def _is_backward(self, scene: Scene) -> bool:
        tick = current(scene.trace, scene.marks)
        if tick is not None:
            return tick.phase is Phase.BACKWARD
        return scene.marks.picked.quantity.startswith("d_")

    def _caption(self, scene: Scene) -> str:
        trace, key = scene.trace, self._key(scene)
        here = place(trace, scene.marks.picked)
        layer = f"{here.lane.title}, " if len(trace.lanes) > 1 else ""
        if key == "y":
            output = _output_of_interest(trace, here.time)
            return f"output ‘{trace.labels.classes[output]}’, t = {here.time + 1}"
        quantity = trace.quantity(key)
        name = f"{quantity.title} {quantity.symbol}"
        return f"{name}, {layer}unit {here.unit + 1}, t = {here.time + 1}"

    # --- drawing -----------------------------------------------------------------------

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, shown = self.scene, self.shown(self.scene)
        card(painter, area, self.look)
        title(painter, area, self.look, self.title, self._caption(scene), BUTTONS_WIDTH)
        backward = self._is_backward(scene)
        left, right = self._parts(area, shown)
        if shown.total is not None:
            paint_bars(painter, left, self.look, scene.trace, shown.total, backward)
        else:
            self._paint_formula(painter, left, scene, shown)
        if shown.shape is not None:
            here = place(scene.trace, scene.marks.picked)
            gradients = _gradients(scene.trace, here, shown.shape) if backward else None
            paint_curve(painter, right, self.look, shown.shape, gradients)
        self._paint_foot(painter, area, scene, shown, left)

    def _paint_formula(self, painter: QPainter, area: QRectF, scene: Scene, shown: Shown) -> None:
        """What is computed unit by unit: the formula, and below it the recorded numbers."""
        trace, look = scene.trace, self.look
        here = place(trace, scene.marks.picked)
        numbers = row(trace, here, shown.key)
        symbol, formula = formulas(trace.quantities)[shown.key]
        y = area.top() + max(6.0, area.height() / 2 - 1.5 * LINE)
        left, wide = area.left() + 20, area.width() - 20
        line = QRectF(left, y, wide, LINE)
        draw_math(painter, line, f"{symbol} = {formula}", look.text, 15.0)
        for text, size in ((f"= {numbers.numbers}", 12.0), (f"= {numbers.result}", 14.0)):
            line = line.translated(0, LINE)
            draw_text(painter, line, text, look.accent, size)
        if self._is_backward(scene):
            gradient = float(here.lane.gradients[shown.key][here.time, here.unit])
            line = line.translated(0, LINE)
            draw_math(painter, line, f"∂E/∂{symbol}", look.warm, 13.0)
            rest = line.adjusted(math_width(f"∂E/∂{symbol}", 13.0) + 8, 0, 0, 0)
            draw_text(painter, rest, f"= {number_text(gradient)}", look.warm, 12.0)

    def _paint_foot(
        self, painter: QPainter, area: QRectF, scene: Scene, shown: Shown, left: QRectF
    ) -> None:
        line = QRectF(area.left() + PADDING, area.bottom() - FOOT - 2, 0, FOOT)
        line.setRight(area.right() - PADDING)
        total = shown.total
        if total is None:
            return
        column = None
        if self._under is not None and left.contains(self._under):
            column = BarsPlace(left, len(total.weights)).column_at(self._under.x())
        if column is None:
            text = "point at a column to read it; click a weight, a bias or an input to set it"
            draw_text(painter, line, text, self.look.faint, 8.5)
            return
        group = _group(total, column)
        source = _source_name(scene.trace, group, column - group.start, self._is_lowest(scene))
        values = [float(v[column]) for v in (total.weights, total.read, total.products)]
        text = (
            f"{source}: {number_text(values[0])} · {number_text(values[1])} = "
            f"{number_text(values[2])}, sum so far {number_text(float(total.sums[column + 1]))}"
        )
        if self._is_backward(scene):
            text = (
                f"{source}: adds δ · s = {number_text(total.gradient)} · "
                f"{number_text(values[1])} = {number_text(float(total.adds[column]))}"
            )
        draw_text(painter, line, text, self.look.text, 8.5)

    def _is_lowest(self, scene: Scene) -> bool:
        return place(scene.trace, scene.marks.picked).lane is scene.trace.lanes[0]

    # --- places ------------------------------------------------------------------------

    @staticmethod
    def _parts(area: QRectF, shown: Shown) -> tuple[QRectF, QRectF]:
        inside = area.adjusted(PADDING, TITLE_HEIGHT + 2, -PADDING, -FOOT - 4)
        if shown.shape is None:
            return inside, QRectF()
        left = QRectF(inside)
        left.setWidth(inside.width() * SHARE)
        right = QRectF(inside)
        right.setLeft(left.right() + 14)
        return left, right

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        if self.scene is None:
            return None
        shown, at = self.shown(self.scene), QPointF(x, y)
        left, right = self._parts(area, shown)
        here = place(self.scene.trace, self.scene.marks.picked)
        if shown.total is not None and left.contains(at):
            return self._spot_in_bars(shown.total, left, at, here)
        if right.contains(at) and shown.key != "y":
            return Spot(here.time, here.lane.key, shown.key, here.unit)
        return None

    def _spot_in_bars(self, total: UnitSum, area: QRectF, at: QPointF, here: Place) -> Spot | None:
        assert self.scene is not None
        bars = BarsPlace(area, len(total.weights))
        is_readout = total.key == "y"
        lane = "" if is_readout else here.lane.key
        unit = _output_of_interest(self.scene.trace, here.time) if is_readout else here.unit
        if bars.bias.contains(at) and total.bias_name:
            return Spot(here.time, lane, total.bias_name, unit)
        column = bars.column_at(at.x())
        if column is None:
            return None
        group = _group(total, column)
        if bars.read.contains(at):
            return _source_spot(self.scene.trace, here, group.source, column - group.start)
        first = group.first_column + column - group.start
        return Spot(here.time, lane, group.weight, unit, first)

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
        at = event.position()
        spot = self.spot(at.x(), at.y(), QRectF(self.rect()))
        states = self.scene.trace.states
        if spot is None:
            return
        if spot.parameter in self.scene.trace.parameters or spot.quantity in (*states, "x"):
            place_of = QRectF(at.x() - 20, at.y() - 10, 40, 20).toRect()
            self.edit_wanted.emit(spot, place_of)
        else:
            self.picked.emit(spot)


def _output_of_interest(trace: Trace, time: int) -> int:
    """The class that is wanted, or the likeliest one."""
    if trace.scored[time] and trace.targets.ndim == 1:
        return int(trace.targets[time])
    return int(np.argmax(trace.outputs[time]))


def _gradients(trace: Trace, here: Place, shape: Bend) -> tuple[float, float] | None:
    """∂E/∂f and ∂E/∂x, where both are recorded: where f alone makes a quantity."""
    if trace.quantity(shape.result).formula != f"{shape.name}({{{shape.source}}})":
        return None
    index = here.time, here.unit
    lane = here.lane
    return float(lane.gradients[shape.result][index]), float(lane.gradients[shape.source][index])


def _group(total: UnitSum, column: int) -> Group:
    return next(group for group in total.groups if group.start <= column < group.stop)


def _source_name(trace: Trace, group: Group, index: int, is_lowest: bool) -> str:
    if group.source == "x":
        return f"x ‘{trace.labels.features[index]}’" if is_lowest else f"x {index + 1}"
    before = " of t − 1" if group.source.endswith("-") else ""
    return f"{_symbol(trace, group.source)} {index + 1}{before}"


def _symbol(trace: Trace, source: str) -> str:
    return trace.quantity(source.removesuffix("-")).symbol


def _source_spot(trace: Trace, here: Place, source: str, index: int) -> Spot | None:
    """The place of a number that comes in; None for a state before the first step."""
    if source == "x":
        number = trace.lanes.index(here.lane)
        if number == 0:
            return Spot(here.time, "", "x", index)
        return Spot(here.time, trace.lanes[number - 1].key, trace.states[0], index)
    if not source.endswith("-"):
        return Spot(here.time, here.lane.key, source, index)
    if here.time == 0:
        return None
    return Spot(here.time - 1, here.lane.key, source[:-1], index)

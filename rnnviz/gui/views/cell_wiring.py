"""CellWiring: one cell at one time step, as a diagram with its live vectors in it."""

from typing import ClassVar, NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPen, QPolygonF

from rnnviz.gui.painting import (
    RIGHT,
    Floats,
    at_time,
    card,
    draw_math,
    draw_text,
    heat_image,
    heat_map,
    math_width,
    title,
)
from rnnviz.gui.views.formula_math import formulas
from rnnviz.gui.views.nothing_computed import paint_nothing_computed
from rnnviz.gui.views.read_places import before_symbol, read_spot, reading
from rnnviz.gui.views.track_scale import nice, peak
from rnnviz.gui.views.unrolled_ground import buttons_width
from rnnviz.gui.views.unrolled_network import flow_widths
from rnnviz.gui.views.view import View
from rnnviz.gui.views.wiring_layout import WiringLayout, lay_out
from rnnviz.trace.cell_graph import CellGraph, cell_graph
from rnnviz.trace.formula import BEFORE
from rnnviz.trace.formula_numbers import number_text
from rnnviz.trace.formula_place import Place
from rnnviz.trace.formula_progress import current, unreached
from rnnviz.trace.formula_rows import cell_title, place
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.ticks import Phase, Tick
from rnnviz.trace.trace import Family, Trace

STRIP, INSIDE = 9.0, 7.0
#: A lower node has no room for its gradient.
LEAST_FOR_TWO = 38.0
#: In a node that is lower still the numbers stand beside the symbol, which takes so much.
LEAST_FOR_LINES, SYMBOL_ROOM, LEAST_STRIP = 29.0, 32.0, 16.0
#: Nodes at least so wide have room for the number of the picked unit, which takes so much.
NUMBER_WIDTH, NUMBER_ROOM = 96.0, 52.0
SMALL = 9.0
FAINT = 0.22


class Vector(NamedTuple):
    """The numbers of a node, (n,), with the range of their colours; and their gradient."""

    values: Floats
    low: float
    high: float
    is_gate: bool
    gradient: Floats | None


class CellWiring(View):
    """The picked lane at the picked time step. A press picks a quantity and a unit of it; a
    double press on a state or an input asks to set it."""

    key: ClassVar[str] = "cell"
    title: ClassVar[str] = "Cell"

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(190)

    def picture_size(self) -> QSizeF:
        return QSizeF(1000, 380)

    def sentence(self, scene: Scene) -> str:
        return f"Wiring of the cell: {self._caption(scene)}"

    # --- drawing -----------------------------------------------------------------------

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, trace = self.scene, self.scene.trace
        here, graph = place(trace, scene.marks.picked), cell_graph(trace)
        laid, tick = lay_out(graph, area), current(trace, scene.marks)
        hidden = unreached(trace, tick, here.lane.key, here.time)
        card(painter, area, self.look)
        title(painter, area, self.look, self.title, self._caption(scene), buttons_width(trace))
        if not trace.exists[here.time]:
            paint_nothing_computed(painter, area, self.look)
            return
        backward = tick is None or tick.phase is not Phase.FORWARD
        for edge in graph.edges:
            known = edge.target not in hidden
            painter.setOpacity(1.0 if known else FAINT)
            self._paint_edge(painter, laid, edge.source, edge.target)
            if backward and f"d_{edge.target}" not in hidden and known:
                self._paint_flow(painter, laid, here, edge.source, edge.target)
        lit, marked = _lit(tick, here, graph)
        for key in laid.nodes:
            painter.setOpacity(FAINT if key in hidden else 1.0)
            vector = vector_of(trace, here, key)
            shows = backward and f"d_{key}" not in hidden
            self._paint_node(painter, laid, here, key, vector, shows)
            painter.setOpacity(1.0)
            self._paint_frame(painter, laid.nodes[key], key == lit, key in marked)
        self._paint_pointed(painter, scene, laid, here)

    def _paint_edge(self, painter: QPainter, laid: WiringLayout, source: str, target: str) -> None:
        path = _path(laid.leaves(source), laid.enters(target))
        painter.setPen(QPen(self.look.faint, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        tip = laid.enters(target)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.faint)
        painter.drawPolygon(_head(tip, 1.0, 4.5))

    def _paint_flow(
        self, painter: QPainter, laid: WiringLayout, here: Place, source: str, target: str
    ) -> None:
        """The gradient on its way back through an edge, as wide as its norm is large."""
        norm = float(np.linalg.norm(here.lane.gradients[target][here.time]))
        wide = float(flow_widths(np.array([norm]))[0])
        if wide <= 0:
            return
        start, end = laid.leaves(source), laid.enters(target)
        color = QColor(self.look.warm)
        color.setAlpha(150)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, wide * 0.6 + 0.6))
        shift = QPointF(0, 5)
        painter.drawPath(_path(start + shift, end + shift))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(_head(start + shift, -1.0, 4.0 + wide / 2))

    def _paint_node(
        self,
        painter: QPainter,
        laid: WiringLayout,
        here: Place,
        key: str,
        vector: Vector,
        shows_gradient: bool,
    ) -> None:
        look, box = self.look, laid.nodes[key]
        assert self.scene is not None
        painter.setPen(QPen(look.border, 1))
        painter.setBrush(look.control)
        painter.drawRoundedRect(box, 5, 5)
        self._paint_words(painter, box, key, here, vector)
        strips = self._strips(box, shows_gradient and vector.gradient is not None)
        # Of a lower input what is read stands there in words, and a lower state has no room.
        if box.height() < LEAST_FOR_LINES and (key == "x" or strips[0].width() < LEAST_STRIP):
            return
        colors = look.gate if vector.is_gate else look.signed
        image = heat_image(vector.values[None], vector.low, vector.high, colors, look.text)
        heat_map(painter, strips[0], image, look.card)
        if len(strips) > 1 and vector.gradient is not None:
            bound = peak(vector.gradient) or 1.0
            image = heat_image(vector.gradient[None], -bound, bound, look.signed, look.text)
            heat_map(painter, strips[1], image, look.card)
            edge = strips[1].adjusted(-2, 0, 0, 0)
            painter.fillRect(QRectF(edge.left() - 2, edge.top(), 3, edge.height()), look.warm)
        if here.unit < len(vector.values) and key != "x":
            self._paint_unit(painter, strips[0], here.unit, len(vector.values))

    def _paint_words(
        self, painter: QPainter, box: QRectF, key: str, here: Place, vector: Vector
    ) -> None:
        assert self.scene is not None
        trace, is_low = self.scene.trace, box.height() < LEAST_FOR_LINES
        high = box.height() - 2 if is_low else 18.0
        line = QRectF(box.left() + INSIDE, box.top() + 1, box.width() - 2 * INSIDE, high)
        symbol = node_symbol(trace, here, key)
        draw_math(painter, line, symbol, self.look.text, 11.0)
        used = math_width(symbol, 11.0) + 6
        number = ""
        if key == "x":
            number = "" if trace.below(here.lane) else trace.labels.inputs[here.time]
        elif not is_low and box.width() >= NUMBER_WIDTH:
            number = number_text(float(vector.values[here.unit]))
        draw_text(painter, line, number, self.look.accent, 8.5, RIGHT, bold=True)
        formula = f"= {formulas(trace.quantities)[key][1]}" if key in here.lane.values else ""
        formula = formula.replace(BEFORE, before_symbol(here.lane))
        room = line.width() - used - NUMBER_ROOM
        if formula and not is_low and math_width(formula, SMALL) <= room:
            rest = line.adjusted(used, 0, 0, 0)
            draw_math(painter, rest, formula, self.look.muted, SMALL)

    def _paint_unit(self, painter: QPainter, strip: QRectF, unit: int, count: int) -> None:
        wide = strip.width() / count
        square = QRectF(strip.left() + unit * wide, strip.top(), max(wide, 3.0), strip.height())
        painter.setPen(QPen(self.look.text, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(square)

    def _paint_frame(self, painter: QPainter, box: QRectF, lit: bool, marked: bool) -> None:
        if not lit and not marked:
            return
        style = Qt.PenStyle.SolidLine if lit else Qt.PenStyle.DashLine
        painter.setPen(QPen(self.look.accent, 2.4 if lit else 1.6, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 7, 7)

    def _paint_pointed(
        self, painter: QPainter, scene: Scene, laid: WiringLayout, here: Place
    ) -> None:
        pointed = scene.marks.pointed
        if pointed is None or pointed.time != here.time or pointed.lane not in ("", here.lane.key):
            return
        key = pointed.quantity.removeprefix("d_")
        if key in laid.nodes:
            painter.setPen(QPen(self.look.accent, 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(laid.nodes[key].adjusted(-1, -1, 1, 1), 6, 6)

    def _caption(self, scene: Scene) -> str:
        trace = scene.trace
        here = place(trace, scene.marks.picked)
        parts = [cell_title(trace), f"t = {here.time + 1} of {trace.steps}"]
        if trace.exists[here.time]:
            parts.append(reading(trace, here.time))
        if len(trace.lanes) > 1:
            parts.insert(1, trace.lane_title(here.lane))
        return "  ·  ".join([*parts, f"unit {here.unit + 1}"])

    # --- places ------------------------------------------------------------------------

    @staticmethod
    def _strips(box: QRectF, two: bool) -> list[QRectF]:
        """Where a node's numbers are drawn, and below them its gradient where there is room."""
        if box.height() < LEAST_FOR_LINES:
            return [box.adjusted(INSIDE + SYMBOL_ROOM, 7, -INSIDE, -7)]
        two = two and box.height() >= LEAST_FOR_TWO
        above = 20.0
        high = min(STRIP * 1.6, max(4.0, (box.height() - above - 1) / (2 if two else 1) - 2))
        left, wide = box.left() + INSIDE, box.width() - 2 * INSIDE
        strips = [QRectF(left, box.top() + above, wide, high)]
        if two:
            strips.append(QRectF(left, box.top() + above + 2 + high, wide, high))
        return strips

    def _node_at(self, x: float, y: float, area: QRectF) -> tuple[str, QRectF] | None:
        assert self.scene is not None
        laid = lay_out(cell_graph(self.scene.trace), area)
        for key, box in laid.nodes.items():
            if box.contains(x, y):
                return key, box
        return None

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        if self.scene is None:
            return None
        trace = self.scene.trace
        here, found = place(trace, self.scene.marks.picked), self._node_at(x, y, area)
        if found is None or not trace.exists[here.time]:
            return None
        key, box = found
        count = len(vector_of(trace, here, key).values)
        strip = self._strips(box, False)[0]
        share = (x - strip.left()) / max(1.0, strip.width())
        is_on_strip = y > strip.top() - 1 and 0 <= share < 1
        unit = int(share * count) if is_on_strip else min(here.unit, count - 1)
        return spot_of(trace, here, key, unit)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.scene is None:
            return
        at, area = event.position(), QRectF(self.rect())
        spot, found = self.spot(at.x(), at.y(), area), self._node_at(at.x(), at.y(), area)
        if spot and found and spot.quantity in (*self.scene.trace.states, "x"):
            self.edit_wanted.emit(spot, found[1].toRect())


def _lit(tick: Tick | None, here: Place, graph: CellGraph) -> tuple[str, frozenset[str]]:
    """What is being computed, and what is read for it: backward, the readers' gradients."""
    nothing: frozenset[str] = frozenset()
    if tick is None or tick.phase is Phase.UPDATE or tick.time != here.time:
        return "", nothing
    if tick.lane not in ("", here.lane.key):
        return "", nothing
    if tick.phase is Phase.FORWARD:
        return tick.quantity, graph.read_by(tick.quantity)
    if tick.quantity == "-":
        states = frozenset(key for key in graph.columns[0] if key.endswith("-"))
        return "", states
    return tick.quantity, graph.readers(tick.quantity)


def spot_of(trace: Trace, here: Place, key: str, unit: int) -> Spot | None:
    """The place of a node's number; None for a state before the first step."""
    return read_spot(trace, here, key, unit)


def vector_of(trace: Trace, here: Place, key: str) -> Vector:
    """The recorded numbers of a node."""
    values = trace.source(here.lane, key, here.time)
    if key == "x":
        gradient: Floats | None = here.lane.input_gradients[here.time]
        bound = nice(peak(values)) if peak(values) else 1.0
        return Vector(values, -bound, bound, False, gradient)
    name = key.removesuffix("-")
    quantity = trace.quantity(name)
    if key.endswith("-"):
        earlier, lane = trace.earlier(here.lane, here.time), here.lane
        gradient = lane.start_gradients[name] if earlier is None else lane.gradients[name][earlier]
    else:
        gradient = here.lane.gradients[name][here.time]
    if quantity.family is Family.GATE:
        return Vector(values, 0.0, 1.0, True, gradient)
    low, high = quantity.range or (0.0, 0.0)
    bound = max(abs(low), abs(high)) or (nice(peak(values)) if peak(values) else 1.0)
    return Vector(values, -bound, bound, False, gradient)


def node_symbol(trace: Trace, here: Place, key: str) -> str:
    """As in the papers, e.g. "h_{t−1}"; of a lane that reads backwards "h_{t+1}"."""
    if key == "x":
        return "x_t"
    symbol = trace.quantity(key.removesuffix("-")).symbol
    return f"{symbol}_{{{before_symbol(here.lane)}}}" if key.endswith("-") else at_time(symbol)


def _path(start: QPointF, end: QPointF) -> QPainterPath:
    path = QPainterPath(start)
    bend = max(12.0, (end.x() - start.x()) / 2)
    path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end)
    return path


def _head(tip: QPointF, way: float, size: float) -> QPolygonF:
    """An arrow's head that points right (1) or left (−1)."""
    back = tip - QPointF(way * size, 0)
    return QPolygonF([tip, back + QPointF(0, size * 0.6), back - QPointF(0, size * 0.6)])

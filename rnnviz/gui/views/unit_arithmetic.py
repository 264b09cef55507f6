"""UnitArithmetic: how one number of one unit comes about, down to a single multiplication."""

from typing import ClassVar, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QPainter

from rnnviz.gui.painting import PADDING, TITLE_HEIGHT, card, draw_text, title
from rnnviz.gui.views.nothing_computed import paint_nothing_computed
from rnnviz.gui.views.read_places import read_spot, readout_spot
from rnnviz.gui.views.unit_bars import Bars, BarsPlace
from rnnviz.gui.views.unit_block_place import BlocksPlace
from rnnviz.gui.views.unit_blocks import Blocks
from rnnviz.gui.views.unit_curve import Curve
from rnnviz.gui.views.unit_progress import Stage
from rnnviz.gui.views.unit_readout import block_text, column_text
from rnnviz.gui.views.unit_shown import Shown, caption, shown_of
from rnnviz.gui.views.unrolled_ground import buttons_width
from rnnviz.gui.views.view import View
from rnnviz.trace.formula_numbers import number_text
from rnnviz.trace.formula_place import Place
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.trace import Trace
from rnnviz.trace.unit_sum import UnitSum

FOOT, APART = 20.0, 14.0
#: Of the width, what the curve takes, in bounds; of a high narrow area, of the height.
CURVE_SHARE, LEAST_CURVE, STACKED_SHARE = 0.34, 215.0, 0.42
#: A curve is at most so much wider than high. A narrow area has it below where there is room.
GREATEST_RATIO, NARROW, LEAST_STACKED = 1.7, 560.0, 380.0


class Found(NamedTuple):
    """What lies under a point: a place in the network, where in the view its number stands, and
    whether a press asks to set it."""

    spot: Spot
    area: QRectF
    is_edited: bool


class UnitArithmetic(View):
    """The picked unit's picked quantity: its row of weights, what comes in, the running sum and
    the nonlinearity; or the products of what it reads. A press on a weight, a bias, an input or
    a state asks to set it; pointing at a number tells what it is."""

    key: ClassVar[str] = "unit"
    title: ClassVar[str] = "Unit"

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(190)
        self._under: QPointF | None = None

    def picture_size(self) -> QSizeF:
        return QSizeF(1000, 360)

    def shown(self, scene: Scene) -> Shown:
        """The arithmetic of what is picked."""
        return shown_of(scene)

    def sentence(self, scene: Scene) -> str:
        shown = self.shown(scene)
        known = shown.total or shown.blocks
        assert known is not None
        text = f"Arithmetic of {caption(scene.trace, shown)}: {known.key} = "
        text += number_text(known.value)
        shape = shown.shape
        if shape is not None:
            text += f", {shape.name}({number_text(shape.x)}) = {number_text(shape.y)}"
        return text

    # --- drawing -----------------------------------------------------------------------

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        trace, shown = self.scene.trace, self.shown(self.scene)
        stage = Stage(trace, self.scene.marks, shown.here)
        card(painter, area, self.look)
        title(painter, area, self.look, self.title, caption(trace, shown), buttons_width(trace))
        if not trace.exists[shown.here.time]:
            paint_nothing_computed(painter, area, self.look)
            return
        left, right = self._parts(area, shown)
        if shown.total is not None:
            column = self._pointed_column(shown.total, left)
            bars = Bars(self.look, trace, shown.here, shown.total, stage, shown.backward, column)
            bars.paint(painter, left)
        if shown.blocks is not None:
            Blocks(self.look, trace, shown.blocks, stage, shown.backward).paint(painter, left)
        if shown.shape is not None:
            passed = shown.passed(trace)
            Curve(self.look, trace, shown.shape, stage, passed).paint(painter, right)
        foot = QRectF(area.left() + PADDING, area.bottom() - FOOT - 3, 0, FOOT)
        foot.setRight(area.right() - PADDING)
        said = self._said(trace, shown, left)
        hint = (
            "Point at a number to read it; click a weight, a bias, an input or a state to set it."
        )
        draw_text(painter, foot, said or hint, self.look.text if said else self.look.muted, 8.5)

    def _said(self, trace: Trace, shown: Shown, left: QRectF) -> str:
        """What the line at the foot says of what is pointed at."""
        if self._under is None:
            return ""
        if shown.total is not None:
            column = self._pointed_column(shown.total, left)
            return "" if column is None else column_text(trace, shown, shown.total, column)
        assert shown.blocks is not None
        box = BlocksPlace(left, shown.blocks).box_at(self._under.x(), self._under.y())
        return block_text(trace, shown, box.block) if box and box.block else ""

    def _pointed_column(self, total: UnitSum, area: QRectF) -> int | None:
        """The column under the pointer; −1 for the bias."""
        if self._under is None or not area.contains(self._under):
            return None
        place = BarsPlace(area, len(total.weights))
        if total.bias_name and place.under_bias(area).contains(self._under):
            return -1
        return place.column_at(self._under.x())

    # --- places ------------------------------------------------------------------------

    @staticmethod
    def _parts(area: QRectF, shown: Shown) -> tuple[QRectF, QRectF]:
        """For the sum or the blocks, and for the curve."""
        inside = area.adjusted(PADDING, TITLE_HEIGHT + 2, -PADDING, -FOOT - 5)
        if shown.shape is None:
            return inside, QRectF()
        left, right = QRectF(inside), QRectF(inside)
        if inside.width() < NARROW and inside.height() >= LEAST_STACKED:
            right.setTop(inside.bottom() - STACKED_SHARE * inside.height())
            left.setBottom(right.top() - APART)
            return left, right
        widest = max(LEAST_CURVE, GREATEST_RATIO * inside.height())
        wide = min(max(LEAST_CURVE, CURVE_SHARE * inside.width()), widest)
        right.setLeft(inside.right() - wide)
        left.setRight(right.left() - APART)
        return left, right

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        found = self._found(QPointF(x, y), area)
        return found.spot if found else None

    def _found(self, at: QPointF, area: QRectF) -> Found | None:
        if self.scene is None:
            return None
        trace, shown = self.scene.trace, self.shown(self.scene)
        left, right = self._parts(area, shown)
        here = shown.here
        if not trace.exists[here.time]:
            return None
        if right.contains(at):
            return Found(Spot(here.time, here.lane.key, shown.key, here.unit), right, False)
        if not left.contains(at):
            return None
        if shown.total is not None:
            return _found_in_bars(
                trace, shown, shown.total, BarsPlace(left, len(shown.total.weights)), at
            )
        assert shown.blocks is not None
        box = BlocksPlace(left, shown.blocks).box_at(at.x(), at.y())
        if box is None or not box.source:
            return None
        return _found_source(trace, here, box.source, here.unit, box.area)

    # --- what a person does ------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._under = event.position()
        self.update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._under = None
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        found = self._found(event.position(), QRectF(self.rect()))
        if found is None:
            return
        if found.is_edited:
            self.edit_wanted.emit(found.spot, found.area.toAlignedRect())
        else:
            self.picked.emit(found.spot)


def _found_in_bars(
    trace: Trace, shown: Shown, total: UnitSum, place: BarsPlace, at: QPointF
) -> Found | None:
    here, is_readout = shown.here, total.key == "y"
    lane, unit = ("", shown.output) if is_readout else (here.lane.key, here.unit)
    if total.bias_name and place.bias.contains(at):
        return Found(Spot(here.time, lane, total.bias_name, unit), place.bias, True)
    column = place.column_at(at.x())
    if column is None or at.y() < place.weights.top():
        return None
    group = total.group_at(column)
    index = column - group.start
    strip = place.weights
    if place.read.top() - 2 <= at.y() < place.names.bottom():
        square = place.square(place.read, column)
        if is_readout:
            read = readout_spot(trace, here, group.start + index)
            return Found(read, square, read.quantity in trace.states)
        return _found_source(trace, here, group.source, index, square)
    spot = Spot(here.time, lane, group.weight, unit, group.first_column + index)
    return Found(spot, place.square(strip, column), True)


def _found_source(trace: Trace, here: Place, source: str, index: int, area: QRectF) -> Found | None:
    """A number that comes in; None for a state before the first step. Inputs and states are set
    by a press, all else is picked."""
    spot = read_spot(trace, here, source, index)
    return Found(spot, area, spot.quantity in (*trace.states, "x")) if spot else None

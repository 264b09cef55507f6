"""Where everything stands in the unrolled network: rows of boxes over a shared time axis."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF

from rnnviz.gui.painting import TITLE_HEIGHT
from rnnviz.gui.views.time_axis import TimeAxis

#: Below this column width nothing is written into boxes.
LEAST_LABEL_WIDTH = 6.0
BAR_HEIGHT = 4.0


@dataclass(frozen=True)
class Row:
    """A row of boxes, one for each time step."""

    top: float
    height: float

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.top + self.height / 2


@dataclass(frozen=True)
class UnrolledLayout:
    """Rows from top to bottom: outputs, under them their probability bars, the lanes from the
    highest layer to the lowest, inputs. Boxes are made column by column.

    lanes          the rows of the lanes, the lowest layer first.
    column_width   of one time step; box_width leaves room for the arrows between columns.
    gap            between two rows, where the arrows run.
    visible        the time steps in sight.
    """

    area: QRectF
    axis: TimeAxis
    outputs: Row
    bars: Row
    lanes: tuple[Row, ...]
    inputs: Row
    column_width: float
    box_width: float
    gap: float
    visible: range

    def middle(self, time: int) -> float:
        """The x of a column's middle."""
        columns = self.columns
        return columns.left() + 2 + (time + 0.5 - self.axis.first) * self.column_width

    def box(self, time: int, row: Row) -> QRectF:
        """The box of a time step in a row."""
        return QRectF(self.middle(time) - self.box_width / 2, row.top, self.box_width, row.height)

    def boxes(self, row: Row) -> list[QRectF]:
        """The boxes of all steps in sight."""
        first = self.middle(self.visible.start) - self.box_width / 2
        width, step = self.box_width, self.column_width
        return [
            QRectF(first + n * step, row.top, width, row.height) for n in range(len(self.visible))
        ]

    @property
    def columns(self) -> QRectF:
        """Where columns may be drawn."""
        return self.axis.columns(self.area).adjusted(-2, 0, 2, 0)

    def links(self, y: float) -> list[QLineF]:
        """At a height, a line from each box in sight to the next; none where they touch."""
        if self.column_width - self.box_width < 3:
            return []
        first, step = self.middle(self.visible.start) + self.box_width / 2, self.column_width
        gap = step - self.box_width
        starts = [first + n * step for n in range(len(self.visible) - 1)]
        return [QLineF(x, y, x + gap, y) for x in starts]


def lay_out(area: QRectF, axis: TimeAxis, lanes: int) -> UnrolledLayout:
    """Share out an area among the rows."""
    top, bottom = area.top() + TITLE_HEIGHT + 6, area.bottom() - 12
    height = bottom - top
    box = max(14.0, min(28.0, 0.11 * height))
    gap = max(8.0, min(30.0, 0.075 * height))
    lane = max(8.0, (height - 2 * box - BAR_HEIGHT - 3 - gap * (lanes + 1)) / lanes)
    first = top + box + 3 + BAR_HEIGHT + gap
    rows = [Row(first + n * (lane + gap), lane) for n in range(lanes)]
    width = axis.column_width(area)
    return UnrolledLayout(
        area=area,
        axis=axis,
        outputs=Row(top, box),
        bars=Row(top + box + 3, BAR_HEIGHT),
        lanes=tuple(reversed(rows)),
        inputs=Row(bottom - box, box),
        column_width=width,
        box_width=max(1.0, min(34.0, width - 2 if width < 12 else 0.64 * width)),
        gap=gap,
        visible=axis.visible(),
    )


def forward_height(row: Row) -> float:
    """The y of the arrows that carry a lane's state on."""
    return row.top + 0.36 * row.height


def backward_height(row: Row) -> float:
    """The y of the flow that carries a lane's gradient back."""
    return row.top + 0.66 * row.height

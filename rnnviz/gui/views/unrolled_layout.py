"""Where everything stands in the unrolled network: rows of boxes over a shared time axis."""

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QLineF, QRectF

from rnnviz.gui.painting import TITLE_HEIGHT
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.unrolled_text import LabelFont, brief, label_font, output_texts
from rnnviz.trace.trace import LaneTrace, Trace

BAR_HEIGHT = 4.0
#: The line that says which steps are an encoder's and which a decoder's.
HEADER_HEIGHT = 17.0
#: The row of attention is so much lower than one of a lane.
ATTENTION_SHARE = 0.6
#: A box is at most so wide, in columns of a usual width and in those of a sequence of one step.
USUAL_BOX, WIDEST_BOX = 34.0, 110.0
#: Between boxes that are further apart a line finds its way past them.
LEAST_CHANNEL = 7.0


#: The least height of a network of two layers or less, and what each further row adds to it.
LEAST_HEIGHT, MORE_FOR_ROW, MOST_HEIGHT = 190, 24, 310


@dataclass(frozen=True)
class Row:
    """A row of boxes, one for each time step.

    width  of a box; 0: as wide as those of the states.
    """

    top: float
    height: float
    width: float = 0.0

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
    """Rows from top to bottom: outputs, under them their probability bars, attention where there
    is one, the lanes from the highest layer to the lowest, inputs. Boxes are made column by column.

    header         the line above all rows, where there is an encoder.
    lanes          the rows of the lanes, in the order of the trace. The two directions of a
                   layer stand above each other, the backward one higher; a decoder's lane stands
                   in the rows of its encoder's.
    column_width   of one time step; box_width leaves room for the arrows between columns.
    gap            between two rows, where the arrows run.
    fonts          of the outputs and of the inputs.
    input_texts    what is written into the boxes of the inputs.
    visible        the time steps in sight.
    """

    area: QRectF
    axis: TimeAxis
    header: Row | None
    outputs: Row
    bars: Row
    attention: Row | None
    lanes: tuple[Row, ...]
    inputs: Row
    column_width: float
    box_width: float
    gap: float
    fonts: tuple[LabelFont, LabelFont]
    input_texts: tuple[str, ...]
    visible: range

    def middle(self, time: int) -> float:
        """The x of a column's middle."""
        columns = self.columns
        return columns.left() + 2 + (time + 0.5 - self.axis.first) * self.column_width

    def left(self, time: int) -> float:
        """The x at which a column begins."""
        return self.middle(time) - self.column_width / 2

    def box(self, time: int, row: Row) -> QRectF:
        """The box of a time step in a row."""
        width = row.width or self.box_width
        return QRectF(self.middle(time) - width / 2, row.top, width, row.height)

    def boxes(self, row: Row, steps: range | None = None) -> list[QRectF]:
        """The boxes of some steps, or of all in sight."""
        steps = self.visible if steps is None else steps
        width, step = row.width or self.box_width, self.column_width
        first = self.middle(steps.start) - width / 2
        return [QRectF(first + n * step, row.top, width, row.height) for n in range(len(steps))]

    def in_sight(self, steps: range) -> range:
        """Those of some steps that are in sight."""
        start = max(steps.start, self.visible.start)
        return range(start, max(start, min(steps.stop, self.visible.stop)))

    @cached_property
    def columns(self) -> QRectF:
        """Where columns may be drawn."""
        return self.axis.columns(self.area).adjusted(-2, 0, 2, 0)

    @property
    def between(self) -> float:
        """The room between two boxes of states that stand side by side."""
        return self.column_width - self.box_width

    @property
    def has_channels(self) -> bool:
        """Whether lines find their way past the boxes."""
        return self.between >= LEAST_CHANNEL

    def links(self, steps: range, y: float, backward: bool = False) -> list[QLineF]:
        """At a height, a line from each box of these steps to the one that is computed next, in
        the order of time; none where boxes touch."""
        steps = self.in_sight(steps)
        if self.between < 3:
            return []
        first, step, gap = self.middle(steps.start) + self.box_width / 2, self.column_width, 0.0
        gap = self.between
        starts = [first + n * step for n in range(len(steps) - 1)]
        if backward:
            return [QLineF(x + gap, y, x, y) for x in starts]
        return [QLineF(x, y, x + gap, y) for x in starts]

    def row_of(self, trace: Trace, lane: LaneTrace) -> Row:
        """The row in which a lane stands."""
        return self.lanes[trace.lanes.index(lane)]


def least_height(trace: Trace) -> int:
    """The height below which rows would be too low to tell anything."""
    rows = len({(each.lane.layer, each.is_backward) for each in trace.lanes})
    rows += (trace.attention is not None) + (trace.source_steps > 0)
    return min(MOST_HEIGHT, LEAST_HEIGHT + MORE_FOR_ROW * max(0, rows - 2))


def lay_out(area: QRectF, axis: TimeAxis, trace: Trace) -> UnrolledLayout:
    """Share out an area among the rows."""
    header = HEADER_HEIGHT if trace.source_steps else 0.0
    top, bottom = area.top() + TITLE_HEIGHT + 6 + header, area.bottom() - 12
    height = bottom - top
    box = max(14.0, min(28.0, 0.11 * height))
    layers, both = 1 + trace.lanes[-1].lane.layer, any(lane.is_backward for lane in trace.lanes)
    attends = trace.attention is not None
    gaps, rows = layers * (2 if both else 1) + 1 + attends, layers * (2 if both else 1)
    free = height - 2 * box - BAR_HEIGHT - 3
    gap = max(5.0, min(30.0, 0.075 * height, 0.5 * free / gaps))
    lane = max(6.0, (free - gap * gaps) / (rows + ATTENTION_SHARE * attends))
    bars = Row(top + box + 3, BAR_HEIGHT)
    attention = Row(bars.bottom + gap, ATTENTION_SHARE * lane) if attends else None
    first = (attention or bars).bottom + gap
    width = axis.column_width(area)
    said = label_font(output_texts(trace), width, box)
    texts = brief(trace.labels.inputs, width)
    read = label_font(texts, width, box)
    states = _box_width(width, both)
    return UnrolledLayout(
        area=area,
        axis=axis,
        header=Row(top - header - 3, header) if header else None,
        outputs=Row(top, box, max(states, said.box_width)),
        bars=bars,
        attention=attention,
        lanes=tuple(_lane_row(each, layers, both, first, lane, gap) for each in trace.lanes),
        inputs=Row(bottom - box, box, max(states, read.box_width)),
        column_width=width,
        box_width=states,
        gap=gap,
        fonts=(said, read),
        input_texts=texts,
        visible=axis.visible(),
    )


def _box_width(column: float, both: bool) -> float:
    if column < 12:
        return max(0.8 * column, column - 2)
    widest = USUAL_BOX + 0.12 * max(0.0, column - USUAL_BOX / 0.64)
    return min((0.56 if both else 0.64) * column, widest, WIDEST_BOX)


def _lane_row(
    lane: LaneTrace, layers: int, both: bool, first: float, height: float, gap: float
) -> Row:
    layer = 2 * height + gap if both else height
    top = first + (layers - 1 - lane.lane.layer) * (layer + gap)
    if not both or lane.is_backward:
        return Row(top, height)
    if lane.lane.role == "decoder":
        return Row(top, layer)
    return Row(top + height + gap, height)


def forward_height(row: Row) -> float:
    """The y of the arrows that carry a lane's state on."""
    return row.top + 0.36 * row.height


def backward_height(row: Row) -> float:
    """The y of the flow that carries a lane's gradient back."""
    return row.top + 0.66 * row.height

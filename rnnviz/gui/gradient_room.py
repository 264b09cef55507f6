"""GradientRoom: the map and the bars of where the gradient goes, and what is chosen for both."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from rnnviz.gui.controls.choice_box import ChoiceBox
from rnnviz.gui.controls.segmented import Segmented
from rnnviz.gui.panels import GAP
from rnnviz.gui.views.gradient_bars import GradientBarsView
from rnnviz.gui.views.gradient_map import GradientMapView
from rnnviz.gui.views.gradient_view import GradientView
from rnnviz.gui.views.log_range import LogRange
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.session.gradient_wish import GradientWish
from rnnviz.trace.source_rows import kinds
from rnnviz.trace.strands import strands
from rnnviz.trace.trace import Trace

MAP, BARS, BOTH = "map", "bars", "both"
#: What is seen; and of what.
SHOWN = (
    (MAP, "map", "A row for each loss, a column for each step that it reaches"),
    (BARS, "bars", "What each step adds to ∂E/∂W, in parts; and how fast one row fades"),
    (BOTH, "both", "The map over the bars"),
)
SCOPES = (
    (False, "sequence", "Of the sequence shown, with every update"),
    (True, "batch", "Of the whole batch of the next update, when training pauses"),
)
RANGES = {
    scale.title: scale
    for scale in (
        LogRange(),
        LogRange(-4, 0),
        LogRange(-6, 1),
        LogRange(-12, 1),
        LogRange(-16, 2),
        LogRange(-30, 4),
    )
}
RANGE_TIP = "The powers of ten that have colours; they do not follow the values"
#: The least width in which all choices stand in one line.
ONE_LINE = 640


#: How the height is shared between the map and the bars.
SHARES = 3000, 2500


class GradientRoom(QWidget):
    """Emits `wish_changed` with the GradientWish of what is chosen."""

    wish_changed = Signal(object)

    def __init__(self, axis: TimeAxis) -> None:
        super().__init__()
        self.map, self.bars = GradientMapView(axis), GradientBarsView(axis)
        self.kind, self.strand = ChoiceBox(()), ChoiceBox(())
        self.shown, self.scope = Segmented(SHOWN), Segmented(SCOPES)
        self.scale = ChoiceBox([(title, title, RANGE_TIP) for title in RANGES])
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._controls = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._trace: Trace | None = None
        for box, name in ((self.kind, "Quantity"), (self.strand, "Lane"), (self.scale, "Range")):
            box.setAccessibleName(name)
        self.shown.name("What is seen")
        self.scope.name("Of what")
        self.scope.show_value(False)
        self.shown.committed.connect(self.show_part)
        self.kind.committed.connect(self.choose_kind)
        self.strand.committed.connect(self.choose_strand)
        self.scope.committed.connect(self.choose_scope)
        self.scale.committed.connect(self.choose_range)
        self._lay_out()
        self.show_part(MAP)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        self._controls.setSpacing(GAP)
        layout.addLayout(self._controls)
        boxes = (self.kind, 4), (self.strand, 3), (self.scale, 4)
        for widgets in (((self.shown, 3), (self.scope, 2)), boxes):
            line = QHBoxLayout()
            line.setSpacing(GAP)
            for widget, share in widgets:
                line.addWidget(widget, share)
            self._controls.addLayout(line)
        self._splitter.setObjectName("gradient")
        self._splitter.setChildrenCollapsible(False)
        for number, (view, share) in enumerate(zip(self.views, SHARES, strict=True)):
            self._splitter.addWidget(view)
            self._splitter.setStretchFactor(number, share)
        layout.addWidget(self._splitter, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All that is chosen stands in one line where there is room for it."""
        ways = QBoxLayout.Direction
        is_wide = self.width() >= ONE_LINE
        self._controls.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)

    def show_part(self, part: str) -> None:
        """Show the map, the bars or both."""
        self.shown.show_value(part)
        self.map.setVisible(part != BARS)
        self.bars.setVisible(part != MAP)
        if part == BOTH:
            self._splitter.setSizes([*SHARES])

    @property
    def views(self) -> tuple[GradientView, ...]:
        """From top to bottom."""
        return self.map, self.bars

    @property
    def wish(self) -> GradientWish:
        """What has to be made for what is chosen."""
        kind = self.map.kind
        return GradientWish(bool(self.scope.value()), kind is not None and kind.is_jacobian)

    def show_trace(self, trace: Trace) -> None:
        """Offer what this cell and this network have."""
        if trace is self._trace:
            return
        self._trace = trace
        options = [(kind.key, kind.plain, kind.title) for kind in kinds(trace.states)]
        self.kind.set_options(options)
        lanes = [(strand.key, strand.title, "") for strand in strands(trace)]
        self.strand.set_options(lanes)
        self.strand.setEnabled(len(lanes) > 1)
        self.show_choice()

    def show_choice(self) -> None:
        """Show what the views show."""
        kind, strand = self.map.kind, self.map.strand
        if kind is not None and strand is not None:
            self.kind.show_value(kind.key)
            self.strand.show_value(strand.key)
            # Jacobians are those of the sequence.
            self.scope.setEnabled(not kind.is_jacobian)

    def choose_kind(self, key: str) -> None:
        """Show another quantity; see Kind."""
        before = self.wish
        for view in self.views:
            view.show_kind(key)
        self.show_choice()
        if self.wish != before:
            self.wish_changed.emit(self.wish)

    def choose_scope(self, of_batch: bool) -> None:
        """Ask for the whole batch, or for the sequence shown."""
        self.scope.show_value(of_batch)
        self.wish_changed.emit(self.wish)

    def choose_strand(self, key: str) -> None:
        """Show another lane, by its key."""
        for view in self.views:
            view.show_strand(key)
        self.show_choice()

    def choose_range(self, title: str) -> None:
        """Let the colours span one of RANGES."""
        scale = RANGES[title]
        for view in self.views:
            view.show_range(scale.low, scale.high)

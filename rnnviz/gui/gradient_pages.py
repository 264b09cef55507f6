"""GradientPages: the panel of the gradient, a page for each way of looking at it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rnnviz.gui.controls.segmented import Segmented
from rnnviz.gui.panels import GAP
from rnnviz.gui.scroll_area import ScrollArea
from rnnviz.gui.views.highway import HighwayView
from rnnviz.gui.views.jacobian_terms import JacobianTerms
from rnnviz.gui.views.spectrum import SpectrumView
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.view import View

ROOM, TERMS, HIGHWAY, MATRIX = "gradient", "jacobians", "highway", "spectrum"
PAGES = (
    (ROOM, "Losses", "Where the gradient of each loss goes: map, bars and decay"),
    (TERMS, "Terms", "The product of Jacobians between two steps, term by term"),
    (HIGHWAY, "Highway", "What gates keep of each unit, beside all ways together"),
    (MATRIX, "Matrix", "The recurrent matrix, its eigenvalues, and both over the updates"),
)
#: Of these pages the steps s and k are asked for.
OF_PATHS = (TERMS, HIGHWAY)


class GradientPages(QWidget):
    """`room` is the first page. Emits `changed` when another page is shown."""

    changed = Signal()

    def __init__(self, room: QWidget, axis: TimeAxis) -> None:
        super().__init__()
        self.terms, self.highway, self.spectrum = (
            JacobianTerms(axis),
            HighwayView(axis),
            SpectrumView(),
        )
        self.choice, self._stack = Segmented(PAGES), QStackedWidget()
        self.choice.name("Way of looking")
        for page in (room, *self.views):
            # Where there is little room, the panel must not push the others out of the window.
            self._stack.addWidget(ScrollArea(page))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.choice)
        layout.addWidget(self._stack, 1)
        self.choice.committed.connect(self.show_page)
        self.choice.show_value(ROOM)

    @property
    def views(self) -> tuple[View, ...]:
        """Those of all pages but the first."""
        return self.terms, self.highway, self.spectrum

    @property
    def page(self) -> object:
        """The key of the page shown."""
        return self.choice.value()

    def show_page(self, key: object) -> None:
        """Show a page."""
        self.choice.show_value(key)
        self._stack.setCurrentIndex([each for each, _, _ in PAGES].index(str(key)))
        self.changed.emit()

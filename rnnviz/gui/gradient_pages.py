"""GradientPages: the panel of the gradient, a page for each way of looking at it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from rnnviz.gui.controls.segmented import Segmented
from rnnviz.gui.panels import GAP
from rnnviz.gui.scroll_area import ScrollArea
from rnnviz.gui.views.highway import HighwayView
from rnnviz.gui.views.histograms import HistogramsView
from rnnviz.gui.views.jacobian_terms import JacobianTerms
from rnnviz.gui.views.saliency import SaliencyView
from rnnviz.gui.views.saturation import SaturationView
from rnnviz.gui.views.spectrum import SpectrumView
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.view import View

ROOM, TERMS, HIGHWAY, MATRIX = "gradient", "jacobians", "highway", "spectrum"
INPUTS, SATURATION, HISTOGRAMS = "saliency", "saturation", "histograms"
PAGES = (
    (ROOM, "Losses", "Where the gradient of each loss goes: map, bars and decay"),
    (TERMS, "Terms", "The product of Jacobians between two steps, term by term"),
    (HIGHWAY, "Highway", "What gates keep of each unit, beside all ways together"),
    (MATRIX, "Matrix", "The recurrent matrix, its eigenvalues, and both over the updates"),
    (INPUTS, "Inputs", "Which inputs mattered for an output"),
    (SATURATION, "Saturation", "How many units let no gradient through"),
    (HISTOGRAMS, "Histograms", "How weights and gradients are spread, over the updates"),
)
#: So many stand in the first of two lines, where there is no room for all in one.
FIRST_LINE, ONE_LINE = 4, 560
#: The height from which on a page can be read, where it has no greater one of its own.
LEAST_HEIGHT = 300
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
        self.saliency, self.saturation = SaliencyView(axis), SaturationView(axis)
        self.histograms, self._stack = HistogramsView(), QStackedWidget()
        self.choices = Segmented(PAGES[:FIRST_LINE]), Segmented(PAGES[FIRST_LINE:])
        # Where there is little room, the panel must not push the others out of the window.
        self._scrolled = [ScrollArea(page) for page in (room, *self.views)]
        for area in self._scrolled:
            self._stack.addWidget(area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        self._lines = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lines.setSpacing(GAP)
        layout.addLayout(self._lines)
        layout.addWidget(self._stack, 1)
        for choice in self.choices:
            choice.name("Way of looking")
            choice.committed.connect(self.show_page)
            self._lines.addWidget(choice)
        self.choices[0].show_value(ROOM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All pages stand in one line where there is room for it."""
        ways = QBoxLayout.Direction
        is_wide = self.width() >= ONE_LINE
        self._lines.setDirection(ways.LeftToRight if is_wide else ways.TopToBottom)

    def keep_free(self, room: int) -> None:
        """At the right so many pixels stay free, on pages that scroll and on others."""
        self._lines.setContentsMargins(0, 0, room, 0)
        for area in self._scrolled:
            area.keep_free(room)

    @property
    def views(self) -> tuple[View, ...]:
        """Those of all pages but the first."""
        of_gradient = self.terms, self.highway, self.spectrum
        return *of_gradient, self.saliency, self.saturation, self.histograms

    @property
    def page(self) -> object:
        """The key of the page shown."""
        return PAGES[self._stack.currentIndex()][0]

    @property
    def missing_height(self) -> int:
        """How many pixels more are needed so that all of the page shown can be read."""
        return self._scrolled[self._stack.currentIndex()].missing_height(LEAST_HEIGHT)

    def button(self, key: str) -> QPushButton:
        """The button that leads to a page."""
        return self.choices[_place(key) >= FIRST_LINE].button(key)

    def show_page(self, key: object) -> None:
        """Show a page."""
        place = _place(key)
        for number, choice in enumerate(self.choices):
            choice.show_value(key if (place >= FIRST_LINE) == bool(number) else None)
        self._stack.setCurrentIndex(place)
        self.changed.emit()


def _place(key: object) -> int:
    return [each for each, _, _ in PAGES].index(str(key))

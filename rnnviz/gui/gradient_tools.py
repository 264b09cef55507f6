"""GradientTools: the room of the gradient, joined to the session. It stands beside the canvas, or
below the network with its columns in line."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow

from rnnviz.gui.canvas import Canvas
from rnnviz.gui.gradient_pages import HIGHWAY, INPUTS, MATRIX, OF_PATHS, ROOM, GradientPages
from rnnviz.gui.gradient_room import GradientRoom
from rnnviz.gui.panel_room import PanelRoom
from rnnviz.gui.panels import GAP, Place
from rnnviz.gui.scroll_area import ScrollArea
from rnnviz.gui.views.view import View
from rnnviz.session.session import Session
from rnnviz.session.state import State

#: Milliseconds between two looks whether what takes long has been made.
INTERVAL = 40
#: Where it stands in line with the network, and how much of the window's height it takes there.
SHARE_BELOW = 0.38
BELOW = Qt.DockWidgetArea.BottomDockWidgetArea


class GradientTools(QObject):
    """`pages` is the widget, `room` its first page. What a page shows is made only while somebody
    can see it."""

    def __init__(self, window: QMainWindow, session: Session, canvas: Canvas) -> None:
        super().__init__(window)
        self.room = GradientRoom(canvas.axis)
        self.pages = GradientPages(self.room, canvas.axis)
        self._window, self._session, self._canvas = window, session, canvas
        self._dock: QDockWidget | None = None
        self._beside: QDockWidget | None = None
        self._height: PanelRoom | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        for desk in (session.gradients, session.path, session.spectra, session.saliency):
            self._timer.timeout.connect(desk.look)
        self.room.wish_changed.connect(self._want)
        self.pages.changed.connect(self._page_changed)
        self.pages.saliency.output_chosen.connect(session.saliency.choose)
        canvas.room_changed.connect(self._keep_in_line)

    def dock_in(
        self, dock: QDockWidget, beside: QDockWidget, yielding: Sequence[ScrollArea]
    ) -> None:
        """The panel that the room is in, one that it may lie on top of, and what may scroll below
        it while it needs the height."""
        self._dock, self._beside = dock, beside
        self._height = PanelRoom(self._window, dock, self._missing_height, yielding)
        dock.visibilityChanged.connect(self._seen)
        dock.dockLocationChanged.connect(self._keep_in_line)
        # Below the network there is only the network's width.
        for corner, side in (
            (Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea),
            (Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea),
        ):
            self._window.setCorner(corner, side)

    def show(self, state: State) -> None:
        """Offer what the network has."""
        self.room.show_trace(state.scene.trace)

    @property
    def views(self) -> tuple[View, ...]:
        """Those of all pages."""
        return *self.room.views, *self.pages.views

    def bring_forward(self, page: str | None = None) -> None:
        """Let a page be seen; None: the one shown last."""
        if page is not None:
            self.pages.show_page(page)
        if self._dock is not None:
            self._dock.show()
            self._dock.raise_()

    def move(self) -> None:
        """From beside the canvas to below the network, and back."""
        if self._dock is None or self._beside is None or self._height is None:
            return
        self._height.give_back()
        if self.is_below:
            self._window.tabifyDockWidget(self._beside, self._dock)
        else:
            self._window.addDockWidget(BELOW, self._dock)
            self._beside.raise_()
            height = round(SHARE_BELOW * self._window.height())
            self._window.resizeDocks([self._dock], [height], Qt.Orientation.Vertical)
        self._keep_in_line()
        self.bring_forward()
        self._share_height()

    def leave_height(self) -> None:
        """Let its height be as it was set just now."""
        if self._height is not None:
            self._height.leave()

    @property
    def is_below(self) -> bool:
        """Whether the room stands below the network."""
        return self._dock is not None and self._window.dockWidgetArea(self._dock) == BELOW

    def stop(self) -> None:
        """Make nothing more."""
        self._timer.stop()

    def _keep_in_line(self) -> None:
        """Below the network, leave as much room free as the network does beside a scroll bar."""
        inside = None if self._dock is None else self._dock.widget().layout()
        if inside is None:
            return
        self.pages.keep_free(self._canvas.room if self.is_below else 0)
        margins = (0, 0, 0, GAP) if self.is_below else Place.UPPER_RIGHT.margins
        inside.setContentsMargins(*margins)

    def _seen(self, is_seen: bool) -> None:
        if is_seen:
            self._timer.start()
        else:
            self._timer.stop()
        self._share_height()
        self._want()

    def _page_changed(self) -> None:
        self._share_height()
        self._want()

    def _share_height(self) -> None:
        """Beside the canvas a page is seen with as much height as it needs."""
        if self._height is None:
            return
        if self._timer.isActive() and not self.is_below:
            self._height.make()
        else:
            self._height.give_back()

    def _missing_height(self) -> int:
        return self.pages.missing_height

    def _want(self) -> None:
        """Ask for what the page shows that can be seen, and for nothing else."""
        page = self.pages.page if self._timer.isActive() else None
        self._session.gradients.want(self.room.wish if page == ROOM else None)
        self._session.path.want(page in OF_PATHS)
        self._session.path.with_terms = page != HIGHWAY
        self._session.spectra.want(page == MATRIX)
        self._session.saliency.want(page == INPUTS)

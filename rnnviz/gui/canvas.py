"""The canvas: the unrolled network, and the tracks under it on the same time axis."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from rnnviz.gui.depths import Depths
from rnnviz.gui.scroll_area import ScrollArea
from rnnviz.gui.theme import Look
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.tracks import Tracks
from rnnviz.gui.views.unrolled_network import UnrolledNetwork
from rnnviz.gui.views.view import View
from rnnviz.trace.scene import Scene


class Canvas(QWidget):
    """Emits `pointed` and `picked` of its views, and `room_changed` when the columns end earlier
    or later."""

    pointed = Signal(object)
    picked = Signal(object)
    room_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.axis = TimeAxis()
        #: What is left free at the right of the network, since the tracks have a scroll bar there.
        self.room = 0
        self.unrolled = UnrolledNetwork(self.axis)
        self.depths = Depths(self.unrolled)
        self.tracks = Tracks(self.axis)
        self._scroll = ScrollArea(self.tracks)
        self._scroll.verticalScrollBar().installEventFilter(self)
        self._upper = QWidget()
        upper = QVBoxLayout(self._upper)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.addWidget(self.depths)
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(self.tracks.minimumSizeHint().width() + bar)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setObjectName("canvas")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._upper)
        self.splitter.addWidget(self._scroll)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        for view in self.views:
            view.pointed.connect(self.pointed)
            view.picked.connect(self.picked)

    @property
    def views(self) -> tuple[View, ...]:
        """From top to bottom."""
        return *self.depths.views, self.tracks

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where the tracks have a scroll bar, the network above keeps as much room free, so
        that the columns stay in line."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            bar = self._scroll.verticalScrollBar()
            self.room = bar.sizeHint().width() if event.type() == QEvent.Type.Show else 0
            layout = self._upper.layout()
            assert layout is not None
            layout.setContentsMargins(0, 0, self.room, 0)
            layout.activate()
            self.room_changed.emit()
        return super().eventFilter(watched, event)

    def draw(self, scene: Scene) -> None:
        """Show another scene; where a step led out of sight, sight follows."""
        before = self.tracks.scene
        self.depths.draw(scene)
        self.tracks.draw(scene)
        self.tracks.setMinimumHeight(round(self.tracks.wanted_height()))
        if before is None or before.marks.picked.time != scene.marks.picked.time:
            self.axis.reveal(scene.marks.picked.time)

    def draw_learning(self, scene: Scene, frame: int) -> None:
        """Show the next scene of a network that learns: the network itself at every frame,
        the tracks by turns, a third of them at a time."""
        self.depths.draw(scene)
        self.tracks.draw_part(scene, frame % 3, 3)

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        for view in self.views:
            view.set_look(look)

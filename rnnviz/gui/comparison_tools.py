"""ComparisonTools: compared networks in the place of the canvas, joined to the session."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rnnviz.gui.canvas import Canvas
from rnnviz.gui.compare_dialog import CompareDialog
from rnnviz.gui.controls.comparison_bar import ComparisonBar
from rnnviz.gui.depths import Depth
from rnnviz.gui.panels import GAP
from rnnviz.gui.scroll_area import ScrollArea
from rnnviz.gui.theme import Look
from rnnviz.gui.views.compare import Compare
from rnnviz.session.errand import Errand
from rnnviz.session.presets import Preset
from rnnviz.session.session import Session
from rnnviz.session.settings import Settings
from rnnviz.session.state import State
from rnnviz.session.training_run import task_of
from rnnviz.trace.scene import Scene

#: Milliseconds between two looks whether data are read, and between two frames.
INTERVAL, FRAME = 30, 33


class ComparisonTools(QObject):
    """`center` holds the canvas and the room of the comparison, one of them in sight."""

    def __init__(self, window: QWidget, session: Session, canvas: Canvas) -> None:
        super().__init__(window)
        self._window, self._session, self._canvas = window, session, canvas
        self.view, self.bar = Compare(canvas.axis), ComparisonBar()
        self.center, self.room = QStackedWidget(), QWidget()
        self._lay_out()
        self._errand: Errand[object] | None = None
        self._then: Callable[[], None] = lambda: None
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._look)
        #: Parts of the picture: which was painted last, and how many show an older scene.
        self._turn, self._left, self._compares = 0, 0, False
        self._frames = QTimer(self)
        self._frames.setTimerType(Qt.TimerType.PreciseTimer)
        self._frames.setInterval(FRAME)
        self._frames.timeout.connect(self._frame)
        comparing = session.comparing
        self.bar.look_wanted.connect(comparing.look_at)
        self.bar.removal_wanted.connect(comparing.remove)
        self.bar.more_wanted.connect(self.ask)
        self.bar.end_wanted.connect(comparing.end)
        self.view.member_wanted.connect(comparing.look_at)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self.room)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.bar)
        layout.addWidget(ScrollArea(self.view), 1)
        self.center.addWidget(self._canvas)
        self.center.addWidget(self.room)

    @property
    def verbs(self) -> dict[str, Callable[[], object]]:
        """What its actions do, by the keys of ACTIONS."""
        depths = {f"depth-{depth.value}": partial(self.show_depth, depth) for depth in Depth}
        return {"compare": self.ask, "compare-view": self.bring_forward, **depths}

    # --- showing -----------------------------------------------------------------------

    @property
    def is_seen(self) -> bool:
        """Whether the comparison stands in the place of the canvas."""
        return self.center.currentWidget() is self.room

    def bring_forward(self) -> None:
        """Let the comparison be seen. Where gradients go is made only as long as it is."""
        self.center.setCurrentWidget(self.room)
        self._session.comparing.watch(True)
        self._draw(self._session.state.scene)

    def put_away(self) -> None:
        """Let the canvas be seen."""
        self.center.setCurrentWidget(self._canvas)
        self._session.comparing.watch(False)

    def show_depth(self, depth: Depth) -> None:
        """Let the network be seen, from far or near."""
        self.put_away()
        self._canvas.depths.show_depth(depth)

    def show(self, state: State) -> None:
        """Show a state. Where a comparison begins, it comes into sight; where it ends, it goes."""
        comparison = state.scene.comparison
        compares = comparison is not None
        if compares != self._compares:
            self._compares = compares
            if compares:
                self.bring_forward()
            else:
                self.put_away()
        named = [member.name for member in comparison.members] if comparison else []
        self.bar.show_networks(named, comparison.shown if comparison else 0)
        if self.is_seen:
            # Coming into sight may have led to another state.
            self._draw(self._session.state.scene)

    def _draw(self, scene: Scene) -> None:
        self.view.draw(scene)
        self.view.setMinimumHeight(self.view.wanted_height())

    def draw_learning(self, scene: Scene, frame: int) -> None:
        """Show the next scene of networks that learn: of the comparison one part at a time, the
        other parts with the next frames, whether or not there is a newer scene by then; or the
        canvas as always. What is out of sight is drawn now and then."""
        if self.is_seen:
            self._left = self.view.parts
            self._paint_next(scene)
            self._frames.start()
            if not frame:
                self._canvas.draw(scene)
            return
        self._canvas.draw_learning(scene, frame)
        if not frame:
            self.view.draw(scene)

    def _paint_next(self, scene: Scene) -> None:
        self._turn, self._left = self._turn + 1, self._left - 1
        self.view.draw_part(scene, self._turn)

    def _frame(self) -> None:
        scene = self.view.scene
        if self._left > 0 and self.is_seen and scene is not None:
            self._paint_next(scene)
        else:
            self._frames.stop()

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self.bar.set_look(look)

    # --- choosing ----------------------------------------------------------------------

    def ask(self) -> None:
        """Ask what to compare with what."""
        networks = self._session.comparing.networks
        dialog = CompareDialog(self._window, networks, self._session.others.place)
        dialog.preset_chosen.connect(self.begin)
        dialog.network_added.connect(self._session.comparing.add)
        dialog.open()

    def begin(self, preset: Preset) -> None:
        """Begin a comparison that is ready, its data read in a thread first."""
        networks = preset.networks()
        self._read(networks[0], lambda: self._session.comparing.begin(networks))

    def _read(self, settings: Settings, then: Callable[[], None]) -> None:
        self._then = then
        self._errand = Errand(lambda: task_of(settings))
        self._errand.wait(0.1)
        self._timer.start()
        self._look()

    def _look(self) -> None:
        errand = self._errand
        if errand is None or not errand.is_done:
            return
        self._timer.stop()
        self._errand = None
        if errand.refusal:
            self._session.tell("error", errand.refusal)
        else:
            self._then()

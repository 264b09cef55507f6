"""The main window: it shows the session's state and turns what a person does into its verbs."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from rnnviz.gui.actions import Actions, spec
from rnnviz.gui.bookmark_tools import BookmarkTools
from rnnviz.gui.breakpoint_tools import BreakpointTools
from rnnviz.gui.canvas import Canvas
from rnnviz.gui.checking_tools import CheckingTools
from rnnviz.gui.choosing import Choosing
from rnnviz.gui.command_palette import CommandPalette
from rnnviz.gui.comparison_tools import ComparisonTools
from rnnviz.gui.controls.draw_buttons import DrawButtons
from rnnviz.gui.controls.run_settings import RunSettings
from rnnviz.gui.controls.temperature import Temperature
from rnnviz.gui.controls.transport import Transport
from rnnviz.gui.data_dialog import show_about_data
from rnnviz.gui.docking import bring_forward, dock_panels, name_tab_bars
from rnnviz.gui.editing_tools import EditingTools
from rnnviz.gui.example_tools import ExampleTools
from rnnviz.gui.file_tools import FileTools
from rnnviz.gui.focus_return import FocusReturn
from rnnviz.gui.gradient_pages import PAGES
from rnnviz.gui.gradient_tools import GradientTools
from rnnviz.gui.help_dialogs import show_about, show_keys
from rnnviz.gui.history_tools import HistoryTools
from rnnviz.gui.message_tools import MessageTools
from rnnviz.gui.only_learnt import only_learnt
from rnnviz.gui.panel_layout import PanelLayout
from rnnviz.gui.panels import GAP, tool_bar
from rnnviz.gui.playing import OncePerFrame
from rnnviz.gui.project_tools import ProjectTools, Surroundings
from rnnviz.gui.saved_layout import SavedLayout
from rnnviz.gui.scroll_area import ScrollArea
from rnnviz.gui.session_verbs import session_verbs
from rnnviz.gui.sounds import MIDI, WAV
from rnnviz.gui.status_tools import StatusTools
from rnnviz.gui.style import stylesheet
from rnnviz.gui.theme import DARK, LIGHT, Colored, Look, qt_palette
from rnnviz.gui.view_choices import of_canvas, of_gradient, of_matrices, of_panels
from rnnviz.gui.view_menu import fill_view_menu
from rnnviz.gui.views.attention_map import AttentionView
from rnnviz.gui.views.beam_tree import BeamView
from rnnviz.gui.views.inspector import Inspector
from rnnviz.gui.views.loss_curve import LossCurve
from rnnviz.gui.views.view import View
from rnnviz.gui.views.weights import WeightsView
from rnnviz.gui.views.writing import WritingView
from rnnviz.gui.window_layout import keep_layout, keep_look, restore_layout
from rnnviz.gui.window_pictures import WindowPictures
from rnnviz.session.session import Session
from rnnviz.session.state import State

#: Seconds between two frames while training runs, at least.
FRAME_INTERVAL = 0.03
#: Milliseconds between two looks at the worker's mailbox: short, so that a frame that was not
#: ready in time does not come much later.
POLL_INTERVAL = 6


class MainWindow(QMainWindow):
    """One window over one session, which it closes with itself."""

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self.session, self.look = session, look
        self.setObjectName("window")
        self.setAcceptDrops(True)
        self.setMinimumSize(1100, 620)
        self.resize(1680, 1050)
        self.commands = Actions(self)
        self.canvas, self.inspector = Canvas(), Inspector()
        self.loss, self.writing, self.weights = LossCurve(), WritingView(), WeightsView()
        self.run_settings, self.transport = RunSettings(), Transport(self.commands)
        self.temperature, self.messages = Temperature(), MessageTools(session, self)
        self.message_bar = self.messages.bar
        self.status = StatusTools(session, self.commands, self.transport)
        self.attention, self.beam = AttentionView(), BeamView()
        self.drawing = DrawButtons(self.commands["draw-symbol"], self.commands["draw-anew"])
        self.history, self._once = HistoryTools(session, self), OncePerFrame()
        self.stops, self.editing = BreakpointTools(session, self), EditingTools(session, self)
        self.checking, self.command_palette = (
            CheckingTools(self, session),
            CommandPalette(self, self.commands),
        )
        self.bookmarks = BookmarkTools(self, session, self.commands)
        self.choosing = Choosing(session, self)
        self.example = ExampleTools(self, session, self.commands)
        self.gradient = GradientTools(self, session, self.canvas)
        self.comparison = ComparisonTools(self, session, self.canvas)
        self.saved_layout = self._saved_layout()
        self.projects = ProjectTools(session, self._surroundings())
        self.files = FileTools(self, session, self.choosing, self.projects.open)
        self.projects.opened.connect(self.files.recent.add)
        self.pictures = WindowPictures(self, self.views, session, self.saved_layout.parts)
        self._remembers, self._polled, self._frame = False, 0.0, 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(POLL_INTERVAL)
        self._lay_out()
        self._connect_views()
        self._connect_controls()
        self._connect_actions()
        FocusReturn(self, self.canvas)
        session.listen(self._show)
        self.set_look(look)
        self._show(None, session.state)
        self.canvas.setFocus()

    @property
    def views(self) -> tuple[View, ...]:
        """Every view in the window, in the order of the menus."""
        return (*self.canvas.views, self.loss, *self._picking)

    @property
    def _picking(self) -> tuple[View, ...]:
        """The views beside the canvas in which something can be picked."""
        beside = self.inspector, self.weights, self.attention, self.beam, self.comparison.view
        return *beside, *self.gradient.views, self.example.view, self.writing

    # --- building ----------------------------------------------------------------------

    def _surroundings(self) -> Surroundings:
        return Surroundings(
            self,
            self.saved_layout,
            self.stops,
            self.choosing,
            lambda: self.look,
            self.set_look,
        )

    def _saved_layout(self) -> SavedLayout:
        gradient = self.gradient
        choices = (
            *of_canvas(self.canvas, self.comparison),
            *of_panels(self.attention, self.weights),
            *of_gradient(gradient.room, gradient.pages),
            *of_matrices(gradient.pages),
        )
        return SavedLayout(PanelLayout(self, gradient), self.canvas.splitter, choices)

    def _lay_out(self) -> None:
        menus = self.commands.fill(self.menuBar())
        menus["File"].insertMenu(self.commands["save-project"], self.files.recent.menu)
        self.addToolBar(tool_bar("transport", "Transport", self.transport))
        center = QWidget()
        layout = QVBoxLayout(center)
        layout.setContentsMargins(0, GAP, 0, GAP)
        layout.setSpacing(GAP)
        layout.addWidget(self.projects.recovery.bar)
        layout.addWidget(self.message_bar)
        layout.addWidget(self.comparison.center, 1)
        self.setCentralWidget(center)
        yielding = ScrollArea(self.writing), ScrollArea(self.example.view)
        self._docks = dock_panels(
            self,
            {
                "settings": (self.run_settings,),
                "loss": (self.loss,),
                "inspector": (ScrollArea(self.inspector),),
                "gradient": (self.gradient.pages,),
                "weights": (self.weights,),
                "attention": (self.attention,),
                "beam": (self.beam,),
                "writing": (yielding[0], self.drawing, self.temperature),
                "exhibit": (yielding[1], self.example.buttons),
                "breakpoints": (ScrollArea(self.stops.breakpoints),),
                "watches": (ScrollArea(self.stops.watches),),
                "bookmarks": (self.bookmarks.area,),
            },
        )
        docks = {dock.objectName(): dock for dock in self._docks}
        self.gradient.dock_in(docks["gradient-panel"], docks["inspector-panel"], yielding)
        fill_view_menu(menus["View"], self._docks, self.canvas.tracks)
        strip = tool_bar("history", "History", self.history.strip)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, strip)
        self.status.lay_out(self.statusBar())

    def _connect_views(self) -> None:
        self.canvas.pointed.connect(self.session.point)
        self.canvas.picked.connect(self.session.pick)
        for view in self._picking:
            view.picked.connect(self.session.pick)
            view.pointed.connect(self.session.point)
        for shown in self.views:
            self.editing.listen_to(shown)

    def _connect_controls(self) -> None:
        session = self.session
        self._timer.timeout.connect(self._poll)
        self.run_settings.changed.connect(self.choosing.choose)
        self.run_settings.file_wanted.connect(self.files.own_data.ask)
        self.run_settings.reading_wanted.connect(self.files.own_data.look)
        self.run_settings.about_wanted.connect(self.commands["about-data"].trigger)
        self.temperature.changed.connect(session.choose)
        self.drawing.changed.connect(session.choose)
        self.canvas.depths.forcing_chosen.connect(session.choose)
        self.transport.granularity_chosen.connect(session.walk.set_granularity)
        self.transport.pace_chosen.connect(session.set_pace)

    def _connect_actions(self) -> None:
        session = self.session
        verbs: dict[str, Callable[[], object]] = {
            **session_verbs(session),
            **self.bookmarks.verbs,
            **self.comparison.verbs,
            **self.files.verbs,
            **self.projects.verbs,
            **self.pictures.verbs(self.canvas.unrolled.key),
            "save-sound": lambda: self.example.ask(WAV),
            "save-midi": lambda: self.example.ask(MIDI),
            "quit": self.close,
            "undo": self.editing.undo,
            "theme": self.toggle_look,
            "reset-zoom": self.reset_zoom,
            "run-pause": self.run_or_pause,
            "new-network": self.choosing.restart,
            "play": lambda: self.history.play(1),
            "play-back": lambda: self.history.play(-1),
            "check-gradient": self.checking.open,
            "palette": self.command_palette.open_over_window,
            **{page: partial(self.gradient.bring_forward, page) for page, _, _ in PAGES},
            "gradient-place": self.gradient.move,
            "about-data": lambda: show_about_data(self, session),
            "shortcuts": lambda: show_keys(self),
            "about": lambda: show_about(self),
        }
        for key, verb in verbs.items():
            # Without the lambda Qt would pass on whether the action is checked.
            do = partial(self._once, verb) if spec(key).repeats else verb
            self.commands[key].triggered.connect(lambda _checked=False, do=do: do())

    # --- showing -----------------------------------------------------------------------

    def _poll(self) -> None:
        now = time.monotonic()
        if now - self._polled >= FRAME_INTERVAL and self.session.poll():
            self._polled = now

    def _show(self, old: State | None, new: State) -> None:
        if old is not None and only_learnt(old, new):
            self._show_learning(new)
            return
        if old is None or new.scene is not old.scene or new.activity != old.activity:
            self._show_scene(new)
        self.run_settings.show_settings(self.choosing.wanted or new.settings, new.facts)
        writes = bool(new.scene.writing.text)
        if old is None or new.settings.scenario != old.settings.scenario:
            bring_forward(self._docks, "writing" if writes else "exhibit")
        self.temperature.show_settings(new.settings.temperature, new.settings.sample, writes)
        self.drawing.show_settings(new.settings.top_k, new.scene.drawing is not None, writes)
        self.history.show(new)
        self.stops.show(new)
        self.bookmarks.show(new)
        self.example.show(new)
        self.gradient.show(new)
        self.comparison.show(new)
        if old is None or new.activity != old.activity:
            self._show_activity(new)
        if old is None or new.message != old.message:
            self.messages.show(new)
        self.projects.show()
        self._show_status(new)

    def _show_learning(self, state: State) -> None:
        """One frame while training runs, some thirty a second. What stands beside the canvas
        takes turns: numbers that change faster cannot be read, and training gets the time."""
        self._frame = (self._frame + 1) % 12
        self.comparison.draw_learning(state.scene, self._frame)
        turns: dict[int, tuple[View, ...]] = {
            0: (self.attention,),
            1: (self.inspector,),
            4: (self.weights, *self.gradient.views),
            5: (self.loss,),
            7: (self.inspector,),
            8: (self.example.view,),
            10: (self.beam, *self.gradient.views),
            11: (self.writing,),
        }
        if self._frame in turns:
            for view in turns[self._frame]:
                view.draw(state.scene)
        elif self._frame == 3:
            self.history.show(state)
        elif self._frame == 9:
            self.stops.show(state)
            self.projects.show()
        elif self._frame % 4 == 2:
            self._show_status(state)

    def _show_scene(self, state: State) -> None:
        self.canvas.draw(state.scene)
        for view in (self.loss, *self._picking):
            view.draw(state.scene)

    def _show_activity(self, state: State) -> None:
        self.status.show_activity(state)
        if state.activity != "paused":
            self._timer.start()
        else:
            self._timer.stop()

    def _show_status(self, state: State) -> None:
        self.status.show(state, self.canvas.tracks.tracks.by_weights)

    # --- what a person does ------------------------------------------------------------

    def run_or_pause(self) -> None:
        """Train, or stop training."""
        if self.session.state.activity == "paused":
            self.session.start()
        else:
            self.session.pause()

    def reset_zoom(self) -> None:
        """Show all time steps and all updates."""
        self.canvas.axis.reset()
        self.loss.reset_zoom()

    def toggle_look(self) -> None:
        """From light to dark and back."""
        self.set_look(LIGHT if self.look is DARK else DARK)
        if self._remembers:
            keep_look(self.look)

    def set_look(self, look: Look) -> None:
        """Change to a palette."""
        self.look = look
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setPalette(qt_palette(look))
        self.setStyleSheet(stylesheet(look))
        tools = self.history.strip, self.stops, self.bookmarks, self.comparison
        bars = self.message_bar, self.projects.recovery.bar
        parts: tuple[Colored, ...] = (self.commands, self.transport, *bars, *tools)
        for part in (*parts, *self.views):
            part.set_look(look)

    def event(self, event: QEvent) -> bool:
        """Notes whether a key was pressed or is only held down; its action is not told."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self._once.is_repeat = event.isAutoRepeat()
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.files.open(Path(files[0].toLocalFile()))

    # --- coming and going --------------------------------------------------------------

    def restore(self) -> None:
        """Place and size as they were left; from now on they are kept when it closes."""
        self._remembers = True
        restore_layout(self, self.canvas.splitter)
        self.stops.restore()
        self.projects.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        name_tab_bars(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.projects.lets_close():
            event.ignore()
            return
        self._timer.stop()
        self.example.stop()
        self.gradient.stop()
        self.session.close()
        if self._remembers:
            keep_layout(self, self.canvas.splitter)
            if self.projects.owns_breakpoints:
                self.stops.keep()
        super().closeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(1680, 1050)

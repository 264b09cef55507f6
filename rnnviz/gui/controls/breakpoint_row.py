"""BreakpointRow: one breakpoint, to switch, to set and to remove."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QToolButton, QWidget

from rnnviz.gui.controls.elided_label import ElidedLabel
from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.controls.number_box import NumberBox, even_steps, factor_steps
from rnnviz.gui.style import ICON_SIZE, icon
from rnnviz.gui.theme import Look
from rnnviz.session.breakpoints import Breakpoint, kind_of

MOST_IGNORED = 1_000_000
BOX_WIDTH = 67
#: In a row narrower than this the words beside its boxes are shorter.
ROOMY = 270


class BreakpointRow(QWidget):
    """Emits `changed` with the breakpoint as it should be, `removed` with its number."""

    changed = Signal(object)
    removed = Signal(int)

    def __init__(self, shown: Breakpoint) -> None:
        super().__init__()
        self.shown = shown
        self.enabled, self.title, self.hits = QCheckBox(), ElidedLabel(), ElidedLabel()
        self.note = QLabel("ignore first")
        self.limit: NumberBox | None = None
        self.ignore = NumberBox(even_steps(1, 0, MOST_IGNORED))
        self.remove = QToolButton()
        self._dress()
        self._lay_out()
        self.enabled.clicked.connect(self._switch)
        self.ignore.committed.connect(self._ignore)
        self.remove.clicked.connect(lambda: self.removed.emit(self.shown.number))
        self.show_breakpoint(shown, False)
        KeyGuard(self)

    def show_breakpoint(self, shown: Breakpoint, is_stop: bool) -> None:
        """Show it as it is now; `is_stop`: training was stopped here last."""
        self.shown = shown
        self.enabled.setChecked(shown.enabled)
        title = kind_of(shown.kind).title if self.limit else shown.title
        self.title.setText(f"▶ {title}" if is_stop else title)
        font = self.title.font()
        font.setWeight(QFont.Weight.DemiBold if is_stop else QFont.Weight.Normal)
        self.title.setFont(font)
        self.hits.setText("1 hit" if shown.hits == 1 else f"{shown.hits:,} hits")
        if not self.ignore.hasFocus():
            self.ignore.show_value(shown.ignore)
        if self.limit is not None and not self.limit.hasFocus():
            self.limit.show_value(float(shown.limit))
        self.enabled.setAccessibleName(f"Stop at: {shown.title}")
        self.remove.setAccessibleName(f"Remove: {shown.title}")

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self.remove.setIcon(icon("close", look.muted, look.faint))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.note.setText("ignore first" if self.width() >= ROOMY else "skip")

    def _dress(self) -> None:
        self.hits.setProperty("role", "note")
        self.note.setProperty("role", "note")
        self.note.setToolTip("How many times it may come true before it stops")
        self.remove.setProperty("flat", True)
        self.remove.setIconSize(QSize(ICON_SIZE - 2, ICON_SIZE - 2))
        self.remove.setToolTip("Remove this breakpoint")
        self.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.ignore.setAccessibleName("Ignore the first hits")
        self.ignore.setToolTip("How many times it may come true before it stops")
        if self.shown.kind not in ("condition", "tick"):
            kind = kind_of(self.shown.kind)
            # The title's own tooltip is its whole text where that is cut.
            self.setToolTip(kind.explains)
            if kind.wanted:
                self.limit = NumberBox(factor_steps(kind.least, kind.most))
                self.limit.setAccessibleName(f"{kind.title}: {kind.wanted}")
                self.limit.setToolTip(kind.wanted)
                self.limit.committed.connect(self._limit)

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 3, 0, 3)
        layout.setHorizontalSpacing(6)
        layout.setVerticalSpacing(2)
        layout.setColumnStretch(1, 1)
        # Of the boxes themselves the style sheet sets the least width.
        layout.setColumnMinimumWidth(3, BOX_WIDTH)
        layout.addWidget(self.enabled, 0, 0)
        layout.addWidget(self.title, 0, 1, 1, 2 if self.limit else 3)
        if self.limit is not None:
            layout.addWidget(self.limit, 0, 3)
        layout.addWidget(self.remove, 0, 4)
        layout.addWidget(self.hits, 1, 1)
        layout.addWidget(self.note, 1, 2)
        layout.addWidget(self.ignore, 1, 3)

    def _switch(self, on: bool) -> None:
        self.changed.emit(replace(self.shown, enabled=on))

    def _limit(self, value: object) -> None:
        self.changed.emit(replace(self.shown, limit=value))  # type: ignore[arg-type]

    def _ignore(self, value: object) -> None:
        self.changed.emit(replace(self.shown, ignore=value))  # type: ignore[arg-type]

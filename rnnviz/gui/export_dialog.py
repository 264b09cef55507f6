"""The dialogs that ask what to export, how, and where to; and what file to open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.dialog_buttons import without_icons
from rnnviz.gui.paper.formats import FORMATS, Format
from rnnviz.gui.pictures import SCALES
from rnnviz.interchange.figure_source import LEAST_FONT, LEAST_MM, MOST_FONT, MOST_MM, Paper

WINDOW = "window"
SAVE, COPY, PRINT = "save", "copy", "print"
FORMAT_TITLES = {
    "png": "PNG: pixels",
    "svg": "SVG: lines and text",
    "pdf": "PDF: lines and text",
}
#: Of numbers, so that they stand below the texts of other boxes.
TEXT_MARGINS = 4, 0, 0, 0
#: How files of one's own mostly end.
OWN_FILES = "*.txt *.md *.py *.tex *.csv *.tsv *.dat *.conll *.bio *ubyte *ubyte.gz"
#: How many of the list are seen at once.
LINES = 9


@dataclass(frozen=True)
class Choice:
    """One thing to export: its key and title, and its size in logical pixels."""

    key: str
    title: str
    width: int
    height: int


class ExportDialog(QDialog):
    """What to export and how; `deed` says by which button the dialog was left.

    choices  of what there is: first the window, then the views from top to bottom.
    chosen   the key that is checked at first.
    look     the colours at first.
    """

    def __init__(self, parent: QWidget, choices: Sequence[Choice], chosen: str, look: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a figure")
        self._choices = {choice.key: choice for choice in choices}
        self.deed = SAVE
        self.what, self.format, self.look = QListWidget(), QComboBox(), QComboBox()
        self.scale, self.width_mm = QDoubleSpinBox(), QDoubleSpinBox()
        self.font_factor, self._size = QDoubleSpinBox(), QLabel()
        self.is_clear, self.is_bare = QCheckBox("&Transparent ground"), QCheckBox("&Bare")
        self._fill(chosen, look)
        self._lay_out()
        self.what.itemChanged.connect(self._checked)
        self.format.currentIndexChanged.connect(self._show_size)
        for box in (self.scale, self.width_mm, self.font_factor):
            box.lineEdit().setTextMargins(*TEXT_MARGINS)
            box.valueChanged.connect(self._show_size)
        self._show_size()

    def _fill(self, chosen: str, look: str) -> None:
        for choice in self._choices.values():
            item = QListWidgetItem(choice.title)
            item.setData(Qt.ItemDataRole.UserRole, choice.key)
            item.setCheckState(_state(choice.key == chosen))
            self.what.addItem(item)
        line = self.what.sizeHintForRow(0)
        self.what.setMinimumHeight(LINES * line + 2 * self.what.frameWidth())
        for kind in FORMATS:
            self.format.addItem(FORMAT_TITLES[kind], kind)
        for name in ("light", "dark"):
            self.look.addItem(name.capitalize(), name)
        self.look.setCurrentIndex(self.look.findData(look))
        self.is_bare.setToolTip("Without titles, captions, legends and frames")
        self._fill_numbers()
        for widget, name in (
            (self.what, "What to export"),
            (self.format, "Format"),
            (self.look, "Colours"),
            (self.scale, "Resolution, times that of the screen"),
            (self.width_mm, "Width in millimetres"),
            (self.font_factor, "Size of text, times that of the screen"),
        ):
            widget.setAccessibleName(name)

    def _fill_numbers(self) -> None:
        self.scale.setRange(*SCALES)
        self.scale.setSingleStep(1.0)
        self.scale.setSuffix(" ×")
        self.scale.setValue(2.0)
        # Its least value stands for none.
        self.width_mm.setRange(LEAST_MM - 1, MOST_MM)
        self.width_mm.setSpecialValueText("as on the screen")
        self.width_mm.setDecimals(1)
        self.width_mm.setSuffix(" mm")
        self.width_mm.setValue(LEAST_MM - 1)
        self.font_factor.setRange(LEAST_FONT, MOST_FONT)
        self.font_factor.setSingleStep(0.1)
        self.font_factor.setSuffix(" ×")
        self.font_factor.setValue(1.0)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow("&Figure of", self.what)
        form.addRow("F&ormat", self.format)
        form.addRow("Co&lours", self.look)
        ways = QHBoxLayout()
        ways.addWidget(self.is_clear)
        ways.addWidget(self.is_bare)
        form.addRow("", ways)
        form.addRow("&Resolution", self.scale)
        form.addRow("&Width", self.width_mm)
        form.addRow("Te&xt", self.font_factor)
        form.addRow("", self._size)
        kind = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kind.Save | kind.Cancel)
        for deed, title in ((COPY, "&Copy"), (PRINT, "&Print…")):
            button = buttons.addButton(title, QDialogButtonBox.ButtonRole.ActionRole)
            button.setObjectName(deed)
            button.clicked.connect(lambda _checked=False, deed=deed: self._leave(deed))
        without_icons(buttons)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self._buttons = buttons

    def _leave(self, deed: str) -> None:
        self.deed = deed
        self.accept()

    def check(self, *keys: str) -> None:
        """Choose what to export."""
        for item in self._items():
            item.setCheckState(_state(item.data(Qt.ItemDataRole.UserRole) in keys))

    def _items(self) -> list[QListWidgetItem]:
        return [self.what.item(row) for row in range(self.what.count())]

    def _checked(self, item: QListWidgetItem) -> None:
        """The window stands for all of it: it goes with no view beside it."""
        if item.checkState() is Qt.CheckState.Checked:
            key = item.data(Qt.ItemDataRole.UserRole)
            for other in self._items():
                if other is not item and WINDOW in (key, other.data(Qt.ItemDataRole.UserRole)):
                    other.setCheckState(Qt.CheckState.Unchecked)
        self._show_size()

    def _show_size(self) -> None:
        keys = self.keys
        is_window = keys == (WINDOW,)
        for widget in (self.is_clear, self.is_bare, self.font_factor, self.look):
            widget.setEnabled(not is_window)
        for button in self._buttons.buttons():
            if self._buttons.buttonRole(button) != QDialogButtonBox.ButtonRole.RejectRole:
                button.setEnabled(bool(keys))
        if not keys:
            self._size.setText("Choose the window, or one or more views.")
            return
        wide = max(self._choices[key].width for key in keys)
        high = sum(self._choices[key].height for key in keys) + 8 * (len(keys) - 1)
        width, scale = self.paper.width or wide / 96 * 25.4, self.scale.value()
        size = f"{round(wide * scale)} × {round(high * scale)} pixels"
        printed = f"{width:.0f} × {width * high / wide:.0f} mm in print"
        self._size.setText(f"{size},  {printed}" if self.kind == "png" else printed)

    @property
    def keys(self) -> tuple[str, ...]:
        """What was chosen, from top to bottom."""
        checked = [item for item in self._items() if item.checkState() is Qt.CheckState.Checked]
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in checked)

    @property
    def kind(self) -> Format:
        """The format that was chosen."""
        return FORMATS[self.format.currentIndex()]

    @property
    def paper(self) -> Paper:
        """How it is to be drawn."""
        is_window, width = self.keys == (WINDOW,), self.width_mm.value()
        return Paper(
            look="dark" if self.look.currentData() == "dark" else "light",
            is_clear=self.is_clear.isChecked() and not is_window,
            is_bare=self.is_bare.isChecked() and not is_window,
            scale=self.scale.value(),
            width=width if width >= LEAST_MM else None,
            font=1.0 if is_window else self.font_factor.value(),
        )


def _state(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked


def ask_for_file(parent: QWidget, name: str, titles: Mapping[str, str]) -> Path | None:
    """Where to write a file, whose extension is added where it is missing; None where nobody wants
    to. Asks before replacing a file.

    titles  of the kinds that it may have, by extension; the first one is offered.
    """
    kinds = {f"{title} (*.{kind})": kind for kind, title in titles.items()}
    dialog = QFileDialog(parent, "Save", name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(kinds))
    # So that it asks about the file that will be written, with its extension.
    dialog.setDefaultSuffix(next(iter(titles)))
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(kinds[chosen]))
    chosen = dialog.selectedFiles() if dialog.exec() else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None


def ask_for_own_file(parent: QWidget) -> Path | None:
    """A file to learn from; None where nobody wants one."""
    kinds = f"Texts, tables, CoNLL, IDX ({OWN_FILES})"
    path, _ = QFileDialog.getOpenFileName(
        parent, "Open a file to learn", "", f"All files (*);;{kinds}"
    )
    return Path(path) if path else None

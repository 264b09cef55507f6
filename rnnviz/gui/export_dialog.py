"""The dialogs that ask what to export, how fine, and where to; and what file to open."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.pictures import SCALES


class ExportDialog(QDialog):
    """What to export and at how many times the resolution of the screen.

    choices  (key, title, width, height) of what there is; sizes in logical pixels.
    """

    def __init__(
        self, parent: QWidget, choices: Sequence[tuple[str, str, int, int]], chosen: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a picture")
        self._choices = {key: (width, height) for key, _, width, height in choices}
        self.what, self.scale, self._size = (
            QComboBox(),
            QSlider(Qt.Orientation.Horizontal),
            QLabel(),
        )
        for key, title, _, _ in choices:
            self.what.addItem(title, key)
        self.what.setCurrentIndex(max(0, self.what.findData(chosen)))
        self.what.setAccessibleName("What to export")
        self.scale.setRange(int(SCALES[0]), int(SCALES[1]))
        self.scale.setValue(2)
        self.scale.setPageStep(1)
        self.scale.setAccessibleName("Resolution, times that of the screen")
        self.what.currentIndexChanged.connect(self._show_size)
        self.scale.valueChanged.connect(self._show_size)
        self._lay_out()
        self._show_size()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow("&Picture of", self.what)
        form.addRow("&Resolution", self.scale)
        form.addRow("", self._size)
        kind = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kind.Save | kind.Cancel)
        for button in buttons.buttons():
            button.setIcon(QIcon())  # Qt's own suit neither of our palettes.
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)

    def _show_size(self) -> None:
        width, height = self._choices[self.key]
        times = self.scale.value()
        self._size.setText(f"{times} ×  —  {width * times} × {height * times} pixels, PNG")

    @property
    def key(self) -> str:
        """The key of what was chosen."""
        return str(self.what.currentData())


def ask_for_file(parent: QWidget, name: str) -> Path | None:
    """Where to write a PNG; None where nobody wants to. Asks before replacing a file."""
    path, _ = QFileDialog.getSaveFileName(parent, "Save the picture", f"{name}.png", "PNG (*.png)")
    return Path(path) if path else None


def ask_for_own_file(parent: QWidget) -> Path | None:
    """A file to learn from; None where nobody wants one."""
    kinds = "Texts, tables, CoNLL, IDX (*.txt *.md *.py *.tex *.csv *.tsv *.dat *.conll *.bio"
    path, _ = QFileDialog.getOpenFileName(
        parent, "Open a file to learn", "", f"All files (*);;{kinds} *ubyte *ubyte.gz)"
    )
    return Path(path) if path else None

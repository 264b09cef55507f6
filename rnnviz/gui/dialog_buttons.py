"""The buttons of dialogs, as all of ours have them."""

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox


def without_icons(box: QDialogButtonBox | QMessageBox) -> None:
    """Take Qt's own icons away, which suit neither of our palettes."""
    for button in box.buttons():
        button.setIcon(QIcon())

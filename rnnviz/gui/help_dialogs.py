"""What the Help menu shows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from rnnviz import __version__
from rnnviz.gui.actions import cheat_sheet
from rnnviz.gui.dialog_buttons import without_icons

ABOUT = (
    f"<p style='font-weight: 600'>rnnviz {__version__}</p>"
    "<p>Watch a recurrent network learn, and step through every operation of it.</p>"
    "<p>MIT licence. Fonts: Inter and STIX (OFL), DejaVu.</p>"
)


def show_keys(parent: QWidget) -> None:
    """The cheat sheet."""
    _show(parent, "Keys", cheat_sheet())


def show_about(parent: QWidget) -> None:
    """What this is."""
    _show(parent, "About rnnviz", ABOUT)


def _show(parent: QWidget, title: str, text: str) -> None:
    enough = QMessageBox.StandardButton.Close
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, enough, parent)
    without_icons(box)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()

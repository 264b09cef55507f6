"""What stands in the place of a picture of a step of padding."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnviz.gui.painting import CENTER, TITLE_HEIGHT, draw_text
from rnnviz.gui.theme import Look

TEXT = "This step is padding: the sequence has ended, and nothing is computed here."


def paint_nothing_computed(painter: QPainter, area: QRectF, look: Look) -> None:
    """A sentence in the middle, below the title."""
    draw_text(painter, area.adjusted(12, TITLE_HEIGHT, -12, 0), TEXT, look.muted, 9.5, CENTER)

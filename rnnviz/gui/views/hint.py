"""A hint: where a view has nothing to show, it says in a sentence what to do."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from rnnviz.gui.painting import kept_font
from rnnviz.gui.theme import Look

#: The widest column of text.
WIDEST = 420.0


def draw_hint(painter: QPainter, area: QRectF, look: Look, text: str) -> None:
    """The sentence in the middle of an area, in as many lines as it needs."""
    width = min(WIDEST, area.width())
    column = QRectF(area.center().x() - width / 2, area.top(), width, area.height())
    painter.setFont(kept_font(9.75))
    painter.setPen(look.muted)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(column, flags, text)

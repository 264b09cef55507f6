"""Shares as bars: how likely each answer is, and which one is right."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from rnnviz.exhibits import Share
from rnnviz.gui.painting import RIGHT, draw_text, text_width
from rnnviz.gui.theme import Look
from rnnviz.gui.views.exhibit_drawing import RIGHT_SIGN, SIZE, WRONG_SIGN, quantity_of

#: Height of a bar with the gap below it; room for the sign and for the number.
BAR_ROW, SIGN, NUMBER = 17.0, 15.0, 46.0
#: At most so much of the width is for names.
NAMES = 0.46


def height_of(count: int) -> float:
    """How high so many bars are."""
    return count * BAR_ROW


def width_of(shares: Sequence[Share]) -> float:
    """How wide bars should be, so that no name is cut."""
    names = max(text_width(share.name, SIZE, bold=True) for share in shares) + 6
    return SIGN + names + max(90.0, names / NAMES - names) + NUMBER


def shown_shares(shares: Sequence[Share], count: int) -> tuple[Share, ...]:
    """The first ones, and the right one in the place of the last where it is not among them."""
    shown = list(shares[: max(1, count)])
    wanted = next((share for share in shares if share.is_wanted), None)
    if wanted is not None and not any(share.is_wanted for share in shown):
        shown[-1] = wanted
    return tuple(shown)


def paint_shares(
    painter: QPainter, area: QRectF, look: Look, shares: Sequence[Share], said: int | None = 0
) -> None:
    """As many bars as there is room for.

    said  which one is the answer, so that it is wrong where it is not wanted; None: there may be
          several.
    """
    shown = shown_shares(shares, int(area.height() / BAR_ROW))
    widest = max(text_width(share.name, SIZE, bold=True) for share in shown)
    names = min(widest + 6, NAMES * (area.width() - SIGN))
    for number, share in enumerate(shown):
        row = QRectF(area.left(), area.top() + number * BAR_ROW, area.width(), BAR_ROW)
        _paint_row(painter, row, look, share, names, is_wrong=number == said)


def _paint_row(
    painter: QPainter, row: QRectF, look: Look, share: Share, names: float, is_wrong: bool
) -> None:
    is_wrong = is_wrong and not share.is_wanted
    color = look.teal if share.is_wanted else look.error if is_wrong else look.muted
    sign = RIGHT_SIGN if share.is_wanted else WRONG_SIGN if is_wrong else ""
    draw_text(painter, row, sign, color, SIZE)
    name = row.adjusted(SIGN, 0, 0, 0)
    name.setWidth(names)
    draw_text(painter, name, share.name, look.text, SIZE, bold=share.is_wanted)
    track = QRectF(name.right() + 4, row.center().y() - 4, 0, 8)
    track.setRight(row.right() - NUMBER)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.border)
    painter.drawRoundedRect(track, 2, 2)
    filled = QRectF(track)
    filled.setWidth(track.width() * max(0.0, min(1.0, share.share)))
    painter.setBrush(color)
    painter.drawRoundedRect(filled, 2, 2)
    number = row.adjusted(row.width() - NUMBER, 0, 0, 0)
    draw_text(painter, number, quantity_of(share.share), look.text, SIZE, RIGHT)

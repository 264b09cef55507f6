"""Where the parts of the recurrent matrix's view stand: beside each other or one over the other."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import PADDING, TITLE_HEIGHT

#: A line of switches, the heading above a picture, the gaps, the room for numbers beside an axis.
SWITCHES, HEADING, GAP, AXIS = 22.0, 34.0, 16.0, 26.0
#: Wider than this times its height, all three stand beside each other.
WIDE = 1.75
FOOT = 16.0


@dataclass(frozen=True)
class SpectrumLayout:
    """All places; a picture's heading stands in the HEADING pixels above it.

    switches   the lines of switches, from the top.
    matrix, plane   two squares.
    curves   with room for numbers at its left and below it.
    """

    switches: tuple[QRectF, ...]
    matrix: QRectF
    plane: QRectF
    curves: QRectF


def lay_out(area: QRectF, lines: int) -> SpectrumLayout:
    """Share an area; `lines` of switches."""
    left, width = area.left() + PADDING, area.width() - 2 * PADDING
    top = area.top() + TITLE_HEIGHT
    switches = tuple(
        QRectF(left, top + n * SWITCHES, width, SWITCHES - 3) for n in range(max(0, lines))
    )
    room = QRectF(left, top + lines * SWITCHES, width, 0)
    room.setBottom(area.bottom() - PADDING)
    if room.width() >= WIDE * room.height():
        return _beside(room, switches)
    return _stacked(room, switches)


def _beside(room: QRectF, switches: tuple[QRectF, ...]) -> SpectrumLayout:
    side = max(20.0, min(room.height() - HEADING - FOOT, (room.width() - 2 * GAP) * 0.31))
    matrix = QRectF(room.left(), room.top() + HEADING, side, side)
    plane = matrix.translated(side + GAP + 6, 0)
    curves = QRectF(plane.right() + GAP + AXIS + 8, matrix.top(), 0, side)
    curves.setRight(room.right())
    return SpectrumLayout(switches, matrix, plane, curves)


def _stacked(room: QRectF, switches: tuple[QRectF, ...]) -> SpectrumLayout:
    high = 0.58 * room.height() - HEADING
    side = max(20.0, min(high, (room.width() - GAP - 4) / 2))
    matrix = QRectF(room.left(), room.top() + HEADING, side, side)
    plane = QRectF(room.right() - side, matrix.top(), side, side)
    if room.width() > 2 * side + 3 * GAP:
        plane.moveLeft(matrix.right() + 2 * GAP)
    top = matrix.bottom() + FOOT + HEADING
    curves = QRectF(room.left() + AXIS, top, room.width() - AXIS, room.bottom() - FOOT - top)
    return SpectrumLayout(switches, matrix, plane, curves)

"""What stands in the gutter left of a track: its name, its scale, and small switches."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPen

from rnnviz.gui.painting import (
    CENTER,
    LEFT,
    PADDING,
    RIGHT,
    Colors,
    at_time,
    draw_math,
    draw_squares,
    draw_text,
    math_width,
    ramp_image,
    text_width,
)
from rnnviz.gui.views.time_axis import LEFT_GUTTER
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_scale import written

#: A small text, and whether it warns.
Note = tuple[str, bool]

#: Where the texts end; the height of a line of them; the size of the small ones.
GUTTER_RIGHT, LINE, SMALL = LEFT_GUTTER - 8.0, 15.0, 7.5
#: How wide the numbers of a scale are; beside them texts end earlier.
SCALE_WIDTH, SCALE_SIZE = 22.0, 7.0
BARS_RIGHT = LEFT_GUTTER - SCALE_WIDTH - 8.0
SWITCH_HEIGHT, SWITCH_WIDTH, SOURCE_WIDTH = 14.0, 36.0, 26.0


def gutter(area: QRectF) -> QRectF:
    """All of it."""
    return QRectF(area.left(), area.top() - 2, LEFT_GUTTER, area.height() + 7)


def row(area: QRectF, line: int, bars: bool = False) -> QRectF | None:
    """Line number `line` of a track's gutter; None where there is no room for it.

    bars  beside the numbers of a scale.
    """
    top = area.top() - 1 + line * LINE
    if top + LINE > area.bottom() + 3:
        return None
    left, right = area.left() + PADDING, area.left() + (BARS_RIGHT if bars else GUTTER_RIGHT)
    return QRectF(left, top, right - left, LINE)


def note(drawing: Drawing, area: QRectF, line: int, text: str, bars: bool = False) -> None:
    """A small text."""
    place = row(area, line, bars)
    if place is not None:
        draw_text(drawing.painter, place, text, drawing.look.muted, SMALL)


def math_note(drawing: Drawing, area: QRectF, line: int, text: str) -> None:
    """A small formula beside the numbers of a scale."""
    place = row(area, line, bars=True)
    if place is not None:
        draw_math(drawing.painter, place, text, drawing.look.muted, 9.0)


def paint_notes(
    drawing: Drawing, area: QRectF, notes: tuple[Note, ...], button: QRectF | None, fixed: bool
) -> None:
    """Small texts from the third line on, and the button of the scale: at the right of that
    line, or in one of its own where both do not fit."""
    if button is not None:
        switch(drawing, button, "fixed" if fixed else "auto", fixed)
    line, look = 2, drawing.look
    for text, warns in notes:
        place = row(area, line)
        if place is None:
            return
        if button is not None and line == 2:
            place.setRight(button.left() - 3)
            if text_width(text, SMALL) > place.width() and (below := row(area, 3)) is not None:
                line, place = 3, below
        draw_text(drawing.painter, place, text, look.error if warns else look.muted, SMALL)
        line += 1


def name(drawing: Drawing, area: QRectF, words: str, symbol: str) -> None:
    """What a track shows, in words and, at the right, as in the papers."""
    place = row(area, 0)
    if place is None:
        return
    width, look = math_width(at_time(symbol)), drawing.look
    draw_text(drawing.painter, place.adjusted(0, 0, -width - 3, 0), words, look.text, bold=True)
    draw_math(drawing.painter, place, at_time(symbol), look.text, align=RIGHT)


def legend(drawing: Drawing, area: QRectF, colors: Colors, low: float, high: float) -> None:
    """The colours from low to high, with both ends written out."""
    place = row(area, 1)
    if place is None or drawing.look.is_bare:
        return
    first, last = written(low), written(high)
    left, right = text_width(first, SMALL) + 5, text_width(last, SMALL) + 5
    draw_text(drawing.painter, place, first, drawing.look.muted, SMALL, LEFT)
    draw_text(drawing.painter, place, last, drawing.look.muted, SMALL, RIGHT)
    bar = QRectF(place.left() + left, place.center().y() - 3, place.width() - left - right, 7)
    draw_squares(drawing.painter, bar, ramp_image(colors))


def scale_switch(area: QRectF) -> QRectF | None:
    """Where the switch between a scale that follows the values and a fixed one stands."""
    line = row(area, 2)
    if line is None:
        return None
    return QRectF(line.right() - SWITCH_WIDTH, line.top() + 1, SWITCH_WIDTH, SWITCH_HEIGHT)


def source_switches(area: QRectF) -> tuple[tuple[bool, QRectF], ...]:
    """The two switches of the gradient's track: by state (False) or by weights (True)."""
    line = row(area, 1)
    if line is None:
        return ()
    by_state = QRectF(line.left(), line.top() + 1, SOURCE_WIDTH, SWITCH_HEIGHT)
    return (False, by_state), (True, by_state.translated(SOURCE_WIDTH + 3, 0))


def switch(drawing: Drawing, place: QRectF, text: str, on: bool) -> None:
    """A small button; filled where it is on."""
    look, painter = drawing.look, drawing.painter
    painter.setPen(QPen(look.accent if on else look.border, 1))
    painter.setBrush(look.accent_soft if on else look.control)
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    draw_text(painter, place, text, look.accent if on else look.muted, SMALL, CENTER)


def scale_mark(drawing: Drawing, area: QRectF, y: float, text: str) -> None:
    """A number of a scale, right of the texts, at a height; kept within the track. One too
    long for its place is left out."""
    if text_width(text, SCALE_SIZE) > SCALE_WIDTH + 2:
        return
    middle = max(area.top() + 5, min(area.bottom() - 4, y))
    right = area.left() + LEFT_GUTTER - 5
    place = QRectF(right - SCALE_WIDTH, middle - 6, SCALE_WIDTH, 12)
    draw_text(drawing.painter, place, text, drawing.look.muted, SCALE_SIZE, RIGHT)


def decade(power: int) -> str:
    """A power of ten: "10⁻³"; 10 and 1 plainly."""
    if power in (0, 1):
        return "10" if power else "1"
    return "10" + str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))

"""The line of time steps under all tracks: what was read at each, and its number."""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt

from rnnviz.gui.painting import CENTER, RIGHT, draw_math, draw_text, text_width
from rnnviz.gui.theme import MONO
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import GUTTER_RIGHT

#: Steps are numbered at one of these distances, so that numbers have this much room.
DISTANCES, LEAST_NUMBER_ROOM = (1, 2, 5, 10, 20, 50, 100), 26.0
#: Inputs are written where they have so much room more than they need.
LABEL_SIZE, NUMBER_SIZE, LEAST_LABEL_ROOM = 8.0, 7.5, 3.0
LABEL_HEIGHT, NUMBER_HEIGHT = 16.0, 15.0
#: A step that no number is near to.
FAR = -(10**6)


def paint_numbers(drawing: Drawing, area: QRectF, picked: int | None, symbol: str = "t") -> None:
    """The numbers alone, the picked one, where there is one, on its own ground."""
    _paint_numbers(drawing, area, FAR if picked is None else picked, symbol)
    if picked is not None and picked in drawing.visible:
        with drawing.only_columns(area):
            place = drawing.columns(area, range(picked, picked + 1))
            _paint_picked(drawing, place, str(picked + 1))


def paint_steps(drawing: Drawing, area: QRectF) -> None:
    """Inputs where there is room for them, numbers below, the picked one on its own ground."""
    labels = drawing.scene.trace.labels.inputs
    left, width = drawing.edges
    time = drawing.scene.marks.picked.time
    key = ("steps", labels, time, drawing.visible, round(left, 3), round(width, 3))
    drawing.stamp(area, key, lambda drawing: _paint_all(drawing, area, labels))
    if time in drawing.visible:
        with drawing.only_columns(area):
            place = drawing.columns(_numbers(drawing, area), range(time, time + 1))
            _paint_picked(drawing, place, str(time + 1))


@lru_cache(maxsize=16)
def _widest(labels: tuple[str, ...]) -> float:
    return max(text_width(label, LABEL_SIZE, families=(*MONO,)) for label in set(labels))


def _readable(drawing: Drawing) -> bool:
    labels = drawing.scene.trace.labels.inputs
    return _widest(labels) + LEAST_LABEL_ROOM <= drawing.edges[1]


def _numbers(drawing: Drawing, area: QRectF) -> QRectF:
    """The line of numbers: under the inputs, or in their place."""
    below = LABEL_HEIGHT if _readable(drawing) else 2.0
    return QRectF(area.left(), area.top() + below, area.width(), NUMBER_HEIGHT)


def _paint_all(drawing: Drawing, area: QRectF, labels: tuple[str, ...]) -> None:
    numbers = _numbers(drawing, area)
    if _readable(drawing):
        above = QRectF(numbers.left(), area.top(), GUTTER_RIGHT, numbers.height())
        draw_math(drawing.painter, above, "x_t", drawing.look.muted, 9.0, RIGHT)
        _paint_labels(drawing, area, labels)
    _paint_numbers(drawing, numbers, drawing.scene.marks.picked.time, "t")


def _paint_numbers(drawing: Drawing, numbers: QRectF, picked: int, symbol: str) -> None:
    """All but the picked one, as many as there is room for."""
    gutter = QRectF(numbers.left(), numbers.top(), GUTTER_RIGHT, numbers.height())
    draw_math(drawing.painter, gutter, symbol, drawing.look.muted, 9.0, RIGHT)
    width = drawing.edges[1]
    distance = next((d for d in DISTANCES if d * width >= LEAST_NUMBER_ROOM), DISTANCES[-1])
    with drawing.only_columns(numbers):
        for step in drawing.visible:
            # The picked number stands on its own ground and needs room on both sides.
            free = abs(step - picked) * width >= LEAST_NUMBER_ROOM - 4
            if (step + 1) % distance == 0 and free:
                place = drawing.columns(numbers, range(step, step + 1)).adjusted(-15, 0, 15, 0)
                text, color = str(step + 1), drawing.look.muted
                draw_text(drawing.painter, place, text, color, NUMBER_SIZE, CENTER)


def _paint_labels(drawing: Drawing, area: QRectF, labels: tuple[str, ...]) -> None:
    line = QRectF(area.left(), area.top(), area.width(), LABEL_HEIGHT)
    with drawing.only_columns(area):
        for step in drawing.visible:
            # A little more room than the text needs, so that it is never cut.
            place = drawing.columns(line, range(step, step + 1)).adjusted(-2, 0, 2, 0)
            text, color = labels[step], drawing.look.text
            draw_text(drawing.painter, place, text, color, LABEL_SIZE, CENTER, families=MONO)


def _paint_picked(drawing: Drawing, place: QRectF, text: str) -> None:
    """On a ground of its own."""
    width = text_width(text, NUMBER_SIZE, bold=True) + 9
    ground = QRectF(place.center().x() - width / 2, place.top() + 0.5, width, 14)
    drawing.painter.setPen(Qt.PenStyle.NoPen)
    drawing.painter.setBrush(drawing.look.accent)
    drawing.painter.drawRoundedRect(ground, 4, 4)
    draw_text(drawing.painter, ground, text, drawing.look.card, NUMBER_SIZE, CENTER, bold=True)

"""The inspector's first lines: which unit at which time step, and arrows to its neighbours."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from rnnviz.gui.painting import PADDING
from rnnviz.gui.theme import Look
from rnnviz.gui.views.formula_layout import faces
from rnnviz.gui.views.inspected import Inspected
from rnnviz.trace.trace import Trace

TITLE_BASELINE, CAPTION_BASELINE = 22.0, 39.0
ARROW, ARROWS_TOP = 22.0, 7.0
TABS = ("forward", "backward")
TAB_TOP, TAB_HEIGHT, TAB_GAP = 28.0, 18.0, 12.0


def caption(shown: Inspected) -> str:
    """Where it comes from: what was read, how far training was, which sample."""
    trace = shown.trace
    return " · ".join((shown.reads, f"update {trace.origin.update:,}", _sample(trace)))


def _sample(trace: Trace) -> str:
    if trace.origin.sample == "batch":
        return f"sequence {trace.origin.sequence + 1} of the next batch"
    return f"{trace.origin.sample} sample"


def tabs(width: float) -> tuple[QRectF, ...]:
    """Where the words of TABS stand, at the right end of the second line."""
    places, right = [], width - PADDING
    for name in reversed(TABS):
        wide = faces().word.width(name)
        places.append(QRectF(right - wide, TAB_TOP, wide, TAB_HEIGHT))
        right -= wide + TAB_GAP
    return tuple(reversed(places))


def tab_at(point: QPointF, width: float) -> str:
    """The tab under a point, "" where there is none."""
    around = (-TAB_GAP / 2, -2, TAB_GAP / 2, 2)
    for name, place in zip(TABS, tabs(width), strict=True):
        if place.adjusted(*around).contains(point):
            return name
    return ""


def draw_tabs(painter: QPainter, width: float, shown: str, look: Look) -> None:
    """Draw the tabs, a line below the one that is shown."""
    painter.setFont(faces().word.font)
    for name, place in zip(TABS, tabs(width), strict=True):
        painter.setPen(look.accent if name == shown else look.muted)
        painter.drawText(QPointF(place.left(), CAPTION_BASELINE), name)
        if name == shown:
            painter.fillRect(
                QRectF(place.left(), place.bottom() - 2, place.width(), 2), look.accent
            )


def draw_header(painter: QPainter, width: float, shown: Inspected, look: Look) -> None:
    """Draw title and caption."""
    kinds = faces()
    room = width - 2 * PADDING - 2 * ARROW - 8
    long, short = shown.titles
    fits = kinds.title.width(long) <= room
    painter.setFont(kinds.title.font)
    painter.setPen(look.text)
    title = long if fits else kinds.title.shortened(short, room)
    painter.drawText(QPointF(PADDING, TITLE_BASELINE), title)
    below = caption(shown)
    below = below if fits else f"{shown.where} · {below}"
    painter.setFont(kinds.word.font)
    painter.setPen(look.muted)
    below = kinds.word.shortened(below, tabs(width)[0].left() - PADDING - TAB_GAP)
    painter.drawText(QPointF(PADDING, CAPTION_BASELINE), below)


def draw_arrows(painter: QPainter, width: float, shown: Inspected, look: Look) -> None:
    """Draw the arrows to the unit before and the unit after."""
    for by, area in zip((-1, 1), arrows(width), strict=True):
        _draw_arrow(painter, area, by, shown.neighbour(by) is not None, look)


def arrows(width: float) -> tuple[QRectF, QRectF]:
    """Where the arrows to the unit before and the unit after stand."""
    right = width - PADDING + 4
    return (
        QRectF(right - 2 * ARROW, ARROWS_TOP, ARROW, ARROW),
        QRectF(right - ARROW, ARROWS_TOP, ARROW, ARROW),
    )


def arrow_at(point: QPointF, width: float) -> int:
    """−1 or 1 for the arrow under a point, 0 where there is none."""
    left, right = arrows(width)
    return right.contains(point) - left.contains(point)


def _draw_arrow(painter: QPainter, area: QRectF, by: int, is_live: bool, look: Look) -> None:
    pen = QPen(look.muted if is_live else look.faint, 1.6)
    painter.setPen(pen)
    middle = area.center()
    corners = [QPointF(middle.x() + by * x, middle.y() + y) for x, y in ((-2, -4), (2, 0), (-2, 4))]
    painter.drawPolyline(QPolygonF(corners))

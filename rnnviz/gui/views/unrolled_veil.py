"""What the debugger has not come to yet is faint in the unrolled network."""

from collections.abc import Sequence

from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.theme import Look
from rnnviz.gui.views.track_progress import Progress
from rnnviz.gui.views.unrolled_arrows import column_area
from rnnviz.gui.views.unrolled_layout import Row, UnrolledLayout
from rnnviz.trace.trace import ATTENTION, Trace

#: How opaque the card lies over it, of 255.
VEIL = 205


def paint_unknown(
    painter: QPainter, look: Look, trace: Trace, tick: int, place: UnrolledLayout
) -> None:
    """Row by row, with the arrows that lead there."""
    progress, veil = Progress(trace, tick), QColor(look.card)
    veil.setAlpha(VEIL)
    rows = [(place.outputs, progress.unknown("", "y"))]
    rows += [
        (row, progress.unknown(lane.key, trace.states[0]))
        for lane, row in zip(trace.lanes, place.lanes, strict=True)
    ]
    if place.attention:
        rows.append((place.attention, progress.unknown(ATTENTION, "n")))
    unread = sorted(time for steps in progress.unread() for time in place.in_sight(steps))
    rows += [(place.inputs, steps) for steps in stretches(unread)]
    for row, steps in rows:
        shown = place.in_sight(steps)
        if shown:
            top, bottom = _reach(row, place)
            painter.fillRect(column_area(place, shown, top, bottom), veil)


def stretches(times: Sequence[int]) -> list[range]:
    """Ascending time steps as stretches without a gap: an encoder and its decoder read their
    inputs in two sweeps. To fill one area costs hardly more for many steps than for one."""
    found: list[range] = []
    for time in times:
        if found and found[-1].stop == time:
            found[-1] = range(found[-1].start, time + 1)
        else:
            found.append(range(time, time + 1))
    return found


def _reach(row: Row, place: UnrolledLayout) -> tuple[float, float]:
    """From where to where a row reaches, its arrows included."""
    if row is place.outputs:
        return row.top - 2, place.bars.bottom + place.gap / 2
    top, bottom = row.top - place.gap / 2, row.bottom + place.gap / 2
    return top, place.area.bottom() - 4 if row is place.inputs else bottom

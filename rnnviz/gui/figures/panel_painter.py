"""One panel of a figure: the courses at one length over the updates, and the baseline."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnnviz.experiments.figure import Figure, Line, Panel
from rnnviz.gui.figures.curve_style import STYLES, draw_cross, draw_curve, draw_mark
from rnnviz.gui.painting import CENTER, RIGHT, Floats, draw_text, text_width
from rnnviz.gui.theme import Look
from rnnviz.gui.views.number_axis import Scale, number, ticks

SMALL = 8.5
#: Room for the title above the plot, the numbers beside it, and those below it with their name.
TITLE, GUTTER, BELOW = 22.0, 46.0, 38.0
#: About how many of a course's points bear a mark.
MARKS = 5


@dataclass(frozen=True)
class PanelPainter:
    """Draws one panel in an area."""

    painter: QPainter
    look: Look
    figure: Figure

    def paint(self, area: QRectF, panel: Panel) -> None:
        """Draw all of it."""
        plot = area.adjusted(GUTTER, TITLE, 0, -BELOW)
        self._paint_title(QRectF(plot.left(), area.top(), plot.width(), TITLE), panel)
        across = Scale(0.0, float(self.figure.updates), plot.left(), plot.right())
        up = Scale(panel.low, panel.high, plot.bottom(), plot.top())
        self._paint_levels(plot, up)
        self._paint_updates(plot, across)
        self._paint_baseline(plot, up.at(panel.baseline))
        self.painter.save()
        # A whole mark at either end of the axis; what is higher is cut off.
        self.painter.setClipRect(plot.adjusted(-5, 0, 5, 5))
        for line in panel.lines:
            self._paint_line(line, across, up)
        for line in panel.lines:
            self._paint_marks(line, across, up)
        self.painter.restore()

    def _paint_title(self, line: QRectF, panel: Panel) -> None:
        draw_text(self.painter, line, panel.title, self.look.text, 9.0, bold=True)
        draw_text(self.painter, line, panel.note, self.look.muted, SMALL, RIGHT)

    def _paint_levels(self, plot: QRectF, up: Scale) -> None:
        for value in ticks(up.low, up.high, max(2, int(plot.height() / 34))):
            y = round(up.at(value))
            self.painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), self.look.border)
            text = f"{value:.0%}" if self.figure.is_share else number(value)
            label = QRectF(plot.left() - GUTTER, y - 8, GUTTER - 6, 16)
            draw_text(self.painter, label, text, self.look.muted, SMALL, RIGHT)

    def _paint_updates(self, plot: QRectF, across: Scale) -> None:
        painter, muted = self.painter, self.look.muted
        painter.fillRect(QRectF(plot.left(), round(plot.bottom()), plot.width(), 1), muted)
        for value in ticks(0.0, across.high, max(2, int(plot.width() / 56))):
            text, x = number(value), across.at(value)
            painter.fillRect(QRectF(round(x), plot.bottom(), 1, 4), muted)
            half = text_width(text, SMALL) / 2 + 1
            label = QRectF(x - half, plot.bottom() + 4, 2 * half, 16)
            draw_text(painter, label, text, muted, SMALL, CENTER)
        name = QRectF(plot.left(), plot.bottom() + 20, plot.width(), 16)
        draw_text(painter, name, "updates", muted, SMALL, CENTER)

    def _paint_baseline(self, plot: QRectF, y: float) -> None:
        self.painter.setPen(baseline_pen(self.look))
        self.painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))

    def _paint_line(self, line: Line, across: Scale, up: Scale) -> None:
        style, painter = STYLES[line.style], self.painter
        thin = QColor(style.color_in(self.look))
        thin.setAlpha(130)
        draw_curve(painter, QPen(thin, 0.8), _points(line.trained_updates, line.losses, across, up))
        draw_curve(painter, style.pen(self.look), _points(line.updates, line.values, across, up))

    def _paint_marks(self, line: Line, across: Scale, up: Scale) -> None:
        """Those of one network not where those of another are: curves may lie on each other."""
        points = list(_points(line.updates, line.values, across, up))
        apart = max(1, len(points) // MARKS)
        for at in points[line.style % apart :: apart]:
            draw_mark(self.painter, self.look, STYLES[line.style], at)
        if line.diverged:
            draw_cross(self.painter, self.look, points[-1])


def baseline_pen(look: Look) -> QPen:
    """The dashed line of the baseline, in plot and legend."""
    pen = QPen(look.muted, 1.2)
    pen.setDashPattern([4.0, 3.0])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _points(x: Floats, y: Floats, across: Scale, up: Scale) -> Iterator[QPointF]:
    """What is far above the plot, or no number, is drawn a little above it."""
    for update, value in zip(x.tolist(), np.fmin(y, 3 * up.high).tolist(), strict=True):
        yield QPointF(across.at(update), up.at(value))

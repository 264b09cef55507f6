"""The figure of an experiment: title, captions, legend, and a panel for each length."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from rnnviz.experiments.figure import Figure
from rnnviz.gui.app import application
from rnnviz.gui.figures.curve_style import STYLES, draw_curve, draw_mark
from rnnviz.gui.figures.panel_painter import GUTTER, PanelPainter, baseline_pen
from rnnviz.gui.painting import CENTER, PADDING, TITLE_HEIGHT, card, draw_text, text_width, title
from rnnviz.gui.pictures import blank
from rnnviz.gui.theme import LIGHT, Look

#: In logical pixels; the picture has SCALE times as many.
WIDTH, PANEL_HEIGHT, SCALE = 960, 270, 1.5
LINE, SMALL = 18.0, 8.5
#: A legend's stroke, and what lies between two entries.
STROKE, BETWEEN = 34.0, 24.0
#: Room for the name of the axis of values, and between two panels.
AXIS_NAME, GAP = 20.0, 10.0


def picture_of_figure(figure: Figure, look: Look = LIGHT) -> QImage:
    """The figure as a picture; the same one for the same figure. No window is opened."""
    application()
    rows = legend_rows(figure.legend, WIDTH - 2 * PADDING)
    # The first caption stands beside the title, and the baseline has a row of its own.
    texts = len(figure.captions) + len(rows)
    height = round(TITLE_HEIGHT + LINE * texts + PANEL_HEIGHT + 2 * PADDING)
    image = blank(QSize(WIDTH, height), SCALE, look)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(SCALE, SCALE)
    FigurePainter(painter, look, figure).paint(QRectF(0, 0, WIDTH, height), rows)
    painter.end()
    return image


def legend_rows(texts: tuple[str, ...], width: float) -> list[list[int]]:
    """Which entries stand in which row, each row as full as it can be."""
    rows: list[list[int]] = []
    free = 0.0
    for number, text in enumerate(texts):
        needed = STROKE + text_width(text, SMALL) + BETWEEN
        if not rows or needed - BETWEEN > free:
            rows.append([])
            free = width
        rows[-1].append(number)
        free -= needed
    return rows


@dataclass(frozen=True)
class FigurePainter:
    """Draws a figure in an area."""

    painter: QPainter
    look: Look
    figure: Figure

    def paint(self, area: QRectF, rows: list[list[int]]) -> None:
        """Draw all of it; `rows` are the legend's."""
        card(self.painter, area, self.look)
        title(self.painter, area, self.look, self.figure.title, self.figure.captions[0])
        inner = area.adjusted(PADDING, TITLE_HEIGHT, -PADDING, -PADDING)
        line = QRectF(inner.left(), inner.top(), inner.width(), LINE)
        for caption in self.figure.captions[1:]:
            draw_text(self.painter, line, caption, self.look.muted, SMALL)
            line.translate(0, LINE)
        for row in rows:
            self._paint_row(line, row)
            line.translate(0, LINE)
        self._paint_baseline_name(line)
        self._paint_panels(inner.adjusted(0, line.bottom() - inner.top() + PADDING, 0, 0))

    def _paint_row(self, line: QRectF, row: list[int]) -> None:
        x = line.left()
        for number in row:
            text, style = self.figure.legend[number], STYLES[number]
            draw_curve(self.painter, style.pen(self.look), _stroke(x, line))
            draw_mark(self.painter, self.look, style, QPointF(x + 13, line.center().y()))
            self._paint_name(line, x, text)
            x += STROKE + text_width(text, SMALL) + BETWEEN

    def _paint_baseline_name(self, line: QRectF) -> None:
        draw_curve(self.painter, baseline_pen(self.look), _stroke(line.left(), line))
        self._paint_name(line, line.left(), self.figure.baseline_says)

    def _paint_name(self, line: QRectF, x: float, text: str) -> None:
        room = line.adjusted(x + STROKE - line.left(), 0, 0, 0)
        draw_text(self.painter, room, text, self.look.text, SMALL)

    def _paint_panels(self, area: QRectF) -> None:
        self._paint_axis_name(area)
        panels = self.figure.panels
        width = (area.width() - AXIS_NAME + GAP) / len(panels) - GAP
        draw = PanelPainter(self.painter, self.look, self.figure)
        for number, panel in enumerate(panels):
            left = area.left() + AXIS_NAME + number * (width + GAP)
            draw.paint(QRectF(left, area.top(), width - PADDING, area.height()), panel)

    def _paint_axis_name(self, area: QRectF) -> None:
        """Upwards, beside the first panel."""
        self.painter.save()
        self.painter.translate(area.left(), area.bottom())
        self.painter.rotate(-90)
        # As high as the plot, without what stands below it.
        room = QRectF(GUTTER - 8, 0, area.height() - GUTTER, AXIS_NAME)
        draw_text(self.painter, room, self.figure.y_title, self.look.muted, SMALL, CENTER)
        self.painter.restore()


def _stroke(x: float, line: QRectF) -> list[QPointF]:
    y = line.center().y()
    return [QPointF(x, y), QPointF(x + 26, y)]

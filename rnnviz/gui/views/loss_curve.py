"""LossCurve: the loss of every update, and the norm of the gradient before and after clipping.

pyqtgraph holds the curves and lets them be zoomed and moved; all else is painted here, so
that text and lines have the same size on every screen and page.
"""

import math
from functools import partial
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent, QShowEvent

import pyqtgraph as pg  # isort: skip
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent  # isort: skip

from rnnviz.gui.painting import (
    PADDING,
    RIGHT,
    Floats,
    card,
    draw_text,
    kept_font,
    text_width,
    title,
)
from rnnviz.gui.theme import Look
from rnnviz.gui.views.curve_plot import Plot, Stretch
from rnnviz.gui.views.loss_baseline import baseline_texts, beside, fitting_text
from rnnviz.gui.views.loss_note import SMALL, Note
from rnnviz.gui.views.loss_places import GUTTER, Places
from rnnviz.gui.views.number_axis import Scale, log_ticks, number, ticks
from rnnviz.gui.views.running_mean import RunningMean
from rnnviz.gui.views.view import View
from rnnviz.trace.history import History
from rnnviz.trace.scene import Scene

LEAST_SIZE = 200, 180
#: What a curve keeps free above and below, as a share of its height.
MARGIN = 0.06
#: A norm below this is drawn as this: 0 has no logarithm. Nor has Inf a place on an axis.
LEAST_NORM, MOST = 1e-12, 1e100
ON_THE_RIGHT = int(RIGHT | Qt.AlignmentFlag.AlignVCenter)
#: A dense curve is drawn with at most so many columns.
MOST_COLUMNS = 320
#: From this width on, there is room for more words.
WIDE = 480.0
#: Two numbers beside an axis stand at least so far apart.
LEVEL_HEIGHT = 13.0


class LossCurve(View):
    """The two plots. The wheel zooms in time, dragging moves, a double click shows all."""

    key: ClassVar[str] = "loss"
    title: ClassVar[str] = "Loss"

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(*LEAST_SIZE)
        self._mean = RunningMean()
        #: The updates that the person zoomed to; None: all, also those that come.
        self._chosen: tuple[float, float] | None = None
        self._shown = 0
        self._loss, self._norms, self._note = Plot(2), Plot(2), Note()
        self._canvas = self._make_canvas()
        self._canvas.addItem(self._note)
        for plot in (self._loss, self._norms):
            self._canvas.addItem(plot)
            plot.sigRangeChangedManually.connect(partial(self._moved, plot))
        self._dress()

    def _make_canvas(self) -> pg.GraphicsView:
        canvas = pg.GraphicsView(self, background=None)
        canvas.viewport().setAutoFillBackground(False)
        canvas.setCacheMode(canvas.CacheModeFlag.CacheNone)
        # It is painted with the view, once; of its own it would be a second time.
        canvas.setViewportUpdateMode(canvas.ViewportUpdateMode.NoViewportUpdate)
        canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas.scene().sigMouseClicked.connect(self._clicked)
        return canvas

    def draw(self, scene: Scene) -> None:
        """Show another scene. While hidden, nothing is computed."""
        if len(scene.history) < self._shown:
            self._chosen = None
        self._shown = len(scene.history)
        super().draw(scene)
        self._explain(scene.history)
        if self.isVisible():
            self._refresh(QRectF(self.rect()))

    def set_look(self, look: Look) -> None:
        super().set_look(look)
        self._dress()

    def reset_zoom(self) -> None:
        """Show all updates again, also those that come."""
        self._chosen = None
        self._refresh(QRectF(self.rect()))

    def sentence(self, scene: Scene) -> str:
        history = scene.history
        if not len(history):
            return "Loss: no update has been made yet"
        clipped = f"the gradient was clipped in {_clipped(history)} of them"
        return f"Loss {_latest(scene)} after {len(history):,} updates; {clipped}"

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw everything, the curves too, at any size."""
        page = QRectF(0, 0, area.width(), area.height())
        self._refresh(page)
        self._paint_ground(painter, area)
        # pyqtgraph fills a plot's rectangle with whatever brush it meets.
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._canvas.scene().render(painter, area, page)
        self._refresh(QRectF(self.rect()))

    def paint_on_screen(self, painter: QPainter, area: QRectF) -> None:
        """Draw all but the curves, which stand in the canvas on top."""
        self._paint_ground(painter, area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._canvas.setGeometry(self.rect())
        self._refresh(QRectF(self.rect()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh(QRectF(self.rect()))

    def _explain(self, history: History) -> None:
        """The whole formula of the baseline, for which a small view has no room."""
        tip = "" if history.baseline is None else baseline_texts(history)[0]
        if tip != self.toolTip():
            self.setToolTip(tip)

    # What pyqtgraph holds.

    def _dress(self) -> None:
        look = self.look
        (raw, mean), (before, after) = self._loss.curves, self._norms.curves
        raw.set_line(_mixed(look.accent, look.card), 1.0)
        mean.set_line(look.accent, 2.0)
        self._note.set_look(look)
        before.set_line(look.warm, 1.0, _mixed(look.warm, look.card))
        after.set_line(look.teal, 1.3, _mixed(look.teal, look.card))

    def _moved(self, plot: Plot, axes: object) -> None:
        """The person zoomed or dragged one of the plots; the other goes with it."""
        self._chosen = plot.sight(0)
        self._refresh(QRectF(self.rect()))

    def _clicked(self, event: MouseClickEvent) -> None:
        if event.double():
            self.reset_zoom()

    def _refresh(self, area: QRectF) -> None:
        """Lay the plots out in an area and give them what is in sight."""
        if self.scene is None or area.isEmpty():
            return
        places, history = Places.within(area), self.scene.history
        first, last = self._sight(len(history))
        for plot, place in ((self._loss, places.loss), (self._norms, places.norms)):
            plot.setVisible(len(history) > 0)
            plot.setGeometry(place)
            plot.show_updates(first, last)
        if len(history):
            columns = max(1, min(MOST_COLUMNS, int(places.loss.width())))
            end = min(len(history), math.ceil(last))
            self._give(history, Stretch(int(first) - 1, end, columns))
        self._name_baseline(places.loss, history)
        self.update()

    def _sight(self, count: int) -> tuple[float, float]:
        """The first and the last update to show: what was chosen, within what there is."""
        end = float(max(2, count))
        if self._chosen is None:
            return 1.0, end
        width = min(self._chosen[1] - self._chosen[0], end - 1.0)
        first = max(1.0, min(self._chosen[0], end - width))
        return first, first + width

    def _give(self, history: History, stretch: Stretch) -> None:
        (raw, mean), (before, after) = self._loss.curves, self._norms.curves
        losses = np.clip(stretch.bounds(history.losses), -MOST, MOST)
        self._loss.show_values(*_loss_range(losses, history.baseline))
        raw.show_bounds(stretch, losses)
        mean.show_points(*stretch.points(self._mean.of(history.losses)))
        norms = [stretch.bounds(norms) for norms in (history.norms, history.clipped_norms)]
        exponents = np.log10(np.clip(norms, LEAST_NORM, MOST))
        self._norms.show_values(*_spread(exponents.min(), exponents.max()))
        before.show_bounds(stretch, exponents[0])
        after.show_bounds(stretch, exponents[1])

    # What is painted under the curves.

    def _paint_ground(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        places, history = Places.within(area), self.scene.history
        card(painter, area, self.look)
        if not len(history):
            title(painter, area, self.look, self.title, "appears with the first update")
            return
        self._paint_title(painter, places, self.scene)
        self._paint_legends(painter, places, self.scene)
        self._paint_axes(painter, places)
        self._paint_viewed(painter, places, self.scene)
        self._paint_baseline(painter, places.loss, history)

    def _paint_title(self, painter: QPainter, places: Places, scene: Scene) -> None:
        look, line = self.look, places.title
        draw_text(painter, line, self.title, look.text, 9.75, bold=True)
        draw_text(painter, line, _latest(scene), look.accent, 12.0, RIGHT, bold=True)
        if line.width() >= WIDE:
            used = line.adjusted(46, 0, -150, 0)
            draw_text(painter, used, "mean of Eₜ over the scored steps", look.muted, 8.5)

    def _paint_legends(self, painter: QPainter, places: Places, scene: Scene) -> None:
        look, history = self.look, scene.history
        self._paint_keys(
            painter,
            places.legend,
            (
                (_mixed(look.accent, look.card), 1.0, "each update"),
                (look.accent, 2.0, "smoothed"),
            ),
            _perplexity(scene),
        )
        wide = places.legend.width() >= WIDE
        keys = (
            (look.warm, 1.0, "gradient norm" if wide else "‖∂E/∂W‖"),
            (look.teal, 2.0, "after clipping"),
        )
        share = _clipped(history)
        share = f"clipped in {share} of updates" if wide else f"{share} clipped"
        self._paint_keys(painter, places.norm_legend, keys, share)

    def _paint_keys(
        self,
        painter: QPainter,
        line: QRectF,
        keys: tuple[tuple[QColor, float, str], ...],
        note: str,
    ) -> None:
        """A stroke and a name for each curve, and a note at the right end."""
        x = line.left()
        for color, width, name in keys:
            painter.setPen(QPen(color, width))
            y = line.center().y()
            painter.drawLine(QPointF(x, y), QPointF(x + 12, y))
            room = QRectF(x + 16, line.top(), line.right() - x - 16, line.height())
            draw_text(painter, room, name, self.look.muted, SMALL)
            x += 16 + text_width(name, SMALL) + 10
        room = QRectF(x, line.top(), line.right() - x, line.height())
        if text_width(note, SMALL) <= room.width():
            draw_text(painter, room, note, self.look.muted, SMALL, RIGHT)

    def _paint_axes(self, painter: QPainter, places: Places) -> None:
        painter.setFont(kept_font(SMALL))
        painter.setPen(self.look.muted)
        for plot, place, find in (
            (self._loss, places.loss, ticks),
            (self._norms, places.norms, log_ticks),
        ):
            low, high = plot.sight(1)
            scale = Scale(low, high, place.bottom(), place.top())
            below, former = math.inf, ""
            for value in find(low, high, max(2, int(place.height() / 26))):
                y, text = scale.at(value), number(10.0**value if find is log_ticks else value)
                if below - y >= LEVEL_HEIGHT and text != former:
                    self._paint_level(painter, place, y, text)
                    below, former = y, text
        self._paint_updates(painter, places)

    def _paint_level(self, painter: QPainter, place: QRectF, y: float, text: str) -> None:
        painter.fillRect(QRectF(place.left(), round(y), place.width(), 1), self.look.border)
        # At the ends of the axis a little inwards: other texts stand above and below.
        middle = max(place.top() + 3, min(place.bottom() - 3, y))
        label = QRectF(place.left() - GUTTER, middle - 8, GUTTER - 6, 16)
        painter.drawText(label, ON_THE_RIGHT, text)

    def _paint_updates(self, painter: QPainter, places: Places) -> None:
        line, curves = places.axis, places.norms
        first, last = self._loss.sight(0)
        scale = Scale(first, last, curves.left(), curves.right())
        for value in ticks(first, last, max(2, int(curves.width() / 56))):
            if value == int(value):
                text = number(value)
                half = text_width(text, SMALL) / 2 + 1
                middle = min(scale.at(value), line.right() + PADDING / 2 - half)
                label = QRectF(middle - half, line.top(), 2 * half, line.height())
                painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)
        unit = QRectF(line.left(), line.top(), GUTTER - 6, line.height())
        painter.drawText(unit, ON_THE_RIGHT, "update")

    def _paint_viewed(self, painter: QPainter, places: Places, scene: Scene) -> None:
        """The update in sight, where later ones are known: a dashed line in both plots."""
        first, last = self._loss.sight(0)
        viewed = scene.trace.origin.update
        if viewed >= len(scene.history) or not first <= viewed <= last:
            return
        painter.setPen(QPen(self.look.accent, 1, Qt.PenStyle.DashLine))
        for place in (places.loss, places.norms):
            x = Scale(first, last, place.left(), place.right()).at(viewed)
            painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))

    def _paint_baseline(self, painter: QPainter, place: QRectF, history: History) -> None:
        y = self._baseline_height(place, history)
        if y is not None:
            painter.setPen(QPen(self.look.muted, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y))

    def _name_baseline(self, place: QRectF, history: History) -> None:
        """The baseline's text, at the right end of its line: above it, where there is room, or
        elsewhere beside it, where it would lie on the curve."""
        y = self._baseline_height(place, history)
        if y is None:
            self._note.show_text(QRectF(), "")
            return
        text, width = fitting_text(history, place.width())
        areas = beside(place, y, width)
        free = (area for area in areas if not self._lies_on_curve(area, place, history))
        self._note.show_text(next(free, areas[0]), text)

    def _lies_on_curve(self, area: QRectF, place: QRectF, history: History) -> bool:
        (first, last), (low, high) = self._loss.sight(0), self._loss.sight(1)
        update = Scale(place.left(), place.right(), first, last).at
        start, end = math.floor(update(area.left())) - 1, math.ceil(update(area.right()))
        losses = history.losses[max(0, start) : end]
        y = place.bottom() - (losses - low) / (high - low) * place.height()
        return bool(((y >= area.top()) & (y <= area.bottom())).any())

    def _baseline_height(self, place: QRectF, history: History) -> float | None:
        """Where the baseline lies; None where it is not in sight."""
        low, high = self._loss.sight(1)
        if not len(history) or history.baseline is None or not low <= history.baseline <= high:
            return None
        return Scale(low, high, place.bottom(), place.top()).at(history.baseline)


def _loss_range(losses: Floats, baseline: float | None) -> tuple[float, float]:
    """All that is in sight, with the baseline; from 0 where that is not far."""
    values = [float(losses.min()), float(losses.max())] + ([] if baseline is None else [baseline])
    low, high = min(values), max(values)
    return _spread(min(0.0, low) if low < 0.3 * high else low, high)


def _spread(low: float, high: float) -> tuple[float, float]:
    """With a margin; never empty."""
    margin = MARGIN * (high - low) or 0.5
    return float(low - margin), float(high + margin)


def _mixed(color: QColor, ground: QColor) -> QColor:
    """Half the colour, half the ground, and yet opaque."""
    return QColor(
        (color.red() + ground.red()) // 2,
        (color.green() + ground.green()) // 2,
        (color.blue() + ground.blue()) // 2,
    )


def _in_sight(scene: Scene) -> int:
    """The index of the update in sight; of the first one before any was made."""
    return max(0, min(scene.trace.origin.update, len(scene.history)) - 1)


def _latest(scene: Scene) -> str:
    history = scene.history
    value = float(history.losses[_in_sight(scene)])
    return f"{value:.2f} {history.unit}" if 0.1 <= value < 1e4 else f"{value:.2g} {history.unit}"


def _perplexity(scene: Scene) -> str:
    """e^E, where the loss is the cross-entropy of one choice."""
    if scene.trace.loss_name != "cross-entropy":
        return ""
    loss = float(scene.history.losses[_in_sight(scene)])
    return f"perplexity {math.exp(min(700.0, loss)):.3g}"


def _clipped(history: History) -> str:
    return f"{100 * history.clipped_share:.0f} %"

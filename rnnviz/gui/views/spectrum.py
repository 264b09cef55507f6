"""SpectrumView: a recurrent matrix, its eigenvalues in the complex plane, and its spectral radius
and norm over the updates."""

from typing import ClassVar, NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen

from rnnviz.gui.painting import (
    CENTER,
    card,
    color_bar,
    draw_math,
    draw_text,
    math_width,
    provenance,
    text_width,
    title,
)
from rnnviz.gui.views.complex_plane import paint_plane
from rnnviz.gui.views.hint import draw_hint
from rnnviz.gui.views.matrix_squares import paint_squares
from rnnviz.gui.views.spectrum_layout import HEADING, SpectrumLayout, lay_out
from rnnviz.gui.views.track_scale import nice, peak, written
from rnnviz.gui.views.update_curves import UpdateCurve, paint_update_curves
from rnnviz.gui.views.view import View
from rnnviz.trace.recurrent_matrices import MatrixSpectrum, recurrent_matrix, recurrent_weights
from rnnviz.trace.scene import Scene
from rnnviz.trace.trace import Trace

LEAST_SIZE = 290, 312
SMALL = 8.0
NOT_MADE = "The eigenvalues are being found …"


class Choice(NamedTuple):
    """A lane or a matrix that can be shown: its key, its name as symbols or words, its place."""

    key: str
    name: str
    area: QRectF


class SpectrumView(View):
    """One matrix at a time; switches choose the lane and the matrix, where there are several."""

    key: ClassVar[str] = "spectrum"
    title: ClassVar[str] = "The recurrent matrix"

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(*LEAST_SIZE)
        self._lane, self._weight = "", ""

    def picture_size(self) -> QSizeF:
        return QSizeF(960, 400)

    # --- what is shown -----------------------------------------------------------------

    def show_matrix(self, lane: str, weight: str) -> None:
        """Show the recurrent matrix of this lane and name; "" for the first of them."""
        self._lane, self._weight = lane, weight
        if self.scene is not None:
            self.setAccessibleDescription(self.sentence(self.scene))
        self.update()

    def lane(self, trace: Trace) -> str:
        """The lane shown: the chosen one, or else the top one that reads forward."""
        if self._lane in _lanes(trace):
            return self._lane
        return [lane.key for lane in trace.lanes if not lane.is_backward][-1]

    def weight(self, trace: Trace) -> str:
        """The matrix shown: the chosen one, or else the first."""
        weights = recurrent_weights(trace.quantities)
        return self._weight if self._weight in weights else weights[0]

    def name(self, trace: Trace) -> str:
        """Its parameter's name."""
        return f"{self.lane(trace)}.{self.weight(trace)}"

    def spectrum(self, scene: Scene) -> MatrixSpectrum | None:
        """Its eigenvalues and norm, if they are known."""
        name = self.name(scene.trace)
        return None if scene.spectra is None else scene.spectra.matrices.get(name)

    # --- words -------------------------------------------------------------------------

    def sentence(self, scene: Scene) -> str:
        trace, found = scene.trace, self.spectrum(scene)
        lane = trace.lane_title(trace.lane(self.lane(trace)))
        head = f"{self.title}, {self.weight(trace)} of {lane}"
        if found is None:
            return f"{head}: {NOT_MADE}"
        if not len(found.eigenvalues):
            return f"{head}: not all of its numbers are finite"
        outside = int(found.outside.sum())
        return (
            f"{head}: spectral radius {written(found.radius)}, norm {written(found.norm)}; "
            f"{outside} of {len(found.eigenvalues)} eigenvalues lie outside of the unit circle"
        )

    def tip(self, x: float, y: float) -> str:
        """What lies at a point of the view, in words."""
        if self.scene is None:
            return ""
        at, trace, place = QPointF(x, y), self.scene.trace, self._place(QRectF(self.rect()))
        if not place.matrix.contains(at):
            return ""
        matrix = recurrent_matrix(trace, self.name(trace))
        row, column = (
            min(len(matrix) - 1, int(share * len(matrix)))
            for share in (
                (at.y() - place.matrix.top()) / place.matrix.height(),
                (at.x() - place.matrix.left()) / place.matrix.width(),
            )
        )
        value = written(float(matrix[row, column]))
        return f"{self.weight(trace)}: to unit {row + 1} from unit {column + 1}: {value}"

    # --- drawing -----------------------------------------------------------------------

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, look = self.scene, self.look
        trace, found, place = scene.trace, self.spectrum(scene), self._place(area)
        lane = trace.lane(self.lane(trace))
        card(painter, area, look)
        title(painter, area, look, self.title, provenance(trace, trace.lane_title(lane)))
        for choice in self._choices(area):
            self._paint_choice(painter, choice, trace)
        self._paint_matrix(painter, place.matrix, trace)
        if found is None:
            draw_hint(painter, place.plane, look, NOT_MADE)
            return
        self._paint_plane(painter, place.plane, scene, found)
        self._paint_curves(painter, place.curves, scene, found)

    def _paint_choice(self, painter: QPainter, choice: Choice, trace: Trace) -> None:
        look, area = self.look, choice.area
        on = choice.key in (self.lane(trace), self.weight(trace))
        painter.setPen(QPen(look.accent if on else look.border, 1))
        painter.setBrush(look.accent_soft if on else look.control)
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        color = look.accent if on else look.muted
        if choice.key in _lanes(trace):
            draw_text(painter, area, choice.name, color, SMALL, CENTER, bold=on)
        else:
            draw_math(painter, area, choice.name, color, 10.0, CENTER)

    def _paint_matrix(self, painter: QPainter, area: QRectF, trace: Trace) -> None:
        look, weight = self.look, self.weight(trace)
        matrix = recurrent_matrix(trace, self.name(trace))
        greatest = peak(matrix)
        bound = nice(greatest) if greatest > 0 else 1.0
        head = _heading(area)
        draw_math(painter, head, _symbol(weight), look.text, 11.0)
        beside = head.adjusted(math_width(_symbol(weight), 11.0) + 8, 0, 0, 0)
        whole = trace.parameters[self.name(trace)].shape[1] == trace.hidden
        text = f"{trace.hidden} × {trace.hidden}" if whole else "the columns of h"
        draw_text(painter, beside, text, look.muted, SMALL)
        ends = written(bound)
        line = QRectF(area.left() - 4, area.top() - 17, min(130.0, area.width()), 14)
        color_bar(painter, line, look, look.signed, f"−{ends}", ends, 44.0)
        paint_squares(painter, area, matrix, bound, look)

    def _paint_plane(
        self, painter: QPainter, area: QRectF, scene: Scene, found: MatrixSpectrum
    ) -> None:
        look, head = self.look, _heading(area)
        draw_text(painter, head, "Eigenvalues λ", look.text, 8.5, bold=True)
        outside = int(found.outside.sum())
        told = f"{outside} of {len(found.eigenvalues)} outside"
        if scene.spectra is not None and scene.spectra.update != scene.trace.origin.update:
            told += f"  ·  update {scene.spectra.update:,}"
        if not len(found.eigenvalues):
            told = "numbers that are not finite"
        line = head.translated(0, 15)
        line.setWidth(max(line.width(), 150.0))
        if outside:
            painter.fillRect(QRectF(line.left(), line.center().y() - 3, 7, 7), look.warm)
            line.setLeft(line.left() + 11)
        draw_text(painter, line, told, look.muted, SMALL)
        paint_plane(painter, area, look, found)

    def _paint_curves(
        self, painter: QPainter, area: QRectF, scene: Scene, found: MatrixSpectrum
    ) -> None:
        look, name, history = self.look, self.name(scene.trace), scene.spectra_history
        keys = (
            ("spectral radius", "max |λ|", found.radius, look.accent, Qt.PenStyle.SolidLine),
            ("norm", "σ_{max}", found.norm, look.warm, Qt.PenStyle.DashLine),
        )
        top = area.top() - HEADING + 2
        for words, symbol, value, color, style in keys:
            self._paint_key(painter, QRectF(area.left() - 20, top, area.width() + 20, 15),
                            words, symbol, value, color, style)  # fmt: skip
            top += 15
        if history is None or name not in history.radii or area.height() < 20:
            return
        curves = (
            UpdateCurve(history.norms[name], look.warm, Qt.PenStyle.DashLine),
            UpdateCurve(history.radii[name], look.accent),
        )
        viewed = scene.trace.origin.update
        paint_update_curves(painter, area, look, history.updates, curves, viewed)

    def _paint_key(
        self,
        painter: QPainter,
        line: QRectF,
        words: str,
        symbol: str,
        value: float,
        color: QColor,
        style: Qt.PenStyle,
    ) -> None:
        y = round(line.center().y()) + 0.5
        painter.setPen(QPen(color, 1.8, style))
        painter.drawLine(QLineF(line.left(), y, line.left() + 18, y))
        rest = line.adjusted(24, 0, 0, 0)
        draw_text(painter, rest, words, self.look.text, SMALL, bold=True)
        rest.setLeft(rest.left() + text_width(words, SMALL, bold=True) + 6)
        draw_math(painter, rest, symbol, self.look.muted, 9.5)
        rest.setLeft(rest.left() + math_width(symbol, 9.5) + 6)
        text = "not a number" if np.isnan(value) else written(value)
        draw_text(painter, rest, text, color, 9.0, bold=True)

    # --- places ------------------------------------------------------------------------

    def _place(self, area: QRectF) -> SpectrumLayout:
        return lay_out(area, len(self._lines()))

    def _lines(self) -> list[list[tuple[str, str]]]:
        """Keys and names of the lines of switches: only where there is something to choose."""
        if self.scene is None:
            return []
        trace = self.scene.trace
        lanes = [(key, trace.lane_title(trace.lane(key))) for key in _lanes(trace)]
        weights = [(key, _symbol(key)) for key in recurrent_weights(trace.quantities)]
        return [line for line in (lanes, weights) if len(line) > 1]

    def _choices(self, area: QRectF) -> list[Choice]:
        found = []
        for names, line in zip(self._lines(), self._place(area).switches, strict=True):
            widths = [_choice_width(name) for _, name in names]
            narrow = min(1.0, (line.width() - 4 * (len(names) - 1)) / sum(widths))
            x = line.left()
            for (key, name), width in zip(names, widths, strict=True):
                found.append(
                    Choice(key, name, QRectF(x, line.top(), width * narrow, line.height()))
                )
                x += width * narrow + 4
        return found

    # --- the mouse ---------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.scene is None or event.button() != Qt.MouseButton.LeftButton:
            return
        trace = self.scene.trace
        for choice in self._choices(QRectF(self.rect())):
            if choice.area.contains(event.position()):
                is_lane = choice.key in _lanes(trace)
                lane = choice.key if is_lane else self.lane(trace)
                self.show_matrix(lane, self.weight(trace) if is_lane else choice.key)


def _lanes(trace: Trace) -> tuple[str, ...]:
    return tuple(lane.key for lane in trace.lanes)


def _symbol(weight: str) -> str:
    letter, _, index = weight.partition("_")
    return f"{letter}_{{{index}}}" if index else letter


def _choice_width(name: str) -> float:
    return max(
        30.0, (math_width(name, 10.0) if "_" in name else text_width(name, SMALL, True)) + 16
    )


def _heading(area: QRectF) -> QRectF:
    return QRectF(area.left(), area.top() - HEADING + 1, area.width(), 16)

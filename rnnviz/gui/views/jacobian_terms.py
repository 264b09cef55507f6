"""JacobianTerms: the product of Jacobians from a step s back to a step k, written out."""

from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.painting import (
    PADDING,
    Floats,
    Stamps,
    card,
    color_bar,
    draw_text,
    mixed,
    text_width,
    title,
)
from rnnviz.gui.views.formula_line import (
    Piece,
    Product,
    draw_formula,
    formula_width,
    pieces_of,
)
from rnnviz.gui.views.hint import draw_hint
from rnnviz.gui.views.jacobian_columns import ColumnsPainter, bound_of, is_beyond, step_before
from rnnviz.gui.views.jacobian_curves import norm_curves
from rnnviz.gui.views.jacobian_layout import Lines, TermsLayout, lay_out
from rnnviz.gui.views.log_range import LogRange
from rnnviz.gui.views.path_curve import paint_curves, paint_keys
from rnnviz.gui.views.path_view import PathView
from rnnviz.gui.views.time_axis import LEFT_GUTTER, TimeAxis
from rnnviz.gui.views.track_bars import paint_stubs
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_marks import paint_border
from rnnviz.gui.views.track_scale import written
from rnnviz.gui.views.track_steps import paint_numbers
from rnnviz.trace.jacobian_path import JacobianPath
from rnnviz.trace.jacobian_words import JacobianWords, jacobian_words
from rnnviz.trace.scene import Scene

LEAST_SIZE = 300, 350
SMALL = 7.5
SAME = (
    "s and k are the same step: nothing lies between them, and the product is the identity. "
    "Click on an earlier step in the curve below."
)
ALONE = "There is one step alone: nothing comes before it, and the product is the identity."
#: What the line on top of a matrix says.
BEYOND = "red on top: some are larger"


class JacobianTerms(PathView):
    """Above the one-step Jacobians in the order of the product, below them what is multiplied so
    far; at the foot the norm of that at every step. All matrices share one colour scale."""

    key: ClassVar[str] = "jacobians"
    title: ClassVar[str] = "The terms one by one"

    def __init__(self, axis: TimeAxis | None = None) -> None:
        super().__init__(axis)
        self.setMinimumSize(*LEAST_SIZE)
        self.range = LogRange(-8, 1)
        self._stamps, self._plate = Stamps(), Stamps(2)
        #: Counts the paths that were drawn.
        self._number = 0

    def picture_size(self) -> QSizeF:
        return QSizeF(1060, 620)

    def path_of(self, scene: Scene) -> JacobianPath | None:
        """The path of a scene, if its terms were made."""
        path = super().path_of(scene)
        return path if path is None or path.terms or not path.count else None

    def draw(self, scene: Scene) -> None:
        if self.scene is None or scene.path is not self.scene.path:
            self._number += 1
        super().draw(scene)

    # --- words -------------------------------------------------------------------------

    def sentence(self, scene: Scene) -> str:
        path = self.path_of(scene)
        if path is None:
            return f"{self.title}: {self.hint(scene)}"
        s, k = path.source + 1, path.step + 1
        if not path.count:
            return f"{self.title}: s = k = {s}, the product is the identity"
        state = path.states[0]
        norm = written(float(path.norms[state][path.count]))
        sigmas = [term.sigma for term in path.terms]
        between = f"{written(min(sigmas))} and {written(max(sigmas))}"
        counted = f"{path.count} terms" if path.count > 1 else "1 term"
        parts = jacobian_words(scene.trace, path).parts
        first = path.terms[0].parts
        told = ", ".join(
            f"{part.title} {written(value)}" for part, value in zip(parts, first, strict=True)
        )
        return (
            f"{self.title}, {self.strand(scene, path).title}: from step {s} back to step {k} "
            f"{counted}, their largest singular values between {between} (at step {s}: {told}); "
            f"the norm of ∂{state}/∂{state} is {norm}"
        )

    def tip(self, x: float, y: float) -> str:
        scene, at = self.scene, QPointF(x, y)
        path = None if scene is None else self.path_of(scene)
        if scene is None or path is None:
            return ""
        place = self._place(scene, path, QRectF(self.rect()))
        for column in place.columns:
            term = path.terms[column.number]
            earlier = step_before(path, term)
            if column.term.matrix.contains(at):
                return _entry(path, term.matrix, column.term.matrix, at, term.time, earlier)
            if column.product.matrix.contains(at):
                return _entry(path, term.product, column.product.matrix, at, path.source, earlier)
        return self._curve_tip(path, place, x, y)

    def _curve_tip(self, path: JacobianPath, place: TermsLayout, x: float, y: float) -> str:
        time = self.axis.step_at(x, QRectF(self.rect()))
        if time not in path.chain or not place.curve.contains(x, y):
            return ""
        at = path.chain.index(time)
        return ", ".join(
            f"‖∂{state}/∂{state}‖ from step {path.source + 1} back to step {time + 1}: "
            f"{written(float(path.norms[state][at]))}"
            for state in path.states
        )

    # --- drawing -----------------------------------------------------------------------

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, look = self.scene, self.look
        path = self.path_of(scene)
        card(painter, area, look)
        title(painter, area, look, self.title, self.caption(scene, path))
        if path is None:
            draw_hint(painter, area.adjusted(20, 40, -20, -10), look, self.hint(scene))
            return
        words, place = jacobian_words(scene.trace, path), self._place(scene, path, area)
        upper = QRectF(area.left(), place.formula.top(), area.width(), 0)
        upper.setBottom(place.curve_legend.top())
        # It stays while the pointer moves over the curve.
        self._plate.paint(
            painter,
            upper,
            (self._number, look.name),
            lambda inner: self._paint_upper(inner, upper, place, path, words),
        )
        self._paint_curve(painter, place, area, scene, path, words)

    def paint_on_screen(self, painter: QPainter, area: QRectF) -> None:
        """With what a click does, which is of no use on paper."""
        self.paint(painter, area)
        path = None if self.scene is None else self.path_of(self.scene)
        if self.scene is None or path is None:
            return
        curve = self._place(self.scene, path, area).curve
        line = QRectF(area.left() + PADDING, curve.top(), LEFT_GUTTER - 44, 14)
        draw_text(painter, line, "click: k", self.look.muted, SMALL)
        draw_text(painter, line.translated(0, 13), "Shift: s", self.look.muted, SMALL)

    def _paint_upper(
        self,
        painter: QPainter,
        area: QRectF,
        place: TermsLayout,
        path: JacobianPath,
        words: JacobianWords,
    ) -> None:
        """The formula, and all matrices with their numbers."""
        assert self.scene is not None
        more = self._paint_formula(painter, place.formula, path, words)
        if path.count:
            attends = self.scene.trace.attention is not None
            self._paint_legend(painter, place, path, more, attends)
            ColumnsPainter(painter, self.look, place, path, words).paint()
        else:
            between = area.adjusted(20, place.legend.top() - area.top(), -20, 0)
            draw_hint(painter, between, self.look, SAME if len(path.chain) > 1 else ALONE)

    def _place(self, scene: Scene, path: JacobianPath, area: QRectF) -> TermsLayout:
        lines = Lines(3, 1 + len(path.states))
        return lay_out(area, len(path.terms), path.count, lines)

    def _paint_formula(
        self, painter: QPainter, line: QRectF, path: JacobianPath, words: JacobianWords
    ) -> tuple[Piece, ...]:
        """The product, and what its terms are made of; what there is no room for is returned."""
        s, k, state = path.source + 1, path.step + 1, words.state
        look, step = self.look, words.step("j", "j+1" if path.is_backward else "j−1")
        if not path.count:
            same = f"∂{state}_{{{s}}}/∂{state}_{{{s}}} = I"
            draw_formula(painter, line, (same,), look.text, 12.0)
            return ()
        sign = Product(*_limits(path))
        whole = (f"∂{state}_{{{s}}}/∂{state}_{{{k}}} = ", sign, step)
        parts = [
            piece for part in words.parts for piece in (*pieces_of(part.symbol), words.between)
        ]
        made_of = ("J_j = ", step, " = ", *parts[:-1])
        size = 12.0
        while size > 8.5 and formula_width((*whole, *made_of), size) + 26 > line.width():
            size -= 0.5
        end = draw_formula(painter, line, whole, look.text, size)
        rest = line.adjusted(end - line.left() + 26, 0, 0, 0)
        if formula_width(made_of, size) <= rest.width():
            draw_formula(painter, rest, made_of, look.text, size)
            return ()
        return ("J_j = ", *parts[:-1])

    def _paint_legend(
        self,
        painter: QPainter,
        place: TermsLayout,
        path: JacobianPath,
        more: tuple[Piece, ...],
        attends: bool,
    ) -> None:
        """The scale of all matrices; at its left what there was no room for above, or the size."""
        look, line, bound = self.look, place.legend, bound_of(path)
        size = len(path.terms[0].matrix)
        bar = QRectF(line.right() - 150, line.top(), 150, line.height())
        ends = written(bound)
        color_bar(painter, bar, look, look.signed, f"−{ends}", ends, 60.0)
        room, short = line.adjusted(0, 0, -160, 0), f"{size} × {size}, one scale"
        width = text_width(BEYOND, SMALL) + 14
        has_room = text_width(short, SMALL) + width + 8 <= room.width()
        if has_room and any(is_beyond(term.product, bound) for term in path.terms):
            room.setRight(room.right() - width)
            told = QRectF(room.right(), line.top(), width, line.height())
            painter.fillRect(QRectF(told.left() + 2, line.center().y() - 1, 9, 3), look.error)
            draw_text(painter, told.adjusted(14, 0, 0, 0), BEYOND, look.muted, SMALL)
            room.setRight(room.right() - 8)
        if more and formula_width(more, 9.5) <= room.width():
            draw_formula(painter, room, more, look.text, 9.5)
            return
        text = f"{size} × {size} matrices on one scale: a row for each number of the later step"
        if attends:
            text += "; what goes through attention is not in them"
        fits = text_width(text, SMALL) <= room.width()
        draw_text(painter, room, text if fits else short, look.muted, SMALL)

    # --- the curve ---------------------------------------------------------------------

    def _paint_curve(
        self,
        painter: QPainter,
        place: TermsLayout,
        area: QRectF,
        scene: Scene,
        path: JacobianPath,
        words: JacobianWords,
    ) -> None:
        drawing = Drawing(painter, area, self.look, self.axis, scene, self._stamps)
        curves = norm_curves(path, words, self.look)
        keys = place.curve_legend.adjusted(PADDING, 0, -PADDING, 0)
        paint_keys(painter, keys, curves, self.look.muted)
        self._paint_between(drawing, place.curve, path)
        most = max(2, int(place.curve.height() / 20))
        paint_curves(drawing, place.curve, curves, self.range, most)
        self._paint_floor(drawing, place.curve, path)
        paint_border(drawing, place.curve)
        self.paint_ends(drawing, place.curve, path)
        paint_numbers(drawing, place.steps, path.step)

    def _paint_floor(self, drawing: Drawing, area: QRectF, path: JacobianPath) -> None:
        """A mark below the floor, where all that comes from a step is less."""
        below, visible = np.zeros(drawing.axis.steps, np.bool_), drawing.visible
        greatest = np.max([path.norms[state] for state in path.states], axis=0)
        below[list(path.chain)] = self.range.is_below(greatest) | (greatest == 0)
        with drawing.only_columns(area):
            paint_stubs(drawing, area, below[visible.start : visible.stop])

    def _paint_between(self, drawing: Drawing, area: QRectF, path: JacobianPath) -> None:
        """A soft ground from k to s, and under the column that is pointed at."""
        ground = QColor(self.look.accent_soft)
        times = sorted(path.chain[: path.count + 1])
        spans = [range(times[0], times[-1] + 1)]
        with drawing.only_columns(area):
            for span in spans:
                columns = drawing.columns(area, span)
                drawing.painter.fillRect(columns, mixed(self.look.card, ground, 0.55))
            pointed = drawing.scene.marks.pointed
            if pointed is not None and pointed.time in drawing.visible:
                column = drawing.columns(area, range(pointed.time, pointed.time + 1))
                drawing.painter.fillRect(column, ground)


def _limits(path: JacobianPath) -> tuple[str, str]:
    """What stands above and below the sign of the product: the greatest and the least j."""
    ends = path.source + 1, path.chain[path.count - 1] + 1
    low, high = ends if path.is_backward else ends[::-1]
    return str(high), f"j={low}"


def _entry(
    path: JacobianPath, matrix: Floats, area: QRectF, at: QPointF, later: int, earlier: int
) -> str:
    """One number of a matrix, in words."""
    size = len(matrix)
    row = min(size - 1, int((at.y() - area.top()) / area.height() * size))
    column = min(size - 1, int((at.x() - area.left()) / area.width() * size))
    hidden = size // len(path.states)
    names = [
        f"{path.states[n // hidden]} of unit {n % hidden + 1} at step {time + 1}"
        for n, time in ((row, later), (column, earlier))
    ]
    return f"{names[0]} by {names[1]}: {written(float(matrix[row, column]))}"

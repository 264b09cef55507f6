"""BeamView: the answers of a decoder that a beam search follows, as a tree."""

from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnnviz.exhibits import PairExhibit
from rnnviz.gui.painting import (
    CENTER,
    PADDING,
    RIGHT,
    TITLE_HEIGHT,
    card,
    draw_text,
    text_width,
    title,
)
from rnnviz.gui.views.beam_layout import MORE, SIZE, SMALL, TreeLayout, lay_out
from rnnviz.gui.views.hint import draw_hint
from rnnviz.gui.views.view import View
from rnnviz.trace.beam_answers import BeamAnswers, BeamNode
from rnnviz.trace.scene import Scene, Spot

#: Lines of text above the tree, the room for their names, and the legend below.
LINE, NAMES, FOOT = 18.0, 48.0, 18.0
LEAST_SIZE = 240, 170
#: How much is seen of what was dropped.
DROPPED = 0.45
#: The narrowest and the widest line, for a probability of 0 and of 1.
THIN, THICK = 0.6, 3.0
#: What is told of the tree; the first one that there is room for.
LEGENDS = (
    "%: of the symbol  ·  Σ ln ŷ: of the answer so far  ·  pale: dropped",
    "%: of the symbol  ·  pale: dropped",
    "pale: dropped",
)
NO_BEAM = (
    "A beam search follows several answers of a decoder at once, and keeps the likeliest. Choose "
    "the scenario “Translation” or “Spelling to phonemes” to see it."
)
NOTHING = "nothing: it ends at once"
BROKEN = "The network’s output is no number: it gives no answer."


class Ways(NamedTuple):
    """The nodes of the best answer, and those of the tree that greedy decoding goes through."""

    best: frozenset[int]
    greedy: frozenset[int]


class BeamView(View):
    """The tree from left to right, a column for each symbol. A click on a node picks its time
    step."""

    key: ClassVar[str] = "beam"
    title: ClassVar[str] = "Beam"

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(*LEAST_SIZE)

    def draw(self, scene: Scene) -> None:
        """Show another scene; while a network learns, the same beam stays for a while."""
        shown = self.scene
        if shown is None or scene.beam is not shown.beam or scene.marks != shown.marks:
            super().draw(scene)
        self.scene = scene

    def picture_size(self) -> QSizeF:
        return QSizeF(900, 440)

    def sentence(self, scene: Scene) -> str:
        beam = scene.beam
        if beam is None:
            return NO_BEAM
        if not beam.beam.best:
            return BROKEN
        greedy = "greedy decoding says the same" if beam.is_greedy else "greedy decoding differs"
        return (
            f"Beam of width {beam.beam.width} says {_quoted(scene, beam.said)}, wanted "
            f"{_quoted(scene, beam.wanted)}: {_right(beam)}; {greedy}"
        )

    # --- drawing -----------------------------------------------------------------------

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, beam, look = self.scene, self.scene.beam, self.look
        card(painter, area, look)
        title(painter, area, look, self.title, _caption(scene))
        inside = _inside(area)
        if beam is None or not beam.beam.best:
            draw_hint(painter, inside, look, NO_BEAM if beam is None else BROKEN)
            return
        self._paint_answers(painter, scene, beam, inside)
        place = _layout(scene, beam, inside)
        self._paint_column(painter, scene, place, inside)
        ways = Ways(frozenset(beam.beam.best), beam.shares_greedy_way())
        self._paint_lines(painter, beam, place, ways)
        for number, where in place.nodes.items():
            self._paint_node(painter, beam, number, where, ways)
            self._paint_words(painter, scene, number, where, place)
        painter.setOpacity(1.0)
        self._paint_ends(painter, place, inside)
        self._paint_legend(painter, beam, inside)

    def _paint_answers(
        self, painter: QPainter, scene: Scene, beam: BeamAnswers, inside: QRectF
    ) -> None:
        """The best answer, the greedy one where it is another, and the right one."""
        look = self.look
        for row, (name, symbols, note) in enumerate(_answers(beam)):
            where = QRectF(inside.left(), inside.top() + row * LINE, inside.width(), LINE)
            color = look.accent if name == "beam" else look.muted if name == "wanted" else look.text
            draw_text(painter, where, name, look.muted, 8.0)
            room = where.adjusted(NAMES, 0, -text_width(note, 8.0) - 8, 0)
            text = _text(scene, symbols) or NOTHING
            draw_text(painter, room, text, color, SIZE)
            draw_text(painter, where, note, look.muted, 8.0, RIGHT)

    def _paint_column(
        self, painter: QPainter, scene: Scene, place: TreeLayout, inside: QRectF
    ) -> None:
        """A soft ground behind the symbols of the marked time step."""
        step = scene.marks.time - scene.trace.source_steps
        if place.first <= step < place.end:
            left, right = place.columns[step - place.first]
            soft = QColor(self.look.accent)
            soft.setAlpha(26)
            top = _tree(scene, inside).top() - 3
            painter.fillRect(QRectF(left - 4, top, right - left + 8, place.bottom - top), soft)

    def _paint_lines(
        self, painter: QPainter, beam: BeamAnswers, place: TreeLayout, ways: Ways
    ) -> None:
        """From each node to those that prolong it, as wide as they are likely."""
        look = self.look
        for number, node, where, before in _edges(beam, place):
            color, style = (look.muted if node.is_kept else look.faint), Qt.PenStyle.SolidLine
            width = THIN + (THICK - THIN) * node.share
            if number in ways.best:
                color, width = look.accent, max(width, 1.6)
            elif number in ways.greedy:
                color, width, style = look.warm, 1.6, Qt.PenStyle.DashLine
            painter.setOpacity(1.0 if node.is_kept or number in ways.greedy else DROPPED)
            painter.setPen(QPen(color, width, style))
            start = QPointF(before.right(), before.center().y())
            painter.drawLine(QLineF(start, QPointF(where.left(), where.center().y())))
        painter.setOpacity(1.0)

    def _paint_node(
        self, painter: QPainter, beam: BeamAnswers, number: int, where: QRectF, ways: Ways
    ) -> None:
        look, node = self.look, beam.beam.nodes[number]
        is_best, is_greedy = number in ways.best, number in ways.greedy
        painter.setOpacity(1.0 if node.is_kept or is_greedy else DROPPED)
        pen = QPen(look.border if not node.is_kept else look.faint, 1)
        if is_best:
            pen = QPen(look.accent, 1.8)
        elif is_greedy:
            pen = QPen(look.warm, 1.6, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(look.accent_soft if is_best else look.card)
        painter.drawRoundedRect(where, 4, 4)
        if node.is_end:
            # A second edge: here an answer ends.
            x = where.right() - 3
            painter.drawLine(QPointF(x, where.top() + 3), QPointF(x, where.bottom() - 3))

    def _paint_words(
        self, painter: QPainter, scene: Scene, number: int, where: QRectF, place: TreeLayout
    ) -> None:
        assert scene.beam is not None
        beam = scene.beam.beam
        node, is_best = beam.nodes[number], number in beam.best
        look, inner = self.look, where.adjusted(3, 0, -6 if node.is_end else -3, 0)
        text = scene.trace.labels.classes[node.symbol]
        upper = inner
        if place.has_shares:
            upper = QRectF(inner.left(), where.top() + 1, inner.width(), where.height() * 0.56)
            lower = QRectF(inner.left(), upper.bottom() - 1, inner.width(), where.height() * 0.38)
            numbers = _percent(node.share)
            if text_width(numbers, SMALL) > inner.width():
                numbers = numbers.partition(" ")[0]
            if place.has_scores:
                numbers = f"{numbers} · {node.score:.2f}".replace("-", "−")
            draw_text(painter, lower, numbers, look.muted, SMALL, CENTER)
        fits = text_width(text, SIZE, bold=is_best) <= inner.width()
        draw_text(painter, upper, text, look.text, SIZE if fits else 7.5, CENTER, bold=is_best)

    def _paint_ends(self, painter: QPainter, place: TreeLayout, inside: QRectF) -> None:
        """How many columns are out of sight at either end."""
        middle, color = inside.center().y(), self.look.muted
        if place.first:
            where = QRectF(inside.left(), middle - 8, MORE - 6, 16)
            draw_text(painter, where, f"‹ {place.first}", color, 8.0)
        if place.end < place.steps:
            where = QRectF(inside.right() - MORE + 6, middle - 8, MORE - 6, 16)
            draw_text(painter, where, f"{place.steps - place.end} ›", color, 8.0, RIGHT)

    def _paint_legend(self, painter: QPainter, beam: BeamAnswers, inside: QRectF) -> None:
        look, foot = self.look, QRectF(inside.left(), inside.bottom() - 14, inside.width(), 14)
        entries = [("best", look.accent, Qt.PenStyle.SolidLine)]
        if not beam.is_greedy:
            entries.append(("greedy", look.warm, Qt.PenStyle.DashLine))
        x, y = foot.left(), foot.center().y()
        for name, color, style in entries:
            painter.setPen(QPen(color, 2, style))
            painter.drawLine(QPointF(x, y), QPointF(x + 20, y))
            draw_text(painter, foot.adjusted(x - foot.left() + 25, 0, 0, 0), name, look.muted, 7.5)
            x += 25 + text_width(name, 7.5) + 14
        rest = foot.adjusted(x - foot.left(), 0, 0, 0)
        text = next((each for each in LEGENDS if text_width(each, 7.5) <= rest.width()), "")
        draw_text(painter, rest, text, look.muted, 7.5, RIGHT)

    # --- the mouse ---------------------------------------------------------------------

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        if self.scene is None or self.scene.beam is None or not self.scene.beam.beam.best:
            return None
        scene, beam = self.scene, self.scene.beam
        number = _layout(scene, beam, _inside(area)).node_at(x, y)
        if number is None:
            return None
        time = scene.trace.source_steps + beam.beam.nodes[number].step
        return Spot(time, "", "y") if time < scene.trace.steps else None


def _inside(area: QRectF) -> QRectF:
    return area.adjusted(PADDING, TITLE_HEIGHT, -PADDING, -6)


def _tree(scene: Scene, inside: QRectF) -> QRectF:
    """Below the answers, above the legend."""
    assert scene.beam is not None
    lines = len(_answers(scene.beam))
    return inside.adjusted(0, lines * LINE + 6, 0, -FOOT)


def _layout(scene: Scene, beam: BeamAnswers, inside: QRectF) -> TreeLayout:
    step = scene.marks.time - scene.trace.source_steps
    return lay_out(beam.beam, scene.trace.labels.classes, _tree(scene, inside), max(0, step))


def _edges(beam: BeamAnswers, place: TreeLayout) -> Iterator[tuple[int, BeamNode, QRectF, QRectF]]:
    """Each line: to which node, its area, and that of the node before. The best way comes last,
    so that it lies on top."""
    best = frozenset(beam.beam.best)
    for number in sorted(place.nodes, key=lambda n: n in best):
        node = beam.beam.nodes[number]
        if node.parent in place.nodes:
            yield number, node, place.nodes[number], place.nodes[node.parent]


def _answers(beam: BeamAnswers) -> list[tuple[str, tuple[int, ...], str]]:
    """A name, the symbols, and what is said of them."""
    found = [("beam", beam.said, f"Σ ln ŷ = {beam.score:.2f}".replace("-", "−"))]
    if not beam.is_greedy:
        ends = {node.symbol for node in beam.beam.nodes if node.is_end}
        said = beam.greedy[:-1] if beam.greedy and beam.greedy[-1] in ends else beam.greedy
        found.append(("greedy", said, "differs"))
    return [*found, ("wanted", beam.wanted, _right(beam))]


def _right(beam: BeamAnswers) -> str:
    return f"{beam.right} of {len(beam.wanted)} right"


def _caption(scene: Scene) -> str:
    if scene.beam is None:
        return ""
    return f"width {scene.beam.beam.width} · update {scene.beam.update:,}"


def _text(scene: Scene, symbols: tuple[int, ...]) -> str:
    exhibit = scene.example.exhibit
    between = exhibit.between if isinstance(exhibit, PairExhibit) else " "
    return between.join(scene.trace.labels.classes[symbol] for symbol in symbols)


def _quoted(scene: Scene, symbols: tuple[int, ...]) -> str:
    return f"‘{_text(scene, symbols)}’" if symbols else NOTHING


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.005 else "0 %"

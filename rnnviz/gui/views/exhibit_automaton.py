"""An automaton beside the network: where the word read so far leads, and what may come next."""

from math import atan2, cos, hypot, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from rnnviz.exhibits import AutomatonExhibit, Edge
from rnnviz.gui.painting import CENTER, draw_text, text_width
from rnnviz.gui.views.exhibit_drawing import ROW, SIZE, Drawing, Ground, Part
from rnnviz.gui.views.exhibit_lines import Cell, lines_of
from rnnviz.gui.views.exhibit_shares import height_of, paint_shares
from rnnviz.trace.scene import Spot

#: Between two symbols of the word, and room for the bars and for the sentence below.
CLOSE, SHARES, SENTENCE = 6.0, 124.0, 15.0
LEAST_RADIUS, GREATEST_RADIUS = 5.0, 13.0


class AutomatonDrawing(Drawing):
    """The word, the graph and what the network says may come next. At the marked step the node
    reached is filled, the edge that led there drawn thick, and those that may follow broken."""

    def __init__(self, exhibit: AutomatonExhibit, ground: Ground) -> None:
        super().__init__(ground)
        self.exhibit = exhibit
        area = ground.area
        wide = max(text_width(symbol, SIZE) for symbol in exhibit.word) + CLOSE
        lines = lines_of([wide] * len(exhibit.word), area.width(), 1, ground.picked)
        self.is_cut = lines.is_cut
        self.cells: dict[int, QRectF] = {}
        for cell in lines.cells:
            self._place(cell, wide)
        below = area.adjusted(0, ROW + 6, 0, -SENTENCE)
        shares = max(min(SHARES, 0.42 * area.width()), 0.26 * area.width())
        self.shares = below.adjusted(below.width() - shares, 0, 0, 0)
        self.graph = below.adjusted(0, 0, -shares - 12, 0)
        self.radius = self._radius()
        self.at = self._points()

    def _place(self, cell: Cell, wide: float) -> None:
        area = QRectF(self.area.left() + cell.left, self.area.top(), wide, ROW + 1)
        self.cells[cell.number] = area
        spot = Spot(cell.number, "", "x")
        self.parts.append(Part(area, spot, self.sentence(cell.number)))

    def _radius(self) -> float:
        """As large as the nearest nodes allow."""
        nodes, graph = self.exhibit.nodes, self.graph
        nearest = min(
            (
                hypot((a.x - b.x) * graph.width(), (a.y - b.y) * graph.height())
                for n, a in enumerate(nodes)
                for b in nodes[n + 1 :]
            ),
            default=60.0,
        )
        return max(LEAST_RADIUS, min(GREATEST_RADIUS, 0.3 * nearest))

    def _points(self) -> list[QPointF]:
        # Room for the loops above the highest nodes, and for whole circles.
        side = max(self._half(number) for number in range(len(self.exhibit.nodes))) + 2
        low = self.radius + 2
        inside = self.graph.adjusted(side, 3 * self.radius + 6, -side, -low)
        return [
            QPointF(
                inside.left() + node.x * inside.width(), inside.top() + node.y * inside.height()
            )
            for node in self.exhibit.nodes
        ]

    def _half(self, number: int) -> float:
        """Half the width of a node: a long name makes it wider than it is high."""
        name = self.exhibit.nodes[number].name
        if len(name) <= 2:
            return self.radius
        return max(self.radius, text_width(name, SIZE) / 2 + 6)

    # --- what happens at a step ----------------------------------------------------------

    def _taken(self, time: int) -> Edge | None:
        """The edge that the symbol of a step went along."""
        exhibit = self.exhibit
        before = exhibit.at[time - 1] if time else None
        for edge in exhibit.edges:
            here = edge.target == exhibit.at[time] and edge.symbol == exhibit.word[time]
            if here and (before is None or edge.source == before):
                return edge
        return None

    def sentence(self, time: int) -> str:
        """What happens at a step, in words."""
        exhibit = self.exhibit
        node = exhibit.nodes[exhibit.at[time]].name
        text = f"t = {time + 1}: reads {exhibit.word[time]}, comes to {node}"
        follows = exhibit.possible[time]
        return f"{text}; next {' or '.join(follows)}" if follows else f"{text}; nothing follows"

    # --- painting ------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        for number, area in self.cells.items():
            draw_text(painter, area, self.exhibit.word[number], self.look.text, SIZE, CENTER)
        pen = QPen(self.look.muted, 1.0)
        for edge in self.exhibit.edges:
            self._paint_edge(painter, edge, pen)
        for number in range(len(self.at)):
            self._paint_node(painter, number, is_here=False)
        # Over the lines, so that each can be read.
        for edge in self.exhibit.edges:
            self._paint_symbol(painter, edge, self.look.text, bold=False)

    def paint_marks(self, painter: QPainter, picked: int, pointed: int) -> None:
        super().paint_marks(painter, picked, pointed)
        time = pointed if pointed < len(self.exhibit.at) else picked
        if time >= len(self.exhibit.at):
            return
        here = self.exhibit.at[time]
        accent = self.look.accent
        following = [
            edge
            for edge in self.exhibit.edges
            if edge.source == here and edge.symbol in self.exhibit.possible[time]
        ]
        taken = self._taken(time)
        for edge in following:
            self._paint_edge(painter, edge, QPen(accent, 1.8, Qt.PenStyle.DotLine))
        if taken is not None:
            self._paint_edge(painter, taken, QPen(accent, 2.6))
        self._paint_node(painter, here, is_here=True)
        for edge in [*following, *([taken] if taken else [])]:
            self._paint_symbol(painter, edge, accent, bold=True)
        self._paint_said(painter, time)

    def _paint_said(self, painter: QPainter, time: int) -> None:
        shares = self.exhibit.said[time]
        area = QRectF(self.shares)
        spare = area.height() - height_of(len(shares))
        if spare > 0:
            area.adjust(0, spare / 2, 0, 0)
        one_is_right = sum(share.is_wanted for share in shares) == 1
        largest = max(range(len(shares)), key=lambda n: shares[n].share)
        paint_shares(painter, area, self.look, shares, largest if one_is_right else None)
        foot = QRectF(self.area)
        foot.setTop(self.area.bottom() - SENTENCE)
        draw_text(painter, foot, self.sentence(time), self.look.muted, 8.0)

    def _paint_node(self, painter: QPainter, number: int, is_here: bool) -> None:
        look, at, name = self.look, self.at[number], self.exhibit.nodes[number].name
        wide = text_width(name, SIZE)
        size = min(SIZE, SIZE * 1.8 * self.radius / wide) if len(name) <= 2 else SIZE
        half = self._half(number)
        painter.setPen(QPen(look.accent if is_here else look.muted, 1.4))
        painter.setBrush(look.accent if is_here else look.card)
        box = QRectF(at.x() - half, at.y() - self.radius, 2 * half, 2 * self.radius)
        painter.drawRoundedRect(box, self.radius, self.radius)
        if size >= 5.5:
            color = look.card if is_here else look.text
            draw_text(painter, box, name, color, size, CENTER, bold=is_here)

    def _paint_edge(self, painter: QPainter, edge: Edge, pen: QPen) -> None:
        path = self._path(edge)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pen.color())
        painter.drawPolygon(_head(path, 3.0 + pen.widthF()))

    def _path(self, edge: Edge) -> QPainterPath:
        """From the rim of one node to that of the other; a loop stands above its node."""
        start, end, radius = self.at[edge.source], self.at[edge.target], self.radius
        if edge.source == edge.target:
            path = QPainterPath(start + QPointF(-0.5, -0.9) * radius)
            out, back = QPointF(-2.0, -3.4) * radius, QPointF(2.0, -3.4) * radius
            path.cubicTo(start + out, start + back, start + QPointF(0.5, -1.0) * radius)
            return path
        both = any(
            (other.source, other.target) == (edge.target, edge.source)
            for other in self.exhibit.edges
        )
        way = end - start
        length = hypot(way.x(), way.y()) or 1.0
        across = QPointF(-way.y(), way.x()) / length
        bend = (start + end) / 2 + across * (0.24 * length if both else 0.0)
        path = QPainterPath(self._rim(edge.source, start, bend))
        path.quadTo(bend, self._rim(edge.target, end, bend))
        return path

    def _rim(self, number: int, center: QPointF, towards: QPointF) -> QPointF:
        way = towards - center
        length = hypot(way.x(), way.y()) or 1.0
        reach, half = self.radius + 1, self._half(number) + 1
        if half > reach:
            # The line ends where the wider box does.
            steep = abs(way.y()) / length
            reach = min(half / max(1e-6, abs(way.x()) / length), reach / max(1e-6, steep))
        return center + way * (reach / length)

    def _paint_symbol(self, painter: QPainter, edge: Edge, color: QColor, bold: bool) -> None:
        size = SIZE if self.radius > 7 else 7.5
        wide = text_width(edge.symbol, size, bold) + 3
        middle = self._path(edge).pointAtPercent(0.5 if edge.source == edge.target else 0.42)
        box = QRectF(middle.x() - wide / 2, middle.y() - size * 0.72, wide, size * 1.44)
        painter.fillRect(box, self.look.card)
        draw_text(painter, box, edge.symbol, color, size, CENTER, bold=bold)


def _head(path: QPainterPath, size: float) -> QPolygonF:
    """The head of the arrow at a path's end."""
    tip, back = path.pointAtPercent(1.0), path.pointAtPercent(0.93)
    angle = atan2(tip.y() - back.y(), tip.x() - back.x())

    def corner(turn: float) -> QPointF:
        return tip - QPointF(cos(angle + turn), sin(angle + turn)) * size * 1.5

    return QPolygonF([tip, corner(0.42), corner(-0.42)])

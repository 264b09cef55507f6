"""One sequence made into another: what is read, what is right, and what the network writes."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from rnnviz.exhibits import PairExhibit
from rnnviz.gui.painting import CENTER, LEFT, RIGHT, draw_text, text_width
from rnnviz.gui.theme import MONO, PLAIN
from rnnviz.gui.views.exhibit_alignment import aligned
from rnnviz.gui.views.exhibit_drawing import ROW, SIZE, Drawing, Ground, Part, underline
from rnnviz.gui.views.exhibit_pair_places import places_of
from rnnviz.gui.views.exhibit_text import SIGNS
from rnnviz.trace.scene import Spot

#: Between two words, and between two symbols that are written without a gap.
BETWEEN, CLOSE = 9.0, 3.0
#: What stands where a symbol is missing; a dash is one of the symbols that dates are written with.
MISSING = "·"


class PairDrawing(Drawing):
    """Three rows, or columns where the words fit better so, with links from what is read to
    what is wanted. What is said stands opposite to what it agrees with."""

    def __init__(self, exhibit: PairExhibit, ground: Ground) -> None:
        super().__init__(ground)
        self.exhibit = exhibit
        self.families = PLAIN if exhibit.between else MONO
        self.pairs = aligned(exhibit.said, exhibit.wanted)
        #: Of each symbol that is wanted, its place among the pairs.
        self.place_of = {
            wanted: n for n, (_, wanted) in enumerate(self.pairs) if wanted is not None
        }
        source = [self._width(self._sign(word.text)) for word in exhibit.source]
        target = [max(map(self._width, self._texts(n))) for n in range(len(self.pairs))]
        self.places = places_of(ground.area, source, target, bool(exhibit.links))
        lowest = self.places.of_said(0).bottom() if self.pairs else 0.0
        self.is_tight = self.places.fit < 1 or lowest > ground.area.bottom()
        self._list_parts()

    def _sign(self, text: str) -> str:
        return text if self.exhibit.between else SIGNS.get(text, text)

    def _width(self, text: str) -> float:
        gap = BETWEEN if self.exhibit.between else CLOSE
        return text_width(text, SIZE, families=(*self.families,)) + gap

    def _texts(self, number: int) -> tuple[str, str]:
        """What is wanted and what is said at a place."""
        said, wanted = self.pairs[number]
        return (
            MISSING if wanted is None else self._sign(self.exhibit.wanted[wanted]),
            MISSING if said is None else self._sign(self.exhibit.said[said]),
        )

    def _list_parts(self) -> None:
        begins = self.ground.source
        for number, word in enumerate(self.exhibit.source):
            says = f"t = {word.time + 1}: reads “{word.text}”"
            area = self.places.of_source(number)
            self.parts.append(Part(area, Spot(word.time, "", "x"), says))
        for number, (said, wanted) in enumerate(self.pairs):
            texts = self._texts(number)
            says = f"wanted “{texts[0]}”, says “{texts[1]}”"
            for at, area in (
                (wanted, self.places.of_wanted(number)),
                (said, self.places.of_said(number)),
            ):
                if at is not None:
                    time = begins + at
                    self.parts.append(Part(area, Spot(time, "", "y"), f"t = {time + 1}: {says}"))

    # --- painting ------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        look, places = self.look, self.places
        for track, name in enumerate(("reads", "wanted", "says")):
            align = LEFT if not places.is_upright else RIGHT if track == 0 else LEFT
            draw_text(painter, places.name(track), name, look.muted, 7.5, align)
        for number, word in enumerate(self.exhibit.source):
            self._write(painter, places.of_source(number), self._sign(word.text), look.text, True)
        self._paint_links(painter)
        for number, (said, wanted) in enumerate(self.pairs):
            self._paint_place(painter, number, said, wanted)

    def _paint_place(
        self, painter: QPainter, number: int, said: int | None, wanted: int | None
    ) -> None:
        texts, area = self._texts(number), self.places.of_said(number)
        self._write(painter, self.places.of_wanted(number), texts[0], self.look.muted)
        is_right = said is not None and wanted is not None and texts[0] == texts[1]
        color = self.look.teal if is_right else self.look.error
        self._write(painter, area, texts[1], color)
        if not is_right:
            wide = min(area.width(), self._width(texts[1]) - 2)
            left = area.left() + (3 if self.places.is_upright else (area.width() - wide) / 2)
            underline(painter, self.look, left, left + wide, area.bottom() - 1)

    def _write(
        self, painter: QPainter, area: QRectF, text: str, color: QColor, is_source: bool = False
    ) -> None:
        align = CENTER
        if self.places.is_upright:
            align = RIGHT if is_source else LEFT
            area = area.adjusted(3, 0, -3, 0)
        size = SIZE * min(1.0, area.height() / ROW)
        draw_text(painter, area, text, color, size, align, families=self.families)

    def _paint_links(self, painter: QPainter) -> None:
        painter.setPen(QPen(self.look.accent, 1.2))
        for wanted, source in self.exhibit.links:
            if wanted in self.place_of and source < len(self.exhibit.source):
                start, end = self.places.link(self.place_of[wanted], source)
                painter.drawPath(_curve(start, end, self.places.is_upright))


def _curve(start: QPointF, end: QPointF, is_upright: bool) -> QPainterPath:
    """A line that leaves and arrives straight."""
    way = (end - start) / 2
    bend = QPointF(way.x(), 0) if is_upright else QPointF(0, way.y())
    path = QPainterPath(start)
    path.cubicTo(start + bend, end - bend, end)
    return path

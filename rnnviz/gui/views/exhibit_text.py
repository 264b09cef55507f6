"""A text as it is read: what is said of each word stands over it, or is the guess at the next."""

from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from rnnviz.exhibits import TextExhibit, Word
from rnnviz.gui.painting import CENTER, LEFT, draw_text, text_width
from rnnviz.gui.theme import MONO, PLAIN
from rnnviz.gui.views.exhibit_drawing import (
    ROW,
    SIZE,
    WRONG_SIGN,
    Drawing,
    Ground,
    Part,
    quantity_of,
    underline,
)
from rnnviz.gui.views.exhibit_lines import Cell, Lines, lines_of
from rnnviz.trace.scene import Spot

#: Signs for what leaves no ink.
SIGNS = {" ": "␣", "\n": "↵", "\t": "⇥"}
#: What stands for no label, where one is wanted or said.
NO_LABEL = "–"
#: Room for the names of the rows, between two words, between two lines, and for a note below.
NAMES, BETWEEN, GAP, NOTE = 50.0, 7.0, 7.0, 15.0
#: The rows of a line, from above, with their names.
ROWS = {
    "none": (("text", ""),),
    "over": (("said", "says"), ("text", "reads"), ("wanted", "wanted")),
    "next": (("text", "reads"), ("said", "says next"), ("wanted", "wanted")),
}


class TextDrawing(Drawing):
    """Lines of words, each word with what is said and wanted in a column of its own."""

    def __init__(self, exhibit: TextExhibit, ground: Ground) -> None:
        super().__init__(ground)
        self.exhibit = exhibit
        self.families = PLAIN if exhibit.between else MONO
        self.rows = [row for row in ROWS[exhibit.labels] if row[0] != "wanted" or self._has_more()]
        self.names = NAMES if len(self.rows) > 1 else 0.0
        self.widths = self._widths()
        self.lines = self._lines()
        self.is_cut = self.lines.is_cut
        self.breaks = self.lines.count - 1 if self.names else 0
        for cell in self.lines.cells:
            word = exhibit.words[cell.number]
            self.parts.append(Part(self._area(cell), Spot(word.time, "", "x"), self._says(word)))

    def _has_more(self) -> bool:
        """Whether what is wanted cannot be read off the text itself."""
        words = self.exhibit.words
        if self.exhibit.labels == "over":
            return any(self._is_wrong(word) for word in words)
        pairs = pairwise(words)
        return any(word.wanted not in ("", SIGNS.get(n.text, n.text)) for word, n in pairs)

    def _is_wrong(self, word: Word) -> bool:
        if self.exhibit.labels == "over":
            return word.said != word.wanted
        return bool(word.wanted) and word.said != word.wanted

    def _texts(self, word: Word) -> dict[str, str]:
        text = word.text if self.exhibit.between else SIGNS.get(word.text, word.text)
        said, wanted = word.said, word.wanted
        if self.exhibit.labels == "over":
            wrong = self._is_wrong(word)
            said = said or (NO_LABEL if wrong else "")
            if wrong and self.exhibit.between:
                said = f"{WRONG_SIGN} {said}"
            wanted = (wanted or NO_LABEL) if wrong else ""
        return {"text": text, "said": said, "wanted": wanted}

    # --- where ---------------------------------------------------------------------------

    def _widths(self) -> list[float]:
        keys = [key for key, _ in self.rows]
        widths = [
            max(text_width(texts[key], SIZE, families=(*self.families,)) for key in keys)
            for texts in map(self._texts, self.exhibit.words)
        ]
        if self.exhibit.between:
            return [width + BETWEEN for width in widths]
        # Characters stand in columns of one width; without labels, close to each other.
        widest = max(widths, default=0.0) + (3.0 if self.names else 0.6)
        return [widest] * len(widths)

    @property
    def _line_height(self) -> float:
        return ROW * len(self.rows) + (GAP if len(self.rows) > 1 else 2.0)

    def _lines(self) -> Lines:
        area, height = self.area, self._line_height
        gap = height - ROW * len(self.rows)
        times = [word.time for word in self.exhibit.words]
        picked = times.index(self.ground.picked) if self.ground.picked in times else 0
        width = area.width() - self.names
        most = max(1, int((area.height() + gap) / height))
        lines = lines_of(self.widths, width, most, picked)
        if lines.is_cut:
            most = max(1, int((area.height() - NOTE + gap) / height))
            lines = lines_of(self.widths, width, most, picked)
        return lines

    def _area(self, cell: Cell) -> QRectF:
        top = self.area.top() + cell.line * self._line_height
        left = self.area.left() + self.names + cell.left
        wide = self.widths[cell.number] - (BETWEEN - 3 if self.exhibit.between else 0)
        return QRectF(left, top, wide, ROW * len(self.rows))

    def _says(self, word: Word) -> str:
        texts = self._texts(word)
        says = f"t = {word.time + 1}: reads “{texts['text']}”"
        if self.exhibit.labels == "none" or not (word.said or word.wanted):
            return says
        said = f"{word.said or NO_LABEL} ({quantity_of(word.share)})"
        return f"{says}, says {said}, wanted {word.wanted or NO_LABEL}"

    # --- painting ------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        for line in range(self.lines.count if self.names else 0):
            top = self.area.top() + line * self._line_height
            for number, (_, name) in enumerate(self.rows):
                row = QRectF(self.area.left(), top + number * ROW, self.names - 4, ROW)
                draw_text(painter, row, name, self.look.muted, 7.5)
        for cell, part in zip(self.lines.cells, self.parts, strict=True):
            self._paint_word(painter, self.exhibit.words[cell.number], part.area)
        if self.is_cut:
            foot = QRectF(self.area)
            foot.setTop(self.area.bottom() - NOTE)
            draw_text(painter, foot, self.lines.range_text, self.look.muted, 7.5)

    def _paint_word(self, painter: QPainter, word: Word, area: QRectF) -> None:
        texts = self._texts(word)
        for number, (key, _) in enumerate(self.rows):
            row = QRectF(area.left(), area.top() + number * ROW, area.width(), ROW)
            if key == "said":
                self._paint_said(painter, word, texts[key], row)
            else:
                color = self.look.muted if key == "wanted" else self.look.text
                self._paint_text(painter, row, texts[key], color)

    def _paint_said(self, painter: QPainter, word: Word, text: str, row: QRectF) -> None:
        if not text:
            return
        if self.exhibit.labels == "next":
            # How sure it is: the ground fills the row where it is certain.
            sure = QRectF(row)
            sure.setTop(row.bottom() - row.height() * max(0.0, min(1.0, word.share)))
            painter.fillRect(sure, self.look.accent_soft)
        wrong = self._is_wrong(word)
        color = self.look.error if wrong else self.look.teal if word.wanted else self.look.text
        self._paint_text(painter, row, text, color)
        if wrong:
            wide = text_width(text, SIZE, families=(*self.families,))
            left = row.left() + (2 if self.exhibit.between else (row.width() - wide) / 2)
            underline(painter, self.look, left, left + wide, row.bottom() - 1.5)

    def _paint_text(self, painter: QPainter, row: QRectF, text: str, color: QColor) -> None:
        align: Qt.AlignmentFlag = LEFT if self.exhibit.between else CENTER
        inside = row.adjusted(2, 0, 4, 0) if self.exhibit.between else row.adjusted(-2, 0, 2, 0)
        draw_text(painter, inside, text, color, SIZE, align, families=self.families)

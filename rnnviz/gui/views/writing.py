"""WritingView: the text that the network writes, at once or symbol by symbol; where it does not
write, what it said."""

from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter, QTextLayout, QTextOption

from rnnviz.gui.painting import PADDING, TITLE_HEIGHT, card, draw_text, kept_font, title
from rnnviz.gui.theme import MONO
from rnnviz.gui.views import drawn_text, said_table
from rnnviz.gui.views.view import View
from rnnviz.trace.scene import Scene, Spot, Writing

SIZE, LINE_HEIGHT = 9.0, 17.0
LEAST_SIZE = 240, 130
#: From this width on, there is room for the long caption.
LONG = 380.0
#: What Qt takes for the end of a line within a text.
LINE_SEPARATOR = "\u2028"


class WrittenText:
    """A text laid out in lines of a width, kept until one of the two changes."""

    def __init__(self) -> None:
        self._asked: tuple[str, float] | None = None
        self.layout = QTextLayout()

    def lay_out(self, text: str, width: float) -> int:
        """Break the text into lines and say how many there are."""
        if self._asked != (text, width):
            self._asked = text, width
            self.layout = QTextLayout(
                text.replace("\n", LINE_SEPARATOR), kept_font(SIZE, families=(*MONO,))
            )
            wrapping = QTextOption()
            wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            self.layout.setTextOption(wrapping)
            self._break(width)
        return self.layout.lineCount()

    def _break(self, width: float) -> None:
        self.layout.beginLayout()
        y = 0.0
        while (line := self.layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y))
            y += LINE_HEIGHT
        self.layout.endLayout()


class WritingView(View):
    """The text, or a table of the displayed sequence: in, wanted, said."""

    key: ClassVar[str] = "writing"
    title: ClassVar[str] = "Sample text"

    def __init__(self) -> None:
        super().__init__()
        self._text = WrittenText()
        self.setMinimumSize(*LEAST_SIZE)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, inside = self.scene, _below_title(area)
        card(painter, area, self.look)
        if scene.drawing is not None:
            caption = drawn_text.caption(scene.drawing, area.width() >= LONG)
            title(painter, area, self.look, self.title, caption)
            drawn_text.paint(painter, inside, self.look, scene.drawing)
        elif scene.writing.text:
            title(painter, area, self.look, self.title, _caption(scene.writing, area.width()))
            self._paint_text(painter, inside, scene.writing.text.lstrip("\n"))
        else:
            table = said_table.said(scene.trace)
            caption = said_table.caption(scene.trace, table)
            title(painter, area, self.look, "Sample sequence", caption)
            said_table.paint(painter, inside, self.look, scene, table)

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        if self.scene is None or self.scene.writing.text:
            return None
        time = said_table.step_at(x, y, _below_title(area), self.scene)
        return None if time is None else Spot(time, "", "y")

    def sentence(self, scene: Scene) -> str:
        if scene.drawing is not None:
            return drawn_text.sentence(scene.drawing)
        if scene.writing.text:
            return f"{_caption(scene.writing, LONG)}: {scene.writing.text}"
        return said_table.caption(scene.trace, said_table.said(scene.trace))

    def picture_size(self) -> QSizeF:
        return QSizeF(640, 320)

    def _paint_text(self, painter: QPainter, area: QRectF, text: str) -> None:
        count = self._text.lay_out(text, area.width())
        room = max(1, int((area.height() + 2) / LINE_HEIGHT))
        whole = count if count <= room else room - 1
        painter.setPen(self.look.text)
        for number in range(whole):
            self._text.layout.lineAt(number).draw(painter, area.topLeft())
        if whole < count:
            # The last line that there is room for says that the text goes on.
            line = self._text.layout.lineAt(whole)
            rest = text[line.textStart() : line.textStart() + line.textLength()].rstrip()
            foot = QRectF(area.left(), area.top() + whole * LINE_HEIGHT, area.width(), LINE_HEIGHT)
            draw_text(painter, foot, f"{rest} …", self.look.text, SIZE, families=MONO)


def _below_title(area: QRectF) -> QRectF:
    return area.adjusted(PADDING, TITLE_HEIGHT + 2, -PADDING, -PADDING / 2)


def _caption(writing: Writing, width: float) -> str:
    text = f"update {writing.update:,} · temperature {writing.temperature:g}"
    return f"written at {text}" if width >= LONG else text

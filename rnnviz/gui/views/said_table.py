"""SaidTable: what went in, what was wanted and what was said at every step, in columns.

Every row is one text in a font of fixed width, since hundreds of single letters would take
too long to draw.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from rnnviz.gui.painting import draw_text, kept_font, text_width
from rnnviz.gui.theme import MONO, Look
from rnnviz.trace.scene import Scene
from rnnviz.trace.trace import Trace

#: Room for the names of the rows; heights of a row and of the gap between two blocks.
NAMES, ROW, GAP = 54.0, 16.0, 7.0
SIZE = 9.0


@dataclass(frozen=True)
class Said:
    """The table of a trace: a text for each of the T steps, "" where there is none."""

    inputs: tuple[str, ...]
    wanted: tuple[str, ...]
    said: tuple[str, ...]
    wrong: frozenset[int]

    @property
    def pitch(self) -> int:
        """Characters from one column to the next."""
        return 1 + max(len(text) for row in (self.inputs, self.wanted, self.said) for text in row)


def said(trace: Trace) -> Said:
    """The table of a trace. Only a choice among classes can be wrong; numbers are near or far."""
    labels, scored = trace.labels, trace.scored.tolist()
    wrong: frozenset[int] = frozenset()
    if trace.targets.ndim == 1:
        chosen = np.argmax(trace.outputs, axis=1)
        texts = [labels.classes[choice] for choice in chosen.tolist()]
        wrong = frozenset(np.flatnonzero((chosen != trace.targets) & trace.scored).tolist())
    else:
        texts = [" ".join(f"{value:.2f}" for value in step) for step in trace.outputs.tolist()]
    shown = tuple(text if here else "" for text, here in zip(texts, scored, strict=True))
    return Said(labels.inputs, labels.targets, shown, wrong)


def caption(trace: Trace, table: Said) -> str:
    """How well it was said, at which update."""
    update, count = f"update {trace.origin.update:,}", int(trace.scored.sum())
    if count == 1:
        time = int(np.argmax(trace.scored))
        return f"wanted {table.wanted[time]}, said {table.said[time]} · {update}"
    if trace.targets.ndim == 1:
        return f"{count - len(table.wrong)} of {count} right · {update}"
    return update


@dataclass(frozen=True)
class Block:
    """Steps `first` to `end` − 1, one under the other: their numbers and some of the rows."""

    first: int
    end: int
    rows: tuple[str, ...]

    @property
    def height(self) -> float:
        """With the gap below it."""
        return ROW * (1 + len(self.rows)) + GAP


@dataclass(frozen=True)
class Layout:
    """The blocks that are in sight, and whether there are more."""

    blocks: tuple[Block, ...]
    character: float
    pitch: int
    cut: bool

    def x(self, area: QRectF, column: int) -> float:
        """Where a column begins."""
        return area.left() + NAMES + column * self.pitch * self.character

    def tops(self, area: QRectF) -> Iterator[tuple[Block, float]]:
        """Every block with the y at which it begins."""
        y = area.top()
        for block in self.blocks:
            yield block, y
            y += block.height


def lay_out(table: Said, area: QRectF, picked: int) -> Layout:
    """As many blocks as there is room for, among them the one with the picked step."""
    character = text_width("0" * 64, SIZE, families=(*MONO,)) / 64
    columns = max(1, int((area.width() - NAMES) / character + 1) // table.pitch)
    blocks = [
        _block(table, first, min(first + columns, len(table.inputs)))
        for first in range(0, len(table.inputs), columns)
    ]
    last = picked // columns
    shown = _that_fit(blocks, last, area.height())
    if len(shown) < len(blocks):
        shown = _that_fit(blocks, last, area.height() - ROW)
    return Layout(tuple(shown), character, table.pitch, len(shown) < len(blocks))


def _block(table: Said, first: int, end: int) -> Block:
    rows = ("inputs", "wanted", "said")
    used = tuple(row for row in rows if row == "inputs" or any(getattr(table, row)[first:end]))
    return Block(first, end, used)


def _that_fit(blocks: Sequence[Block], wanted: int, height: float) -> Sequence[Block]:
    """The first blocks that fit; or, where `wanted` is not among them, those that end with it."""
    room = height + GAP
    count = int(np.searchsorted(np.cumsum([block.height for block in blocks]), room, "right"))
    if wanted < count:
        return blocks[:count]
    before = np.cumsum([block.height for block in blocks[wanted::-1]])
    count = max(1, int(np.searchsorted(before, room, "right")))
    return blocks[wanted + 1 - count : wanted + 1]


def paint(painter: QPainter, area: QRectF, look: Look, scene: Scene, table: Said) -> None:
    """The table, with the marked step on a soft ground."""
    layout = lay_out(table, area, scene.marks.picked.time)
    for block, y in layout.tops(area):
        _paint_mark(painter, area, look, layout, block, y, scene.marks.time)
        _paint_line(painter, area, look.muted, layout, y, "step", _numbers(block, table.pitch))
        for number, row in enumerate(block.rows):
            _paint_row(painter, area, look, layout, block, y + ROW * (number + 1), row, table)
    if layout.cut:
        first, last = layout.blocks[0].first + 1, layout.blocks[-1].end
        text = f"… steps {first} to {last} of {scene.trace.steps}"
        foot = QRectF(area.left(), area.bottom() - ROW, area.width(), ROW)
        draw_text(painter, foot, text, look.muted, 7.5)


def step_at(x: float, y: float, area: QRectF, scene: Scene) -> int | None:
    """The step at a point, or None."""
    layout = lay_out(said(scene.trace), area, scene.marks.picked.time)
    column = int((x - area.left() - NAMES) // (layout.pitch * layout.character))
    for block, top in layout.tops(area):
        if top <= y < top + block.height - GAP and 0 <= column < block.end - block.first:
            return block.first + column
    return None


NAMES_OF_ROWS = {"inputs": "in", "wanted": "wanted", "said": "said"}


def _paint_row(
    painter: QPainter,
    area: QRectF,
    look: Look,
    layout: Layout,
    block: Block,
    y: float,
    row: str,
    table: Said,
) -> None:
    texts = getattr(table, row)[block.first : block.end]
    wrong = (
        [n for n in range(len(texts)) if block.first + n in table.wrong] if row == "said" else []
    )
    right = ["" if n in wrong else text for n, text in enumerate(texts)]
    color = look.muted if row == "wanted" else look.text
    _paint_line(painter, area, color, layout, y, NAMES_OF_ROWS[row], _joined(right, layout.pitch))
    if wrong:
        marked = [text if n in wrong else "" for n, text in enumerate(texts)]
        _paint_line(painter, area, look.error, layout, y, "", _joined(marked, layout.pitch))
        painter.setPen(QPen(look.error, 1.5))
        painter.drawLines([_underline(layout, area, n, texts[n], y) for n in wrong])


def _underline(layout: Layout, area: QRectF, column: int, text: str, y: float) -> QLineF:
    x = layout.x(area, column)
    return QLineF(x, y + ROW - 1.5, x + len(text) * layout.character, y + ROW - 1.5)


def _paint_line(
    painter: QPainter,
    area: QRectF,
    color: QColor,
    layout: Layout,
    y: float,
    name: str,
    text: str,
) -> None:
    """A row's name, and its text in the font of fixed width."""
    draw_text(painter, QRectF(area.left(), y, NAMES, ROW), name, color, 8.0)
    painter.setFont(kept_font(SIZE, families=(*MONO,)))
    painter.setPen(color)
    painter.drawText(QPointF(layout.x(area, 0), round(y + ROW * 0.76)), text)


def _paint_mark(
    painter: QPainter,
    area: QRectF,
    look: Look,
    layout: Layout,
    block: Block,
    y: float,
    time: int,
) -> None:
    if block.first <= time < block.end:
        left = layout.x(area, time - block.first) - layout.character / 2
        width = layout.pitch * layout.character
        painter.fillRect(QRectF(left, y, width, block.height - GAP + 2), look.accent_soft)


def _joined(texts: Sequence[str], pitch: int) -> str:
    return "".join(text.ljust(pitch) for text in texts)


def _numbers(block: Block, pitch: int) -> str:
    """The numbers of the steps: the first one, then every fifth where it has room."""
    line = ""
    for column in range(block.end - block.first):
        number, start = block.first + column + 1, column * pitch
        if (column == 0 or number % 5 == 0 or pitch > 4) and len(line) <= max(0, start - 1):
            line = line.ljust(start) + str(number)
    return line

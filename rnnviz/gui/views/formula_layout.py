"""Setting formulas in type: fonts with known widths, symbols that keep their shape, and
numbers that flow into the lines there are."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText, QTransform

from rnnviz.gui.theme import MATH, font
from rnnviz.trace.formula import Run, Runs

#: How far a subscript stands below the line, and the gap between two numbers of a sum.
DROP, GAP = 4.0, 5.0
MOST_LINES = 6


#: A line, from 0, and an x.
Position = tuple[int, float]


class Face:
    """A font, and how wide its characters are: asking Qt takes longer than adding up."""

    def __init__(self, made: QFont):
        made.setKerning(False)
        self.font = made
        self.metrics = QFontMetricsF(made)
        self.ascent = self.metrics.ascent()
        self._widths: dict[str, float] = {}

    def width(self, text: str) -> float:
        """How wide a text is."""
        widths = self._widths
        try:
            return sum([widths[character] for character in text])
        except KeyError:
            for character in text:
                widths[character] = self.metrics.horizontalAdvance(character)
            return self.width(text)

    def shortened(self, text: str, room: float) -> str:
        """The text, cut with … where it is too wide."""
        if self.width(text) <= room:
            return text
        return self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


class Faces(NamedTuple):
    """All that is needed for formulas and numbers."""

    variable: Face
    upright: Face
    small_variable: Face
    small_upright: Face
    number: Face
    result: Face
    name: Face
    word: Face
    heading: Face
    title: Face


@cache
def faces() -> Faces:
    """The fonts, made once. Wants the fonts of `theme.load_fonts`."""
    return Faces(
        variable=Face(_italic(font(12.75, families=MATH))),
        upright=Face(font(12.75, families=MATH)),
        small_variable=Face(_italic(font(9, families=MATH))),
        small_upright=Face(font(9, families=MATH)),
        number=Face(_tabular(font(9))),
        result=Face(_tabular(font(9, bold=True))),
        name=Face(_simple(font(7.5))),
        word=Face(_simple(font(8.25))),
        heading=Face(font(8.25, bold=True)),
        title=Face(_simple(font(9.75, bold=True))),
    )


def _italic(made: QFont) -> QFont:
    made.setItalic(True)
    return made


def _tabular(made: QFont) -> QFont:
    """All digits of one width, so that numbers do not tremble when they change."""
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _simple(made: QFont) -> QFont:
    """Letters side by side, where their script allows it: drawn in half the time."""
    made.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    return made


def face_of(run: Run) -> Face:
    """The font of a stretch of a formula."""
    kinds = faces()
    if run.lowered:
        return kinds.small_variable if run.italic else kinds.small_upright
    return kinds.variable if run.italic else kinds.upright


class Glyphs(NamedTuple):
    """A text at its place, shaped already."""

    font: QFont
    at: QPointF
    text: QStaticText


@lru_cache(maxsize=1024)
def static(text: str, face: Face) -> QStaticText:
    """A text that is shaped once and drawn often; in an SVG or PDF it stays text."""
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(QTransform(), face.font)
    return made


def placed(text: str, face: Face, x: float, baseline: float) -> Glyphs:
    """A text in one font, shaped, on a baseline."""
    return Glyphs(face.font, QPointF(x, baseline - face.ascent), static(text, face))


def draw_glyphs(painter: QPainter, glyphs: Sequence[Glyphs]) -> None:
    """Draw shaped texts in the painter's colour; those in one font stand together."""
    current = None
    for made, at, text in glyphs:
        if made is not current:
            painter.setFont(made)
            current = made
        painter.drawStaticText(at, text)


def by_font(glyphs: Iterable[Glyphs]) -> tuple[Glyphs, ...]:
    """Those in one font together: to change the font takes nearly as long as to draw."""
    of_fonts: dict[int, list[Glyphs]] = {}
    for each in glyphs:
        of_fonts.setdefault(id(each.font), []).append(each)
    return tuple(each for group in of_fonts.values() for each in group)


def runs_width(runs: Runs) -> float:
    """How wide a formula is."""
    return _placements(_merged(runs))[-1]


def set_runs(runs: Runs, x: float, baseline: float) -> list[Glyphs]:
    """A formula on one line."""
    runs = _merged(runs)
    return [
        placed(run.text, face_of(run), x + at, baseline + DROP * run.lowered)
        for run, at in zip(runs, _placements(runs), strict=False)
    ]


def _merged(runs: Runs) -> Runs:
    """Neighbours in the same type as one."""
    groups = groupby(runs, key=lambda run: run[1:])
    return tuple(Run("".join(run.text for run in group), *kind) for kind, group in groups)


@lru_cache(maxsize=1024)
def _placements(runs: Runs) -> tuple[float, ...]:
    """The x of each run, and that of the end. A slanted letter that reaches out of its
    place gets room, except beside a subscript."""
    x, places = 0.0, []
    for run, after in zip(runs, (*runs[1:], Run("")), strict=True):
        metrics = face_of(run).metrics
        places.append(x + max(0.0, -metrics.leftBearing(run.text[0])))
        x = places[-1] + metrics.horizontalAdvance(run.text)
        if run.italic and not after.lowered:
            x += max(0.0, -metrics.rightBearing(run.text[-1]))
    return (*places, x)


def summands(runs: Runs) -> list[Runs]:
    """A formula parted before each + and − outside of brackets: there a line may end."""
    parts: list[list[Run]] = [[]]
    depth = 0
    for run in runs:
        if run.text in (" + ", " − ") and depth == 0 and parts[-1]:
            parts.append([Run(run.text.lstrip(), run.italic)])
            continue
        depth += sum(run.text.count(mark) for mark in "([")
        depth -= sum(run.text.count(mark) for mark in ")]")
        parts[-1].append(run)
    return [tuple(part) for part in parts]


def flow(
    widths: Sequence[float], room: float, lines: int, last: float = 0.0, indent: float = 0.0
) -> list[Position] | None:
    """The line and the x of each piece, laid side by side into so many lines, all but the
    first indented, the last with `last` free at its end; None where they do not fit."""
    places = []
    line, x = 0, 0.0
    for width in widths:
        while x + width > (room if line < lines - 1 else room - last):
            line, x = line + 1, indent
            if line >= lines:
                return None
        places.append((line, x))
        x += width + GAP
    return places


def broken(runs: Runs, room: float) -> tuple[list[Runs], list[Position]]:
    """A formula broken into lines: its parts, with the line and the x of each. It breaks
    before + and −; only where that is not enough, anywhere."""
    single: list[Runs] = [(run,) for run in runs]
    for parts in (summands(runs), single):
        widths = [runs_width(part) for part in parts]
        places = flow(widths, room, MOST_LINES)
        if places is not None:
            return parts, places
    return single, [(line, 0.0) for line in range(len(single))]

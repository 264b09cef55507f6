"""The table of a comparison: who learnt what, at what price, and how far its gradient reaches."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.painting import LEFT, RIGHT, draw_math, draw_text, math_width, text_width
from rnnviz.gui.theme import Look
from rnnviz.gui.views.compare_layout import HEADER, ROW
from rnnviz.gui.views.compare_strokes import paint_key
from rnnviz.gui.views.track_scale import written
from rnnviz.trace.members import gradient_norm, loss, reach, steps_in_words
from rnnviz.trace.scene import Marks, Member

#: How wide a column of numbers is at least, and the key before a name.
LEAST_COLUMN, KEY, SIZE, SMALL = 58.0, 26.0, 9.0, 7.5
UNKNOWN = "–"


@dataclass(frozen=True)
class Row:
    """One line: a name, and a text for each column; `good` where it is better than the baseline,
    None where that is not known."""

    name: str
    texts: tuple[str, ...]
    good: bool | None = None


def titles(members: Sequence[Member]) -> tuple[str, ...]:
    """The columns. Those with ‖ are formulas; without speeds there is no column for them."""
    metric = members[0].score.metric or "held out"
    speed = ("updates/s",) if any(member.speed for member in members) else ()
    return metric, "loss", "parameters", *speed, "‖∂E/∂W‖", "1 % after … steps"


def row_of(member: Member, marks: Marks, has_speed: bool = True) -> Row:
    """What there is to say of a network."""
    score, mean, norm, found = (
        member.score,
        loss(member),
        gradient_norm(member),
        reach(member, marks),
    )
    good = score.is_better if score.value else None
    texts = (
        score.value.replace("nan", "NaN") or UNKNOWN,
        UNKNOWN if mean is None else written(mean),
        f"{member.parameters:,}",
        *([written(member.speed) if member.speed else UNKNOWN] if has_speed else []),
        UNKNOWN if norm is None else written(norm),
        UNKNOWN if found is None else steps_in_words(found),
    )
    return Row(member.name, texts, good)


def verdict(member: Member) -> str:
    """What the ✓ or the ✗ of a network's row means; "" where it has none."""
    score = member.score
    if not score.value:
        return ""
    sign, word = ("✓", "better") if score.is_better else ("✗", "not better")
    return f"{sign} {word} than the baseline, {score.baseline}"


def baseline_row(members: Sequence[Member], columns: int) -> Row:
    """The metric and the loss of what is no network."""
    score, baseline = members[0].score, members[0].history.baseline
    known = "" if baseline is None else written(baseline)
    return Row("baseline", (score.baseline, known, *("",) * (columns - 2)))


def paint_table(
    painter: QPainter,
    area: QRectF,
    look: Look,
    members: Sequence[Member],
    shown: int,
    marks: Marks,
) -> None:
    """The table, with the keys of the curves before the names; the network that the window shows
    stands on a soft ground."""
    heads = titles(members)
    rows = [row_of(member, marks, "updates/s" in heads) for member in members]
    lefts = _columns(area, rows, heads)
    _paint_header(
        painter, QRectF(area.left(), area.top(), area.width(), HEADER), look, heads, lefts
    )
    for number, row in enumerate(rows):
        line = QRectF(area.left(), area.top() + HEADER + number * ROW, area.width(), ROW)
        if number == shown and len(rows) > 1:
            painter.fillRect(line.adjusted(-4, 1, 4, -1).toRect(), look.accent_soft)
        paint_key(painter, look, number, QRectF(line.left(), line.top(), KEY - 6, ROW))
        _paint_row(painter, line, look, row, lefts, look.text)
    base = QRectF(area.left(), area.top() + HEADER + len(rows) * ROW, area.width(), ROW)
    painter.fillRect(QRectF(base.left(), round(base.top()) + 1, base.width(), 1), look.border)
    _paint_row(painter, base, look, baseline_row(members, len(heads)), lefts, look.muted)


def _columns(area: QRectF, rows: Sequence[Row], heads: Sequence[str]) -> list[tuple[float, float]]:
    """Where each column begins and ends: as wide as it must be, names get what is left."""
    widths = []
    for number, head in enumerate(heads):
        texts = [row.texts[number] for row in rows]
        wanted = max(text_width(text, SIZE, bold=True) for text in texts)
        title = math_width(head, SIZE) if "‖" in head else text_width(head, SMALL)
        widths.append(max(LEAST_COLUMN, wanted + 14, title + 10))
    names = max(text_width(name, SIZE) for name in ("baseline", *(row.name for row in rows)))
    free = area.width() - sum(widths) - min(names + KEY + 10, 0.36 * area.width())
    more = max(0.0, free) / len(widths)
    right, found = area.right(), []
    for width in reversed(widths):
        left = right - width - more
        found.append((left, right))
        right = left
    return found[::-1]


def _paint_header(
    painter: QPainter,
    line: QRectF,
    look: Look,
    heads: Sequence[str],
    columns: Sequence[tuple[float, float]],
) -> None:
    for head, (left, right) in zip(heads, columns, strict=True):
        place = QRectF(left, line.top(), right - left, line.height())
        if "‖" in head:
            draw_math(painter, place, head, look.muted, SIZE, RIGHT)
        else:
            draw_text(painter, place, head, look.muted, SMALL, RIGHT)


def _paint_row(
    painter: QPainter,
    line: QRectF,
    look: Look,
    row: Row,
    columns: Sequence[tuple[float, float]],
    ink: QColor,
) -> None:
    name = QRectF(line.left() + KEY, line.top(), columns[0][0] - line.left() - KEY, ROW)
    draw_text(painter, name, row.name, ink, SIZE, LEFT)
    for number, (text, (left, right)) in enumerate(zip(row.texts, columns, strict=True)):
        place = QRectF(left + 4, line.top(), right - left - 4, ROW)
        is_metric = number == 0 and row.good is not None
        draw_text(painter, place, text, ink, SIZE, RIGHT, bold=is_metric)
        if is_metric:
            sign, color = ("✓", look.teal) if row.good else ("✗", look.error)
            used = text_width(text, SIZE, bold=True) + 5
            draw_text(painter, place.adjusted(0, 0, -used, 0), sign, color, SIZE, RIGHT)

"""A text that is drawn symbol by symbol, and below it what the last one was drawn from."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.gui.painting import RIGHT, draw_text, text_width
from rnnviz.gui.theme import MONO, Look
from rnnviz.trace.drawing import Candidate, Drawing

SIZE, LINE = 9.0, 17.0
#: Of the list: a row, the room for names and for numbers, and the share of the height that is
#: left to the text at most.
ROW, LEAST_NAME, WIDEST_NAME, NUMBER, TEXT_SHARE = 15.0, 22.0, 90.0, 42.0, 0.3
#: Room for the arrow before the drawn one.
ARROW = 12.0


def caption(drawing: Drawing, is_long: bool) -> str:
    """How many symbols, with which weights, drawn how."""
    many = "1 symbol" if drawing.count == 1 else f"{drawing.count} symbols"
    parts = [many, f"temperature {drawing.temperature:g}"]
    if drawing.top_k:
        parts.append(f"top {drawing.top_k}")
    if is_long:
        parts.insert(1, f"update {drawing.update:,}")
    return " · ".join(parts)


def sentence(drawing: Drawing) -> str:
    """The last symbol, how likely it was, and the text."""
    drawn = next(each for each in drawing.candidates if each.is_drawn)
    return (
        f"drawn symbol by symbol: ‘{drawn.name}’ with a chance of {_percent(drawn.chance)}; "
        f"{cut_text(drawing)}; the text: {drawing.text}"
    )


def cut_text(drawing: Drawing) -> str:
    """What temperature and top-k left out."""
    if not drawing.cut:
        return "nothing is cut away"
    many = "1 symbol" if drawing.cut == 1 else f"{drawing.cut} symbols"
    return f"{many} of together {_percent(drawing.cut_share)} cut away"


def paint(painter: QPainter, area: QRectF, look: Look, drawing: Drawing) -> None:
    """The end of the text, its last symbol marked; the likeliest symbols with two bars each, how
    likely the network says they are (framed) and the chance that they had (filled)."""
    lines = _lines(drawing, area.width())
    most = max(1, int(TEXT_SHARE * area.height() / LINE))
    shown = lines[-most:]
    if len(shown) < len(lines):
        shown[0] = "…" + shown[0][1:]
    _paint_text(painter, area, look, shown, drawing)
    top = area.top() + LINE * len(shown) + 4
    _paint_list(painter, QRectF(area.left(), top, area.width(), area.bottom() - top), look, drawing)


def _lines(drawing: Drawing, width: float) -> list[str]:
    """The text in lines of so many letters of fixed width, the last symbol's among them."""
    count = max(8, int(width / text_width("0", SIZE, families=(*MONO,))))
    found: list[str] = []
    for line in drawing.text.lstrip("\n").replace("\n", "↵\n").split("\n"):
        found += [line[n : n + count] for n in range(0, max(1, len(line)), count)]
    return found


def _paint_text(
    painter: QPainter, area: QRectF, look: Look, lines: list[str], drawing: Drawing
) -> None:
    letter = text_width("0" * 64, SIZE, families=(*MONO,)) / 64
    last = drawing.last.strip("\n") or "↵"
    for number, line in enumerate(lines):
        where = QRectF(area.left(), area.top() + number * LINE, area.width() + letter, LINE)
        if number == len(lines) - 1:
            length = min(len(last), len(line))
            x = where.left() + letter * (len(line) - length)
            ground = QRectF(x, where.top() + 1, max(length, 1) * letter, LINE - 2)
            painter.fillRect(ground, look.accent_soft)
            painter.fillRect(ground.adjusted(0, LINE - 4, 0, 0), look.accent)
        draw_text(painter, where, line, look.text, SIZE, families=MONO)


def _paint_list(painter: QPainter, area: QRectF, look: Look, drawing: Drawing) -> None:
    shown = _fitting(drawing.candidates, int((area.height() - ROW) // ROW))
    names = max((text_width(each.name, SIZE) for each in shown), default=0.0)
    name = min(WIDEST_NAME, max(LEAST_NAME, names)) + 8
    scale = max((max(each.share, each.chance) for each in shown), default=1.0) or 1.0
    for row, each in enumerate(shown):
        where = QRectF(area.left(), area.top() + row * ROW, area.width(), ROW)
        _paint_candidate(painter, where, look, each, name, scale)
    foot = QRectF(area.left(), area.top() + len(shown) * ROW, area.width(), ROW)
    more = (
        drawing.others
        + sum(not each.is_cut for each in drawing.candidates)
        - sum(not each.is_cut for each in shown)
    )
    text = "frame: the network’s ŷ · filled: the chance drawn with"
    left = f"{more} more · {cut_text(drawing)}" if more else cut_text(drawing)
    draw_text(painter, foot, left, look.muted, 7.5)
    used = text_width(left, 7.5) + 16
    if used + text_width(text, 7.5) <= foot.width():
        draw_text(painter, foot, text, look.muted, 7.5, RIGHT)


def _fitting(candidates: tuple[Candidate, ...], rows: int) -> tuple[Candidate, ...]:
    """The first ones that there is room for, and the drawn one."""
    shown = candidates[: max(1, rows)]
    if any(each.is_drawn for each in shown):
        return shown
    return (*shown[:-1], next(each for each in candidates if each.is_drawn))


def _paint_candidate(
    painter: QPainter, where: QRectF, look: Look, each: Candidate, name: float, scale: float
) -> None:
    color = look.accent if each.is_drawn else look.muted if each.is_cut else look.text
    if each.is_drawn:
        _arrow(painter, QPointF(where.left() + 8, where.center().y()), look.accent)
    label = QRectF(where.left() + ARROW, where.top(), name - 6, ROW)
    draw_text(painter, label, each.name, color, SIZE, bold=each.is_drawn)
    if each.is_cut:
        painter.setPen(QPen(look.muted, 1))
        length = min(label.width(), text_width(each.name, SIZE))
        y = label.center().y() + 1
        painter.drawLine(QPointF(label.left(), y), QPointF(label.left() + length, y))
    bars = QRectF(
        where.left() + ARROW + name, where.top() + 3, where.width() - ARROW - name - NUMBER, ROW - 6
    )
    filled = QRectF(bars.left(), bars.top(), bars.width() * each.chance / scale, bars.height())
    painter.fillRect(filled, look.accent if each.is_drawn else look.faint)
    painter.setPen(QPen(look.text if each.is_drawn else look.muted, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(
        QRectF(bars.left(), bars.top(), bars.width() * each.share / scale, bars.height())
    )
    text = "cut" if each.is_cut else _percent(each.chance)
    draw_text(painter, where, text, color, 8.0, RIGHT, bold=each.is_drawn)


def _arrow(painter: QPainter, tip: QPointF, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    x, y = tip.x(), tip.y()
    painter.drawPolygon(QPolygonF([QPointF(x - 6, y - 4), QPointF(x, y), QPointF(x - 6, y + 4)]))


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.0005 else "0 %" if share == 0 else "< 0.1 %"

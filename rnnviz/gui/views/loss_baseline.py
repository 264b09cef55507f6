"""The text beside the line of the baseline: how much of it is said, and where it may stand."""

import math

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import text_width
from rnnviz.gui.views.loss_note import SMALL
from rnnviz.gui.views.loss_places import LEGEND_HEIGHT
from rnnviz.trace.history import History


def baseline_texts(history: History) -> tuple[str, ...]:
    """The baseline and how it comes about, in fewer and fewer words."""
    text = f"baseline {history.baseline:.3g} = {history.baseline_formula}"
    brief = text.partition(", ")[0]
    return text, brief, " = ".join(brief.split(" = ")[:2])


def fitting_text(history: History, room: float) -> tuple[str, int]:
    """As much of it as there is room for, and how wide that is."""
    texts = baseline_texts(history)
    fitting = [text for text in texts if text_width(text, SMALL) + 3 <= room]
    text = (fitting or texts[-1:])[0]
    return text, math.ceil(min(room, text_width(text, SMALL) + 3))


def beside(place: QRectF, y: float, width: int) -> list[QRectF]:
    """Where a text beside a line at y may stand, the best place first. On whole pixels, so that the
    ground has the same edges on screen and paper."""
    above, below = round(y) - 15, round(y) + 2
    tops = [above, below] if y - place.top() > LEGEND_HEIGHT else [below]
    lefts = [round(place.right()) - width, round(place.left())]
    areas = [QRectF(left, top, width, 13) for left in lefts for top in tops]
    return [area for area in areas if area.bottom() <= place.bottom()] or areas[:1]

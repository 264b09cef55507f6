"""What is written into the boxes of the unrolled network, and how large."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rnnviz.gui.painting import text_width
from rnnviz.gui.theme import MONO, PLAIN
from rnnviz.trace.trace import Trace

#: Below this column width nothing is written into boxes.
LEAST_LABEL_WIDTH = 6.0
#: The least and the greatest size of a text.
LEAST_SIZE, GREATEST_SIZE = 5.5, 10.5
#: Room between two boxes, and beside a text in its box.
APART, BESIDE = 4.0, 4.0
#: A number as wide as those that are written.
WIDE_NUMBER = "−0.00"


@dataclass(frozen=True)
class LabelFont:
    """How the texts of a row are written, so that all have one size.

    room       how wide a text may be; longer ones are cut.
    box_width  what a box must have for its text.
    """

    size: float
    room: float
    box_width: float


@lru_cache(maxsize=8)
def label_font(texts: tuple[str, ...], column_width: float, height: float) -> LabelFont:
    """As large as the columns allow for nearly all of the texts: a few that are much longer than
    the others are cut rather than make all small."""
    room = max(1.0, column_width - APART)
    widths = [text_width(text, 10.0, True, families(text)) for text in set(texts) if text]
    if not widths:
        return LabelFont(GREATEST_SIZE, room, 0.0)
    wide = float(np.quantile(widths, 0.9, method="higher"))
    letters = max(map(len, texts)) == 1
    # A single letter may stand out of its narrow column a little, as its sides are empty.
    fitting = 1.25 * column_width if letters else 10.0 * (room - BESIDE) / wide
    size = round(max(LEAST_SIZE, min(GREATEST_SIZE, 0.42 * height, fitting)), 1)
    box = min(room, max(widths) * size / 10 + 2 * BESIDE)
    return LabelFont(size, max(room, 1.5 * column_width if letters else 0.0), box)


@lru_cache(maxsize=8)
def brief(texts: tuple[str, ...], column_width: float) -> tuple[str, ...]:
    """Texts without the word that all of them begin with, where there is no room for it: "row 1",
    "row 2" … are then "1", "2" …"""
    pairs = [text.partition(" ") for text in texts]
    if len({pair[0] for pair in pairs if pair[0]}) != 1 or not all(
        rest for first, _, rest in pairs if first
    ):
        return texts
    least = max(text_width(text, LEAST_SIZE, True, families(text)) for text in texts)
    room = column_width - APART - BESIDE
    return texts if least <= room else tuple(rest for _, _, rest in pairs)


def families(text: str) -> tuple[str, ...]:
    """A single letter is drawn as in a program, all else as in a sentence."""
    return (*(MONO if len(text) == 1 else PLAIN),)


def output_texts(trace: Trace) -> tuple[str, ...]:
    """All that can stand in the boxes of the outputs."""
    if trace.gives_numbers or len(trace.labels.classes) == 1:
        return (WIDE_NUMBER,)
    return trace.labels.classes


def said(trace: Trace, time: int) -> str:
    """What the network says at a step, as text: the likeliest class, all classes that are more
    likely than not, or a number."""
    outputs = trace.outputs[time]
    if trace.loss_name == "cross-entropy":
        return trace.labels.classes[int(np.nan_to_num(outputs, nan=-1.0).argmax())]
    if trace.loss_name == "binary cross-entropy" and len(outputs) > 1:
        chosen = [trace.labels.classes[n] for n in np.flatnonzero(outputs > 0.5).tolist()]
        return joined(chosen)
    return number_text(float(outputs[0]))


def number_text(value: float, digits: int = 2) -> str:
    """A number with so many digits behind the point; nothing that rounds to 0 has a sign."""
    return f"{value:z.{digits}f}".replace("-", "−")


def digits_that_fit(used: LabelFont) -> int | None:
    """How many digits behind the point have room in a row; None where no number has."""
    for digits in (2, 1, 0):
        if text_width(f"−{0:.{digits}f}", used.size, True) <= used.room:
            return digits
    return None


def joined(classes: list[str]) -> str:
    """Several classes in a narrow place; "–" for none."""
    between = "" if all(len(each) == 1 for each in classes) else " "
    return between.join(classes) or "–"

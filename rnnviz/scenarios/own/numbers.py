"""Numbers as they are written, with a point or a comma before the decimals."""

import math
import re

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)


def number_in(text: str, decimal: str = ".") -> float | None:
    """The finite number that is written there, or None. With a decimal comma, points divide
    the thousands."""
    if decimal == "," and "," in text:
        text = text.replace(".", "").replace(",", ".")
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None

"""Text as an array of Unicode code points, so that NumPy can count and look up characters."""

import numpy as np
from numpy.typing import NDArray

#: One more than the greatest code point of Unicode.
CODE_POINTS = 0x110000

#: Characters counted at a time: bincount copies its argument to 64 bits.
_PORTION = 1_000_000


def code_points(text: str) -> NDArray[np.uint32]:
    """The code point of each character of `text`, shape (len(text),), read-only."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def text_of(points: NDArray[np.uint32]) -> str:
    """The text with these code points: the inverse of `code_points`."""
    return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def count_code_points(text: str) -> NDArray[np.int64]:
    """How often each code point occurs in `text`, shape (CODE_POINTS,)."""
    counts = np.zeros(CODE_POINTS, dtype=np.int64)
    for start in range(0, len(text), _PORTION):
        portion = np.bincount(code_points(text[start : start + _PORTION]))
        counts[: len(portion)] += portion
    return counts

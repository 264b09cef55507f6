"""Words of the command line turned into values, or refused with what is wanted instead."""

import math
import re
from argparse import ArgumentTypeError
from collections.abc import Callable

from rnnviz.interchange.figure_source import LEAST_SCALE, MOST_SCALE

#: A picture's side before it is scaled.
MOST_SIDE = 16_000


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers within bounds."""

    def read(text: str) -> int:
        if re.fullmatch(r"[0-9]{1,18}", text) and least <= int(text) <= most:
            return int(text)
        raise _refusal(text, f"a whole number from {least} to {most}")

    return read


def picture_size(text: str) -> tuple[int, int]:
    """1600x1000: width and height."""
    found = re.fullmatch(r"([0-9]{1,6})[x×]([0-9]{1,6})", text)
    size = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(100 <= side <= MOST_SIDE for side in size):
        raise _refusal(text, f"WIDTHxHEIGHT, e.g. 1600x1000, each from 100 to {MOST_SIDE}")
    return size


def number(least: float, most: float) -> Callable[[str], float]:
    """A reader of numbers within bounds."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not least <= value <= most:
            raise _refusal(text, f"a number from {least:g} to {most:g}")
        return value

    return read


#: How many pixels stand for one of the size.
picture_scale = number(LEAST_SCALE, MOST_SCALE)


def _refusal(text: str, wanted: str) -> ArgumentTypeError:
    return ArgumentTypeError(f"{text!r} was given; wanted {wanted}")

"""Formulas of a cell for `draw_math`: one line of text with _ in front of what stands below."""

from functools import lru_cache
from itertools import groupby

from rnnviz.trace.formula import Runs, written
from rnnviz.trace.trace import Quantity


def math_text(runs: Runs) -> str:
    """Runs of type as such a line."""
    text = ""
    for lowered, group in groupby(runs, lambda run: run.lowered):
        piece = "".join(run.text for run in group)
        text += f"_{{{piece}}}" if lowered else piece
    return text


@lru_cache(maxsize=8)
def formulas(quantities: tuple[Quantity, ...]) -> dict[str, tuple[str, str]]:
    """Left and right side of the equation of each quantity, by its key."""
    return {
        each.key: (math_text(each.symbol), math_text(each.formula)) for each in written(quantities)
    }

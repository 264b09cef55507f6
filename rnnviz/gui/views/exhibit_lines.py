"""Lines: cells of different widths, one after another, broken into lines that fit an area."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """Where a cell stands: its number, the line that it is in, from 0, and its left end."""

    number: int
    line: int
    left: float


@dataclass(frozen=True)
class Lines:
    """The cells in sight, how many lines these are, and how many cells there are in all."""

    cells: tuple[Cell, ...]
    count: int
    of: int

    @property
    def is_cut(self) -> bool:
        """Whether some are out of sight."""
        return len(self.cells) < self.of

    @property
    def range_text(self) -> str:
        """Which of them are in sight, in words."""
        return f"… {self.cells[0].number + 1} to {self.cells[-1].number + 1} of {self.of}"


def lines_of(widths: Sequence[float], width: float, most: int, picked: int) -> Lines:
    """Break cells into lines of a width; where there are more than `most` lines, those with the
    picked cell are in sight: the first ones, or those that end with it."""
    broken = _broken(widths, width)
    last = broken[-1].line + 1 if broken else 0
    if last <= most:
        return Lines(broken, last, len(widths))
    at = broken[min(max(0, picked), len(broken) - 1)].line
    first = max(0, at - most + 1)
    shown = tuple(
        Cell(cell.number, cell.line - first, cell.left)
        for cell in broken
        if first <= cell.line < first + most
    )
    return Lines(shown, most, len(widths))


def _broken(widths: Sequence[float], width: float) -> tuple[Cell, ...]:
    cells, line, left = [], 0, 0.0
    for number, wide in enumerate(widths):
        if left and left + wide > width:
            line, left = line + 1, 0.0
        cells.append(Cell(number, line, left))
        left += wide
    return tuple(cells)

"""Work: what was done with a network, as far as it would be lost; not where one looks just now."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rnnviz.session.branch import Branch, Edit
from rnnviz.session.settings import Settings


@dataclass(frozen=True)
class Line:
    """A branch. See session.branch.Branch.

    choices   only those that change something.
    """

    number: int
    parent: int
    since: int
    newest: int
    choices: tuple[tuple[int, Settings], ...]
    edits: tuple[Edit, ...]

    @property
    def is_fresh(self) -> bool:
        """Whether nothing was done on it."""
        return not (self.newest or self.edits or self.parent)


@dataclass(frozen=True)
class Work:
    """All branches of a network.

    facts   what was read, and weights to start from.
    """

    facts: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]

    @property
    def is_fresh(self) -> bool:
        """Whether nothing was done with the network."""
        return all(line.is_fresh for line in self.lines)


def work_of(facts: tuple[tuple[str, str], ...], branches: Sequence[Branch]) -> Work:
    """What was done on these branches of a network, which has read those data."""
    return Work(facts, tuple(_line(branch) for branch in branches))


def _line(branch: Branch) -> Line:
    first, *later = branch.choices
    changes = (now for before, now in pairwise((first, *later)) if now[1] != before[1])
    return Line(
        branch.number,
        branch.parent,
        branch.since,
        branch.newest,
        (first, *changes),
        tuple(branch.edits),
    )

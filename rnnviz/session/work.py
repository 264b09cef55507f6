"""Work: what was done with a network, as far as it would be lost; not where one looks just now."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rnnviz.session.branch import Branch, Edit
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.timeline import LOOKING


@dataclass(frozen=True)
class Line:
    """A branch. See session.branch.Branch.

    choices   only those that change something of what is learnt; how one looked is as at first.
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
    looking = {name: getattr(first[1], name) for name in LOOKING}
    learning = [(update, changed(settings, looking)) for update, settings in later]
    changes = (now for before, now in pairwise((first, *learning)) if now[1] != before[1])
    return Line(
        branch.number,
        branch.parent,
        branch.since,
        branch.newest,
        (first, *changes),
        tuple(branch.edits),
    )

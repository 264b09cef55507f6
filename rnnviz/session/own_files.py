"""Which scenarios can learn a file of the user's own."""

from rnnviz.scenarios import SCENARIOS, scenario
from rnnviz.scenarios.own.kinds import KINDS
from rnnviz.scenarios.scenario import Scenario
from rnnviz.scenarios.source_titles import OWN_FILE


def suiting(kind: str) -> tuple[Scenario, ...]:
    """Those that read a kind of file, in the order of the menu."""
    return tuple(each for each in SCENARIOS if kind in each.own and OWN_FILE in each.sources)


def preferred(kind: str, present: str) -> Scenario | None:
    """The present scenario where it reads that kind, else the first; None where there is none."""
    suited = suiting(kind)
    if scenario(present) in suited:
        return scenario(present)
    return suited[0] if suited else None


def kinds_of(key: str) -> tuple[str, ...]:
    """The kinds of files that a scenario reads, in the order of KINDS."""
    return tuple(kind for kind in KINDS if kind in scenario(key).own)

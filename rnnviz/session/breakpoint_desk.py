"""BreakpointDesk: breakpoints made, changed and removed."""

from collections.abc import Mapping
from dataclasses import replace

from rnnviz.conditions.condition import parse
from rnnviz.conditions.condition_error import ConditionError
from rnnviz.session.breakpoint_names import explained, known_shapes
from rnnviz.session.breakpoints import Breakpoint, Kind, kind_of
from rnnviz.session.host import Host
from rnnviz.session.stepping import tick_at
from rnnviz.trace.ticks import ticks


class BreakpointDesk:
    """The verbs of breakpoints; each takes effect from the next update on."""

    def __init__(self, session: Host):
        self._session = session

    def names(self) -> tuple[tuple[str, str], ...]:
        """What a condition can name, each with an explanation."""
        return explained(self._session.state.scene.trace)

    def check(self, text: str) -> tuple[str, int] | None:
        """What is wrong with a condition and in which column, from 1; None where it is right."""
        try:
            parse(text, known_shapes(self._session.state.scene.trace))
        except ConditionError as error:
            return error.message, error.column
        return None

    def add(self, kind: Kind, limit: float = 0.0, text: str = "") -> None:
        """One more. A condition that cannot be read is refused with a message."""
        if kind == "condition" and (wrong := self.check(text)):
            self._session.tell("error", f"“{text}”, column {wrong[1]}: {wrong[0]}")
            return
        self._put((*self._all, Breakpoint(self._next, kind, limit, text)))

    def toggle_at_cursor(self) -> None:
        """A breakpoint at the operation where the debugger stands, or at the one that computes
        what is picked; where there is one, it goes."""
        scene = self._session.state.scene
        index = scene.marks.tick
        if index is None:
            index = tick_at(scene.trace, scene.marks.picked)
        if index is None:
            text = "What is picked is not computed in a step: pick a state, a gate or a gradient."
            self._session.tell("information", text)
            return
        tick = ticks(scene.trace)[index]
        without = tuple(each for each in self._all if each.tick != tick)
        if len(without) == len(self._all):
            without = (*without, Breakpoint(self._next, "tick", tick=tick))
        self._put(without)

    def change(self, changed: Breakpoint) -> None:
        """Put it in the place of the one of that number; what was counted stays. Numbers out
        of range are refused with a message."""
        wrong = wrong_numbers(changed)
        if wrong:
            self._session.tell("error", wrong)
            # So that whoever shows them shows again what they are.
            self._session.put(breakpoints=tuple(self._all))
            return
        self._put(
            tuple(
                replace(changed, hits=each.hits) if each.number == changed.number else each
                for each in self._all
            )
        )

    def remove(self, number: int) -> None:
        """One less."""
        self._put(tuple(each for each in self._all if each.number != number))

    def reset_hits(self) -> None:
        """Count anew."""
        self._put(tuple(replace(each, hits=0) for each in self._all))

    def counted(self, hits: Mapping[int, int]) -> tuple[Breakpoint, ...]:
        """All of them with how often each has come true by now, by its number."""
        return counted(self._all, hits)

    def restore(self, breakpoints: tuple[Breakpoint, ...]) -> None:
        """Those of an earlier session."""
        self._put(tuple(replace(each, hits=0) for each in breakpoints))

    @property
    def _all(self) -> tuple[Breakpoint, ...]:
        return self._session.state.breakpoints

    @property
    def _next(self) -> int:
        return max((each.number for each in self._all), default=0) + 1

    def _put(self, breakpoints: tuple[Breakpoint, ...]) -> None:
        self._session.put(breakpoints=breakpoints)
        self._session.watch_for(breakpoints)


def counted(breakpoints: tuple[Breakpoint, ...], hits: Mapping[int, int]) -> tuple[Breakpoint, ...]:
    """Breakpoints with how often each has come true by now, by its number."""
    if not hits:
        return breakpoints
    return tuple(replace(each, hits=hits.get(each.number, each.hits)) for each in breakpoints)


def wrong_numbers(changed: Breakpoint) -> str:
    """What is wrong with a limit or a count, "" where nothing is."""
    ignore: object = changed.ignore
    if not isinstance(ignore, int) or ignore < 0:
        return f"Ignore first is {ignore!r}; wanted is a whole number from 0."
    if changed.kind in ("condition", "tick"):
        return ""
    kind, limit = kind_of(changed.kind), changed.limit
    if kind.wanted and not (isinstance(limit, int | float) and kind.least <= limit <= kind.most):
        return (
            f"{kind.title} is {limit!r}; wanted is a number from {kind.least:g} to {kind.most:g}."
        )
    return ""

"""BreakpointChecks: makes updates, and says at which operation a breakpoint came true first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from rnnviz.conditions.condition import Condition, parse
from rnnviz.conditions.condition_error import ConditionError
from rnnviz.engine.divergence import Diverged
from rnnviz.session import breakpoint_names as names
from rnnviz.session.breakpoint_places import end_of_forward, in_update, of_broken
from rnnviz.session.breakpoint_rules import OF_SEQUENCE, Found, Seen, found
from rnnviz.session.breakpoints import Breakpoint, Stop
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.ticks import ticks

#: Before all operations of an update.
START = -1


class _Event(NamedTuple):
    """A breakpoint that came true at an operation."""

    tick: int
    breakpoint: Breakpoint
    text: str


class BreakpointChecks:
    """Breakpoints, ready to be asked at every update of a run.

    hits  how often each has come true, by its number.
    """

    def __init__(self, breakpoints: Sequence[Breakpoint], run: TrainingRun):
        self.hits: dict[int, int] = {}
        self.choose(breakpoints, run)

    def choose(self, breakpoints: Sequence[Breakpoint], run: TrainingRun) -> None:
        """Ask these from now on. What was counted goes on, but where the count was reset."""
        counted = self.hits
        self.hits = {
            each.number: counted.get(each.number, each.hits) if each.hits else 0
            for each in breakpoints
        }
        self._enabled = [each for each in breakpoints if each.enabled]
        shapes = names.known_shapes(run.trace()) if self._enabled else {}
        self._conditions: dict[int, Condition] = {}
        for each in self._enabled:
            if each.kind == "condition":
                # One that names what this network does not have waits for another network.
                try:
                    self._conditions[each.number] = parse(each.text, shapes)
                except ConditionError:
                    continue
        self._asks_sequence = any(self._is_of_sequence(each) for each in self._enabled)

    def _is_of_sequence(self, each: Breakpoint) -> bool:
        if each.number in self._conditions:
            return bool(self._conditions[each.number].names - {"update", *names.RESULTS})
        return each.kind in OF_SEQUENCE

    def advance(self, run: TrainingRun, after: int = START) -> Stop | None:
        """Make an update; where a breakpoint came true at an operation behind `after`, take
        the update back and say where. Raises Diverged."""
        if not self._enabled:
            run.advance()
            return None
        trace, order = run.trace() if self._asks_sequence else None, run.ticks()
        before = run.network.parameters.flat.copy()
        progress = run.advance()
        seen = Seen(run, progress, order, trace, before)
        stop = self._first_stop(seen, after)
        if stop is not None:
            run.timeline.take_back()
        return stop

    def broken(self, run: TrainingRun, reason: Diverged) -> Stop:
        """Where an update that could not be made left the finite numbers. The run shows that
        sequence of the batch from now on."""
        run.sequence = reason.place.sequence or 0
        trace = run.trace()
        tick = of_broken(ticks(trace), reason.place, trace)
        number = next((each.number for each in self._enabled if each.kind == "broken"), 0)
        if number:
            self.hits[number] += 1
        return Stop(number, run.training.update, tick, str(reason.place))

    def _first_stop(self, seen: Seen, after: int) -> Stop | None:
        events = [
            _Event(tick, each, text)
            for each in self._enabled
            for tick, text in self._found(each, seen)
            if tick > after
        ]
        for event in sorted(events, key=lambda event: event.tick):
            number = event.breakpoint.number
            self.hits[number] += 1
            if self.hits[number] > event.breakpoint.ignore:
                return Stop(number, seen.progress.update - 1, event.tick, event.text)
        return None

    def _found(self, each: Breakpoint, seen: Seen) -> Iterator[Found]:
        if each.kind == "condition":
            if each.number in self._conditions:
                yield from _condition_found(self._conditions[each.number], seen)
        elif each.tick is not None:
            if each.tick in seen.order:
                yield seen.order.place(each.tick), "the operation marked"
        elif each.kind != "broken":
            yield from found(each, seen)


def _condition_found(condition: Condition, seen: Seen) -> Iterator[Found]:
    """Where a condition holds: at each time step as soon as all that it names is known there."""
    update: dict[str, Any] = {"update": seen.progress.update, **names.results(seen.progress)}
    last = names.result_tick(condition.names & names.RESULTS.keys())
    lanes = len(seen.run.network.lanes)
    step_names = frozenset() if seen.trace is None else frozenset(names.step_ticks(seen.trace))
    if seen.trace is not None and condition.names & step_names:
        yield from _steps_found(condition, seen, update, last)
        return
    known = update | names.weights(seen.run.network.parameters, lanes)
    if condition.holds(known):
        text = _said(condition, known)
        if condition.names - update.keys():
            yield in_update(seen.order, "weights"), text
        else:
            tick = in_update(seen.order, last) if last else end_of_forward(seen.order)
            yield tick, text


def _steps_found(
    condition: Condition, seen: Seen, update: dict[str, Any], last: str
) -> Iterator[Found]:
    assert seen.trace is not None
    trace, order = seen.trace, seen.order
    known_at = names.step_ticks(trace)
    ticks_read = [known_at[name] for name in condition.names if name in known_at]
    known = update | names.weights(trace.parameters, len(trace.lanes))
    needs_results = bool(condition.names & names.RESULTS.keys())
    for time in np.flatnonzero(names.known_times(trace, condition.names)).tolist():
        here = known | names.of_step(trace, time)
        if condition.holds(here):
            tick = max(order.place(replace(each, time=time)) for each in ticks_read)
            if needs_results:
                result = in_update(order, last) if last else end_of_forward(order)
                tick = max(tick, result)
            yield tick, _said(condition, here)


def _said(condition: Condition, known: dict[str, Any]) -> str:
    """The condition with the single numbers that it names."""
    numbers = [
        f"{name} = {known[name]:.4g}"
        for name in sorted(condition.names)
        if getattr(known[name], "ndim", 0) == 0
    ]
    return " · ".join([condition.text, *numbers])

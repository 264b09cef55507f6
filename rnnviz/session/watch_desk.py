"""WatchDesk: expressions whose value is followed."""

from dataclasses import replace

import numpy as np

from rnnviz.conditions.condition_error import ConditionError
from rnnviz.conditions.expression import Expression, parse_number
from rnnviz.session.breakpoint_names import known_shapes
from rnnviz.session.cause import Cause, find_cause
from rnnviz.session.host import Host
from rnnviz.session.watch_values import is_of_steps, over_steps
from rnnviz.session.watches import Watch
from rnnviz.trace.scene import Scene


class WatchDesk:
    """The verbs of watches. A value over the updates is noted whenever an update is shown: of
    an expression that depends on the time step, the mean over the sequence."""

    def __init__(self, session: Host):
        self._session = session

    def check(self, text: str) -> tuple[str, int] | None:
        """What is wrong with an expression and in which column, from 1; None: nothing."""
        try:
            self._parsed(text)
        except ConditionError as error:
            return error.message, error.column
        return None

    def add(self, text: str) -> None:
        """Watch something more. What cannot be read is refused with a message."""
        if self._refused(text):
            return
        number = max((each.number for each in self._all), default=0) + 1
        self._session.put(watches=(*self._all, Watch(number, text)))
        self.refresh()

    def edit(self, number: int, text: str) -> None:
        """Watch something else instead."""
        if not self._refused(text):
            self._session.put(
                watches=tuple(
                    Watch(number, text) if each.number == number else each for each in self._all
                )
            )
            self.refresh()

    def remove(self, number: int) -> None:
        """One less."""
        self._session.put(watches=tuple(each for each in self._all if each.number != number))

    def restore(self, texts: tuple[str, ...]) -> None:
        """Those of an earlier session; what this network does not have says so."""
        self._session.put(watches=tuple(Watch(n, text) for n, text in enumerate(texts, 1)))
        self.refresh()

    def forget_updates(self) -> None:
        """Begin to note anew: another network, or another past."""
        nothing = np.empty(0)
        fresh = (replace(each, updates=nothing, over_updates=nothing) for each in self._all)
        self._session.put(watches=tuple(fresh))

    def refresh(self) -> None:
        """Find the values anew."""
        self._session.put(watches=self.valued(self._session.state.scene))

    def valued(self, scene: Scene) -> tuple[Watch, ...]:
        """The watches with their values in a scene."""
        return tuple(_valued(watch, scene) for watch in self._all)

    def go_to_cause(self, number: int) -> None:
        """Walk back to the first operation at which the watched number left its usual range."""
        session, state = self._session, self._session.state
        watch = next((each for each in self._all if each.number == number), None)
        if watch is None or state.activity != "paused":
            return
        try:
            expression = self._parsed(watch.text)
        except ConditionError as error:
            session.tell("error", f"“{watch.text}”: {error.message}")
            return
        run = session.run
        run.look_as_usual()
        session.travel(lambda report: find_cause(run, Cause(watch.text, expression), report), None)

    @property
    def _all(self) -> tuple[Watch, ...]:
        return self._session.state.watches

    def _parsed(self, text: str) -> Expression:
        return parse_number(text, known_shapes(self._session.state.scene.trace))

    def _refused(self, text: str) -> bool:
        wrong = self.check(text)
        if wrong:
            self._session.tell("error", f"“{text}”, column {wrong[1]}: {wrong[0]}")
        return wrong is not None


def _valued(watch: Watch, scene: Scene) -> Watch:
    trace = scene.trace
    try:
        expression = parse_number(watch.text, known_shapes(trace))
    except ConditionError as error:
        return replace(watch, value=None, error=error.message, over_steps=np.empty(0))
    values = over_steps(expression, trace, scene.history)
    of_steps = is_of_steps(expression, trace)
    value = float(values[scene.marks.picked.time if of_steps else 0])
    finite = values[np.isfinite(values)]
    noted = _noted(watch, trace.origin.update, float(finite.mean()) if len(finite) else np.nan)
    return replace(noted, value=value, error="", over_steps=values if of_steps else np.empty(0))


def _noted(watch: Watch, update: int, value: float) -> Watch:
    """With its value at an update noted, in the order of the updates."""
    place = int(np.searchsorted(watch.updates, update))
    if place < len(watch.updates) and watch.updates[place] == update:
        values = watch.over_updates.copy()
        values[place] = value
        return replace(watch, over_updates=values)
    return replace(
        watch,
        updates=np.insert(watch.updates, place, update),
        over_updates=np.insert(watch.over_updates, place, value),
    )

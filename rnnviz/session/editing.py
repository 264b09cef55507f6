"""Editing: weights, inputs and states that a person sets by hand, with undo and redo."""

from dataclasses import dataclass

from rnnviz.session.host import Host
from rnnviz.session.what_if import WhatIf
from rnnviz.trace.scene import Spot


@dataclass(frozen=True)
class Change:
    """Something that was set.

    spot   what, and `value` to what: a number, or for an input the number of a symbol.
    title  in words.
    before   what was set by hand in the sequence before it; None for a weight.
    """

    spot: Spot
    value: float
    is_symbol: bool
    title: str
    before: WhatIf | None


class Editing:
    """The verbs. A weight stays set while training goes on; inputs and states are set in the
    sequence shown alone, until another one is shown."""

    def __init__(self, session: Host):
        self._session = session
        self._done: list[Change] = []
        self._undone: list[Change] = []
        self._update = 0

    @property
    def titles(self) -> tuple[str, ...]:
        """What can be undone, the last one last."""
        self._forget_other_updates()
        return tuple(change.title for change in self._done)

    @property
    def can_redo(self) -> bool:
        """Whether something was undone and nothing set since."""
        self._forget_other_updates()
        return bool(self._undone)

    def forget(self) -> None:
        """Nothing can be undone any more: another network is here, or another update."""
        self._done.clear()
        self._undone.clear()

    def value(self, spot: Spot) -> float | None:
        """The number at a place that can be set; None where none can."""
        trace = self._session.state.scene.trace
        lanes = {lane.key: lane for lane in trace.lanes}
        unit, lane = spot.unit, lanes.get(spot.lane)
        if unit is None or not 0 <= spot.time < trace.steps:
            return None
        array = None
        index: tuple[int, ...] = (unit,)
        if spot.parameter in trace.parameters:
            array = trace.parameters[spot.parameter]
            index = (unit,) if spot.column is None else (unit, spot.column)
        elif spot.quantity == "x" and not spot.lane:
            array = trace.inputs[spot.time, : trace.input_width(spot.time)]
        elif lane is not None and spot.quantity in trace.states:
            array = lane.values[spot.quantity][spot.time] if lane.spans(spot.time) else None
        if array is None or len(index) != array.ndim:
            return None
        inside = all(0 <= n < size for n, size in zip(index, array.shape, strict=True))
        return float(array[index]) if inside else None

    def set_number(self, spot: Spot, text: str) -> None:
        """Set the number at a place to what was typed; of an input also the name of a symbol.
        Refused with a message where that cannot be."""
        session = self._session
        trace, now = session.state.scene.trace, self.value(spot)
        if session.state.activity != "paused" or now is None:
            return
        names = trace.input_names(trace.lane_at(trace.lanes[0].key, spot.time))
        is_symbol = spot.quantity == "x" and text in names
        typed = text.replace("−", "-").strip()
        try:
            value = float(names.index(text) if is_symbol else typed)
        except ValueError:
            session.tell("error", f"“{text}”; wanted is a number such as 0.5 or −1e-3.")
            return
        if not session.run.network.parameters.can_hold(value):
            precision = session.run.settings.precision
            session.tell("error", f"“{text}”; wanted is a number that is finite in {precision}.")
            return
        what = _title(spot, names, text if is_symbol else f"{value:g}")
        self._undone.clear()
        self._make(spot, value, is_symbol, what)

    def undo(self) -> None:
        """Take back what was set last."""
        self._forget_other_updates()
        if not self._done or self._session.state.activity != "paused":
            return
        change = self._done.pop()
        self._undone.append(change)
        if change.before is None:
            self._session.others.branch_off(self._session.run)
            self._session.run.timeline.unset_weight()
        else:
            self._session.run.what_if = change.before
        self._show()

    def redo(self) -> None:
        """Set again what was taken back last."""
        self._forget_other_updates()
        if self._undone and self._session.state.activity == "paused":
            change = self._undone.pop()
            self._make(change.spot, change.value, change.is_symbol, change.title)

    def _make(self, spot: Spot, value: float, is_symbol: bool, title: str) -> None:
        self._forget_other_updates()
        run, unit = self._session.run, spot.unit
        assert unit is not None
        before: WhatIf | None = run.what_if
        if spot.parameter in run.network.parameters:
            index = (unit,) if spot.column is None else (unit, spot.column)
            self._session.others.branch_off(run)
            run.timeline.set_weight(spot.parameter, index, value)
            before = None
        elif is_symbol:
            run.what_if = run.what_if.with_symbol(spot.time, int(value), self._width(spot))
        elif spot.quantity == "x":
            run.what_if = run.what_if.with_input(spot.time, unit, value)
        else:
            run.what_if = run.what_if.with_state(spot.lane, spot.time, spot.quantity, unit, value)
        self._done.append(Change(spot, value, is_symbol, title, before))
        self._update = run.training.update
        self._show()

    def _width(self, spot: Spot) -> int:
        return self._session.state.scene.trace.input_width(spot.time)

    def _show(self) -> None:
        self._session.show_run(self._session.state.scene.marks.tick)

    def _forget_other_updates(self) -> None:
        """What was set at another update stays as it is: there it can be gone back to."""
        if self._session.run.training.update != self._update:
            self.forget()
            self._update = self._session.run.training.update


def _title(spot: Spot, features: tuple[str, ...], value: str) -> str:
    assert spot.unit is not None
    place = f"{spot.unit + 1}"
    if spot.column is not None:
        place += f", {spot.column + 1}"
    if spot.quantity == "x":
        return f"x[{features[spot.unit]}] at t = {spot.time + 1} set to {value}"
    if spot.quantity.startswith(("W_", "U_", "b_")):
        return f"{spot.parameter}[{place}] set to {value}"
    return f"{spot.quantity}[{place}] at t = {spot.time + 1} set to {value}"

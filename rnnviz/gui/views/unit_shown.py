"""Shown: which arithmetic there is to show of what is picked, and how it is called."""

from typing import NamedTuple

import numpy as np

from rnnviz.trace.formula_place import Place
from rnnviz.trace.formula_progress import current
from rnnviz.trace.formula_rows import place, wanted_classes
from rnnviz.trace.scene import Scene
from rnnviz.trace.ticks import Phase
from rnnviz.trace.trace import Trace
from rnnviz.trace.unit_sum import (
    Bend,
    Passed,
    UnitBlocks,
    UnitSum,
    bend,
    made_from,
    passed_back,
    readout_sum,
    unit_blocks,
    unit_sum,
)


class Shown(NamedTuple):
    """A sum, or else blocks; and the nonlinearity behind it, where there is one.

    key     of the quantity that is meant, or "y".
    output  the class of interest, the row of the readout that "y" means.
    backward  whether the gradient is shown too.
    """

    key: str
    here: Place
    output: int
    total: UnitSum | None
    blocks: UnitBlocks | None
    shape: Bend | None
    backward: bool

    def passed(self, trace: Trace) -> Passed | None:
        """The gradient on its way back through the nonlinearity, where it is shown."""
        if self.shape is None or not self.backward:
            return None
        here = self.here
        return passed_back(trace, here.lane, here.time, here.unit, self.shape)


def shown_of(scene: Scene) -> Shown:
    """What there is to show of what is picked; where that is none of a cell's quantities, of
    the output for the loss and the readout, and of the unit's output for all else."""
    trace, picked = scene.trace, scene.marks.picked
    here, key = place(trace, picked), picked.quantity.removeprefix("d_")
    backward, output = _is_backward(scene), output_of_interest(trace, here.time)
    if key in ("y", "E") and trace.answers(here.time):
        here = Place(here.time, trace.lanes[-1], here.unit, True)
        total = readout_sum(trace, here.time, output)
        return Shown("y", here, output, total, None, None, backward)
    if key not in here.lane.values:
        key = trace.states[0]
    time, lane, unit, _ = here
    shape, made = bend(trace, lane, time, unit, key), made_from(trace, key)
    if trace.quantity(made).products:
        total = unit_sum(trace, lane, time, unit, made)
        return Shown(key, here, output, total, None, shape, backward)
    blocks = unit_blocks(trace, lane, time, unit, made)
    return Shown(key, here, output, None, blocks, shape, backward)


def _is_backward(scene: Scene) -> bool:
    tick = current(scene.trace, scene.marks)
    is_phase = tick is not None and tick.phase is Phase.BACKWARD
    return is_phase or scene.marks.picked.quantity.startswith("d_")


def output_of_interest(trace: Trace, time: int) -> int:
    """The class that is wanted, or the likeliest one where none is."""
    wanted = wanted_classes(trace, time)
    return wanted[0] if wanted else int(np.argmax(trace.outputs[time]))


def caption(trace: Trace, shown: Shown) -> str:
    """What is shown, in words: "forget gate f, unit 4, t = 8, layer 1"."""
    here = shown.here
    if shown.key == "y":
        label = trace.labels.classes[shown.output]
        return ", ".join(filter(None, (f"output y ‘{label}’", f"t = {here.time + 1}")))
    quantity = trace.quantity(shown.key)
    name = f"{quantity.title} {quantity.symbol}"
    parts = [name, f"unit {here.unit + 1}", f"t = {here.time + 1}"]
    if len(trace.lanes) > 1:
        parts.append(trace.lane_title(here.lane))
    return ", ".join(parts)

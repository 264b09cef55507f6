"""What a trace file holds: about.json, and from it the name, kind and shape of every array.

One table for writing and reading: `layout`. What it says is known before any array is read.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from rnnviz.engine.loss import LOSSES
from rnnviz.trace.trace import Labels, LaneTrace, Origin, Product, Quantity, Trace

VERSION: Literal[1] = 1
FORMAT: Literal["rnnviz trace"] = "rnnviz trace"

Array = NDArray[Any]
Count = Annotated[int, Meta(ge=1, le=1_000_000)]
#: Kinds of numbers, and the types in which a file may hold them.
FLOATS, INTEGERS, BOOLEANS = ("<f8", "<f4"), ("<i8",), ("|b1",)


class TraceFileError(Exception):
    """A trace that cannot be written or read; the message says what was met and what is wanted."""


class Sizes(Struct, frozen=True, forbid_unknown_fields=True):
    """T, I, H and O."""

    steps: Count
    inputs: Count
    hidden: Count
    outputs: Count


class Lane(Struct, frozen=True, forbid_unknown_fields=True):
    """A layer: its key, with which its arrays' names begin, and its title."""

    key: str
    title: str


class LossInWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The name of the loss and the unit of E_t."""

    name: str
    unit: str


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """about.json: all of a trace but its arrays."""

    format: Literal["rnnviz trace"]
    version: Literal[1]
    origin: Origin
    loss: LossInWords
    truncation: Annotated[int, Meta(ge=0)]
    sizes: Sizes
    lanes: Annotated[tuple[Lane, ...], Meta(min_length=1, max_length=100)]
    states: Annotated[tuple[str, ...], Meta(min_length=1, max_length=100)]
    quantities: Annotated[tuple[Quantity, ...], Meta(min_length=1, max_length=100)]
    labels: Labels


@dataclass(frozen=True)
class Slot:
    """One array: the types it may have and its shape."""

    types: tuple[str, ...]
    shape: tuple[int, ...]

    @property
    def most_bytes(self) -> int:
        """How large it can be."""
        return math.prod(self.shape) * np.dtype(self.types[0]).itemsize


def about(trace: Trace) -> About:
    """What is to be said about a trace."""
    return About(
        FORMAT,
        VERSION,
        replace(trace.origin, settings=dict(trace.origin.settings)),
        LossInWords(trace.loss_name, trace.loss_unit),
        trace.truncation,
        Sizes(trace.steps, trace.inputs.shape[1], trace.hidden, trace.y.shape[1]),
        tuple(Lane(lane.key, lane.title) for lane in trace.lanes),
        trace.states,
        trace.quantities,
        trace.labels,
    )


def layout(about: About) -> dict[str, Slot]:
    """Every array by name, in the order of the file. Raises TraceFileError."""
    _check(about)
    steps, outputs = about.sizes.steps, about.sizes.outputs
    per_output, per_step = Slot(FLOATS, (steps, outputs)), (steps,)
    classes = about.loss.name == "cross-entropy"
    slots = {
        "inputs": Slot(FLOATS, (steps, about.sizes.inputs)),
        "y": per_output,
        "outputs": per_output,
        "targets": Slot(INTEGERS, per_step) if classes else per_output,
        "losses": Slot(FLOATS, per_step),
        "y_gradients": per_output,
        "exists": Slot(BOOLEANS, per_step),
        "scored": Slot(BOOLEANS, per_step),
    }
    for lane in about.lanes:
        slots |= _lane_layout(about, lane.key)
    return slots | _parameter_layout(about)


def _width(about: About, lane: str) -> int:
    """The size of what a lane reads: the input, or the layer below."""
    return about.sizes.inputs if lane == about.lanes[0].key else about.sizes.hidden


def _lane_layout(about: About, lane: str) -> dict[str, Slot]:
    steps, hidden = about.sizes.steps, about.sizes.hidden
    read, state = Slot(FLOATS, (steps, _width(about, lane))), Slot(FLOATS, (hidden,))
    sequence = Slot(FLOATS, (steps, hidden))
    keys = [quantity.key for quantity in about.quantities]
    return {
        f"{lane}/inputs": read,
        **{f"{lane}/start/{key}": state for key in about.states},
        **{f"{lane}/values/{key}": sequence for key in keys},
        **{f"{lane}/gradients/{key}": sequence for key in keys},
        f"{lane}/input_gradients": read,
        **{f"{lane}/start_gradients/{key}": state for key in about.states},
    }


def _parameter_layout(about: About) -> dict[str, Slot]:
    hidden, outputs = about.sizes.hidden, about.sizes.outputs
    slots = {}
    for lane in about.lanes:
        for quantity in about.quantities:
            for product in quantity.products:
                columns = _columns(product, _width(about, lane.key), hidden)
                slots[f"{lane.key}.{product.weight}"] = Slot(FLOATS, (hidden, columns))
            if quantity.bias:
                slots[f"{lane.key}.{quantity.bias}"] = Slot(FLOATS, (hidden,))
    slots["W_hy"], slots["b_y"] = Slot(FLOATS, (outputs, hidden)), Slot(FLOATS, (outputs,))
    return {f"parameters/{name}": slot for name, slot in slots.items()}


def _columns(product: Product, width: int, hidden: int) -> int:
    return sum(width if source == "x" else hidden for source in product.sources)


def _check(about: About) -> None:
    """Refuse what is well written but means nothing."""
    sizes, labels = about.sizes, about.labels
    keys = [quantity.key for quantity in about.quantities]
    known = {"x", *keys, *(f"{state}-" for state in about.states)}
    products = [product for quantity in about.quantities for product in quantity.products]
    texts = (labels.inputs, labels.targets, labels.features, labels.classes)
    counts = (sizes.steps, sizes.steps, sizes.inputs, sizes.outputs)
    conditions = {
        f"the loss is {about.loss.name!r}": about.loss.name in LOSSES,
        "two quantities have one key": len(set(keys)) == len(keys),
        "two lanes have one key": len({lane.key for lane in about.lanes}) == len(about.lanes),
        "a state is not among the quantities": set(about.states) <= set(keys),
        "a product reads what there is not": all(known.issuperset(p.sources) for p in products),
        "there are more or fewer labels than steps, inputs and outputs": (
            tuple(map(len, texts)) == counts
        ),
    }
    for what, holds in conditions.items():
        if not holds:
            raise TraceFileError(f"about.json does not fit together: {what}")


def arrays_of(trace: Trace) -> dict[str, Array]:
    """Every array of a trace, by its name in the file."""
    arrays: dict[str, Array] = {
        "inputs": trace.inputs,
        "y": trace.y,
        "outputs": trace.outputs,
        "targets": trace.targets,
        "losses": trace.losses,
        "y_gradients": trace.y_gradients,
        "exists": trace.exists,
        "scored": trace.scored,
    }
    for lane in trace.lanes:
        arrays[f"{lane.key}/inputs"] = lane.inputs
        arrays[f"{lane.key}/input_gradients"] = lane.input_gradients
        arrays |= _named(f"{lane.key}/start/", lane.start)
        arrays |= _named(f"{lane.key}/values/", lane.values)
        arrays |= _named(f"{lane.key}/gradients/", lane.gradients)
        arrays |= _named(f"{lane.key}/start_gradients/", lane.start_gradients)
    return arrays | _named("parameters/", trace.parameters)


def trace_of(about: About, arrays: Mapping[str, Array]) -> Trace:
    """The trace again."""
    return Trace(
        origin=about.origin,
        labels=about.labels,
        quantities=about.quantities,
        states=about.states,
        lanes=tuple(_lane(lane, arrays) for lane in about.lanes),
        inputs=arrays["inputs"],
        y=arrays["y"],
        outputs=arrays["outputs"],
        targets=arrays["targets"],
        losses=arrays["losses"],
        loss_name=about.loss.name,
        loss_unit=about.loss.unit,
        y_gradients=arrays["y_gradients"],
        exists=arrays["exists"],
        scored=arrays["scored"],
        parameters=_under("parameters/", arrays),
        truncation=about.truncation,
    )


def _lane(lane: Lane, arrays: Mapping[str, Array]) -> LaneTrace:
    return LaneTrace(
        key=lane.key,
        title=lane.title,
        inputs=arrays[f"{lane.key}/inputs"],
        start=_under(f"{lane.key}/start/", arrays),
        values=_under(f"{lane.key}/values/", arrays),
        gradients=_under(f"{lane.key}/gradients/", arrays),
        input_gradients=arrays[f"{lane.key}/input_gradients"],
        start_gradients=_under(f"{lane.key}/start_gradients/", arrays),
    )


def _named(prefix: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    return {f"{prefix}{key}": array for key, array in arrays.items()}


def _under(prefix: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    return {n.removeprefix(prefix): array for n, array in arrays.items() if n.startswith(prefix)}

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

from rnnviz.engine.attention import BIAS, WEIGHT
from rnnviz.engine.lane import Lane, Role
from rnnviz.engine.loss import LOSSES
from rnnviz.trace.trace import (
    ATTENTION,
    ATTENTION_QUANTITIES,
    RECORDED,
    AttentionTrace,
    Labels,
    LaneTrace,
    Origin,
    Product,
    Quantity,
    Trace,
)

VERSION: Literal[2] = 2
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


class LaneInWords(Struct, frozen=True, forbid_unknown_fields=True):
    """A layer in one direction: see engine/lane.py."""

    layer: Annotated[int, Meta(ge=0, le=99)]
    backward: bool
    role: Role

    @property
    def lane(self) -> Lane:
        """As the engine has it."""
        return Lane(self.layer, self.backward, self.role)


class LossInWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The name of the loss and the unit of E_t."""

    name: str
    unit: str


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """about.json: all of a trace but its arrays."""

    format: Literal["rnnviz trace"]
    version: Literal[2]
    origin: Origin
    loss: LossInWords
    truncation: Annotated[int, Meta(ge=0)]
    sizes: Sizes
    lanes: Annotated[tuple[LaneInWords, ...], Meta(min_length=1, max_length=100)]
    states: Annotated[tuple[str, ...], Meta(min_length=1, max_length=100)]
    quantities: Annotated[tuple[Quantity, ...], Meta(min_length=1, max_length=100)]
    labels: Labels
    source: Annotated[int, Meta(ge=0)]
    attention: bool

    @property
    def has_decoder(self) -> bool:
        """Whether some steps are an encoder's and the others a decoder's."""
        return any(lane.role == "decoder" for lane in self.lanes)


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
        Sizes(trace.steps, len(trace.labels.features), trace.hidden, trace.y.shape[1]),
        tuple(
            LaneInWords(lane.lane.layer, lane.lane.backward, lane.lane.role) for lane in trace.lanes
        ),
        trace.states,
        trace.quantities,
        trace.labels,
        trace.source_steps,
        trace.attention is not None,
    )


def layout(about: About) -> dict[str, Slot]:
    """Every array by name, in the order of the file. Raises TraceFileError."""
    _check(about)
    steps, outputs = about.sizes.steps, about.sizes.outputs
    per_output, per_step = Slot(FLOATS, (steps, outputs)), (steps,)
    classes = about.loss.name == "cross-entropy"
    slots = {
        "inputs": Slot(FLOATS, (steps, _read_width(about))),
        "y": per_output,
        "outputs": per_output,
        "targets": Slot(INTEGERS, per_step) if classes else per_output,
        "losses": Slot(FLOATS, per_step),
        "y_gradients": per_output,
        "exists": Slot(BOOLEANS, per_step),
        **{name: Slot(BOOLEANS, per_step) for name in ("scored", "read", "fed", "own")},
    }
    for lane in about.lanes:
        slots |= _lane_layout(about, lane)
    return slots | _attention_layout(about) | _parameter_layout(about)


def _read_width(about: About) -> int:
    """The size of an input: of the encoder's or the decoder's the greater one."""
    outputs = about.sizes.outputs if about.has_decoder else 0
    return max(about.sizes.inputs, outputs)


def _directions(about: About, lane: LaneInWords) -> int:
    """How many lanes of a layer stand side by side."""
    return sum(each.layer == 0 and each.role == lane.role for each in about.lanes)


def _width(about: About, lane: LaneInWords) -> int:
    """The size of what a lane reads: the input, or the layer below."""
    if lane.layer:
        return about.sizes.hidden * _directions(about, lane)
    return about.sizes.outputs if lane.role == "decoder" else about.sizes.inputs


def _attention_layout(about: About) -> dict[str, Slot]:
    if not about.attention:
        return {}
    steps, hidden, source = about.sizes.steps, about.sizes.hidden, about.source
    memory, state = Slot(FLOATS, (source, hidden)), Slot(FLOATS, (steps, hidden))
    widths = {q.key: source if q.key in ("e", "w") else hidden for q in ATTENTION_QUANTITIES}
    slots = {f"{ATTENTION}/memory": memory, f"{ATTENTION}/memory_gradients": memory}
    for kind in ("values", "gradients"):
        for key, width in widths.items():
            slots[f"{ATTENTION}/{kind}/{key}"] = Slot(FLOATS, (steps, width))
    return slots | {f"{ATTENTION}/query_gradients": state}


def _lane_layout(about: About, which: LaneInWords) -> dict[str, Slot]:
    lane = which.lane.key
    steps, hidden = about.sizes.steps, about.sizes.hidden
    read, state = Slot(FLOATS, (steps, _width(about, which))), Slot(FLOATS, (hidden,))
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
                columns = _columns(product, _width(about, lane), hidden)
                slots[f"{lane.lane.key}.{product.weight}"] = Slot(FLOATS, (hidden, columns))
            if quantity.bias:
                slots[f"{lane.lane.key}.{quantity.bias}"] = Slot(FLOATS, (hidden,))
    if about.attention:
        slots[f"{ATTENTION}.{WEIGHT}"] = Slot(FLOATS, (hidden, 2 * hidden))
        slots[f"{ATTENTION}.{BIAS}"] = Slot(FLOATS, (hidden,))
    read = hidden * _directions(about, about.lanes[-1])
    slots["W_hy"], slots["b_y"] = Slot(FLOATS, (outputs, read)), Slot(FLOATS, (outputs,))
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
        f"the loss is {about.loss.name!r}": about.loss.name in (*LOSSES, RECORDED),
        "two quantities have one key": len(set(keys)) == len(keys),
        "two lanes have one key": len(set(about.lanes)) == len(about.lanes),
        "the lanes are those of no network": _are_of_a_network(about),
        "the source is longer than the sequence, or there is no encoder to read it": (
            about.source < sizes.steps and bool(about.source) == about.has_decoder
        ),
        "there is attention without a decoder": about.has_decoder or not about.attention,
        "a state is not among the quantities": set(about.states) <= set(keys),
        "a product reads what there is not": all(known.issuperset(p.sources) for p in products),
        "there are more or fewer labels than steps, inputs and outputs": (
            tuple(map(len, texts)) == counts
        ),
    }
    for what, holds in conditions.items():
        if not holds:
            raise TraceFileError(f"about.json does not fit together: {what}")


def _are_of_a_network(about: About) -> bool:
    """Every layer from the lowest on, each in one direction or in both; of a decoder in one."""
    lanes = [lane.lane for lane in about.lanes]
    layers = 1 + max(lane.layer for lane in lanes)
    both = any(lane.backward for lane in lanes)
    roles: tuple[Role, ...] = ("encoder", "decoder") if about.has_decoder else ("",)
    wanted = [
        Lane(layer, backward, role)
        for role in roles
        for layer in range(layers)
        for backward in ((False, True) if both and role != "decoder" else (False,))
    ]
    return lanes == wanted


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
        "read": trace.read,
        "fed": trace.fed,
        "own": trace.own,
    }
    for lane in trace.lanes:
        arrays[f"{lane.key}/inputs"] = lane.inputs
        arrays[f"{lane.key}/input_gradients"] = lane.input_gradients
        arrays |= _named(f"{lane.key}/start/", lane.start)
        arrays |= _named(f"{lane.key}/values/", lane.values)
        arrays |= _named(f"{lane.key}/gradients/", lane.gradients)
        arrays |= _named(f"{lane.key}/start_gradients/", lane.start_gradients)
    if trace.attention:
        arrays |= _attention_arrays(trace.attention)
    return arrays | _named("parameters/", trace.parameters)


def _attention_arrays(attention: AttentionTrace) -> dict[str, Array]:
    return {
        f"{ATTENTION}/memory": attention.memory,
        f"{ATTENTION}/memory_gradients": attention.memory_gradients,
        **_named(f"{ATTENTION}/values/", attention.values),
        **_named(f"{ATTENTION}/gradients/", attention.gradients),
        f"{ATTENTION}/query_gradients": attention.query_gradients,
    }


def trace_of(about: About, arrays: Mapping[str, Array]) -> Trace:
    """The trace again."""
    return Trace(
        origin=about.origin,
        labels=about.labels,
        quantities=about.quantities,
        states=about.states,
        lanes=tuple(_lane(about, lane.lane, arrays) for lane in about.lanes),
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
        source_steps=about.source,
        attention=_attention(arrays) if about.attention else None,
        read=arrays["read"],
        fed=arrays["fed"],
        own=arrays["own"],
    )


def _attention(arrays: Mapping[str, Array]) -> AttentionTrace:
    return AttentionTrace(
        memory=arrays[f"{ATTENTION}/memory"],
        memory_gradients=arrays[f"{ATTENTION}/memory_gradients"],
        values=_under(f"{ATTENTION}/values/", arrays),
        gradients=_under(f"{ATTENTION}/gradients/", arrays),
        query_gradients=arrays[f"{ATTENTION}/query_gradients"],
    )


def _lane(about: About, lane: Lane, arrays: Mapping[str, Array]) -> LaneTrace:
    return LaneTrace(
        lane=lane,
        first=about.source if lane.role == "decoder" else 0,
        end=about.source if lane.role == "encoder" else about.sizes.steps,
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

"""Attention at one step of the decoder in recorded numbers: of the source one step j at a time, of
the vectors one unit. The equations are those of attention_equations.py."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from rnnviz.engine.attention import BIAS, WEIGHT
from rnnviz.engine.batch import Floats
from rnnviz.trace.formula import tokens
from rnnviz.trace.formula_numbers import (
    Term,
    bracketed,
    filled,
    lowered,
    number_text,
    scientific_text,
    signed_term,
)
from rnnviz.trace.formula_place import Row
from rnnviz.trace.formula_rows import MOST_GUESSES, Guess, place, row
from rnnviz.trace.product_sums import product_sum
from rnnviz.trace.scene import Spot
from rnnviz.trace.trace import ATTENTION, AttentionTrace, Trace

#: The rows in the order computed; of the gradients "h" is what goes to the decoder's state, and
#: "m" what goes to the encoder's.
FORWARD_KEYS = ("e", "w", "v", "a_n", "n")
BACKWARD_KEYS = ("d_n", "d_a_n", "d_v", "d_w", "d_e", "d_h", "d_m")
#: Those with a number for each step of the source.
BY_SOURCE = ("e", "w")


class LookingBack(NamedTuple):
    """A step of the decoder, the step of the source that it looks at, and one unit."""

    time: int
    source: int
    unit: int

    def spot(self, key: str) -> Spot:
        """The place of a row: one of the source's steps, or a unit, and the other one behind."""
        if key.removeprefix("d_") in BY_SOURCE:
            return Spot(self.time, ATTENTION, key, self.source, self.unit)
        return Spot(self.time, ATTENTION, key, self.unit, self.source)


def looking_back(trace: Trace, spot: Spot) -> LookingBack | None:
    """Where a spot lies in the attention; None where it does not. What it does not say is the
    source's step that is looked at most, and the first unit."""
    attention = trace.attention
    there = trace.source_steps <= spot.time < trace.steps
    if attention is None or spot.lane != ATTENTION or not there:
        return None
    unit, source = unit_of(spot), spot.unit if is_by_source(spot) else spot.column
    if source is None:
        source = int(np.argmax(attention.values["w"][spot.time]))
    return LookingBack(
        spot.time,
        max(0, min(source, trace.source_steps - 1)),
        max(0, min(unit or 0, trace.hidden - 1)),
    )


def is_by_source(spot: Spot) -> bool:
    """Whether a spot's row is one for each step of the source, and its unit such a step."""
    return spot.lane == ATTENTION and spot.quantity.removeprefix("d_") in BY_SOURCE


def unit_of(spot: Spot) -> int | None:
    """Which hidden unit a spot is about; None where all of them are meant."""
    return spot.column if is_by_source(spot) else spot.unit


def source_label(trace: Trace, step: int) -> str:
    """What the encoder read at a step, in quotation marks; of padding the step's number."""
    text = trace.labels.inputs[step]
    return f"‘{text}’" if text else f"step {step + 1}"


def most_looked_at(trace: Trace, here: LookingBack) -> tuple[Guess, ...]:
    """The greatest weights, the one that is picked among them."""
    assert trace.attention is not None
    weights = trace.attention.values["w"][here.time]
    order = np.argsort(-weights, kind="stable")[:MOST_GUESSES].tolist()
    if here.source not in order:
        order[-1] = here.source
    return tuple(_weight(trace, step, float(weights[step]), step == here.source) for step in order)


def _weight(trace: Trace, step: int, weight: float, is_picked: bool) -> Guess:
    share = weight if np.isfinite(weight) else 0.0
    return Guess(source_label(trace, step), weight, number_text(weight), share, is_picked)


def attention_row(trace: Trace, here: LookingBack, key: str) -> Row:
    """One row, by its key; "y", "E" and "d_y" too, which follow from it."""
    if key in ("y", "E", "d_y"):
        return row(trace, place(trace, Spot(here.time, trace.top[0].key, key, here.unit)), key)
    assert trace.attention is not None
    found = _gradient_row if key.startswith("d_") else _value_row
    with np.errstate(all="ignore"):
        return found(trace, trace.attention, here, key)


def query(trace: Trace) -> Floats:
    """h_t of the decoder's top layer, (T, H)."""
    return trace.top[0].values[trace.states[0]]


def _value_row(trace: Trace, attention: AttentionTrace, here: LookingBack, key: str) -> Row:
    t, j, unit = here
    values, h = attention.values, query(trace)[t]
    value = float(values[key][t, j if key in BY_SOURCE else unit])
    if key == "e":
        return product_sum(key, value, h, attention.memory[j], _unit_name)
    if key == "w":
        return Row(
            key, value, number_text(value), (_share_term(values["e"][t], values["w"][t], j),)
        )
    if key == "v":
        return product_sum(
            key, value, values["w"][t], attention.memory[:, unit], lambda n: source_label(trace, n)
        )
    if key == "n":
        read = {"a_n": float(values["a_n"][t, unit])}
        return Row(key, value, number_text(value), filled(tokens("tanh({a_n})"), read))
    weights = trace.parameters[f"{ATTENTION}.{WEIGHT}"][unit]
    bias = float(trace.parameters[f"{ATTENTION}.{BIAS}"][unit])
    read_in = np.concatenate((values["v"][t], h))
    hidden = trace.hidden
    return product_sum(
        key, value, weights, read_in, lambda n: "vh"[n // hidden] + lowered(n % hidden + 1), bias
    )


def _share_term(scores: Floats, weights: Floats, step: int) -> Term:
    """exp(e_j) / Σ exp(e_k) over what exists: padding has no weight."""
    total = float(np.exp(scores[weights > 0].astype(float)).sum())
    if not weights[step] > 0:
        return Term("+", f"0 / {number_text(total)}")
    return Term("+", f"exp({number_text(float(scores[step]))}) / {number_text(total)}")


def _gradient_row(trace: Trace, attention: AttentionTrace, here: LookingBack, key: str) -> Row:
    t, j, unit = here
    values, gradients, quantity = attention.values, attention.gradients, key.removeprefix("d_")
    if key == "d_h":
        return _to_state(trace, attention, here)
    if key == "d_m":
        return _to_memory(trace, attention, here)
    value = float(gradients[quantity][t, j if quantity in BY_SOURCE else unit])
    if key == "d_n":
        column, d_y = trace.parameters["W_hy"][:, unit], trace.y_gradients[t]
        return _sum(key, value, column, d_y, lambda n: f"‘{trace.labels.classes[n]}’")
    if key == "d_a_n":
        slope = 1.0 - float(values["n"][t, unit]) ** 2
        return Row(key, value, scientific_text(value), (_product(gradients["n"][t, unit], slope),))
    if key == "d_v":
        column = trace.parameters[f"{ATTENTION}.{WEIGHT}"][:, unit]
        return _sum(key, value, column, gradients["a_n"][t], lambda n: f"a{lowered(n + 1)}")
    if key == "d_w":
        return _sum(key, value, gradients["v"][t], attention.memory[j], _unit_name)
    mean = float((values["w"][t] * gradients["w"][t]).sum())
    own, weight = float(gradients["w"][t, j]), number_text(float(values["w"][t, j]))
    text = f"{weight}·({number_text(own)} − {bracketed(number_text(mean))})"
    return Row(key, value, scientific_text(value), (Term("+", text),))


def _to_state(trace: Trace, attention: AttentionTrace, here: LookingBack) -> Row:
    """What attention gives to the decoder's state: by what was combined, and by the scores."""
    value = float(attention.query_gradients[here.time, here.unit])
    addends = to_state(trace, attention, here)
    names = (f"{WEIGHT}", "scores e")
    return _named_addends("d_h", value, addends, names)


def _to_memory(trace: Trace, attention: AttentionTrace, here: LookingBack) -> Row:
    """What attention gives to the encoder's state, over all steps of the decoder."""
    value = float(attention.memory_gradients[here.source, here.unit])
    addends = to_memory(trace, attention, here)
    return _named_addends("d_m", value, addends, ("context v", "scores e"))


def to_state(trace: Trace, attention: AttentionTrace, here: LookingBack) -> tuple[float, float]:
    """The two addends of ∂E/∂h_t: through W_n, and through the scores."""
    t, unit = here.time, here.unit
    column = trace.parameters[f"{ATTENTION}.{WEIGHT}"][:, trace.hidden + unit]
    combined = float(column @ attention.gradients["a_n"][t])
    return combined, float(attention.gradients["e"][t] @ attention.memory[:, unit])


def to_memory(trace: Trace, attention: AttentionTrace, here: LookingBack) -> tuple[float, float]:
    """The two addends of ∂E/∂m_j: as a part of the contexts, and through the scores."""
    j, unit, gradients = here.source, here.unit, attention.gradients
    context = float(attention.values["w"][:, j] @ gradients["v"][:, unit])
    return context, float(gradients["e"][:, j] @ query(trace)[:, unit])


def _named_addends(
    key: str, value: float, addends: tuple[float, ...], names: tuple[str, ...]
) -> Row:
    terms = tuple(signed_term(each, name) for each, name in zip(addends, names, strict=True))
    return Row(key, value, scientific_text(value), terms)


def _sum(key: str, value: float, left: Floats, right: Floats, name: Callable[[int], str]) -> Row:
    return product_sum(key, value, left, right, name, is_gradient=True)


def _product(gradient: float, slope: float) -> Term:
    sign, text, _ = signed_term(float(gradient))
    return Term(sign, f"{text}·{bracketed(number_text(slope))}")


def _unit_name(number: int) -> str:
    return f"unit {number + 1}"

"""How the gradient of one unit comes about, in symbols and in recorded numbers."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from rnnviz.trace.formula import AFTER, BEFORE, NOW, Run, Runs, Written, gradient_written, symbol
from rnnviz.trace.formula_numbers import Term, bracketed, number_text, scientific_text, signed_term
from rnnviz.trace.formula_place import Place, Row
from rnnviz.trace.gradient_paths import Factor, Path, outside_paths, paths
from rnnviz.trace.trace import ATTENTION, RECORDED, AttentionTrace, LaneTrace, Quantity, Trace

#: How quantities are written, by key.
Symbols = Mapping[str, str]
#: Of more addends than this each is only its value, with a name below it.
MOST_WRITTEN = 2


class Addend(NamedTuple):
    """What comes along one path: its value, and for a formula its two factors."""

    path: Path
    value: float
    gradient: float = 0.0
    slope: float = 0.0


# --- symbols -------------------------------------------------------------------------------


def written_gradient(
    quantities: tuple[Quantity, ...], key: str, outside: tuple[Path, ...]
) -> Written:
    """∂E/∂q_t = …, all its paths, those from the next time step too; see `paths`."""
    symbols = {quantity.key: quantity.symbol for quantity in quantities}
    runs: list[Run] = []
    for path in paths(quantities, key, outside):
        if runs or path.sign < 0:
            runs.append(Run(" − " if path.sign < 0 else " + "))
        runs += _path_runs(symbols, path)
    quantity = next(each for each in quantities if each.key == key)
    return gradient_written(quantity)._replace(formula=tuple(runs))


def _path_runs(symbols: Symbols, path: Path) -> list[Run]:
    if path.kind == "readout":
        return [*_matrix("W_hy"), *_of("y", NOW)]
    if path.kind in ("combined", "scores", "context"):
        return _attention_runs(path)
    if path.kind == "start":
        return [*_of(symbols[path.reader], "0"), Run(" decoder")]
    gradient = _of(symbols[path.reader], AFTER if path.is_next else NOW)
    if path.kind in ("matrix", "above"):
        above = [Run(_above(path))] if path.kind == "above" else []
        return [*_matrix(path.weight), *gradient, *above]
    runs = gradient
    for other in path.others:
        runs += [Run(" ⊙ "), *_factor_runs(symbols, other, path.is_next)]
    return [*runs, *_slope_runs(symbols, path)]


def _above(path: Path) -> str:
    return " above ←" if path.lane.endswith("_back") else " above"


def _attention_runs(path: Path) -> list[Run]:
    if path.kind == "combined":
        return [*_matrix(path.weight), *_of("a_n", NOW)]
    if path.kind == "context":
        return [Run("Σ "), *symbol("α", NOW), Run(" "), *_of("v", NOW)]
    read = symbol("h", NOW) if path.lane else [Run("m", italic=True)]
    return [Run("Σ "), *_of("e", NOW), Run(" "), *read]


def _matrix(name: str) -> list[Run]:
    return [*symbol(name), Run("ᵀ ")]


def _of(name: str, when: str) -> list[Run]:
    return [Run("∂"), Run("E", italic=True), Run("\u200a/\u200a∂"), *symbol(name, when)]


def _named(symbols: Symbols, name: str, is_next: bool) -> Runs:
    """A quantity as the reader reads it: of its own step, or of the one before."""
    if name.endswith("-"):
        return symbol(symbols[name[:-1]], NOW if is_next else BEFORE)
    return symbol(symbols[name], AFTER if is_next else NOW)


def _factor_runs(symbols: Symbols, factor: Factor, is_next: bool) -> list[Run]:
    read = _named(symbols, factor.name, is_next)
    if factor.is_rest:
        return [Run("(1 − "), *read, Run(")")]
    return [Run(f"{factor.function}("), *read, Run(")")] if factor.function else list(read)


def _slope_runs(symbols: Symbols, path: Path) -> list[Run]:
    function, when = path.factor.function, AFTER if path.is_next else NOW
    if not function or function == "id":
        return []
    if path.others:
        read = _named(symbols, path.factor.name, path.is_next)
        return [Run(f" ⊙ (1 − {function}²("), *read, Run("))")]
    result = symbol(symbols[path.reader], when)
    if function == "σ":
        return [Run(" ⊙ "), *result, Run(" ⊙ (1 − "), *result, Run(")")]
    if function == "tanh":
        return [Run(" ⊙ (1 − "), *result, Run("²)")]
    return [Run(" ⊙ ["), *result, Run(" > 0]")]


# --- numbers -------------------------------------------------------------------------------


def addends(trace: Trace, here: Place, key: str) -> tuple[Addend, ...]:
    """What comes along each path at a place; paths from a next step that there is not, or to
    which truncated back-propagation does not reach, are left out."""
    if not trace.exists[here.time]:
        return ()
    is_last = trace.later(here.lane, here.time) is None
    reaches = not is_last and not trace.is_cut_after(here.lane, here.time)
    found = paths(trace.quantities, key, outside_paths(trace, here.lane, key))
    # Numbers that overflow are shown as such.
    with np.errstate(all="ignore"):
        return tuple(
            _addend(trace, here, path)
            for path in found
            if (reaches or not path.is_next) and (is_last or path.kind != "start")
        )


def _addend(trace: Trace, here: Place, path: Path) -> Addend:
    later = trace.later(here.lane, here.time)
    time = later if path.is_next and later is not None else here.time
    if path.kind == "readout":
        column = trace.parameters["W_hy"][:, path.first + here.unit]
        return Addend(path, float(column @ trace.y_gradients[time]))
    if path.kind == "start":
        start = trace.lane(path.lane).start_gradients[path.reader]
        return Addend(path, float(start[here.unit]))
    if trace.attention and path.kind in ("combined", "scores", "context"):
        return Addend(path, _through_attention(trace, trace.attention, here, path))
    lane = trace.lane(path.lane) if path.lane else here.lane
    if path.kind in ("matrix", "above"):
        column = _column(trace, lane, path, here.unit)
        return Addend(path, float(column @ lane.gradients[path.reader][time]))
    gradient = float(lane.gradients[path.reader][time, here.unit])
    slope = path.sign * _slope(trace, lane, path, time, here.unit)
    for other in path.others:
        slope *= _value(trace, lane, other, time, here.unit)
    return Addend(path, gradient * slope, gradient, slope)


def _through_attention(trace: Trace, attention: AttentionTrace, here: Place, path: Path) -> float:
    """What comes to a unit of the decoder's state, or of the encoder's where `path.lane` says."""
    time, unit, gradients = here.time, here.unit, attention.gradients
    if path.kind == "combined":
        column = trace.parameters[f"{ATTENTION}.{path.weight}"][:, path.first + unit]
        return float(column @ gradients["a_n"][time])
    if path.kind == "context":
        return float(attention.values["w"][:, time] @ gradients["v"][:, unit])
    if path.lane:
        return float(gradients["e"][:, time] @ trace.top[0].values[trace.states[0]][:, unit])
    return float(gradients["e"][time] @ attention.memory[:, unit])


def _column(trace: Trace, lane: LaneTrace, path: Path, unit: int) -> np.ndarray:
    """The column of a weight matrix that multiplies this unit of the source."""
    product = next(
        product for product in trace.quantity(path.reader).products if product.weight == path.weight
    )
    first = product.columns(path.source, lane.inputs.shape[1], trace.hidden).start
    return trace.parameters[f"{lane.key}.{path.weight}"][:, first + path.first + unit]


def _value(trace: Trace, lane: LaneTrace, factor: Factor, time: int, unit: int) -> float:
    read = float(trace.source(lane, factor.name, time)[unit])
    if factor.is_rest:
        return 1.0 - read
    return float(np.tanh(read)) if factor.function == "tanh" else read


def _slope(trace: Trace, lane: LaneTrace, path: Path, time: int, unit: int) -> float:
    """The slope of the function that the quantity is read through."""
    function = path.factor.function
    if path.others:
        read = float(trace.source(lane, path.factor.name, time)[unit])
        return 1.0 - float(np.tanh(read)) ** 2 if function == "tanh" else 1.0
    result = float(lane.values[path.reader][time, unit])
    if function == "σ":
        return result * (1.0 - result)
    if function == "tanh":
        return 1.0 - result * result
    return float(result > 0) if function == "ReLU" else 1.0


def gradient_row(trace: Trace, here: Place, key: str) -> Row:
    """The row of ∂E/∂q for the inspector."""
    value = float(here.lane.gradients[key][here.time, here.unit])
    found = addends(trace, here, key)
    if len(found) <= MOST_WRITTEN and all(each.path.kind == "formula" for each in found):
        terms = tuple(_product(each) for each in found)
    else:
        terms = tuple(signed_term(each.value, path_name(trace, each.path)) for each in found)
    note = "" if terms else "nothing comes back to it"
    return Row(f"d_{key}", value, scientific_text(value), terms, note=note)


def _product(each: Addend) -> Term:
    sign, text, _ = signed_term(each.gradient)
    return Term(sign, f"{text}·{bracketed(number_text(each.slope))}")


def path_name(trace: Trace, path: Path) -> str:
    """What a path leads through, in a word."""
    return _path_name({each.key: each.symbol for each in trace.quantities}, path)


def _path_name(symbols: Symbols, path: Path) -> str:
    """What a path leads through, in a word."""
    if path.kind in ("start", "scores", "context"):
        return {"start": "decoder’s start", "scores": "scores e", "context": "context v"}[path.kind]
    if path.weight:
        return path.weight + (_above(path) if path.kind == "above" else "")
    return symbols[path.reader] + (" next" if path.is_next else "")


def widest_gradient(quantities: tuple[Quantity, ...], key: str, outside: tuple[Path, ...]) -> Row:
    """A row as long as it usually gets, so that room is kept for it."""
    found = paths(quantities, key, outside)
    if len(found) <= MOST_WRITTEN and all(path.kind == "formula" for path in found):
        return Row(f"d_{key}", 0.0, "", (Term("−", "0.00·10⁻⁰⁰·(−0.000)"),) * len(found))
    symbols = {quantity.key: quantity.symbol for quantity in quantities}
    terms = (Term("−", "0.00·10⁻⁰⁰", _path_name(symbols, path)) for path in found)
    return Row(f"d_{key}", 0.0, "", tuple(terms))


def output_gradient_row(trace: Trace, here: Place) -> Row:
    """∂E/∂y of the class that is wanted, or of the first output."""
    time = here.time
    wanted = int(trace.targets[time]) if trace.targets.ndim == 1 else 0
    value = float(trace.y_gradients[time, wanted])
    if not trace.scored[time]:
        return Row("d_y", value, scientific_text(value), note="not scored at this step")
    if trace.loss_name == RECORDED:
        return Row("d_y", value, scientific_text(value), note="as it was recorded")
    guess = number_text(float(trace.outputs[time, wanted]))
    target = 1.0 if trace.targets.ndim == 1 else float(trace.targets[time, wanted])
    text = f"{guess} − {bracketed(number_text(target))}"
    if trace.loss_name == "squared error":
        text = f"2·({text})"
    return Row("d_y", value, scientific_text(value), (Term("+", text),))


def written_output_gradient(loss_name: str) -> Written:
    """∂E/∂y_t in symbols."""
    if loss_name == RECORDED:
        return Written("d_y", "gradient of the output", tuple(_of("y", NOW)), (Run("recorded"),))
    guess = symbol("ŷ", NOW)
    formula: Runs = (*guess, Run(" − target"))
    if loss_name == "squared error":
        formula = (Run("2 ("), *formula, Run(")"))
    return Written("d_y", "gradient of the output", tuple(_of("y", NOW)), formula)

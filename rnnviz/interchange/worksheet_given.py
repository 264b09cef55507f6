"""What a worksheet's arithmetic starts from: what is read, the unit's parameters, the readout, and
what back-propagation brings."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.trace.formula import Run, Runs, symbol
from rnnviz.trace.formula_numbers import lowered, number_text
from rnnviz.trace.formula_place import Place
from rnnviz.trace.formula_rows import wanted_classes
from rnnviz.trace.gradient_rows import addends, path_name
from rnnviz.trace.trace import RECORDED, Trace

#: How a number given is shown: enough digits for a result with three.
DIGITS = 4
#: Of longer vectors that are read, or wanted, what is 0 is left out; and of longer readouts all but
#: the greatest numbers, so many.
MOST_ZEROS, MOST_CLASSES, GREATEST = 12, 30, 8


class Given(NamedTuple):
    """A number, or a vector of them, that the arithmetic starts from.

    names  of each number of a vector; none for a single number.
    """

    symbol: Runs
    about: str
    values: tuple[float, ...]
    names: tuple[str, ...] = ()

    def of(self, kept: Sequence[int], about: str) -> "Given":
        """Some numbers of the vector, and what else is to be said of it."""
        values, names = (self.values[n] for n in kept), (self.names[n] for n in kept)
        return Given(self.symbol, f"{self.about}; {about}", tuple(values), tuple(names))


def given(trace: Trace, here: Place) -> tuple[Given, ...]:
    """What the way forward of a unit at a time step starts from."""
    return (*_read(trace, here), *_parameters(trace, here), *_readout(trace, here))


def returned(trace: Trace, here: Place) -> tuple[Given, ...]:
    """What back-propagation brings along paths from other steps, units and layers."""
    found = []
    for quantity in reversed(trace.quantities):
        for each in addends(trace, here, quantity.key):
            if each.path.kind != "formula" or each.path.is_next:
                name = path_name(trace, each.path)
                about = f"part of ∂E/∂{quantity.symbol}_t that comes through {name}"
                found.append(Given(symbol("δ"), about, (each.value,)))
    numbered = enumerate(found, 1)
    return tuple(each._replace(symbol=symbol(f"δ_{number}")) for number, each in numbered)


def _read(trace: Trace, here: Place) -> list[Given]:
    """The vectors that the products read, and the unit's own states of the step before."""
    time, lane = here.time, here.lane
    found: dict[str, Given] = {}
    for quantity in trace.quantities:
        for source in (s for product in quantity.products for s in product.sources):
            if source == "x" or source.endswith("-"):
                names = trace.input_names(lane) if source == "x" else ()
                values = trace.source(lane, source, time)
                found[source] = _vector(here, source, values, names)
    for state in trace.states:
        before = float(trace.before(lane, state, time)[here.unit])
        found[f"{state} alone"] = Given(
            _step_before(here, trace.quantity(state).symbol),
            f"{trace.quantity(state).title} of unit {here.unit + 1} before this step",
            (before,),
        )
    return list(found.values())


def _vector(here: Place, source: str, values: Floats, names: tuple[str, ...]) -> Given:
    numbers = _numbers(values)
    if source == "x":
        labels = names or tuple(f"x{lowered(n + 1)}" for n in range(len(numbers)))
        return _without_zeros(Given(symbol("x", "t"), "what is read", numbers, labels))
    name = source.removesuffix("-")
    labels = tuple(f"{name}{lowered(n + 1)}" for n in range(len(numbers)))
    return Given(_step_before(here, name), "all units before this step", numbers, labels)


def _without_zeros(given: Given) -> Given:
    """The same vector; of a long one the numbers that are not 0, or the first where all are."""
    kept = _kept(given.values)
    left_out = len(given.values) - len(kept)
    return given.of(kept, f"{left_out} more are 0") if left_out else given


def _kept(values: Sequence[float] | Floats) -> list[int]:
    """Which numbers of a vector are shown."""
    if len(values) <= MOST_ZEROS:
        return list(range(len(values)))
    return [n for n, value in enumerate(values) if value] or [0]


def _step_before(here: Place, name: str) -> Runs:
    return symbol(name, "t+1" if here.lane.is_backward else "t−1")


def _parameters(trace: Trace, here: Place) -> list[Given]:
    """The unit's row of every weight matrix, and its biases."""
    found = []
    for quantity in trace.quantities:
        for product in quantity.products:
            weights = trace.parameters[f"{here.lane.key}.{product.weight}"][here.unit]
            names, columns = _columns(trace, here, product.sources)
            numbers = tuple(float(weights[column]) for column in columns)
            about = f"row {here.unit + 1}: the weights of this unit"
            if len(columns) < len(weights):
                about += ", of what is not 0"
            found.append(Given(symbol(product.weight), about, numbers, names))
        if quantity.bias:
            bias = float(trace.parameters[f"{here.lane.key}.{quantity.bias}"][here.unit])
            found.append(Given(symbol(quantity.bias), f"bias of unit {here.unit + 1}", (bias,)))
    return found


def _columns(
    trace: Trace, here: Place, sources: tuple[str, ...]
) -> tuple[tuple[str, ...], list[int]]:
    """The columns of a row of weights that are shown: their names and numbers."""
    names: list[str] = []
    columns: list[int] = []
    first = 0
    for source in sources:
        values = trace.source(here.lane, source, here.time)
        inputs = trace.input_names(here.lane) if source == "x" else ()
        name = source.removesuffix("-")
        kept = _kept(values) if source == "x" else range(len(values))
        names += (inputs[n] if inputs else f"{name}{lowered(n + 1)}" for n in kept)
        columns += (first + n for n in kept)
        first += len(values)
    return tuple(names), columns


def _readout(trace: Trace, here: Place) -> list[Given]:
    """What the output is made from, since it takes all units; and what is wanted."""
    if not here.is_top:
        return []
    classes, time = trace.labels.classes, here.time
    about = "the readout before the function over it: all units together"
    found = _greatest(trace, time, Given(symbol("y", "t"), about, _numbers(trace.y[time]), classes))
    if trace.scored[time] and trace.loss_name != RECORDED:
        target = np.atleast_1d(trace.targets[time]).astype(float)
        one_hot = trace.targets.ndim == 1
        wanted = np.eye(len(classes))[int(target[0])] if one_hot else target
        about = "target: 1 at the class that is wanted" if one_hot else "target"
        found.append(_without_zeros(Given(symbol("z", "t"), about, _numbers(wanted), classes)))
    return found


def _greatest(trace: Trace, time: int, given: Given) -> list[Given]:
    """A readout; of a long one that goes into a softmax the greatest numbers and that of the class
    that is wanted, and the sum under the fraction."""
    if len(given.values) <= MOST_CLASSES or trace.loss_name != "cross-entropy":
        return [given]
    order = np.argsort(trace.y[time])[::-1][:GREATEST].tolist()
    kept = sorted({*order, *wanted_classes(trace, time)})
    about = f"the greatest of {len(given.values)}, and what is wanted"
    with np.errstate(all="ignore"):
        total = float(np.exp(trace.y[time].astype(float)).sum())
    whole = Given((Run("Σ exp("), *symbol("y", "t"), Run(")")), "over all of them", (total,))
    return [given.of(kept, about), whole]


def _numbers(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


def given_text(value: float) -> str:
    """A number that is given: whole ones plainly."""
    if value == round(value) and abs(value) < 1000:
        return f"{value:.0f}".replace("-", "−")
    if 1e-3 <= abs(value) < 1e3:
        return f"{value:.{DIGITS}f}".replace("-", "−")
    return number_text(value)

"""The optimiser's arithmetic for one number, in formulas and in the recorded numbers."""

from typing import NamedTuple

from rnnviz.engine.optimizer import Adam, Momentum, RMSProp
from rnnviz.trace.formula_numbers import bracketed, number_text
from rnnviz.trace.update_trace import UpdateTrace


class Line(NamedTuple):
    """A formula in symbols, and the same in numbers with its result."""

    symbols: str
    numbers: str

    @property
    def left(self) -> str:
        """What the formula gives, e.g. "Δw"; of two formulas in a line both."""
        return ", ".join(part.partition(" ")[0] for part in self.symbols.split(", "))


def optimizer_lines(coming: UpdateTrace, name: str, index: tuple[int, ...]) -> tuple[Line, ...]:
    """What is done to one number of a parameter, line by line. See engine/optimizer.py."""
    g = float(coming.clipped[name][index])
    change = float(coming.after[name][index] - coming.before[name][index])
    old = {moment: float(arrays[name][index]) for moment, arrays in coming.moments_before.items()}
    new = {moment: float(arrays[name][index]) for moment, arrays in coming.moments.items()}
    eta = f"{coming.rate:g}"
    if coming.optimizer == "sgd":
        return (Line("Δw = −η g", f"= −{eta}·{_n(g)} = {number_text(change)}"),)
    if coming.optimizer == "momentum":
        v = _average("v", Momentum.decay, 1.0, old["velocity"], g, new["velocity"])
        return v, Line("Δw = −η v", f"= −{eta}·{_n(new['velocity'])} = {number_text(change)}")
    if coming.optimizer == "rmsprop":
        square = RMSProp.decay
        v = _average("v", square, 1 - square, old["square"], g, new["square"], "g²")
        root = f"= −{eta}·{_n(g)} / (√{_n(new['square'])} + 10⁻⁸)"
        return v, Line("Δw = −η g / (√v + ε)", f"{root} = {number_text(change)}")
    first, second = Adam.decay
    n = coming.update
    corrected = new["mean"] / (1 - first**n), new["square"] / (1 - second**n)
    return (
        _average("m", first, 1 - first, old["mean"], g, new["mean"]),
        _average("v", second, 1 - second, old["square"], g, new["square"], "g²"),
        Line("m̂ = m/(1 − 0.9ⁿ), v̂ = v/(1 − 0.999ⁿ)",
             f"n = {n:,}: {_n(corrected[0])}, {_n(corrected[1])}"),
        Line("Δw = −η m̂ / (√v̂ + ε)",
             f"= −{eta}·{_n(corrected[0])} / (√{_n(corrected[1])} + 10⁻⁸) "
             f"= {number_text(change)}"),
    )  # fmt: skip


def _average(
    symbol: str, decay: float, share: float, old: float, g: float, new: float, read: str = "g"
) -> Line:
    taken = f"{share:.3g}·" if share != 1 else ""
    square = "²" if read == "g²" else ""
    symbols = f"{symbol} ← {decay:g} {symbol} + {taken.replace('·', ' ')}{read}"
    return Line(symbols, f"= {decay:g}·{_n(old)} + {taken}{_n(g)}{square} = {number_text(new)}")


def _n(value: float) -> str:
    return bracketed(number_text(value))

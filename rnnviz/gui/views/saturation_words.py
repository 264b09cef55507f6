"""Saturation in words: shares, the ends of each nonlinearity, and their symbols."""

from rnnviz.gui.painting import at_time
from rnnviz.trace.saturation import LIMIT, OPEN, SHUT, Saturation

#: The ends of each nonlinearity, for the legend.
LOW = {"σ": f"σ < {SHUT:g}", "tanh": f"tanh < −{LIMIT:g}", "ReLU": "ReLU = 0"}
HIGH = {"σ": f"σ > {OPEN:g}", "tanh": f"tanh > {LIMIT:g}"}
NOTHING = (
    "Nothing in this cell saturates: its activation is the identity, whose slope is 1 everywhere."
)


def percent(share: float) -> str:
    """0 and 100 only where nothing or all is meant."""
    if 0 < share < 0.01:
        return "< 1 %"
    return "> 99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"


def symbol(each: Saturation) -> str:
    """With its time: "f_t", "tanh(c_t)"."""
    name, bracket, inner = each.symbol.partition("(")
    return f"{name}({at_time(inner[:-1])})" if bracket else at_time(each.symbol)


def legend(found: tuple[Saturation, ...]) -> tuple[str, str]:
    """What fills a row from below and from above; "" where nothing does."""
    kinds = [kind for kind in LOW if any(each.kind == kind for each in found)]
    return ", ".join(LOW[kind] for kind in kinds), ", ".join(
        HIGH[kind] for kind in kinds if kind in HIGH
    )


def figures(each: Saturation, low: float, high: float) -> str:
    """The shares in few characters."""
    return f"↓ {percent(low)}" + ("" if each.kind == "ReLU" else f"  ↑ {percent(high)}")


def told(each: Saturation, low: float, high: float) -> str:
    """The shares in words."""
    if each.kind == "ReLU":
        return f"{each.title}: {percent(low)} of the units at 0"
    lower, upper = (f"−{LIMIT:g}", f"{LIMIT:g}") if each.kind == "tanh" else (SHUT, OPEN)
    text = f"{each.title}: {percent(low)} of the units below {lower}"
    return f"{text}, {percent(high)} above {upper}"

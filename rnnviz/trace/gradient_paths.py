"""Along which paths the gradient comes to a quantity: the chain rule, read off the cell's list.

∂E/∂q is the sum over everything that reads q: of the reader's gradient times the slope of the
reader by q; through a matrix, of a column of it times the reader's gradients of all units.
"""

from functools import lru_cache
from typing import NamedTuple

from rnnviz.engine.attention import WEIGHT
from rnnviz.trace.formula import tokens
from rnnviz.trace.trace import ATTENTION, LaneTrace, Quantity, Trace


class Factor(NamedTuple):
    """A factor of a formula: read as it is, through a function, or as 1 minus it."""

    name: str
    function: str = ""
    is_rest: bool = False


class Product(NamedTuple):
    """A term of a formula: its sign, 1 or −1, and its factors."""

    sign: int
    factors: tuple[Factor, ...]


class Path(NamedTuple):
    """One way from a reader back to a quantity.

    kind     "formula" (the reader reads it unit by unit), "matrix" (through a weight matrix of
             the same lane), "above" (a lane above reads it as its input), "readout", "start"
             (a decoder starts from it), or of attention "combined" (through its weights),
             "scores" or "context".
    reader   the key of the reading quantity; "" for the readout.
    lane     the key of the reading lane, where it is another one.
    first    where the lane's states begin in what is read from several lanes.
    is_next  whether the reader belongs to the next time step.
    weight   the matrix, where there is one; `source` its source that is the quantity.
    factor, others, sign   of a formula: the factor that is the quantity, the other ones of
             its term, and the term's sign.
    """

    kind: str
    reader: str = ""
    is_next: bool = False
    weight: str = ""
    source: str = ""
    factor: Factor = Factor("")
    others: tuple[Factor, ...] = ()
    sign: int = 1
    lane: str = ""
    first: int = 0


@lru_cache(maxsize=64)
def products(formula: str) -> tuple[Product, ...]:
    """A formula as a sum of products. Raises ValueError where it is something else."""
    found: list[Product] = []
    sign, factors, function, depth = 1, [], "", 0
    rest = False
    for kind, text in tokens(formula):
        if kind == "word":
            function = text
        elif kind == "bracket":
            depth += 1 if text == "(" else -1
            if text == ")":
                function, rest = "", False
        elif kind == "number" and depth == 1 and not function and text == "1":
            rest = True
        elif kind == "read":
            factors.append(Factor(text, function, rest))
        elif kind == "sign" and depth == 0 and text in "+−":
            found.append(Product(sign, tuple(factors)))
            sign, factors = (1 if text == "+" else -1), []
        elif kind == "number" or (kind == "sign" and depth and not rest):
            raise ValueError(f"{formula!r} is no sum of products")
    return (*found, Product(sign, tuple(factors)))


def outside_paths(trace: Trace, lane: LaneTrace, key: str) -> tuple[Path, ...]:
    """The paths to a quantity that come from outside of its lane: from the readout, the lanes
    above, attention, and the decoder that starts from it."""
    found: list[Path] = []
    if key == trace.states[0]:
        found += _from_above(trace, lane)
    if key in trace.states:
        decoder = trace.started_by(lane)
        found += [Path("start", key, lane=decoder.key)] if decoder else []
    return tuple(found)


def _from_above(trace: Trace, lane: LaneTrace) -> list[Path]:
    first, top = trace.column(lane), trace.is_top(lane)
    found = [
        Path("above", quantity.key, False, product.weight, "x", lane=above.key, first=first)
        for above in trace.above(lane)
        for quantity in trace.quantities
        for product in quantity.products
        if "x" in product.sources
    ]
    if top and not trace.attention:
        found.append(Path("readout", weight="W_hy", first=first))
    elif top:
        found += [Path("combined", "a_n", weight=WEIGHT, first=trace.hidden), Path("scores", "e")]
    elif trace.attention and not trace.above(lane):
        found += [Path("context", "v", lane=ATTENTION), Path("scores", "e", lane=ATTENTION)]
    return found


@lru_cache(maxsize=256)
def paths(
    quantities: tuple[Quantity, ...], key: str, outside: tuple[Path, ...]
) -> tuple[Path, ...]:
    """All paths to a quantity: from outside of the lane, within the step, from the next one."""
    found = list(outside)
    for is_next, name in ((False, key), (True, f"{key}-")):
        for quantity in quantities:
            found += _from_reader(quantity, name, is_next)
    return tuple(found)


def _from_reader(quantity: Quantity, name: str, is_next: bool) -> list[Path]:
    found = [
        Path("matrix", quantity.key, is_next, product.weight, name)
        for product in quantity.products
        if name in product.sources
    ]
    for product in products(quantity.formula) if quantity.formula else ():
        for place, factor in enumerate(product.factors):
            if factor.name == name:
                others = product.factors[:place] + product.factors[place + 1 :]
                sign = -product.sign if factor.is_rest else product.sign
                found.append(
                    Path("formula", quantity.key, is_next, factor=factor, others=others, sign=sign)
                )
    return found

"""Formulas: how what a cell computes is written in symbols, ready for type to be set.

Variables are italic, numbers and functions upright, subscripts carry the time.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from rnnviz.trace.trace import RECORDED, Product, Quantity

Kind = Literal["read", "word", "number", "sign", "bracket"]

_TOKEN = re.compile(
    r"\{(?P<read>[^{}]+)\}|(?P<word>[^\W\d_]+)|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<sign>[+−⊙])|(?P<bracket>[()])|\s+"
)
#: A letter with its accents, or whatever stands between letters.
_LETTERS = re.compile(r"(?P<letter>(?:[^\W\d_][\u0300-\u036f]*)+)|[^a-zA-Z]+")

NOW, BEFORE, AFTER = "t", "t−1", "t+1"


class Token(NamedTuple):
    """A part of a formula; of something that is read, `text` is its key."""

    kind: Kind
    text: str


class Run(NamedTuple):
    """A stretch of a formula in one kind of type."""

    text: str
    italic: bool = False
    lowered: bool = False


Runs = tuple[Run, ...]


class Written(NamedTuple):
    """A quantity in symbols: what stands left and right of the equals sign.

    key    of the quantity; in front of a gradient's stands "d_".
    title  in words.
    """

    key: str
    title: str
    symbol: Runs
    formula: Runs = ()

    @property
    def text(self) -> str:
        """As one line of plain text, its subscripts behind "_"."""
        left = plain(self.symbol)
        return f"{left} = {plain(self.formula)}" if self.formula else left


@cache
def tokens(formula: str) -> tuple[Token, ...]:
    """A formula's parts in order. Raises ValueError where it cannot be read."""
    return tuple(_scan(formula))


def _scan(formula: str) -> Iterator[Token]:
    at = 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None:
            raise ValueError(f"{formula!r} cannot be read from {formula[at:]!r} on")
        at = match.end()
        for kind in ("read", "word", "number", "sign", "bracket"):
            if text := match[kind]:
                yield Token(kind, text)


def plain(runs: Runs) -> str:
    """Runs as plain text: "a_f,t = σ(h_t−1)"."""
    text, lowered = "", False
    for run in runs:
        text += "_" + run.text if run.lowered and not lowered else run.text
        lowered = run.lowered
    return text


def symbol(name: str, time: str = "") -> Runs:
    """A variable, what follows _ below it, and below that its time: "a_f" and "t"."""
    letter, _, index = name.partition("_")
    below = ",".join(part for part in (index, time) if part)
    lowered = (Run(m[0], m["letter"] is not None, True) for m in _LETTERS.finditer(below))
    return (Run(letter, italic=True), *lowered)


def written(quantities: tuple[Quantity, ...]) -> tuple[Written, ...]:
    """What a cell computes, in symbols, in the order computed."""
    symbols = {quantity.key: quantity.symbol for quantity in quantities}
    return tuple(
        Written(
            quantity.key,
            quantity.title,
            symbol(quantity.symbol, NOW),
            _element_wise(quantity, symbols) if quantity.formula else _affine(quantity, symbols),
        )
        for quantity in quantities
    )


def mirrored(each: Written) -> Written:
    """The same for a lane that reads backwards: what it finds is of the step after, and its
    gradient comes from the step before."""
    return each._replace(symbol=_mirrored(each.symbol), formula=_mirrored(each.formula))


def _mirrored(runs: Runs) -> Runs:
    turned = {"−1": "+1", "+1": "−1"}
    return tuple(
        run._replace(text=turned.get(run.text, run.text)) if run.lowered else run for run in runs
    )


def gradient_written(quantity: Quantity) -> Written:
    """∂E/∂q_t."""
    runs = (Run("∂"), Run("E", italic=True), Run("\u200a/\u200a∂"), *symbol(quantity.symbol, NOW))
    return Written(f"d_{quantity.key}", f"gradient of {quantity.title}", runs)


def _read(key: str, symbols: dict[str, str]) -> Runs:
    """A source: "x", a state of the step before ("h-"), or a quantity of the same step."""
    name = key.removesuffix("-")
    return symbol(symbols.get(name, name), BEFORE if key.endswith("-") else NOW)


def _element_wise(quantity: Quantity, symbols: dict[str, str]) -> Runs:
    runs: list[Run] = []
    for kind, text in tokens(quantity.formula):
        if kind == "read":
            runs += _read(text, symbols)
        else:
            runs.append(Run(f" {text} " if kind == "sign" else text))
    return tuple(runs)


def _affine(quantity: Quantity, symbols: dict[str, str]) -> Runs:
    parts = [_product(product, symbols) for product in quantity.products]
    if quantity.bias:
        parts.append(symbol(quantity.bias))
    return joined(parts, " + ")


def _product(product: Product, symbols: dict[str, str]) -> Runs:
    sources = [_read(source, symbols) for source in product.sources]
    if len(sources) == 1:
        return (*symbol(product.weight), Run(" "), *sources[0])
    return (*symbol(product.weight), Run(" ["), *joined(sources, ", "), Run("]"))


def joined(parts: list[Runs], between: str) -> Runs:
    """Runs one after the other with a text between them."""
    runs: list[Run] = []
    for part in parts:
        runs += (Run(between), *part) if runs else part
    return tuple(runs)


def output_written(loss_name: str, state: Quantity) -> Written:
    """ŷ_t, as the loss makes it of the readout."""
    affine = (
        *symbol("W_hy"), Run(" "), *symbol(state.symbol, NOW), Run(" + "), *symbol("b_y")
    )  # fmt: skip
    name = {"cross-entropy": "softmax", "binary cross-entropy": "σ"}.get(loss_name)
    formula = (Run(f"{name}("), *affine, Run(")")) if name else affine
    return Written("y", "output", symbol("ŷ", NOW), formula)


def loss_written(loss_name: str, outputs: int) -> Written:
    """E_t, of a network with so many outputs."""
    guess, total = symbol("ŷ", NOW), "Σ " if outputs > 1 else ""
    formulas: dict[str, Runs] = {
        "cross-entropy": (Run("−ln "), *guess, Run("[target]")),
        RECORDED: (Run("known by its gradient alone"),),
        "squared error": (Run(f"{total}("), *guess, Run(" − target)²")),
        "binary cross-entropy": (
            *(Run(f"−{total}(target · ln "), *guess),
            *(Run(" + (1 − target) · ln(1 − "), *guess, Run("))")),
        ),
    }
    return Written("E", "loss", symbol("E", NOW), formulas.get(loss_name, ()))

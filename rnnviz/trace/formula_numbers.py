"""Numbers as they are written in formulas, and formulas with numbers in the place of symbols."""

from collections.abc import Iterable
from math import isfinite, isnan
from typing import NamedTuple

from rnnviz.trace.formula import Token

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_OPPOSITE = {"+": "−", "−": "+"}
LEAST, GREATEST = 1e-3, 1e3


class Term(NamedTuple):
    """A part of a sum.

    sign  + or −, taken out of the text.
    name  what its numbers belong to, e.g. "h₁₂"; "" where the formula tells it.
    """

    sign: str
    text: str
    name: str = ""


def number_text(value: float) -> str:
    """Three decimals, or powers of ten where they would say too little; 0 and ±1 only
    where the number is exactly that."""
    if LEAST <= abs(value) < GREATEST and abs(value) != 1:
        return f"{value:.3f}".replace("-", "−")
    if value in (0, 1, -1):
        return f"{abs(value):.0f}" if value >= 0 else "−1"
    return scientific_text(value)


def scientific_text(value: float) -> str:
    """A number with its power of ten: 3.42·10⁻³."""
    if not isfinite(value):
        return "NaN" if isnan(value) else "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{value:.2e}".partition("e")
    return mantissa.replace("-", "−") + "·10" + str(int(exponent)).translate(_RAISED)


def is_broken(text: str) -> bool:
    """Whether a written number, or one of several, is not finite."""
    return "N" in text or "∞" in text


def lowered(number: int) -> str:
    """A number as a subscript."""
    return str(number).translate(_LOWERED)


def signed_term(value: float, name: str = "") -> Term:
    """One number of a sum."""
    text = number_text(value)
    return Term("−", text[1:], name) if text[0] == "−" else Term("+", text, name)


def product_term(left: float, right: float, name: str) -> Term:
    """A product within a sum."""
    sign, text, _ = signed_term(left)
    return Term(sign, f"{text}·{bracketed(number_text(right))}", name)


def bracketed(text: str) -> str:
    """A written number as it stands behind an operator: negative ones in brackets."""
    return f"({text})" if text[0] == "−" else text


def joined_terms(terms: Iterable[Term]) -> str:
    """A sum as one line of text."""
    text = ""
    for term in terms:
        text += leading(term) if not text else f" {term.sign} {term.text}"
    return text


def leading(term: Term) -> str:
    """A term as it stands at the beginning of a sum."""
    return "−" + term.text if term.sign == "−" else term.text


def filled(formula: tuple[Token, ...], values: dict[str, float]) -> tuple[Term, ...]:
    """A formula with numbers for what it reads, parted into the terms of its sum."""
    terms: list[Term] = []
    sign, text, depth, before = "+", "", 0, ""
    for kind, part in formula:
        if kind == "sign" and part != "⊙" and depth == 0:
            if text:
                terms.append(Term(sign, text))
            sign, text, part = part, "", ""
        elif kind == "sign":
            text += "·" if part == "⊙" else f" {part} "
        elif kind == "read":
            number = number_text(values[part])
            if not text and number[0] == "−":
                sign, number = _OPPOSITE[sign], number[1:]
            text += number if before in ("", "(") else bracketed(number)
        else:
            depth += (part == "(") - (part == ")")
            text += part
        before = part
    terms.append(Term(sign, text))
    return tuple(terms)

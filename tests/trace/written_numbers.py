"""Reading and working out what is written in a formula with numbers filled in."""

import re
from math import exp, isfinite, log, tanh

_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e-?\d+)?")
_FUNCTIONS = {
    "tanh": tanh,
    "σ": lambda a: 0.5 * tanh(a / 2) + 0.5,
    "ReLU": lambda a: max(a, 0.0),
    "id": lambda a: a,
    "ln": log,
    "exp": exp,
}


def as_python(text: str) -> str:
    """A sum as it is written on the sheet, as Python would write it."""
    text = re.sub(r"·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "e" + m[1].translate(_RAISED), text)
    text = re.sub(r"ln (\S+)", r"ln(\1)", text)
    return text.replace("·", "*").replace("−", "-").replace("²", "**2")


def number(text: str) -> float:
    """A written number."""
    return float(as_python(text))


def half_a_digit(text: str) -> float:
    """How far a number may be from its writing: half of the last digit; 0 if it is whole."""
    digits, _, exponent = text.partition("e")
    decimals = len(digits.partition(".")[2])
    return 0.5 * 10.0 ** (int(exponent or 0) - decimals) if decimals else 0.0


def worked_out(text: str) -> tuple[float, float]:
    """What a written sum comes to, and how far the rounding of its numbers may move that."""
    python = as_python(text)
    value, margin = _evaluated(python), 0.0
    for match in _NUMBER.finditer(python):
        half = half_a_digit(match[0])
        for moved in (float(match[0]) + half, float(match[0]) - half):
            other = _evaluated(f"{python[: match.start()]}({moved!r}){python[match.end() :]}")
            margin += abs(other - value) if isfinite(other) else 0.0
    return value, margin


def _evaluated(python: str) -> float:
    return float(eval(python, {"__builtins__": {}}, dict(_FUNCTIONS)))

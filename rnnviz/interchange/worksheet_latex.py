"""A worksheet as a LaTeX document: with amsmath alone, for any engine."""

import re
from itertools import groupby

from rnnviz.interchange.worksheet import Given, Line, Worksheet, given_text, numbers_of
from rnnviz.trace.formula import Runs

HEAD = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[a4paper,margin=2cm]{geometry}
\usepackage{amsmath,amssymb}
\setlength{\parindent}{0pt}
\begin{document}
"""
#: Signs of formulas, and those that LaTeX takes for its own.
SIGNS = {
    "\\": r"\backslash{}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\sim{}",
    "^": r"\hat{}",
    "−": "-",
    "·": r"\cdot ",
    "⊙": r"\odot ",
    "∂": r"\partial ",
    "Σ": r"\sum ",
    "σ": r"\sigma ",
    "α": r"\alpha ",
    "δ": r"\delta ",
    "∞": r"\infty ",
    "…": r"\ldots ",
    "▸": r"\triangleright ",
    "␣": r"\sqcup ",
    "←": r"\leftarrow ",
    "→": r"\rightarrow ",
    "ᵀ": r"^{\top}",
    "\u200a": "",
    "ŷ": r"\hat{y}",
    " ": r"\ ",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
}
#: Accents that stand behind their letter.
ACCENTS = {"\u0303": r"\tilde", "\u0302": r"\hat"}
RAISED, LOWERED = "⁻⁰¹³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
_RAISED, _LOWERED = re.compile("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+"), re.compile(f"[{LOWERED}]+")
_LEVEL = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹" + LOWERED, "-0123456789" + "0123456789")
WORDS = ("tanh", "softmax", "exp", "ReLU", "ln", "id", "target", "decoder", "above", "Infinity")
ACROSS = 8
LAST_LATIN = 0x17F


def latex_of(sheet: Worksheet, is_blank: bool) -> str:
    """The document; blank: with lines to write on in the place of numbers and results."""
    parts = [
        HEAD,
        rf"\section*{{{text(sheet.title)}}}",
        rf"{{\small {text(sheet.origin)}}}",
        r"\subsection*{Given}",
        *map(_given, sheet.given),
        r"\subsection*{Forward}",
        *(_line(line, is_blank) for line in sheet.forward),
        r"\subsection*{Given for the way back}",
        *map(_given, sheet.returned),
        r"\subsection*{Backward}",
        *(_line(line, is_blank) for line in sheet.backward),
        r"\end{document}",
    ]
    return "\n\n".join(parts) + "\n"


def _given(given: Given) -> str:
    about = rf"{{\small {text(given.about)}}}"
    if not given.names:
        return rf"${_runs(given.symbol)} = {math(given_text(given.values[0]))}$\quad {about}"
    tables = []
    for first in range(0, len(given.values), ACROSS):
        part = slice(first, first + ACROSS)
        names = " & ".join(text(name) for name in given.names[part])
        numbers = " & ".join(f"${math(given_text(value))}$" for value in given.values[part])
        columns = "|" + "r|" * len(given.values[part])
        tables.append(
            rf"\begin{{tabular}}{{{columns}}}\hline {names} \\ \hline {numbers} \\ \hline"
            r"\end{tabular}"
        )
    inner = "\n\n\\smallskip\n".join(tables)
    return rf"${_runs(given.symbol)}$\quad {about}" + "\n\n\\smallskip\n" + inner


def _line(line: Line, is_blank: bool) -> str:
    formula = f" = {_runs(line.written.formula)}" if line.written.formula else ""
    head = rf"${_runs(line.written.symbol)}{formula}$\hfill {{\small {text(line.written.title)}}}"
    if is_blank:
        return head + "\n\n" + r"$=$ \hrulefill\ $=$ \underline{\hspace{3cm}}\medskip"
    numbers = numbers_of(line)
    shown = rf"$= {math(numbers)}$" if line.row.terms or line.row.bias else rf"({text(numbers)})"
    return head + "\n\n" + rf"{shown}\hfill $= \mathbf{{{math(line.row.result)}}}$\medskip"


def _runs(runs: Runs) -> str:
    found = ""
    for is_low, group in groupby(runs, key=lambda run: run.lowered):
        inner = "".join(math(run.text) for run in group)
        found += f"_{{{inner}}}" if is_low else inner
    return found


def math(content: str) -> str:
    """A text of a formula within $…$."""
    for number, word in enumerate(WORDS):
        content = content.replace(word, f"\0{number}\1")
    content = _RAISED.sub(lambda found: "\2" + found[0].translate(_LEVEL) + "\4", content)
    content = _LOWERED.sub(lambda found: "\3" + found[0].translate(_LEVEL) + "\4", content)
    found = ""
    for character in content:
        found = _with(found, character)
    for number, word in enumerate(WORDS):
        found = found.replace(f"\0{number}\1", rf"\operatorname{{{word}}}")
    return found.replace("\2", "^{").replace("\3", "_{").replace("\4", "}")


def _with(found: str, character: str) -> str:
    if character in ACCENTS:
        return f"{found[:-1]}{ACCENTS[character]}{{{found[-1:]}}}"
    if character.isascii() or character in SIGNS:
        return found + SIGNS.get(character, character)
    return found + rf"\text{{{_known(character)}}}"


def _known(character: str) -> str:
    """Letters of Latin script; of others the number, since fonts for them may be missing."""
    return character if ord(character) <= LAST_LATIN else f"U+{ord(character):04X}"


def text(content: str) -> str:
    """A text outside of formulas."""
    found = ""
    for character in content:
        is_math = character in "\\~^−·⊙∂Σσαδ∞…▸␣←→²ᵀŷ" or character in RAISED + LOWERED
        plain = " " if character == " " else SIGNS.get(character, _known(character))
        found += f"${math(character)}$" if is_math else plain
    return found

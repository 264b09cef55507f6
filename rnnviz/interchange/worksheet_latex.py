"""A worksheet as a LaTeX document: with amsmath alone, for any engine."""

from itertools import groupby
from math import ceil

from rnnviz.interchange.latex_text import label, math, prose, text, width
from rnnviz.interchange.worksheet import Line, Worksheet, numbers_of
from rnnviz.interchange.worksheet_given import Given, given_text
from rnnviz.trace.formula import Runs

HEAD = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage[a4paper,margin=2cm]{geometry}
\usepackage{amsmath,amssymb}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt plus 2pt}
% Long formulas are broken after a sign, wherever that leaves room.
\tolerance=9999
\setlength{\rightskip}{0pt plus 6cm}
\renewcommand{\arraystretch}{1.15}
% At the right edge: of this line where there is room, or else of the next.
\newcommand{\aside}[1]{{\unskip\nobreak\hfil\penalty50\hskip2em\hbox{}\nobreak\hfil\hbox{#1}%
  \parfillskip=0pt\finalhyphendemerits=0\par}}
\begin{document}
"""
#: Letters that a line of a table has room for, and those that stand for the edges of a column.
ACROSS, EDGES = 92, 3


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
    about, numbers = rf"{{\small {prose(given.about)}}}", list(map(given_text, given.values))
    if not given.names:
        return rf"${_runs(given.symbol)} = {math(numbers[0])}$\quad {about}"
    widths = [max(map(width, pair)) + EDGES for pair in zip(given.names, numbers, strict=True)]
    tables = [_table(given.names[part], numbers[part]) for part in _parts(widths)]
    return "\\\\[3pt]\n".join((rf"${_runs(given.symbol)}$\quad {about}", *tables))


def _table(names: tuple[str, ...], numbers: list[str]) -> str:
    columns = "|" + "r|" * len(numbers)
    above = " & ".join(map(label, names))
    below = " & ".join(f"${math(number)}$" for number in numbers)
    return (
        rf"\begin{{tabular}}{{{columns}}}\hline {above} \\ \hline {below} \\ \hline\end{{tabular}}"
    )


def _parts(widths: list[int]) -> list[slice]:
    """Columns of about the same number, as many side by side as there is room for."""
    parts: list[slice] = []
    for lines in range(1, len(widths) + 1):
        size = ceil(len(widths) / lines)
        parts = [slice(first, first + size) for first in range(0, len(widths), size)]
        if all(sum(widths[part]) <= ACROSS for part in parts):
            break
    return parts


def _line(line: Line, is_blank: bool) -> str:
    formula = f" = {_runs(line.written.formula)}" if line.written.formula else ""
    title = rf"\aside{{\small {text(line.written.title)}}}\nopagebreak"
    head = f"${_runs(line.written.symbol)}{formula}${title}"
    if is_blank:
        return head + "\n\n" + r"\rule{0pt}{9mm}$=$ \hrulefill\ $=$ \rule{3cm}{.4pt}\medskip"
    numbers = numbers_of(line)
    shown = f"$= {math(numbers)}$" if line.row.terms or line.row.bias else f"({text(numbers)})"
    return head + "\n\n" + rf"{shown}\aside{{$= \mathbf{{{math(line.row.result)}}}$}}\medskip"


def _runs(runs: Runs) -> str:
    found = ""
    for is_low, group in groupby(runs, key=lambda run: run.lowered):
        inner = "".join(math(run.text, is_low) for run in group)
        found += f"_{{{inner}}}" if is_low else inner
    return found

"""A worksheet as a page of HTML, which needs nothing beside it, and prints well."""

from html import escape
from itertools import groupby

from rnnviz.interchange.worksheet import Line, Worksheet, numbers_of
from rnnviz.interchange.worksheet_given import Given, given_text
from rnnviz.trace.formula import Runs

STYLE = """\
body { font: 11pt/1.5 serif; max-width: 50em; margin: 2em auto; padding: 0 1em; color: #1c2430 }
h1 { font-size: 1.4em; margin: 0 } h2 { font-size: 1.1em; margin: 1.6em 0 .4em }
table { border-collapse: collapse; width: 100% } td { vertical-align: top; padding: .25em .5em }
table.vector { width: auto; font-size: .85em; margin: .2em 0 .6em }
table.vector td, table.vector th { border: 1px solid #b4bdc9; padding: .1em .5em;
  text-align: right; font-weight: normal; white-space: nowrap }
.origin, .about { color: #66717f; font-size: .85em } .result { text-align: right;
  white-space: nowrap; font-weight: bold } .blank { border-bottom: 1px solid #1c2430;
  display: inline-block; height: 1.4em } .blank.long { width: 100% } .blank.short { width: 6em }
tr { break-inside: avoid }
"""
#: Numbers of a vector in one line of a table.
ACROSS = 10


def html_of(sheet: Worksheet, is_blank: bool) -> str:
    """The page; blank: with lines to write on in the place of numbers and results."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f"<title>{escape(sheet.title)}</title><style>{STYLE}</style></head><body>",
        f'<h1>{escape(sheet.title)}</h1><p class="origin">{escape(sheet.origin)}</p>',
        "<h2>Given</h2>",
        *map(_given, sheet.given),
        "<h2>Forward</h2>",
        _lines(sheet.forward, is_blank),
        "<h2>Given for the way back</h2>",
        *map(_given, sheet.returned),
        "<h2>Backward</h2>",
        _lines(sheet.backward, is_blank),
        "</body></html>",
    ]
    return "\n".join(parts) + "\n"


def _given(given: Given) -> str:
    about = f'<span class="about">{escape(given.about)}</span>'
    if not given.names:
        return f"<p>{_runs(given.symbol)} = {given_text(given.values[0])} {about}</p>"
    return f"<p>{_runs(given.symbol)} {about}</p>{_vector(given)}"


def _vector(given: Given) -> str:
    rows = []
    for first in range(0, len(given.values), ACROSS):
        part = slice(first, first + ACROSS)
        names = "".join(f"<th>{escape(name)}</th>" for name in given.names[part])
        numbers = "".join(f"<td>{given_text(value)}</td>" for value in given.values[part])
        rows.append(f"<tr>{names}</tr><tr>{numbers}</tr>")
    return f'<table class="vector">{"".join(rows)}</table>'


def _lines(lines: tuple[Line, ...], is_blank: bool) -> str:
    rows = []
    for line in lines:
        result, numbers = escape(line.row.result), escape(numbers_of(line))
        if is_blank:
            numbers, result = (f'<span class="blank {size}"></span>' for size in ("long", "short"))
        formula = f" = {_runs(line.written.formula)}" if line.written.formula else ""
        rows.append(
            f"<tr><td>{_runs(line.written.symbol)}{formula}<br>"
            f'<span class="about">{escape(line.written.title)}</span></td>'
            f'<td>= {numbers}</td><td class="result">= {result}</td></tr>'
        )
    return f"<table>{''.join(rows)}</table>"


def _runs(runs: Runs) -> str:
    text = ""
    for is_low, group in groupby(runs, key=lambda run: run.lowered):
        inner = "".join(
            f"<i>{escape(run.text)}</i>" if run.italic else escape(run.text) for run in group
        )
        text += f"<sub>{inner}</sub>" if is_low else inner
    return text

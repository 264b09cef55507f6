"""Series: columns of numbers in the order of time (CSV)."""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.scenarios.own.numbers import number_in
from rnnviz.scenarios.own.reading import Reading, parse_reading
from rnnviz.scenarios.own.source import Skipped, Source, read_source
from rnnviz.scenarios.own.table import CANDIDATES, Row, Table, head_of, recognised_delimiter, table
from rnnviz.scenarios.own.time_points import point_in_time

NAMES = ("delimiter", "header", "time", "values", "decimal", "encoding")
#: Rows that a series has at least.
LEAST_POINTS = 50
WANTED = f"a table (CSV) of at least {LEAST_POINTS} rows of numbers in the order of time"
#: Rows read at most.
ROWS_LIMIT = 100_000
#: How many columns of values there may be.
MOST_VALUES = 32

#: The share of the first rows that has to be in order.
_MOST = 0.9
_TIME_NAMES = ("time", "date", "datetime", "timestamp", "year", "month", "day", "hour", "t")


@dataclass(frozen=True)
class Series:
    """Numbers over time.

    name     of the file.
    axis     what the points in time are: the name of their column, or "row".
    times    (N,), each above the one before: numbers as in the file; of dates the year with
             its fraction; 0, 1, … where the file says nothing of time.
    columns  the names of the C columns of values.
    values   (N, C), as in the file.
    facts    (title, text) pairs to show: what was read, what was left out.
    """

    name: str
    axis: str
    times: Floats
    columns: tuple[str, ...]
    values: Floats
    facts: tuple[tuple[str, str], ...]


def read_series(path: Path, reading: str = "") -> Series:
    """The series of a file. Raises ScenarioError with the line where it is none."""
    said = parse_reading(reading, NAMES)
    source = read_source(path, said, WANTED)
    final = said.over(recognised_series(source, said))
    return _read(table(source, final.delimiter or ",", bool(final.header)), final)


def recognised_series(source: Source, said: Reading) -> Reading:
    """How a series is to be read, where that was not said: with the columns that hold numbers
    in the first rows."""
    delimiter = said.delimiter or recognised_delimiter(source, CANDIDATES + " ")
    rows = head_of(source, delimiter)
    body = rows[1:] or rows
    decimal = said.decimal or _recognised_decimal(body, delimiter)
    header = said.header
    if header is None:
        header = bool(rows) and not any(map(bool, _numbers_in(rows[:1], decimal)))
    time = said.time
    if time is None:
        time = _time_column(rows[0] if header and rows else [], body, decimal)
    columns = len(rows[0]) if rows else 0
    # Where a column is not of numbers in most rows, it is one of words.
    values = tuple(n for n in _numbers_in(body, decimal) if n and n != time and n <= columns)
    return Reading(
        delimiter=delimiter,
        header=header,
        time=time,
        values=values[:MOST_VALUES] or (2 if time == 1 else 1,),
        decimal=decimal,
    )


def _recognised_decimal(rows: list[list[str]], delimiter: str) -> str:
    if delimiter == ",":
        return "."
    commas = sum(bool(re.fullmatch(r"[+-]?\d+,\d+", field)) for row in rows for field in row)
    points = sum(bool(re.fullmatch(r"[+-]?\d+\.\d+", field)) for row in rows for field in row)
    return "," if commas > points else "."


def _numbers_in(rows: list[list[str]], decimal: str) -> list[int]:
    """The columns, from 1, that hold numbers in more than half of the rows; 0 for others."""
    columns = max(map(len, rows), default=0)
    counts = [0] * columns
    for row in rows:
        for place, field in enumerate(row):
            counts[place] += number_in(field, decimal) is not None
    return [n if count * 2 > len(rows) else 0 for n, count in enumerate(counts, 1)]


def _time_column(names: list[str], body: list[list[str]], decimal: str) -> int:
    """The column that is called so, where most of it are points in time in their order; else
    the first one, where all are, and they are dates or evenly apart; else none."""
    called = [n for n, name in enumerate(names, 1) if name.lower() in _TIME_NAMES]
    column = called[0] if called else 1
    entries = [row[column - 1] for row in body if len(row) >= column]
    found = [point_in_time(entry, decimal) for entry in entries]
    points = np.array([point for point in found if point is not None])
    if len(points) < 3 or len(points) < _MOST * len(entries):
        return 0
    steps = np.diff(points)
    ordered = max((steps > 0).mean(), (steps < 0).mean())
    if called:
        return column if ordered >= _MOST else 0
    dated = any(number_in(entry, decimal) is None for entry in entries)
    even = np.ptp(steps) <= 1e-6 * np.abs(steps).max() and max(map(len, body)) > 1
    return column if ordered == 1 and (dated or even) else 0


def _read(of: Table, final: Reading) -> Series:
    time, columns = final.time or 0, final.values or ()
    if len(columns) > MOST_VALUES:
        met = f"{len(columns)} columns of values are asked for"
        raise of.source.refusal_of_all(met, f"At most {MOST_VALUES} can be read.")
    if time in columns:
        raise of.source.refusal_of_all(f"column {time} is both time and value")
    places = [of.checked_column("the values", column) for column in columns]
    times, numbers, lines = array("d"), array("d"), array("q")
    skipped, cut = Skipped(), False
    for row in of.rows(skipped):
        if len(lines) == ROWS_LIMIT:
            cut = True
            break
        numbers.extend(_numbers(of, row, places, final.decimal or "."))
        times.append(_time(of, row, time, len(lines), final.decimal or "."))
        lines.append(row.line)
    if len(lines) < LEAST_POINTS:
        raise of.source.refusal_of_all(f"there are {len(lines)} rows of numbers")
    values = np.frombuffer(numbers, np.float64).reshape(len(lines), len(places)).copy()
    points = np.frombuffer(times, np.float64).copy()
    if (np.diff(points) < 0).all():  # the newest first
        values, points = values[::-1].copy(), points[::-1].copy()
    else:
        _check_order(of.source, points, lines)
    axis = of.names[of.checked_column("the time", time)] if time else "row"
    names = tuple(of.names[place] for place in places)
    facts = (*_facts(of.source, axis, points, names, cut), *skipped.facts)
    return Series(of.source.path.name, axis, points, names, values, facts)


def _numbers(of: Table, row: Row, places: list[int], decimal: str) -> Iterator[float]:
    for place in places:
        number = number_in(row.fields[place], decimal)
        if number is None:
            met = f"“{row.fields[place][:40]}” in column {place + 1} ({of.names[place]})"
            raise of.source.refusal(row.line, met, "a number")
        yield number


def _time(of: Table, row: Row, time: int, count: int, decimal: str) -> float:
    if not time:
        return float(count)
    text = row.fields[of.checked_column("the time", time)]
    point = point_in_time(text, decimal)
    if point is None:
        met = f"“{text[:40]}” in column {time}"
        raise of.source.refusal(row.line, met, "a point in time: a number, or a date as 2008-12-31")
    return point


def _check_order(source: Source, points: Floats, lines: "array[int]") -> None:
    wrong = np.flatnonzero(np.diff(points) <= 0)
    if len(wrong):
        first = int(wrong[0])
        raise source.refusal(
            lines[first + 1],
            f"the time {points[first + 1]:g} after {points[first]:g}",
            "rows in the order of time, each later than the one before",
        )


def _facts(
    source: Source, axis: str, points: Floats, names: tuple[str, ...], cut: bool
) -> tuple[tuple[str, str], ...]:
    steps = np.diff(points)
    apart = f"{np.median(steps):g} apart"
    if np.ptp(steps) > 0.2 * np.median(steps):
        apart = f"{steps.min():g} to {steps.max():g} apart, read as if evenly"
    more = ", more are left out" if cut else ""
    return (
        *source.facts,
        ("Points", f"{len(points):,}{more}"),
        ("Time", f"{axis}: {points[0]:g} to {points[-1]:g}, {apart}"),
        ("Values", ", ".join(names[:8]) + (", …" if len(names) > 8 else "")),
    )

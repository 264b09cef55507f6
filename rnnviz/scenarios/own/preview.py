"""The first rows of a file as they will be read, for a person to judge."""

from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from rnnviz.engine.batch import Floats, Integers
from rnnviz.scenarios.own.conll import split_line
from rnnviz.scenarios.own.idx import first_pictures
from rnnviz.scenarios.own.kinds import KINDS
from rnnviz.scenarios.own.reading import Reading
from rnnviz.scenarios.own.source import HEAD, Source, read_source
from rnnviz.scenarios.own.table import numbered_head

#: Rows, and pictures, that are shown.
ROWS, PICTURES = 50, 12
#: Characters of an entry that are shown.
LONGEST = 200

#: The line at which a row begins, and its fields.
Numbered = tuple[int, list[str]]


@dataclass(frozen=True)
class Preview:
    """The beginning of a file.

    names   of the columns, as in the file where it names them, and `roles`: what each is
            read as, "" where it is not read.
    rows    as many entries as there are columns at most, and `lines`: the line of the file,
            from 1, at which each begins.
    pictures, labels   of an IDX file: (k, h, w), 0 … 1, and (k,).
    """

    names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[int, ...] = ()
    pictures: Floats = field(default_factory=lambda: np.zeros((0, 1, 1)))
    labels: Integers = field(default_factory=lambda: np.zeros(0, np.intp))


def preview(path: Path, kind: str, reading: Reading) -> Preview:
    """The first rows or pictures of a file. Raises ScenarioError where it cannot be read.

    reading  with all that was recognised: of `reading_of`.
    """
    if kind == "idx":
        read = first_pictures(path, str(reading))
        return Preview(pictures=read.pictures[:PICTURES], labels=read.labels[:PICTURES])
    source = read_source(path, reading, KINDS[kind].form, HEAD)
    rows = _rows(source, kind, reading.delimiter or ",")
    if kind == "text":
        return _table(rows, ["text"], ["text"])
    columns = max((len(fields) for _, fields in rows), default=0)
    names = [f"column {number}" for number in range(1, columns + 1)]
    if reading.header and rows:
        _, first = rows.pop(0)
        names[: len(first)] = [given or name for given, name in zip(first, names, strict=False)]
    return _table(rows, names, _roles(kind, reading, columns))


def _rows(source: Source, kind: str, delimiter: str) -> list[Numbered]:
    """The first rows of a text, that with the names among them."""
    if kind not in ("text", "conll"):
        return numbered_head(source, delimiter)[: ROWS + 1]
    lines = islice(source.lines(), ROWS)
    if kind == "text":
        return [(number, [line]) for number, line in lines]
    return [(number, split_line(line, delimiter)) for number, line in lines]


def _roles(kind: str, reading: Reading, columns: int) -> list[str]:
    """What each column is read as."""
    roles = [""] * columns
    for name in KINDS[kind].columns:
        chosen = getattr(reading, name)
        for column in chosen if isinstance(chosen, tuple) else (chosen or 0,):
            if 1 <= column <= columns:
                roles[column - 1] = "value" if name == "values" else name
    return roles


def _table(rows: list[Numbered], names: list[str], roles: list[str]) -> Preview:
    shown = tuple(tuple(entry[:LONGEST] for entry in fields) for _, fields in rows[:ROWS])
    return Preview(tuple(names), tuple(roles), shown, tuple(line for line, _ in rows[:ROWS]))

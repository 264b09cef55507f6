"""Tables as people save them: which character stands between columns, and whether the first
row names them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rnnviz.scenarios.own.source import HEAD, Skipped, Source
from rnnviz.scenarios.scenario import ScenarioError

#: Characters that may stand between columns, the likeliest first.
CANDIDATES = "\t;,|"
#: Rows from which it is recognised.
HEAD_ROWS = 100


@dataclass(frozen=True)
class Row:
    """One row. line: the number of its first line, from 1; fields: as many as columns."""

    line: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table, whose rows are read one after another.

    columns   how many.
    names     of the columns; the numbers "column 1", … where the first row has none.
    """

    source: Source
    delimiter: str
    header: bool
    columns: int
    names: tuple[str, ...]

    def rows(self, skipped: Skipped) -> Iterator[Row]:
        """Every row but that with the names; empty ones are only counted. Raises ScenarioError at
        one with another number of columns."""
        for number, (line, fields) in enumerate(self.source.rows(self.delimiter, skipped)):
            if len(fields) != self.columns:
                met = f"a row of {_columns(len(fields))}"
                raise self.source.refusal(
                    line, met, f"{_columns(self.columns)} as in the first row"
                )
            if number or not self.header:
                yield Row(line, tuple(fields))

    def checked_column(self, title: str, column: int) -> int:
        """The place, from 0, of the column with a number. Raises ScenarioError."""
        if not 1 <= column <= self.columns:
            raise self.source.refusal_of_all(
                f"there is no column {column} for {title}: the first row has "
                f"{_columns(self.columns)}"
            )
        return column - 1


def table(source: Source, delimiter: str, header: bool) -> Table:
    """The table that the source is with that delimiter."""
    _, first = next(source.rows(delimiter), (1, []))
    names = [f"column {number}" for number in range(1, len(first) + 1)]
    if header:
        names = [given or name for given, name in zip(first, names, strict=True)]
    return Table(source, delimiter, header, len(first), tuple(names))


def head_of(source: Source, delimiter: str) -> list[list[str]]:
    """The first rows, for recognition; as far as they can be read."""
    return [fields for _, fields in numbered_head(source, delimiter)]


def numbered_head(source: Source, delimiter: str) -> list[tuple[int, list[str]]]:
    """The same, each with the number of its first line."""
    head = Source(source.path, source.text[:HEAD], source.encoding, 0, 0, source.wanted)
    rows = []
    try:
        for row in islice(head.rows(delimiter), HEAD_ROWS):
            rows.append(row)
    except ScenarioError:
        pass  # whoever reads all of it will say why
    # The last one may be cut in two.
    return rows[:-1] if len(source.text) > HEAD and len(rows) > 1 else rows


def recognised_delimiter(source: Source, candidates: str = CANDIDATES) -> str:
    """The character that divides most of the first rows into the same number of columns, two
    at least; a comma where none does. Where several do, a semicolon goes before a comma: the
    comma is then one of the numbers or of the text."""
    fits = {character: _fit(head_of(source, character)) for character in candidates}
    best = max(candidates, key=lambda character: fits[character])
    return best if fits[best] else ","


def _fit(rows: list[list[str]]) -> float:
    """The share of rows with the commonest number of columns; 0 where that is one."""
    if not rows:
        return 0.0
    columns, count = Counter(map(len, rows)).most_common(1)[0]
    return count / len(rows) if columns > 1 else 0.0


def _columns(count: int) -> str:
    return "1 column" if count == 1 else f"{count:,} columns"

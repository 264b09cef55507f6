"""Texts with labels: one row each, in two columns of a table (CSV)."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rnnviz.scenarios.own.reading import Reading, parse_reading
from rnnviz.scenarios.own.source import LEAST_ROWS, Skipped, Source, read_source
from rnnviz.scenarios.own.table import Table, head_of, recognised_delimiter, table

#: What can be said of how to read such a file.
NAMES = ("delimiter", "header", "text", "label", "encoding")
WANTED = f"a table (CSV) of at least {LEAST_ROWS} rows with a column of texts and one of labels"
#: Rows read at most.
ROWS_LIMIT = 100_000
#: How many different labels there may be.
MOST_LABELS = 50

#: What such columns are called.
_TEXT_NAMES = ("text", "sequence", "sentence", "review", "document", "message", "comment", "dna")
_LABEL_NAMES = ("label", "class", "category", "sentiment", "target", "tag", "polarity", "y")


@dataclass(frozen=True)
class Labelled:
    """Texts with a label each, as many of the one as of the other.

    facts  (title, text) pairs to show: what was read, what was left out.
    """

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def read_labels(path: Path, reading: str = "") -> Labelled:
    """The texts and labels of a file. Raises ScenarioError with the line where it is none."""
    said = parse_reading(reading, NAMES)
    source = read_source(path, said, WANTED)
    final = said.over(recognised_labels(source, said))
    return _read(table(source, final.delimiter or ",", bool(final.header)), final)


def recognised_labels(source: Source, said: Reading) -> Reading:
    """How a file of texts and labels is to be read, where that was not said."""
    delimiter = said.delimiter or recognised_delimiter(source)
    rows = head_of(source, delimiter)
    columns = len(rows[0]) if rows else 0
    body = [row for row in rows[1:] if len(row) == columns] or rows[:1]
    label = said.label or _label_column(rows[0] if rows else [], body, said.text or 0)
    text = said.text or _text_column(body, columns, label)
    header = said.header
    if header is None:
        header = _is_header(rows, text, label)
    return Reading(delimiter=delimiter, header=header, text=text, label=label)


def _label_column(first: list[str], body: list[list[str]], text: int) -> int:
    """The column that is called so; else that with the fewest different entries, two at least;
    of several the last."""
    names = [name.lower() for name in first]
    called = [names.index(name) + 1 for name in _LABEL_NAMES if name in names]
    if called and called[0] != text:
        return called[0]
    columns = [column for column in range(1, len(first) + 1) if column != text] or [1]

    def many(column: int) -> tuple[bool, int, int]:
        entries = {row[column - 1] for row in body}
        return len(entries) < 2, len(entries), -column

    return min(columns, key=many)


def _text_column(body: list[list[str]], columns: int, label: int) -> int:
    """The column with the longest entries."""
    others = [column for column in range(1, columns + 1) if column != label] or [1]
    return max(others, key=lambda column: sum(len(row[column - 1]) for row in body))


def _is_header(rows: list[list[str]], text: int, label: int) -> bool:
    """Whether the first row has the names of columns: known ones, or a label that never
    comes again while others do."""
    if not rows or max(text, label) > len(rows[0]):
        return False
    first = rows[0]
    if first[label - 1].lower() in _LABEL_NAMES or first[text - 1].lower() in _TEXT_NAMES:
        return True
    labels = Counter(row[label - 1] for row in rows[1:] if len(row) == len(first))
    return first[label - 1] not in labels and any(count > 2 for count in labels.values())


def _read(of: Table, final: Reading) -> Labelled:
    text = of.checked_column("the text", final.text or 0)
    label = of.checked_column("the label", final.label or 0)
    if text == label:
        raise of.source.refusal_of_all(f"column {text + 1} is both text and label")
    texts: list[str] = []
    labels: list[str] = []
    skipped, cut = Skipped(), False
    for row in of.rows(skipped):
        if len(texts) == ROWS_LIMIT:
            cut = True
            break
        for column, name in ((text, "text"), (label, "label")):
            if not row.fields[column]:
                met = f"no {name} in column {column + 1}"
                raise of.source.refusal(row.line, met, "a text and a label in every row")
        texts.append(row.fields[text])
        labels.append(row.fields[label])
    _check(of, labels, label)
    facts = (*_facts(of, text, label, labels, cut), *skipped.facts)
    return Labelled(tuple(texts), tuple(labels), facts)


def _check(of: Table, labels: list[str], column: int) -> None:
    different = len(set(labels))
    if len(labels) < LEAST_ROWS:
        raise of.source.refusal_of_all(f"there are {len(labels)} rows with text and label")
    if different < 2:
        raise of.source.refusal_of_all(f"column {column + 1} has the label “{labels[0]}” only")
    if different > min(MOST_LABELS, len(labels) // 2):
        met = f"column {column + 1} has {different:,} different labels in {len(labels):,} rows"
        advice = f"At most {MOST_LABELS} labels, each in a few rows: choose another column."
        raise of.source.refusal_of_all(met, advice)


def _facts(
    of: Table, text: int, label: int, labels: list[str], cut: bool
) -> tuple[tuple[str, str], ...]:
    counts = ", ".join(f"{name} ({count:,})" for name, count in Counter(labels).most_common(8))
    rows = f"{len(labels):,}" + (", more are left out" if cut else "")
    return (
        *of.source.facts,
        ("Rows", rows),
        ("Columns", f"text: {of.names[text]}, label: {of.names[label]}"),
        ("Labels", counts + (", …" if len(set(labels)) > 8 else "")),
    )

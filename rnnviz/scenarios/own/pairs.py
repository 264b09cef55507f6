"""Pairs of texts, one a line, with a tab between them: a sentence and its translation."""

from dataclasses import dataclass
from pathlib import Path

from rnnviz.scenarios.own.reading import Reading, parse_reading
from rnnviz.scenarios.own.source import LEAST_ROWS, Skipped, Source, read_source
from rnnviz.scenarios.own.table import head_of

NAMES = ("delimiter", "header", "source", "target", "encoding")
WANTED = f"at least {LEAST_ROWS} lines, each of two texts with a tab between them"
#: Pairs read at most.
PAIRS_LIMIT = 100_000
#: Characters that a text may have.
LONGEST_TEXT = 1_000


@dataclass(frozen=True)
class Pairs:
    """Texts, and what each is to become, as many of the one as of the other.

    facts  (title, text) pairs to show: what was read, what was left out.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def read_pairs(path: Path, reading: str = "") -> Pairs:
    """The pairs of a file. Raises ScenarioError with the line where it is none."""
    said = parse_reading(reading, NAMES)
    source = read_source(path, said, WANTED)
    final = said.over(recognised_pairs(source, said))
    sources: list[str] = []
    targets: list[str] = []
    skipped, cut = Skipped(), False
    for number, (line, fields) in enumerate(source.rows(final.delimiter or "\t", skipped)):
        if len(sources) == PAIRS_LIMIT:
            cut = True
            break
        if number or not final.header:
            first, second = _pair(source, line, fields, final)
            sources.append(first)
            targets.append(second)
    if len(sources) < LEAST_ROWS:
        raise source.refusal_of_all(f"there are {len(sources)} pairs")
    facts = (*_facts(source, final, len(sources), cut), *skipped.facts)
    return Pairs(tuple(sources), tuple(targets), facts)


def recognised_pairs(source: Source, said: Reading) -> Reading:
    """The first two columns, between tabs, unless said otherwise."""
    delimiter = said.delimiter or "\t"
    header = False
    rows = head_of(source, delimiter)
    if rows and said.header is None:
        header = {name.lower() for name in rows[0]} >= {"source", "target"}
    return Reading(delimiter=delimiter, header=header, source=1, target=2)


def _pair(source: Source, line: int, fields: list[str], final: Reading) -> tuple[str, str]:
    first, second = final.source or 1, final.target or 2
    if first == second:
        raise source.refusal_of_all(f"column {first} is both source and target")
    if len(fields) < max(first, second):
        count = f"{len(fields)} column" + ("" if len(fields) == 1 else "s")
        met, start = count, " ".join(fields)[:40]
        raise source.refusal(line, f"{met} (“{start}”)", f"columns {first} and {second}")
    pair = fields[first - 1], fields[second - 1]
    for column, text in zip((first, second), pair, strict=True):
        if not text:
            raise source.refusal(line, f"nothing in column {column}", "a text in both columns")
        if len(text) > LONGEST_TEXT:
            met = f"a text of {len(text):,} characters in column {column}"
            raise source.refusal(line, met, f"at most {LONGEST_TEXT:,}")
    return pair


def _facts(source: Source, final: Reading, count: int, cut: bool) -> tuple[tuple[str, str], ...]:
    more = ", more are left out" if cut else ""
    return (
        *source.facts,
        ("Pairs", f"{count:,}{more}"),
        ("Columns", f"{final.source} becomes {final.target}; others are left out"),
    )

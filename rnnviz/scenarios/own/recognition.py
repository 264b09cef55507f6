"""What kind of file somebody has, by its first bytes: they are enough, and read at once."""

import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rnnviz.scenarios.file_bytes import read_bytes, refusal
from rnnviz.scenarios.own import labels, series
from rnnviz.scenarios.own.kinds import KINDS
from rnnviz.scenarios.own.numbers import number_in
from rnnviz.scenarios.own.reading import Reading, parse_reading
from rnnviz.scenarios.own.source import HEAD, Source, read_source
from rnnviz.scenarios.own.table import head_of
from rnnviz.scenarios.own.time_points import point_in_time

WANTED = (
    "a text, a table (CSV), words with tags (CoNLL), pairs with tabs between them, or pictures "
    "(IDX)"
)
#: The share of lines or rows that have to look alike.
MOST = 0.9

_TAG = re.compile(r"O|[BIELSU]-\S+")
_IDX = {b"\0\0\x08\x03": "pictures", b"\0\0\x08\x01": "labels"}
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Recognised:
    """A file at the first look.

    kind     a key of KINDS, and `why` it is that, in a sentence.
    others   keys of what else it could be, the likeliest first.
    """

    path: Path
    kind: str
    why: str
    others: tuple[str, ...]


def recognise(path: Path) -> Recognised:
    """What kind of file it is. Raises ScenarioError where it cannot be read or is none."""
    raw, _ = read_bytes(path, HEAD, WANTED)
    held = _IDX.get(_unpacked(raw))
    if held is not None:
        return Recognised(path, "idx", f"It begins as an IDX file of {held} does.", ())
    if raw.startswith(_GZIP):
        raise refusal(path, "it is packed, and no IDX file", WANTED, "Unpack it first.")
    source = read_source(path, Reading(), WANTED, HEAD)
    looks = {key: why for key, look in _LOOKS.items() if (why := look(source))}
    looks["text"] = "It is text, and looks like none of the other kinds."
    kind, *others = looks
    others += [key for key in KINDS if key not in looks and key != "idx"]
    return Recognised(path, kind, looks[kind], tuple(others))


def reading_of(path: Path, kind: str, reading: str = "") -> Reading:
    """How a file of that kind is to be read: what was said, and what was recognised for the
    rest. Raises ScenarioError where it cannot be read at all, or the reading is none."""
    chosen = KINDS[kind]
    said = parse_reading(reading, chosen.names)
    if chosen.recognised is None:
        return said
    return said.over(chosen.recognised(read_source(path, said, chosen.form, HEAD), said))


def _unpacked(raw: bytes) -> bytes:
    """The first four bytes, unpacked where they are packed."""
    if not raw.startswith(_GZIP):
        return raw[:4]
    try:
        return zlib.decompressobj(wbits=31).decompress(raw, 4)
    except zlib.error:
        return b""


def _as_conll(source: Source) -> str:
    lines = [line.split() for _, line in source.lines() if line.strip() and line[0] != "#"]
    tagged = sum(len(words) > 1 and bool(_TAG.fullmatch(words[-1])) for words in lines)
    if tagged < 3 or tagged < MOST * len(lines):
        return ""
    return f"{tagged:,} of its first {len(lines):,} lines are a word with a tag such as B-PER or O."


def _as_series(source: Source) -> str:
    reading = series.recognised_series(source, Reading())
    rows = head_of(source, reading.delimiter or ",")[int(bool(reading.header)) :]
    decimal = reading.decimal or "."
    used = (*(reading.values or ()), *((reading.time,) if reading.time else ()))
    fit = sum(_is_of_numbers(row, used, decimal) for row in rows)
    if len(rows) < 3 or fit < MOST * len(rows) or _has_texts(rows, used):
        return ""
    return f"{fit:,} of its first {len(rows):,} rows are numbers{_divided(reading)}."


def _has_texts(rows: list[list[str]], used: tuple[int, ...]) -> bool:
    """Whether a column that is not `used` has another entry in most rows."""
    for place in range(len(rows[0])):
        entries = {row[place] for row in rows if len(row) > place}
        if place + 1 not in used and len(entries) * 2 > len(rows):
            return True
    return False


def _is_of_numbers(row: list[str], columns: tuple[int, ...], decimal: str) -> bool:
    return all(
        column <= len(row)
        and (
            number_in(row[column - 1], decimal) is not None
            or point_in_time(row[column - 1], decimal) is not None
        )
        for column in columns
    )


def _as_labels(source: Source) -> str:
    reading = labels.recognised_labels(source, Reading())
    rows = head_of(source, reading.delimiter or ",")[int(bool(reading.header)) :]
    if not _is_table(rows) or max(reading.label or 1, reading.text or 1) > len(rows[0]):
        return ""
    entries = {row[(reading.label or 1) - 1] for row in rows if len(row) == len(rows[0])}
    if not 2 <= len(entries) <= min(labels.MOST_LABELS, len(rows) / 2):
        return ""
    shown = ", ".join(sorted(entries)[:4])
    return (
        f"{len(rows[0])} columns{_divided(reading)}; in column {reading.label} of its first "
        f"{len(rows):,} rows are {len(entries)} labels: {shown}."
    )


def _as_pairs(source: Source) -> str:
    rows = head_of(source, "\t")
    if not _is_table(rows):
        return ""
    fit = sum(len(row) > 1 and bool(row[0] and row[1]) for row in rows)
    return f"{fit:,} of its first {len(rows):,} lines are two texts with a tab between them."


def _is_table(rows: list[list[str]]) -> bool:
    """Whether nearly all rows have as many columns as the commonest row: two at least."""
    if len(rows) < 3:
        return False
    columns, count = Counter(map(len, rows)).most_common(1)[0]
    return columns > 1 and len(rows[0]) == columns and count >= MOST * len(rows)


def _divided(reading: Reading) -> str:
    names = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars", " ": "blanks"}
    return f", divided by {names.get(reading.delimiter or '', reading.delimiter)}"


#: Each kind with what looks for it and says the evidence, "" where there is none; the surest
#: first.
_LOOKS: Mapping[str, Callable[[Source], str]] = {
    "conll": _as_conll,
    "series": _as_series,
    "labels": _as_labels,
    "pairs": _as_pairs,
}

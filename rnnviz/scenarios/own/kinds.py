"""The kinds of files that can be read, each with its reader: what a person chooses from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rnnviz.scenarios.own import conll, idx, labels, pairs, plain_text, series
from rnnviz.scenarios.own.reading import Reading
from rnnviz.scenarios.own.source import Source


class Read(Protocol):
    """What a reader has read."""

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What it is, as (title, text) pairs to show."""


@dataclass(frozen=True)
class Kind:
    """One kind of file.

    key       as in Scenario.own.
    title     for a menu, and `form`, what such a file looks like.
    names     which words of a reading mean something for it.
    columns   those of them that choose a column.
    read      the reader: of a path and a reading.
    recognised   how a source is to be read where that was not said; None where there is no
                 text in it.
    """

    key: str
    title: str
    form: str
    names: tuple[str, ...]
    columns: tuple[str, ...]
    read: Callable[[Path, str], Read]
    recognised: Callable[[Source, Reading], Reading] | None = None


KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("text", "Plain text", plain_text.WANTED, plain_text.NAMES, (), plain_text.read),
        Kind(
            "labels",
            "Texts with labels",
            labels.WANTED,
            labels.NAMES,
            ("text", "label"),
            labels.read_labels,
            labels.recognised_labels,
        ),
        Kind(
            "conll",
            "Words with tags",
            conll.WANTED,
            conll.NAMES,
            ("word", "tag"),
            conll.read_conll,
            conll.recognised_conll,
        ),
        Kind(
            "pairs",
            "Pairs of texts",
            pairs.WANTED,
            pairs.NAMES,
            ("source", "target"),
            pairs.read_pairs,
            pairs.recognised_pairs,
        ),
        Kind(
            "series",
            "Series of numbers",
            series.WANTED,
            series.NAMES,
            ("time", "values"),
            series.read_series,
            series.recognised_series,
        ),
        Kind("idx", "Pictures with labels", idx.WANTED, idx.NAMES, (), idx.read_idx),
    )
}

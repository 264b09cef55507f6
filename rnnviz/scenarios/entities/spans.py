"""Names as spans of words, and F1 over them.

As the evaluation of CoNLL-2003 counts (Tjong Kim Sang & De Meulder 2003, "Introduction to the
CoNLL-2003 Shared Task: Language-Independent Named Entity Recognition", section 2.3): a name is
right only if its first word, its last word and its type are.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

OUTSIDE = "O"


class Span(NamedTuple):
    """A name: its type, its first word and the one after its last."""

    kind: str
    first: int
    end: int


def spans(tags: Sequence[str]) -> list[Span]:
    """The names that tags "O", "B-TYPE", "I-TYPE" mark, in their order.

    A name begins at B-, and also at an I- that does not go on a name of its type: so the
    evaluation reads what a tagger says against the rules.
    """
    found: list[Span] = []
    for place, tag in enumerate(tags):
        kind = tag[2:]
        if tag == OUTSIDE:
            continue
        if tag[0] == "I" and found and found[-1].end == place and found[-1].kind == kind:
            found[-1] = found[-1]._replace(end=place + 1)
        else:
            found.append(Span(kind, place, place + 1))
    return found


@dataclass(frozen=True)
class SpanScore:
    """How many names there are, are said, and are said rightly; of each type."""

    wanted: Mapping[str, int] = field(default_factory=dict)
    said: Mapping[str, int] = field(default_factory=dict)
    right: Mapping[str, int] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The types that are wanted or said, in the order of the alphabet."""
        return tuple(sorted({*self.wanted, *self.said}))

    def f1(self, kind: str) -> float:
        """2 · precision · recall / (precision + recall) of one type, 0 … 1."""
        return _f1(self.right.get(kind, 0), self.said.get(kind, 0), self.wanted.get(kind, 0))

    @property
    def micro_f1(self) -> float:
        """F1 over the names of all types together, 0 … 1."""
        return _f1(*(sum(counts.values()) for counts in (self.right, self.said, self.wanted)))


def _f1(right: int, said: int, wanted: int) -> float:
    """With precision right / said and recall right / wanted; 0 where nothing is right."""
    return 2 * right / (said + wanted) if right else 0.0


def score_spans(said: Iterable[Sequence[str]], wanted: Iterable[Sequence[str]]) -> SpanScore:
    """Compare the tags of texts with the right ones, text by text."""
    counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    for guess, truth in zip(said, wanted, strict=True):
        there, claimed = spans(truth), spans(guess)
        both = set(there) & set(claimed)
        for counter, names in zip(counts, (there, claimed, both), strict=True):
            counter.update(name.kind for name in names)
    return SpanScore(*counts)

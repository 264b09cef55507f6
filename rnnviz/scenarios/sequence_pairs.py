"""From pairs of texts to the task: which symbols there are, and the number of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.scenarios.data_card import DataCard
from rnnviz.scenarios.measures import label_entropy
from rnnviz.scenarios.metric import Metric
from rnnviz.scenarios.pair_task import Links, PairTask
from rnnviz.scenarios.symbol_pairs import SymbolPairs, encode, vocabulary
from rnnviz.scenarios.visible_name import visible_name

#: The name of the symbol that ends an output, and opens it too.
END = "■"

Texts = Sequence[str]
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Example:
    """A source and its target, each symbol by symbol.

    links  (place in the target, place in the source) of symbols that belong together, if known.
    """

    source: Texts
    target: Texts
    links: Links = ()


def task_of_pairs(
    training: Sequence[Example],
    held_out: Sequence[Example],
    facts: Facts,
    metric: Metric,
    baseline: tuple[float, str],
    between: str = " ",
    most: int = 0,
    card: DataCard | None = None,
) -> PairTask:
    """The task of these pairs.

    baseline  the metric of something that is no network on the held-out pairs, and what it is.
    between   what stands between two symbols of a text.
    most      the greatest number of symbols on either side; 0: as many as there are.
    """
    read = vocabulary(*_sides(training, held_out, "source"), most)
    write = vocabulary(*_sides(training, held_out, "target"), most)
    end = len(write)
    numbered = [
        SymbolPairs(
            encode((example.source for example in part), read),
            encode((example.target for example in part), write),
            end,
        )
        for part in (training, held_out)
    ]
    written = np.concatenate([np.array([*each, end], np.int16) for each in numbered[0].wanted])
    sizes = (
        ("Training pairs", f"{len(training):,}"),
        ("Held out", f"{len(held_out):,} pairs, never trained on; all are scored"),
        ("Vocabulary", f"{len(read):,} symbols are read, {len(write):,} and an end are written"),
    )
    return PairTask(
        inputs=len(read),
        outputs=len(write) + 1,
        loss="cross-entropy",
        features=tuple(map(_name, read)),
        classes=(*map(_name, write), END),
        facts=(*facts, *sizes),
        baseline=label_entropy(written),
        baseline_formula="−Σ p ln p, the entropy of single output symbols",
        end=end,
        metric=metric,
        baseline_score=baseline[0],
        baseline_says=baseline[1],
        card=card,
        training=numbered[0],
        held_out=numbered[1],
        texts=(read, write),
        between=between,
        links=_known_links([*training, *held_out], read),
    )


def _sides(
    training: Sequence[Example], held_out: Sequence[Example], side: str
) -> tuple[Iterable[Texts], Iterable[Texts]]:
    first, second = ([getattr(example, side) for example in part] for part in (training, held_out))
    return first, second


def _name(symbol: str) -> str:
    return visible_name(symbol) if len(symbol) == 1 else symbol


def _known_links(examples: Sequence[Example], read: Texts) -> dict[tuple[int, ...], Links]:
    known = [example for example in examples if example.links]
    sources = encode((example.source for example in known), read)
    return {tuple(source): example.links for source, example in zip(sources, known, strict=True)}

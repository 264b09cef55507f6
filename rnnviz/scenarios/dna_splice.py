"""Splice junctions: does a coding part of a gene begin or end in the middle of this DNA?

Many to one. Noordewier, Towell & Shavlik 1991, "Training Knowledge-Based Neural Networks to
Recognize Genes in DNA Sequences". The answer is asked for two bases after the middle: there
[forward; backward] have read everything on their own side, and forward also the two pairs of
bases that nearly every junction has. At the last step, the backward row of a bidirectional
network (Schuster & Paliwal 1997) would have read one base only.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Floats, Integers
from rnnviz.exhibits import Share, TextExhibit, Word
from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.measures import accuracy, label_entropy
from rnnviz.scenarios.scenario import Answers, Request, Scenario, Stream, Task
from rnnviz.scenarios.shuffled import ShuffledStream
from rnnviz.scenarios.splice_junctions import BASES, Junctions, read_junctions
from rnnviz.scenarios.splice_rules import consensus, position_weights, weighed
from rnnviz.scenarios.symbol_labels import label_symbols

MEANINGS: Mapping[str, str] = {
    "ei": "exon to intron (donor)",
    "ie": "intron to exon (acceptor)",
    "n": "no junction",
}
CLASSES = tuple(MEANINGS)


@dataclass(frozen=True, eq=False, kw_only=True)
class SpliceTask(Task):
    """training, held_out  the sequences, cut to the length asked for around the border.
    border   how many bases stand before the border.
    """

    training: Junctions
    held_out: Junctions
    border: int

    def stream(self, rng: np.random.Generator, size: int) -> Stream:
        """All training sequences in random order."""
        lengths = np.full(len(self.training.labels), self.training.bases.shape[1])
        return ShuffledStream(lengths, lambda places: self.batch(self.training, places), rng, size)

    def sample(self, rng: np.random.Generator) -> Batch:
        """A held-out sequence; each class is as likely."""
        wanted = rng.integers(len(CLASSES))
        places = np.flatnonzero(self.held_out.labels == wanted)
        return self.batch(self.held_out, rng.choice(places, 1))

    def batch(self, junctions: Junctions, places: NDArray[np.intp]) -> Batch:
        """The sequences at `places`, with the class as target at one step."""
        inputs = junctions.bases[places].T
        targets = np.zeros_like(inputs)
        scored = np.zeros(inputs.shape, np.bool_)
        asked = self.border + 1
        targets[asked], scored[asked] = junctions.labels[places], True
        return Batch(inputs, targets, np.ones_like(scored), scored)

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The bases."""
        return label_symbols(batch.inputs, batch.exists, self.features)

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The class, two bases after the border."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def score(self, network: Answers) -> float:
        """The share of held-out sequences whose class is right."""
        batch = self.batch(self.held_out, np.arange(len(self.held_out.labels)))
        return accuracy(network.outputs(batch), batch)

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> TextExhibit:
        """The bases, the border and the three shares."""
        bases = self.input_labels(batch)
        asked = int(batch.scored[:, 0].argmax())
        shares, wanted = outputs[asked], int(batch.targets[asked, 0])
        said = int(shares.argmax())
        verdict = "right" if said == wanted else f"it is {MEANINGS[CLASSES[wanted]]}"
        return TextExhibit(
            caption=f"{_around(bases, self.border)}: the network says "
            f"{MEANINGS[CLASSES[said]]}, {verdict}.",
            shares=tuple(
                Share(MEANINGS[CLASSES[c]], float(shares[c]), c == wanted)
                for c in np.argsort(-shares).tolist()
            ),
            words=tuple(Word(base, time) for time, base in enumerate(bases)),
            between="",
        )


def _around(bases: tuple[str, ...], border: int) -> str:
    """A few bases on both sides of the border, and where that is."""
    before, after = bases[max(0, border - 6) : border], bases[border : border + 6]
    return f"…{''.join(before)} | {''.join(after)}… at base {border} | {border + 1}"


class DnaSplice(Scenario):
    """The scenario; its length is how many bases around the border are read."""

    def prepare(self, request: Request) -> SpliceTask:
        """Read the sequences. Raises ScenarioError for a length out of range."""
        steps = self.checked_length(request)
        training, held_out = read_junctions(CLASSES).around(steps).divided()
        rule = consensus(held_out, steps // 2, *range(len(CLASSES)))
        return SpliceTask(
            inputs=len(BASES),
            outputs=len(CLASSES),
            loss="cross-entropy",
            features=tuple(BASES),
            classes=CLASSES,
            facts=_facts(training, held_out),
            baseline=label_entropy(training.labels),
            baseline_formula="−Σ p(c) ln p(c), the entropy of the classes",
            baseline_score=_share_right(rule, held_out),
            baseline_says="the consensus: GT after the border is ei, else AG before it ie, else n",
            card=data_card("dna_splice"),
            training=training,
            held_out=held_out,
            border=steps // 2,
        )


def _share_right(labels: Integers, junctions: Junctions) -> float:
    return float((labels == junctions.labels).mean())


def _facts(training: Junctions, held_out: Junctions) -> tuple[tuple[str, str], ...]:
    weights = weighed(held_out, position_weights(training, len(CLASSES)))
    counts = np.bincount(training.labels) + np.bincount(held_out.labels)
    return (
        ("Classes", ", ".join(f"{name}: {n:,}" for name, n in zip(CLASSES, counts, strict=True))),
        (
            "Held out",
            f"{len(held_out.labels):,} of {counts.sum():,} sequences, a fifth of each class; "
            "those that share 25 bases in a row are never divided",
        ),
        (
            "For comparison",
            f"weights of single positions (Staden 1984) are right in "
            f"{_share_right(weights, held_out):.1%} of what is held out",
        ),
    )


DNA_SPLICE = DnaSplice(
    key="dna-splice",
    title="DNA: splice sites",
    summary="Read 60 bases and say whether a coding part of a gene begins or ends in their middle.",
    shape="many to one",
    notation="x_1 … x_60 ∈ {A, C, G, T} → y ∈ {ei, ie, n}",
    length=(4, 60, 60),
    length_title="Bases around the border",
    bidirectional=True,
    updates=600,
    defaults={
        "cell": "lstm",
        "hidden": 24,
        "layers": 1,
        "direction": "both",
        "optimizer": "adam",
        "rate": 5e-3,
        "clip": 1.0,
        "batch": 32,
        "length": 60,
    },
)

"""Named entities: which words are the name of a person, a place or an organisation?

Many to many, after the shared task of CoNLL-2003 (Tjong Kim Sang & De Meulder 2003), with a
network that reads in both directions (Schuster & Paliwal 1997; as a tagger of names: Huang, Xu
& Yu 2015, "Bidirectional LSTM-CRF Models for Sequence Tagging", here without the CRF).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Booleans, Floats
from rnnviz.exhibits import TextExhibit, Word
from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.entities.dictionary import DictionaryTagger
from rnnviz.scenarios.entities.lexicon import Lexicon, tag_numbers
from rnnviz.scenarios.entities.sources import SOURCES
from rnnviz.scenarios.entities.spans import OUTSIDE, SpanScore, score_spans
from rnnviz.scenarios.entities.texts import TaggedTexts, Text
from rnnviz.scenarios.entities.word_vectors import PLACES, SHAPES, WordVectors, vectors_of
from rnnviz.scenarios.measures import label_entropy
from rnnviz.scenarios.metric import F1
from rnnviz.scenarios.padding import existing
from rnnviz.scenarios.scenario import Answers, Request, Scenario, ScenarioError, Stream, Task
from rnnviz.scenarios.shuffled import ShuffledStream
from rnnviz.scenarios.symbol_labels import label_symbols

#: Texts that are measured side by side, and as many are measured for the exhibit's caption: all
#: of them would take longer than a picture of the window.
SIDE_BY_SIDE = 64


@dataclass(frozen=True, eq=False, kw_only=True)
class EntitiesTask(Task):
    """texts    their words and tags.
    lexicon  the vectors of all their words.
    """

    texts: TaggedTexts
    lexicon: Lexicon

    def stream(self, rng: np.random.Generator, size: int) -> Stream:
        """All training texts in random order, those of about one length together."""
        texts = self.texts.training
        lengths = [len(text.words) for text in texts]
        return ShuffledStream(lengths, lambda at: self.batch([texts[n] for n in at]), rng, size)

    def sample(self, rng: np.random.Generator) -> Batch:
        """A held-out text."""
        return self.batch([self.texts.held_out[rng.integers(len(self.texts.held_out))]])

    def batch(self, texts: Sequence[Text]) -> Batch:
        """Texts side by side, with the tag of each word as target."""
        exists = existing([len(text.words) for text in texts])
        targets = tag_numbers(texts, self.classes)
        return Batch(self.lexicon.vectors(texts), targets, exists, exists)

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The words."""
        there = batch.exists[:, 0]
        words = self.lexicon.spell(batch.inputs[there, 0])
        return (*words, *("" for _ in range(batch.steps - len(words))))

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The tags."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def score(self, network: Answers) -> float:
        """F1 over the names of the held-out texts, all types together."""
        return self.span_score(network, self.texts.held_out).micro_f1

    def span_score(self, network: Answers, texts: Sequence[Text]) -> SpanScore:
        """How the names of texts are found, type by type."""
        said: list[Sequence[str]] = []
        wanted: list[Sequence[str]] = []
        ordered = sorted(texts, key=lambda text: len(text.words))
        for first in range(0, len(ordered), SIDE_BY_SIDE):
            part = ordered[first : first + SIDE_BY_SIDE]
            likeliest = network.outputs(self.batch(part)).argmax(axis=2)
            said += [self._tags(likeliest[:, n], text) for n, text in enumerate(part)]
            wanted += [text.tags for text in part]
        return score_spans(said, wanted)

    def _tags(self, classes: NDArray[np.intp], text: Text) -> list[str]:
        return [self.classes[n] for n in classes[: len(text.words)].tolist()]

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> TextExhibit:
        """The words with their tags, "" where a word is no part of a name."""
        words = tuple(self._shown(batch, outputs))
        here = score_spans(
            [[word.said or OUTSIDE for word in words]], [[word.wanted or OUTSIDE for word in words]]
        )
        measured = self.texts.held_out[:SIDE_BY_SIDE]
        return TextExhibit(
            caption=f"{sum(here.right.values())} of {sum(here.wanted.values())} names found here, "
            f"{sum(here.said.values())} said. F1 on {len(measured)} "
            f"held-out texts: {_f1_by_kind(self.span_score(network, measured))}.",
            words=words,
            labels="over",
        )

    def _shown(self, batch: Batch, outputs: Floats) -> Iterator[Word]:
        tags = ["" if tag == OUTSIDE else tag for tag in self.classes]
        length = int(batch.exists[:, 0].sum())
        for time, text in enumerate(self.input_labels(batch)[:length]):
            said, wanted = int(outputs[time].argmax()), int(batch.targets[time, 0])
            yield Word(text, time, tags[said], tags[wanted], float(outputs[time, said]))


class NamedEntities(Scenario):
    """The scenario; its length is how many words a text has at least."""

    def prepare(self, request: Request) -> EntitiesTask:
        """Draw or read the texts. Raises ScenarioError where they cannot be used."""
        self.checked_length(request)
        source = request.corpus or self.sources[0]
        if source not in SOURCES:
            raise ScenarioError(f"There are no data “{source}”; wanted is {' or '.join(SOURCES)}.")
        texts = SOURCES[source](request)
        vectors = vectors_of(text.words for text in texts.training)
        classes = (OUTSIDE, *(f"{place}-{kind}" for kind in texts.kinds for place in "BI"))
        dictionary = _dictionary(texts)
        return EntitiesTask(
            inputs=vectors.size,
            outputs=len(classes),
            loss="cross-entropy",
            features=vectors.features(word for text in texts.training for word in text.words),
            classes=classes,
            facts=(*texts.facts, *_facts(texts, vectors, dictionary)),
            baseline=label_entropy(tag_numbers(texts.training, classes)[_existing(texts.training)]),
            baseline_formula="−Σ p(tag) ln p(tag), the entropy of the tags",
            metric=F1,
            baseline_score=dictionary.micro_f1,
            baseline_says="a dictionary of the training words; a new word with a capital is a name",
            card=data_card("census_names") if source == "synthetic" else None,
            texts=texts,
            lexicon=Lexicon((*texts.training, *texts.held_out), vectors),
        )


def _existing(texts: Sequence[Text]) -> Booleans:
    return existing([len(text.words) for text in texts])


def _dictionary(texts: TaggedTexts) -> SpanScore:
    """How the held-out names are found without a network."""
    tagger = DictionaryTagger(texts.training)
    said = [tagger.tags(text) for text in texts.held_out]
    return score_spans(said, [text.tags for text in texts.held_out])


def _facts(
    texts: TaggedTexts, vectors: WordVectors, dictionary: SpanScore
) -> tuple[tuple[str, str], ...]:
    parts = ((texts.training, "to train on"), (texts.held_out, "held out"))
    counts = (f"{len(part):,} {what}" for part, what in parts)
    words = (f"{sum(len(text.words) for text in part):,} {what}" for part, what in parts)
    return (
        ("Texts", ", ".join(counts)),
        ("Words", ", ".join(words)),
        (
            "A word's vector",
            f"{len(vectors.known)} known words, {len(SHAPES)} marks of how it is written, "
            f"{PLACES} places for its runs of three letters, and whether a sentence begins with it",
        ),
        ("Dictionary", _f1_by_kind(dictionary)),
    )


def _f1_by_kind(score: SpanScore) -> str:
    """F1 of each type: "LOC 91.0%, ORG 90.1%, PER 95.3%"."""
    return ", ".join(f"{kind} {score.f1(kind):.1%}" for kind in score.kinds)


NAMED_ENTITIES = NamedEntities(
    key="named-entities",
    title="Named entities",
    summary="Mark which words are the name of a person, a place or an organisation.",
    shape="many to many",
    notation="w_t → y_t ∈ {O, B-PER, I-PER, B-LOC, …}, t = 1 … T",
    length=(1, 60, 12),
    length_title="Words of a text at least",
    bidirectional=True,
    updates=600,
    sources=tuple(SOURCES),
    own=("conll",),
    defaults={
        "cell": "lstm",
        "hidden": 32,
        "layers": 1,
        "direction": "both",
        "optimizer": "adam",
        "rate": 1e-2,
        "clip": 5.0,
        "batch": 16,
        "length": 12,
    },
)

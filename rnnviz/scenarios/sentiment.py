"""Sentiment: does this review speak well of the film?

Many to one (as a task of its own: Pang, Lee & Vaithyanathan 2002, "Thumbs up? Sentiment
Classification using Machine Learning Techniques"). Which words are in a review says little here,
as its long plot is full of them and as the verdict may be negated or turned round: it matters where
they stand. A file of texts with labels of any kind is read in the same way.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import TextExhibit, Word
from rnnviz.scenarios.bag_of_words import bag_answers
from rnnviz.scenarios.labelled_texts import LabelledTexts, NumberedTexts
from rnnviz.scenarios.likeliest import likeliest
from rnnviz.scenarios.measures import accuracy, label_entropy, most_frequent
from rnnviz.scenarios.padding import existing, last_steps, padded_symbols
from rnnviz.scenarios.review_sources import SOURCES
from rnnviz.scenarios.scenario import Answers, Request, Scenario, ScenarioError, Stream, Task
from rnnviz.scenarios.shuffled import ShuffledStream
from rnnviz.scenarios.symbol_labels import label_symbols
from rnnviz.scenarios.words import UNKNOWN

#: Held-out texts that are measured at most.
MEASURED = 500


@dataclass(frozen=True, eq=False, kw_only=True)
class SentimentTask(Task):
    """training, held_out  the texts as symbols, with their labels."""

    training: LabelledTexts
    held_out: LabelledTexts

    def stream(self, rng: np.random.Generator, size: int) -> Stream:
        """The training texts in random order, in buckets of about one length."""
        lengths = [len(text) for text in self.training.texts]
        return ShuffledStream(lengths, lambda at: batch_of(self.training, at), rng, size)

    def sample(self, rng: np.random.Generator) -> Batch:
        """A held-out text."""
        return batch_of(self.held_out, rng.integers(len(self.held_out.texts), size=1))

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The words."""
        return label_symbols(batch.inputs, batch.exists, self.features)

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The label, at the last word."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def score(self, network: Answers) -> float:
        """How often the likeliest label is right, over MEASURED held-out texts."""
        batch = batch_of(self.held_out, np.arange(len(self.held_out.texts))[:MEASURED])
        return accuracy(network.outputs(batch), batch)

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> TextExhibit:
        """The text, and the likeliest labels after its last word."""
        last = int(batch.exists[:, 0].sum()) - 1
        wanted, said = int(batch.targets[last, 0]), int(outputs[last].argmax())
        words = self.input_labels(batch)[: last + 1]
        return TextExhibit(
            caption=f"The text is {self.classes[wanted]}; the network says {self.classes[said]}: "
            f"{'right' if said == wanted else 'wrong'}.",
            shares=likeliest(outputs[last], self.classes, wanted),
            words=tuple(Word(word, time) for time, word in enumerate(words)),
        )


def batch_of(texts: LabelledTexts, places: NDArray[np.intp]) -> Batch:
    """The texts at `places`, the label wanted at the last word of each."""
    chosen = [texts.texts[place] for place in places.tolist()]
    inputs = padded_symbols(chosen)
    exists = existing([len(text) for text in chosen])
    scored = last_steps(exists)
    return Batch(inputs, np.where(scored, texts.labels[places], 0), exists, scored)


class Sentiment(Scenario):
    """The scenario; its length is that of a made-up plot, in sentences."""

    def prepare(self, request: Request) -> SentimentTask:
        """Make up the reviews, or read them. Raises ScenarioError where they cannot be used."""
        self.checked_length(request)
        source = request.corpus or self.sources[0]
        if source not in SOURCES:
            raise ScenarioError(f"There are no data “{source}”; wanted is {' or '.join(SOURCES)}.")
        reviews = SOURCES[source](request)
        texts = reviews.texts
        return SentimentTask(
            inputs=len(texts.names),
            outputs=len(reviews.labels),
            loss="cross-entropy",
            features=texts.names,
            classes=reviews.labels,
            facts=(*reviews.facts, *_facts(texts, reviews.labels)),
            baseline=label_entropy(texts.training.labels),
            baseline_formula="−Σ p(c) ln p(c), the entropy of the labels",
            baseline_score=bag_accuracy(texts),
            baseline_says="a bag of words: naive Bayes over which words are there",
            training=texts.training,
            held_out=texts.held_out,
        )


def bag_accuracy(texts: NumberedTexts) -> float:
    """How often the bag of words is right, over the held-out texts that are measured."""
    training, held_out = texts.training, texts.held_out
    asked = held_out.texts[:MEASURED]
    answers = bag_answers(training.texts, training.labels, asked, len(texts.names))
    return float((answers == held_out.labels[:MEASURED]).mean())


def _facts(texts: NumberedTexts, labels: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    lengths = [len(text) for text in texts.training.texts]
    label, _ = most_frequent(texts.training.labels.tolist(), len(labels))
    share = (texts.held_out.labels[:MEASURED] == label).mean()
    return (
        ("Vocabulary", f"{len(texts.names)} symbols, {UNKNOWN} for rare words among them"),
        ("Steps", f"{min(lengths)} to {max(lengths)}"),
        ("Most frequent label", f"{labels[label]}: {share:.1%} of the held-out texts"),
    )


SENTIMENT = Sentiment(
    key="sentiment",
    title="Sentiment of a review",
    summary="Read a review, a long plot and a short verdict, and say whether it is a good one.",
    shape="many to one",
    notation="w_1 … w_T → y ∈ {negative, positive}",
    length=(1, 20, 6),
    length_title="Sentences of the plot",
    updates=400,
    bidirectional=True,
    sources=tuple(SOURCES),
    own=("labels",),
    defaults={
        "cell": "lstm",
        "hidden": 32,
        "layers": 1,
        "optimizer": "adam",
        "rate": 1e-2,
        "clip": 1.0,
        "batch": 32,
        "length": 6,
    },
)

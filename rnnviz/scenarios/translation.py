"""Translation: a sequence is read, and then another one is written.

The encoder–decoder of I. Sutskever, O. Vinyals, Q. Le, "Sequence to Sequence Learning with Neural
Networks", 2014; with attention: D. Bahdanau, K. Cho, Y. Bengio, "Neural Machine Translation by
Jointly Learning to Align and Translate", 2015, in the form with dot products of M.-T. Luong,
H. Pham, C. Manning, "Effective Approaches to Attention-based Neural Machine Translation", 2015.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from rnnviz.scenarios.bayes_characters import bayes_answers
from rnnviz.scenarios.french.corpus import SCORED, Pair, read_corpus
from rnnviz.scenarios.metric import EXACT_MATCH
from rnnviz.scenarios.own_pairs import own_pairs
from rnnviz.scenarios.pair_task import PairTask
from rnnviz.scenarios.scenario import Request, Scenario, ScenarioError
from rnnviz.scenarios.sequence_pairs import Example, task_of_pairs
from rnnviz.scenarios.word_for_word import dictionary, exact_share
from rnnviz.scenarios.written_dates import LANGUAGES, SEED, written_dates

#: How many characters in a row the baseline of the dates looks at: fewer do worse.
PIECES = 3


class Translation(Scenario):
    """The scenario; its length is that of the longest text."""

    def prepare(self, request: Request) -> PairTask:
        """Make or read the pairs. Raises ScenarioError where they cannot be used."""
        self.checked_length(request)
        source = request.corpus or self.sources[0]
        if source not in SOURCES:
            raise ScenarioError(
                f"There is no source “{source}”; wanted is one of {', '.join(SOURCES)}."
            )
        return SOURCES[source](request)


def to_french(request: Request) -> PairTask:
    """English sentences into French ones."""
    return _sentences(request, "English → French", _from_english)


def to_english(request: Request) -> PairTask:
    """French sentences into English ones."""
    return _sentences(request, "French → English", _from_french)


def _from_english(pair: Pair) -> Example:
    return Example(pair.english, pair.french, pair.links)


def _from_french(pair: Pair) -> Example:
    links = tuple(sorted((source, target) for target, source in pair.links))
    return Example(pair.french, pair.english, links)


def _sentences(request: Request, direction: str, turn: Callable[[Pair], Example]) -> PairTask:
    corpus = read_corpus()
    training, combined, others = (
        [turn(pair) for pair in part if pair.length <= request.length]
        for part in (corpus.training, corpus.combined, corpus.others)
    )
    held_out = combined[:SCORED] + others[:SCORED]
    return task_of_pairs(
        training,
        held_out,
        (
            ("Data", f"synthetic: sentences of a grammar, {direction}, seed {corpus.seed}"),
            ("Words", "gender, number, person, negation, elision; “you” is tu, “they” is ils"),
            ("Alignment", "known: the grammar says which word comes from which"),
            (
                "New combinations",
                f"{len(corpus.held)} of an adjective with a noun or a subject with a verb are in "
                f"no training sentence, such as {_examples(sorted(corpus.held))}; "
                f"{len(combined[:SCORED])} of the held-out pairs have one",
            ),
        ),
        EXACT_MATCH,
        (
            exact_share(held_out, dictionary(training)),
            "word for word, each by what it most often becomes in the training pairs",
        ),
    )


def _examples(combinations: Sequence[tuple[str, str]]) -> str:
    some = combinations[:: max(1, len(combinations) // 3)][:3]
    return ", ".join(f"“{first} {second}”" for first, second in some)


def dates(request: Request) -> PairTask:
    """Dates in several languages into ISO dates."""
    training, held_out = _dates(request.length)
    return task_of_pairs(
        training,
        held_out,
        (
            ("Data", f"synthetic: days from 1950 to 2049, each met once, seed {SEED}"),
            ("Languages", ", ".join(language.name for language in LANGUAGES)),
        ),
        EXACT_MATCH,
        (
            _bayes_share(request.length),
            f"each character for itself by naive Bayes, from all runs of {PIECES} characters read",
        ),
        between="",
    )


def _dates(longest: int) -> tuple[list[Example], list[Example]]:
    """Those to train on, and those held out. Some are as short as may be asked for."""
    training, held_out = (
        [Example(written, iso) for written, iso in part if len(written) <= longest]
        for part in written_dates()
    )
    return training, held_out


@cache
def _bayes_share(longest: int) -> float:
    """The share of held-out dates that naive Bayes gets right."""
    training, held_out = _dates(longest)
    said = bayes_answers(training, held_out, PIECES)
    return sum(a == list(b.target) for a, b in zip(said, held_out, strict=True)) / len(held_out)


#: In the order of the menu.
SOURCES: Mapping[str, Callable[[Request], PairTask]] = {
    "french": to_french,
    "english": to_english,
    "dates": dates,
    "file": own_pairs,
}

TRANSLATION = Translation(
    key="translation",
    title="Translation",
    summary="Read a sentence to its end, then write it in another language, word by word.",
    shape="many to many, unequal",
    notation="x_1 … x_S → y_1 … y_T, ■",
    length=(10, 100, 30),
    length_title="Longest text",
    bidirectional=True,
    feeds=True,
    sources=tuple(SOURCES),
    own=("pairs",),
    updates=1000,
    defaults={
        "cell": "gru",
        "hidden": 64,
        "layers": 1,
        "optimizer": "adam",
        "rate": 5e-3,
        "clip": 1.0,
        "batch": 64,
        "length": 30,
        "attention": True,
    },
)

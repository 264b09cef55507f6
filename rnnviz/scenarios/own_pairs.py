"""Pairs out of a file of the user's own, by words or by characters."""

import re
from collections.abc import Sequence

import numpy as np

from rnnviz.scenarios.metric import EXACT_MATCH
from rnnviz.scenarios.nearest_text import SEARCHED, nearest_answers
from rnnviz.scenarios.own.pairs import Pairs, read_pairs
from rnnviz.scenarios.pair_task import PairTask
from rnnviz.scenarios.scenario import Request, ScenarioError
from rnnviz.scenarios.sequence_pairs import Example, Facts, task_of_pairs

#: Where sources have so many words on average, texts are read by words, else by characters.
WORDS = 3
#: The most words or characters with a symbol of their own, on either side.
MOST_SYMBOLS = 1_500
#: Pairs that are used at least and at most.
LEAST_PAIRS, MOST_PAIRS = 4, 30_000
#: One pair in so many is held out, but no more than `MOST_HELD`; the seed says which.
HELD_OUT, MOST_HELD, SEED = 10, 300, 3

_WORD = re.compile(r"\w+['’]?|[^\w\s]")


def own_pairs(request: Request) -> PairTask:
    """The pairs of the file in `request`. Raises ScenarioError where they cannot be used."""
    if request.text is None:
        raise ScenarioError("No file was chosen; wanted is the path of a file of pairs.")
    pairs = read_pairs(request.text, request.reading)
    by_words = bool(np.mean([len(source.split()) for source in pairs.sources]) >= WORDS)
    fitting = _fitting(pairs, by_words, request.length)
    training, held_out = _divided(fitting)
    said = nearest_answers(training, held_out)
    right = [answer == list(each.target) for answer, each in zip(said, held_out, strict=True)]
    return task_of_pairs(
        training,
        held_out,
        (*pairs.facts, *_facts(len(fitting), by_words, request.length)),
        EXACT_MATCH,
        (
            sum(right) / len(right),
            "the answer of the most similar training text, by pieces of up to three symbols"
            + (f", among {SEARCHED:,}" if len(training) > SEARCHED else ""),
        ),
        between=" " if by_words else "",
        most=MOST_SYMBOLS,
    )


def words_of(text: str) -> list[str]:
    """Words and punctuation marks, each for itself; "l'ami" is two words."""
    return _WORD.findall(text)


def _fitting(pairs: Pairs, by_words: bool, longest: int) -> list[Example]:
    """Those that are short enough; each source once, with the first of its targets."""
    cut = words_of if by_words else list
    targets: dict[str, str] = {}
    for source, target in zip(pairs.sources, pairs.targets, strict=True):
        targets.setdefault(source, target)
    examples = [Example(cut(source), cut(target)) for source, target in targets.items()]
    fitting = [each for each in examples if max(len(each.source), len(each.target)) <= longest]
    if len(fitting) < LEAST_PAIRS:
        kind = "words" if by_words else "characters"
        raise ScenarioError(
            f"{len(fitting)} of the {len(pairs.sources):,} pairs have at most {longest} {kind} on "
            f"both sides; wanted are {LEAST_PAIRS} different ones. Choose a greater length."
        )
    return fitting[:MOST_PAIRS]


def _divided(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Those to train on, and those held out."""
    order = np.random.default_rng(SEED).permutation(len(examples)).tolist()
    held = min(MOST_HELD, -(-len(examples) // HELD_OUT))
    return [examples[n] for n in order[held:]], [examples[n] for n in order[:held]]


def _facts(used: int, by_words: bool, longest: int) -> Facts:
    symbols = (
        f"words and punctuation marks, as a source has {WORDS} words or more on average"
        if by_words
        else f"characters, as a source has fewer than {WORDS} words on average"
    )
    return (
        ("Symbols", symbols),
        (
            "Used",
            f"{used:,} pairs: each source once, at most {longest} symbols, "
            f"the first {MOST_PAIRS:,} of these",
        ),
    )

"""Spelling to phonemes: the letters of a word are read, then its sounds are written.

Many to many of unequal length; grapheme-to-phoneme conversion with an encoder and a decoder
after K. Yao and G. Zweig, "Sequence-to-Sequence Neural Net Models for Grapheme-to-Phoneme
Conversion", 2015.
"""

from functools import cache

import numpy as np

from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.letter_sounds import letter_table, said_by_letters
from rnnviz.scenarios.measures import edit_distance
from rnnviz.scenarios.metric import EDIT_DISTANCE
from rnnviz.scenarios.pair_task import PairTask
from rnnviz.scenarios.scenario import Request, Scenario
from rnnviz.scenarios.sequence_pairs import Example, task_of_pairs

DATA = "cmudict_slice"
#: So many words are held out; the seed says which.
HELD_OUT, SEED = 300, 4


@cache
def read_words() -> tuple[Example, ...]:
    """Every word, letter by letter, with its phonemes, the stress left out."""
    lines = data_card(DATA).path.read_text(encoding="ascii").splitlines()
    return tuple(_word(*line.split()) for line in lines)


def _word(spelling: str, *phonemes: str) -> Example:
    return Example(tuple(spelling), tuple(phoneme.rstrip("012") for phoneme in phonemes))


def divided(longest: int) -> tuple[list[Example], list[Example]]:
    """The words of at most so many letters: those to train on, and those held out."""
    words = [word for word in read_words() if len(word.source) <= longest]
    order = np.random.default_rng(SEED).permutation(len(words)).tolist()
    held = min(HELD_OUT, len(words) // 5)
    return [words[n] for n in order[held:]], [words[n] for n in order[:held]]


@cache
def table_errors(longest: int) -> float:
    """The edit distance per phoneme of what a table of letters makes of the held-out words."""
    training, held_out = divided(longest)
    table = letter_table(training)
    said = (said_by_letters(word.source, table) for word in held_out)
    distances = [edit_distance(a, b.target) for a, b in zip(said, held_out, strict=True)]
    return sum(distances) / sum(len(word.target) for word in held_out)


class SpellingToPhonemes(Scenario):
    """The scenario; its length is that of the longest word."""

    def prepare(self, request: Request) -> PairTask:
        """Read the dictionary. Raises ScenarioError for a length out of range."""
        longest = self.checked_length(request)
        training, held_out = divided(longest)
        return task_of_pairs(
            training,
            held_out,
            (
                ("Data", "English words of the CMU Pronouncing Dictionary"),
                ("Phonemes", "39 of ARPAbet, as North Americans say them; stress is left out"),
            ),
            EDIT_DISTANCE,
            (
                table_errors(longest),
                "a table of what each letter most often says between the two letters beside it",
            ),
            card=data_card(DATA),
        )


SPELLING_TO_PHONEMES = SpellingToPhonemes(
    key="spelling-to-phonemes",
    title="Spelling to phonemes",
    summary="Read an English word letter by letter, then write how it is said, sound by sound.",
    shape="many to many, unequal",
    notation="letters x_1 … x_S → phonemes y_1 … y_T, ■",
    length=(3, 10, 10),
    length_title="Longest word",
    bidirectional=True,
    feeds=True,
    updates=1500,
    defaults={
        "cell": "gru",
        "hidden": 64,
        "layers": 1,
        "optimizer": "adam",
        "rate": 5e-3,
        "clip": 1.0,
        "batch": 64,
        "length": 10,
        "attention": True,
        "direction": "both",
    },
)

"""Sentence: a pair of sentences, word by word, with what belongs together."""

from dataclasses import dataclass
from typing import NamedTuple

from rnnviz.scenarios.pair_task import Links

#: An adjective with a noun, or a subject with a verb, in English: held out together.
Combination = tuple[str, str]

#: What becomes of a French word before a vowel.
ELISIONS = {
    "le": "l'",
    "la": "l'",
    "je": "j'",
    "ne": "n'",
    "de": "d'",
    "ce": "cet",
    "ma": "mon",
    "ta": "ton",
}


class Part(NamedTuple):
    """Words of one sentence that mean the same as those of the other with the same `key`."""

    words: tuple[str, ...]
    key: str


@dataclass(frozen=True)
class Sentence:
    """A sentence in two languages, each in its own order."""

    english: tuple[Part, ...]
    french: tuple[Part, ...]
    combinations: frozenset[Combination]

    @property
    def english_words(self) -> tuple[str, ...]:
        """The words, with "an" before vowels."""
        words = _words(self.english)
        return tuple(
            "an" if word == "a" and following[0] in "aeio" else word
            for word, following in zip(words, (*words[1:], "."), strict=True)
        )

    @property
    def french_words(self) -> tuple[str, ...]:
        """The words, where some lose their vowel before another."""
        return elide(_words(self.french))

    @property
    def links(self) -> Links:
        """(place in the French, place in the English sentence) of words with the same key."""
        english, french = _keys(self.english), _keys(self.french)
        return tuple(
            (target, source)
            for target, wanted in enumerate(french)
            for source, key in enumerate(english)
            if key == wanted
        )


def _words(parts: tuple[Part, ...]) -> tuple[str, ...]:
    return tuple(word for part in parts for word in part.words)


def _keys(parts: tuple[Part, ...]) -> list[str]:
    return [part.key for part in parts for _ in part.words]


def elide(words: tuple[str, ...]) -> tuple[str, ...]:
    """French words as they are written one after another: "l' ami", "cet ami", "n' aime"."""
    return tuple(
        ELISIONS.get(word, word) if begins_with_vowel(following) else word
        for word, following in zip(words, (*words[1:], "."), strict=True)
    )


def begins_with_vowel(word: str) -> bool:
    """Whether a French word sounds so; every h in our words is mute."""
    return word[0] in "aeiouhéêèîœ"

"""Lexicon: all words of the texts at hand, with the vector that a network reads for each."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from rnnviz.engine.batch import Floats, Integers
from rnnviz.scenarios.entities.texts import Text
from rnnviz.scenarios.entities.word_vectors import WordVectors
from rnnviz.scenarios.padding import existing, padded_symbols

#: Stands for a vector that is no word's: one that a person has changed.
CHANGED = "?"


class Lexicon:
    """V different words in the order in which they come."""

    def __init__(self, texts: Iterable[Text], vectors: WordVectors) -> None:
        """The words of all texts, also of those that are held out."""
        self._words = tuple(dict.fromkeys(word for text in texts for word in text.words))
        self._numbers = {word: number for number, word in enumerate(self._words)}
        self._table = vectors.table(self._words)

    def vectors(self, texts: Sequence[Text]) -> Floats:
        """(T, B, I) of texts side by side, 0 where one has ended."""
        numbers = padded_symbols([[self._numbers[word] for word in t.words] for t in texts])
        vectors: Floats = self._table[numbers].astype(np.float32)
        vectors[:, :, -1] = padded_symbols([text.begins for text in texts])
        vectors[~existing([len(text.words) for text in texts])] = 0.0
        return vectors

    def spell(self, vectors: Floats) -> list[str]:
        """The words that vectors (T, I) stand for. Words that have the same one, which the
        network cannot tell apart, stand together: "Porter|Potter"."""
        keys = (vector.tobytes() for vector in vectors[:, :-1].astype(np.uint8))
        return [self._spelling.get(key, CHANGED) for key in keys]

    @cached_property
    def _spelling(self) -> dict[bytes, str]:
        spelling: dict[bytes, str] = {}
        for word, vector in zip(self._words, self._table, strict=True):
            key = vector[:-1].tobytes()
            spelling[key] = f"{spelling[key]}|{word}" if key in spelling else word
        return spelling


def tag_numbers(texts: Sequence[Text], classes: Sequence[str]) -> Integers:
    """The classes of the words' tags, (T, B) of texts side by side."""
    numbers = {tag: number for number, tag in enumerate(classes)}
    return padded_symbols([[numbers[tag] for tag in text.tags] for text in texts])

"""The tagger that looks words up: how far one comes without reading the context.

A known word is what it was most often in training, as in the baseline of CoNLL-2003 (Tjong Kim
Sang & De Meulder 2003, section 3.3). To that comes the rule of capitals: an unknown word with a
capital is part of a name. Such words side by side are one name, of the type of the last known
one among them ("Potter Motors"), else of that which names of their shape have most often.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from rnnviz.scenarios.entities.spans import OUTSIDE, spans
from rnnviz.scenarios.entities.texts import Text
from rnnviz.scenarios.entities.word_vectors import SHAPES

Shape = tuple[bool, ...]


class DictionaryTagger:
    """What the words and names of the training texts were most often."""

    def __init__(self, texts: Sequence[Text]) -> None:
        """Count them. Raises ValueError if there is no name at all."""
        tags: defaultdict[str, Counter[str]] = defaultdict(Counter)
        kinds: defaultdict[Shape, Counter[str]] = defaultdict(Counter)
        for text in texts:
            for word, tag in zip(text.words, text.tags, strict=True):
                tags[word][tag] += 1
            for span in spans(text.tags):
                kinds[_shape(text.words[span.first])][span.kind] += 1
        self._tags = {word: _most(counts) for word, counts in tags.items()}
        self._kinds = {shape: _most(counts) for shape, counts in kinds.items()}
        self._usual = _most(sum(kinds.values(), Counter()))

    def tags(self, text: Text) -> list[str]:
        """A tag for each word."""
        said = [OUTSIDE] * len(text.words)
        for first, end in self._names(text):
            kind = self._kind(text.words[first:end])
            said[first:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - first - 1)
        return said

    def _names(self, text: Text) -> Iterator[tuple[int, int]]:
        """The first and the end of words side by side in one sentence that belong to names."""
        is_name = [self._is_name(word) for word in text.words]
        begins = [
            n
            for n, (now, start) in enumerate(zip(is_name, text.begins, strict=True))
            if n == 0 or start or now is not is_name[n - 1]
        ]
        for first, end in pairwise([*begins, len(is_name)]):
            if is_name[first]:
                yield first, end

    def _is_name(self, word: str) -> bool:
        known = self._tags.get(word)
        return word[0].isupper() if known is None else known != OUTSIDE

    def _kind(self, words: Sequence[str]) -> str:
        """The type of a name."""
        known = [self._tags[word][2:] for word in words if word in self._tags]
        return known[-1] if known else self._kinds.get(_shape(words[0]), self._usual)


def _most(counts: Counter[str]) -> str:
    """The most frequent one; of equally frequent ones the first in the alphabet."""
    return max(sorted(counts), key=counts.__getitem__)


@lru_cache(maxsize=100_000)
def _shape(word: str) -> Shape:
    return tuple(is_so(word) for is_so in SHAPES.values())

"""Texts of words with tags: sentences put together, and their numbers for a network."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Text(NamedTuple):
    """One or several sentences.

    words, tags  of all of them.
    begins       whether a sentence begins with each word.
    """

    words: tuple[str, ...]
    tags: tuple[str, ...]
    begins: tuple[bool, ...]


#: A sentence: its words and their tags.
Sentence = tuple[Sequence[str], Sequence[str]]


def joined(sentences: Iterable[Sentence], length: int) -> Iterator[Text]:
    """Texts of whole sentences one after another, each of `length` words at least; the last one
    may have fewer."""
    words: list[str] = []
    tags: list[str] = []
    begins: list[bool] = []
    for more_words, more_tags in sentences:
        words += more_words
        tags += more_tags
        begins += [True] + [False] * (len(more_words) - 1)
        if len(words) >= length:
            yield Text(tuple(words), tuple(tags), tuple(begins))
            words, tags, begins = [], [], []
    if words:
        yield Text(tuple(words), tuple(tags), tuple(begins))


def first_words(texts: Iterable[Text], count: int) -> Iterator[Text]:
    """Whole texts from the first on, until they have `count` words."""
    for text in texts:
        yield text
        count -= len(text.words)
        if count <= 0:
            return


@dataclass(frozen=True)
class TaggedTexts:
    """Texts to train on and texts that are held out, with (title, text) facts about them."""

    training: tuple[Text, ...]
    held_out: tuple[Text, ...]
    facts: tuple[tuple[str, str], ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The types of names in them."""
        tags = {tag for text in (*self.training, *self.held_out) for tag in text.tags}
        return tuple(sorted({tag[2:] for tag in tags} - {""}))

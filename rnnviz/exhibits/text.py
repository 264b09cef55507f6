"""Text: words or characters with what the network says of each; and one text made into another."""

from dataclasses import dataclass
from typing import NamedTuple

from rnnviz.exhibits.exhibit import Exhibit


class Word(NamedTuple):
    """A word, a character or a base.

    text     as it is read.
    time     the step that reads it.
    said     what the network says of it ("" where it says nothing), e.g. a label.
    wanted   what is right ("" where nothing is wanted).
    share    how likely it says `said` is, 0…1.
    """

    text: str
    time: int
    said: str = ""
    wanted: str = ""
    share: float = 0.0


@dataclass(frozen=True, kw_only=True)
class TextExhibit(Exhibit):
    """A text as it is read, with the answers at its words.

    between   what stands between two words: " ", or "" for characters and bases.
    labels    "over": said and wanted are labels of a word, written over it (named entities);
              "next": said is the guess at the next word (language models);
              "none": nothing is said of single words (one answer at the end).
    """

    words: tuple[Word, ...]
    between: str = " "
    labels: str = "none"


@dataclass(frozen=True, kw_only=True)
class PairExhibit(Exhibit):
    """One sequence made into another: a translation, a date, a pronunciation.

    source    what is read, with its time steps.
    wanted    what is right.
    said      what the network writes alone, the end symbol left out.
    links     of the right answer: (place in wanted, place in source), where it is known which
              word comes from which.
    """

    source: tuple[Word, ...]
    wanted: tuple[str, ...]
    said: tuple[str, ...]
    between: str = " "
    links: tuple[tuple[int, int], ...] = ()

"""The grammar: draws sentences in English and French at once.

Gender and number of determiners and adjectives, adjectives before or behind the noun, verbs by
person, negation with "ne … pas" (after which "un" becomes "de"), and elision.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

import numpy as np

from rnnviz.scenarios.french.phrase import SHE, THEY, Phrase, agreeing, noun_phrase, pronoun_phrase
from rnnviz.scenarios.french.sentence import Part, Sentence
from rnnviz.scenarios.french.words import (
    ADJECTIVES,
    ADVERBS,
    BE,
    DETERMINERS,
    INDEFINITE,
    INTRANSITIVE,
    LIVING,
    PLACES,
    PRONOUNS,
    THINGS,
    TRANSITIVE,
    ÊTRE,
    Adjective,
    Noun,
    Verb,
)

T = TypeVar("T")

PRONOUN_SHARE, PLURAL_SHARE, NEGATION_SHARE, INDEFINITE_SHARE = 0.35, 0.5, 0.35, 0.3
#: No adjective, one that comes first in French, one that comes behind, both.
ADJECTIVE_SHARES = (0.5, 0.2, 0.2, 0.1)
#: A verb with an object, one without, "is" with an adjective.
KIND_SHARES = (0.55, 0.25, 0.2)
#: Nothing at the end of the sentence, an adverb, a place.
ENDING_SHARES = (0.6, 0.25, 0.15)

_FIRST = tuple(adjective for adjective in ADJECTIVES if adjective.comes_first)
_BEHIND = tuple(adjective for adjective in ADJECTIVES if not adjective.comes_first)


class Grammar:
    """Draws sentences with one random generator."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng

    def sentence(self) -> Sentence:
        """A new sentence."""
        subject, is_negated = self._subject(), self._happens(NEGATION_SHARE)
        kind = self._kind(KIND_SHARES)
        if kind == 2 and subject.person in (SHE, THEY):  # of I, you and we nobody knows the gender
            sentence = self._description(subject, is_negated)
        else:
            sentence = self._action(subject, is_negated, has_object=kind == 0)
        return self._ended(sentence)

    def _one(self, things: Sequence[T]) -> T:
        return things[int(self._rng.random() * len(things))]

    def _happens(self, share: float) -> bool:
        return bool(self._rng.random() < share)

    def _kind(self, shares: Sequence[float]) -> int:
        drawn = self._rng.random()
        return sum(drawn >= bound for bound in accumulate(shares[:-1]))

    def _subject(self) -> Phrase:
        if self._happens(PRONOUN_SHARE):
            return pronoun_phrase(self._one(PRONOUNS))
        return self._noun_phrase("subject", LIVING)

    def _noun_phrase(self, role: str, nouns: Sequence[Noun], is_negated: bool = False) -> Phrase:
        determiner = INDEFINITE if self._happens(INDEFINITE_SHARE) else self._one(DETERMINERS)
        is_plural = self._happens(PLURAL_SHARE)
        return noun_phrase(
            role, self._one(nouns), determiner, self._adjectives(), is_plural, is_negated
        )

    def _adjectives(self) -> tuple[Adjective, ...]:
        kind = self._kind(ADJECTIVE_SHARES)
        first = (self._one(_FIRST),) if kind in (1, 3) else ()
        return (*first, self._one(_BEHIND)) if kind in (2, 3) else first

    def _action(self, subject: Phrase, is_negated: bool, has_object: bool) -> Sentence:
        """A subject and its verb, with or without an object."""
        verb = self._one(TRANSITIVE if has_object else INTRANSITIVE)
        combinations = subject.combinations
        if subject.person in (SHE, THEY):  # only "tu" has the form "vois", so that it must be met
            combinations |= {(subject.head, verb.english[0])}
        english = subject.english + _english_verb(verb, subject, is_negated)
        french = subject.french + _french_verb(verb.french[subject.person], is_negated)
        if not has_object:
            return Sentence(english, french, combinations)
        target = self._noun_phrase("object", LIVING + THINGS, is_negated)
        return Sentence(
            english + target.english, french + target.french, combinations | target.combinations
        )

    def _description(self, subject: Phrase, is_negated: bool) -> Sentence:
        """The subject "is" something."""
        adjective, number = self._one(ADJECTIVES), int(subject.is_plural)
        negation = (Part(("not",), "not"),) if is_negated else ()
        form = agreeing(adjective, subject.is_feminine, number)
        is_verb = Part((BE[number],), "verb")
        return Sentence(
            (*subject.english, is_verb, *negation, Part((adjective.english,), "state")),
            (*subject.french, *_french_verb(ÊTRE[number], is_negated), Part((form,), "state")),
            subject.combinations | {(adjective.english, subject.head)},
        )

    def _ended(self, sentence: Sentence) -> Sentence:
        """The sentence with an adverb or a place at its end, or as it is."""
        kind = self._kind(ENDING_SHARES)
        if kind == 0:
            return sentence
        english, french = self._one((ADVERBS, PLACES)[kind - 1])
        place = self._noun_phrase("place", THINGS) if kind == 2 else None
        return Sentence(
            (*sentence.english, Part(english, "ending"), *(place.english if place else ())),
            (*sentence.french, Part(french, "ending"), *(place.french if place else ())),
            sentence.combinations | (place.combinations if place else frozenset()),
        )


def _english_verb(verb: Verb, subject: Phrase, is_negated: bool) -> tuple[Part, ...]:
    """ "sees", "does not see", "look for"."""
    third = subject.person == SHE
    particle = (verb.particle,) if verb.particle else ()
    if not is_negated:
        return (Part((verb.english[int(third)], *particle), "verb"),)
    return (
        Part(("does" if third else "do",), "verb"),
        Part(("not",), "not"),
        Part((verb.english[0], *particle), "verb"),
    )


def _french_verb(form: str, is_negated: bool) -> tuple[Part, ...]:
    """ "voit", "ne voit pas"."""
    verb = Part((form,), "verb")
    return (Part(("ne",), "not"), verb, Part(("pas",), "not")) if is_negated else (verb,)

"""Phrases: subjects and objects, in both languages, with agreement."""

from dataclasses import dataclass

from rnnviz.scenarios.french.sentence import Combination, Part, begins_with_vowel
from rnnviz.scenarios.french.words import INDEFINITE, Adjective, Determiner, Noun, Pronoun

#: Places in Verb.french of a noun, singular and plural.
SHE, THEY = 2, 4


@dataclass(frozen=True)
class Phrase:
    """A noun with what belongs to it, or a pronoun.

    head          its word in English, in the singular.
    person        place in Verb.french.
    combinations  each of its adjectives with the noun.
    """

    english: tuple[Part, ...]
    french: tuple[Part, ...]
    head: str
    person: int
    is_feminine: bool
    combinations: frozenset[Combination] = frozenset()

    @property
    def is_plural(self) -> bool:
        """Whether it stands for more than one."""
        return self.person > SHE


def pronoun_phrase(pronoun: Pronoun) -> Phrase:
    """A pronoun as the subject."""
    return Phrase(
        (Part((pronoun.english,), "subject"),),
        (Part((pronoun.french,), "subject"),),
        pronoun.english,
        pronoun.person,
        pronoun.is_feminine,
    )


def noun_phrase(
    role: str,
    noun: Noun,
    determiner: Determiner,
    adjectives: tuple[Adjective, ...],
    is_plural: bool,
    is_negated: bool = False,
) -> Phrase:
    """A noun with a determiner and adjectives, those before the noun in French first.

    role        begins the keys of its words: "subject", "object".
    is_negated  whether it is the object of a verb with "ne … pas".
    """
    number, person = (1, THEY) if is_plural else (0, SHE)
    before = [adjective for adjective in adjectives if adjective.comes_first]
    behind = [adjective for adjective in adjectives if not adjective.comes_first]
    article = Part((_french_determiner(noun, determiner, number, bool(before), is_negated),), role)
    name = Part((noun.french[number],), f"{role} noun")
    return Phrase(
        (
            Part((_english_determiner(determiner, number, is_negated),), role),
            *(Part((each.english,), f"{role} {each.english}") for each in adjectives),
            Part((noun.english[number],), f"{role} noun"),
        ),
        (
            article,
            *(_agreeing(role, each, noun, number) for each in before),
            name,
            *(_agreeing(role, each, noun, number) for each in behind),
        ),
        noun.english[0],
        person,
        noun.is_feminine,
        frozenset((each.english, noun.english[0]) for each in adjectives),
    )


def _english_determiner(determiner: Determiner, number: int, is_negated: bool) -> str:
    if determiner is INDEFINITE and number and is_negated:
        return "any"
    return determiner.english[number]


def _french_determiner(
    noun: Noun, determiner: Determiner, number: int, adjective_first: bool, is_negated: bool
) -> str:
    """ "pas de chat", "de petits chats": where "un" and "des" become "de"."""
    if determiner is INDEFINITE and (is_negated or (number and adjective_first)):
        return "de"
    return determiner.french[2 if number else int(noun.is_feminine)]


def _agreeing(role: str, adjective: Adjective, noun: Noun, number: int) -> Part:
    form = agreeing(adjective, noun.is_feminine, number)
    if adjective.comes_first and not noun.is_feminine and not number:
        form = adjective.before_vowel if begins_with_vowel(noun.french[0]) else form
    return Part((form,), f"{role} {adjective.english}")


def agreeing(adjective: Adjective, is_feminine: bool, number: int) -> str:
    """The adjective's form for gender and number (0 singular, 1 plural)."""
    return (adjective.feminine if is_feminine else adjective.masculine)[number]

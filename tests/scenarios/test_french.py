"""The English–French grammar: agreement, word order, negation, elision, alignments, held-out."""

import numpy as np
import pytest

from rnnviz.scenarios.french.corpus import LONGEST, Corpus, read_corpus
from rnnviz.scenarios.french.grammar import Grammar
from rnnviz.scenarios.french.phrase import noun_phrase
from rnnviz.scenarios.french.sentence import Part, Sentence, elide
from rnnviz.scenarios.french.words import (
    ADJECTIVES,
    DETERMINERS,
    INDEFINITE,
    INTRANSITIVE,
    LIVING,
    PRONOUNS,
    THINGS,
    TRANSITIVE,
    Determiner,
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus()


@pytest.fixture(scope="module")
def translations(corpus: Corpus) -> dict[str, str]:
    everything = (*corpus.training, *corpus.combined, *corpus.others)
    return {" ".join(pair.english): " ".join(pair.french) for pair in everything}


NOUNS = {noun.english[0]: noun for noun in LIVING + THINGS}
ADJECTIVE = {adjective.english: adjective for adjective in ADJECTIVES}
DETERMINER = {each.english[0]: each for each in (*DETERMINERS, INDEFINITE)}


@pytest.mark.parametrize(
    ("determiner", "adjectives", "noun", "plural", "negated", "english", "french"),
    [
        ("the", "", "cat", False, False, "the cat", "le chat"),
        ("the", "black", "cat", True, False, "the black cats", "les chats noirs"),
        ("the", "", "friend", False, False, "the friend", "l' ami"),
        ("a", "white", "apple", False, False, "a white apple", "une pomme blanche"),
        ("a", "", "apple", False, False, "an apple", "une pomme"),
        ("my", "", "school", False, False, "my school", "mon école"),
        ("my", "big", "school", False, False, "my big school", "ma grande école"),
        ("this", "", "tree", False, False, "this tree", "cet arbre"),
        ("this", "old", "man", False, False, "this old man", "ce vieil homme"),
        ("this", "old", "man", True, False, "these old men", "ces vieux hommes"),
        ("this", "old", "cat", False, False, "this old cat", "ce vieux chat"),
        ("the", "old", "school", False, False, "the old school", "la vieille école"),
        ("a", "little", "bird", True, False, "some little birds", "de petits oiseaux"),
        ("a", "red", "boat", True, False, "some red boats", "des bateaux rouges"),
        ("a", "", "hat", True, True, "any hats", "de chapeaux"),
        ("a", "", "friend", False, True, "a friend", "d' ami"),
        ("our", "big red", "car", True, False, "our big red cars", "nos grandes voitures rouges"),
    ],
)
def test_that_nouns_have_what_belongs_to_them_in_both_languages(
    determiner: str,
    adjectives: str,
    noun: str,
    plural: bool,
    negated: bool,
    english: str,
    french: str,
) -> None:
    chosen = tuple(ADJECTIVE[name] for name in adjectives.split())
    kind: Determiner = DETERMINER[determiner]
    phrase = noun_phrase("object", NOUNS[noun], kind, chosen, plural, negated)
    sentence = Sentence(phrase.english, phrase.french, phrase.combinations)
    assert " ".join(sentence.english_words) == english
    assert " ".join(sentence.french_words) == french
    assert sentence.combinations == {(each.english, noun) for each in chosen}


def test_that_words_lose_their_vowel_only_before_another() -> None:
    words = ("je", "aime", "ne", "aime", "pas", "le", "île", "de", "une", "la", "femme")
    elided = ("j'", "aime", "n'", "aime", "pas", "l'", "île", "d'", "une", "la", "femme")
    assert elide(words) == elided


def test_that_links_join_words_with_the_same_key() -> None:
    sentence = Sentence(
        (Part(("do",), "verb"), Part(("not",), "not"), Part(("look", "for"), "verb")),
        (Part(("ne",), "not"), Part(("cherche",), "verb"), Part(("pas",), "not")),
        frozenset(),
    )
    assert sentence.links == ((0, 1), (1, 0), (1, 2), (1, 3), (2, 1))


def test_that_verbs_agree_with_the_person(translations: dict[str, str]) -> None:
    verbs = {verb.english: verb for verb in TRANSITIVE + INTRANSITIVE}
    found = 0
    for pronoun in PRONOUNS:
        for (plain, third), verb in verbs.items():
            form = third if pronoun.english in ("he", "she") else plain
            english = " ".join(filter(None, (pronoun.english, form, verb.particle)))
            french = translations.get(english)
            if french is not None:
                found += 1
                assert french == " ".join(elide((pronoun.french, verb.french[pronoun.person])))
    assert found > 20


def test_that_negation_stands_around_the_verb(translations: dict[str, str]) -> None:
    for english, french in translations.items():
        words = french.split()
        places = [n for n, word in enumerate(words) if word in ("ne", "n'")]
        assert len(places) == (" not " in f" {english} ")
        assert all(words[place + 2] == "pas" for place in places)


def test_that_adjectives_after_is_agree(translations: dict[str, str]) -> None:
    said = {"she is happy": "elle est heureuse", "they are white": "ils sont blancs"}
    found = {english: translations[english] for english in said if english in translations}
    assert found
    assert all(said[english] == french for english, french in found.items())


def test_that_a_sentence_has_one_translation_in_either_direction(
    corpus: Corpus, translations: dict[str, str]
) -> None:
    assert len(set(translations.values())) == len(translations)
    assert max(pair.length for pair in corpus.training) <= LONGEST


def test_that_links_lie_within_the_sentences_and_reach_every_french_word(corpus: Corpus) -> None:
    for pair in corpus.training[:2000]:
        assert {target for target, _ in pair.links} == set(range(len(pair.french)))
        assert {source for _, source in pair.links} == set(range(len(pair.english)))


def test_that_links_join_nouns_with_their_translations(corpus: Corpus) -> None:
    forms = {
        french: english
        for noun in NOUNS.values()
        for english, french in zip(noun.english, noun.french, strict=True)
    }
    for pair in corpus.training[:2000]:
        joined = {pair.french[target]: pair.english[source] for target, source in pair.links}
        assert all(forms[word] == joined[word] for word in pair.french if word in forms)


def test_that_no_held_out_sentence_or_combination_is_trained_on(corpus: Corpus) -> None:
    trained = {pair.english for pair in corpus.training}
    assert not trained & {pair.english for pair in (*corpus.combined, *corpus.others)}
    assert not any(pair.combinations & corpus.held for pair in corpus.training)
    assert all(pair.combinations & corpus.held for pair in corpus.combined)
    assert not any(pair.combinations & corpus.held for pair in corpus.others)


def test_that_every_word_of_the_held_out_sentences_is_known(corpus: Corpus) -> None:
    held = (*corpus.combined, *corpus.others)
    for side in ("english", "french"):
        known, met = (
            {word for pair in part for word in getattr(pair, side)}
            for part in (corpus.training, held)
        )
        assert met <= known


def test_that_held_out_combinations_are_written_in_the_sentences(corpus: Corpus) -> None:
    first = next(pair for pair in corpus.combined if len(pair.combinations & corpus.held) == 1)
    [(one, two)] = first.combinations & corpus.held
    text = " ".join(first.english)
    assert one in text or one in NOUNS
    assert two in text or any(form in text for form in NOUNS[two].english)


def test_that_one_seed_draws_the_same_sentences() -> None:
    first, second, other = (Grammar(np.random.default_rng(seed)) for seed in (1, 1, 2))
    drawn = [[grammar.sentence() for _ in range(20)] for grammar in (first, second, other)]
    assert drawn[0] == drawn[1] != drawn[2]

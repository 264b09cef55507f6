"""Made-up reviews: what they mean, and that held-out ones are new."""

import re

import numpy as np
import pytest

from rnnviz.scenarios.film_reviews import LABELS, NEGATIVE, POSITIVE, Review, write_reviews
from rnnviz.scenarios.review_wording import (
    BAD,
    GOOD,
    NEGATED,
    NEUTRAL,
    PEOPLE,
    PLAIN,
    SO,
    THINGS,
    TURNED,
)

ADJECTIVES = {*GOOD, *BAD, *NEUTRAL}


def sentences(review: Review) -> list[str]:
    parts = review.text.split(" .")
    assert parts.pop() == ""
    return [part.strip() for part in parts]


def verdict(review: Review) -> str:
    """The last sentence without what leads to it."""
    text = sentences(review)[-1]
    for start in sorted(SO, key=len, reverse=True):
        if start and text.startswith(start):
            return text[len(start) :]
    return text


def judged(text: str) -> int:
    """What a person would say who reads a verdict: the rules anew, by hand."""
    text = re.sub(r"\ban ", "a ", text)
    text = text.split(", but the film is ")[-1]
    if ", but it is " in text and not text.endswith("but it is not"):
        text = text.split(", but it is ")[-1]
    text = text.split(" , although ")[0].split(", and it is ")[-1]
    turned = bool(re.search(r"\b(not|but|far|nobody|nothing|hardly|regret|cannot)\b", text))
    if "do not regret" in text:
        turned = False
    if text.startswith("anything") or "anything but" in text:
        turned = True
    good = not any(word in BAD for word in text.split())
    return POSITIVE if good != turned else NEGATIVE


@pytest.mark.parametrize("held_out", [False, True])
def test_that_labels_say_what_the_verdict_says(held_out: bool) -> None:
    for review in write_reviews(1000, 1, held_out, 7):
        assert judged(verdict(review)) == review.label, review


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("it is not bad at all", POSITIVE),
        ("not worth the money", NEGATIVE),
        ("i do not regret the ticket", POSITIVE),
        ("i can only recommend it to children", POSITIVE),
        ("some say it is dull , but it is not", POSITIVE),
        ("the actors are good , but the film is not great", NEGATIVE),
        ("it is good , although the actors are bad", POSITIVE),
        ("it looks cheap , but it is good", POSITIVE),
    ],
)
def test_that_the_rules_of_this_test_are_those_of_english(text: str, label: int) -> None:
    assert judged(text) == label


def test_that_plots_have_so_many_sentences() -> None:
    for most in (1, 2, 5):
        counts = {len(sentences(review)) - 1 for review in write_reviews(200, most, False, 3)}
        assert counts == set(range((most + 1) // 2, most + 1))


def bare(sentence: str) -> str:
    """A sentence of a plot: who does what."""
    words = [word for word in sentence.split() if word not in ADJECTIVES]
    text = re.sub(r"^(then|but|soon) ", "", " ".join(words)).replace(" an ", " a ")
    return " ".join(text.split()[1:5])


def test_that_no_plot_of_a_held_out_review_was_trained_on() -> None:
    known, new = (
        {bare(s) for r in write_reviews(1500, 4, held_out, 5) for s in sentences(r)[:-1]}
        for held_out in (False, True)
    )
    assert len(known) > 250
    assert len(new) > 60
    assert not known & new


def test_that_no_verdict_of_a_held_out_review_was_trained_on() -> None:
    known, new = (
        {verdict(review) for review in write_reviews(2000, 1, held_out, 5)}
        for held_out in (False, True)
    )
    assert len(new) > 80
    assert not known & new


def test_that_all_words_of_held_out_reviews_are_in_others() -> None:
    known, new = (
        {word for review in write_reviews(1000, 3, held_out, 5) for word in review.text.split()}
        for held_out in (False, True)
    )
    assert new <= known


def test_that_plots_say_nothing_of_the_verdict() -> None:
    reviews = write_reviews(2000, 4, False, 11)
    counts = np.zeros((2, 2))
    for review in reviews:
        for word in " ".join(sentences(review)[:-1]).split():
            if word in GOOD or word in BAD:
                counts[review.label, int(word in GOOD)] += 1
    shares = counts / counts.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(shares, 0.5, atol=0.03)


def test_that_both_labels_are_about_as_frequent() -> None:
    labels = [review.label for review in write_reviews(2000, 2, False, 1)]
    assert np.mean(labels) == pytest.approx(0.5, abs=0.04)
    assert LABELS[POSITIVE] == "positive"


def test_that_the_seed_decides() -> None:
    assert write_reviews(20, 3, True, 1) == write_reviews(20, 3, True, 1)
    assert write_reviews(20, 3, True, 1) != write_reviews(20, 3, True, 2)


def test_that_an_stands_before_vowels() -> None:
    text = " ".join(review.text for review in write_reviews(500, 4, False, 1))
    assert re.search(r"\ban [aeiou]", text)
    assert not re.search(r"\ba [aeiou]|\ban [^aeiou]", text)


def test_that_every_frame_has_its_place_for_a_word() -> None:
    assert all(frame.count("#") == 1 for frame in (*PLAIN, *NEGATED, *TURNED))
    assert len(THINGS) == len(PEOPLE) == 5

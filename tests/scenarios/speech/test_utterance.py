"""Voices and utterances: who speaks, what is said, and how sounds run into each other."""

from itertools import pairwise

import numpy as np
import pytest

from rnnviz.scenarios.speech.phones import (
    CONSONANTS,
    NASAL_POLE,
    NASAL_ZERO,
    PHONES,
    VOWEL_FREQUENCIES,
    VOWELS,
)
from rnnviz.scenarios.speech.utterance import DRAWN, Utterance, _targets, draw_utterance
from rnnviz.scenarios.speech.voice import SIZES, Voice, draw_voice


def average_man() -> Voice:
    frequencies = VOWEL_FREQUENCIES[0]
    return Voice(0, frequencies[:, 1:], frequencies[:, 0], 1.0)


def words(count: int, length: int = 6) -> list[Utterance]:
    rng = np.random.default_rng(0)
    return [draw_utterance(average_man(), length, rng) for _ in range(count)]


def said(utterance: Utterance) -> str:
    phones = utterance.phones
    starts = np.append(0, np.flatnonzero(np.diff(phones)) + 1)
    return "".join(PHONES[n] for n in phones[starts])


def test_that_many_voices_are_on_average_the_published_one() -> None:
    rng = np.random.default_rng(1)
    for kind in range(3):
        voices = [draw_voice(kind, rng) for _ in range(400)]
        mean = np.mean([voice.vowels for voice in voices], axis=0)
        np.testing.assert_allclose(mean, VOWEL_FREQUENCIES[kind, :, 1:], rtol=0.01)
        assert voices[0].name == ("man", "woman", "child")[kind]


def test_that_women_and_children_have_shorter_tracts() -> None:
    np.testing.assert_allclose(SIZES, [1, 1.16, 1.34], atol=0.02)


def test_that_vowels_and_consonants_take_turns_between_silences() -> None:
    for utterance in words(20):
        word = said(utterance)
        assert len(word) == 8
        assert word[0] == word[-1] == "·"
        assert all((a in VOWELS) != (b in VOWELS) for a, b in pairwise(word[1:-1]))


def test_that_all_sounds_are_said_about_equally_often() -> None:
    text = "".join(said(utterance) for utterance in words(300))
    for kind in (VOWELS, tuple(CONSONANTS)):
        counts = np.array([text.count(symbol) for symbol in kind])
        np.testing.assert_allclose(counts, 900 / len(kind), rtol=0.35)


def test_that_each_sound_is_made_by_its_own_means() -> None:
    for utterance in words(20):
        controls = utterance.controls
        for symbol in set(said(utterance)):
            at = utterance.phones == PHONES.index(symbol)
            if symbol in VOWELS:
                assert controls.voice[at].max() == pytest.approx(1)
                assert not controls.colour[at].any()
            elif symbol == "·":
                assert controls.voice[at].min() == controls.frication[at].min() == 0
            elif CONSONANTS[symbol].kind == "nasal":
                assert controls.nasal_zero[at].max() > (NASAL_POLE + NASAL_ZERO) / 2
            else:
                assert controls.frication[at].max() > 0.05


def test_that_a_closure_is_silent_before_its_burst() -> None:
    for utterance in words(20):
        for symbol in set(said(utterance)) & set("ptk"):
            at = np.flatnonzero(utterance.phones == PHONES.index(symbol))
            loud = utterance.controls.voice[at] + utterance.controls.frication[at]
            assert loud[3:5].max() == 0


def test_that_a_consonant_is_drawn_towards_the_vowels_beside_it() -> None:
    found = {
        vowel: np.mean(
            [
                _targets(["·", vowel, "t", vowel, "·"], average_man(), rng)[2]
                for rng in map(np.random.default_rng, range(200))
            ],
            axis=0,
        )
        for vowel in "iu"
    }
    for vowel, target in found.items():
        own = average_man().vowels[VOWELS.index(vowel)]
        locus = np.array(CONSONANTS["t"].formants)
        np.testing.assert_allclose(target, (1 - DRAWN) * locus + DRAWN * own, rtol=0.01)


def test_that_formants_move_smoothly() -> None:
    for utterance in words(10):
        steps = np.abs(np.diff(np.log(utterance.controls.formants), axis=0))
        assert steps.max() < 0.2

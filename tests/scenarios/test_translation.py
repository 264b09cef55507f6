"""Translation: sentences, dates and pairs of one's own."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from rnnviz.scenarios.bayes_characters import bayes_answers
from rnnviz.scenarios.french.corpus import read_corpus
from rnnviz.scenarios.pair_task import PairTask
from rnnviz.scenarios.scenario import Request, ScenarioError
from rnnviz.scenarios.sequence_pairs import Example
from rnnviz.scenarios.translation import TRANSLATION
from rnnviz.scenarios.word_for_word import dictionary, translate
from rnnviz.scenarios.written_dates import LANGUAGES, LONGEST, written_dates
from tests.scenarios.pair_answers import Knowing, Saying


@pytest.fixture(scope="module")
def french() -> PairTask:
    return TRANSLATION.prepare(Request(length=30))


@pytest.fixture(scope="module")
def dates() -> PairTask:
    return TRANSLATION.prepare(Request("dates", length=30))


def own(folder: Path, lines: list[str], length: int = 30) -> PairTask:
    path = folder / "pairs.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return TRANSLATION.prepare(Request("file", path, length))


def test_that_sentences_are_read_word_by_word(french: PairTask) -> None:
    batch = french.sample(np.random.default_rng(0))
    labels = french.input_labels(batch)
    english = labels[: batch.source]
    pair = next(
        pair for pair in (*read_corpus().combined, *read_corpus().others) if pair.english == english
    )
    assert labels[batch.source :] == ("■", *pair.french)
    assert french.target_labels(batch)[batch.source :] == (*pair.french, "■")


def test_that_no_held_out_sentence_is_trained_on(french: PairTask) -> None:
    trained = {
        tuple(batch.inputs[: batch.source, 0])
        for batch in (french.training.batch([n]) for n in range(len(french.training)))
    }
    for n in range(len(french.held_out)):
        batch = french.held_out.batch([n])
        assert tuple(batch.inputs[: batch.source, 0]) not in trained


def test_that_half_of_the_held_out_sentences_have_a_new_combination() -> None:
    task = TRANSLATION.prepare(Request("french", length=30))
    assert "150 of the held-out pairs" in dict(task.facts)["New combinations"]
    assert len(task.held_out) == 300


def test_that_the_score_is_one_for_right_answers_and_none_for_silly_ones(
    french: PairTask,
) -> None:
    corpus = read_corpus()
    pairs = (*corpus.combined, *corpus.others)
    knowing = Knowing(french, [Example(pair.english, pair.french) for pair in pairs])
    assert french.score(knowing) == 1
    assert french.score(Saying(0, french.outputs)) == 0
    assert 0.05 < french.baseline_score < 0.5


def test_that_the_exhibit_has_the_alignment(french: PairTask) -> None:
    corpus = read_corpus()
    pairs = {pair.english: pair for pair in (*corpus.combined, *corpus.others)}
    batch = french.sample(np.random.default_rng(3))
    exhibit = french.exhibit(batch, np.zeros((1, 1)), Saying(french.outputs - 1, french.outputs))
    pair = pairs[tuple(word.text for word in exhibit.source)]
    assert (exhibit.wanted, exhibit.links, exhibit.said) == (pair.french, pair.links, ())


def test_that_the_other_direction_is_the_same_sentences_turned(french: PairTask) -> None:
    english = TRANSLATION.prepare(Request("english", length=30))
    assert english.features == french.classes[:-1]
    assert english.classes[:-1] == french.features
    assert {(b, a) for links in english.links.values() for a, b in links} == {
        link for links in french.links.values() for link in links
    }


def test_that_a_length_leaves_out_longer_sentences() -> None:
    task = TRANSLATION.prepare(Request("french", length=10))
    assert max(map(len, task.training.wanted)) == 10


def test_that_words_are_translated_one_by_one() -> None:
    words = dictionary(
        [
            Example(("he", "does", "see"), ("il", "voit"), ((0, 0), (1, 1), (1, 2))),
            Example(("he", "sees"), ("il", "voit"), ((0, 0), (1, 1))),
            Example(("she", "sees"), ("elle", "voit"), ((0, 0), (1, 1))),
        ]
    )
    assert translate(("she", "does", "see", "nothing"), words) == ["elle", "voit"]
    assert translate(("he", "sees"), words) == ["il", "voit"]


def test_that_dates_are_what_they_say() -> None:
    training, held_out = written_dates()
    for written, iso in (*training, *held_out):
        day = date.fromisoformat(iso)
        assert len(written) <= LONGEST
        assert str(day.year) in written
        assert str(day.day) in written
        names = {language.months[day.month - 1][:3] for language in LANGUAGES}
        assert f"{day.month:02}" in written or any(name in written for name in names)
    assert len(held_out) == 300


def test_that_a_date_is_written_in_the_ways_of_its_language() -> None:
    day = date(2026, 11, 26)
    english, french = LANGUAGES[0], LANGUAGES[1]
    assert [english.write(day, style) for style in english.formats] == [
        "26 November 2026",
        "November 26, 2026",
        "Thursday, 26 November 2026",
        "26 Nov 2026",
    ]
    assert french.write(date(2026, 5, 1), "{d} {month} {year}") == "1er mai 2026"
    assert french.write(date(2026, 5, 1), "{dd}/{m}/{year}") == "01/05/2026"


def test_that_no_held_out_day_is_trained_on_in_any_language() -> None:
    training, held_out = written_dates()
    assert not {iso for _, iso in training} & {iso for _, iso in held_out}


def test_that_dates_are_read_and_written_by_characters(dates: PairTask) -> None:
    assert dates.classes == (*"-0123456789", "■")
    batch = dates.sample(np.random.default_rng(0))
    written = "".join(dates.input_labels(batch)[: batch.source]).replace("␣", " ")
    exhibit = dates.exhibit(batch, np.zeros((1, 1)), Saying(11, 12))
    assert exhibit.between == ""
    assert (written, "".join(exhibit.wanted)) in written_dates()[1]


def test_that_the_baseline_of_dates_knows_months_from_their_letters(dates: PairTask) -> None:
    examples = [Example("3 May", "05-03"), Example("5 Jun", "06-05"), Example("7 Jun", "06-07")]
    asked = [Example("9 June", "06-09")]
    assert "".join(bayes_answers(examples, asked, 3)[0])[:3] == "06-"
    assert 0.9 < dates.baseline_score < 1


def test_that_own_sentences_are_read_by_words(tmp_path: Path) -> None:
    task = own(tmp_path, [f"I see {n} cats, don't I\tje vois l'ami {n}" for n in range(20)])
    assert dict(task.facts)["Symbols"].startswith("words and punctuation marks")
    assert {",", "don'", "t", "cats"} < set(task.features)
    assert {"l'", "ami"} < set(task.classes)
    assert (len(task.training), len(task.held_out)) == (18, 2)
    assert task.between == " "


def test_that_own_words_are_read_by_characters(tmp_path: Path) -> None:
    task = own(tmp_path, [f"{n}\t{n * n}" for n in range(100, 130)])
    assert dict(task.facts)["Symbols"].startswith("characters")
    assert set(task.features) == set("0123456789")
    assert task.between == ""


def test_that_own_pairs_are_divided_without_a_source_on_both_sides(tmp_path: Path) -> None:
    lines = [f"{n % 15}x\t{n}" for n in range(40)]
    task = own(tmp_path, lines)
    assert len(task.training) + len(task.held_out) == 15


def test_that_the_answer_of_the_most_similar_text_is_the_baseline(tmp_path: Path) -> None:
    alike = [f"{word}{n}\t{word}" for word in ("abc", "xyz") for n in range(10, 30)]
    assert own(tmp_path, alike).baseline_score == 1
    apart = [f"{n}\t{n}" for n in range(100, 140)]
    assert own(tmp_path, apart).baseline_score == 0


def test_that_too_long_pairs_are_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="0 of the 12 pairs have at most 10 characters"):
        own(tmp_path, [f"{n}{'x' * 40}\t{n}" for n in range(12)], 10)


def test_that_sources_are_checked() -> None:
    with pytest.raises(ScenarioError, match="“latin”; wanted is one of french, english, dates"):
        TRANSLATION.prepare(Request("latin", length=30))
    with pytest.raises(ScenarioError, match="No file was chosen"):
        TRANSLATION.prepare(Request("file", length=30))
    with pytest.raises(ScenarioError, match="Longest text is 9"):
        TRANSLATION.prepare(Request(length=9))


def test_that_there_are_dates_of_the_least_length() -> None:
    task = TRANSLATION.prepare(Request("dates", length=10))
    assert len(task.training) > 500
    assert len(task.held_out) > 20

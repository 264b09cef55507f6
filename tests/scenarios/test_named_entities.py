"""Named entities: names that are held out, decoys, batches, the metric and the exhibit."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.entities import frames, word_lists
from rnnviz.scenarios.entities.names import is_held_out, names
from rnnviz.scenarios.entities.sentences import NEW_FRAMES, Sentences
from rnnviz.scenarios.entities.spans import spans
from rnnviz.scenarios.entities.texts import Text
from rnnviz.scenarios.named_entities import NAMED_ENTITIES, EntitiesTask
from rnnviz.scenarios.scenario import Request, ScenarioError

#: Words that are parts of names without being names: "Bank", "Street", "&".
PARTS = {
    word
    for parts in ("FIRMS", "LOCAL", "OF", "WAYS", "LAND", "SIDES")
    for part in getattr(word_lists, parts)
    for word in part.split()
} | {"&"}


class Says:
    """A network whose outputs are a function of the batch."""

    def __init__(self, answer: Callable[[Batch], Floats]) -> None:
        self.answer = answer

    def outputs(self, batch: Batch) -> Floats:
        return self.answer(batch)

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        raise AssertionError("no input is fed back")


RIGHT = Says(lambda batch: np.eye(7)[batch.targets])
NOTHING = Says(lambda batch: np.eye(7)[np.zeros_like(batch.targets)])


@pytest.fixture(scope="module")
def task() -> EntitiesTask:
    return NAMED_ENTITIES.prepare(Request(length=12))


def called(texts: tuple[Text, ...]) -> set[str]:
    """All words in names that are no mere parts of them."""
    return {
        word
        for text in texts
        for span in spans(text.tags)
        for word in text.words[span.first : span.end]
        if word not in PARTS
    }


def test_that_the_file_of_names_is_the_one_of_its_card(task: EntitiesTask) -> None:
    assert data_card("census_names").is_intact
    assert task.card is data_card("census_names")
    rows = task.card.path.read_text(encoding="ascii").splitlines()
    assert len(rows) == 1 + 600 + 600 + 1500
    assert "last\tPotter" in rows


def test_that_no_name_is_both_trained_on_and_held_out() -> None:
    trained, held_out = names(False), names(True)
    for part in ("first", "last", "places", "bodies"):
        assert getattr(held_out, part)
        for other in ("first", "last", "places", "bodies"):
            assert not set(getattr(trained, part)) & set(getattr(held_out, other))


def test_that_a_fifth_of_the_names_is_held_out() -> None:
    trained, held_out = names(False).last, names(True).last
    assert len(trained) + len(held_out) == 1500
    assert len(held_out) / 1500 == pytest.approx(0.2, abs=0.03)


def test_that_no_person_of_the_held_out_texts_is_in_a_training_text(task: EntitiesTask) -> None:
    persons = {*names(True).first, *names(True).last}
    assert called(task.texts.held_out) & persons
    assert not called(task.texts.training) & persons


def test_that_held_out_texts_call_only_held_out_names(task: EntitiesTask) -> None:
    multiple = {word for place in word_lists.PLACES if " " in place for word in place.split()}
    for word in called(task.texts.held_out) - multiple:
        assert is_held_out(word) or (len(word) == 2 and word[1] == "."), word


def test_that_a_held_out_name_in_training_is_a_common_word_there(task: EntitiesTask) -> None:
    seen = {word for text in task.texts.training for word in text.words} - PARTS
    decoys = seen & {*names(True).first, *names(True).last}
    written = " ".join((*frames.ALONE, *frames.STATEMENTS, *sum(frames.FILLERS.values(), ())))
    common = {word[0].upper() + word[1:] for word in written.split()}
    assert decoys <= common


def test_that_the_puzzling_words_are_names_and_no_names() -> None:
    tags: dict[str, set[str]] = {}
    sentences = Sentences(Random(1), held_out=False)
    for _ in range(5000):
        for word, tag in sentences.next():
            tags.setdefault(word, set()).add(tag[2:])
    assert tags["May"] >= {"", "PER"}
    assert tags["Rose"] >= {"", "PER"}
    assert tags["Jackson"] >= {"PER", "LOC", "ORG"}
    assert tags["TV"] == {""}


def test_that_new_frames_are_in_held_out_texts_only() -> None:
    kept = frames.ALONE[NEW_FRAMES - 1].split()[0]
    begins = {}
    for held_out in (False, True):
        sentences = Sentences(Random(0), held_out)
        begins[held_out] = {sentences.next()[0][0].lower() for _ in range(3000)}
    assert kept in begins[True]
    assert kept not in begins[False]


def test_that_every_slot_of_a_frame_can_be_filled() -> None:
    written = (*frames.ALONE, *frames.STATEMENTS, *frames.BEFORE, *frames.AFTER)
    slots = {word for frame in written for word in frame.split() if "{" in word}
    known = {*frames.FILLERS, "per", "first", "last", "loc", "org"}
    assert {slot.strip("{}") for slot in slots} == known


def test_that_the_same_texts_are_drawn_every_time(task: EntitiesTask) -> None:
    assert NAMED_ENTITIES.prepare(Request(length=12)).texts == task.texts


def test_that_texts_are_whole_sentences_of_the_length_asked_for(task: EntitiesTask) -> None:
    for text in task.texts.training[:-1]:
        assert len(text.words) >= 12
        assert text.begins[0]
        last_sentence = len(text.words) - 1 - text.begins[::-1].index(True)
        assert last_sentence < 12
        assert text.words[-1] in ".?!"


def test_that_a_batch_has_the_tags_of_its_words(task: EntitiesTask) -> None:
    texts = task.texts.training[:3]
    batch = task.batch(texts)
    lengths = [len(text.words) for text in texts]
    assert batch.inputs.shape == (max(lengths), 3, task.inputs)
    assert batch.exists.sum(axis=0).tolist() == lengths
    np.testing.assert_array_equal(batch.scored, batch.exists)
    assert not batch.inputs[~batch.exists].any()
    for n, text in enumerate(texts):
        one = batch.sequence(n)
        there = len(text.words)
        assert task.input_labels(one)[:there] == text.words
        assert task.target_labels(one)[:there] == text.tags
        assert set(task.input_labels(one)[there:]) <= {""}


def test_that_every_word_can_be_told_from_every_other(task: EntitiesTask) -> None:
    labels = {
        label
        for text in task.texts.held_out
        for label in task.lexicon.spell(task.lexicon.vectors([text])[:, 0])
    }
    assert not any("|" in label for label in labels)


def test_that_an_epoch_reads_every_training_text_once(task: EntitiesTask) -> None:
    stream = task.stream(np.random.default_rng(0), 128)
    read = sum(stream.next().size for _ in range(stream.epoch or 0))
    assert read == len(task.texts.training)


def test_that_samples_are_held_out(task: EntitiesTask) -> None:
    held_out = {text.words for text in task.texts.held_out}
    for seed in range(10):
        assert task.input_labels(task.sample(np.random.default_rng(seed))) in held_out


def test_that_the_right_network_scores_one_and_a_silly_one_nothing(task: EntitiesTask) -> None:
    assert task.score(RIGHT) == 1.0
    assert task.score(NOTHING) == 0.0


def test_that_a_score_does_not_depend_on_the_padding(task: EntitiesTask) -> None:
    def answer(batch: Batch) -> Floats:
        return np.eye(7)[np.where(batch.exists, batch.targets, 1)]

    assert task.score(Says(answer)) == 1.0


def test_that_the_dictionary_is_a_baseline_worth_its_name(task: EntitiesTask) -> None:
    assert 0.5 < task.baseline_score < 0.8
    assert dict(task.facts)["Dictionary"].count("%") == 3


def test_that_the_exhibit_shows_tags_over_the_words_and_counts_them(task: EntitiesTask) -> None:
    text = next(text for text in task.texts.held_out if len(spans(text.tags)) == 2)
    batch = task.batch([text])
    outputs = np.eye(7)[batch.targets[:, 0]] * 0.9
    first = spans(text.tags)[0].first
    outputs[first] = [0.6, 0.4, 0, 0, 0, 0, 0]
    exhibit = task.exhibit(batch, outputs, RIGHT)
    assert exhibit.labels == "over"
    assert [word.text for word in exhibit.words] == list(text.words)
    assert exhibit.words[first].said == ""
    assert exhibit.words[first].wanted == text.tags[first]
    assert exhibit.words[first].share == pytest.approx(0.6)
    assert exhibit.caption.startswith("1 of 2 names found here, ")
    assert exhibit.caption.endswith("LOC 100.0%, ORG 100.0%, PER 100.0%.")


def test_that_padding_is_not_shown(task: EntitiesTask) -> None:
    ordered = sorted(task.texts.held_out, key=lambda text: len(text.words))
    short, long = ordered[0], ordered[-1]
    batch = task.batch([short, long]).sequence(0)
    outputs = np.eye(7)[np.ones(batch.steps, np.intp)]
    exhibit = task.exhibit(batch, outputs, RIGHT)
    assert tuple(word.text for word in exhibit.words) == short.words


CONLL = "Anna NN B-GENE\nmet VB O\nBob NN B-DRUG\nHill NN I-DRUG\n. . O\n\nNo DT O\n. . O\n\n"


def test_that_a_file_may_have_types_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "own.conll"
    path.write_text(CONLL * 20)
    task = NAMED_ENTITIES.prepare(Request("file", path, 1))
    assert task.classes == ("O", "B-DRUG", "I-DRUG", "B-GENE", "I-GENE")
    assert task.card is None
    assert dict(task.facts)["Held out"] == "the last 4 sentences, never trained on"
    assert [text.words[0] for text in task.texts.training] == ["Anna", "No"] * 18
    assert task.score(Says(lambda batch: np.eye(5)[batch.targets])) == 1.0
    assert task.baseline_score == 1.0


def test_that_a_name_at_least_is_held_out_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.conll"
    path.write_text("Bob B-X\n\n" * 8 + "no O\n\n" * 12)
    task = NAMED_ENTITIES.prepare(Request("file", path, 1))
    assert [text.words[0] for text in task.texts.held_out] == ["Bob"] + ["no"] * 12
    assert dict(task.facts)["Held out"] == "the last 13 sentences, never trained on"


def test_that_a_file_with_one_named_sentence_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.conll"
    path.write_text("no O\n\n" * 8 + "Bob B-X\n\n" + "no O\n\n" * 3)
    with pytest.raises(ScenarioError, match="Only sentence 9 has a name in it; wanted"):
        NAMED_ENTITIES.prepare(Request("file", path, 1))


def test_that_unknown_data_are_refused() -> None:
    with pytest.raises(ScenarioError, match="no data “poems”; wanted is synthetic or file"):
        NAMED_ENTITIES.prepare(Request("poems", None, 12))
    with pytest.raises(ScenarioError, match="No file was chosen"):
        NAMED_ENTITIES.prepare(Request("file", None, 12))
    with pytest.raises(ScenarioError, match="from 1 to 60"):
        NAMED_ENTITIES.prepare(Request(length=61))

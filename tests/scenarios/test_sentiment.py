"""Sentiment: batches of different length, the measure, own files, the exhibit."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios.scenario import Request, ScenarioError
from rnnviz.scenarios.sentiment import MEASURED, SENTIMENT, SentimentTask


class Oracle:
    """A network that knows the label, or never."""

    def __init__(self, wrong: bool = False):
        self._wrong = wrong

    def outputs(self, batch: Batch) -> Floats:
        return np.eye(2)[(batch.targets + self._wrong) % 2]

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        raise AssertionError("nothing is fed back")


@pytest.fixture(scope="module")
def task() -> SentimentTask:
    return SENTIMENT.prepare(Request(length=2))


def own(folder: Path, rows: list[str], reading: str = "") -> SentimentTask:
    path = folder / "own.csv"
    path.write_text("\n".join(["text,label", *rows]), encoding="utf-8")
    return SENTIMENT.prepare(Request("file", path, 6, reading))


def test_that_the_label_is_wanted_at_the_last_word_only(task: SentimentTask) -> None:
    stream = task.stream(np.random.default_rng(0), 8)
    assert stream.epoch == 250
    for _ in range(20):
        batch = stream.next()
        lengths = batch.exists.sum(axis=0)
        assert batch.steps == lengths.max()
        for n, length in enumerate(lengths):
            assert batch.exists[:length, n].all()
            assert np.flatnonzero(batch.scored[:, n]).tolist() == [length - 1]
            assert task.features[batch.inputs[length - 1, n]] == "."
        assert not batch.inputs[~batch.exists].any()


def test_that_a_batch_has_texts_of_about_one_length(task: SentimentTask) -> None:
    stream = task.stream(np.random.default_rng(0), 16)
    padding = [1 - stream.next().exists.mean() for _ in range(30)]
    assert np.mean(padding) < 0.1


def test_that_every_training_text_is_read_once_an_epoch(task: SentimentTask) -> None:
    stream = task.stream(np.random.default_rng(0), 64)
    assert stream.epoch is not None
    batches = [stream.next() for _ in range(stream.epoch)]
    read = sorted(
        tuple(batch.inputs[batch.exists[:, n], n].tolist())
        for batch in batches
        for n in range(batch.size)
    )
    assert read == sorted(tuple(text.tolist()) for text in task.training.texts)


def test_that_a_sample_is_held_out(task: SentimentTask) -> None:
    held_out = {tuple(text.tolist()) for text in task.held_out.texts}
    trained = {tuple(text.tolist()) for text in task.training.texts}
    for seed in range(20):
        batch = task.sample(np.random.default_rng(seed))
        text = tuple(batch.inputs[:, 0].tolist())
        assert text in held_out
        assert text not in trained
        assert task.target_labels(batch)[-1] in ("negative", "positive")


def test_that_the_score_is_the_share_of_right_labels(task: SentimentTask) -> None:
    assert task.score(Oracle()) == 1.0
    assert task.score(Oracle(wrong=True)) == 0.0


def test_that_a_bag_of_words_does_little_better_than_chance(task: SentimentTask) -> None:
    assert 0.45 < task.baseline_score < 0.75
    assert "bag of words" in task.baseline_says
    assert task.baseline == pytest.approx(np.log(2), abs=0.01)


def test_that_held_out_reviews_are_all_measured(task: SentimentTask) -> None:
    assert len(task.held_out.texts) == MEASURED
    assert all(text.all() for text in task.held_out.texts)  # no word is unknown


def test_that_the_exhibit_shows_the_text_and_the_shares(task: SentimentTask) -> None:
    batch = task.sample(np.random.default_rng(1))
    outputs = np.tile([0.25, 0.75], (batch.steps, 1))
    exhibit = task.exhibit(batch, outputs, Oracle())
    assert tuple(word.text for word in exhibit.words) == task.input_labels(batch)
    assert [share.name for share in exhibit.shares] == ["positive", "negative"]
    assert [share.share for share in exhibit.shares] == [0.75, 0.25]
    wanted = task.target_labels(batch)[-1]
    assert [share.name for share in exhibit.shares if share.is_wanted] == [wanted]
    assert f"The text is {wanted}; the network says positive" in exhibit.caption
    assert exhibit.caption.endswith("right." if wanted == "positive" else "wrong.")


def test_that_a_word_set_by_hand_is_shown(task: SentimentTask) -> None:
    batch = task.sample(np.random.default_rng(1))
    vectors = np.eye(task.inputs)[batch.inputs]
    vectors[0, 0] = np.eye(task.inputs)[5]
    outputs = np.full((batch.steps, 2), 0.5)
    exhibit = task.exhibit(replace(batch, inputs=vectors), outputs, Oracle())
    assert exhibit.words[0].text == task.features[5]


def test_that_an_own_file_may_have_any_labels(tmp_path: Path) -> None:
    kinds = ("sport", "money", "art")
    task = own(
        tmp_path, [f"About {kinds[n % 3]} and Number {n}!,{kinds[n % 3]}" for n in range(60)]
    )
    assert task.classes == ("art", "money", "sport")
    assert len(task.training.texts) == 48
    assert len(task.held_out.texts) == 12
    assert task.baseline_score == 1.0
    assert {"about", "and", "!", "number"} < set(task.features)
    assert dict(task.facts)["Symbols"] == "words and marks"
    batch = task.sample(np.random.default_rng(0))
    assert task.target_labels(batch)[-1] in task.input_labels(batch)


def test_that_texts_without_spaces_are_read_by_characters(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    rows = ["".join(rng.choice(list("ACGT"), 30)) for _ in range(40)]
    task = own(tmp_path, [f"{row},{'GC' in row}" for row in rows])
    assert set(task.features[1:]) == set("ACGT")
    assert all(len(text) == 30 for text in task.training.texts)
    assert "characters" in dict(task.facts)["Symbols"]


def test_that_long_own_texts_are_cut_to_their_end(tmp_path: Path) -> None:
    task = own(tmp_path, [f"{'long ' * 300}end{n},{n % 2}" for n in range(20)])
    assert {len(text) for text in task.training.texts} == {200}
    assert dict(task.facts)["Cut"].startswith("16 training texts")


def test_that_what_cannot_be_used_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="No file was chosen"):
        SENTIMENT.prepare(Request("file", length=6))
    with pytest.raises(ScenarioError, match="no data “films”; wanted is synthetic or file"):
        SENTIMENT.prepare(Request("films", length=6))
    with pytest.raises(ScenarioError, match=r"own\.csv"):
        own(tmp_path, ["only one column"] * 20)

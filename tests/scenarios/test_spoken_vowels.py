"""Spoken vowels: the published data and split, padded batches, the answer at the last frame."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.scenario import Request, ScenarioError
from rnnviz.scenarios.spoken_vowels import (
    SPOKEN_VOWELS,
    SpokenVowelsTask,
    batch_of,
    read_utterances,
)


def prepare(length: int = 29) -> SpokenVowelsTask:
    return SPOKEN_VOWELS.prepare(Request(length=length))


class Knowing:
    """Answers that say what is wanted, or the speaker after that one."""

    def __init__(self, shift: int) -> None:
        self.shift = shift

    def outputs(self, batch: Batch) -> Floats:
        return np.eye(9)[(batch.targets + self.shift) % 9]

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        raise AssertionError("nothing is fed here")


def test_that_the_file_is_the_one_of_the_card() -> None:
    assert data_card("spoken_vowels").is_intact


def test_that_the_split_is_the_published_one() -> None:
    training, held_out = read_utterances()
    assert np.bincount(training.speakers).tolist() == [30] * 9
    assert np.bincount(held_out.speakers).tolist() == [31, 35, 88, 44, 29, 24, 40, 50, 29]
    lengths = [len(frames) for part in (training, held_out) for frames in part.frames]
    assert (min(lengths), max(lengths), sum(lengths)) == (7, 29, 9961)


def test_that_the_numbers_are_those_of_the_source() -> None:
    training, held_out = read_utterances()
    assert training.frames[0].shape == (20, 12)
    np.testing.assert_array_equal(training.frames[0][:3, 0], [1.860936, 1.891651, 1.939205])
    np.testing.assert_array_equal(training.frames[0][:3, 1], [-0.207383, -0.193249, -0.239664])
    assert not any(
        np.array_equal(one, other) for one in training.frames for other in held_out.frames
    )


def test_that_coefficients_are_standardised_by_the_training_part_alone() -> None:
    task = prepare()
    together = np.concatenate(task.training.frames)
    np.testing.assert_allclose(together.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(together.std(axis=0), 1)
    back = task.held_out.frames[5] * task.spread + task.mean
    np.testing.assert_allclose(back, read_utterances()[1].frames[5])


def test_that_each_utterance_is_scored_once_at_its_last_frame() -> None:
    task = prepare()
    places = np.array([3, 40, 250])
    batch = batch_of(task.training, places)
    for column, place in enumerate(places):
        frames = task.training.frames[place]
        np.testing.assert_array_equal(batch.inputs[: len(frames), column], frames)
        assert not batch.inputs[len(frames) :, column].any()
        assert batch.exists[:, column].sum() == len(frames)
        assert np.flatnonzero(batch.scored[:, column]).tolist() == [len(frames) - 1]
        assert batch.targets[len(frames) - 1, column] == place // 30


def test_that_an_epoch_reads_the_training_part_and_nothing_else() -> None:
    task = prepare()
    stream = task.stream(np.random.default_rng(0), 16)
    assert stream.epoch == 17
    read = []
    for _ in range(stream.epoch):
        batch = stream.next()
        for n in range(batch.size):
            read.append(batch.inputs[batch.exists[:, n], n].tobytes())
    assert sorted(read) == sorted(frames.tobytes() for frames in task.training.frames)


def test_that_the_sample_is_held_out() -> None:
    task = prepare()
    held_out = {frames.tobytes() for frames in task.held_out.frames}
    for seed in range(5):
        batch = task.sample(np.random.default_rng(seed))
        assert batch.size == 1
        assert batch.inputs[:, 0].tobytes() in held_out


@pytest.mark.parametrize(("shift", "score"), [(0, 1.0), (1, 0.0)])
def test_that_the_score_is_the_share_of_right_speakers(shift: int, score: float) -> None:
    assert prepare().score(Knowing(shift)) == score


def test_that_the_baseline_is_measured_on_the_held_out_part() -> None:
    task = prepare()
    assert task.baseline_score == pytest.approx(342 / 370)
    assert task.baseline == pytest.approx(np.log(9))
    assert "96.8%" in dict(task.facts)["For comparison"]


def test_that_fewer_frames_are_heard_where_that_is_wanted() -> None:
    task = prepare(7)
    assert {len(frames) for frames in task.training.frames} == {7}
    assert task.sample(np.random.default_rng(0)).steps == 7
    with pytest.raises(ScenarioError, match="Frames at most is 6"):
        prepare(6)


def test_that_labels_give_the_time_and_the_speaker() -> None:
    task = prepare()
    batch = batch_of(task.training, np.array([60]))
    assert task.input_labels(batch)[:3] == ("0 ms", "6 ms", "13 ms")
    assert task.target_labels(batch)[-2:] == ("", "speaker 3")
    assert len(task.input_labels(batch)) == len(task.target_labels(batch)) == batch.steps


def test_that_the_exhibit_shows_the_coefficients_as_published_and_the_likeliest_speakers() -> None:
    task = prepare()
    batch = batch_of(task.held_out, np.array([0]))
    outputs = np.zeros((batch.steps, 9))
    outputs[-1, [4, 0, 2]] = 0.6, 0.3, 0.1
    exhibit = task.exhibit(batch, outputs, Knowing(0))
    np.testing.assert_allclose(exhibit.features, read_utterances()[1].frames[0])
    assert exhibit.is_signed
    assert len(exhibit.names) == 12
    assert [(share.name, share.share, share.is_wanted) for share in exhibit.shares[:3]] == [
        ("speaker 5", 0.6, False),
        ("speaker 1", 0.3, True),
        ("speaker 3", 0.1, False),
    ]
    assert exhibit.caption == "/ae/, said by speaker 1; the network hears speaker 5: wrong."

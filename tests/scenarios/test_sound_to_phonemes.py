"""Sound to phonemes: batches of frames, the baseline, and what a person sees and hears."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios.scenario import Request, ScenarioError
from rnnviz.scenarios.sound_to_phonemes import (
    SOUND_TO_PHONEMES,
    SoundToPhonemesTask,
    spelled,
)
from rnnviz.scenarios.speech.phones import PHONES


@pytest.fixture(scope="module")
def task() -> SoundToPhonemesTask:
    return SOUND_TO_PHONEMES.prepare(Request(length=2))


class Knowing:
    """Answers that say what is wanted, or the sound after that one in the list."""

    def __init__(self, shift: int) -> None:
        self.shift = shift

    def outputs(self, batch: Batch) -> Floats:
        return np.eye(len(PHONES))[(batch.targets + self.shift) % len(PHONES)]

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        raise AssertionError("nothing is fed here")


def test_that_every_frame_is_scored_and_padding_is_not(task: SoundToPhonemesTask) -> None:
    recordings = task.training[:3]
    batch = task.batch(recordings)
    for n, one in enumerate(recordings):
        steps = len(one.phones)
        np.testing.assert_allclose(batch.inputs[:steps, n] * task.spread + task.mean, one.features)
        np.testing.assert_array_equal(batch.targets[:steps, n], one.phones)
        assert batch.scored[:, n].sum() == batch.exists[:, n].sum() == steps
        assert not batch.inputs[steps:, n].any()


def test_that_bands_are_standardised_by_the_training_part(task: SoundToPhonemesTask) -> None:
    batch = task.batch(task.training)
    frames = batch.inputs[batch.exists]
    np.testing.assert_allclose(frames.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(frames.std(axis=0), 1)


def test_that_an_epoch_reads_the_training_part_and_nothing_else(
    task: SoundToPhonemesTask,
) -> None:
    stream = task.stream(np.random.default_rng(0), 16)
    assert stream.epoch == 15
    read = []
    for _ in range(stream.epoch):
        batch = stream.next()
        read += [batch.inputs[batch.exists[:, n], n].sum() for n in range(batch.size)]
    own = [((one.features - task.mean) / task.spread).sum() for one in task.training]
    np.testing.assert_allclose(sorted(read), sorted(own))


@pytest.mark.parametrize(("shift", "score"), [(0, 1.0), (1, 0.0)])
def test_that_the_score_is_the_share_of_right_frames(
    task: SoundToPhonemesTask, shift: int, score: float
) -> None:
    assert task.score(Knowing(shift)) == score


def test_that_the_baseline_is_good_and_yet_leaves_something_to_be_done(
    task: SoundToPhonemesTask,
) -> None:
    phones = np.concatenate([one.phones for one in task.held_out])
    most = np.bincount(phones).max() / len(phones)
    assert most + 0.2 < task.baseline_score < 0.85
    assert task.baseline is not None
    assert 1 < task.baseline < np.log(len(PHONES))


def test_that_labels_give_the_time_and_the_sound(task: SoundToPhonemesTask) -> None:
    batch = task.batch(task.held_out[:1])
    assert task.input_labels(batch)[:3] == ("0 ms", "10 ms", "20 ms")
    assert task.target_labels(batch)[0] == "·"
    assert set(task.target_labels(batch)) == {PHONES[n] for n in task.held_out[0].phones}


def test_that_the_exhibit_carries_the_sound_of_a_held_out_voice(
    task: SoundToPhonemesTask,
) -> None:
    batch = task.sample(np.random.default_rng(3))
    network = Knowing(0)
    exhibit = task.exhibit(batch, network.outputs(batch)[:, 0], network)
    own = [one for one in task.held_out if np.array_equal(one.samples, exhibit.samples)]
    assert len(own) == 1
    assert exhibit.rate == 16_000
    np.testing.assert_allclose(exhibit.features, own[0].features)
    assert len(exhibit.names) == 24
    assert exhibit.said == exhibit.wanted == tuple(PHONES[n] for n in own[0].phones)
    assert f"said by a {own[0].voice.name}" in exhibit.caption
    assert "100%" in exhibit.caption


def test_that_a_changed_recording_has_no_sound(task: SoundToPhonemesTask) -> None:
    batch = task.sample(np.random.default_rng(3))
    batch.inputs[4, 0, 2] += 1
    network = Knowing(1)
    exhibit = task.exhibit(batch, network.outputs(batch)[:, 0], network)
    assert exhibit.samples.size == exhibit.rate == 0
    assert "a changed recording; 0%" in exhibit.caption


def test_that_a_word_is_spelled_without_repetition_and_silence() -> None:
    names = "··ttiiimɑɑ·"
    assert spelled(np.array([PHONES.index(name) for name in names])) == "timɑ"


def test_that_words_are_as_long_as_wanted(task: SoundToPhonemesTask) -> None:
    assert {len(spelled(one.phones)) for one in task.held_out} == {2}
    with pytest.raises(ScenarioError, match="Sounds in a word is 13"):
        SOUND_TO_PHONEMES.prepare(Request(length=13))

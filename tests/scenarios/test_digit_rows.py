"""Digits read row by row and in one step."""

import struct
from pathlib import Path

import numpy as np
import pytest

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios.digit_at_once import DIGIT_AT_ONCE
from rnnviz.scenarios.digit_rows import DIGIT_ROWS
from rnnviz.scenarios.digits import digits
from rnnviz.scenarios.picture_task import PictureTask
from rnnviz.scenarios.scenario import Request, Scenario

both = pytest.mark.parametrize("entry", [DIGIT_ROWS, DIGIT_AT_ONCE], ids=lambda entry: entry.key)


def prepare(entry: Scenario) -> PictureTask:
    task = entry.prepare(Request(length=entry.length[2]))
    assert isinstance(task, PictureTask)
    return task


class Fake:
    """Always says the class that is wanted, `shift` further on."""

    def __init__(self, shift: int = 0):
        self.shift = shift

    def outputs(self, batch: Batch) -> Floats:
        return np.eye(10)[(batch.targets + self.shift) % 10]

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        raise AssertionError("nothing is fed back here")


def test_that_step_n_reads_row_n() -> None:
    task = prepare(DIGIT_ROWS)
    batch = task.batch([3, 1000])
    assert batch.inputs.shape == (8, 2, 8)
    for sequence, place in enumerate([3, 1000]):
        for row in range(8):
            np.testing.assert_array_equal(
                batch.inputs[row, sequence], digits().pictures[place, row]
            )


def test_that_one_step_reads_all_rows() -> None:
    task = prepare(DIGIT_AT_ONCE)
    batch = task.batch([3, 1000])
    assert batch.inputs.shape == (1, 2, 64)
    np.testing.assert_array_equal(batch.inputs[0, 1], digits().pictures[1000].ravel())


@both
def test_that_the_digit_is_wanted_at_the_last_step(entry: Scenario) -> None:
    batch = prepare(entry).batch([3, 1000, 7])
    assert batch.targets[-1].tolist() == digits().labels[[3, 1000, 7]].tolist()
    assert batch.scored[-1].all()
    assert batch.scored.sum() == 3
    assert batch.exists.all()


@both
def test_that_an_epoch_reads_every_training_picture_once_and_no_other(entry: Scenario) -> None:
    task = prepare(entry)
    stream = task.stream(np.random.default_rng(0), 100)
    assert stream.epoch == 15
    batches = [stream.next() for _ in range(15)]
    read = np.concatenate([batch.inputs.transpose(1, 0, 2).reshape(-1, 64) for batch in batches])
    wanted = digits().pictures[digits().training].reshape(-1, 64)
    assert sorted(map(tuple, read.tolist())) == sorted(map(tuple, wanted.tolist()))


@both
def test_that_the_sample_is_held_out(entry: Scenario) -> None:
    task = prepare(entry)
    held_out = {picture.tobytes() for picture in digits().pictures[digits().held_out]}
    for seed in range(20):
        sample = task.sample(np.random.default_rng(seed))
        assert sample.inputs[:, 0].tobytes() in held_out


@both
def test_that_right_answers_score_one_and_wrong_ones_nothing(entry: Scenario) -> None:
    task = prepare(entry)
    assert task.score(Fake()) == 1
    assert task.score(Fake(shift=1)) == 0
    assert 0.85 < task.baseline_score < 0.95


@both
def test_that_the_exhibit_shows_the_picture_and_the_answer(entry: Scenario) -> None:
    task = prepare(entry)
    batch = task.batch([1000])
    outputs = Fake(shift=1).outputs(batch)[:, 0]
    shown = task.exhibit(batch, outputs, Fake())
    np.testing.assert_array_equal(shown.picture, digits().pictures[1000])
    wanted = digits().names[digits().labels[1000]]
    said = str((int(wanted) + 1) % 10)
    assert shown.caption == f"This is {wanted}; the network says {said}: wrong."
    assert shown.shares[0] == (said, 1.0, False)
    assert [share.name for share in shown.shares if share.is_wanted] == [wanted]


def test_that_the_exhibits_tell_when_a_row_is_read() -> None:
    for entry, times in ((DIGIT_ROWS, tuple(range(8))), (DIGIT_AT_ONCE, (0,) * 8)):
        task = prepare(entry)
        batch = task.batch([0])
        assert task.exhibit(batch, Fake().outputs(batch)[:, 0], Fake()).times == times


def test_that_labels_name_rows_and_the_digit() -> None:
    rows, once = prepare(DIGIT_ROWS), prepare(DIGIT_AT_ONCE)
    batch = rows.batch([1])
    assert rows.input_labels(batch)[:2] == ("row 1", "row 2")
    assert rows.target_labels(batch) == ("",) * 7 + ("1",)
    assert once.input_labels(once.batch([1])) == ("8 × 8",)
    assert once.features[9] == "row 2, column 2"


@both
def test_that_pictures_of_any_size_may_be_read(entry: Scenario, tmp_path: Path) -> None:
    pictures = np.random.default_rng(0).integers(256, size=(30, 6, 9)).astype(np.uint8)
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(struct.pack(">4B3I", 0, 0, 8, 3, 30, 6, 9) + pictures.tobytes())
    labels = bytes(n % 2 for n in range(30))
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(struct.pack(">4BI", 0, 0, 8, 1, 30) + labels)
    task = entry.prepare(Request("file", path, entry.length[2]))
    assert isinstance(task, PictureTask)
    batch = task.batch([4])
    np.testing.assert_allclose(batch.inputs.reshape(6, 9), pictures[4] / 255, atol=1e-6)
    assert batch.inputs.shape[2] == task.inputs == len(task.features)
    assert task.outputs == 2
    shown = task.exhibit(batch, np.full((batch.steps, 2), 0.5), Fake())
    assert shown.picture.shape == (6, 9)
    assert len(shown.times) == 6

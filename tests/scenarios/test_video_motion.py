"""What moves in a video: the task, its measure and its baseline."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios.digits import digits
from rnnviz.scenarios.moving_digits import HEIGHT, SIDE, WIDTH
from rnnviz.scenarios.scenario import Request
from rnnviz.scenarios.video_motion import VIDEO_MOTION, VideoMotionTask


def prepare(steps: int = 8) -> VideoMotionTask:
    return VIDEO_MOTION.prepare(Request(length=steps))


class Fake:
    """Always says the class that is wanted, `shift` further on."""

    def __init__(self, shift: int = 0):
        self.shift = shift

    def outputs(self, batch: Batch) -> Floats:
        return np.eye(20)[(batch.targets + self.shift) % 20]

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        raise AssertionError("nothing is fed back here")


def ink(picture: Floats) -> tuple[float, ...]:
    """The ink of each row, which stays as it is wherever a picture slides to."""
    return tuple(picture.sum(axis=1).round(9).tolist())


def inks(batch: Batch) -> list[tuple[float, ...]]:
    """The ink by rows of both digits of each film."""
    halves = batch.inputs[0].reshape(batch.size * 2, SIDE, WIDTH)
    return [ink(half) for half in halves]


def test_that_training_films_show_training_digits_and_all_others_the_held_out_ones() -> None:
    task, data = prepare(), digits()
    known = {ink(data.pictures[place]) for place in data.training}
    unseen = {ink(data.pictures[place]) for place in data.held_out}
    batch = task.stream(np.random.default_rng(0), 64).next()
    assert all(each in known for each in inks(batch))
    assert all(each in unseen for each in inks(task.held_out()))
    assert all(each in unseen for each in inks(task.sample(np.random.default_rng(1))))
    assert len(unseen - known) > 350


def test_that_the_answer_is_wanted_after_the_last_frame() -> None:
    batch = prepare(5).stream(np.random.default_rng(0), 7).next()
    assert batch.inputs.shape == (5, 7, HEIGHT * WIDTH)
    assert batch.scored.sum(axis=0).tolist() == [1] * 7
    assert batch.scored[-1].all()
    assert batch.exists.all()


def test_that_classes_name_the_digit_and_its_way() -> None:
    task = prepare()
    batch = task.held_out()
    for n in range(20):
        digit, arrow = task.classes[batch.targets[-1, n]].split()
        halves = batch.inputs[:2, n].reshape(2, 2, SIDE, WIDTH)
        half = int((halves[0, 1] != halves[1, 1]).any())
        rolled = np.roll(halves[0, half], 1 if arrow == "→" else -1, axis=1)
        np.testing.assert_array_equal(halves[1, half], rolled)
        assert digit in digits().names


def test_that_right_answers_score_one_and_wrong_ones_nothing() -> None:
    assert prepare().score(Fake()) == 1
    assert prepare().score(Fake(shift=1)) == 0


def test_that_a_single_frame_is_right_in_less_than_one_case_of_four() -> None:
    # 500 films: a quarter, and three deviations more at most.
    assert 0.15 < prepare().baseline_score < 0.25 + 3 * np.sqrt(0.25 * 0.75 / 500)


def test_that_the_baseline_is_the_loss_of_an_even_guess() -> None:
    assert prepare().baseline == pytest.approx(np.log(20))


def test_that_the_exhibit_shows_the_frames_and_the_answer() -> None:
    task = prepare()
    batch = task.sample(np.random.default_rng(0))
    wanted = int(batch.targets[-1, 0])
    shown = task.exhibit(batch, Fake(shift=2).outputs(batch)[:, 0], Fake())
    np.testing.assert_array_equal(shown.frames.reshape(8, -1), batch.inputs[:, 0])
    assert shown.frames.shape == (8, HEIGHT, WIDTH)
    way = ("left", "right")[wanted % 2]
    said = (wanted // 2 + 1) % 10
    assert shown.caption == (
        f"The {wanted // 2} moves to the {way}; "
        f"the network says that the {said} moves to the {way}: wrong."
    )
    assert [share.name for share in shown.shares if share.is_wanted] == [task.classes[wanted]]


def test_that_labels_count_the_frames_and_name_the_answer() -> None:
    task = prepare(3)
    batch = task.sample(np.random.default_rng(0))
    assert task.input_labels(batch) == ("frame 1", "frame 2", "frame 3")
    assert task.target_labels(batch) == ("", "", task.classes[batch.targets[-1, 0]])

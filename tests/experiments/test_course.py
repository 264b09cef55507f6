"""How a network of an experiment learnt: when it is measured, and on what."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.experiments import EXPERIMENTS
from rnnviz.experiments.course import learn
from rnnviz.experiments.experiment import Experiment, Member
from rnnviz.experiments.figure import figure_of, running_mean
from rnnviz.experiments.held_out import AT_ONCE, AnswersInParts, held_out_loss
from rnnviz.scenarios.copy_memory import CopyMemoryTask
from rnnviz.scenarios.generated import HELD_OUT_SEED
from rnnviz.session.answers import NetworkAnswers
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.training_run import TrainingRun

ADDING, COPY, REBER, RECALL = EXPERIMENTS


def small(experiment: Experiment, updates: int = 5, every: int = 2) -> Experiment:
    """The same with a network that learns in no time."""
    settings = {**experiment.settings, "hidden": 4, "batch": 2}
    lengths = experiment.lengths[:1]
    return replace(
        experiment, settings=settings, lengths=lengths, updates=updates, every=every, seeds=1
    )


def first(experiment: Experiment) -> tuple[Member, int]:
    return experiment.members[0], experiment.lengths[0]


def test_that_it_is_measured_before_on_the_way_and_at_the_end() -> None:
    course = learn(small(COPY), *first(COPY), 0)
    assert course.updates == (0, 2, 4, 5)
    assert len(course.values) == 4
    assert len(course.losses) == 5
    assert course.diverged is None
    assert course.baseline == pytest.approx(10 * np.log(8) / 30)


def test_that_it_learns_as_train_does() -> None:
    experiment = small(RECALL)
    course = learn(experiment, *first(RECALL), 3)
    given = {"hidden": 4, "batch": 2, "length": RECALL.lengths[0], "seed": 3}
    run = TrainingRun(settings_for("delayed-recall", given))
    assert course.losses == tuple(run.advance().loss for _ in range(5))
    answers = NetworkAnswers(run.network, run.training.loss)
    assert course.score == course.values[-1] == run.task.score(answers)


def test_that_the_loss_is_that_of_all_held_out_steps() -> None:
    run = TrainingRun(settings_for("copy-memory", {"hidden": 4, "length": 3}))
    task = run.task
    assert isinstance(task, CopyMemoryTask)
    batch = task.draw(np.random.default_rng(HELD_OUT_SEED), task.measured)
    said = NetworkAnswers(run.network, run.training.loss).outputs(batch)
    right = np.take_along_axis(said, batch.targets[..., None], axis=2)
    found = held_out_loss(task, run.network, run.training.loss)
    assert found == pytest.approx(-np.log(right).mean())


def test_that_answers_in_parts_are_the_same() -> None:
    run = TrainingRun(settings_for("embedded-reber", {"hidden": 4}))
    task, loss = run.task, run.training.loss
    batch = task.held_out()  # type: ignore[attr-defined]
    assert batch.size > AT_ONCE
    assert batch.size % AT_ONCE
    assert np.allclose(
        AnswersInParts(run.network, loss).outputs(batch),
        NetworkAnswers(run.network, loss).outputs(batch),
    )


def test_that_one_that_diverges_ends_there() -> None:
    wild = {"cell": "elman", "activation": "relu", "optimizer": "sgd", "clip_by": "off"}
    member = Member("wild", {**wild, "rate": 1000.0})
    experiment = replace(small(ADDING, 60, 1), members=(member,))
    course = learn(experiment, member, 70, 0)
    assert course.diverged is not None
    assert len(course.losses) == course.diverged - 1
    assert course.updates[-1] < 60
    line = figure_of(experiment, [course], 0).panels[0].lines[0]
    assert line.diverged


def test_that_a_running_mean_is_that_of_its_neighbours() -> None:
    losses = np.array([1.0, 2.0, 6.0, 4.0])
    at, means = running_mean(losses, 3)
    assert at.tolist() == [2.0, 3.0]
    assert means == pytest.approx([3.0, 4.0])
    assert len(running_mean(losses, 5)[0]) == 0
    assert 400 <= len(running_mean(np.ones(5000), 100)[0]) < 800


def test_that_a_figure_shows_what_there_is_to_see() -> None:
    experiment = small(COPY)
    courses = [learn(experiment, member, 10, 0) for member in experiment.members]
    figure = figure_of(experiment, courses, 0)
    (panel,) = figure.panels
    assert [line.style for line in panel.lines] == [0, 1, 2, 3]
    assert panel.low < panel.baseline < panel.high
    assert "seed 0" in figure.captions[0]
    assert "10·ln 8 / (T + 20)" in figure.baseline_says
    assert all(len(line.losses) == 4 for line in panel.lines)


@pytest.mark.slow
def test_that_an_lstm_learns_the_embedded_reber_grammar() -> None:
    member = REBER.members[0]
    course = learn(REBER, member, REBER.lengths[0], 0)
    assert member.label == "LSTM"
    assert course.score == 1.0 > course.baseline


@pytest.mark.slow
def test_that_over_sixty_steps_an_lstm_recalls_and_a_tanh_network_does_not() -> None:
    lstm, tanh = RECALL.members
    assert learn(RECALL, lstm, 60, 0).score > 0.99
    assert learn(RECALL, tanh, 60, 0).score < 0.4

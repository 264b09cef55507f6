"""The experiments as they are declared: settings that can be, and words that do the same."""

import pytest

from rnnviz.cli import parser
from rnnviz.commands.literature_page import training_command
from rnnviz.commands.setting_options import chosen_settings
from rnnviz.experiments import EXPERIMENTS
from rnnviz.experiments.course import Course
from rnnviz.experiments.experiment import Experiment, Member
from rnnviz.experiments.outcome import Outcome, outcomes_of
from rnnviz.experiments.wording import conditions, member_in_words
from rnnviz.session.training_run import TrainingRun

KEYS = [each.key for each in EXPERIMENTS]
ALL = [
    pytest.param(experiment, member, length, id=f"{experiment.key} {length} {member.label}")
    for experiment in EXPERIMENTS
    for member in experiment.members
    for length in experiment.lengths
]


def named(key: str) -> Experiment:
    return EXPERIMENTS[KEYS.index(key)]


def course(value: float, baseline: float, diverged: int | None = None) -> Course:
    return Course("a", 7, 0, (0, 9), (1.0, value), (), 0.5, baseline, "", diverged, 1.0)


def outcome(*courses: Course, published: bool | None = None, key: str = KEYS[0]) -> Outcome:
    told = {} if published is None else {7: published}
    return Outcome(named(key), Member("a", published=told), 7, courses)


@pytest.mark.parametrize(("experiment", "member", "length"), ALL)
def test_that_every_member_can_learn(experiment: Experiment, member: Member, length: int) -> None:
    run = TrainingRun(experiment.settings_of(member, length, 3))
    assert (run.settings.length, run.settings.seed) == (length, 3)
    assert (run.task.baseline is not None) or experiment.measure == "metric"


@pytest.mark.parametrize(("experiment", "member", "length"), ALL)
def test_that_its_command_trains_the_same(
    experiment: Experiment, member: Member, length: int
) -> None:
    words = training_command(outcome_of(experiment, member, length), 5).split()
    assert words[:2] == ["python", "main.py"]
    arguments = parser().parse_args(words[2:])
    assert chosen_settings(arguments) == experiment.settings_of(member, length, 5)
    assert arguments.updates == experiment.updates


def outcome_of(experiment: Experiment, member: Member, length: int) -> Outcome:
    return Outcome(experiment, member, length, ())


@pytest.mark.parametrize("experiment", EXPERIMENTS, ids=KEYS)
def test_that_members_can_be_told_apart(experiment: Experiment) -> None:
    words = [member_in_words(experiment, member) for member in experiment.members]
    labels = [member.label for member in experiment.members]
    assert len(set(labels)) == len(labels) == len(words)
    for member in experiment.members:
        assert {*member.published, *member.at} <= set(experiment.lengths)


def test_that_settings_are_told_in_words() -> None:
    copy = named("copy-memory")
    words = {member.label: member_in_words(copy, member) for member in copy.members}
    assert words["GRU"] == "rate 0.01, clip 20, orthogonal start"
    assert words["LSTM"] == (
        "rate 0.01, clip 20, orthogonal start, forget bias 3 (forget bias 5 at T = 100)"
    )
    assert words["ReLU RNN, identity"] == "rate 0.001, clip 1, identity start"
    assert conditions(copy, 2) == "64 units, Adam, batch 32, 800 updates; seed 2"
    assert conditions(named("embedded-reber"), 2).endswith("1,000 updates; seeds 2 to 6")


def test_that_a_smaller_loss_is_measured_by_the_baseline() -> None:
    assert outcome(course(0.049, 1 / 6)).says == "solved"
    assert outcome(course(0.051, 1 / 6)).says == "not solved"
    assert outcome(course(float("nan"), 1 / 6)).met == 0
    below = outcome(course(0.98, 1.0), key="copy-memory")
    assert (below.says, outcome(course(0.995, 1.0), key="copy-memory").says) == (
        "below",
        "not below",
    )


def test_that_a_network_that_diverged_has_not_done_it() -> None:
    assert outcome(course(0.0, 1 / 6, diverged=4)).says == "not solved"


def test_that_seeds_are_counted() -> None:
    good, bad = course(1.0, 0.25), course(0.5, 0.25)
    some = outcome(good, bad, good, key="delayed-recall", published=True)
    assert some.says == "solved with 2 of 3 seeds"
    assert some.is_as_published is False
    assert outcome(good, good, key="delayed-recall", published=True).is_as_published
    assert outcome(bad, bad, key="delayed-recall", published=False).is_as_published
    assert outcome(good, key="delayed-recall", published=False).is_as_published is False
    unknown = outcome(good, key="delayed-recall")
    assert (unknown.is_as_published, unknown.published) == (None, "")


def test_that_every_member_has_an_outcome_at_every_length() -> None:
    copy = named("copy-memory")
    found = outcomes_of(copy, [])
    assert [(each.length, each.member.label) for each in found[:5]] == [
        (10, "GRU"),
        (10, "LSTM"),
        (10, "tanh RNN"),
        (10, "ReLU RNN, identity"),
        (40, "GRU"),
    ]
    assert len(found) == 12

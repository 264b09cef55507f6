"""The figure of an experiment as plain numbers and texts: what is to be drawn, not how."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from rnnviz import __version__
from rnnviz.engine.batch import Floats
from rnnviz.experiments.course import Course
from rnnviz.experiments.experiment import Experiment, Member
from rnnviz.experiments.wording import conditions, member_in_words

#: A curve of training is drawn with at most so many points.
MOST_POINTS = 400
#: What a panel shows above and below what is to be seen, as shares of the baseline.
ABOVE, BELOW = 0.25, 0.06


@dataclass(frozen=True)
class Line:
    """One course.

    style     counted from 0: the member's, as in the legend.
    updates, values   on held-out data. (n,)
    trained_updates, losses   the running mean of the training loss, or nothing. (m,)
    diverged  whether it ends early since a number was no longer finite.
    """

    style: int
    updates: Floats
    values: Floats
    trained_updates: Floats
    losses: Floats
    diverged: bool


@dataclass(frozen=True)
class Panel:
    """The courses at one length, from `low` to `high`, with the baseline there."""

    title: str
    note: str
    lines: tuple[Line, ...]
    baseline: float
    low: float
    high: float


@dataclass(frozen=True)
class Figure:
    """title, captions   the lines on top; legend: one text for each style, and the baseline's.

    updates   where the axis ends; y_title says what is drawn, `is_share` in percent.
    """

    title: str
    captions: tuple[str, ...]
    legend: tuple[str, ...]
    baseline_says: str
    y_title: str
    is_share: bool
    updates: int
    panels: tuple[Panel, ...]


def figure_of(experiment: Experiment, courses: Sequence[Course], seed: int) -> Figure:
    """The figure of what came out; `courses` are all of the experiment."""
    every = experiment.every
    drawn = f"With marks: on held-out data, every {every} updates"
    if experiment.seeds > 1:
        drawn += ", a line for each seed"
    if experiment.measure == "loss":
        drawn += f"; thin: in training, mean of {every} updates"
    return Figure(
        title=experiment.title,
        captions=(f"{conditions(experiment, seed)}; rnnviz {__version__}", f"{drawn}."),
        legend=tuple(_named(experiment, member) for member in experiment.members),
        baseline_says=f"baseline: {courses[0].formula}",
        y_title=experiment.unit,
        is_share=experiment.measure == "metric",
        updates=experiment.updates,
        panels=tuple(_panel(experiment, courses, length) for length in experiment.lengths),
    )


def _named(experiment: Experiment, member: Member) -> str:
    words = member_in_words(experiment, member)
    return f"{member.label}: {words}" if words else member.label


def _panel(experiment: Experiment, courses: Sequence[Course], length: int) -> Panel:
    here = [course for course in courses if course.length == length]
    styles = {member.label: number for number, member in enumerate(experiment.members)}
    baseline, is_share = here[0].baseline, experiment.measure == "metric"
    low, high = (0.0, 1.04) if is_share else _sight(here, baseline)
    return Panel(
        title=f"{experiment.letter} = {length}",
        note=f"baseline {baseline:.1%}" if is_share else f"baseline {baseline:.3f}",
        lines=tuple(_line(experiment, course, styles[course.member]) for course in here),
        baseline=baseline,
        low=low,
        high=high,
    )


def _sight(courses: Sequence[Course], baseline: float) -> tuple[float, float]:
    """From a little below the least loss, or from 0 where that is not far, to a little above
    the baseline: an untrained network's loss is often far higher, and of no interest."""
    values = [value for course in courses for value in course.values if isfinite(value)]
    least = min([*values, baseline])
    low = least - BELOW * baseline
    high = max(baseline, min(values, default=0.0))
    return (low if low > 0.3 * baseline else 0.0), (1 + ABOVE) * high


def _line(experiment: Experiment, course: Course, style: int) -> Line:
    losses = np.array(course.losses if experiment.measure == "loss" else ())
    trained, means = running_mean(losses, experiment.every)
    return Line(
        style=style,
        updates=np.array(course.updates, float),
        values=np.array(course.values),
        trained_updates=trained,
        losses=means,
        diverged=course.diverged is not None,
    )


def running_mean(losses: Floats, width: int) -> tuple[Floats, Floats]:
    """The mean of every `width` numbers next to each other, and the number in their middle, counted
    from 1; of so many, a few hundred evenly. Nothing where there are fewer numbers."""
    if len(losses) < width:
        return np.empty(0), np.empty(0)
    sums = np.cumsum(np.concatenate(([0.0], losses)))
    means = (sums[width:] - sums[:-width]) / width
    keep = np.arange(0, len(means), max(1, len(means) // MOST_POINTS))
    return keep + (width + 1) / 2, means[keep]

"""Outcome: what a network of an experiment came to at one length, beside what was published."""

from collections.abc import Sequence
from dataclasses import dataclass

from rnnviz.experiments.course import Course
from rnnviz.experiments.experiment import Experiment, Member


@dataclass(frozen=True)
class Outcome:
    """courses   of one member at one length, one for each seed."""

    experiment: Experiment
    member: Member
    length: int
    courses: tuple[Course, ...]

    @property
    def met(self) -> int:
        """With how many seeds the criterion is met at the end."""
        return sum(self._is_met(course) for course in self.courses)

    def _is_met(self, course: Course) -> bool:
        is_met = self.experiment.criterion.is_met(course.values[-1], course.baseline)
        return is_met and course.diverged is None

    @property
    def says(self) -> str:
        """The outcome in the criterion's words: "solved", or "solved with 3 of 5 seeds"."""
        criterion, seeds = self.experiment.criterion, len(self.courses)
        if self.met == 0:
            return criterion.missed
        some = f" with {self.met} of {seeds} seeds" if self.met < seeds else ""
        return criterion.met + some

    @property
    def published(self) -> str:
        """What was published, in the same words; "" where nothing was."""
        known, criterion = self.member.published.get(self.length), self.experiment.criterion
        return "" if known is None else (criterion.met if known else criterion.missed)

    @property
    def is_as_published(self) -> bool | None:
        """Whether it came out so with every seed; None where nothing was published."""
        known = self.member.published.get(self.length)
        return None if known is None else self.met == (len(self.courses) if known else 0)


def outcomes_of(experiment: Experiment, courses: Sequence[Course]) -> list[Outcome]:
    """Length by length, each with all members; `courses` are all of the experiment."""
    return [
        Outcome(
            experiment,
            member,
            length,
            tuple(c for c in courses if (c.member, c.length) == (member.label, length)),
        )
        for length in experiment.lengths
        for member in experiment.members
    ]

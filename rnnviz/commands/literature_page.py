"""The page of `rnnviz literature`: what was published, and what came out here."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence

from rnnviz import __version__
from rnnviz.commands.setting_options import option_of
from rnnviz.experiments.experiment import Experiment
from rnnviz.experiments.outcome import Outcome
from rnnviz.experiments.wording import conditions, in_words
from rnnviz.scenarios.metric import Metric
from rnnviz.session.training_run import task_of

#: Over the commands of a section.
_COMMANDS = "This section alone, and the networks of its table one by one, with the first seed:"

SIGNS = {True: "yes", False: "**no**", None: ""}


def figure_name(experiment: Experiment) -> str:
    """The file of an experiment's figure, beside the page."""
    return f"literature-{experiment.key}.png"


def page(
    experiments: Sequence[Experiment],
    outcomes: Mapping[str, Sequence[Outcome]],
    arguments: Namespace,
) -> str:
    """The whole page, as Markdown."""
    lines = [
        "# Results of the literature, found again",
        "",
        f"Made by `{_command(arguments, arguments.only or ())}` with rnnviz {__version__}: each "
        "network learns here from the start, and the program draws the curves. Held-out "
        "sequences are drawn with a seed of their own. What did not come out as published stands "
        "here as it came out; “published” is empty where the paper does not tell of such a "
        f"network at such a length. All of it took {_minutes(outcomes):.1f} minutes of one "
        "processor, which several may share (`--jobs`).",
        "",
        *_summary(experiments, outcomes),
    ]
    for experiment in experiments:
        lines += ["", *_section(experiment, outcomes[experiment.key], arguments)]
    return "\n".join(lines) + "\n"


def _minutes(outcomes: Mapping[str, Sequence[Outcome]]) -> float:
    courses = [each for row in outcomes.values() for outcome in row for each in outcome.courses]
    return sum(course.seconds for course in courses) / 60


def _command(arguments: Namespace, keys: Sequence[str]) -> str:
    """The words that do this again; of the folder only its name."""
    only = "".join(f" --only {key}" for key in keys)
    name = arguments.output.resolve().name
    return f"python main.py literature{only} --seed {arguments.seed} -o {name}"


def _summary(
    experiments: Sequence[Experiment], outcomes: Mapping[str, Sequence[Outcome]]
) -> Iterator[str]:
    yield from _table_head("Experiment", "As published", "Not as published")
    for experiment in experiments:
        here = [each for each in outcomes[experiment.key] if each.is_as_published is not None]
        same = sum(each.is_as_published is True for each in here)
        others = "; ".join(_named(each) for each in here if not each.is_as_published)
        anchor = experiment.title.lower().replace(" ", "-")
        link = f"[{experiment.title}](#{anchor})"
        yield _row(link, f"{same} of {len(here)}", others or "–")


def _named(outcome: Outcome) -> str:
    return f"{outcome.member.label} at {_length(outcome)}: {outcome.says}"


def _length(outcome: Outcome) -> str:
    return f"{outcome.experiment.letter} = {outcome.length}"


def _section(
    experiment: Experiment, outcomes: Sequence[Outcome], arguments: Namespace
) -> Iterator[str]:
    seed = arguments.seed
    yield from (f"## {experiment.title}", "")
    yield from (f"- {source}" for source in experiment.sources)
    for name, text in (
        ("Published", experiment.published),
        ("Different here", experiment.differs),
        ("What counts", f"{experiment.criterion_says}, after {experiment.updates:,} updates."),
        ("All networks", f"{conditions(experiment, seed)}."),
    ):
        yield from ("", f"**{name}.** {text[0].upper()}{text[1:]}")
    yield from ("", f"![{_described(experiment)}]({figure_name(experiment)})", "")
    yield from _table(experiment, outcomes)
    yield from ("", *_not_as_published(outcomes), "")
    yield from (_COMMANDS, "")
    yield f"    {_command(arguments, [experiment.key])}"
    yield from (f"    {training_command(outcome, seed)}" for outcome in outcomes)


def _described(experiment: Experiment) -> str:
    members = "; ".join(member.label for member in experiment.members)
    return f"{experiment.title}: {experiment.unit}, over the updates. Curves: {members}"


def _table(experiment: Experiment, outcomes: Sequence[Outcome]) -> Iterator[str]:
    metric = _further_metric(experiment, outcomes[0])
    yield from _table_head(
        experiment.letter,
        "Network",
        "Its own settings",
        experiment.unit[0].upper() + experiment.unit[1:],
        "Baseline",
        *([metric.name[0].upper() + metric.name[1:]] if metric else []),
        "Outcome",
        "Published",
        "As published",
    )
    for outcome in outcomes:
        course = outcome.courses[0]
        yield _row(
            str(outcome.length),
            outcome.member.label,
            in_words(experiment.own(outcome.member, outcome.length)),
            _values(outcome),
            _text(experiment, course.baseline),
            *([", ".join(metric.text(each.score) for each in outcome.courses)] if metric else []),
            outcome.says,
            outcome.published,
            SIGNS[outcome.is_as_published],
        )


def _further_metric(experiment: Experiment, outcome: Outcome) -> Metric | None:
    """The scenario's metric, where it says more than what is drawn."""
    metric = task_of(experiment.settings_of(outcome.member, outcome.length, 0)).metric
    is_drawn = experiment.measure == "metric" or metric.name == experiment.unit
    return None if is_drawn else metric


def _values(outcome: Outcome) -> str:
    """What was measured at the end, with each seed."""
    return ", ".join(
        _text(outcome.experiment, course.values[-1])
        + ("" if course.diverged is None else f" (diverged in update {course.diverged:,})")
        for course in outcome.courses
    )


def _text(experiment: Experiment, value: float) -> str:
    return f"{value:.1%}" if experiment.measure == "metric" else f"{value:.4f}"


def _not_as_published(outcomes: Sequence[Outcome]) -> Iterator[str]:
    others = [each for each in outcomes if each.is_as_published is False]
    if not others:
        yield "All that was published of such networks came out so."
        return
    yield "What did not come out as published:"
    yield ""
    for each in others:
        yield f"- {_named(each)}; published: {each.published}."


def training_command(outcome: Outcome, seed: int) -> str:
    """The command that trains it alone, with the first seed."""
    experiment = outcome.experiment
    given = experiment.given(outcome.member, outcome.length)
    options = "".join(f" {option_of(name)} {value}" for name, value in given.items())
    words = f"python main.py train {experiment.key}{options}"
    return f"{words} --updates {experiment.updates} --seed {seed}"


def _table_head(*titles: str) -> Iterator[str]:
    yield _row(*titles)
    yield _row(*["---"] * len(titles))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"

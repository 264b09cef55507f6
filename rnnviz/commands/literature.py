"""rnnviz literature: experiments of the literature again, with figures and a page of results."""

import json
import math
import time
from argparse import Namespace
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from rnnviz import __version__
from rnnviz.commands.command_error import DONE, NO_FILE_OR_DISPLAY, CommandError, Say
from rnnviz.commands.literature_page import figure_name, page
from rnnviz.commands.output_path import checked_output
from rnnviz.experiments import EXPERIMENTS
from rnnviz.experiments.course import Course, learn
from rnnviz.experiments.experiment import Experiment, Member
from rnnviz.experiments.figure import figure_of
from rnnviz.experiments.outcome import Outcome, outcomes_of
from rnnviz.gui.figures.figure_painter import picture_of_figure
from rnnviz.gui.pictures import PictureError, save

PAGE = "literature.md"

#: All that learns: an experiment's member, at a length, with a seed.
Job = tuple[Experiment, Member, int, int]
#: The courses of every experiment, in the order in which they were asked for.
Found = dict[str, list[Course]]


def run(arguments: Namespace, say: Say) -> int:
    """Let all learn, draw the figures, write the page; say where it is, or all as JSON."""
    folder, seed = arguments.output, arguments.seed
    file = checked_output(folder / PAGE)
    chosen = [each for each in EXPERIMENTS if each.key in (arguments.only or [each.key])]
    started = time.perf_counter()
    found = all_learnt(chosen, seed, arguments.jobs, say, arguments.json)
    seconds = time.perf_counter() - started
    for experiment in chosen:
        draw(experiment, found[experiment.key], seed, folder)
    outcomes = {each.key: outcomes_of(each, found[each.key]) for each in chosen}
    file.write_text(page(chosen, outcomes, arguments), encoding="utf-8")
    say(as_json(outcomes, seed, seconds) if arguments.json else str(file.resolve()))
    return DONE


def draw(experiment: Experiment, courses: list[Course], seed: int, folder: Path) -> None:
    """Write the experiment's figure. Raises CommandError where it cannot be written."""
    image = picture_of_figure(figure_of(experiment, courses, seed))
    try:
        save(image, folder / figure_name(experiment))
    except PictureError as error:
        raise CommandError(str(error), NO_FILE_OR_DISPLAY) from error


def all_learnt(
    experiments: list[Experiment], seed: int, jobs: int, say: Say, silent: bool
) -> Found:
    """Every network of the experiments, some at the same time, each process with several."""
    wanted = list(jobs_of(experiments, seed))
    courses: dict[int, Course] = {}
    # A process begun anew has the same on every system, and one thread of BLAS as this one has.
    with ProcessPoolExecutor(min(jobs, len(wanted)), mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(learn, *job): number for number, job in enumerate(wanted)}
        for done in as_completed(waiting):
            courses[waiting[done]] = done.result()
            if not silent:
                said = _in_words(wanted[waiting[done]], done.result())
                say(f"{len(courses)}/{len(wanted)} {said}")
    found: Found = {experiment.key: [] for experiment in experiments}
    for number, (experiment, *_) in enumerate(wanted):
        found[experiment.key].append(courses[number])
    return found


def jobs_of(experiments: list[Experiment], seed: int) -> Iterator[Job]:
    """All that is to learn."""
    for experiment in experiments:
        for length in experiment.lengths:
            for member in experiment.members:
                for number in range(experiment.seeds):
                    yield experiment, member, length, seed + number


def _in_words(job: Job, course: Course) -> str:
    experiment, member, length, seed = job
    where = f"{experiment.title}, {experiment.letter} = {length}, {member.label}, seed {seed}"
    ended = "" if course.diverged is None else f", diverged in update {course.diverged}"
    return f"{where}: {course.values[-1]:.4g}{ended}, {course.seconds:.0f} s"


def as_json(outcomes: dict[str, list[Outcome]], seed: int, seconds: float) -> str:
    """All outcomes with what was measured on the way, for programs."""
    told = {key: [_told(outcome) for outcome in each] for key, each in outcomes.items()}
    whole = {"version": __version__, "seed": seed, "seconds": seconds, "experiments": told}
    return json.dumps(whole, allow_nan=False)


def _told(outcome: Outcome) -> dict[str, object]:
    return {
        "network": outcome.member.label,
        "length": outcome.length,
        "settings": outcome.experiment.given(outcome.member, outcome.length),
        "met": outcome.met,
        "seeds": len(outcome.courses),
        "as_published": outcome.is_as_published,
        "courses": [_course(course) for course in outcome.courses],
    }


def _course(course: Course) -> dict[str, object]:
    """Without the loss of every update; what is no finite number becomes null."""
    told = {name: value for name, value in asdict(course).items() if name != "losses"}
    values = [value if math.isfinite(value) else None for value in course.values]
    return {**told, "values": values}

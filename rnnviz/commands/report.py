"""rnnviz report: train every scenario with its defaults, and hold each against its baseline."""

import json
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from rnnviz import __version__
from rnnviz.commands.command_error import DONE, FELL_SHORT, Say
from rnnviz.commands.output_path import checked_output
from rnnviz.engine.cells import CELLS
from rnnviz.scenarios import SCENARIOS, scenario
from rnnviz.scenarios.metric import Metric
from rnnviz.session.answers import NetworkAnswers
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.training_run import TrainingRun

HEADINGS = ("Scenario", "Type", "Network", "Updates", "Held out", "Result", "Baseline", "Seconds")


@dataclass(frozen=True)
class Result:
    """What one scenario came to.

    score     the metric on held-out data after `updates`; `baseline` that of `baseline_says`.
    seconds   of one processor's time: reading or making the data, training and measuring.
    """

    scenario: str
    title: str
    shape: str
    network: str
    updates: int
    metric: Metric
    score: float
    baseline: float
    baseline_says: str
    seconds: float

    @property
    def beats(self) -> bool:
        """Whether the network is better than what is no network."""
        return self.metric.is_better(self.score, self.baseline)

    def cells(self) -> tuple[str, ...]:
        """One row of the table, as HEADINGS name it."""
        return (
            self.title,
            self.shape,
            self.network,
            f"{self.updates:,}",
            self.metric.name,
            self.metric.text(self.score)
            + ("" if self.beats else " (not better than the baseline)"),
            f"{self.metric.text(self.baseline)}: {self.baseline_says}",
            f"{self.seconds:.0f}",
        )


def measured(key: str, seed: int, updates: int | None = None) -> Result:
    """Train a scenario with its defaults, for its own number of updates where none is given."""
    started, chosen = time.process_time(), scenario(key)
    run = TrainingRun(settings_for(key, {"seed": seed}))
    count = chosen.updates if updates is None else updates
    for _ in range(count):
        run.advance()
    task = run.task
    answers = NetworkAnswers(run.network, run.training.loss, task.fed_from)
    score = task.score(answers)
    return Result(
        scenario=key,
        title=chosen.title,
        shape=chosen.shape,
        network=network_in_words(run),
        updates=count,
        metric=task.metric,
        score=score,
        baseline=task.baseline_score,
        baseline_says=task.baseline_says,
        seconds=time.process_time() - started,
    )


def network_in_words(run: TrainingRun) -> str:
    """E.g. "LSTM 64, both directions, attention"."""
    settings = run.settings
    parts = [f"{CELL_TITLES[settings.cell]} {settings.hidden}"]
    if settings.cell == "elman" and settings.activation != "tanh":
        parts.append(settings.activation)
    if settings.layers > 1:
        parts.append(f"{settings.layers} layers")
    if settings.direction == "both":
        parts.append("both directions")
    if settings.attention:
        parts.append("attention")
    return ", ".join(parts)


CELL_TITLES = {cell.key: cell.title for cell in CELLS}


def run(arguments: Namespace, say: Say) -> int:
    """Measure, and say one table; the exit status tells whether all are better than their
    baselines."""
    output = checked_output(arguments.output) if arguments.output else None
    keys = arguments.only or [each.key for each in SCENARIOS]
    started = time.perf_counter()
    results = all_measured(keys, arguments.seed, arguments.jobs, say, arguments.json)
    seconds = time.perf_counter() - started
    if output:
        output.write_text(page(results, arguments, seconds), encoding="utf-8")
    if arguments.json:
        rows = [{**asdict(result), "beats": result.beats} for result in results]
        say(json.dumps({"version": __version__, "seconds": seconds, "scenarios": rows}))
    else:
        for line in markdown(results):
            say(line)
    return DONE if all(result.beats for result in results) else FELL_SHORT


def all_measured(keys: Sequence[str], seed: int, jobs: int, say: Say, silent: bool) -> list[Result]:
    """Every scenario, some of them at the same time, each in a process of its own."""
    found: dict[str, Result] = {}
    # A process begun anew has the same on every system, and one thread of BLAS as this one has.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(measured, key, seed) for key in keys]
        for done in as_completed(waiting):
            result = done.result()
            found[result.scenario] = result
            if not silent:
                score = result.metric.text(result.score)
                say(f"{len(found)}/{len(keys)} {result.title}: {score}, {result.seconds:.0f} s")
    return [found[key] for key in keys]


def markdown(results: Sequence[Result]) -> Iterator[str]:
    """The table."""
    yield _row(HEADINGS)
    yield _row(["---"] * len(HEADINGS))
    for result in results:
        yield _row(result.cells())


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '∣') for cell in cells)} |"


def page(results: Sequence[Result], arguments: Namespace, seconds: float) -> str:
    """The table with what is to be known of it, as a page of Markdown."""
    words = f"python main.py report --seed {arguments.seed}"
    if arguments.only:
        words += "".join(f" --only {key}" for key in arguments.only)
    better = sum(result.beats for result in results)
    lines = [
        "# Every scenario, held against what is no network",
        "",
        f"Made by `{words} -o {Path(arguments.output).name}` with rnnviz {__version__}: each "
        "scenario learns with its own default settings and seed, and is measured on data it "
        f"never learnt from. {better} of {len(results)} are better than their baseline. Seconds "
        "are of one processor, data and measuring included; all of it took "
        f"{seconds / 60:.1f} minutes with {arguments.jobs} at a time.",
        "",
        *markdown(results),
    ]
    return "\n".join(lines) + "\n"

"""rnnviz train: train a network without a window, and say how it went."""

import json
import time
from argparse import Namespace

from rnnviz import __version__
from rnnviz.commands.command_error import DONE, Say
from rnnviz.commands.output_path import checked_output
from rnnviz.commands.saving import save
from rnnviz.commands.starting import chosen_start
from rnnviz.commands.training import network_name, train
from rnnviz.engine.divergence import Diverged
from rnnviz.scenarios import scenario
from rnnviz.scenarios.own.source import EMPTY_ROWS
from rnnviz.session.answers import NetworkAnswers
from rnnviz.session.project_desk import record_without_window
from rnnviz.session.training_run import TrainingRun

#: What has to be said of a file in whatever way it is learnt: which it is, and what was not read
#: as it stands.
OWN_FILE_FACTS = ("Source", "Encoding", "Read", EMPTY_ROWS)


def run(arguments: Namespace, say: Say) -> int:
    """Train, and say in one line, or as one JSON object, what came of it."""
    path = checked_output(arguments.save) if arguments.save else None
    settings, weights = chosen_start(arguments)
    run = TrainingRun(settings, weights=weights)
    updates = arguments.updates or scenario(run.settings.scenario).updates
    started = time.perf_counter()
    try:
        train(run, updates, show_progress=not arguments.json)
    except Diverged as error:
        if path is not None:
            save(record_without_window(run), path)
        if arguments.json:
            say(as_json(run, time.perf_counter() - started, error))
        raise
    seconds = time.perf_counter() - started
    written = save(record_without_window(run), path) if path is not None else None
    score = run.task.score(NetworkAnswers(run.network, run.training.loss, run.task.fed_from))
    if arguments.json:
        say(as_json(run, seconds, None, score))
    else:
        for title, text in own_file(run):
            say(f"{title}: {text}")
        say(in_words(run, seconds))
        say(held_out(run, score))
        if written is not None:
            say(str(written.resolve()))
    return DONE


def own_file(run: TrainingRun) -> tuple[tuple[str, str], ...]:
    """What was read of a file of the user's own; of other data nothing."""
    if not run.settings.text:
        return ()
    return tuple(fact for fact in run.facts if fact[0] in OWN_FILE_FACTS)


def held_out(run: TrainingRun, score: float) -> str:
    """What the network comes to on held-out data, and what is no network, as one line."""
    task = run.task
    return (
        f"{task.metric.name} on held-out data {task.metric.text(score)}, baseline "
        f"{task.metric.text(task.baseline_score)} ({task.baseline_says})"
    )


def in_words(run: TrainingRun, seconds: float) -> str:
    """The result as one line for people."""
    history = run.history_so_far()
    updates = f"{len(history)} update{'s' * (len(history) != 1)}"
    baseline = "" if history.baseline is None else f" (baseline {history.baseline:.3g})"
    return (
        f"{network_name(run.settings)}: {updates}, "
        f"loss {history.losses[-1]:.4g} {history.unit}{baseline}, "
        f"{len(history) / seconds:.4g} updates/s"
    )


def as_json(
    run: TrainingRun, seconds: float, diverged: Diverged | None, score: float | None = None
) -> str:
    """The result as one JSON object for programs."""
    history = run.history_so_far()
    made = len(history)
    result = {
        "version": __version__,
        "settings": run.settings.as_dict(),
        "updates": made,
        "loss": float(history.losses[-1]) if made else None,
        "unit": history.unit,
        "baseline": history.baseline,
        "baseline_formula": history.baseline_formula,
        "metric": run.task.metric.name,
        "held_out": score,
        "held_out_baseline": run.task.baseline_score,
        "held_out_baseline_says": run.task.baseline_says,
        "gradient_norm": float(history.norms[-1]) if made else None,
        "clipped_share": history.clipped_share,
        "data": run.facts,
        "time_steps_read": run.training.seen,
        "seconds": seconds,
        "updates_per_second": made / seconds,
        "diverged": diverged and _place(diverged),
    }
    return json.dumps(result, allow_nan=False)


def _place(diverged: Diverged) -> dict[str, object]:
    place = diverged.place
    return {
        "update": diverged.update,
        "phase": place.phase,
        "lane": place.lane,
        "time_step": None if place.time is None else place.time + 1,
        "quantity": place.quantity,
        "value": place.value,
    }

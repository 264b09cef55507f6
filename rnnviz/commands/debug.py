"""rnnviz debug: train until a condition comes true, and say where it did."""

import json
from argparse import Namespace
from typing import Any

import numpy as np

from rnnviz.commands.command_error import DIVERGED, DONE, WRONG_WORDS, CommandError, Say
from rnnviz.commands.setting_options import chosen_settings
from rnnviz.conditions.condition import Condition, parse
from rnnviz.conditions.condition_error import ConditionError
from rnnviz.engine.training import Progress
from rnnviz.session.breakpoint_names import names_of_step, names_of_update, shapes
from rnnviz.session.training_run import TrainingRun


def run(arguments: Namespace, say: Say) -> int:
    """Train at most so many updates. Raises Diverged where a number is not finite."""
    run = TrainingRun(chosen_settings(arguments))
    condition = _checked(arguments.condition, run)
    for _ in range(arguments.updates):
        progress = run.advance()
        hit = _hit(condition, run, progress)
        if hit is not None:
            say(_as_json(condition, hit) if arguments.json else _in_words(condition, hit))
            return DIVERGED
    if arguments.json:
        say(json.dumps({"hit": False, "condition": condition.text, "updates": arguments.updates}))
    else:
        say(f"“{condition.text}” did not come true in {arguments.updates} updates")
    return DONE


def _checked(text: str, run: TrainingRun) -> Condition:
    trace = run.trace()
    known = names_of_step(trace, 0) | names_of_update(Progress(0, 0.0, 0.0, 0.0, 0), trace)
    try:
        return parse(text, shapes(known))
    except ConditionError as error:
        raise CommandError(
            f"--break {text!r}: {error}. It can name {', '.join(known)}", WRONG_WORDS
        ) from None


def _hit(condition: Condition, run: TrainingRun, progress: Progress) -> dict[str, Any] | None:
    """The values of what the condition names where it first holds after an update."""
    trace = run.trace()
    names = names_of_update(progress, trace)
    of_update = condition.names <= names.keys()
    for time in range(1 if of_update else trace.steps):
        found = names if of_update else names | names_of_step(trace, time)
        if condition.holds(found):
            wanted = ("update", "loss", "gradient_norm", *(() if of_update else ("t",)))
            return {name: found[name] for name in dict.fromkeys([*wanted, *condition.names])}
    return None


def _in_words(condition: Condition, hit: dict[str, Any]) -> str:
    where = f"update {hit['update']}" + (f", time step {hit['t']}" if "t" in hit else "")
    lines = [f"“{condition.text}” came true at {where}"]
    for name, value in hit.items():
        if name not in ("update", "t"):
            lines.append(f"  {name} = {_shown(value)}")
    return "\n".join(lines)


def _shown(value: Any) -> str:
    """A number, or of an array its size, range and norm."""
    if np.ndim(value) == 0:
        return f"{value:.6g}"
    array = np.asarray(value, float)
    size = " × ".join(map(str, array.shape))
    norm = float(np.linalg.norm(array))
    return f"{size} numbers from {array.min():.6g} to {array.max():.6g}, norm {norm:.6g}"


def _as_json(condition: Condition, hit: dict[str, Any]) -> str:
    values = {name: _plain(np.asarray(value).tolist()) for name, value in hit.items()}
    return json.dumps({"hit": True, "condition": condition.text, "values": values})


def _plain(value: Any) -> Any:
    """Numbers that JSON does not know, as text: "nan", "inf"."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if np.isfinite(value) else str(value)

"""rnnviz debug: train until a condition comes true, and say where it did."""

import json
from argparse import Namespace
from typing import Any

import numpy as np

from rnnviz.commands.command_error import DIVERGED, DONE, WRONG_WORDS, CommandError, Say
from rnnviz.commands.starting import chosen_start
from rnnviz.conditions.condition import Condition, parse
from rnnviz.conditions.condition_error import ConditionError
from rnnviz.engine.divergence import Diverged
from rnnviz.session import breakpoint_names as names
from rnnviz.session.breakpoint_checks import BreakpointChecks
from rnnviz.session.breakpoints import Breakpoint, Stop
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.ticks import Tick, ticks

#: What is told of every stop, besides what the condition names.
ALWAYS = ("update", "loss", "gradient_norm")


def run(arguments: Namespace, say: Say) -> int:
    """Train at most so many updates; also NaN or Inf is a stop."""
    settings, weights = chosen_start(arguments)
    run = TrainingRun(settings, weights=weights)
    condition = _checked(arguments.condition, run)
    checks = BreakpointChecks([Breakpoint(1, "condition", text=condition.text)], run)
    for _ in range(arguments.updates):
        try:
            stop = checks.advance(run)
        except Diverged as reason:
            stop = checks.broken(run, reason)
        if stop is not None:
            _tell(condition, run, stop, arguments.json, say)
            return DIVERGED
    if arguments.json:
        say(json.dumps({"hit": False, "condition": condition.text, "updates": arguments.updates}))
    else:
        say(f"“{condition.text}” did not come true in {arguments.updates} updates")
    return DONE


def _checked(text: str, run: TrainingRun) -> Condition:
    shapes = names.known_shapes(run.trace())
    try:
        return parse(text, shapes)
    except ConditionError as error:
        raise CommandError(
            f"--break {text!r}: {error}. It can name {', '.join(shapes)}", WRONG_WORDS
        ) from None


def _tell(condition: Condition, run: TrainingRun, stop: Stop, as_json: bool, say: Say) -> None:
    """Where it stopped, and the values around it."""
    trace = run.trace()
    tick, step_names = ticks(trace)[stop.tick], names.step_ticks(trace).keys()
    known = _known(run, tick)
    is_at_step = bool(condition.names & step_names) or not stop.number
    wanted = (*ALWAYS, *(("t",) if is_at_step else ()), *sorted(condition.names))
    values = {name: known[name] for name in dict.fromkeys(wanted)}
    if as_json:
        said: dict[str, object] = {"hit": stop.number > 0 or condition.holds(known)}
        said["condition"] = condition.text
        said["operation"] = _operation(tick)
        if not stop.number:
            said["diverged"] = stop.text
        said["values"] = {name: _plain(np.asarray(v).tolist()) for name, v in values.items()}
        say(json.dumps(said))
        return
    where = f"update {values['update']}" + (f", time step {values['t']}" if "t" in values else "")
    what = f"“{condition.text}” came true" if stop.number else f"Training diverged ({stop.text})"
    say(f"{what} at {where}, {_operation(tick)}")
    for name, value in values.items():
        if name not in ("update", "t"):
            say(f"  {name} = {_shown(value)}")


def _known(run: TrainingRun, tick: Tick) -> dict[str, Any]:
    """All that can be named, as it is at an operation of the next update."""
    trace, coming = run.trace(), run.coming()
    weights = coming.after if tick.quantity == "weights" else coming.before
    known: dict[str, Any] = {
        "update": coming.update,
        "loss": coming.loss,
        "gradient_norm": coming.norm,
        "clipped_norm": coming.clipped_norm,
    }
    known |= names.weights(weights, len(trace.lanes))
    return known | names.of_step(trace, tick.time)


def _operation(tick: Tick) -> str:
    return " ".join(part for part in (tick.phase.value, tick.lane, tick.quantity) if part)


def _shown(value: Any) -> str:
    """A number, or of an array its size, range and norm."""
    if np.ndim(value) == 0:
        return f"{value:.6g}"
    array = np.asarray(value, float)
    size = " × ".join(map(str, array.shape))
    norm = float(np.linalg.norm(array))
    return f"{size} numbers from {array.min():.6g} to {array.max():.6g}, norm {norm:.6g}"


def _plain(value: Any) -> Any:
    """Numbers that JSON does not know, as text: "nan", "inf"."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if np.isfinite(value) else str(value)

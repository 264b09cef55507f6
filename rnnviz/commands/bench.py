"""rnnviz bench: how fast training and drawing are on this machine, as tables or as JSON."""

import json
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from rnnviz.benchmarks.engine_speed import measure_engine
from rnnviz.commands.command_error import DONE, Say
from rnnviz.commands.tables import figures, table

#: Seconds for each measurement beside a window.
WHOLE, QUICK = 4.0, 1.0
HEADINGS = {
    "updates": "One update of an LSTM, ours and PyTorch's, in ms; a ratio above 1: ours is faster",
    "cells": "Each cell: one update, the recording of one trace, and a map of where its gradient "
    "goes, in ms",
}
WINDOW = (
    "The window: updates per second alone and beside it, and their share; frames, steps and "
    "pans in ms; the first picture in s"
)


class Figures(Protocol):
    """What was measured."""

    def as_dict(self) -> Mapping[str, object]: ...


#: Measures beside a window, for so many seconds each time.
MeasureWindow = Callable[[float], Figures]


def run(arguments: Namespace, say: Say, measure_window: MeasureWindow | None) -> int:
    """Measure the engine, and the window where it is wanted, and say what came of it."""
    engine = measure_engine(arguments.quick).to_json()
    if not arguments.json:
        for line in in_words(engine):
            say(line)
    window = None
    if measure_window:
        window = measure_window(QUICK if arguments.quick else WHOLE).as_dict()
    if arguments.json:
        say(json.dumps({"engine": engine, "window": window}))
    elif window:
        for line in ("", WINDOW, *figures(window)):
            say(line)
    return DONE


def in_words(result: Mapping[str, object]) -> Iterator[str]:
    """What it was measured with in one line, then each list of rows as a table."""
    facts = {name: value for name, value in result.items() if not isinstance(value, list)}
    yield ", ".join(f"{name} {value or 'is not installed'}" for name, value in facts.items())
    for name, rows in result.items():
        if isinstance(rows, list):
            yield ""
            yield HEADINGS.get(name, name)
            yield from table(rows)

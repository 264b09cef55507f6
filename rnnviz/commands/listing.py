"""rnnviz list: what there is to choose from: scenarios, cells and views."""

import json
from argparse import Namespace
from collections.abc import Iterator

from rnnviz.commands.command_error import DONE, Say
from rnnviz.commands.setting_options import option_of
from rnnviz.engine.cells import CELLS
from rnnviz.engine.cells.cell import Cell, Quantity
from rnnviz.gui.views import VIEWS
from rnnviz.scenarios import SCENARIOS
from rnnviz.scenarios.scenario import Scenario
from rnnviz.session.presets import PRESETS, Preset


def run(arguments: Namespace, say: Say) -> int:
    """Say what there is, for people or as one JSON object."""
    if arguments.json:
        say(json.dumps(everything(), indent=2))
    else:
        for line in in_words():
            say(line)
    return DONE


def view_titles() -> dict[str, str]:
    """The title of each view, by its key; the whole window is one of them."""
    return {**{view.key: view.title for view in VIEWS}, "window": "The whole window"}


def everything() -> dict[str, object]:
    """Scenarios, cells and views, with all that is to be known of each."""
    return {
        "scenarios": [_scenario(scenario) for scenario in SCENARIOS],
        "cells": [_cell(kind()) for kind in CELLS],
        "views": [{"key": key, "title": title} for key, title in view_titles().items()],
        "comparisons": [_comparison(each) for each in PRESETS],
    }


def _scenario(scenario: Scenario) -> dict[str, object]:
    least, most, default = scenario.length
    return {
        "key": scenario.key,
        "title": scenario.title,
        "summary": scenario.summary,
        "shape": scenario.shape,
        "notation": scenario.notation,
        "length": {
            "title": scenario.length_title,
            "least": least,
            "most": most,
            "default": default,
        },
        "sources": list(scenario.sources),
        "own": list(scenario.own),
        "defaults": dict(scenario.defaults),
    }


def _cell(cell: Cell) -> dict[str, object]:
    quantities = [
        {
            "key": quantity.key,
            "title": quantity.title,
            "symbol": quantity.symbol,
            "family": quantity.family.value,
            "range": quantity.range,
            "formula": formula_of(quantity),
        }
        for quantity in cell.quantities
    ]
    return {
        "key": cell.key,
        "title": cell.title,
        "states": cell.states,
        "quantities": quantities,
    }


def _comparison(each: Preset) -> dict[str, object]:
    return {
        "key": each.key,
        "title": each.title,
        "says": each.says,
        "scenario": each.scenario,
        "common": dict(each.common),
        "networks": [dict(values) for values in each.apart],
        "updates": each.updates,
    }


def formula_of(quantity: Quantity) -> str:
    """How a quantity is computed, in keys: "W_f [h-, x] + b_f", "f ⊙ c- + i ⊙ g"."""
    if not quantity.products:
        return quantity.formula.replace("{", "").replace("}", "")
    products = [f"{p.weight} [{', '.join(p.sources)}]" for p in quantity.products]
    return " + ".join([*products, *([quantity.bias] if quantity.bias else [])])


def in_words() -> Iterator[str]:
    """The lines for people."""
    yield "SCENARIOS, with the defaults of each"
    for scenario in SCENARIOS:
        yield from _scenario_in_words(scenario)
    yield "CELLS, with their quantities in the order computed; h- is h of the step before"
    for kind in CELLS:
        yield from _cell_in_words(kind())
    yield "VIEWS"
    yield from (f"  {key:<14} {title}" for key, title in view_titles().items())
    yield ""
    yield "COMPARISONS (render --preset)"
    for each in PRESETS:
        yield f"  {each.key}: {each.title}; {each.scenario}, {each.updates} updates"
        yield f"      {each.says}"


def _scenario_in_words(scenario: Scenario) -> Iterator[str]:
    least, most, default = scenario.length
    chosen = " ".join(f"{option_of(name)} {value}" for name, value in scenario.defaults.items())
    yield f"  {scenario.key}: {scenario.title}"
    yield f"      {scenario.summary}"
    yield f"      {scenario.shape}: {scenario.notation}"
    yield f"      {scenario.length_title} (--length): {least} to {most} [{default}]"
    if scenario.sources:
        yield f"      Data (--corpus): {', '.join(scenario.sources)}"
    yield f"      {chosen}"
    yield ""


def _cell_in_words(cell: Cell) -> Iterator[str]:
    yield f"  {cell.key}: {cell.title}"
    for quantity in cell.quantities:
        yield f"      {quantity.key:<4} {formula_of(quantity):<30} {quantity.title}"
    yield ""

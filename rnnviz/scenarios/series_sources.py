"""Where a series comes from: sunspots, a sum of sines, or a file of the user's own."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from rnnviz.scenarios.data_card import DataCard, data_card
from rnnviz.scenarios.own.series import Series, read_series
from rnnviz.scenarios.scenario import Request, ScenarioError

CARD = "sunspots"

#: (amplitude, period, phase as a part of the period) of each sine; the periods have no common
#: multiple within the series, so that no part of it is a copy of another.
SINES = ((1.0, 20.3, 0.0), (0.6, 9.1, 0.3), (0.4, 4.7, 0.7))
#: How many points of their sum there are.
POINTS = 600


def series_of(request: Request) -> Series:
    """The series asked for. Raises ScenarioError if it is unknown or cannot be read."""
    corpus = request.corpus or next(iter(SOURCES))
    if corpus not in SOURCES:
        raise ScenarioError(
            f"There is no series “{corpus}”; wanted is one of {', '.join(SOURCES)}."
        )
    return SOURCES[corpus](request)


def card_of(request: Request) -> DataCard | None:
    """The card of the series, None where it does not come with the program."""
    return data_card(CARD) if (request.corpus or CARD) == CARD else None


def read_sunspots(_: Request) -> Series:
    """Yearly sunspot numbers."""
    card = data_card(CARD)
    return replace(read_series(card.path), facts=(("Data", f"{card.title}, {card.licence}"),))


def sum_sines(_: Request) -> Series:
    """Σ a sin(2π (t / p + φ)) for t = 0, 1, …"""
    times = np.arange(float(POINTS))
    values = sum(a * np.sin(2 * np.pi * (times / period + phase)) for a, period, phase in SINES)
    terms = " + ".join(f"{a:g} sin 2π(t/{period:g} + {phase:g})" for a, period, phase in SINES)
    facts = (("Data", f"synthetic, without chance: {terms}"),)
    return Series("sines", "time", times, ("sum of sines",), np.asarray(values)[:, None], facts)


def read_own(request: Request) -> Series:
    """The user's own series."""
    if request.text is None:
        raise ScenarioError("No file was chosen; wanted is the path of a table (CSV) of numbers.")
    return read_series(request.text, request.reading)


#: In the order of the menu.
SOURCES: Mapping[str, Callable[[Request], Series]] = {
    "sunspots": read_sunspots,
    "sines": sum_sines,
    "file": read_own,
}

"""The case of docs/exploding-rnn.md: a vanilla RNN whose rate is too high, and why it exploded."""

import re
from pathlib import Path

import numpy as np
import pytest

from rnnviz.cli import parser
from rnnviz.commands.setting_options import chosen_settings
from rnnviz.session.settings import Settings
from rnnviz.trace.ticks import Granularity, Phase, ticks
from tests.session.hand_driver import Hand

DOCUMENT = Path(__file__).parents[2] / "docs" / "exploding-rnn.md"


def settings_of_the_document() -> Settings:
    """Those of the command in the document, so that the two cannot part."""
    command = re.search(r"^    python main\.py debug (.*)$", DOCUMENT.read_text("utf-8"), re.M)
    assert command is not None
    words = [word for word in command[1].split() if word]
    return chosen_settings(parser().parse_args(["train", *words[: words.index("--break")]]))


def radius(hand: Hand) -> float:
    """The spectral radius of the recurrent matrix at the update in sight."""
    matrix = hand.state.scene.trace.parameters["layer1.W_hh"]
    return float(np.abs(np.linalg.eigvals(matrix)).max())


@pytest.fixture(scope="module")
def exploded() -> Hand:
    hand = Hand(settings_of_the_document())
    hand.session.breakpoints.add("broken")
    hand.session.watches.add("spectral_radius(W_hh)")
    hand.session.start()
    hand.train(200)
    return hand


def test_that_the_breakpoint_stops_at_the_very_operation(exploded: Hand) -> None:
    state = exploded.state
    assert (state.activity, state.breakpoints[0].hits) == ("paused", 1)
    trace, index = state.scene.trace, state.scene.marks.tick
    assert index is not None
    order = ticks(trace)
    tick = order[index]
    assert tick.phase is Phase.FORWARD
    lane = trace.lanes[0]
    values = lane.values[tick.quantity] if tick.lane else getattr(trace, tick.quantity)
    assert not np.isfinite(values[tick.time]).all()
    # All that is computed before it is finite.
    assert np.isfinite(lane.values["h"][: tick.time]).all()
    assert np.isfinite(trace.y[: tick.time]).all()
    assert state.watches[0].value == pytest.approx(radius(exploded))
    assert radius(exploded) > 1e6


def test_that_walking_back_finds_where_the_spectral_radius_passed_one(exploded: Hand) -> None:
    stopped_at = exploded.state.update
    exploded.session.walk.set_granularity(Granularity.UPDATE)
    radii = [radius(exploded)]
    while radii[-1] > 1:
        exploded.session.walk.step(-1)
        radii.append(radius(exploded))
    passed = exploded.state.update
    assert 0 < passed < stopped_at
    assert exploded.state.newest == stopped_at
    # The same update, found from the start by a breakpoint on what was found.
    again = Hand(settings_of_the_document())
    text = f"spectral_radius(W_hh) > 1 and update > {passed}"
    again.session.breakpoints.add("condition", text=text)
    again.session.start()
    again.train(200)
    assert again.state.update == passed
    assert again.state.scene.marks.picked.quantity == "weights"
    coming = again.state.scene.coming
    assert coming is not None
    eigenvalues = np.linalg.eigvals(coming.after["layer1.W_hh"])
    assert np.abs(eigenvalues).max() == pytest.approx(radii[-2])
    assert radii[-1] <= 1 < radii[-2]

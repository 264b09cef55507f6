"""Positions in the data: the same batches follow, and nothing else can be gone to."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.scenarios.positions import GeneratorState, ShuffledPosition, TextPosition
from rnnviz.scenarios.scenario import Stream
from rnnviz.scenarios.text_stream import TextStream
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.training_run import task_of


def stream_of(key: str) -> Stream:
    return task_of(settings_for(key, {})).stream(np.random.default_rng(5), 3)


@pytest.mark.parametrize("key", ["adding-problem", "digit-rows", "music"])
def test_that_the_same_batches_follow_a_position(key: str) -> None:
    stream = stream_of(key)
    for _ in range(3):
        stream.next()
    place = stream.position()
    wanted = [stream.next().inputs for _ in range(4)]
    stream.go_to(place)
    for each in wanted:
        np.testing.assert_array_equal(stream.next().inputs, each)


def test_that_a_position_of_another_stream_is_refused() -> None:
    text = TextStream(np.zeros(50, np.int16), 3, 6)
    drawn, shuffled = stream_of("adding-problem"), stream_of("digit-rows")
    positions = [each.position() for each in (text, drawn, shuffled)]
    for stream in (text, drawn, shuffled):
        for position in (*positions, None, 3):
            if position is not None and type(position) is type(stream.position()):
                stream.go_to(position)
            else:
                with pytest.raises(ValueError, match="no"):
                    stream.go_to(position)


def test_that_a_position_outside_the_data_is_refused() -> None:
    text, shuffled = TextStream(np.zeros(50, np.int16), 3, 6), stream_of("digit-rows")
    for places in ((0, 1), (0, 1, 50), (-1, 0, 1)):
        with pytest.raises(ValueError, match="readers"):
            text.go_to(TextPosition(places, True))
    place = shuffled.position()
    assert isinstance(place, ShuffledPosition)
    for batches in (-1, 10**9):
        with pytest.raises(ValueError, match="epoch"):
            shuffled.go_to(replace(place, batches=batches))


@pytest.mark.parametrize(
    "wrong",
    [{"state": -1}, {"state": 2**128}, {"inc": 2}, {"has_uint32": 2}, {"uinteger": 2**32}],
)
def test_that_a_generator_is_in_no_state_that_it_cannot_be_in(wrong: dict[str, int]) -> None:
    state, stream = GeneratorState.of(np.random.default_rng(1)), stream_of("adding-problem")
    assert stream.holds(state)
    assert not stream.holds(replace(state, **wrong))
    with pytest.raises(ValueError, match="generator"):
        stream.go_to(replace(state, **wrong))

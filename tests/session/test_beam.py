"""The beam of the sequence shown: made with the text, from the weights and of the width there."""

import pytest

from rnnviz.engine.beam import beam_search
from rnnviz.session.session import Session
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import MORE_SAID, TrainingRun
from rnnviz.session.worker import snapshot
from rnnviz.trace.beam_answers import BeamAnswers, common
from tests.session.hand_driver import HandDriver, small_settings

PAIRS = {"scenario": "spelling-to-phonemes", "length": 6, "hidden": 6, "batch": 3}


def run_of(**more: object) -> TrainingRun:
    return TrainingRun(changed(Settings(), {**PAIRS, **more}), number=1)


@pytest.mark.parametrize("attention", [False, True])
def test_that_it_is_a_search_with_the_present_weights(attention: bool) -> None:
    run = run_of(attention=attention, beam=3)
    for _ in range(5):
        run.advance()
    beam, sample = run.beam(), run.displayed()[0]
    assert beam is not None
    wanted = sample.targets[sample.scored[:, 0], 0].tolist()
    expected = beam_search(run.network, sample, run.task.end, 3, len(wanted) + MORE_SAID)
    assert beam.beam == expected
    assert [*beam.wanted, run.task.end] == wanted
    greedy = beam_search(run.network, sample, run.task.end, 1, len(wanted) + MORE_SAID)
    assert beam.greedy == tuple(greedy.nodes[n].symbol for n in greedy.best)
    assert beam.update == 5
    assert beam.said == tuple(expected.symbols)
    assert beam.right == common(beam.said, beam.wanted)


def test_that_where_nothing_is_decoded_there_is_none() -> None:
    assert TrainingRun(small_settings()).beam() is None
    assert Session(TrainingRun(small_settings()), HandDriver()).state.scene.beam is None


def test_that_a_width_of_one_is_greedy() -> None:
    beam = run_of(beam=1).beam()
    assert beam is not None
    assert beam.is_greedy
    on_the_way = beam.shares_greedy_way()
    assert on_the_way == set(beam.beam.best)


def test_that_it_is_made_with_each_text_and_only_then() -> None:
    run = run_of()
    assert snapshot(run).beam is None
    assert snapshot(run, run.writing()).beam is not None


def test_that_another_width_is_searched_at_once_while_paused() -> None:
    session = Session(run_of(beam=2), HandDriver())
    assert session.state.scene.beam.beam.width == 2
    session.choose({"beam": 5})
    assert session.state.scene.beam.beam.width == 5
    assert session.state.update == 0
    assert session.state.run == 1


def test_that_looking_changes_nothing_in_the_run() -> None:
    one, other = run_of(attention=True), run_of(attention=True)
    for _ in range(4):
        one.beam()
        assert one.advance() == other.advance()
    assert (one.network.parameters.flat == other.network.parameters.flat).all()


@pytest.mark.parametrize(
    ("one", "other", "length"),
    [
        ((), (), 0),
        ((1, 2, 3), (1, 2, 3), 3),
        ((1, 2, 3), (2, 3), 2),
        ((3, 1, 2), (1, 2, 3), 2),
        ((1, 1, 1), (1,), 1),
        ((4, 5), (1, 2), 0),
        ((1, 9, 2, 9, 3), (1, 2, 8, 3), 3),
    ],
)
def test_that_what_two_answers_share_keeps_its_order(
    one: tuple[int, ...], other: tuple[int, ...], length: int
) -> None:
    assert common(one, other) == common(other, one) == length


def test_that_the_greedy_way_ends_where_the_tree_leaves_it() -> None:
    run = run_of(beam=4, attention=True)
    for _ in range(12):
        run.advance()
    beam = run.beam()
    assert isinstance(beam, BeamAnswers)
    way = sorted(beam.shares_greedy_way())
    nodes = beam.beam.nodes
    assert [nodes[n].symbol for n in way] == list(beam.greedy[: len(way)])
    assert [nodes[n].step for n in way] == list(range(len(way)))

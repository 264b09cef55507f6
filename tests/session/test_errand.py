"""What takes a while, in a thread; and which scenarios learn which files."""

import threading

import pytest

from rnnviz.scenarios import SCENARIOS
from rnnviz.scenarios.own.kinds import KINDS
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.session.errand import Errand
from rnnviz.session.own_files import kinds_of, preferred, suiting
from rnnviz.session.setting_error import SettingError


def test_that_an_errand_does_not_hold_up_whoever_sends_it() -> None:
    go = threading.Event()
    errand = Errand(lambda: go.wait(10) and 7)
    assert not errand.is_done
    assert not errand.wait(0.001)
    go.set()
    assert errand.wait(10)
    assert (errand.result, errand.refusal) == (7, "")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ScenarioError("Line 3: no."), "Line 3: no."),
        (SettingError("Data is x."), "Data is x."),
        (ValueError("what"), "ValueError: what"),
        (MemoryError(), "There is not enough memory"),
    ],
)
def test_that_why_it_failed_is_said(error: Exception, words: str) -> None:
    def fail() -> None:
        raise error

    errand = Errand(fail)
    assert errand.wait(10)
    assert errand.result is None
    assert errand.refusal.startswith(words)


def test_that_a_kind_is_learnt_by_the_scenarios_that_read_it() -> None:
    assert [each.key for each in suiting("conll")] == ["named-entities"]
    assert {each.key for each in suiting("text")} >= {"character-model", "word-model"}
    for each in SCENARIOS:
        assert set(each.own) <= KINDS.keys()
        assert bool(each.own) == ("file" in each.sources), each.key
        assert kinds_of(each.key) == tuple(kind for kind in KINDS if kind in each.own)


def test_that_the_present_scenario_goes_first() -> None:
    for present, expected in (("word-model", "word-model"), ("copy-memory", "character-model")):
        chosen = preferred("text", present)
        assert chosen is not None
        assert chosen.key == expected
    assert preferred("nothing", "copy-memory") is None

"""The product of Jacobians between the picked steps: made of what is shown, for who looks."""

import time
from collections.abc import Callable

import numpy as np
import pytest

from rnnviz.session.session import Session
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.jacobian_path import JacobianPath
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Granularity
from tests.session.hand_driver import HandDriver


def made(**settings: object) -> Session:
    small = {"hidden": 5, "batch": 3, "length": 8, **settings}
    return Session(TrainingRun(changed(Settings(), small), number=1), HandDriver())


def until(condition: Callable[[], bool], look: Callable[[], None]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        look()
        time.sleep(0.002)


def path(session: Session) -> JacobianPath:
    found = session.state.scene.path
    assert found is not None
    return found


def test_that_nothing_is_made_while_nobody_looks() -> None:
    session = made()
    session.path.look()
    assert session.path._errand is None
    assert session.state.scene.path is None


def test_that_it_follows_what_is_picked() -> None:
    session = made()
    session.path.want(True)
    for time_, source in ((2, 6), (1, 6), (3, 4)):
        session.pick(Spot(time_, "layer1", "h", source=source))
        until(lambda: session.path._known == session.path._key(), session.path.look)
        assert (path(session).step, path(session).source) == (time_, source)


def test_that_it_follows_the_updates() -> None:
    session = made()
    session.path.want(True)
    until(lambda: session.state.scene.path is not None, session.path.look)
    before = path(session)
    session.walk.set_granularity(Granularity.UPDATE)
    session.walk.step()
    until(lambda: path(session).update == 1, session.path.look)
    assert (path(session).norms["h"] != before.norms["h"]).any()
    session.run.timeline.go_to(0)
    session.show_run(None)
    until(lambda: path(session).update == 0, session.path.look)
    np.testing.assert_array_equal(path(session).norms["h"], before.norms["h"])


def test_that_it_can_be_waited_for() -> None:
    session = made(cell="gru")
    session.path.make_now()
    assert path(session).gates is not None


def test_that_a_state_set_by_hand_is_told() -> None:
    session = made()
    session.editing.set_number(Spot(2, "layer1", "h", 1), "0.5")
    session.path.make_now()
    assert session.state.scene.path is None
    assert "by hand" in session.state.scene.path_says


def test_that_another_network_is_not_mistaken_for_it() -> None:
    session = made()
    session.path.want(True)
    session.path.look()
    errand = session.path._errand
    assert errand is not None
    assert errand.wait(20)
    session.choose({"hidden": 6})
    session.path.look()
    until(lambda: session.state.scene.path is not None, session.path.look)
    assert path(session).diagonals["h"].shape[1] == 6


@pytest.mark.parametrize("hidden", [5, 6])
def test_that_the_present_key_is_known_once_it_is_made(hidden: int) -> None:
    session = made(hidden=hidden)
    session.path.want(True)
    session.path.make_now()
    session.path.look()
    assert session.path._errand is None

"""Spectra over the updates: from the restore points, on every branch, for those who look."""

import numpy as np
import pytest

from rnnviz.session.session import Session
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.recurrent_matrices import SpectraHistory, spectrum
from rnnviz.trace.scene import Spot
from tests.session.hand_driver import HandDriver
from tests.session.test_path_desk import until


def made(updates: int, **settings: object) -> Session:
    small = {"hidden": 5, "batch": 3, "length": 8, **settings}
    run = TrainingRun(changed(Settings(), small), number=1)
    for _ in range(updates):
        run.advance()
    return Session(run, HandDriver())


def history(session: Session) -> SpectraHistory:
    found = session.state.scene.spectra_history
    assert found is not None
    return found


def radius_of(session: Session, name: str) -> float:
    return spectrum(session.run.network.parameters[name][:, :5]).radius


def test_that_nothing_is_made_while_nobody_looks() -> None:
    session = made(3)
    session.spectra.look()
    assert session.spectra._errand is None
    assert session.state.scene.spectra is None


def test_that_the_past_is_known_however_late_one_asks() -> None:
    session = made(40, cell="lstm")
    session.spectra.make_now()
    found, name = history(session), "layer1.W_f"
    assert found.updates.tolist() == [0, 8, 16, 24, 32, 40]
    for update, radius in zip(found.updates, found.radii[name], strict=True):
        session.run.timeline.go_to(int(update))
        assert radius == pytest.approx(radius_of(session, name), rel=1e-12)


def test_that_it_is_filled_in_while_paused_and_then_rests() -> None:
    session = made(100)
    session.spectra.want(True)
    until(lambda: session.spectra._known == session.spectra._key(), session.spectra.look)
    assert len(history(session).updates) == 14
    session.spectra.look()
    assert session.spectra._errand is None


def test_that_each_branch_has_its_own_and_its_parents_before_it_left() -> None:
    session = made(32, cell="elman")
    session.spectra.make_now()
    first = history(session)
    session.run.timeline.go_to(16)
    session.show_run(None)
    session.choose({"rate": 0.3})
    for _ in range(16):
        session.run.advance()
    session.show_run(None)
    assert session.state.branch == 2
    session.spectra.make_now()
    second, name = history(session), "layer1.W_hh"
    assert second.updates.tolist() == first.updates.tolist() == [0, 8, 16, 24, 32]
    np.testing.assert_array_equal(second.radii[name][:3], first.radii[name][:3])
    assert (second.radii[name][3:] != first.radii[name][3:]).all()
    assert session.state.scene.spectra is not None
    assert session.state.scene.spectra.update == 32


def test_that_a_weight_set_by_hand_is_seen() -> None:
    session = made(8, cell="elman")
    session.spectra.make_now()
    before = history(session).norms["layer1.W_hh"][-1]
    session.editing.set_number(Spot(0, "layer1", "W_hh", 1, 1), "9.5")
    session.spectra.make_now()
    found = history(session)
    assert found.updates.tolist() == [0, 8]
    assert found.norms["layer1.W_hh"][-1] > 9.0 > before


def test_that_large_networks_have_fewer_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rnnviz.session.spectra_desk.SECONDS", 1.0)
    session = made(80)
    session.spectra.make_now()
    assert history(session).updates.tolist() == [0, 80]


def test_that_another_network_begins_anew() -> None:
    session = made(16)
    session.spectra.make_now()
    session.choose({"hidden": 6})
    assert session.state.scene.spectra is None
    session.spectra.make_now()
    assert history(session).updates.tolist() == [0]


def test_that_of_too_many_every_second_one_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rnnviz.session.spectra_desk.MOST_KEPT", 6)
    session = made(0, cell="elman")
    for _ in range(12):
        session.spectra.make_now()
        session.run.advance()
        session.show_run(None)
    found = history(session).updates.tolist()
    assert len(found) <= 7
    assert (found[0], found[-1]) == (0, 11)

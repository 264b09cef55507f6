"""A text drawn symbol by symbol: the same as at once; and drawing it changes nothing."""

from pathlib import Path

import numpy as np
import pytest

from rnnviz.engine.sampling import among_likeliest, tempered
from rnnviz.session import writing_desk
from rnnviz.session.session import Session
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.drawing import Drawing
from tests.session.hand_driver import HandDriver, small_settings, text_settings


def session_of(folder: Path, updates: int = 6, **given: object) -> Session:
    run = TrainingRun(text_settings(folder, hidden=8, **given), number=1)
    for _ in range(updates):
        run.advance()
    return Session(run, HandDriver())


def drawn(session: Session, count: int) -> Drawing:
    for _ in range(count):
        session.writing.draw_one()
    drawing = session.state.scene.drawing
    assert drawing is not None
    return drawing


@pytest.mark.parametrize(("temperature", "top_k"), [(0.7, 0), (1.3, 3), (0.0, 0)])
@pytest.mark.parametrize("scenario", ["character-model", "word-model"])
def test_that_symbol_by_symbol_is_the_text_that_is_written_at_once(
    tmp_path: Path, scenario: str, temperature: float, top_k: int
) -> None:
    session = session_of(tmp_path, scenario=scenario, temperature=temperature, top_k=top_k)
    whole = session.state.scene.writing.text
    assert whole.startswith(drawn(session, 1).text)
    drawing = drawn(session, 11)
    assert drawing.count == 12
    assert whole.startswith(drawing.text)
    assert len(drawing.text) >= 12


def test_that_what_is_shown_is_what_it_was_drawn_from(tmp_path: Path) -> None:
    session = session_of(tmp_path, temperature=0.8, top_k=4)
    drawn(session, 3)
    desk, network = session.writing, session.run.network
    y = desk._outputs()
    drawing = drawn(session, 1)
    shares = tempered(y, 1.0)
    chances = among_likeliest(tempered(y, 0.8), 4)
    names = session.run.task.classes
    assert len(chances) == network.outputs
    by_name = {names[n]: (shares[n], chances[n]) for n in range(len(names))}
    for each in drawing.candidates:
        assert (each.share, each.chance) == by_name[each.name]
    assert [each.is_drawn for each in drawing.candidates].count(True) == 1
    assert sum(not each.is_cut for each in drawing.candidates) == 4
    assert drawing.cut == len(names) - 4
    assert drawing.cut_share == pytest.approx(float(np.sort(shares)[:-4].sum()))
    assert drawing.others == 0
    assert (drawing.temperature, drawing.top_k) == (0.8, 4)
    [symbol] = [each for each in drawing.candidates if each.is_drawn]
    assert symbol.name == names[desk._symbols[-1]]


def test_that_the_shares_go_down_and_the_rest_is_counted(tmp_path: Path) -> None:
    drawing = drawn(session_of(tmp_path, temperature=1.0), 2)
    shares = [each.share for each in drawing.candidates if not each.is_drawn]
    assert shares == sorted(shares, reverse=True)
    assert drawing.cut == 0
    assert drawing.cut_share == 0.0
    assert drawing.others > 0


def test_that_temperature_and_top_k_hold_from_the_next_symbol_on(tmp_path: Path) -> None:
    session = session_of(tmp_path, temperature=1.0)
    before = drawn(session, 4)
    session.choose({"temperature": 0.0})
    assert session.state.scene.drawing is before
    after = drawn(session, 1)
    assert after.before == before.text
    assert after.count == 5
    assert [each.chance for each in after.candidates if each.is_drawn] == [1.0]
    assert after.cut == session.run.network.outputs - 1
    session.choose({"temperature": 1.0, "top_k": 2})
    assert sum(not each.is_cut for each in drawn(session, 1).candidates) == 2


def test_that_to_draw_changes_nothing_in_the_run(tmp_path: Path) -> None:
    session = session_of(tmp_path)
    run, state = session.run, session.state
    weights, moment = run.network.parameters.flat.copy(), run.training.moment()
    drawn(session, 5)
    assert (run.network.parameters.flat == weights).all()
    assert repr(run.training.moment().position) == repr(moment.position)
    assert session.state.scene.trace is state.scene.trace
    assert session.state.update == state.update
    other = session_of(tmp_path)
    assert run.advance() == other.run.advance()


def test_that_the_text_is_put_away_and_begun_anew(tmp_path: Path) -> None:
    session = session_of(tmp_path)
    first = drawn(session, 3)
    session.writing.put_away()
    assert session.state.scene.drawing is None
    session.writing.put_away()
    assert drawn(session, 3) == first


def test_that_with_other_weights_it_is_gone(tmp_path: Path) -> None:
    session = session_of(tmp_path)
    drawn(session, 3)
    session.walk.go_to_update(2)
    assert session.state.scene.drawing is None
    assert drawn(session, 1).count == 1
    session.restart()
    assert session.state.scene.drawing is None


def test_that_to_walk_through_an_update_leaves_it(tmp_path: Path) -> None:
    session = session_of(tmp_path)
    before = drawn(session, 2)
    session.walk.go_to_tick(5)
    session.walk.step()
    assert session.state.scene.drawing is before


def test_that_it_is_refused_in_words_where_it_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Session(TrainingRun(small_settings(), number=1), HandDriver())
    other.writing.draw_one()
    assert "writes no text" in other.state.message.text
    session = session_of(tmp_path)
    session.start()
    session.writing.draw_one()
    assert "pause it first" in session.state.message.text
    assert session.state.scene.drawing is None
    stopped = session_of(tmp_path)
    monkeypatch.setattr(writing_desk, "MOST_DRAWN", 2)
    assert drawn(stopped, 4).count == 2
    assert "the most" in stopped.state.message.text
    broken = session_of(tmp_path)
    broken.run.network.parameters["b_y"][0] = np.nan
    broken.writing.draw_one()
    assert "no number" in broken.state.message.text

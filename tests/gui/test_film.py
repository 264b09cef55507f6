"""Films: as many frames as there are moments, stopped where somebody stops them."""

import io
import os
import stat
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressDialog, QPushButton

from rnnviz.gui import film_tools
from rnnviz.gui.paper import film as film_module
from rnnviz.gui.paper.film import hindrance
from rnnviz.gui.paper.moments import Wanted, moments
from rnnviz.gui.pictures import PictureError
from rnnviz.gui.rendering import animate
from rnnviz.interchange.figure_source import FigureSource, Paper, read
from rnnviz.session.session import Session
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Worker
from rnnviz.trace.ticks import ticks
from tests.gui.scenes import trained as trained_run
from tests.gui.test_paper import stepped
from tests.gui.windows import message


def run_of(updates):
    run = TrainingRun(trained_run(0, cell="lstm", scenario="copy-memory").settings, 1)
    for _ in range(updates):
        run.advance()
    return run


def made(kind, subject="updates", frames=4, updates=6, views=("loss",), **paper):
    run = run_of(updates)
    source = FigureSource(
        settings=run.settings,
        update=updates,
        views=views,
        sizes=((400.0, 300.0),) * len(views),
        paper=Paper(**paper),
    )
    content = animate(run, source, Wanted(subject, frames, 10, kind))
    assert run.training.update == updates
    return content, source


def frames_of(content):
    image, found = Image.open(io.BytesIO(content)), []
    for number in range(image.n_frames):
        image.seek(number)
        found.append(np.asarray(image.convert("RGB")))
    return image, found


@pytest.mark.parametrize("kind", ["gif", "webp"])
@pytest.mark.parametrize("subject", ["ticks", "updates", "both"])
def test_that_a_film_shows_every_moment(qapp, kind, subject):
    content, source = made(kind, subject, views=("unrolled",))
    image, frames = frames_of(content)
    assert len(frames) == 4
    assert frames[0].shape == (300, 400, 3)
    for one, other in pairwise(frames):
        assert (one != other).any()
    assert image.info["duration"] == 100
    assert image.info["loop"] == 0
    if kind == "gif":
        assert read(image.info["comment"]) == source


def test_that_moments_are_spread_from_the_first_to_the_last(qapp):
    session = Session(run_of(50), Worker())
    last = len(ticks(session.state.scene.trace)) - 1
    updates = moments(session, "updates", 11)
    assert [each.update for each in updates] == list(range(0, 51, 5))
    of_ticks = moments(session, "ticks", 30)
    assert (of_ticks[0].tick, of_ticks[-1].tick) == (0, last)
    assert len({each.tick for each in of_ticks}) == 30
    both = moments(session, "both", 80)
    assert [each.update for each in both] == sorted(each.update for each in both)
    assert len(both) == 80
    assert {each.update for each in both} == {0, 17, 33, 50}


def test_that_few_updates_are_few_frames(qapp):
    _, frames = frames_of(made("gif", updates=2, frames=60)[0])
    assert len(frames) == 3


def test_that_too_many_pixels_are_refused(qapp):
    with pytest.raises(PictureError, match="fewer frames"):
        made("gif", "ticks", frames=600, scale=4.0)


def test_that_the_window_is_not_animated(qapp):
    with pytest.raises(PictureError, match="cannot be animated"):
        made("gif", views=("window",))


def test_that_what_is_missing_is_said(qapp, monkeypatch):
    monkeypatch.setattr(film_module, "find_spec", lambda _: None)
    monkeypatch.setattr(film_module.shutil, "which", lambda _: None)
    assert "rnnviz[animations]" in hindrance("gif")
    assert "rnnviz[animations]" in hindrance("webp")
    assert "ffmpeg" in hindrance("mp4")
    with pytest.raises(PictureError, match="ffmpeg"):
        made("mp4")


def stand_in(tmp_path, monkeypatch, program):
    """A program of the name of ffmpeg."""
    script = tmp_path / "bin" / "ffmpeg"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\n{program}")
    script.chmod(script.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")


def test_that_ffmpeg_gets_every_frame(qapp, tmp_path, monkeypatch):
    stand_in(
        tmp_path,
        monkeypatch,
        "import sys\ncontent = sys.stdin.buffer.read()\n"
        "open(sys.argv[-1], 'wb').write(b' '.join(map(str.encode, sys.argv)) + content[:3])\n"
        "assert len(content) == 4 * 400 * 300 * 3, len(content)\n",
    )
    content, _ = made("mp4")
    assert b"-s 400x300 -r 10" in content


def test_that_it_is_told_why_ffmpeg_failed(qapp, tmp_path, monkeypatch):
    stand_in(tmp_path, monkeypatch, "import sys\nsys.exit('Unknown encoder')\n")
    with pytest.raises(PictureError, match="Unknown encoder"):
        made("mp4")


# In the window.


def test_that_a_film_is_made_in_the_window_which_then_is_where_it_was(qtbot, tmp_path):
    window, path = stepped(qtbot, 5), tmp_path / "a.gif"
    window.session.walk.go_to_tick(7)
    before = window.session.state.scene.marks
    window.pictures.films.write(("unrolled", "loss"), Wanted("both", 6, 10, "gif"), path)
    assert message(window) == f"Written: {path}"
    assert len(frames_of(path.read_bytes())[1]) == 6
    assert window.session.state.update == 5
    assert window.session.state.scene.marks == before


def test_that_a_film_can_be_stopped(qtbot, tmp_path):
    window, path = stepped(qtbot, 5), tmp_path / "a.gif"

    def stop():
        bar = window.findChild(QProgressDialog)
        bar.findChild(QPushButton).click()

    QTimer.singleShot(0, stop)
    window.pictures.films.write(("unrolled",), Wanted("ticks", 200, 10, "gif"), path)
    assert message(window) == "The film was stopped; nothing was written."
    assert not list(tmp_path.iterdir())
    assert window.session.state.update == 5
    assert window.session.state.scene.marks.tick is None


def test_that_the_dialog_asks_for_views_and_length(qtbot, monkeypatch, tmp_path):
    window = stepped(qtbot, 3)
    monkeypatch.setattr(film_tools, "ask_for_file", lambda *_: tmp_path / "a")
    monkeypatch.setattr(film_tools.FilmDialog, "exec", lambda dialog: choose(dialog))

    def choose(dialog):
        assert dialog.keys == (window.views[0].key,)
        dialog.subject.setCurrentIndex(dialog.subject.findData("updates"))
        dialog.kind.setCurrentIndex(dialog.kind.findData("webp"))
        dialog.frames.setValue(2)
        return 1

    window.commands["export-film"].trigger()
    assert message(window) == f"Written: {tmp_path / 'a.webp'}"
    assert len(frames_of(Path(tmp_path / "a.webp").read_bytes())[1]) == 2

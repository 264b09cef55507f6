"""Films: as many frames as there are moments, stopped where somebody stops them."""

import io
import os
import shutil
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
from rnnviz.gui.paper.moments import Wanted, moments, walk_of
from rnnviz.gui.pictures import PictureError
from rnnviz.gui.rendering import animate
from rnnviz.interchange.figure_file import source_of
from rnnviz.interchange.figure_source import FigureSource, Paper, read
from rnnviz.interchange.film_walk import FilmWalk, Moment
from rnnviz.session.session import Session
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Worker
from rnnviz.trace.scene import Spot
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
        told = read(image.info["comment"])
        assert told.film.subject == subject
        assert (told.update, told.views, told.sizes) == (6, source.views, source.sizes)


def spread(session, subject, frames):
    return moments(walk_of(session, Wanted(subject, frames, 10, "gif")))


def test_that_moments_are_spread_from_the_first_to_the_last(qapp):
    session = Session(run_of(50), Worker())
    last = len(ticks(session.state.scene.trace)) - 1
    updates = spread(session, "updates", 11)
    assert [each.update for each in updates] == list(range(0, 51, 5))
    of_ticks = spread(session, "ticks", 30)
    assert (of_ticks[0].tick, of_ticks[-1].tick) == (0, last)
    assert len({each.tick for each in of_ticks}) == 30
    both = spread(session, "both", 80)
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


@pytest.mark.parametrize("kind", ["gif", "webp"])
@pytest.mark.parametrize("subject", ["ticks", "updates", "both"])
def test_that_a_film_is_made_again_from_its_file_byte_by_byte(qapp, tmp_path, kind, subject):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(made(kind, subject, frames=5, views=("unrolled", "loss"), scale=1.5)[0])
    assert again(path, kind) == path.read_bytes()


def again(path, kind):
    """A film that is made from what a file says, and from nothing else."""
    source = source_of(path)
    assert not source.cannot
    run = TrainingRun(source.settings)
    for _ in range(source.update):
        run.advance()
    # What is wanted here is of no account: the film says it.
    return animate(run, source, Wanted("ticks", 2, 50, kind))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="there is no ffmpeg here")
def test_that_an_mp4_is_made_again(qapp, tmp_path):
    path = tmp_path / "a.mp4"
    path.write_bytes(made("mp4")[0])
    assert source_of(path).film == FilmWalk(
        subject="updates", frames=4, rate=10, first=Moment(0, None), last=Moment(6, None)
    )
    assert again(path, "mp4") == path.read_bytes()


def test_that_a_film_beyond_the_last_operation_is_refused(qapp):
    run = run_of(2)
    walk = FilmWalk(subject="ticks", frames=2, rate=1, first=Moment(2, 0), last=Moment(2, 10**6))
    source = FigureSource(settings=run.settings, update=2, views=("loss",), film=walk)
    with pytest.raises(PictureError, match="no operation 1000000 of"):
        animate(run, source, Wanted("ticks", 2, 1, "gif"))


# In the window.


@pytest.mark.parametrize("kind", ["gif", "webp"])
@pytest.mark.parametrize("keys", [("unrolled", "loss"), ("tracks", "gradient-map", "spectrum")])
def test_that_a_film_of_the_window_is_made_again_from_its_file(qtbot, tmp_path, kind, keys):
    window, path = stepped(qtbot, 4), tmp_path / f"a.{kind}"
    window.session.pick(Spot(4, "layer1", "h", 2))
    window.pictures.films.write(keys, Wanted("both", 6, 7, kind), path)
    assert message(window) == f"Written: {path}"
    source = source_of(path)
    assert (source.views, source.differs) == (keys, "")
    assert (source.film.rate, source.film.last.update) == (7, 4)
    assert again(path, kind) == path.read_bytes()


def test_that_a_film_is_made_in_the_window_which_then_is_where_it_was(qtbot, tmp_path):
    window, path = stepped(qtbot, 5), tmp_path / "a.gif"
    window.session.walk.go_to_tick(7)
    before, wish = window.session.state.scene.marks, window.session.gradients.wish
    window.pictures.films.write(("unrolled", "gradient-map"), Wanted("both", 6, 10, "gif"), path)
    assert message(window) == f"Written: {path}"
    assert len(frames_of(path.read_bytes())[1]) == 6
    assert window.session.state.update == 5
    assert window.session.state.scene.marks == before
    assert window.session.gradients.wish == wish


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

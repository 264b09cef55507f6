"""Pictures of the window and of its views: into files and to the clipboard."""

import os
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from rnnviz.gui import window_pictures
from rnnviz.gui.export_dialog import ExportDialog
from rnnviz.gui.pictures import (
    PictureError,
    picture_of_view,
    picture_of_widget,
    save,
    save_bytes,
)
from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.interchange.figure_source import Paper
from tests.gui.tracks_shown import pixels
from tests.gui.windows import LEFT, message, opened, pause, seen_views, trained, until_update

KEYS = ["window", "unrolled", "tracks", "loss", "inspector", "exhibit", "writing"]


def part(window, key):
    return window if key == "window" else next(v for v in window.views if v.key == key)


def colors(image):
    return len(np.unique(pixels(image)))


# In the program.


@pytest.mark.parametrize("scale", [1, 2, 3, 4])
def test_that_pictures_have_exactly_as_many_pixels_as_the_scale_says(qtbot, tmp_path, scale):
    window, path = trained(qtbot), tmp_path / "a.png"
    for key in KEYS:
        window.session.dismiss()
        QApplication.processEvents()
        size = part(window, key).size()
        window.pictures.write((key,), Paper(scale=float(scale)), "png", path)
        assert message(window) == f"Written: {path}"
        image = QImage(str(path))
        assert image.size() == size * scale, key
        assert colors(image.scaledToWidth(400)) > 20, key


def test_that_the_picture_of_the_window_does_not_show_that_one_was_written(qtbot, tmp_path):
    window = trained(qtbot)
    for name in ("one.png", "two.png"):
        window.pictures.write(("window",), Paper(), "png", tmp_path / name)
    window.pictures.copy()
    one, two = (QImage(str(tmp_path / name)) for name in ("one.png", "two.png"))
    assert one == two
    copied = QApplication.clipboard().image()
    assert copied.size() == window.size() * 2


def test_that_an_error_stays_in_the_picture(qtbot, tmp_path):
    window = trained(qtbot)
    window.session.tell("error", "It went wrong.")
    window.pictures.write(("window",), Paper(), "png", tmp_path / "one.png")
    bar = window.message_bar
    corner = bar.mapTo(window, QPoint(bar.width() // 2, 0))
    met = QImage(str(tmp_path / "one.png")).pixelColor(corner)
    assert met.red() > met.green() + 40


def test_that_the_extension_is_added(qtbot, tmp_path):
    window = trained(qtbot)
    for given, written in (("a", "a.png"), ("b.jpg", "b.jpg.png"), ("c.PNG", "c.PNG")):
        window.pictures.write(("loss",), Paper(), "png", tmp_path / given)
        assert message(window) == f"Written: {tmp_path / written}"
        assert not QImage(str(tmp_path / written)).isNull()
    assert sorted(os.listdir(tmp_path)) == ["a.png", "b.jpg.png", "c.PNG"]


def test_that_a_place_that_cannot_be_written_to_is_told(qtbot, tmp_path):
    window = trained(qtbot)
    file = tmp_path / "file"
    file.write_text("mine")
    (tmp_path / "folder.png").mkdir()
    for path in (
        tmp_path / "missing" / "a.png",
        file / "a.png",
        tmp_path / "folder.png",
        tmp_path / ("a" * 300 + ".png"),
    ):
        window.pictures.write(("window",), Paper(scale=2.0), "png", path)
        assert message(window).startswith(f"{path} c")
        assert " be written" in message(window)
        assert window.message_bar._kind == "error"
    assert sorted(os.listdir(tmp_path)) == ["file", "folder.png"]
    assert file.read_text() == "mine"


def test_that_a_locked_folder_is_told(qtbot, tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write everywhere")
    window = opened(qtbot)
    window.pictures.write(("loss",), Paper(), "png", folder / "a.png")
    assert "cannot be written" in message(window)
    assert os.listdir(folder) == []


def test_that_training_goes_on_while_a_picture_is_written(qtbot, tmp_path):
    window = trained(qtbot)
    window.session.start()
    window.pictures.write(("window",), Paper(scale=2.0), "png", tmp_path / "a.png")
    assert window.session.state.activity == "running"


# The dialog.


def in_the_dialog(window, do):
    """As soon as the dialog is there, use it."""
    QTimer.singleShot(0, lambda: do(window.findChild(ExportDialog)))


def choose_and_press(qtbot, key, scale, button, dialog):
    dialog.check(key)
    dialog.scale.setValue(scale)
    choose_and_press.told = dialog._size.text()
    buttons = dialog.findChild(QDialogButtonBox)
    qtbot.mouseClick(buttons.button(button), LEFT)


@pytest.mark.parametrize(
    ("key", "keys"),
    [
        ("window", Qt.KeyboardModifier.ControlModifier),
        ("unrolled", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_that_a_picture_is_exported_through_the_dialog(qtbot, monkeypatch, tmp_path, key, keys):
    window, path, offered = trained(qtbot), tmp_path / "picture", []
    monkeypatch.setattr(
        window_pictures,
        "ask_for_file",
        lambda _parent, name, kinds: offered.append(f"{name}.{next(iter(kinds))}") or Path(path),
    )
    size = part(window, key).size()
    press = partial(choose_and_press, qtbot, key, 3, QDialogButtonBox.StandardButton.Save)
    in_the_dialog(window, press)
    qtbot.keyClick(window, Qt.Key.Key_E, keys)
    assert offered == [f"rnnviz-{key}.png"]
    assert QImage(f"{path}.png").size() == 3 * size
    assert f"{3 * size.width()} × {3 * size.height()} pixels" in choose_and_press.told
    qtbot.waitUntil(lambda: window.findChild(ExportDialog) is None)


def test_that_the_dialog_can_be_left(qtbot, monkeypatch, tmp_path):
    window = trained(qtbot)
    monkeypatch.setattr(window_pictures, "ask_for_file", lambda *_: None)
    buttons = QDialogButtonBox.StandardButton
    for button in (buttons.Cancel, buttons.Save):
        in_the_dialog(window, partial(choose_and_press, qtbot, "tracks", 2, button))
        window.pictures.ask("window")
        assert message(window) == ""


# The painter is the same for screen and paper.


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_that_paper_shows_what_the_screen_shows(qtbot, look):
    window = trained(qtbot)
    window.set_look(look)
    QApplication.processEvents()
    for view in window.views:
        screen = pixels(view.grab().toImage())
        differing = screen != pixels(picture_of_view(view, look, view.size(), 1.0))
        if view.key == "inspector":
            differing[:48] = False  # Arrows and tabs are for the mouse alone.
        # Curves, and texts that come from a kept picture, are smoothed a little otherwise.
        assert differing.mean() <= {"loss": 0.02, "inspector": 0.0001}.get(view.key, 0), view.key
        # Taking a picture changes nothing on the screen.
        assert (pixels(view.grab().toImage()) == screen).all(), view.key


def test_that_views_are_as_fine_in_a_picture_of_the_window_as_in_their_own(qtbot):
    window = trained(qtbot)
    whole = pixels(picture_of_widget(window, LIGHT, 3.0))
    for view in seen_views(window):
        alone = pixels(picture_of_view(view, LIGHT, view.size(), 3.0))
        seen, at = view.visibleRegion().boundingRect(), view.mapTo(window, QPoint())
        x, y, width, height = (3 * n for n in (at.x(), at.y(), seen.width(), seen.height()))
        part = whole[y : y + height, x : x + width]
        differing = part != alone[:height, :width]
        if view.key in ("inspector", "unrolled"):
            differing[:96] = False  # The arrows, and the buttons that lead nearer.
        assert differing.mean() < 0.02, view.key


def test_that_a_picture_in_another_look_leaves_the_view_as_it_was(qtbot):
    window = trained(qtbot)
    view = window.canvas.tracks
    before = pixels(view.grab().toImage())
    picture_of_view(view, DARK, QSize(400, 900), 2.0)
    assert view.look is LIGHT
    assert (pixels(view.grab().toImage()) == before).all()


def test_that_the_window_is_pictured_as_it_stands(qtbot):
    window = trained(qtbot)
    screen = pixels(window.grab().toImage())
    paper = pixels(picture_of_widget(window, LIGHT, 1.0))
    assert np.mean(screen != paper) < 0.001


# Files.


def test_that_a_picture_is_written_whole_or_not_at_all(qapp, tmp_path):
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    path = tmp_path / "a.png"
    path.write_text("an older one")
    assert save(image, path) == path
    assert QImage(str(path)).pixelColor(3, 3) == Qt.GlobalColor.red
    with pytest.raises(PictureError, match="could not be written whole"):
        save(QImage(), path)
    assert QImage(str(path)).pixelColor(3, 3) == Qt.GlobalColor.red
    assert os.listdir(tmp_path) == ["a.png"]


def test_that_views_of_hidden_panels_can_be_pictured(qtbot, tmp_path):
    window = opened(qtbot)
    for dock in window._docks:
        dock.hide()
    window.session.start()
    until_update(qtbot, window, 5)
    pause(qtbot, window)
    for key in KEYS[1:]:
        window.pictures.write((key,), Paper(), "png", tmp_path / "a.png")
        image = QImage(str(tmp_path / "a.png"))
        assert min(image.width(), image.height()) >= 120, key
        assert colors(image) > 20, key


@contextmanager
def full_disk():
    """No file may become longer than 1,000 bytes: only as long as it takes, since what the tests
    say may go into a file too."""
    limits = pytest.importorskip("resource", reason="this system has no such limit")
    least, most = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (1000, most))
    try:
        yield
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, (least, most))


def test_that_a_full_disk_is_told_and_the_older_file_stays(qapp, tmp_path):
    path = tmp_path / "a.svg"
    path.write_text("an older one")
    with pytest.raises(PictureError, match="could not be written whole"), full_disk():
        save_bytes(bytes(100_000), path)
    assert path.read_text() == "an older one"
    assert os.listdir(tmp_path) == ["a.svg"]

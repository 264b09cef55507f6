"""Figures: of the menu as of the command line, in every format, with text as text."""

import re

import numpy as np
import pypdfium2
import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton

from rnnviz.gui.app import application
from rnnviz.gui.export_dialog import COPY, ExportDialog
from rnnviz.gui.main_window import MainWindow
from rnnviz.gui.paper.formats import FORMATS, image_of
from rnnviz.gui.paper.new_views import new_views, show
from rnnviz.gui.paper.page import page_of_views
from rnnviz.gui.rendering import render
from rnnviz.gui.theme import DARK, LIGHT, LOOKS
from rnnviz.gui.views import VIEWS
from rnnviz.interchange.figure_file import source_of
from rnnviz.interchange.figure_source import FigureSource, Paper, Place
from rnnviz.scenarios import scenario as scenario_of
from rnnviz.session.session import Session
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Worker
from rnnviz.trace.scene import Spot
from tests.gui.scenes import trained as trained_run
from tests.gui.test_pictures import in_the_dialog
from tests.gui.tracks_shown import pixels
from tests.gui.windows import LEFT, message, opened

PAPER = Paper(scale=2.0)


def figure(kind, views=("unrolled", "tracks"), paper=PAPER, **parts):
    run = trained_run(5, cell="lstm", scenario="copy-memory")
    source = FigureSource(settings=run.settings, update=5, views=views, paper=paper, **parts)
    return render(run, source, kind)


def again(path, kind):
    """A figure that is made from what a file says, and from nothing else."""
    source = source_of(path)
    assert not source.cannot
    run = TrainingRun(source.settings)
    for _ in range(source.update):
        run.advance()
    return render(run, source, kind)


def stepped(qtbot, updates=3):
    """A window over a run that has made exactly so many updates."""
    application()
    run = TrainingRun(trained_run(0, cell="lstm", scenario="copy-memory").settings, 1)
    for _ in range(updates):
        run.advance()
    window = MainWindow(Session(run, Worker()), LIGHT)
    window.resize(1100, 900)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("kind", FORMATS)
def test_that_a_figure_of_the_menu_is_made_again_from_its_file_byte_by_byte(
    qtbot, tmp_path, kind, look
):
    window = stepped(qtbot)
    window.set_look(LOOKS[look])
    # What is measured of the network stands in none of these views.
    window.session.measuring.measure_at_once()
    keys = ["unrolled", "tracks", "loss", "gradient-map", "spectrum"]
    window.session.pick(Spot(4, "layer1", "h", 2))
    path = tmp_path / f"a.{kind}"
    window.pictures.write(keys, Paper(scale=2.0, look=look), kind, path)
    assert message(window) == f"Written: {path}"
    source = source_of(path)
    assert not source.is_measured
    assert (source.update, source.views, source.differs) == (3, tuple(keys), "")
    assert source.picked == Place(time=4, lane="layer1", quantity="h", unit=2)
    assert again(path, kind) == path.read_bytes()


@pytest.mark.parametrize("key", ["inspector", "weights", "exhibit", "writing", "cell", "unit"])
def test_that_every_view_of_the_menu_is_as_render_draws_it(qtbot, tmp_path, key):
    window, path = stepped(qtbot), tmp_path / "a.png"
    window.pictures.write((key,), PAPER, "png", path)
    assert again(path, "png") == path.read_bytes()


def test_that_the_operation_that_one_stands_at_is_kept(qtbot, tmp_path):
    window, path = stepped(qtbot), tmp_path / "a.svg"
    window.session.walk.go_to_tick(40)
    window.pictures.write(("tracks",), PAPER, "svg", path)
    assert source_of(path).tick == 40
    assert again(path, "svg") == path.read_bytes()


def test_that_it_is_said_what_cannot_be_made_again(qtbot, tmp_path):
    window, path = stepped(qtbot), tmp_path / "a.png"
    window.canvas.axis.zoom(0.5, 3)
    window.pictures.write(("tracks",), PAPER, "png", path)
    assert "zoomed" in source_of(path).differs
    window.session.choose({"rate": 0.5})
    window.session.walk._step_update(1, None)
    window.pictures.write(("loss",), PAPER, "png", path)
    assert "settings were changed" in source_of(path).cannot


def test_that_the_window_is_made_again(qtbot, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(figure("pdf", ("window",), sizes=((1200.0, 700.0),)))
    assert source_of(path).sizes == ((1200.0, 700.0),)
    assert again(path, "pdf") == path.read_bytes()


def test_that_texts_of_pages_are_texts(qapp):
    svg = figure("svg").decode()
    page = pypdfium2.PdfDocument(figure("pdf"))[0].get_textpage().get_text_bounded()
    for text in ("Unrolled network", "Inside the cell", "forget gate", "pinned sample"):
        assert text in svg
        assert text in page
    assert "<image" not in svg


def test_that_a_text_of_an_svg_keeps_its_width_where_our_fonts_are_missing(qapp):
    svg = figure("svg", ("tracks",)).decode()
    found = re.search(
        r"font-family=\"([^\"]*)\"[^>]*textLength=\"([0-9.]+)\"[^>]*>forget gate<", svg
    )
    assert found
    assert found[1] == "Inter,DejaVu Sans,sans-serif"
    assert 60 < float(found[2]) < 90


def test_that_a_width_in_millimetres_is_that_of_the_page(qapp):
    paper, sizes = Paper(width=85.0, scale=3.0), ((800.0, 500.0),)
    wide, high = 85 / 25.4 * 72, 85 * 500 / 800 / 25.4 * 72
    document = pypdfium2.PdfDocument(figure("pdf", ("tracks",), paper, sizes=sizes))
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx((wide, high), abs=0.01)
    svg = figure("svg", ("tracks",), paper, sizes=sizes)
    assert b'<svg width="85.0000mm" height="53.1250mm"' in svg
    png = QImage.fromData(figure("png", ("tracks",), paper, sizes=sizes))
    assert png.width() == 2400
    assert png.dotsPerMeterX() == pytest.approx(2400 / 0.085, abs=1)


def test_that_a_transparent_figure_has_nothing_behind_it(qapp):
    image = QImage.fromData(figure("png", ("tracks",), Paper(is_clear=True)))
    assert image.pixelColor(200, 20).alpha() == 0
    assert QImage.fromData(figure("png", ("tracks",))).pixelColor(200, 20).alpha() == 255


def test_that_a_bare_figure_has_neither_title_nor_legend(qapp):
    svg = figure("svg", paper=Paper(is_bare=True)).decode()
    for text in ("Unrolled network", "Inside the cell", "pinned sample"):
        assert text not in svg
    assert "forget gate" in svg


def test_that_the_size_of_text_changes_the_text_alone(qapp):
    sizes = ((900.0, 700.0),)
    one, other = (
        QImage.fromData(figure("png", ("tracks",), Paper(font=font), sizes=sizes))
        for font in (1.0, 1.6)
    )
    assert one.size() == other.size()
    assert one != other


def test_that_views_stand_one_below_the_other_and_are_as_wide(qapp):
    together = QImage.fromData(figure("png", ("unrolled", "tracks"), Paper()))
    alone = [new_views([key])[0] for key in ("unrolled", "tracks")]
    assert together.width() == max(view.picture_size().width() for view in alone)


def test_that_a_figure_is_copied(qtbot):
    window = stepped(qtbot)
    window.pictures.copy(("loss",), PAPER)
    assert QApplication.clipboard().image().size() == window.loss.size() * 2


def test_that_the_dialog_takes_the_window_or_views(qtbot, monkeypatch):
    window, told = stepped(qtbot), []

    def use(dialog):
        dialog.check("window", "loss")
        told.append(dialog.keys)
        dialog.check("loss", "tracks")
        told.append(dialog.keys)
        dialog.check()
        told.append((dialog.keys, dialog.findChild(QPushButton, COPY).isEnabled()))
        dialog.check("tracks")
        dialog.is_bare.setChecked(True)
        dialog.width_mm.setValue(85.0)
        dialog.format.setCurrentIndex(FORMATS.index("pdf"))
        told.append((dialog.kind, dialog.paper.width, dialog.paper.is_bare))
        qtbot.mouseClick(dialog.findChild(QPushButton, COPY), LEFT)

    in_the_dialog(window, use)
    window.pictures.ask("window")
    assert told == [("loss",), ("tracks", "loss"), ((), False), ("pdf", 85.0, True)]
    assert message(window).endswith("is on the clipboard.")
    qtbot.waitUntil(lambda: window.findChild(ExportDialog) is None)


def test_that_an_own_file_is_not_named_in_a_figure(qtbot, tmp_path):
    mine = tmp_path / "secret.txt"
    mine.write_text("to be or not to be, that is the question. " * 60)
    window = opened(qtbot, scenario="character-model", corpus="file", text=str(mine))
    window.pictures.write(("loss",), PAPER, "png", tmp_path / "a.png")
    content = (tmp_path / "a.png").read_bytes()
    assert b"secret" not in content
    assert "own" in source_of(tmp_path / "a.png").cannot


def test_that_a_scale_that_has_seen_more_is_said(qtbot, tmp_path):
    window, path = stepped(qtbot, 0), tmp_path / "a.png"
    for _ in range(3):
        window.session.walk._step_update(1, None)
    window.session.walk.show_all()
    window.pictures.write(("tracks",), PAPER, "png", path)
    assert bool(source_of(path).differs) == (again(path, "png") != path.read_bytes())


def test_that_sizes_are_those_on_the_screen(qtbot, tmp_path):
    window, path = stepped(qtbot), tmp_path / "a.png"
    window.pictures.write(("loss",), Paper(), "png", path)
    size = QSizeF(window.loss.size())
    assert source_of(path).sizes == ((size.width(), size.height()),)


@pytest.mark.parametrize("key", [view.key for view in VIEWS])
def test_that_no_view_draws_an_image_on_a_page(qapp, key):
    settings = {"scenario": "spelling-to-phonemes", "attention": True, "length": 6, "cell": "gru"}
    run = trained_run(3, **settings)
    run.summarize(run.trace())
    source = FigureSource(settings=run.settings, update=3, views=(key,))
    svg = render(run, source, "svg").decode()
    assert "<image" not in svg
    assert "<text" in svg


@pytest.mark.parametrize("scenario", ["digit-rows", "video-motion", "spoken-vowels"])
def test_that_pictures_and_sounds_are_drawn_as_squares(qapp, scenario):
    run = trained_run(0, scenario=scenario, length=scenario_of(scenario).length[2])
    source = FigureSource(settings=run.settings, update=0, views=("exhibit",))
    assert "<image" not in render(run, source, "svg").decode()


@pytest.mark.parametrize("key", [view.key for view in VIEWS])
def test_that_every_view_takes_the_colours_of_its_figure(qapp, key):
    run = trained_run(3, cell="lstm", scenario="copy-memory")
    source = FigureSource(settings=run.settings, update=3, views=(key,), paper=Paper(look="dark"))
    session, images = Session(run, Worker()), []
    for look in (LIGHT, DARK):
        (view,) = new_views([key])
        view.set_look(look)
        show(session, [view], source)
        page = page_of_views([view], [QSizeF(600, 400)], source.paper)
        images.append(image_of(page, source.paper))
        assert view.look is look
    assert images[0] == images[1]


def test_that_nothing_is_behind_a_note_of_a_transparent_figure(qapp):
    image = QImage.fromData(figure("png", ("loss",), Paper(is_clear=True, scale=1.0)))
    solid = (pixels(image) >> 24 > 150).reshape(image.height(), -1)
    runs = np.lib.stride_tricks.sliding_window_view(solid, (10, 30))
    assert not runs.all(axis=(2, 3)).any()

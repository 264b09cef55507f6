"""Pictures without a window: every view, cell and look has one, and always the same."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from rnnviz.gui.pictures import PictureError
from rnnviz.gui.rendering import WINDOW, WINDOW_SIZE, render
from rnnviz.gui.theme import LOOKS
from rnnviz.gui.views import VIEWS
from rnnviz.interchange.figure_source import FigureSource, Paper, Place
from rnnviz.trace.scene import Spot
from tests.gui.scenes import CELL_KEYS, trained
from tests.gui.tracks_shown import pixels

KEYS = [*(view.key for view in VIEWS), WINDOW]
SIZES = {WINDOW: (1100, 620), "inspector": (400, 700), "writing": (400, 220), "exhibit": (400, 290)}


#: Views of what only a decoder has; elsewhere they say what to do to see it.
OF_A_DECODER = ("attention", "beam")
DECODER = {"scenario": "spelling-to-phonemes", "length": 6, "attention": True}


def image_of(key, run, size=None, scale=1.0, look="light", spot=None):
    """What is in the PNG of one view, or of the window."""
    source = FigureSource(
        settings=run.settings,
        update=5,
        views=(key,),
        sizes=(size,) if size else (),
        picked=Place.of(spot) if spot else None,
        paper=Paper(look=look, scale=scale),
    )
    return QImage.fromData(render(run, source, "png"))


def picture(key, cell="lstm", look="light", spot=None, scale=1.0, **settings):
    if key in OF_A_DECODER and "scenario" not in settings:
        settings = {**DECODER, **settings}
    run = trained(5, cell=cell, **settings)
    return pixels(image_of(key, run, SIZES.get(key, (640, 480)), scale, look, spot))


def assert_drawn(met, look):
    """That there is text, that the ground is the look's, and that most of the height is used."""
    colors, counts = np.unique(met, return_counts=True)
    assert len(colors) > 20
    grounds = {look.card.rgb(), look.window.rgb()}
    assert int(colors[counts.argmax()]) in grounds
    inside = ~np.isin(met, [*grounds, look.border.rgb()])
    rows = np.flatnonzero(inside.any(axis=1))
    assert rows[0] < 40
    assert len(np.unique(rows // 20)) > 3


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("key", KEYS)
def test_that_every_view_shows_every_cell_in_every_look(qapp, key, look):
    met = {cell: picture(key, cell, look) for cell in CELL_KEYS}
    for image in met.values():
        assert_drawn(image, LOOKS[look])
    for one, other in (("elman", "lstm"), ("lstm", "gru"), ("gru", "elman")):
        assert (met[one] != met[other]).any()


@pytest.mark.parametrize("key", KEYS)
def test_that_the_same_run_gives_the_same_picture(qapp, key):
    first = picture(key)
    # Nothing that was drawn in between leaves a trace.
    picture(key, "gru", "dark", layers=2)
    assert (picture(key) == first).all()


@pytest.mark.parametrize("key", KEYS)
def test_that_looks_differ_everywhere(qapp, key):
    light, dark = picture(key, look="light"), picture(key, look="dark")
    assert np.mean(light != dark) > 0.9


@pytest.mark.parametrize("scenario", ["copy-memory", "adding-problem"])
@pytest.mark.parametrize("key", KEYS)
def test_that_every_view_shows_every_task(qapp, key, scenario):
    met = picture(key, "gru", scenario=scenario, layers=2)
    if key not in OF_A_DECODER:
        assert_drawn(met, LOOKS["light"])
    assert (met != picture(key, "gru", layers=2)).any()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("key", KEYS)
def test_that_every_view_shows_an_encoder_and_a_decoder_with_attention(qapp, key, look):
    met = picture(key, "gru", look, Spot(6, "attention", "w", 1), **DECODER)
    assert_drawn(met, LOOKS[look])
    assert (met != picture(key, "gru", look, **{**DECODER, "attention": False})).any()


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("scale", [0.5, 2.25])
def test_that_a_picture_has_the_size_that_was_asked_for(qapp, key, scale):
    width, height = SIZES.get(key, (640, 480))
    image = image_of(key, trained(5), (width, height), scale)
    assert (image.width(), image.height()) == (round(scale * width), round(scale * height))


@pytest.mark.parametrize("key", KEYS)
def test_that_without_a_size_a_good_one_is_taken(qapp, key):
    image = image_of(key, trained(5))
    if key == WINDOW:
        assert image.size() == WINDOW_SIZE
    assert image.width() >= 400
    assert image.height() >= 300
    assert_drawn(pixels(image), LOOKS["light"])


@pytest.mark.parametrize("key", ["unrolled", "tracks", "inspector", "exhibit", WINDOW])
def test_that_the_spot_is_marked(qapp, key):
    first, second = (picture(key, spot=Spot(time, "layer1", "h", 2)) for time in (1, 9))
    assert (first != second).any()


@pytest.mark.parametrize(
    ("key", "size", "scale"),
    [
        ("nothing", (100, 100), 1.0),
        ("tracks", (100, 100), 0.2),
        ("tracks", (100, 100), 16.5),
        ("tracks", (15_000, 15_000), 1.0),
        ("tracks", (30_000, 300), 1.0),
        ("tracks", (0, 10), 1.0),
        ("window", (20_000, 20_000), 1.0),
        ("window", (800, 1000), 1.0),
    ],
)
def test_that_a_picture_that_cannot_be_is_refused(qapp, key, size, scale):
    with pytest.raises((PictureError, ValueError), match="wanted"):
        image_of(key, trained(5), size, scale)

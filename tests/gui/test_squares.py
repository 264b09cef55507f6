"""A heat map's squares are sharp at any size, in every format."""

import numpy as np
import pypdfium2
import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from rnnviz.gui import painting_squares
from rnnviz.gui.app import application
from rnnviz.gui.painting import draw_squares, heat_image, heat_map
from rnnviz.gui.paper.formats import encoded
from rnnviz.gui.paper.page import Page
from rnnviz.gui.theme import LIGHT
from rnnviz.interchange.figure_source import FigureSource, Paper
from rnnviz.session.settings import Settings
from tests.gui.tracks_shown import pixels

VALUES = np.array([[0.0, 0.4], [0.7, 1.0]])
#: Of the map on the page, in logical pixels: nothing falls on whole pixels.
AREA = QRectF(10.3, 10.7, 61.1, 43.9)
SIZE = QSizeF(80, 64)


@pytest.fixture(autouse=True)
def dressed(qapp):
    application()


def file_of(draw, kind, scale=1.0, width=None):
    paper = Paper(scale=scale, width=width)
    source = FigureSource(settings=Settings(), update=0, views=("tracks",), paper=paper)
    return encoded(Page(SIZE, QColor("#ffffff"), draw), source, kind)


def shown(content, kind, width):
    """A file as somebody sees it who looks at it `width` pixels wide."""
    height = round(width * SIZE.height() / SIZE.width())
    if kind == "png":
        image = QImage.fromData(content)
        return pixels(image.scaled(width, height))
    if kind == "pdf":
        page = pypdfium2.PdfDocument(content)[0]
        seen = page.render(scale=width / page.get_size()[0], rev_byteorder=True).to_numpy()
        array = np.asarray(seen).astype(np.uint32)
        return 0xFF000000 | array[..., 0] << 16 | array[..., 1] << 8 | array[..., 2]
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    renderer = QSvgRenderer(content)
    renderer.render(painter)
    painter.end()
    return pixels(image)


def squares(met, width):
    """The inner part of each of the four squares, without the pixels at its edges."""
    zoom, margin = width / SIZE.width(), 2
    for row in (0, 1):
        for column in (0, 1):
            left = AREA.left() + column * AREA.width() / 2
            top = AREA.top() + row * AREA.height() / 2
            x, y = round(left * zoom) + margin, round(top * zoom) + margin
            right = round((left + AREA.width() / 2) * zoom) - margin
            bottom = round((top + AREA.height() / 2) * zoom) - margin
            yield (row, column), met[y:bottom, x:right]


@pytest.mark.parametrize("width", [80, 333, 1600])
@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_that_a_map_of_two_by_two_is_four_sharp_squares(kind, width):
    image = heat_image(VALUES, 0, 1, LIGHT.gate)
    content = file_of(lambda painter: draw_squares(painter, AREA, image), kind, scale=4.0)
    met = shown(content, kind, width)
    for (row, column), inside in squares(met, width):
        assert inside.size
        wanted = image.pixel(column, row)
        # A PDF's colours are written with few digits.
        far = np.abs(inside[..., None] >> np.array([16, 8, 0]) & 255).astype(int) - np.array(
            [wanted >> 16 & 255, wanted >> 8 & 255, wanted & 255]
        )
        assert np.abs(far).max() <= 1, (kind, row, column)


@pytest.mark.parametrize("kind", ["svg", "pdf"])
def test_that_no_ground_shines_through_between_squares_of_one_colour(kind):
    image = heat_image(np.array([[1.0, 0.98] * 4] * 6), 0, 1, LIGHT.gate)
    content = file_of(lambda painter: draw_squares(painter, AREA, image), kind)
    met = shown(content, kind, 701)
    zoom = 701 / SIZE.width()
    inside = met[
        round(AREA.top() * zoom) + 2 : round(AREA.bottom() * zoom) - 2,
        round(AREA.left() * zoom) + 2 : round(AREA.right() * zoom) - 2,
    ]
    assert ((inside >> 16 & 255) < 40).all()


def test_that_squares_of_a_page_are_rectangles_and_equal_neighbours_one():
    image = heat_image(np.array([[0.0] * 9 + [1.0]]), 0, 1, LIGHT.gate)
    content = file_of(lambda painter: heat_map(painter, AREA, image, LIGHT.card), "svg").decode()
    assert "<image" not in content
    colors = {gate_color(0), gate_color(255)}
    assert {color for color in colors if f'fill="{color}"' in content} == colors
    assert content.count(f'fill="{gate_color(0)}"') == 1


def gate_color(number):
    return QColor.fromRgb(int(LIGHT.gate[number])).name()


def test_that_what_is_transparent_is_left_out():
    image = QImage(2, 1, QImage.Format.Format_ARGB32)
    image.fill(0)
    image.setPixelColor(0, 0, QColor("#ff0000"))
    content = file_of(lambda painter: draw_squares(painter, AREA, image), "svg")
    met = shown(content, "svg", 800)
    x, y = round(AREA.left() * 10), round(AREA.center().y() * 10)
    assert met[y, x + 20] == 0xFFFF0000
    assert met[y, round(AREA.center().x() * 10) + 5] == 0xFFFFFFFF


def test_that_a_map_of_very_many_squares_is_an_image_of_larger_ones(monkeypatch):
    monkeypatch.setattr(painting_squares, "MOST_RUNS", 3)
    image = heat_image(VALUES, 0, 1, LIGHT.gate)
    content = file_of(lambda painter: draw_squares(painter, AREA, image), "svg").decode()
    assert content.count("<image") == 1
    assert 'image-rendering="optimizeSpeed"' in content

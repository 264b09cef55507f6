"""The icons: in their colours, and as fine as the picture they are drawn into."""

import gc

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QToolButton, QWidget

from rnnviz.gui.pictures import picture_of_widget
from rnnviz.gui.style import ICON_SIZE, finer_icons, icon, stylesheet
from rnnviz.gui.theme import DARK, LIGHT
from tests.gui.tracks_shown import pixels


def widget_with_icons(qtbot, look):
    widget = QWidget()
    qtbot.addWidget(widget)
    layout = QHBoxLayout(widget)
    for name, enabled in (("run", True), ("theme", False)):
        button = QToolButton()
        button.setIcon(icon(name, look.text, look.faint))
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setEnabled(enabled)
        layout.addWidget(button)
    layout.addWidget(QSpinBox())
    layout.addWidget(QComboBox())
    widget.setStyleSheet(stylesheet(look))
    widget.resize(240, 48)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def drawn(look, name, pixel_count, mode=QIcon.Mode.Normal):
    """An icon drawn at once with that many pixels."""
    image = QImage(pixel_count, pixel_count, QImage.Format.Format_RGB32)
    image.fill(look.control)
    painter = QPainter(image)
    icon(name, look.text, look.faint).paint(painter, QRect(0, 0, pixel_count, pixel_count))
    painter.end()
    return pixels(image)


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("scale", [1, 2, 3])
def test_that_a_picture_shows_icons_as_fine_as_it_is(qtbot, look, scale):
    widget = widget_with_icons(qtbot, look)
    with finer_icons(scale):
        whole = pixels(picture_of_widget(widget, look, float(scale)))
    button = widget.findChild(QToolButton)
    middle = button.geometry().center() * scale
    side = ICON_SIZE * scale
    wanted = drawn(look, "run", side)
    places = [
        whole[y : y + side, x : x + side]
        for y in range(middle.y() - side, middle.y())
        for x in range(middle.x() - side, middle.x())
    ]
    # Somewhere within the button it stands, exactly but for the ground around it.
    best = min(np.mean(place != wanted) for place in places if place.shape == wanted.shape)
    assert best < 0.02


def test_that_icons_on_the_screen_are_the_same_after_a_picture(qtbot):
    widget = widget_with_icons(qtbot, LIGHT)
    before = pixels(widget.grab().toImage())
    with finer_icons(3.0):
        picture_of_widget(widget, LIGHT, 3.0)
    assert (pixels(widget.grab().toImage()) == before).all()


def steps(image, part, scale):
    """The greatest change of brightness from one pixel to the next, 0…255."""
    area = image.copy(QRect(part.topLeft() * scale, part.size() * scale))
    grey = np.array(
        [[area.pixelColor(x, y).lightness() for x in range(area.width())]
         for y in range(area.height())], float
    )  # fmt: skip
    return np.abs(np.diff(grey, axis=0)).max()


def test_that_the_arrows_of_boxes_are_sharp_in_a_fine_picture(qtbot):
    widget = widget_with_icons(qtbot, LIGHT)
    image, screen = picture_of_widget(widget, LIGHT, 3.0), picture_of_widget(widget, LIGHT, 1.0)
    smoothly = Qt.TransformationMode.SmoothTransformation
    enlarged = screen.scaled(image.size(), mode=smoothly)
    for kind in (QSpinBox, QComboBox):
        box = widget.findChild(kind).geometry()
        arrows = QRect(box.right() - 16, box.top() + 3, 12, box.height() - 6)
        assert steps(image, arrows, 3) > 1.5 * steps(enlarged, arrows, 3), kind


def test_that_what_cannot_be_used_is_drawn_in_its_own_colour(qapp):
    made = icon("run", LIGHT.text, LIGHT.faint)
    middle = QPoint(ICON_SIZE // 2, ICON_SIZE // 2)
    for mode, color in ((QIcon.Mode.Normal, LIGHT.text), (QIcon.Mode.Disabled, LIGHT.faint)):
        image = made.pixmap(QSize(ICON_SIZE, ICON_SIZE), 1.0, mode).toImage()
        assert image.pixelColor(middle) == color


def test_that_an_icon_is_as_fine_as_the_screen(qapp):
    made = icon("run", LIGHT.text, LIGHT.faint)
    fine = made.pixmap(QSize(16, 16), 2.0)
    assert (fine.size(), fine.devicePixelRatio()) == (QSize(32, 32), 2.0)
    with finer_icons(3.0):
        finer = made.pixmap(QSize(16, 16), 1.0)
    assert (finer.size(), finer.devicePixelRatio()) == (QSize(48, 48), 3.0)


def test_that_a_copy_of_an_icon_outlives_it(qapp):
    """A copy that is changed asks for a drawing of its own."""
    copy = QIcon(icon("run", LIGHT.text, LIGHT.error))
    copy.addPixmap(QPixmap(8, 8))
    gc.collect()
    assert copy.pixmap(QSize(16, 16), 1.0).toImage().pixelColor(8, 8) == LIGHT.text

"""A window is never larger than its screen."""

import pytest
from PySide6.QtCore import QSize

from rnnviz.gui.window_layout import fit
from tests.gui.windows import made


@pytest.mark.parametrize(
    ("room", "size"),
    [
        (QSize(1280, 720), QSize(1280, 680)),
        (QSize(1600, 2000), QSize(1600, 1050)),
        (QSize(3000, 2000), QSize(1680, 1050)),
        # What is smaller than that has to scroll.
        (QSize(800, 600), QSize(1100, 620)),
    ],
)
def test_that_a_window_fits_into_its_screen(qtbot, room, size):
    window = made(qtbot)
    window.resize(1680, 1050)
    fit(window, room)
    assert window.size() == size

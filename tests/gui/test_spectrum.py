"""The recurrent matrix: chosen by switches; eigenvalues where they belong; curves over updates."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.gui.views.complex_plane import LEAST, reach_of
from rnnviz.gui.views.number_axis import roomy
from rnnviz.gui.views.spectrum import NOT_MADE, SpectrumView
from rnnviz.gui.views.spectrum_layout import HEADING
from rnnviz.trace.recurrent_matrices import MatrixSpectrum, Spectra, SpectraHistory
from tests.gui.gradient_shown import area, picture
from tests.gui.paths_shown import with_path
from tests.gui.scenes import CELL_KEYS
from tests.gui.tracks_shown import colors_in, pixels

LEFT = Qt.MouseButton.LeftButton
#: Pixels of the line of numbers below the plane.
NUMBERS = 14
SIZES = [(290, 312), (385, 420), (960, 400), (640, 520), (2000, 900)]


def spectrum(qtbot, size=(960, 400), given=None, **settings):
    view = SpectrumView()
    qtbot.addWidget(view)
    view.resize(*size)
    view.draw(given or with_path(**settings))
    view.show()
    return view


def with_eigenvalues(given, *values, norm=1.0):
    """The scene with other eigenvalues of its first matrix."""
    (name, *_) = given.spectra.matrices
    found = MatrixSpectrum(np.array(values, complex), norm)
    matrices = {**given.spectra.matrices, name: found}
    return replace(given, spectra=Spectra(given.spectra.update, matrices))


def at(view, value, reach=LEAST):
    """Where an eigenvalue lies."""
    plane = view._place(area(view)).plane
    scale = plane.width() / (2 * reach)
    return QPointF(plane.center().x() + value.real * scale, plane.center().y() - value.imag * scale)


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("size", SIZES)
def test_that_every_cell_is_drawn_at_every_size(qtbot, cell, size):
    view = spectrum(qtbot, size, cell=cell, layers=2)
    place = view._place(area(view))
    parts = (*place.switches, place.matrix, place.plane, place.curves)
    for part in parts:
        assert area(view).contains(part)
    for n, part in enumerate(parts):
        assert not any(part.intersects(other) for other in parts[n + 1 :])
    if place.curves.top() > place.plane.bottom():  # its numbers stand below it
        assert place.curves.top() - HEADING >= place.plane.bottom() + NUMBERS
    light = pixels(picture(view))
    assert len(np.unique(light)) > 40
    view.set_look(DARK)
    assert np.mean(light != pixels(picture(view))) > 0.9


@pytest.mark.parametrize(
    ("cell", "weights"),
    [("lstm", ["W_f", "W_i", "W_o", "W_c"]), ("gru", ["U_z", "U_r", "U_h"])],
)
def test_that_every_matrix_is_chosen_with_a_switch(qtbot, cell, weights):
    view = spectrum(qtbot, cell=cell, layers=2)
    for choice in view._choices(area(view)):
        qtbot.mouseClick(view, LEFT, pos=choice.area.center().toPoint())
        trace = view.scene.trace
        assert choice.key in (view.lane(trace), view.weight(trace))
        assert f"{view.weight(trace)} of {trace.lane(view.lane(trace)).title}" in view.sentence(
            view.scene
        )
    keys = [choice.key for choice in view._choices(area(view))]
    assert keys == ["layer1", "layer2", *weights]


def test_that_without_a_choice_it_is_the_top_lane_that_reads_forward(qtbot):
    both = {"scenario": "named-entities", "direction": "both", "layers": 2, "cell": "gru"}
    view = spectrum(qtbot, given=with_path(lane="layer2", **both))
    assert view.name(view.scene.trace) == "layer2.U_z"
    keys = [choice.key for choice in view._choices(area(view))][:4]
    assert keys == ["layer1", "layer1_back", "layer2", "layer2_back"]
    picture(view)


def test_that_where_there_is_one_matrix_there_is_no_switch(qtbot):
    view = spectrum(qtbot, cell="elman")
    assert view._choices(area(view)) == []


def test_that_a_choice_that_another_cell_lacks_is_none(qtbot):
    view = spectrum(qtbot, cell="gru")
    view.show_matrix("layer1", "U_h")
    view.draw(with_path(cell="elman"))
    assert view.name(view.scene.trace) == "layer1.W_hh"
    picture(view)


def test_that_eigenvalues_lie_where_they_belong(qtbot):
    values = (0.9j, -0.5 + 0.3j, 1.1 + 0j)
    given = with_eigenvalues(with_path(cell="elman"), *values)
    view = spectrum(qtbot, given=given)
    image = picture(view)
    for value, color in zip(values, (LIGHT.accent, LIGHT.accent, LIGHT.warm), strict=True):
        assert image.pixelColor(at(view, value).toPoint()) == color
    circle = at(view, np.exp(0.25j * np.pi))
    around = QRectF(circle.x() - 2, circle.y() - 2, 5, 5)
    # The circle is drawn in the colour of text, which is dark.
    assert min(color & 0xFF for color in colors_in(image, around)) < 0x60
    assert "1 of 3 eigenvalues lie outside" in view.sentence(given)


def test_that_the_plane_grows_with_the_radius(qtbot):
    assert reach_of(0.2) == reach_of(1.2) == LEAST
    assert reach_of(3.0) > 3.0
    view = spectrum(qtbot, given=with_eigenvalues(with_path(cell="elman"), 3.0 + 0j, 0.5))
    met = picture(view).pixelColor(at(view, 3.0 + 0j, reach_of(3.0)).toPoint())
    assert met == LIGHT.warm


@pytest.mark.parametrize(
    ("value", "expected"), [(1.0, 1.0), (1.1, 1.25), (2.2, 2.5), (26, 30), (0.0071, 0.008), (7, 8)]
)
def test_that_axes_end_on_round_numbers(value, expected):
    assert roomy(value) == pytest.approx(expected)


def test_that_what_is_not_made_is_told(qtbot):
    given = replace(with_path(), spectra=None, spectra_history=None)
    view = spectrum(qtbot, given=given)
    picture(view)
    assert view.sentence(given).endswith(NOT_MADE)


def test_that_numbers_that_are_none_are_told(qtbot):
    given = with_eigenvalues(with_path(cell="elman"), norm=float("nan"))
    history = given.spectra_history
    nothing = {"layer1.W_hh": np.full(len(history.updates), np.nan)}
    given = replace(given, spectra_history=replace(history, radii=nothing, norms=nothing))
    view = spectrum(qtbot, given=given)
    picture(view)
    assert "not all of its numbers are finite" in view.sentence(given)


def test_that_curves_go_over_the_updates(qtbot):
    given = with_path(cell="elman")
    values = {"layer1.W_hh": np.array([0.5, 2.0])}
    history = SpectraHistory(np.array([0, 10]), values, {"layer1.W_hh": np.array([2.9, 2.9])})
    view = spectrum(qtbot, given=replace(given, spectra_history=history))
    image, curves = picture(view), view._place(area(view)).curves
    # From 0 to 3: the first point at a sixth of the height, the last at two thirds.
    for x, value in ((curves.left() + 2, 0.5), (curves.right() - 4, 2.0)):
        y = curves.bottom() - value / 3 * curves.height()
        assert image.pixelColor(round(x), round(y)) == LIGHT.accent


def test_that_tips_tell_single_weights(qtbot):
    view = spectrum(qtbot, cell="elman")
    place, matrix = view._place(area(view)).matrix, view.scene.trace.parameters["layer1.W_hh"]
    corner = QPointF(place.right() - 2, place.top() + 2)
    text = view.tip(corner.x(), corner.y())
    assert text.startswith("W_hh: to unit 1 from unit 8: ")
    assert f"{abs(matrix[0, 7]):.3g}" in text
    assert view.tip(1, 1) == ""

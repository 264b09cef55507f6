"""The bars of the tracks: gradients and losses."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt

from rnnviz.gui.views.gradient_track import GradientTrack
from rnnviz.gui.views.track_bars import plot
from rnnviz.gui.views.track_gutter import source_switches
from rnnviz.gui.views.track_scale import DecadeScale
from rnnviz.trace.derived import state_gradient_norms, step_contributions
from tests.gui.scenes import CELL_KEYS, scene
from tests.gui.tracks_shown import (
    bar_height,
    colors_in,
    middle,
    picture,
    place,
    places,
    shown,
    unmarked,
    with_gradient,
)


def test_that_a_bar_is_as_high_as_its_decades(qtbot):
    norms = np.full(12, 1.0)
    norms[:4] = 10.0, 0.1, 1e-3, 1e-4
    view = shown(qtbot, with_gradient(unmarked(scene()), norms), height=900)
    view.fix_gradient_scale((-4, 1))
    image = picture(view)
    heights = [bar_height(view, image, t) for t in range(5)]
    full = heights[0]
    assert full == plot(place(view, "layer1", "d_h")).height() > 60
    assert heights == pytest.approx([full, 0.6 * full, 0.2 * full, 0, 0.8 * full], abs=1)


def test_that_below_the_floor_is_told_from_small(qtbot):
    norms = np.full(12, 1e-3)
    norms[2:5] = 1e-9, 0.0, 1.1e-8
    view = shown(qtbot, with_gradient(unmarked(scene()), norms))
    image, area = picture(view), place(view, "layer1", "d_h")
    below = QRectF(0, area.bottom() - 6, 1, 4)
    stubs = []
    for time in range(12):
        below.moveLeft(middle(view, time, "layer1", "d_h").x())
        stubs.append(view.look.muted.rgb() in colors_in(image, below))
    assert stubs == [time in (2, 3) for time in range(12)]
    assert bar_height(view, image, 4) >= 1


def test_that_a_vanished_gradient_does_not_look_healthy():
    scale = DecadeScale()
    scale.fit(np.array([1e-7, 3e-6]))
    assert scale.share(np.array([3e-6]))[0] < 0.4
    scale.fit(np.array([1e-30]))
    assert scale.share(np.array([1e-30]))[0] == 0


def test_that_the_loss_has_a_bar_only_where_it_is_counted(qtbot):
    view = shown(qtbot, unmarked(scene(scenario="adding-problem")))
    image, trace = picture(view), view.scene.trace
    heights = [bar_height(view, image, t, "E", view.look.teal) for t in range(trace.steps)]
    assert [height > 0 for height in heights] == trace.scored.tolist()
    x, y = middle(view, 2, "", "E").toTuple()
    assert image.pixelColor(x, y) == view.look.window


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_that_gradients_are_those_of_the_trace(qtbot, cell):
    view = shown(qtbot, cell=cell, layers=2)
    for lane in view.scene.trace.lanes:
        for by_weights, norms in (False, state_gradient_norms), (True, step_contributions):
            view.show_gradients_by(by_weights)
            track = view.tracks[places(view).find(lane.key, "d_h")]
            assert isinstance(track, GradientTrack)
            np.testing.assert_array_equal(track.norms, norms(view.scene.trace, lane))
        assert 0 < track.sum_norms[0] <= track.norms.sum()


def test_that_a_click_changes_what_the_gradient_is_taken_by(qtbot):
    view = shown(qtbot)
    picked, before = [], picture(view)
    view.picked.connect(picked.append)
    for by_weights, button in reversed(source_switches(place(view, "layer1", "d_h"))):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=button.center().toPoint())
        assert view.tracks.by_weights == by_weights
        assert (picture(view) == before) == (not by_weights)
    assert picked == []


def test_that_cuts_of_the_gradient_are_marked(qtbot):
    given = unmarked(scene())
    view = shown(qtbot, given)
    area, x = place(view, "layer1", "d_h"), round(view.axis.x(4, QRectF(view.rect())))
    line = QRectF(x - 1, area.top(), 2, area.height())
    plain = colors_in(picture(view), line)
    view.draw(replace(given, trace=replace(given.trace, truncation=4)))
    assert colors_in(picture(view), line) != plain

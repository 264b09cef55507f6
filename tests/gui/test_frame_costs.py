"""What a frame works out, counted: it must not grow where nobody would see more for it."""

from collections import Counter

import pytest
from PySide6.QtWidgets import QApplication

from rnnviz.gui.views import track_marks
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.track_progress import Progress
from rnnviz.gui.views.unrolled_network import UnrolledNetwork
from rnnviz.trace.ticks import Ticks
from tests.gui.scenes import scene
from tests.gui.tracks_shown import places
from tests.gui.windows import opened

SIZE = 1000, 320


def counted(monkeypatch, owner, name):
    """How often a method is called from now on."""
    counts, method = Counter(), getattr(owner, name)

    def call(*given):
        counts[name] += 1
        return method(*given)

    monkeypatch.setattr(owner, name, call)
    return counts


@pytest.mark.parametrize("tick", [None, 20])
def test_that_a_longer_sequence_asks_no_oftener_where_the_columns_are(qtbot, monkeypatch, tick):
    asked = []
    for length in (12, 60):
        view = UnrolledNetwork()
        qtbot.addWidget(view)
        view.resize(*SIZE)
        view.draw(scene(1, tick, length=length))
        view.grab()  # The ground, which is kept, is painted with the first picture.
        with monkeypatch.context() as patch:
            counts = counted(patch, TimeAxis, "columns")
            view.grab()
            asked.append(counts["columns"])
    assert 0 < asked[0] == asked[1]


def test_that_a_longer_sequence_needs_no_search_for_what_is_read(monkeypatch):
    searched = counted(monkeypatch, Ticks, "_found")
    for length in (12, 60):
        trace = scene(1, length=length).trace
        (unread,) = Progress(trace, 20).unread()
        assert unread == range(unread.start, length)
    assert not searched


def test_that_tracks_that_are_not_painted_get_no_marks(qtbot, monkeypatch):
    window = opened(qtbot)
    tracks, shown = window.canvas.tracks, window.session.state.scene
    everywhere = {place.quantity for place in places(tracks).places}
    marked = []
    paint = track_marks._paint_units

    def note(drawing, those, spot):
        marked.append({place.quantity for place in those})
        paint(drawing, those, spot)

    monkeypatch.setattr(track_marks, "_paint_units", note)
    for part in range(3):
        tracks.draw_part(shown, part, 3)
        QApplication.processEvents()
    assert len(marked) >= 3
    assert all(those < everywhere for those in marked)
    assert set.union(*marked) == everywhere

"""Worksheets out of the window."""

from PySide6.QtWidgets import QFileDialog

from rnnviz.trace.scene import Spot
from tests.gui.windows import message, trained


def test_that_the_sheet_of_what_is_picked_is_written(qtbot, monkeypatch, tmp_path):
    window = trained(qtbot, scenario="copy-memory")
    window.session.pick(Spot(6, "layer1", "h", 3))
    monkeypatch.setattr(QFileDialog, "exec", lambda _: 1)
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _: [str(tmp_path / "a.html")])
    window.commands["worksheet"].trigger()
    assert message(window) == f"Written: {tmp_path / 'a.html'}"
    full = (tmp_path / "a.html").read_text("utf-8")
    assert "t = 7 of" in full
    assert "unit 4" in full
    window.commands["worksheet-blank"].trigger()
    assert (tmp_path / "a.html").read_text("utf-8") != full


def test_that_a_place_that_cannot_be_written_to_is_told(qtbot, tmp_path):
    window = trained(qtbot)
    window.pictures.sheets.write(tmp_path / "missing" / "a.tex", False)
    assert "cannot be written" in message(window)

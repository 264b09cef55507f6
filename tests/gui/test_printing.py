"""The printer: through the system's dialog into a PDF, which offers itself beside printers."""

import pypdfium2
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QPushButton

from rnnviz.gui.export_dialog import PRINT
from rnnviz.gui.printing import NO_PRINTER
from rnnviz.interchange.figure_source import Paper
from tests.gui.test_paper import stepped
from tests.gui.test_pictures import full_disk, in_the_dialog
from tests.gui.windows import LEFT, message

SHORT, LONG = 210 / 25.4 * 72, 297 / 25.4 * 72


def print_by_clicks(qtbot, window, keys, path):
    """Print these views through both dialogs; what the second one looks like."""
    seen = {}

    def choose(dialog):
        dialog.check(*keys)
        QTimer.singleShot(0, use_the_printer)
        qtbot.mouseClick(dialog.findChild(QPushButton, PRINT), LEFT)

    def use_the_printer():
        dialog = window.findChild(QPrintDialog)
        buttons = dialog.findChild(QDialogButtonBox)
        seen["icons"] = [not button.icon().isNull() for button in buttons.buttons()]
        seen["name"] = dialog.printer().docName()
        line = dialog.findChild(QLineEdit, "filename")
        line.setText(str(path))
        accepting = QDialogButtonBox.ButtonRole.AcceptRole
        for button in buttons.buttons():
            if buttons.buttonRole(button) == accepting:
                qtbot.mouseClick(button, LEFT)

    in_the_dialog(window, choose)
    window.pictures.ask("window")
    return seen


def a_printer(path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def printed(path):
    document = pypdfium2.PdfDocument(path.read_bytes())
    assert len(document) == 1
    return document[0]


def test_that_views_are_printed_through_the_dialog(qtbot, tmp_path):
    window, path = stepped(qtbot), tmp_path / "a.pdf"
    seen = print_by_clicks(qtbot, window, ("unrolled", "loss"), path)
    assert message(window) == f"Written: {path}"
    assert seen == {"icons": [False, False, False], "name": "rnnviz-unrolled-loss"}
    text = printed(path).get_textpage().get_text_bounded()
    assert "Unrolled network" in text
    assert "Loss" in text


@pytest.mark.parametrize("is_wide", [True, False])
def test_that_the_sheet_lies_as_the_figure_does(qtbot, tmp_path, is_wide):
    window, path = stepped(qtbot), tmp_path / "a.pdf"
    keys = ("unrolled",) if is_wide else ("inspector", "loss", "weights")
    print_by_clicks(qtbot, window, keys, path)
    size = (LONG, SHORT) if is_wide else (SHORT, LONG)
    assert printed(path).get_size() == pytest.approx(size, abs=1.5)


def test_that_a_figure_is_as_wide_in_print_as_it_is_asked_for(qtbot, tmp_path):
    window, wide = stepped(qtbot), []
    for width in (60.0, 120.0):
        path = tmp_path / f"{width}.pdf"
        window.pictures.print_on(a_printer(path), ("loss",), Paper(width=width))
        image = printed(path).render(scale=2).to_numpy().min(axis=2)
        columns = (image < 250).any(axis=0).nonzero()[0]
        wide.append((columns[-1] - columns[0]) / 2 / 72 * 25.4)
    assert wide == pytest.approx([60, 120], abs=1.5)


def test_that_a_dark_figure_has_its_ground_in_print(qtbot, tmp_path):
    window, path = stepped(qtbot), tmp_path / "a.pdf"
    window.pictures.print_on(a_printer(path), ("loss",), Paper(look="dark", is_bare=True))
    image = printed(path).render(scale=1).to_numpy()
    assert image[30, 30].max() < 80


def test_that_what_cannot_be_printed_is_told(qtbot, monkeypatch, tmp_path):
    window, path = stepped(qtbot), tmp_path / "a.pdf"
    path.write_text("an older one")
    with full_disk():
        window.pictures.print_on(a_printer(path), ("loss",), Paper())
    assert "written" in message(window)
    assert window.message_bar._kind == "error"
    assert path.read_text() == "an older one"
    missing = tmp_path / "missing" / "a.pdf"
    window.pictures.print_on(a_printer(missing), ("loss",), Paper())
    assert message(window).startswith(f"{missing} cannot be written")
    monkeypatch.setattr("rnnviz.gui.printing.QPainter.begin", lambda *_: False)
    window.pictures.print_on(a_printer(path), ("loss",), Paper())
    assert message(window) == NO_PRINTER
    assert path.read_text() == "an older one"

"""Figures on paper: by a printer, or into a PDF that the system's dialog offers beside printers."""

import tempfile
from pathlib import Path

import shiboken6
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from rnnviz.gui.dialog_buttons import without_icons
from rnnviz.gui.paper.page import Page
from rnnviz.gui.pictures import PictureError, save_bytes
from rnnviz.interchange.figure_source import Paper

NO_PRINTER = "The printer does not take anything just now; nothing was printed."
PRINTED = "The figure was given to the printer."


def ask_for_printer(parent: QWidget, size: QSizeF, name: str) -> QPrinter | None:
    """A printer for one page; None where nobody wants to print. The sheet at first lies as a figure
    of that size does."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setCreator("rnnviz")
    lies = QPageLayout.Orientation
    is_wide = size.width() > size.height()
    printer.setPageOrientation(lies.Landscape if is_wide else lies.Portrait)
    dialog = QPrintDialog(printer, parent)
    _make_plain(dialog)
    wanted = dialog.exec()
    # It speaks to the printer to its end, so that it has to end first.
    shiboken6.delete(dialog)
    return printer if wanted else None


def _make_plain(dialog: QPrintDialog) -> None:
    """Without what is of no use for one page, and without Qt's own icons, which suit neither of our
    palettes. Where the system has a dialog of its own, that one is shown as it is."""
    for option in ("PrintPageRange", "PrintCollateCopies"):
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption[option], False)
    for box in dialog.findChildren(QDialogButtonBox):
        without_icons(box)
    dialog.setStyleSheet("QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }")


def print_page(page: Page, paper: Paper, printer: QPrinter) -> str:
    """Print it as wide as it was asked for, or as the sheet where that is narrower; a file is
    written whole or not at all. Returns what became of it. Raises PictureError."""
    target = printer.outputFileName()
    if not target:
        _paint(page, paper, printer)
        return PRINTED
    with tempfile.TemporaryDirectory(prefix="rnnviz-") as folder:
        made = Path(folder) / "printed.pdf"
        printer.setOutputFileName(str(made))
        try:
            _paint(page, paper, printer)
            content = made.read_bytes()
        except OSError as error:
            raise PictureError(f"{target} cannot be written: {error.strerror}.") from error
        finally:
            printer.setOutputFileName(target)
    if not content.rstrip().endswith(b"%%EOF"):
        raise PictureError(f"{target} could not be written whole: there is no room for it.")
    return f"Written: {save_bytes(content, Path(target))}"


def _paint(page: Page, paper: Paper, printer: QPrinter) -> None:
    painter = QPainter()
    if not painter.begin(printer):
        raise PictureError(NO_PRINTER)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = _scale(printer, page, paper)
        painter.scale(scale, scale)
        if page.ground is not None:
            painter.fillRect(0, 0, round(page.size.width()), round(page.size.height()), page.ground)
        page.paint(painter)
    finally:
        painter.end()


def _scale(printer: QPrinter, page: Page, paper: Paper) -> float:
    """How many of the printer's dots a logical pixel has."""
    sheet, size = printer.pageRect(QPrinter.Unit.DevicePixel), page.size
    inches = size.width() / 96 if paper.width is None else paper.width / 25.4
    wanted = inches * printer.resolution() / size.width()
    return min(wanted, sheet.width() / size.width(), sheet.height() / size.height())

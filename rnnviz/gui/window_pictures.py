"""Figures that a person takes: of the window or of views, into files, to the clipboard or to the
printer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from PySide6.QtCore import QSizeF
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QMainWindow

from rnnviz.gui.export_dialog import (
    COPY,
    PRINT,
    WINDOW,
    Choice,
    ExportDialog,
    ask_for_file,
)
from rnnviz.gui.film_tools import FilmTools
from rnnviz.gui.number_tools import NumberTools
from rnnviz.gui.paper.formats import Format, encoded, image_of
from rnnviz.gui.paper.known_source import known_source
from rnnviz.gui.paper.page import Page, page_of_views, page_of_window
from rnnviz.gui.paper.preparing import prepare
from rnnviz.gui.pictures import PictureError, save_bytes, with_extension
from rnnviz.gui.printing import ask_for_printer, print_page
from rnnviz.gui.views.view import View
from rnnviz.gui.worksheet_tools import WorksheetTools
from rnnviz.interchange.figure_source import FigureSource, Paper
from rnnviz.session.session import Session

__all__ = ["WINDOW", "WindowPictures"]


class WindowPictures:
    """Everything is pictured as it stands; what became of it is told by the session.

    layout   how the window stands, in its own words.
    """

    def __init__(
        self,
        window: QMainWindow,
        views: Sequence[View],
        session: Session,
        layout: Callable[[], dict[str, str]],
    ) -> None:
        self._window, self._session, self._layout = window, session, layout
        self._views = {view.key: view for view in views}
        self.sheets = WorksheetTools(window, session)
        self.numbers = NumberTools(window, views, session)
        self.films = FilmTools(window, views, session)

    def verbs(self, key: str) -> Mapping[str, Callable[[], object]]:
        """By the keys of ACTIONS; `key` is of the view that is offered first."""
        return {
            "export-window": lambda: self.ask(WINDOW),
            "export-view": lambda: self.ask(key),
            "export-film": self.films.ask,
            "copy-picture": self.copy,
            "worksheet": lambda: self.sheets.ask(False),
            "worksheet-blank": lambda: self.sheets.ask(True),
        }

    def ask(self, key: str) -> None:
        """Ask what to picture (`key` is offered first), how and where to, and do so."""
        self._put_information_away()
        choices = [Choice(WINDOW, "The whole window", *self._window.size().toTuple())]
        choices += [Choice(v.key, v.title, v.width(), v.height()) for v in self._views.values()]
        dialog = ExportDialog(self._window, choices, key, self._paper().look)
        wanted, deed = dialog.exec(), dialog.deed
        keys, paper, kind = dialog.keys, dialog.paper, dialog.kind
        dialog.deleteLater()
        if not wanted or not keys:
            return
        if deed == COPY:
            self.copy(keys, paper)
        elif deed == PRINT:
            self._ask_and_print(keys, paper)
        else:
            titles: dict[str, str] = {kind: kind.upper()}
            path = ask_for_file(self._window, f"rnnviz-{'-'.join(keys)[:60]}", titles)
            if path is not None:
                self.write(keys, paper, kind, path)

    def write(self, keys: Sequence[str], paper: Paper, kind: Format, path: Path) -> None:
        """Write a figure of the window, or of views from top to bottom."""
        try:
            with self._figure(keys, paper) as (page, source):
                content = encoded(page, source, kind)
            written = save_bytes(content, with_extension(path, kind))
        except PictureError as error:
            self._session.tell("error", str(error))
        else:
            self._session.tell("information", f"Written: {written}")

    def copy(self, keys: Sequence[str] = (WINDOW,), paper: Paper | None = None) -> None:
        """Put a picture on the clipboard, of the window where nothing else is said."""
        try:
            paper = paper or self._paper()
            with self._figure(keys, paper) as (page, _):
                image = image_of(page, paper)
        except PictureError as error:
            self._session.tell("error", str(error))
            return
        QApplication.clipboard().setImage(image)
        what = "the window" if tuple(keys) == (WINDOW,) else "what was chosen"
        self._session.tell("information", f"A picture of {what} is on the clipboard.")

    def _ask_and_print(self, keys: Sequence[str], paper: Paper) -> None:
        views = [] if tuple(keys) == (WINDOW,) else [self._views[key] for key in keys]
        high = sum(view.height() for view in views)
        size = QSizeF(max(view.width() for view in views), high) if views else self._window.size()
        printer = ask_for_printer(self._window, QSizeF(size), f"rnnviz-{'-'.join(keys)[:60]}")
        if printer is not None:
            self.print_on(printer, keys, paper)

    def print_on(self, printer: QPrinter, keys: Sequence[str], paper: Paper) -> None:
        """Print a figure."""
        try:
            with self._figure(keys, paper) as (page, _):
                told = print_page(page, paper, printer)
        except PictureError as error:
            self._session.tell("error", str(error))
        else:
            self._session.tell("information", told)

    def _paper(self) -> Paper:
        """As the window is just now."""
        look = next(iter(self._views.values())).look
        return Paper(look="dark" if look.name == "dark" else "light", scale=2.0)

    @contextmanager
    def _figure(self, keys: Sequence[str], paper: Paper) -> Iterator[tuple[Page, FigureSource]]:
        """The page and where it comes from, while what hidden panels show is there for it."""
        self._put_information_away()
        self._session.point(None)
        if tuple(keys) == (WINDOW,):
            yield self._page_of_window(paper)
            return
        views, wish = [self._views[key] for key in keys], self._session.gradients.wish
        if self._session.state.activity == "paused":
            prepare(self._session, views)
        sizes = [QSizeF(view.size()) for view in views]
        try:
            source = known_source(self._session, views, sizes, paper)
            yield page_of_views(views, sizes, paper), source
        finally:
            self._session.gradients.want(wish)

    def _page_of_window(self, paper: Paper) -> tuple[Page, FigureSource]:
        # Its colours are those that it has.
        paper = msgspec.structs.replace(paper, look=self._paper().look)
        size = QSizeF(self._window.size())
        source = known_source(self._session, (), [size], paper)
        source = msgspec.structs.replace(source, window=self._layout())
        return page_of_window(self._window, paper), source

    def _put_information_away(self) -> None:
        """What was told of a former picture must not be in the next one."""
        message = self._session.state.message
        if message is not None and message.kind == "information":
            self._session.dismiss()
            QApplication.sendPostedEvents()  # The canvas takes the room that is free now.

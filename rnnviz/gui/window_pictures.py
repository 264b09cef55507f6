"""Pictures that a person takes: of the window or of a view, into a file or to the clipboard."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMainWindow

from rnnviz.gui.export_dialog import ExportDialog, ask_for_file
from rnnviz.gui.pictures import PictureError, picture_of_view, picture_of_widget, save
from rnnviz.gui.style import finer_icons
from rnnviz.gui.views.view import View
from rnnviz.session.session import Session

WINDOW = "window"


class WindowPictures:
    """Everything is pictured as it stands; what became of it is told by the session."""

    def __init__(self, window: QMainWindow, views: Sequence[View], session: Session) -> None:
        self._window, self._session = window, session
        self._views = {view.key: view for view in views}

    def ask(self, key: str) -> None:
        """Ask what to picture (`key` is offered first) and where to write it, and do so."""
        self._put_information_away()
        size = self._window.size()
        choices = [(WINDOW, "The whole window", size.width(), size.height())]
        choices += [(v.key, v.title, v.width(), v.height()) for v in self._views.values()]
        dialog = ExportDialog(self._window, choices, key)
        wanted, key, scale = dialog.exec(), dialog.key, float(dialog.scale.value())
        dialog.deleteLater()
        path = ask_for_file(self._window, f"rnnviz-{key}") if wanted else None
        if path is not None:
            self.write(key, scale, path)

    def write(self, key: str, scale: float, path: Path) -> None:
        """Write a picture of the window, or of the view of that key."""
        try:
            written = save(self._picture(key, scale), path)
        except PictureError as error:
            self._session.tell("error", str(error))
        else:
            self._session.tell("information", f"Written: {written}")

    def copy(self) -> None:
        """Put a picture of the window on the clipboard."""
        QApplication.clipboard().setImage(self._picture(WINDOW, 2.0))
        self._session.tell("information", "A picture of the window is on the clipboard.")

    def _picture(self, key: str, scale: float) -> QImage:
        self._put_information_away()
        if key != WINDOW:
            view = self._views[key]
            return picture_of_view(view, view.look, view.size(), scale)
        look = next(iter(self._views.values())).look
        with finer_icons(scale):
            return picture_of_widget(self._window, look, scale)

    def _put_information_away(self) -> None:
        """What was told of a former picture must not be in the next one."""
        message = self._session.state.message
        if message is not None and message.kind == "information":
            self._session.dismiss()
            QApplication.sendPostedEvents()  # The canvas takes the room that is free now.

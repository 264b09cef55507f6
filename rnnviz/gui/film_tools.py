"""Films of views that a person makes: what is in them is asked, and they can be stopped."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QProgressDialog,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.dialog_buttons import without_icons
from rnnviz.gui.export_dialog import TEXT_MARGINS, ask_for_file
from rnnviz.gui.paper.animation import pictures
from rnnviz.gui.paper.film import film, hindrance
from rnnviz.gui.paper.known_source import known_source
from rnnviz.gui.paper.moments import FILMS, Wanted, moments, walk_of
from rnnviz.gui.paper.new_views import good_sizes, new_views
from rnnviz.gui.pictures import PictureError, save_bytes, with_extension
from rnnviz.gui.views.view import View
from rnnviz.interchange.figure_source import Paper
from rnnviz.interchange.film_walk import LEAST_FRAMES, LEAST_RATE, MOST_FRAMES, MOST_RATE
from rnnviz.session.session import Session

SUBJECT_TITLES = {
    "ticks": "The operations of this update",
    "updates": "The updates up to this one",
    "both": "Updates, and operations of each",
}


class FilmStoppedError(Exception):
    """Somebody wants the film no more."""


class FilmDialog(QDialog):
    """What is to be in the film, and how long it is."""

    def __init__(self, parent: QWidget, views: Sequence[View], kinds: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export an animation")
        self.what, self.subject, self.kind = QListWidget(), QComboBox(), QComboBox()
        self.frames, self.rate = QSpinBox(), QSpinBox()
        for view in views:
            item = QListWidgetItem(view.title)
            item.setData(Qt.ItemDataRole.UserRole, view.key)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.what.addItem(item)
        self.what.item(0).setCheckState(Qt.CheckState.Checked)
        for key, title in SUBJECT_TITLES.items():
            self.subject.addItem(title, key)
        for kind in kinds:
            self.kind.addItem(kind.upper(), kind)
        self.frames.setRange(LEAST_FRAMES, MOST_FRAMES)
        self.frames.setValue(60)
        self.rate.setRange(LEAST_RATE, MOST_RATE)
        self.rate.setValue(10)
        for box in (self.frames, self.rate):
            box.lineEdit().setTextMargins(*TEXT_MARGINS)
        self._lay_out()

    def _lay_out(self) -> None:
        form = QFormLayout()
        for title, widget in (
            ("&Views", self.what),
            ("&Of", self.subject),
            ("F&ormat", self.kind),
            ("F&rames at most", self.frames),
            ("Frames a &second", self.rate),
        ):
            form.addRow(title, widget)
            widget.setAccessibleName(title.replace("&", ""))
        kind = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kind.Save | kind.Cancel)
        without_icons(buttons)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)

    @property
    def keys(self) -> tuple[str, ...]:
        """The views that were chosen, from top to bottom."""
        items = [self.what.item(row) for row in range(self.what.count())]
        checked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in checked)

    @property
    def wanted(self) -> Wanted:
        """What was chosen."""
        subject, kind = self.subject.currentData(), self.kind.currentData()
        return Wanted(subject, self.frames.value(), self.rate.value(), kind)


class FilmTools:
    """What became of a film is told by the session."""

    def __init__(self, window: QMainWindow, views: Sequence[View], session: Session) -> None:
        self._window, self._session, self._views = window, session, views

    def ask(self) -> None:
        """Ask what to animate and where to write it, and do so."""
        kinds = [kind for kind in FILMS if not hindrance(kind)]
        if not kinds:
            self._session.tell("error", hindrance("gif"))
            return
        if self._session.state.activity != "paused":
            self._session.tell("information", "Pause first: a film is made of what was learnt.")
            return
        dialog = FilmDialog(self._window, self._views, kinds)
        accepted, keys, wanted = dialog.exec(), dialog.keys, dialog.wanted
        dialog.deleteLater()
        if not accepted or not keys:
            return
        path = ask_for_file(self._window, "rnnviz-film", {wanted.kind: wanted.kind.upper()})
        if path is not None:
            self.write(keys, wanted, with_extension(path, wanted.kind))

    def write(self, keys: Sequence[str], wanted: Wanted, path: Path) -> None:
        """Make the film, with a bar of progress by which it can be stopped; then nothing is
        written. The session is afterwards where it was."""
        session = self._session
        session.dismiss()
        views = new_views(keys)
        look = self._views[0].look.name
        paper = Paper(look="dark" if look == "dark" else "light")
        try:
            for view in views:
                view.draw(session.state.scene)
            walk = walk_of(session, wanted)
            source = known_source(session, views, good_sizes(views), paper)
            source, chosen = msgspec.structs.replace(source, film=walk), moments(walk)
            frames = pictures(session, views, source, chosen)
            content = film(self._watched(frames, len(chosen)), wanted.rate, source, wanted.kind)
            written = save_bytes(content, path)
        except FilmStoppedError:
            session.tell("information", "The film was stopped; nothing was written.")
        except PictureError as error:
            session.tell("error", str(error))
        else:
            session.tell("information", f"Written: {written}")

    def _watched(self, frames: Iterable[QImage], count: int) -> Iterator[QImage]:
        """The frames, with a bar. Raises FilmStoppedError where somebody stops it."""
        bar = QProgressDialog("Drawing the film…", "Cancel", 0, count, self._window)
        bar.setWindowModality(Qt.WindowModality.WindowModal)
        bar.setMinimumDuration(0)
        try:
            for number, frame in enumerate(frames):
                bar.setValue(number)
                QApplication.processEvents()
                if bar.wasCanceled():
                    raise FilmStoppedError
                yield frame
        finally:
            bar.close()
            bar.deleteLater()

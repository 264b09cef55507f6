"""RecentFiles: the menu of what was opened or saved last."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QMenu, QWidget

from rnnviz.session.session import Session

KEY = "recent"
MOST = 10
#: Characters of a folder in the menu.
LONGEST = 48


class RecentFiles(QObject):
    """`menu` is filled when it opens. What is gone leaves it, and that is told.

    open_file   opens a file as what it is.
    """

    def __init__(self, session: Session, open_file: Callable[[Path], object], window: QWidget):
        super().__init__(window)
        self._session, self._open_file = session, open_file
        self.menu = QMenu("Open recent", window)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill)
        self._fill()

    def add(self, path: Path) -> None:
        """It stands first from now on."""
        path = path.absolute()
        _keep([path, *(each for each in recent() if each != path)])

    def _fill(self) -> None:
        self.menu.clear()
        paths = recent()
        for path in paths:
            entry = self.menu.addAction(shortened(path).replace("&", "&&"))
            entry.setToolTip(str(path))
            entry.triggered.connect(lambda _on=False, path=path: self._open(path))
        if paths:
            self.menu.addSeparator()
        clear = self.menu.addAction("Clear", partial(_keep, []))
        clear.setToolTip("Forget these files; they stay where they are")
        clear.setEnabled(bool(paths))

    def _open(self, path: Path) -> None:
        if path.exists():
            self._open_file(path)
            return
        _keep([each for each in recent() if each != path])
        text = f"{path} is not there any more. It has left the list of recent files."
        self._session.tell("error", text)


def recent() -> list[Path]:
    """The newest first; another window may have added to them."""
    found = QSettings().value(KEY)
    # A list of one is kept as a text.
    texts = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    return [Path(text) for text in texts if isinstance(text, str) and text][:MOST]


def recent_folder() -> str:
    """Where the file used last is; "" where there was none, or its folder is gone."""
    folder = next((path.parent for path in recent()), None)
    return str(folder) if folder is not None and folder.is_dir() else ""


def _keep(paths: list[Path]) -> None:
    QSettings().setValue(KEY, [str(path) for path in paths[:MOST]])


def shortened(path: Path) -> str:
    """The name, and as much of the folder as there is room for: its beginning and its end."""
    folder, home = str(path.parent), Path.home()
    if path.parent.is_relative_to(home):
        folder = str(Path("~") / path.parent.relative_to(home))
    if len(folder) > LONGEST:
        half = LONGEST // 2
        folder = f"{folder[: half - 1]}…{folder[-half:]}"
    return f"{path.name}  –  {folder}"

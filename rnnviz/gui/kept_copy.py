"""KeptCopy: a file in the program's own folder that one process has to itself, by a lock."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile, QStandardPaths

from rnnviz.interchange.projects.layout import EXTENSION

LOCK = ".lock"
#: Seconds after which nobody is writing any more what was begun.
ABANDONED = 3600.0


class KeptCopy:
    """`path` is nobody else's until it is removed or let go."""

    def __init__(self, path: Path, lock: QLockFile) -> None:
        self.path, self._lock = path, lock

    def remove(self) -> None:
        """Neither the file nor the lock are there any more."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        self._lock.unlock()

    def let_go(self) -> None:
        """Leave the file to whoever asks for it."""
        self._lock.unlock()


def folder() -> Path:
    """Where such files are."""
    place = QStandardPaths.StandardLocation.AppLocalDataLocation
    return Path(QStandardPaths.writableLocation(place)) / "autosave"


def new_copy() -> KeptCopy | None:
    """A file of this process that is not written yet; None where there can be none."""
    with suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
    name = f"{os.getpid()}-{secrets.token_hex(4)}{EXTENSION}"
    return _taken(folder() / name)


def left_copies() -> Iterator[KeptCopy]:
    """Those whose process is no more, the newest first; they belong to this one from now on. What
    was begun and never finished is cleared away."""
    found = sorted(_files(f"*{EXTENSION}"), key=_changed, reverse=True)
    for path in found:
        copy = _taken(path)
        if copy is not None:
            yield copy
    for path in _files(f"*{LOCK}"):
        copy = None if path.with_suffix("").exists() else _taken(path.with_suffix(""))
        if copy is not None:
            copy.let_go()
    for path in _files("*.part"):
        if time.time() - _changed(path) > ABANDONED:
            with suppress(OSError):
                path.unlink()


def _files(pattern: str) -> list[Path]:
    try:
        return [path for path in folder().glob(pattern) if path.is_file()]
    except OSError:
        return []


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _taken(path: Path) -> KeptCopy | None:
    """None where its process is still there."""
    lock = QLockFile(f"{path}{LOCK}")
    # However long it was held, only the end of its process makes it anybody's.
    lock.setStaleLockTime(0)
    return KeptCopy(path, lock) if lock.tryLock(0) else None

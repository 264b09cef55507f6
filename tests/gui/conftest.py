"""What holds for every test of the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings


@pytest.fixture(autouse=True)
def own_settings(own_home: Path) -> None:
    """Qt asks only once in a process where home is; from now on it looks into this test's."""
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(own_home / "settings"))

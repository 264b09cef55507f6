"""The QActions of the list of actions, its menus and its cheat sheet."""

from html import escape

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from rnnviz.gui.action_list import ACTIONS
from rnnviz.gui.action_spec import MENUS, ActionSpec
from rnnviz.gui.menu import Menu
from rnnviz.gui.style import icon
from rnnviz.gui.theme import Look

#: The weight that our fonts have; Qt would make up a bolder one.
_STRONG = "font-weight: 600"

_SPECS = {each.key: each for each in ACTIONS}


def spec(key: str) -> ActionSpec:
    """The action of that key; KeyError where there is none."""
    return _SPECS[key]


def key_text(each: ActionSpec) -> str:
    """The key as it is called on this system."""
    return QKeySequence(each.shortcut).toString(QKeySequence.SequenceFormat.NativeText)


class Actions(QObject):
    """The QActions of ACTIONS, by key: `actions["run"].triggered.connect(…)`.

    A widget as parent gets them all, so that their keys work in its window.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = {each.key: _made(each, self) for each in ACTIONS}
        if isinstance(parent, QWidget):
            parent.addActions(list(self._actions.values()))

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    def set_look(self, look: Look) -> None:
        """Colour the icons."""
        for each in ACTIONS:
            if each.icon:
                self._actions[each.key].setIcon(icon(each.icon, look.text, look.faint))

    def fill(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Make the menus; returns them by title."""
        menus: dict[str, QMenu] = {title: Menu(f"&{title}", bar) for title in MENUS}
        for title, menu in menus.items():
            bar.addMenu(menu)
            for each in ACTIONS:
                if each.menu == title and each.apart:
                    menu.addSeparator()
                if each.menu == title:
                    menu.addAction(self._actions[each.key])
        return menus


def _made(each: ActionSpec, parent: QObject) -> QAction:
    action = QAction(each.title, parent)
    action.setObjectName(each.key)
    action.setShortcut(QKeySequence(each.shortcut))
    action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.setAutoRepeat(each.repeats)
    action.setToolTip(f"{each.tip} ({key_text(each)})" if each.shortcut else each.tip)
    action.setStatusTip(each.tip)
    return action


def cheat_sheet() -> str:
    """All keys, menu by menu, as one HTML table for a dialog."""
    rows = []
    for menu in MENUS:
        rows.append(f"<tr><td colspan='2'><p style='{_STRONG}'><br>{menu}</p></td></tr>")
        rows += [
            f"<tr><td style='padding-right: 24px'>{escape(key_text(each))}</td>"
            f"<td>{escape(each.tip)}</td></tr>"
            for each in ACTIONS
            if each.menu == menu and each.shortcut
        ]
    return f"<table cellspacing='2'>{''.join(rows)}</table>"

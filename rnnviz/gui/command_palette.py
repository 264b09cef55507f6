"""CommandPalette: every action by its name, found by typing a few of its letters."""

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.action_list import ACTIONS
from rnnviz.gui.action_spec import ActionSpec
from rnnviz.gui.actions import Actions, key_text

WIDTH, HEIGHT, ROW_HEIGHT = 500, 400, 24
NOTHING = "No action has these letters in this order"
KEY = Qt.ItemDataRole.UserRole
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def rank(typed: str, title: str) -> int | None:
    """How well a title fits what was typed, the less the better: 0 where it begins so, 1 where
    a word of it does, 2 where it contains it, 3 where its letters come in this order; None
    where they do not."""
    wanted, found = typed.casefold(), title.casefold()
    if found.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in found.split()):
        return 1
    if wanted in found:
        return 2
    letters = iter(found)
    return 3 if all(letter in letters for letter in wanted if letter != " ") else None


def fitting(typed: str) -> list[ActionSpec]:
    """The actions that fit, the best first; those that fit as well in the order of the menus."""
    ranked = [(rank(typed, each.title), each) for each in ACTIONS if each.key != "palette"]
    found = [(place, each) for place, each in ranked if place is not None]
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


class CommandPalette(QFrame):
    """A popup at the window's top. Enter or a press does an action, Escape leaves."""

    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self._window, self._actions = window, actions
        self.line, self.list = QLineEdit(), QTreeWidget()
        self.setProperty("card", True)
        self.setAccessibleName("Command palette")
        self.line.setPlaceholderText("Type a few letters of an action")
        self.line.setAccessibleName("Find an action")
        self.list.setAccessibleName("Actions")
        self.list.setColumnCount(3)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(self._do)

    def open_over_window(self) -> None:
        """Open it at the top of the window, in its middle."""
        width = min(WIDTH, self._window.width() - 20)
        self.resize(width, min(HEIGHT, self._window.height() - 80))
        self.move(self._window.mapToGlobal(QPoint((self._window.width() - width) // 2, 60)))
        self.line.clear()
        self._fill("")
        # As wide as the widest of all, and so they stay whatever is typed.
        for column in (1, 2):
            self.list.resizeColumnToContents(column)
            self.list.setColumnWidth(column, self.list.columnWidth(column) + 10)
        self.show()
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The line's keys that belong to the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _LIST_KEYS:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self.list.currentItem()
                if item is not None:
                    self._do(item)
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        self.list.clear()
        found = fitting(typed.strip())
        for each in found:
            usable = self._actions[each.key].isEnabled()
            self._add([each.title, each.menu, key_text(each)], each, usable)
        if not found:
            self._add([NOTHING, "", ""], None, False)
        items = [self.list.topLevelItem(n) for n in range(self.list.topLevelItemCount())]
        usable_items = [item for item in items if item is not None and not item.isDisabled()]
        if usable_items:
            self.list.setCurrentItem(usable_items[0])

    def _add(self, texts: list[str], each: ActionSpec | None, usable: bool) -> None:
        item, colors = QTreeWidgetItem(texts), QApplication.palette()
        item.setSizeHint(0, QSize(0, ROW_HEIGHT))
        item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        group, role = QPalette.ColorGroup, QPalette.ColorRole
        for column in range(3):
            # The style sheet would draw what cannot be used as what can.
            if not usable:
                item.setForeground(column, colors.color(group.Disabled, role.Text))
            elif column:
                item.setForeground(column, colors.color(group.Active, role.PlaceholderText))
        if each is not None:
            item.setData(0, KEY, each.key)
            item.setToolTip(0, each.tip)
        item.setDisabled(not usable)
        self.list.addTopLevelItem(item)

    def _do(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        if not item.isDisabled():
            self.hide()
            self._actions[item.data(0, KEY)].trigger()

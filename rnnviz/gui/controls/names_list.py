"""NamesList: what a condition can name and call, in a list that can be searched."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rnnviz.conditions.functions import FUNCTIONS

SIZE = 420, 360
NAME = Qt.ItemDataRole.UserRole


class NamesList(QFrame):
    """A popup. Emits `chosen` with the name that was double-clicked, or taken by Enter."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.search, self.tree = QLineEdit(), QTreeWidget()
        self.setProperty("card", True)
        self.resize(*SIZE)
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName("Search names")
        self.tree.setAccessibleName("Names")
        self.tree.setHeaderLabels(["Name", "Meaning"])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.search)
        layout.addWidget(self.tree)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._take_first)
        self.tree.itemActivated.connect(self._take)

    def show_names(self, names: tuple[tuple[str, str], ...]) -> None:
        """Names with explanations; the functions follow them."""
        called = [(f"{name}(…)", f"{name}(", each.explanation) for name, each in FUNCTIONS.items()]
        rows = [*((name, name, text) for name, text in names), *called]
        if [(item.text(0), item.text(1)) for item in self._items()] == [
            (title, text) for title, _, text in rows
        ]:
            return
        self.tree.clear()
        for title, name, text in rows:
            item = QTreeWidgetItem([title, text])
            item.setData(0, NAME, name)
            item.setToolTip(1, text)
            self.tree.addTopLevelItem(item)
        self._filter(self.search.text())

    def open_below(self, widget: QWidget) -> None:
        """Open under a widget, within the screen."""
        place = widget.mapToGlobal(QPoint(0, widget.height() + 2))
        screen = widget.screen().availableGeometry()
        x = max(screen.left(), min(place.x(), screen.right() - self.width()))
        y = max(screen.top(), min(place.y(), screen.bottom() - self.height()))
        self.move(x, y)
        self.search.clear()
        self.show()
        self.search.setFocus()

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self.tree.topLevelItem(n) for n in range(self.tree.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _filter(self, text: str) -> None:
        wanted = text.casefold()
        for item in self._items():
            item.setHidden(wanted not in f"{item.text(0)} {item.text(1)}".casefold())

    def _take_first(self) -> None:
        for item in self._items():
            if not item.isHidden():
                self._take(item)
                return

    def _take(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        self.hide()
        self.chosen.emit(item.data(0, NAME))

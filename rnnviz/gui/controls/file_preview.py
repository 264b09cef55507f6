"""FilePreview: the first rows of a file, or its first pictures."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QLabel,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from rnnviz.engine.batch import Floats
from rnnviz.scenarios.own.preview import Preview

#: Pictures in a row, and how large each is drawn.
PICTURES_ACROSS, PICTURE_SIZE = 4, 84
#: The widest that a column is at first.
COLUMN_WIDTH = 330


class FilePreview(QStackedWidget):
    """A table with what each column is read as, its rows numbered by the lines of the file as in
    messages; or pictures with their labels."""

    def __init__(self) -> None:
        super().__init__()
        self.table, self._pictures = QTableWidget(), QWidget()
        self.table.setAccessibleName("First rows")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.verticalHeader().setDefaultSectionSize(23)
        self.addWidget(self.table)
        self.addWidget(self._pictures)

    def show_preview(self, shown: Preview) -> None:
        """Show the beginning of a file."""
        if len(shown.pictures):
            self._show_pictures(shown)
        else:
            self._show_table(shown)

    def _show_table(self, shown: Preview) -> None:
        self.setCurrentWidget(self.table)
        self.table.clear()
        self.table.setColumnCount(len(shown.names))
        self.table.setRowCount(len(shown.rows))
        heads = zip(shown.names, shown.roles, strict=True)
        self.table.setHorizontalHeaderLabels([_head(name, role) for name, role in heads])
        self.table.setVerticalHeaderLabels([str(line) for line in shown.lines])
        faint = self.palette().placeholderText()
        for row, entries in enumerate(shown.rows):
            for column, entry in enumerate(entries):
                item = QTableWidgetItem(entry)
                if not shown.roles[column]:
                    item.setForeground(faint)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        for column in range(len(shown.names)):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), COLUMN_WIDTH))

    def _show_pictures(self, shown: Preview) -> None:
        self.removeWidget(self._pictures)
        self._pictures.deleteLater()
        self._pictures = QWidget()
        layout = QGridLayout(self._pictures)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        for number, (picture, label) in enumerate(zip(shown.pictures, shown.labels, strict=True)):
            row, column = divmod(number, PICTURES_ACROSS)
            drawn, said = QLabel(), QLabel(str(label))
            drawn.setPixmap(self._drawn(picture))
            drawn.setAccessibleName(f"picture {number + 1}, labelled {label}")
            said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(drawn, 2 * row, column)
            layout.addWidget(said, 2 * row + 1, column)
        self.addWidget(self._pictures)
        self.setCurrentWidget(self._pictures)

    def _drawn(self, picture: Floats) -> QPixmap:
        """Ink in the colour of text on the colour of a card."""
        ends = [self.palette().base().color(), self.palette().text().color()]
        paper, ink = (np.array([end.red(), end.green(), end.blue()]) for end in ends)
        colors = np.ascontiguousarray(
            (paper + picture[..., None] * (ink - paper)).round().astype(np.uint8)
        )
        height, width, _ = colors.shape
        image = QImage(colors.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        keep = Qt.AspectRatioMode.KeepAspectRatio
        return QPixmap.fromImage(image).scaled(PICTURE_SIZE, PICTURE_SIZE, keep)


def _head(name: str, role: str) -> str:
    return name if role in ("", name) else f"{name}  →  {role}"

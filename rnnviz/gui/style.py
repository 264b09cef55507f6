"""How Qt's own widgets look: one style sheet, made from a palette, and the icons in its colours.

What a style sheet cannot know, a widget says by a property: `primary` (a button for the
main thing), `segment` (its place in a row of buttons), `role` (of a text), `card`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from string import Template
from typing import ClassVar

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from rnnviz.gui.theme import Look
from rnnviz.resource import resource

#: Width and height of an icon in logical pixels.
ICON_SIZE = 16

_SHEET = Template("""
QWidget { font-family: Inter, "DejaVu Sans"; font-size: 13px; color: $text; }
QMainWindow, QDialog, QMessageBox { background: $window; }
QMainWindow::separator { background: $window; width: 7px; height: 7px; }
QMainWindow::separator:hover { background: $accent_soft; }
QSplitter::handle { background: $window; }
QSplitter::handle:hover { background: $accent_soft; }
QToolTip { background: $card; color: $text; border: 1px solid $border; padding: 5px 7px; }
QStatusBar { background: $card; border-top: 1px solid $border; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; font-size: 12px; }
QToolBar { background: $card; border: none; border-bottom: 1px solid $border; spacing: 4px; }

*[card="true"] { background: $card; border: 1px solid $border; border-radius: 6px; }
*[bar="true"] { background: $card; border: none; border-bottom: 1px solid $border; }
QLabel { background: transparent; border: none; }
QLabel[role="group"] { color: $muted; font-size: 11px; font-weight: 600; letter-spacing: 0.5px; }
QLabel[role="caption"] { color: $muted; font-size: 12px; }
QLabel[role="caption"]:disabled { color: $faint; }
QLabel[role="title"] { font-size: 15px; font-weight: 600; }
QLabel[role="note"] { color: $muted; font-size: 12px; }
QLabel[role="status"] { color: $muted; font-size: 12px; }
QLabel[role="live"] { color: $teal; font-size: 14px; }
QLabel[role="refusal"] { color: $error; font-size: 12px; }

QMenuBar { background: $card; border: none; padding: 2px 6px; }
QMenuBar::item { background: transparent; padding: 5px 10px; border-radius: 5px; }
QMenuBar::item:selected { background: $accent_soft; }
QMenu { background: $card; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 10px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $border; margin: 5px 4px; }

QDockWidget { color: $muted; font-weight: 600; titlebar-close-icon: none; }
QDockWidget::title { background: $window; padding: 5px 8px; border: none; }
QTabBar { qproperty-drawBase: 0; font-size: 12px; }
QTabBar::tab { background: transparent; color: $muted; padding: 5px 7px; border: none;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }

QPushButton, QToolButton, QComboBox, QAbstractSpinBox, QLineEdit {
    background: $control; border: 1px solid $border; border-radius: 6px; }
QPushButton { padding: 4px 12px; min-height: 18px; }
QToolButton { padding: 4px 8px; min-height: 18px; }
QPushButton:hover, QToolButton:hover, QComboBox:hover { border-color: $faint; }
QPushButton:pressed, QToolButton:pressed { background: $accent_soft; }
QPushButton:disabled, QToolButton:disabled { color: $faint; }
QPushButton::menu-indicator { border-image: url("$down_arrow"); width: 10px; height: 10px;
    subcontrol-origin: padding; subcontrol-position: center right; right: 5px; }
QPushButton[choice="true"] { text-align: left; padding: 3px 7px; min-height: 20px; }
QPushButton[choice="true"]:focus { padding: 2px 6px; }
QToolButton[square="true"] { padding: 4px 5px; }
QToolButton[flat="true"] { background: transparent; border-color: transparent; padding: 2px; }
QToolButton[flat="true"]:hover { background: $accent_soft; }
QPushButton[primary="true"], QToolButton[primary="true"], QPushButton:default {
    background: $accent; border-color: $accent; color: $card; font-weight: 600; }
QPushButton[primary="true"]:hover, QToolButton[primary="true"]:hover { border-color: $text; }
QToolButton[primary="true"]:disabled, QPushButton[primary="true"]:disabled,
QPushButton:default:disabled {
    background: $accent_soft; border-color: $accent_soft; color: $accent; }

QPushButton[segment] { padding: 4px 2px; font-size: 12px; border-radius: 0;
    margin-left: -1px; min-width: 10px; }
*[roomy="true"] > QPushButton[segment] { padding: 4px 9px; }
QPushButton[segment="first"] { margin-left: 0; border-top-left-radius: 6px;
    border-bottom-left-radius: 6px; }
QPushButton[segment="last"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QPushButton[segment]:checked { background: $accent_soft; border-color: $accent; color: $accent;
    font-weight: 600; }

QComboBox, QAbstractSpinBox, QLineEdit { padding: 3px 7px; min-height: 20px; min-width: 20px;
    selection-background-color: $accent; selection-color: $card; }
QComboBox:disabled, QAbstractSpinBox:disabled, QLineEdit:disabled { color: $faint; }
/* As a border, an arrow is scaled with the painter; as an image it has the screen's pixels. */
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { border-image: url("$down_arrow"); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $border; border-radius: 0;
    padding: 4px; outline: none; selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { padding: 4px 6px; min-height: 18px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: $accent_soft; color: $text; }
QAbstractSpinBox { padding: 2px 18px 2px 2px; min-height: 19px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: 18px; border: none; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {
    background: $accent_soft; border-radius: 4px; }
QAbstractSpinBox::up-arrow { border-image: url("$up_arrow"); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { border-image: url("$down_arrow"); width: 9px; height: 9px; }
*[refused="true"] { border-color: $error; }

/* The ring of the focus is as wide as border and padding were together. */
QPushButton:focus { border: 2px solid $accent; padding: 3px 11px; }
QToolButton:focus { border: 2px solid $accent; padding: 3px 7px; }
QToolButton[square="true"]:focus { padding: 3px 4px; }
QToolButton[flat="true"]:focus { padding: 1px; }
QPushButton[segment]:focus { padding: 3px 1px; }
*[roomy="true"] > QPushButton[segment]:focus { padding: 3px 8px; }
QPushButton[primary="true"]:focus, QToolButton[primary="true"]:focus { border-color: $text; }
QComboBox:focus, QLineEdit:focus { border: 2px solid $accent; padding: 2px 6px; }
QAbstractSpinBox:focus { border: 2px solid $accent; padding: 1px 17px 1px 1px; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { border: none; padding: 0;
    background: transparent; min-height: 16px; }

QSlider:horizontal { min-height: 22px; }
QSlider::groove:horizontal { height: 3px; background: $border; border-radius: 1px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 1px; }
QSlider::sub-page:horizontal:disabled { background: $faint; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -6px 0; border-radius: 7px;
    background: $accent; border: 1px solid $accent; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {
    background: $card; border: 3px solid $accent; width: 8px; height: 8px; }
QSlider::handle:horizontal:disabled { background: $faint; border-color: $faint; }

QCheckBox, QRadioButton { spacing: 7px; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator { width: 12px; height: 12px;
    background: $control; border: 1px solid $muted; }
QCheckBox::indicator, QListView::indicator { border-radius: 3px; }
QRadioButton::indicator { border-radius: 7px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked, QListView::indicator:checked {
    width: 6px; height: 6px; background: $card; border: 4px solid $accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border-color: $accent; }

QTextEdit, QPlainTextEdit, QListView, QTreeView, QTableView { background: $card;
    border: 1px solid $border; border-radius: 6px; selection-background-color: $accent_soft;
    selection-color: $text; }
QHeaderView { background: $card; border: none; }
QHeaderView::section { background: $card; color: $muted; font-size: 12px; border: none;
    border-bottom: 1px solid $border; padding: 4px 7px; }
QHeaderView::section:vertical { border: none; padding: 2px 6px; color: $faint; }
QTableCornerButton::section { background: $card; border: none; border-bottom: 1px solid $border; }
QProgressBar { background: $control; border: 1px solid $border; border-radius: 4px;
    text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 9px; margin: 2px 1px; }
QScrollBar:horizontal { background: transparent; height: 9px; margin: 1px 2px; }
QScrollBar::handle { background: $border; border-radius: 3px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar[focused="true"]::handle { background: $accent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QFrame[banner] { background: $accent_soft; border: 1px solid $accent; border-radius: 6px; }
QFrame[banner="error"] { background: $card; border: 1px solid $error; }

/* What is wrong stays marked while it is typed. */
QLineEdit[refused="true"]:focus { border-color: $error; }
""")


def stylesheet(look: Look) -> str:
    """The style sheet of the whole application, over Qt's Fusion style."""
    names = "window card border text muted faint accent accent_soft teal error control"
    values = {name: getattr(look, name).name() for name in names.split()}
    for side in ("up", "down"):
        values[f"{side}_arrow"] = resource("icons", f"chevron-{side}.svg").as_posix()
    return _SHEET.substitute(values)


def icon(name: str, color: QColor, disabled: QColor) -> QIcon:
    """An icon of ours in a colour, and in another where it cannot be used."""
    return _icon(name, color.name(), disabled.name())


@contextmanager
def finer_icons(scale: float) -> Iterator[None]:
    """While this lasts, icons are drawn with at least `scale` real pixels for a logical one.

    A button that is drawn into a picture asks for no more than its screen has, which would
    be enlarged.
    """
    kept = _Drawing.fineness
    _Drawing.fineness = max(1.0, scale)
    try:
        yield
    finally:
        _Drawing.fineness = kept


@lru_cache(maxsize=128)
def _icon(name: str, color: str, disabled: str) -> QIcon:
    return QIcon(_Drawing(resource("icons", f"{name}.svg").read_text("utf-8"), color, disabled))


class _Drawing(QIconEngine):
    """An SVG drawing, drawn anew for every size that is asked for."""

    fineness = 1.0
    #: Qt deletes what `clone` makes; Python must not do so before.
    clones: ClassVar[list["_Drawing"]] = []

    def __init__(self, drawing: str, color: str, disabled: str) -> None:
        super().__init__()
        self._drawing, self._color, self._disabled = drawing, color, disabled

    def clone(self) -> QIconEngine:
        made = _Drawing(self._drawing, self._color, self._disabled)
        self.clones.append(made)
        return made

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        _renderer(self._colored(mode)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """`size` is in logical pixels; from the real ones Qt sees how much finer they are."""
        real = size * max(scale, self.fineness)
        return _pixmap(self._colored(mode), real.width(), real.height())

    def _colored(self, mode: QIcon.Mode) -> str:
        used = self._disabled if mode == QIcon.Mode.Disabled else self._color
        return self._drawing.replace("currentColor", used)


def _renderer(drawing: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(drawing.encode()))


@lru_cache(maxsize=256)
def _pixmap(drawing: str, width: int, height: int) -> QPixmap:
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(drawing).render(painter)
    painter.end()
    return pixmap

"""CompareDialog: a comparison that is ready, or the present network beside another one."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.controls.setting_row import SettingRow
from rnnviz.gui.dialog_buttons import without_icons
from rnnviz.gui.scroll_area import ScrollArea
from rnnviz.scenarios import scenario
from rnnviz.session.applying import applies
from rnnviz.session.comparing import MOST_NETWORKS
from rnnviz.session.member_names import DIFFERING, names
from rnnviz.session.presets import PRESETS, Preset
from rnnviz.session.setting_error import SettingError
from rnnviz.session.setting_fields import changed, field
from rnnviz.session.settings import Settings

SIZE = 860, 560
LEFT_WIDTH, ROW = 400, 28
SAME = "Change at least one setting: it is the same network as the present one."
FULL = f"There are {MOST_NETWORKS} networks already."


class CompareDialog(QDialog):
    """At the left the presets, at the right the settings of another network, which are those of
    the present one until they are changed.

    preset_chosen   emitted with a Preset.
    network_added   emitted with the settings that differ, by name.
    """

    preset_chosen = Signal(object)
    network_added = Signal(dict)

    def __init__(self, parent: QWidget, networks: tuple[Settings, ...], shown: int) -> None:
        super().__init__(parent)
        self.setWindowTitle("Compare networks")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self._networks, self._present = networks, networks[shown]
        self._other = self._present
        self.presets, self.says = QListWidget(), QLabel()
        self.rows = {name: SettingRow(field(name)) for name in DIFFERING}
        self.verdict = QLabel()
        self.begin, self.add = QPushButton("Begin this comparison"), QPushButton("Add this network")
        self._lay_out()
        for row in self.rows.values():
            row.changed.connect(self._change)
            row.refused.connect(self._say)
        self.presets.currentRowChanged.connect(lambda _row: self._explain())
        self.presets.itemDoubleClicked.connect(lambda _item: self._begin())
        self.begin.clicked.connect(self._begin)
        self.add.clicked.connect(self._add)
        self.presets.setCurrentRow(0)
        self._show()

    @property
    def preset(self) -> Preset:
        """The one chosen in the list."""
        return PRESETS[max(0, self.presets.currentRow())]

    @property
    def values(self) -> Mapping[str, object]:
        """The settings in which the other network differs from the present one."""
        pairs = ((name, getattr(self._other, name)) for name in DIFFERING)
        return {name: value for name, value in pairs if value != getattr(self._present, name)}

    # --- what it looks like ------------------------------------------------------------

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(18)
        middle.addWidget(self._left())
        middle.addWidget(self._right(), 1)
        note = _note(
            "All networks begin anew, from the same seed: the same data in the same order. The "
            "present network is kept and can be brought back."
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        without_icons(buttons)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(note, 1)
        foot.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(10)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)

    def _left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(LEFT_WIDTH)
        self.presets.setAccessibleName("Comparisons")
        for each in PRESETS:
            item = QListWidgetItem(f"{each.title}  ·  {scenario(each.scenario).title}")
            item.setSizeHint(QSize(0, ROW))
            self.presets.addItem(item)
        self.says.setWordWrap(True)
        self.says.setProperty("role", "note")
        self.says.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.says.setMinimumHeight(66)
        self.begin.setDefault(True)
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(_title("What lectures tell"))
        layout.addWidget(self.presets, 1)
        layout.addWidget(self.says)
        layout.addWidget(self.begin)
        return left

    def _right(self) -> QWidget:
        right, inside = QWidget(), QWidget()
        settings = QVBoxLayout(inside)
        settings.setContentsMargins(0, 0, 8, 0)
        settings.setSpacing(4)
        for row in self.rows.values():
            settings.addWidget(row)
        settings.addStretch(1)
        inside.setAccessibleName("Settings of the other network")
        self.verdict.setWordWrap(True)
        self.verdict.setProperty("role", "note")
        layout = QVBoxLayout(right)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(_title("The present network with another"))
        layout.addWidget(ScrollArea(inside), 1)
        layout.addWidget(self.verdict)
        layout.addWidget(self.add)
        return right

    def _explain(self) -> None:
        each = self.preset
        networks = each.networks()
        self.says.setText(f"{each.says}\n{' · '.join(names(networks))}; {each.updates} updates.")

    def _show(self) -> None:
        for name, row in self.rows.items():
            row.show_value(getattr(self._other, name))
            row.setVisible(applies(row.field, self._other))
        is_full = len(self._networks) >= MOST_NETWORKS
        is_other = bool(self.values)
        self.add.setEnabled(is_other and not is_full)
        if is_full:
            self._say(FULL)
        elif not is_other:
            self._say(SAME)
        else:
            said = names((*self._networks, self._other))
            self._say(f"To be compared: {', '.join(said)}.")

    def _say(self, text: str) -> None:
        self.verdict.setText(text)

    # --- what a person says ------------------------------------------------------------

    def _change(self, name: str, value: object) -> None:
        try:
            self._other = changed(self._other, {name: value})
        except SettingError as error:
            self._show()
            self._say(str(error))
        else:
            self._show()

    def _begin(self) -> None:
        self.preset_chosen.emit(self.preset)
        self.accept()

    def _add(self) -> None:
        self.network_added.emit(dict(self.values))
        self.accept()


def _title(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "title")
    return label


def _note(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", "note")
    return label

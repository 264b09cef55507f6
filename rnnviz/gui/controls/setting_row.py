"""SettingRow: one setting in the panel: its caption, its control, and why a value was refused."""

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from rnnviz.gui.controls.choice_box import ChoiceBox
from rnnviz.gui.controls.setting_control import make_control, name, options
from rnnviz.session.setting_error import SettingError
from rnnviz.session.setting_fields import SettingField

CAPTION_WIDTH, DOT_WIDTH = 98, 10
#: These have long words to show: they stand below their captions.
WIDE = ("scenario",)
LIVE = "may be changed while training runs"
ANEW = "starts a new network"


class SettingRow(QWidget):
    """Emits `changed` with the setting's name and a value that it can take; `refused` with
    the message about one that it cannot, which leaves the former value where it was."""

    changed = Signal(str, object)
    refused = Signal(str)

    def __init__(self, field: SettingField) -> None:
        super().__init__()
        self.field = field
        self.value: object = field.default
        self.control = make_control(field)
        self.caption, self.message = QLabel(), QLabel()
        self._lay_out()
        self.describe(field)
        self.control.show_value(field.default)
        self.control.committed.connect(self._committed)

    def describe(self, field: SettingField) -> None:
        """Take over another title, other bounds or other sources of the setting."""
        self.field = field
        if field.kind == "source":
            assert isinstance(self.control, ChoiceBox)
            self.control.set_options(options(field))
        self.caption.setText(field.title)
        effect = LIVE if field.live else ANEW
        tip = (
            f"<p>{field.explanation[:1].upper()}{field.explanation[1:]}.</p><p><i>{effect}</i></p>"
        )
        control = self._widget
        for part in (self.caption, control):
            part.setToolTip(tip)
        name(self.control, field.title)
        control.setAccessibleDescription(f"{field.explanation}; {effect}")

    def show_value(self, value: object) -> None:
        """Show a value of the settings; a former refusal is forgotten when it changes."""
        if value != self.value:
            self._say("")
        self.value = value
        self.control.show_value(value)

    @property
    def _widget(self) -> QWidget:
        assert isinstance(self.control, QWidget)
        return self.control

    def _lay_out(self) -> None:
        self.caption.setProperty("role", "caption")
        self.caption.setFixedWidth(CAPTION_WIDTH - (DOT_WIDTH if self.field.live else 0))
        self.caption.setWordWrap(True)
        self.caption.setBuddy(self._widget)
        self.message.setProperty("role", "refusal")
        self.message.setWordWrap(True)
        self.message.hide()
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self.caption)
        if self.field.live:
            head.addWidget(_live_dot())
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.setColumnStretch(1, 1)
        layout.addLayout(head, 0, 0)
        fixed = self._widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed
        if fixed:
            layout.addWidget(self._widget, 0, 1, Qt.AlignmentFlag.AlignLeft)
        elif self.field.name in WIDE:
            layout.addWidget(self._widget, 1, 0, 1, 2)
        else:
            layout.addWidget(self._widget, 0, 1)
        layout.addWidget(self.message, 2, 0, 1, 2)

    def _committed(self, given: object) -> None:
        try:
            value = checked(self.field, given)
        except SettingError as error:
            self.control.show_value(self.value)
            self._say(str(error))
            self.refused.emit(str(error))
            return
        self._say("")
        self.control.show_value(value)
        if value != self.value:
            self.value = value
            self.changed.emit(self.field.name, value)

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self.message.setAccessibleName(text)
        if self._widget.property("refused") != bool(text):
            self._widget.setProperty("refused", bool(text))
            self._widget.style().polish(self._widget)


def _live_dot() -> QLabel:
    dot = QLabel("•")
    dot.setProperty("role", "live")
    dot.setFixedWidth(DOT_WIDTH)
    dot.setToolTip(LIVE)
    dot.setAccessibleName(LIVE)
    return dot


def checked(field: SettingField, given: object) -> object:
    """The value as the setting's type. Raises SettingError where it is none of its values."""
    value = field.converted(given)
    within = field.kind not in ("whole", "number") or (
        math.isfinite(value) and field.least <= value <= field.most
    )
    if not within:
        raise SettingError(f"{field.title} is {given}; wanted {field.wanted}.")
    return value

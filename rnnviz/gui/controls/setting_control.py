"""Which control a setting gets, and what its choices are called."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from rnnviz.gui.controls.choice_box import ChoiceBox
from rnnviz.gui.controls.file_choice import FileChoice
from rnnviz.gui.controls.length_control import LengthControl
from rnnviz.gui.controls.number_box import NumberBox, even_steps, factor_steps
from rnnviz.gui.controls.segmented import Segmented
from rnnviz.gui.controls.switch import Switch
from rnnviz.scenarios import SCENARIOS
from rnnviz.scenarios.source_titles import source_title
from rnnviz.session.setting_fields import SettingField

Option = tuple[str, str, str]

#: Titles of choices whose value says too little by itself.
TITLES: Mapping[tuple[str, str], str] = {
    ("cell", "elman"): "RNN",
    ("cell", "lstm"): "LSTM",
    ("cell", "gru"): "GRU",
    ("optimizer", "sgd"): "SGD",
    ("optimizer", "momentum"): "Momentum",
    ("optimizer", "rmsprop"): "RMSProp",
    ("optimizer", "adam"): "Adam",
}
#: What stands in an empty text, and what one can look for.
TEXTS: Mapping[str, tuple[str, str]] = {
    "text": ("no file", "Look for a file"),
    "reading": ("as recognised", "Look at the file's first rows"),
}
#: Choices with at most so many titles, and letters in all, stand in a row of buttons.
MOST_BUTTONS, MOST_LETTERS = 3, 16
#: Above this, a number is stepped by factors.
LARGE = 10.0


class SettingControl(Protocol):
    """What every control of a setting can do; it is a QWidget."""

    @property
    def committed(self) -> SignalInstance:
        """Emitted with a value that the person is done with, good or bad."""

    def show_value(self, value: object) -> None:
        """Show a value without emitting."""


def options(field: SettingField) -> list[Option]:
    """Value, title and tip of every choice."""
    if field.name == "scenario":
        return [(scenario.key, scenario.title, scenario.summary) for scenario in SCENARIOS]
    if field.kind == "source":
        return [(value, source_title(value), "") for value in field.choices]
    return [(value, TITLES.get((field.name, value), value), "") for value in field.choices]


def make_control(field: SettingField) -> SettingControl:
    """The control of a setting."""
    if field.name == "length":
        return LengthControl()
    if field.kind == "choice":
        choices = options(field)
        letters = sum(len(title) for _, title, _ in choices)
        few = len(choices) <= MOST_BUTTONS and letters <= MOST_LETTERS
        return Segmented(choices) if few else ChoiceBox(choices)
    if field.kind == "switch":
        return Switch()
    if field.kind == "source":
        return ChoiceBox(options(field))
    if field.kind == "text":
        return FileChoice(*TEXTS[field.name])
    return _number_box(field)


def _number_box(field: SettingField) -> NumberBox:
    if field.kind == "whole":
        return NumberBox(even_steps(1, field.least, field.most))
    if field.above_least and field.most > LARGE:
        return NumberBox(factor_steps(1e-9, field.most))
    least = field.least + 0.1 if field.above_least else field.least
    return NumberBox(even_steps(0.1, least, field.most))


def name(control: SettingControl, text: str) -> None:
    """Give a control its accessible name; some name their parts too."""
    if isinstance(control, Segmented | LengthControl | FileChoice):
        control.name(text)
    assert isinstance(control, QWidget)
    control.setAccessibleName(text)

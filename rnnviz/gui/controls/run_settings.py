"""RunSettings: the panel of all settings, made from their list."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from rnnviz.gui.controls.facts_list import FactsList
from rnnviz.gui.controls.file_choice import FileChoice
from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.controls.length_control import LengthControl
from rnnviz.gui.controls.setting_row import SettingRow
from rnnviz.scenarios import scenario
from rnnviz.scenarios.source_titles import OWN_FILE
from rnnviz.session.applying import applies, value_of
from rnnviz.session.setting_fields import FIELDS, SettingField, field
from rnnviz.session.settings import Settings
from rnnviz.session.together import source_of

Facts = tuple[tuple[str, str], ...]


class RunSettings(QWidget):
    """Shows the settings of the run, and emits what the person wants of them.

    changed      {name: value}, when a value that the setting can take was committed.
    refused      the message about one that it cannot; the former value stays.
    file_wanted  the person wants to look for a file of their own.
    reading_wanted  the person wants to see how it is read.
    about_wanted    the person wants to know more of the data.
    """

    changed = Signal(dict)
    refused = Signal(str)
    file_wanted = Signal()
    reading_wanted = Signal()
    about_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Run settings")
        self._shown: tuple[Settings, Facts] | None = None
        self.rows = {each.name: SettingRow(each) for each in FIELDS}
        self.facts, self.about = FactsList(), QPushButton("About the data…")
        self.about.setAccessibleName("About the data")
        self.about.clicked.connect(self.about_wanted)
        self._lay_out()
        for row in self.rows.values():
            row.changed.connect(self._changed)
            row.refused.connect(self.refused)
        for name, wanted in (("text", self.file_wanted), ("reading", self.reading_wanted)):
            control = self.rows[name].control
            assert isinstance(control, FileChoice)
            control.browse.connect(wanted)
        KeyGuard(self)

    def show_settings(self, settings: Settings, facts: Facts) -> None:
        """Show these, without emitting. To be called with every state: also where a wish was
        not granted, the controls then show again what holds. Nothing is done where nothing
        changed."""
        if self._shown == (settings, facts):
            return
        self._shown = settings, facts
        self._show_length(settings.scenario)
        self._show_sources(settings.scenario)
        for name, row in self.rows.items():
            row.show_value(value_of(settings, name))
            row.setVisible(applies(row.field, settings) and not _is_fixed(row.field))
        self.facts.show_facts(facts)

    def _show_length(self, key: str) -> None:
        """The length has the scenario's own title and bounds."""
        chosen, row = scenario(key), self.rows["length"]
        least, most, _ = chosen.length
        row.describe(replace(field("length"), title=chosen.length_title, least=least, most=most))
        assert isinstance(row.control, LengthControl)
        row.control.set_range(least, most)

    def _show_sources(self, key: str) -> None:
        """The data to choose from are the scenario's own."""
        self.rows["corpus"].describe(replace(field("corpus"), choices=scenario(key).sources))

    def _changed(self, name: str, value: object) -> None:
        settings = self._shown[0] if self._shown else Settings()
        # From now on the controls show a wish; what holds is told by `show_settings`.
        self._shown = None
        if name == "corpus" and value == OWN_FILE and not settings.text:
            self.rows["corpus"].show_value(source_of(settings))
            self.file_wanted.emit()
        else:
            self.changed.emit({name: value})

    def _lay_out(self) -> None:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(12, 6, 10, 12)
        layout.setSpacing(4)
        for part in self._parts():
            layout.addWidget(part)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.setProperty("card", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(1, 1, 1, 1)
        outside.addWidget(area)

    def _parts(self) -> Iterator[QWidget]:
        for title, fields in groupby(FIELDS, lambda each: each.group):
            yield _heading(title)
            for each in fields:
                yield self.rows[each.name]
        yield _heading("What was read")
        yield self.facts
        yield self.about


def _is_fixed(field: SettingField) -> bool:
    """Whether a number cannot be another one."""
    return field.kind == "whole" and field.least == field.most


def _heading(title: str) -> QLabel:
    label = QLabel(title.upper())
    label.setProperty("role", "group")
    label.setAccessibleName(title)
    label.setContentsMargins(0, 8, 0, 2)
    return label

"""ReadingForm: how a file is read, to be corrected: what divides it, and its columns."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from rnnviz.gui.controls.choice_box import ChoiceBox
from rnnviz.gui.controls.columns_choice import ColumnsChoice
from rnnviz.gui.controls.switch import Switch
from rnnviz.scenarios.named_encoding import ENCODINGS
from rnnviz.scenarios.own.kinds import KINDS
from rnnviz.scenarios.own.reading import DECIMALS, DELIMITERS, Reading

CAPTION_WIDTH = 98
#: What is chosen, in the order of the form, with its caption.
CAPTIONS: Mapping[str, str] = {
    "delimiter": "Divided by",
    "header": "Names on top",
    "time": "Time",
    "values": "Values",
    "text": "Text",
    "label": "Label",
    "word": "Word",
    "tag": "Tag",
    "source": "From",
    "target": "To",
    "decimal": "Decimals after",
    "label_file": "Labels in",
    "encoding": "Encoding",
}
_ENCODING_TITLES = ("UTF-8", "UTF-16", "Latin-1", "Windows-1252")

Option = tuple[object, str, str]


class ReadingForm(QWidget):
    """A control for everything that can be said of how a kind of file is read.

    changed  what the person says: its name in Reading, and the value.
    """

    changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.controls: dict[str, ChoiceBox | Switch | ColumnsChoice] = {}
        self._captions: dict[str, QLabel] = {}
        self._kind = ""
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(4)
        layout.setColumnStretch(1, 1)
        for row, (name, caption) in enumerate(CAPTIONS.items()):
            self._add(layout, row, name, caption)

    def _add(self, layout: QGridLayout, row: int, name: str, caption: str) -> None:
        control: ChoiceBox | Switch | ColumnsChoice
        if name == "header":
            control = Switch()
        elif name == "values":
            control = ColumnsChoice()
        else:
            control = ChoiceBox([])
        label = QLabel(caption)
        label.setProperty("role", "caption")
        label.setFixedWidth(CAPTION_WIDTH)
        label.setBuddy(control)
        control.setAccessibleName(caption)
        control.committed.connect(lambda value, name=name: self.changed.emit(name, value))
        layout.addWidget(label, row, 0)
        if isinstance(control, Switch):
            layout.addWidget(control, row, 1, Qt.AlignmentFlag.AlignLeft)
        else:
            layout.addWidget(control, row, 1)
        self.controls[name], self._captions[name] = control, label

    def show_kind(self, path: Path, kind: str) -> None:
        """Show what can be said of a file that cannot be read; what was shown of the same kind
        before it could not stays."""
        if kind != self._kind:
            self.show_reading(path, kind, Reading(), ())

    def show_reading(self, path: Path, kind: str, reading: Reading, columns: Sequence[str]) -> None:
        """Show how a file is read, without emitting.

        reading  with what was recognised; columns: their names.
        """
        self._kind = kind
        for name, control in self.controls.items():
            applies = name in KINDS[kind].names
            control.setVisible(applies)
            self._captions[name].setVisible(applies)
            if not applies:
                continue
            value = getattr(reading, name)
            if isinstance(control, ColumnsChoice):
                control.show_columns(columns, value or ())
            elif isinstance(control, ChoiceBox):
                control.set_options(_options(name, value, path, columns))
                control.show_value(value)
            else:
                control.show_value(bool(value))


def _options(name: str, value: object, path: Path, columns: Sequence[str]) -> list[Option]:
    if name == "delimiter":
        return _delimiters(value)
    if name == "decimal":
        return [(character, title, "") for title, character in DECIMALS.items()]
    if name == "encoding":
        named = zip(ENCODINGS, _ENCODING_TITLES, strict=True)
        return [(None, "as recognised", ""), *((key, title, "") for key, title in named)]
    if name == "label_file":
        return [(None, "the file beside it", ""), *((file, file, "") for file in _beside(path))]
    numbered: list[Option] = [(number, title, "") for number, title in enumerate(columns, 1)]
    if isinstance(value, int) and value > len(columns):
        numbered.append((value, f"column {value}", ""))
    return [(0, "none: row after row", ""), *numbered] if name == "time" else numbered


def _delimiters(value: object) -> list[Option]:
    options: list[Option] = [(character, title, "") for title, character in DELIMITERS.items()]
    if value not in DELIMITERS.values():
        options.append((value, str(value), ""))
    return options


def _beside(path: Path) -> list[str]:
    """The files in the same folder that may have labels."""
    try:
        names = sorted(each.name for each in path.parent.iterdir() if each.name != path.name)
    except OSError:
        return []
    return [name for name in names if "label" in name.lower() or "idx1" in name.lower()][:50]

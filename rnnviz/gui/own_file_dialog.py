"""OwnFileDialog: what a file of the user's own is, how it will be read, and what may learn it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.controls.choice_box import ChoiceBox
from rnnviz.gui.controls.facts_list import FactsList
from rnnviz.gui.controls.file_preview import FilePreview
from rnnviz.gui.controls.reading_form import CAPTION_WIDTH, ReadingForm
from rnnviz.gui.dialog_buttons import without_icons
from rnnviz.gui.scroll_area import ScrollArea
from rnnviz.scenarios.own.kinds import KINDS
from rnnviz.scenarios.own.preview import Preview, preview
from rnnviz.scenarios.own.reading import Reading, parse_reading
from rnnviz.scenarios.own.recognition import Recognised, reading_of
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.scenarios.source_titles import OWN_FILE
from rnnviz.session.errand import Errand
from rnnviz.session.own_files import preferred, suiting
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import task_of

Facts = tuple[tuple[str, str], ...]
SIZE = 940, 620
LEFT_WIDTH = 330
#: Milliseconds between two looks whether the file is read.
INTERVAL = 40


class OwnFileDialog(QDialog):
    """Shows the beginning of a file at once; all of it is read in a thread meanwhile, just as it
    will be for learning, so that what does not fit is known before anything begins.

    found    what was recognised.
    present  the key of the present scenario.
    reading  how it is read, where that was said before.
    with_values  the settings that values would lead to.
    chosen   emitted with the values for Session.choose.
    """

    chosen = Signal(dict)

    def __init__(
        self,
        parent: QWidget,
        found: Recognised,
        present: str,
        reading: str,
        with_values: Callable[[Mapping[str, object]], Settings],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open a file of your own")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.found, self._present, self._with_values = found, present, with_values
        self._said = _parsed(reading, found.kind)
        #: What is being read, and what is to be read once that is done.
        self._errand: Errand[Facts] | None = None
        self._reading: Settings | None = None
        self._wanted: Settings | None = None
        self.kind, self.scenario = ChoiceBox(_kinds(found)), ChoiceBox([])
        self.form, self.preview, self.facts = ReadingForm(), FilePreview(), FactsList()
        self.why, self.words, self.verdict = QLabel(), QLabel(), QLabel()
        self.buttons = QDialogButtonBox()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._look)
        self.kind.committed.connect(self._kind_chosen)
        self.scenario.committed.connect(self._read_all)
        self.form.changed.connect(self._say)
        self.kind.show_value(found.kind)
        self._offer_scenarios()
        self._show()

    @property
    def values(self) -> dict[str, object]:
        """What Session.choose is to be told."""
        return {
            "scenario": self.scenario.currentData(),
            "corpus": OWN_FILE,
            "text": str(self.found.path),
            "reading": str(self._said),
        }

    # --- what it looks like ------------------------------------------------------------

    def _lay_out(self) -> None:
        title = QLabel(self.found.path.name)
        title.setProperty("role", "title")
        title.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.why, self.words, self.verdict):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", "note")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(self._left())
        middle.addWidget(self.preview, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.verdict, 1)
        foot.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(self.why)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)
        kind = QDialogButtonBox.StandardButton
        self.buttons.setStandardButtons(kind.Cancel | kind.Ok)
        self.learn_button = self.buttons.button(kind.Ok)
        self.learn_button.setText("Learn it")
        without_icons(self.buttons)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _left(self) -> QWidget:
        left = QWidget()
        choices = QGridLayout()
        choices.setVerticalSpacing(4)
        choices.setColumnStretch(1, 1)
        for row, (caption, box) in enumerate((("It is", self.kind), ("Learn", self.scenario))):
            label = QLabel(caption)
            label.setProperty("role", "caption")
            label.setFixedWidth(CAPTION_WIDTH)
            label.setBuddy(box)
            box.setAccessibleName(caption)
            choices.addWidget(label, row, 0)
            choices.addWidget(box, row, 1)
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.addLayout(choices)
        layout.addWidget(_heading("How it is read"))
        layout.addWidget(self.form)
        layout.addWidget(self.words)
        layout.addWidget(_heading("What was read"))
        layout.addWidget(self.facts)
        layout.addStretch(1)
        area = ScrollArea(left)
        area.setFixedWidth(LEFT_WIDTH)
        return area

    def _offer_scenarios(self) -> None:
        """Those that read such a file; the present one first choice."""
        kind = self.kind.currentData()
        self.scenario.set_options([(each.key, each.title, each.summary) for each in suiting(kind)])
        first = preferred(kind, self._present)
        self.scenario.show_value(first.key if first else None)
        is_recognised = kind == self.found.kind
        self.why.setText(self.found.why if is_recognised else f"Wanted is {KINDS[kind].form}.")

    def _show(self) -> None:
        """Show the first rows, and begin to read all of them."""
        path, kind = self.found.path, self.kind.currentData()
        try:
            reading = reading_of(path, kind, str(self._said))
            shown = preview(path, kind, reading)
        except ScenarioError as error:
            self.form.show_kind(path, kind)
            self.preview.show_preview(Preview())
            self._refuse(str(error))
            return
        self.form.show_reading(path, kind, reading, shown.names)
        self.preview.show_preview(shown)
        self.words.setText(f"In words: {reading}" if str(reading) else "")
        self._read_all()

    def _refuse(self, text: str) -> None:
        self._wanted = None
        self._conclude((), text)

    def _conclude(self, facts: Facts, refusal: str) -> None:
        self.facts.show_facts(facts)
        otherwise = "What was read can be learnt." if facts else "Reading all of it …"
        self.verdict.setText(refusal or otherwise)
        self.verdict.setProperty("role", "refusal" if refusal else "note")
        self.verdict.style().polish(self.verdict)
        self.learn_button.setEnabled(bool(facts) and not refusal)

    # --- what a person says ------------------------------------------------------------

    def _kind_chosen(self) -> None:
        self._said = Reading()
        self._offer_scenarios()
        self._show()

    def _say(self, name: str, value: object) -> None:
        self._said = replace(self._said, **{name: value})  # type: ignore[arg-type]
        self._show()

    def accept(self) -> None:
        """Learn it."""
        self.chosen.emit(self.values)
        super().accept()

    def done(self, result: int) -> None:
        """Whatever is still being read is no longer wanted."""
        self._timer.stop()
        super().done(result)

    # --- reading all of it -------------------------------------------------------------

    def _read_all(self) -> None:
        """Read it in a thread; where one is at work already, when that has ended."""
        if self.scenario.currentData() is None:
            self._refuse("No scenario learns from such files.")
            return
        self._conclude((), "")
        self._wanted = self._with_values(self.values)
        self._timer.start()
        if self._errand is None:
            self._begin(self._wanted)

    def _begin(self, settings: Settings) -> None:
        self._reading = settings
        self._errand = Errand(lambda: task_of(settings).facts)

    def _look(self) -> None:
        errand = self._errand
        if errand is None or not errand.is_done:
            return
        self._errand = None
        if self._wanted is not None and self._wanted != self._reading:
            self._begin(self._wanted)
            return
        self._timer.stop()
        if self._wanted is not None:
            self._conclude(errand.result or (), errand.refusal)


def _heading(title: str) -> QLabel:
    label = QLabel(title.upper())
    label.setProperty("role", "group")
    label.setAccessibleName(title)
    label.setContentsMargins(0, 8, 0, 2)
    return label


def _kinds(found: Recognised) -> list[tuple[object, str, str]]:
    return [(key, KINDS[key].title, KINDS[key].form) for key in (found.kind, *found.others)]


def _parsed(reading: str, kind: str) -> Reading:
    """What was said before, where it means something for this kind."""
    try:
        return parse_reading(reading, KINDS[kind].names)
    except ScenarioError:
        return Reading()

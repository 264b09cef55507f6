"""What has to be known of the data of a run: the scenario, what was read, and the data's card."""

from dataclasses import dataclass

from rnnviz.scenarios import scenario
from rnnviz.scenarios.data_card import DataCard
from rnnviz.scenarios.source_titles import OWN_FILE
from rnnviz.session.settings import Settings
from rnnviz.session.together import source_of
from rnnviz.session.training_run import TrainingRun

Rows = tuple[tuple[str, str], ...]
#: The fields of a card with their titles, in the order in which they are read.
CARD = (
    ("title", "Title"),
    ("contents", "Contents"),
    ("source", "Source"),
    ("version", "Version"),
    ("licence", "Licence"),
    ("citation", "Citation"),
    ("changes", "Changes"),
    ("bias", "Bias"),
    ("notice", "Notice"),
    ("file", "File"),
    ("sha256", "SHA-256"),
)

#: Sources that come with Python itself.
OF_PYTHON = ("reference", "library")


@dataclass(frozen=True)
class Section:
    """A heading, and pairs of a title and a text."""

    title: str
    rows: Rows


def about_data(run: TrainingRun) -> tuple[Section, ...]:
    """All that is known of the data of a run."""
    if run.untrainable:
        return Section("What is shown", run.facts), Section("Training", (("", run.untrainable),))
    task, chosen = run.task, scenario(run.settings.scenario)
    return (
        Section(
            "What is learnt",
            (
                ("Task", chosen.summary),
                ("In and out", chosen.notation),
                ("Shape", chosen.shape),
                ("Measured", f"{task.metric.name}, on data that are never learnt from"),
                ("Baseline", f"{task.metric.text(task.baseline_score)}: {task.baseline_says}"),
            ),
        ),
        Section("What was read", run.facts),
        _origin(run.settings, task.card, task.facts),
    )


def _origin(settings: Settings, card: DataCard | None, facts: Rows) -> Section:
    if card is not None:
        rows = tuple((title, str(getattr(card, name))) for name, title in CARD)
        return Section("Where the data come from", tuple(row for row in rows if row[1]))
    return Section("Where the data come from", _without_card(settings, facts))


def _without_card(settings: Settings, facts: Rows) -> Rows:
    source = source_of(settings)
    if source == OWN_FILE:
        return ("File", settings.text), ("Licence", "your own file: nothing is known of it")
    if source in OF_PYTHON:
        return (
            ("Source", "the Python that runs this program, read anew at every start"),
            ("Licence", "Python Software Foundation License"),
        )
    made = next((text for _, text in facts if text.startswith("synthetic")), "synthetic")
    return (
        ("Source", f"{made}; no file is read"),
        ("Seed of the run", f"{settings.seed}: the same seed gives the same data"),
        ("Licence", "that of this program: MIT"),
    )

"""TrainingRun: one network learning one task, as the settings say. No thread, no window."""

from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np

from rnnviz import __version__
from rnnviz.engine.batch import Batch
from rnnviz.engine.cells import CELLS
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.initializer import initialize
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network, NetworkState
from rnnviz.engine.optimizer import OPTIMIZERS
from rnnviz.engine.sampling import write
from rnnviz.engine.training import Progress, Training
from rnnviz.scenarios import scenario
from rnnviz.scenarios.scenario import Request, Task
from rnnviz.session.restore_points import RestorePoints
from rnnviz.session.setting_fields import SettingError, changed
from rnnviz.session.settings import Settings
from rnnviz.trace.history import History, HistoryRecord
from rnnviz.trace.recorder import record
from rnnviz.trace.scene import Writing
from rnnviz.trace.trace import Labels, Origin, Trace

#: How long a text the network writes while it learns, in symbols; a large network writes
#: less, so as to read at most so many weights: about a quarter of a second.
WRITTEN_LENGTH, MOST_READ = 240, 4e8
#: The most operations of one update and its trace: about a second, so that stopping never
#: takes longer.
MOST_OPERATIONS = 1.1e10
#: Two restore points next to each other are so many updates apart, or less where so many
#: operations lie between them: a tenth of a second.
MOST_APART, OPERATIONS_APART = 16, 1.1e9
#: The most operations to repeat for going back: two or three seconds.
MOST_REPEATED = 3e10
#: Of a larger matrix the eigenvalues are not looked for: 512 take a second or two.
MOST_EIGENVALUES = 256


def cell_of(settings: Settings) -> Cell:
    """The cell that the settings name, with those settings that concern it."""
    for kind in CELLS:
        if kind.key == settings.cell:
            options = {f.name: getattr(settings, f.name) for f in fields(cast(Any, kind))}
            return kind(**options)
    raise SettingError(f"Cell is {settings.cell!r}; there is none of that name.")


@lru_cache(maxsize=4)
def prepared(key: str, request: Request, version: int) -> Task:
    """A scenario's task, kept so that another number of units does not read the data anew.

    `version` is the time at which the user's file was last changed.
    """
    return scenario(key).prepare(request)


def task_of(settings: Settings) -> Task:
    """The task that the settings name, its data read. Raises ScenarioError."""
    text = Path(settings.text) if settings.corpus == "file" and settings.text else None
    request = Request(settings.corpus, text, settings.length)
    return prepared(settings.scenario, request, _last_changed(text))


def _last_changed(text: Path | None) -> int:
    """When a file was last changed; 0 where nobody can tell, and reading it will say why."""
    try:
        return text.stat().st_mtime_ns if text else 0
    except (OSError, ValueError):  # ValueError: a NUL in the path itself
        return 0


class TooFarBackError(Exception):
    """Going back would repeat more updates than a person waits for."""


class TrainingRun:
    """A run: the network, its data, its optimiser, and what became of it so far.

    number  counts the runs of a session, so that messages of an earlier one can be told.
    Raises SettingError or ScenarioError where the settings cannot be carried out.
    """

    def __init__(self, settings: Settings, number: int = 0):
        self.settings, self.number = settings, number
        self.task = task_of(settings)
        weights, data, sample = (
            np.random.default_rng(seed) for seed in np.random.SeedSequence(settings.seed).spawn(3)
        )
        self.network = Network(
            cell_of(settings),
            self.task.inputs,
            settings.hidden,
            settings.layers,
            self.task.outputs,
            settings.precision,
        )
        self.pinned = self.task.sample(sample)
        self._refuse_the_immense()
        initialize(
            self.network,
            settings.init,
            weights,
            settings.init_scale,
            settings.spectral_radius or None,
        )
        self.history = HistoryRecord()
        self.training = Training(
            network=self.network,
            loss=LOSSES[self.task.loss],
            optimizer=OPTIMIZERS[settings.optimizer](self.network.parameters.flat),
            batches=self.task.stream(data, settings.batch),
            rate=settings.rate,
        )
        self._points = RestorePoints()
        #: The settings that held from an update on, for repeating what happened.
        self._chosen: list[tuple[int, Settings]] = []
        self._apart = max(1, min(MOST_APART, int(OPERATIONS_APART / self._operations())))
        self.apply(settings)
        self._points.add(self.training.moment())

    def _refuse_the_immense(self) -> None:
        s, operations = self.settings, self._operations()
        if s.spectral_radius and s.init in ("xavier", "normal") and s.hidden > MOST_EIGENVALUES:
            raise SettingError(
                f"The spectral radius of {s.hidden} × {s.hidden} matrices takes too long to find; "
                f"wanted at most {MOST_EIGENVALUES} units, or the init orthogonal or identity, "
                f"whose spectral radius is known."
            )
        if operations > MOST_OPERATIONS:
            raise SettingError(
                f"One update of {s.hidden} units × layers {s.layers} × batch {s.batch} × length "
                f"{s.length} takes about {operations / 1e9:.0f} billion operations; at most "
                f"{MOST_OPERATIONS / 1e9:.0f} are wanted. Make one of the four smaller."
            )

    def _operations(self) -> float:
        """What an update and its trace cost, from measurements: 6 for every weight and step
        of a sequence, where waiting for the weights costs as much as 7 sequences more; and
        300 for every other number that is computed."""
        s, network, steps = self.settings, self.network, self.pinned.steps
        numbers = network.inputs + network.outputs + 8 * s.layers * s.hidden
        count = network.parameters.flat.size
        return 6.0 * count * (s.batch + 7) * steps + 300.0 * numbers * s.batch * steps

    def apply(self, settings: Settings) -> None:
        """Take over those settings that may change during a run."""
        if not self._chosen or self._chosen[-1][1] != settings:
            # What would follow with the former settings is not what follows now.
            self._points.drop_after(self.training.update)
            self._chosen.append((self.training.update, settings))
        self._use(settings)

    def _use(self, settings: Settings) -> None:
        self.settings = settings
        training = self.training
        training.rate, training.carry = settings.rate, settings.carry
        training.clip_kind, training.clip_limit = settings.clip_by, settings.clip
        training.truncation = settings.truncation

    def advance(self) -> Progress:
        """Make one update. Raises Diverged, which leaves the last finite weights."""
        progress = self.training.advance()
        self.history.add(progress.loss, progress.norm, progress.clipped_norm)
        if progress.update % self._apart == 0:
            self._points.add(self.training.moment())
        return progress

    def go_back_to(self, update: int) -> None:
        """Be again what the run was after an update, bit for bit: from the restore point
        before it, the updates between are repeated with the settings they had.

        The live settings chosen since then come back as they were at that update.
        Raises TooFarBackError, and stays where it is.
        """
        moment = self._points.before(update)
        if (update - moment.update) * self._operations() > MOST_REPEATED:
            raise TooFarBackError(
                f"Update {update:,} lies too far back: {update - moment.update:,} updates would "
                f"have to be repeated from the last one kept, {moment.update:,}."
            )
        self.training.go_to(moment)
        self.history.go_back_to(moment.update)
        while self.training.update < update:
            self._use(self._settings_at(self.training.update))
            self.advance()
        self._use(self._settings_at(update))
        self._chosen = [choice for choice in self._chosen if choice[0] <= update]

    def _settings_at(self, update: int) -> Settings:
        """What the settings were when the update after `update` was made; how the network
        is looked at stays as it is now."""
        then = [settings for since, settings in self._chosen if since <= update][-1]
        now = self.settings
        return changed(then, {"sample": now.sample, "temperature": now.temperature})

    def history_so_far(self) -> History:
        """Loss and gradient norms of every update until now."""
        task = self.task
        return self.history.so_far(task.baseline, task.baseline_formula, self.training.loss.unit)

    def trace(self) -> Trace:
        """What the network does on the displayed sample with its present weights."""
        sample, start, shown = self._displayed()
        task, settings = self.task, self.settings
        origin = Origin(
            __version__,
            settings.scenario,
            settings.cell,
            settings.seed,
            self.training.update,
            shown,
            settings.as_dict(),
        )
        labels = Labels(
            task.input_labels(sample), task.target_labels(sample), task.features, task.classes
        )
        loss, truncation = self.training.loss, settings.truncation
        return record(self.network, loss, sample, start, origin, labels, truncation)

    def _displayed(self) -> tuple[Batch, NetworkState, str]:
        training = self.training
        if self.settings.sample == "batch" and training.batch is not None:
            first = {
                lane: {state: value[:1] for state, value in states.items()}
                for lane, states in training.start.items()
            }
            return training.batch.sequence(0), first, "batch"
        return self.pinned, self.network.start(1), "pinned"

    def writing(self) -> Writing:
        """A text that the network writes with its present weights, or an empty one.

        The draw depends on the seed and the update alone, so that looking at it changes
        nothing in the run.
        """
        temperature = self.settings.temperature
        if not self.task.generates:
            return Writing(update=self.training.update, temperature=temperature)
        return Writing(self._written(temperature), self.training.update, temperature)

    def _written(self, temperature: float) -> str:
        length = min(WRITTEN_LENGTH, int(MOST_READ / self.network.parameters.flat.size))
        rng = np.random.default_rng((self.settings.seed, self.training.update))
        return self.task.spell(write(self.network, self.task.prompt(), length, temperature, rng))

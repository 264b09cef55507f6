"""TrainingRun: one network learning one task, as the settings say. No thread, no window."""

from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np

from rnnviz import __version__
from rnnviz.engine.batch import Batch
from rnnviz.engine.beam import beam_search
from rnnviz.engine.cells import CELLS
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.divergence import Diverged
from rnnviz.engine.initializer import initialize
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network, NetworkState
from rnnviz.engine.optimizer import OPTIMIZERS
from rnnviz.engine.sampling import write
from rnnviz.engine.training import Progress, Training
from rnnviz.scenarios import scenario
from rnnviz.scenarios.scenario import Request, Task
from rnnviz.scenarios.source_titles import OWN_FILE
from rnnviz.session.answers import NetworkAnswers
from rnnviz.session.bookmarks import Bookmark
from rnnviz.session.gradient_wish import GradientWish
from rnnviz.session.own_content import OwnContent, content_of_all
from rnnviz.session.setting_error import SettingError
from rnnviz.session.settings import Settings
from rnnviz.session.starting_weights import StartingWeights
from rnnviz.session.timeline import Timeline
from rnnviz.session.together import source_of
from rnnviz.session.unmeasured import unmeasured
from rnnviz.session.what_if import WhatIf
from rnnviz.trace.beam_answers import BeamAnswers
from rnnviz.trace.history import History
from rnnviz.trace.recorder import record
from rnnviz.trace.scene import Example, Writing
from rnnviz.trace.summary import summarize
from rnnviz.trace.ticks import Ticks, ticks_of
from rnnviz.trace.trace import Labels, Origin, Trace
from rnnviz.trace.update_recorder import record_update
from rnnviz.trace.update_trace import UpdateTrace

#: How long a text the network writes while it learns, in symbols; a large network writes
#: less, so as to read at most so many weights: about a quarter of a second.
WRITTEN_LENGTH, MOST_READ = 240, 4e8
#: So many symbols more than the right answer a decoder may say before it is stopped.
MORE_SAID = 3
#: The most operations of one update and its trace: about a second, so that stopping never
#: takes longer.
MOST_OPERATIONS = 1.1e10
#: Two restore points next to each other are so many updates apart, or less where so many
#: operations lie between them: less than a fifth of a second.
MOST_APART, OPERATIONS_APART = 8, 4e9
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
def prepared(key: str, request: Request, version: OwnContent | int | None) -> Task:
    """A scenario's task, kept so that another number of units does not read the data anew.

    `version` is the content of the user's files; of an immense one, the time at which it was last
    changed; of other data None.
    """
    return scenario(key).prepare(request)


def own_path(settings: Settings) -> Path | None:
    """The file of one's own that is read, where the settings say that there is one."""
    return Path(settings.text) if source_of(settings) == OWN_FILE and settings.text else None


def files_read(settings: Settings) -> tuple[Path, ...]:
    """All files of one's own that are read: that one, and what belongs to it."""
    path = own_path(settings)
    return scenario(settings.scenario).files(path, settings.reading) if path else ()


def task_of(settings: Settings) -> Task:
    """The task that the settings name, its data read. Raises ScenarioError."""
    source, text = source_of(settings), own_path(settings)
    reading = settings.reading if text else ""
    request = Request(source, text, settings.length, reading)
    version = (content_of_all(files_read(settings)) or _last_changed(text)) if text else None
    return prepared(settings.scenario, request, version)


def _last_changed(text: Path) -> int:
    """When a file was last changed; 0 where nobody can tell, and reading it will say why."""
    try:
        return text.stat().st_mtime_ns
    except (OSError, ValueError):  # ValueError: a NUL in the path itself
        return 0


class TrainingRun:
    """A run: the network, its data, its optimiser, and what became of it so far.

    number  counts the runs of a session, so that messages of an earlier one can be told.
    weights  to start from; None: they are drawn.
    Raises SettingError or ScenarioError where the settings cannot be carried out.
    """

    #: Why no updates can be made; "" where they can.
    untrainable = ""
    #: What files of one's own that are read held then; None where none are, or they are immense.
    own_content: OwnContent | None = None

    def __init__(self, settings: Settings, number: int = 0, weights: StartingWeights | None = None):
        self.number = number
        #: The name of what the first weights come from; "" where they were drawn.
        self.first_weights = weights.name if weights else ""
        self.own_content = content_of_all(files_read(settings))
        self.task = task_of(settings)
        #: Sequences a batch, at most.
        self.batch = settings.batch
        drawn, data, sample = (
            np.random.default_rng(seed) for seed in np.random.SeedSequence(settings.seed).spawn(3)
        )
        self.network = Network(
            cell_of(settings),
            self.task.inputs,
            settings.hidden,
            settings.layers,
            self.task.outputs,
            settings.precision,
            both=settings.direction == "both",
            decoder=scenario(settings.scenario).has_decoder,
            attention=settings.attention,
        )
        self.pinned = self.task.sample(sample)
        self._refuse_the_immense(settings)
        if weights is not None:
            weights.put_into(self.network)
        else:
            radius = settings.spectral_radius or None
            initialize(self.network, settings.init, drawn, settings.init_scale, radius)
        self.stream = stream = self.task.stream(data, settings.batch)
        #: Updates in which all data are read once, or None.
        self.epoch = stream.epoch
        self.training = Training(
            network=self.network,
            loss=LOSSES[self.task.loss],
            optimizer=OPTIMIZERS[settings.optimizer](self.network.parameters.flat),
            batches=stream,
            rate=settings.rate,
            fed_from=self.task.fed_from,
            seed=settings.seed,
        )
        apart = max(1, min(MOST_APART, int(OPERATIONS_APART / self.operations())))
        self._begin(settings, apart)

    def _begin(self, settings: Settings, apart: int) -> None:
        """What there is before anything was done; `apart`: see Timeline."""
        self.timeline = Timeline(self.training, settings, apart)
        #: The sequence of the batch to look at, whatever the settings say; None: as they say.
        self.sequence: int | None = None
        #: What a person set by hand in the sequence to look at.
        self.what_if = WhatIf()
        #: On held-out data, as it was measured last.
        self.score = unmeasured(self.task)
        #: Which number was no longer finite, where it could not go on beside other runs.
        self.stopped: Diverged | None = None
        #: What is to be seen of where the gradient goes; None: nobody looks, nothing is made.
        self.gradient_wish: GradientWish | None = None
        #: Moments that a person wants to find again; of compared networks all have the same.
        self.bookmarks: tuple[Bookmark, ...] = ()

    @property
    def settings(self) -> Settings:
        """Those in force."""
        return self.timeline.settings

    @property
    def truncation(self) -> int:
        """After so many steps the gradient is cut; 0: not at all."""
        return self.settings.truncation

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What was read, in pairs of title and text: the data, and weights to start from."""
        opened = (("First weights", self.first_weights),) if self.first_weights else ()
        return (*self.task.facts, *opened)

    def _refuse_the_immense(self, s: Settings) -> None:
        operations = self.operations()
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

    def operations(self) -> float:
        """What an update and its trace cost, from measurements: 6 for every weight and step
        of a sequence, where waiting for the weights costs as much as 7 sequences more; and
        300 for every other number that is computed."""
        network, steps = self.network, self.pinned.steps
        numbers = network.inputs + network.outputs + 8 * len(network.lanes) * network.hidden
        count = network.parameters.flat.size
        return 6.0 * count * (self.batch + 7) * steps + 300.0 * numbers * self.batch * steps

    def apply(self, settings: Settings) -> None:
        """Take over those settings that may change during a run."""
        self.timeline.choose(settings)

    def advance(self) -> Progress:
        """Make the next update. Raises Diverged, which leaves the last finite weights."""
        return self.timeline.advance()

    def history_so_far(self) -> History:
        """Loss and gradient norms of every update of the present branch."""
        task, history = self.task, self.timeline.branch.history
        return history.so_far(task.baseline, task.baseline_formula, self.training.loss.unit)

    def summarize(self, trace: Trace) -> None:
        """Keep for good how units, weights and gradients are spread just now. `trace` is the
        present one; of what was set by hand in its sequence nothing is kept."""
        if not len(self.what_if):
            self.timeline.branch.summaries.add(summarize(trace, self.training.gradient))

    def trace(self) -> Trace:
        """What the network does on the displayed sample with its present weights."""
        sample, start, number = self.displayed()
        task, origin = self.task, self._origin(number)
        labels = Labels(
            task.input_labels(sample), task.target_labels(sample), task.features, task.classes
        )
        if self.what_if.inputs:
            labels = self._marked(labels)
        sample, fixed = self.what_if.sample(self.network, sample), self.what_if.fixed()
        loss = self.training.loss
        return record(self.network, loss, sample, start, origin, labels, self.truncation, fixed)

    def _origin(self, number: int | None) -> Origin:
        """Of a trace of the pinned sequence, or of number `number` of the next batch."""
        settings = self.settings
        return Origin(
            __version__,
            settings.scenario,
            settings.cell,
            settings.seed,
            self.training.update,
            "pinned" if number is None else "batch",
            settings.as_dict(),
            number or 0,
            len(self.timeline.branch.edits) + len(self.what_if),
            self.first_weights,
        )

    def _marked(self, labels: Labels) -> Labels:
        """The labels with a star at each input that was set by hand."""
        times = {time for time, _ in self.what_if.inputs}
        inputs = (f"{text}*" if t in times else text for t, text in enumerate(labels.inputs))
        return replace(labels, inputs=tuple(inputs))

    def look_as_usual(self) -> None:
        """Show what the settings say, and nothing that was set by hand in it."""
        self.sequence, self.what_if = None, WhatIf()

    def displayed(self) -> tuple[Batch, NetworkState, int | None]:
        """The sequence to look at, the states it starts from, and which of the batch of the
        next update it is; None for the pinned sample."""
        if self.sequence is None and self.settings.sample == "pinned":
            start = self.network.start(1)
            return self.training.as_read(self.pinned, start), start, None
        batch, start = self.training.upcoming()
        n = min(self.sequence or 0, batch.size - 1)
        states = {
            lane: {state: value[n : n + 1] for state, value in named.items()}
            for lane, named in start.items()
        }
        return batch.sequence(n), states, n

    def ticks(self) -> Ticks:
        """The operations of an update on the sequence to look at."""
        network, sample = self.network, self.displayed()[0]
        keys = tuple(quantity.key for quantity in network.cell.quantities)
        return ticks_of(sample.steps, network.lanes, keys, sample.source, network.has_attention)

    def coming(self) -> UpdateTrace:
        """What the next update will do."""
        return record_update(self.training, self.displayed()[2])

    def writing(self) -> Writing:
        """A text that the network writes with its present weights, or an empty one.

        The draw depends on the seed and the update alone, so that looking at it changes
        nothing in the run.
        """
        temperature = self.settings.temperature
        if not self.task.generates:
            return Writing(update=self.training.update, temperature=temperature)
        return Writing(self._written(temperature), self.training.update, temperature)

    def example(self, trace: Trace) -> Example:
        """The sequence of `trace`, which is the present one, for people to read.

        An error in it is no error of training: it is told in place of what cannot be shown.
        """
        update, task = self.training.update, self.task
        sample = self.what_if.sample(self.network, self.displayed()[0])
        answers = NetworkAnswers(self.network, self.training.loss, task.fed_from)
        try:
            # Numbers that overflow are shown as such, here as in the trace.
            with np.errstate(all="ignore"):
                exhibit = task.exhibit(sample, trace.outputs, answers)
        except Exception as error:
            return Example(None, update, f"{type(error).__name__}: {error}")
        return Example(exhibit, update)

    def beam(self) -> BeamAnswers | None:
        """What a decoder answers by itself to the sequence to look at; None where there is none, or
        where nothing ends an answer."""
        end, network = self.task.end, self.network
        if network.decoder is None or end is None:
            return None
        sample = self.what_if.sample(network, self.displayed()[0])
        wanted = tuple(sample.targets[sample.scored[:, 0], 0].tolist())
        found = [
            beam_search(network, sample, end, width, len(wanted) + MORE_SAID)
            for width in (self.settings.beam, 1)
        ]
        best = [tuple(beam.nodes[n].symbol for n in beam.best) for beam in found]
        right = tuple(symbol for symbol in wanted if symbol != end)
        return BeamAnswers(found[0], best[1], right, self.training.update)

    def _written(self, temperature: float) -> str:
        length = min(WRITTEN_LENGTH, int(MOST_READ / self.network.parameters.flat.size))
        rng = np.random.default_rng((self.settings.seed, self.training.update))
        return self.task.spell(
            write(self.network, self.task.prompt(), length, temperature, rng, self.settings.top_k)
        )

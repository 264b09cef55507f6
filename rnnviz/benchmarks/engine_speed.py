"""How fast the engine is: updates against PyTorch's, and what recording a trace costs.

The task is a character model: 65 symbols, one-hot, softmax and cross-entropy at each step,
the gradient clipped to norm 5, Adam. Nothing is printed here; rows come as they are ready.
"""

import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np

from rnnviz.benchmarks.pytorch_update import PyTorchUpdate, pytorch_version
from rnnviz.benchmarks.rounds import Work, medians
from rnnviz.engine.batch import Batch
from rnnviz.engine.cells import GRU, LSTM, Elman
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.initializer import initialize
from rnnviz.engine.loss import CrossEntropy
from rnnviz.engine.network import Network
from rnnviz.engine.optimizer import Adam
from rnnviz.engine.training import Training
from rnnviz.trace.gradient_map import record_gradient_map
from rnnviz.trace.recorder import record
from rnnviz.trace.trace import Labels, Origin

SYMBOLS, RATE, CLIP = 65, 1e-3, 5.0
DTYPES = ("float32", "float64")
#: H, B and T of the updates compared.
SIZES = ((8, 1, 10), (16, 1, 20), (32, 8, 25), (64, 16, 50), (128, 32, 50), (256, 32, 50))
#: H, B and T at which the cells are compared and a trace is recorded.
CELL_SIZE = (64, 16, 50)
CELLS: tuple[tuple[str, Cell], ...] = (
    ("RNN", Elman()),
    ("LSTM", LSTM()),
    ("GRU, reset before", GRU("before")),
    ("GRU, reset after", GRU("after")),
)
#: Rounds, and seconds of each work in a round.
WHOLE, QUICK = (31, 0.01), (3, 0.002)


@dataclass(frozen=True)
class UpdateRow:
    """One update of an LSTM: ours and PyTorch's, in ms; None where PyTorch is not installed."""

    dtype: str
    hidden: int
    size: int
    steps: int
    ours: float
    pytorch: float | None

    @property
    def ratio(self) -> float | None:
        """PyTorch's time by ours: above 1 ours is faster."""
        return None if self.pytorch is None else self.pytorch / self.ours


@dataclass(frozen=True)
class CellRow:
    """One cell without a window: an update, recording a trace of one sequence, and finding where
    the gradient of this sequence goes, in ms."""

    cell: str
    dtype: str
    update: float
    record: float
    gradient_map: float

    @property
    def updates_per_second(self) -> float:
        """How many updates are made in a second when nothing else is done."""
        return 1000.0 / self.update

    @property
    def record_in_updates(self) -> float:
        """How many updates could be made while one trace is recorded."""
        return self.record / self.update

    @property
    def map_in_updates(self) -> float:
        """How many updates could be made while one map of the gradient is."""
        return self.gradient_map / self.update


@dataclass(frozen=True)
class EngineSpeed:
    """All rows, and what they were measured with."""

    python: str
    numpy: str
    pytorch: str | None
    machine: str
    updates: tuple[UpdateRow, ...]
    cells: tuple[CellRow, ...]

    def to_json(self) -> dict[str, object]:
        """The same as plain dictionaries, lists and numbers, with the ratios."""
        whole = asdict(self)
        whole["updates"] = [asdict(row) | {"ratio": row.ratio} for row in self.updates]
        whole["cells"] = [
            asdict(row)
            | {
                "updates_per_second": row.updates_per_second,
                "record_in_updates": row.record_in_updates,
                "map_in_updates": row.map_in_updates,
            }
            for row in self.cells
        ]
        return whole


def measure_engine(quick: bool = False) -> EngineSpeed:
    """Measure everything: about half a minute, or with `quick` a few seconds."""
    return EngineSpeed(
        python=platform.python_version(),
        numpy=np.__version__,
        pytorch=pytorch_version(),
        machine=f"{platform.system()} {platform.machine()}",
        updates=tuple(update_rows(quick)),
        cells=tuple(cell_rows(quick)),
    )


def update_rows(quick: bool = False) -> Iterator[UpdateRow]:
    """An update of the LSTM at each size and in each type, in turns with PyTorch's."""
    rounds, seconds = QUICK if quick else WHOLE
    for hidden, size, steps in SIZES[:2] if quick else SIZES:
        for dtype in DTYPES:
            batch = make_batch(size, steps)
            works: list[Work] = [make_training(LSTM(), hidden, batch, dtype).advance]
            if pytorch_version() is not None:
                works.append(PyTorchUpdate(SYMBOLS, hidden, batch, dtype, RATE, CLIP))
            ours, *theirs = medians(works, rounds, seconds)
            yield UpdateRow(dtype, hidden, size, steps, ours, theirs[0] if theirs else None)


def cell_rows(quick: bool = False) -> Iterator[CellRow]:
    """An update of each cell in each type, in turns with the recording of a trace and with a map
    of the gradient."""
    rounds, seconds = QUICK if quick else WHOLE
    hidden, size, steps = CELL_SIZE
    for title, cell in CELLS:
        for dtype in DTYPES:
            training = make_training(cell, hidden, make_batch(size, steps), dtype)
            sample = make_batch(1, steps)
            works = [training.advance, recording(training, sample), mapping(training, sample)]
            yield CellRow(title, dtype, *medians(works, rounds, seconds))


def make_batch(size: int, steps: int) -> Batch:
    """Sequences of symbols drawn with a fixed seed."""
    rng = np.random.default_rng(0)
    everywhere = np.ones((steps, size), bool)
    inputs, targets = rng.integers(SYMBOLS, size=(2, steps, size))
    return Batch(inputs, targets, everywhere, everywhere)


def make_training(cell: Cell, hidden: int, batch: Batch, dtype: str) -> Training:
    """A run that trains one layer of a cell on the same batch again and again."""
    network = Network(cell, SYMBOLS, hidden, 1, SYMBOLS, dtype)
    initialize(network, "xavier", np.random.default_rng(1))
    optimizer = Adam(network.parameters.flat)
    return Training(network, CrossEntropy(), optimizer, _Same(batch), RATE, "norm", CLIP)


def recording(training: Training, sample: Batch) -> Work:
    """Recording one sequence as the window does between two updates."""
    network = training.network
    names = ("",) * SYMBOLS
    labels = Labels(("",) * sample.steps, ("",) * sample.steps, names, names)
    origin = Origin("", "", network.cell.key, 0, 0, "pinned", {})
    return lambda: record(network, training.loss, sample, network.start(1), origin, labels)


def mapping(training: Training, sample: Batch) -> Work:
    """Finding where the gradient of one sequence goes, as the window does between two updates."""
    network = training.network
    return lambda: record_gradient_map(network, training.loss, sample, network.start(1), 0)


@dataclass(frozen=True)
class _Same:
    """The same batch again and again."""

    batch: Batch

    def next(self) -> Batch:
        return self.batch

    def position(self) -> object:
        """It has only one place."""
        return None

    def go_to(self, position: object) -> None:
        """There is nowhere to go."""

"""Small networks and batches for the tests, every number of them drawn with a seed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells import GRU, LSTM, Elman
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network, NetworkState

#: Every cell in every form, by the name that a test shows.
CELLS: dict[str, Cell] = {
    "elman-tanh": Elman("tanh"),
    "elman-relu": Elman("relu"),
    "elman-sigmoid": Elman("sigmoid"),
    "elman-identity": Elman("identity"),
    "lstm": LSTM(),
    "gru-before": GRU("before"),
    "gru-after": GRU("after"),
}


def make_network(
    cell: Cell,
    inputs: int = 3,
    hidden: int = 4,
    layers: int = 1,
    outputs: int = 3,
    dtype: DTypeLike = np.float64,
    seed: int = 0,
    **shape: bool,
) -> Network:
    """A network whose parameters, the biases too, are all different from 0."""
    network = Network(cell, inputs, hidden, layers, outputs, dtype, **shape)
    flat = network.parameters.flat
    flat[...] = np.random.default_rng(seed).normal(0, 0.6, flat.shape)
    return network


def make_start(network: Network, size: int, seed: int = 1) -> NetworkState:
    """Starting states different from 0."""
    rng = np.random.default_rng(seed)
    start = network.start(size)
    for states in start.values():
        for state in states.values():
            state[...] = rng.normal(0, 0.5, state.shape)
    return start


def make_batch(
    lengths: Sequence[int],
    inputs: int = 3,
    outputs: int = 3,
    loss: str = "cross-entropy",
    one_hot: bool = False,
    score_all: bool = True,
    seed: int = 2,
) -> Batch:
    """Sequences of the given lengths, padded to the longest; every other step is scored, or all."""
    rng = np.random.default_rng(seed)
    shape = (max(lengths), len(lengths))
    exists = np.arange(shape[0])[:, None] < np.array(lengths)
    scored = exists.copy()
    if not score_all:
        scored[1::2] = False
    x = rng.integers(inputs, size=shape) if one_hot else rng.normal(size=(*shape, inputs))
    wanted = {
        "cross-entropy": rng.integers(outputs, size=shape),
        "binary cross-entropy": rng.integers(2, size=(*shape, outputs)).astype(float),
        "squared error": rng.normal(size=(*shape, outputs)),
    }
    assert wanted.keys() == LOSSES.keys()
    return Batch(x, wanted[loss], exists, scored)


def make_pairs(
    lengths: Sequence[tuple[int, int]], inputs: int = 3, outputs: int = 4, seed: int = 3
) -> Batch:
    """Pairs for an encoder–decoder: symbols in and out of the given lengths, both padded. What the
    decoder reads is the target of the step before."""
    rng = np.random.default_rng(seed)
    source, target = (max(column) for column in zip(*lengths, strict=True))
    size = len(lengths)
    ends = np.array(lengths)
    exists = np.concatenate(
        [np.arange(n)[:, None] < ends[:, part] for part, n in enumerate((source, target))]
    )
    words = rng.integers(outputs, size=(target, size))
    read = np.concatenate((np.zeros((1, size), int), words[:-1]))
    x = np.concatenate((rng.integers(inputs, size=(source, size)), read))
    targets = np.concatenate((np.zeros((source, size), int), words))
    scored = exists.copy()
    scored[:source] = False
    fed = np.arange(source + target) > source
    return Batch(x, targets, exists, scored, source=source, fed=fed)


def steps_of(batch: Batch, first: int, end: int) -> Batch:
    """The steps first … end − 1 of a batch, as a batch that continues the one before."""
    part = slice(first, end)
    return Batch(
        batch.inputs[part], batch.targets[part], batch.exists[part], batch.scored[part], first > 0
    )


class Repeated:
    """The same batch again and again."""

    def __init__(self, batch: Batch):
        self.batch = batch

    def next(self) -> Batch:
        return self.batch

    def position(self) -> None:
        return None

    def go_to(self, position: object) -> None:
        pass


class InTurn:
    """Batches one after the other, then again from the first."""

    def __init__(self, batches: Sequence[Batch]):
        self.batches, self.taken = batches, 0

    def next(self) -> Batch:
        self.taken += 1
        return self.batches[(self.taken - 1) % len(self.batches)]

    def position(self) -> int:
        return self.taken

    def go_to(self, position: object) -> None:
        assert isinstance(position, int)
        self.taken = position

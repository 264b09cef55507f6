"""The moments of a run as arrays, one row for each."""

from collections.abc import Iterator, Sequence
from math import prod
from typing import cast

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Floats
from rnnviz.engine.network import NetworkState
from rnnviz.engine.training import Moment, Training
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import RunPart
from rnnviz.interchange.projects.positions import pack_positions, unpack_positions
from rnnviz.interchange.projects.shelf import Array, Packer, Slot, Unpacker
from rnnviz.scenarios.positions import Position, TextPosition
from rnnviz.session.training_run import TrainingRun

#: The name and the shape of a parameter.
Shape = tuple[str, tuple[int, ...]]
#: Of each moment: update, seen, count (as in Moment), and how many sequences ended in states.
NUMBERS = 4
MOST = 2**53


def pack_moments(packer: Packer, name: str, training: Training, moments: Sequence[Moment]) -> None:
    """Write the moments under names that begin with `name`."""
    flat = training.network.parameters.flat
    numbers = [(m.update, m.seen, m.count, _sequences(m)) for m in moments]
    packer.put(f"{name}.numbers", np.array(numbers, np.int64), "<i8")
    packer.put_rows(f"{name}.weights", flat.dtype.str, flat.shape, [m.flat for m in moments])
    for each in training.optimizer.moment_names:
        rows = [m.moments[each] for m in moments]
        packer.put_rows(f"{name}.{each}", flat.dtype.str, flat.shape, rows)
    pack_positions(packer, f"{name}.position", [cast(Position, m.position) for m in moments])
    for lane, state, width in _ends(training):
        ends = [m.end[lane][state] for m in moments if lane in m.end]
        # Together, since the last batch of an epoch may have fewer sequences.
        rows = [row for end in ends for row in end]
        packer.put_rows(f"{name}.end.{lane}.{state}", flat.dtype.str, (width,), rows)


def _sequences(moment: Moment) -> int:
    return next((len(value) for lane in moment.end.values() for value in lane.values()), 0)


def _ends(training: Training) -> Iterator[tuple[str, str, int]]:
    """The states that an update ends in: lane, name and width."""
    network = training.network
    for lane in network.reader.lanes:
        for state in network.cell.states:
            yield lane.key, state, network.hidden


def unpack_moments(unpacker: Unpacker, name: str, part: RunPart, run: TrainingRun) -> list[Moment]:
    """The moments of a run with that task and network. Raises FileError where they are not."""
    training, batch, count = run.training, run.batch, part.moments
    order = weight_order(name, part.parameters, training.network.parameters.shapes)
    flat = training.network.parameters.flat
    numbers = unpacker.take(f"{name}.numbers", Slot("<i8", (count, NUMBERS)))
    sequences = numbers[:, 3]
    if (numbers < 0).any() or (numbers[:, :3] > MOST).any() or (sequences > batch).any():
        raise FileError(f"{name}.numbers has a number that cannot be")
    if (np.diff(numbers[:, 0]) < 0).any():
        raise FileError(f"{name}.numbers: the moments are not in the order of their updates")
    slot = Slot(flat.dtype.str, (count, flat.size))
    weights = unpacker.take_finite(f"{name}.weights", slot)
    averages = {
        each: unpacker.take_finite(f"{name}.{each}", slot)
        for each in training.optimizer.moment_names
    }
    positions = unpack_positions(unpacker, f"{name}.position", part.position, count, batch)
    _check_positions(name, run, positions)
    _check_sequences(name, positions, numbers, batch)
    ends = _unpack_ends(unpacker, name, training, sequences)
    # Indexed and so copied: each can be forgotten by itself.
    return [
        Moment(
            weights[n, order],
            {each: rows[n, order] for each, rows in averages.items()},
            int(numbers[n, 2]),
            positions[n],
            ends[n],
            int(numbers[n, 0]),
            int(numbers[n, 1]),
        )
        for n in range(count)
    ]


def weight_order(name: str, saved: Sequence[Shape], wanted: Sequence[Shape]) -> NDArray[np.intp]:
    """Where each number of a row of weights stands in the file, which may have the parameters in
    another order. Raises FileError where it has others."""
    if dict(saved) != dict(wanted) or len(saved) != len(wanted):
        met = [each for each in saved if each not in wanted]
        missed = [each for each in wanted if each not in saved]
        raise FileError(
            f"{name}: it has weights of {_named(met)}, and its settings and data make a network "
            f"with {_named(missed)}"
        )
    places, first = {}, 0
    for parameter, shape in saved:
        places[parameter] = np.arange(first, first + prod(shape))
        first += prod(shape)
    return np.concatenate([places[parameter] for parameter, _ in wanted])


def _named(shapes: Sequence[Shape]) -> str:
    first = ", ".join(f"{parameter} {shape}" for parameter, shape in shapes[:2])
    return f"{first} and others" if len(shapes) > 2 else first or "the same more than once"


def _check_positions(name: str, run: TrainingRun, positions: Sequence[Position]) -> None:
    if not all(run.stream.holds(position) for position in positions):
        raise FileError(f"{name}.position has a place that is none in the data")


def _check_sequences(name: str, positions: Sequence[Position], numbers: Array, batch: int) -> None:
    """Sequences that are carried on are as many as go on."""
    for position, (update, _, _, sequences) in zip(positions, numbers, strict=True):
        carried = isinstance(position, TextPosition) and sequences != batch
        if (update > 0) != (sequences > 0) or (update > 0 and carried):
            raise FileError(f"{name}.numbers: after update {update} {sequences} sequences end")


def _unpack_ends(
    unpacker: Unpacker, name: str, training: Training, sequences: Array
) -> list[NetworkState]:
    found: list[NetworkState] = [{} for _ in sequences]
    rows, places = int(sequences.sum()), np.cumsum(sequences)
    dtype = training.network.parameters.flat.dtype.str
    for lane, state, width in _ends(training):
        all_rows = unpacker.take(f"{name}.end.{lane}.{state}", Slot(dtype, (rows, width)))
        for n, (count, until) in enumerate(zip(sequences, places, strict=True)):
            if count:
                end: Floats = all_rows[until - count : until].copy()
                found[n].setdefault(lane, {})[state] = end
    return found

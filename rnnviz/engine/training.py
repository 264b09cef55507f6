"""Training: one update after the other, each reported as one frozen Progress."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.clipping import ClipKind, clip
from rnnviz.engine.divergence import (
    Diverged,
    Place,
    first_in_moments,
    first_in_parameters,
)
from rnnviz.engine.feeding import own_steps, with_own_answers
from rnnviz.engine.first_bad_number import first_in_pass
from rnnviz.engine.loss import Loss
from rnnviz.engine.memory import keep_freed_memory
from rnnviz.engine.network import Network, NetworkState
from rnnviz.engine.optimizer import Optimizer
from rnnviz.engine.parameters import Parameters


class Batches(Protocol):
    """Anything that gives one batch after the other."""

    def next(self) -> Batch: ...

    def position(self) -> object: ...

    def go_to(self, position: object) -> None: ...


@dataclass(frozen=True)
class Progress:
    """What one update did.

    update        counted from 1.
    loss          E_t, the mean over the scored steps of the batch, before the update.
    norm, clipped_norm   ‖∂E/∂W‖ over all parameters before and after clipping.
    seen          how many time steps were read in all so far, over all sequences.
    """

    update: int
    loss: float
    norm: float
    clipped_norm: float
    seen: int


@dataclass(frozen=True)
class Moment:
    """All that the next updates depend on, copied between two updates.

    flat, moments, count   the parameters, and what the optimiser remembers.
    position   of the data, from which the next batch is drawn: random state, or places in a
               text.
    end, update, seen   as in Training.
    """

    flat: Floats
    moments: dict[str, Floats]
    count: int
    position: object
    end: NetworkState
    update: int
    seen: int

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        arrays = [self.flat, *self.moments.values()]
        arrays += [value for lane in self.end.values() for value in lane.values()]
        return sum(array.nbytes for array in arrays)


def _copied(states: NetworkState) -> NetworkState:
    return {
        lane: {name: value.copy() for name, value in named.items()}
        for lane, named in states.items()
    }


@dataclass
class Training:
    """Everything that a run of updates needs and changes.

    rate, clip_kind and clip_limit may be changed between updates.
    carry       carry the hidden state on where a batch continues the one before.
    truncation  see `layer_backward`.
    forcing     how often the right symbol is read where the network's own answer may be; see
                `own_steps`, for which `seed` is. fed_from: see `with_own_answers`.
    end         the states in which the sequences of the last update ended.
    """

    network: Network
    loss: Loss
    optimizer: Optimizer
    batches: Batches
    rate: float
    clip_kind: ClipKind = "off"
    clip_limit: float = 1.0
    carry: bool = True
    truncation: int = 0
    forcing: float = 1.0
    fed_from: int = 0
    seed: int = 0
    update: int = 0
    seen: int = 0
    end: NetworkState = field(default_factory=dict)

    def __post_init__(self) -> None:
        keep_freed_memory()
        # Room that every update uses again; what is in it between two updates is that of the
        # last one, if it was made just now.
        self._gradients = self.network.parameters.zeros_like()
        self._has_gradient = False
        self._kept = np.empty_like(self.network.parameters.flat)
        # The batch of the next update where it was drawn already, to be looked at or because
        # the update could not be made; and the place in the data from which it was drawn.
        self._pending: Batch | None = None
        self._drawn_from: object = None

    def upcoming(self) -> tuple[Batch, NetworkState]:
        """The batch of the next update, and the states it starts from. To ask changes nothing
        that follows; the states are those that will be used, not a copy."""
        if self._pending is None:
            self._drawn_from = self.batches.position()
            self._pending = self.batches.next()
        batch = self._pending
        continues = self.carry and batch.continues and self.update > 0
        start = self.end if continues else self.network.start(batch.size)
        return self.as_read(batch, start), start

    @property
    def gradient(self) -> Parameters | None:
        """∂E/∂W of the last update as the optimiser got it, until the next one is made; None where
        none was made since the start, since an error, or since going to another moment."""
        return self._gradients if self._has_gradient else None

    def as_read(self, batch: Batch, start: NetworkState) -> Batch:
        """The batch with the network's own answers where it is to read them."""
        if self.forcing >= 1.0 or batch.fed is None or not batch.fed.any():
            return batch
        own = own_steps(batch, self.forcing, (self.seed, self.update))
        return with_own_answers(self.network, self.loss, batch, start, own, self.fed_from)[0]

    def advance(self) -> Progress:
        """Make one update. Raises Diverged where a number is not finite: the weights are then
        those before, and the next call tries the same batch again."""
        network = self.network
        batch, start = self.upcoming()
        gradients, self._has_gradient = self._gradients, False
        # A number that overflows is reported by Diverged, not by a warning of NumPy.
        with np.errstate(all="ignore"):
            result, end = network.learn(batch, self.loss, start, gradients, self.truncation)
            before, after = clip(gradients.flat, self.clip_kind, self.clip_limit)
            if not (np.isfinite(result.total) and np.isfinite(before)):
                raise Diverged(self.update + 1, self._place(batch, start))
            self._change_weights(gradients.flat)
        self._pending, self._has_gradient = None, True
        self.end = end
        self.update += 1
        self.seen += int(batch.exists.sum())
        return Progress(self.update, result.per_step, before, after, self.seen)

    def moment(self) -> Moment:
        """What the run is at now; it stays as it is while training goes on."""
        optimizer = self.optimizer
        return Moment(
            self.network.parameters.flat.copy(),
            {name: moment.copy() for name, moment in optimizer.moments.items()},
            optimizer.count,
            self.batches.position() if self._pending is None else self._drawn_from,
            _copied(self.end),
            self.update,
            self.seen,
        )

    def go_to(self, moment: Moment) -> None:
        """Be again what it was at a moment: the same updates follow, bit for bit."""
        self._has_gradient = False
        self.network.parameters.flat[...] = moment.flat
        for name, value in moment.moments.items():
            self.optimizer.moments[name][...] = value
        self.optimizer.count = moment.count
        self.batches.go_to(moment.position)
        self._pending, self.end = None, _copied(moment.end)
        self.update, self.seen = moment.update, moment.seen

    def _change_weights(self, gradient: Floats) -> None:
        flat, optimizer = self.network.parameters.flat, self.optimizer
        self._kept[...] = flat
        moments = {name: moment.copy() for name, moment in optimizer.moments.items()}
        optimizer.update(flat, gradient, self.rate)
        # Where only a moment overflows, as the square of a gradient may, the weights would
        # stay finite and never move again.
        if not all(np.isfinite(array).all() for array in (flat, *optimizer.moments.values())):
            place = first_in_parameters(self.network) or first_in_moments(optimizer)
            flat[...] = self._kept
            for name, moment in moments.items():
                optimizer.moments[name][...] = moment
            optimizer.count -= 1
            assert place is not None
            raise Diverged(self.update + 1, place)

    def _place(self, batch: Batch, start: NetworkState) -> Place:
        place = first_in_pass(self.network, self.loss, batch, start, self.truncation)
        # Every number may be finite and only their norm too large, or a sum of another order.
        return place or Place("backward", "", None, "‖∂E/∂W‖", "Inf")


def train(training: Training) -> Iterator[Progress]:
    """Update without end; each `next` makes one update."""
    while True:
        yield training.advance()

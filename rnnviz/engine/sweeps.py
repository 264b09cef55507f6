"""Sweeps: in which order a network computes, step by step and lane by lane.

A network that reads forwards goes through all of its lanes at each time step before it comes to
the next one. Where a layer reads backwards too, what is above it has to wait for the whole of it:
then each lane is a sweep of its own. A decoder's sweep follows its encoder's.

The way back is the same order reversed: the last sweep first, its last step first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rnnviz.engine.lane import Lane


@dataclass(frozen=True)
class Sweep:
    """Time steps one after the other, at each of which the same is computed.

    lanes     computed at each step, in this order.
    first, end   the time steps, `end` not among them.
    backward  from the last of them to the first.
    reads     the input is read at each step, before all else.
    attends   the decoder attends to its encoder, after the lanes.
    answers   the output and the loss are computed at each step, after all else.
    """

    lanes: tuple[Lane, ...]
    first: int
    end: int
    backward: bool = False
    reads: bool = False
    attends: bool = False
    answers: bool = False

    @property
    def times(self) -> range:
        """The time steps in their order."""
        steps = range(self.first, self.end)
        return steps[::-1] if self.backward else steps


def sweeps(lanes: Sequence[Lane], steps: int, source: int, attends: bool) -> tuple[Sweep, ...]:
    """All sweeps of the forward pass, in order.

    lanes    of the whole network, the lowest layer first.
    source   how many of the T = `steps` time steps are an encoder's; 0: there is none.
    """
    written = tuple(lane for lane in lanes if lane.role == "decoder")
    reading = tuple(lane for lane in lanes if lane.role != "decoder")
    if not written:
        return _reading(reading, steps, answers=True)
    decoder = Sweep(written, source, steps, reads=True, attends=attends, answers=True)
    return (*_reading(reading, source, answers=False), decoder)


def _reading(lanes: tuple[Lane, ...], end: int, answers: bool) -> tuple[Sweep, ...]:
    if not any(lane.backward for lane in lanes):
        return (Sweep(lanes, 0, end, reads=True, answers=answers),)
    found = [
        Sweep((lane,), 0, end, lane.backward, reads=number == 0)
        for number, lane in enumerate(lanes)
    ]
    return (*found, *((Sweep((), 0, end, answers=True),) if answers else ()))

"""Where one sequence of a batch lies in PyTorch's tensors, which are only asked for their shape."""

from typing import Any

import numpy as np

from rnnviz.interchange.capture_error import CaptureError


class Place:
    """Where the sequence lies in a batch: (T, B, …), (B, T, …), or (T, …) without a batch."""

    def __init__(self, shape: tuple[int, ...], batch_first: bool, sequence: int):
        self._axis = None if len(shape) == 2 else 0 if batch_first else 1
        self.size = 1 if self._axis is None else shape[self._axis]
        self._steps = shape[0] if self._axis in (None, 1) else shape[1]
        self._sequence = _checked(sequence, self.size)

    def of_steps(self, tensor: Any) -> Any:
        """Of something that has steps, those of the sequence, (T, …)."""
        return tensor if self._axis is None else tensor.select(self._axis, self._sequence)

    def of_states(self, tensor: Any) -> Any:
        """Of states (lanes, B, H) those of the sequence, (lanes, H)."""
        return tensor if self._axis is None else tensor[:, self._sequence]

    def row(self, time: int) -> int:
        """Where a step lies when sequences and steps are one axis."""
        if self._axis == 0:
            return self._sequence * self._steps + time
        return time * self.size + self._sequence


class PackedPlace:
    """The same in a packed batch: step after step, of each those sequences that are so long."""

    def __init__(self, packed: Any, sequence: int):
        sizes = packed.batch_sizes.tolist()
        self.size = sizes[0]
        self._sequence = _checked(sequence, self.size)
        order = packed.unsorted_indices
        place = self._sequence if order is None else int(order[self._sequence])
        begins = np.cumsum([0, *sizes])
        self._rows = [int(begins[t]) + place for t, size in enumerate(sizes) if size > place]

    def of_steps(self, tensor: Any) -> Any:
        """Of something that has steps, those of the sequence, (T, …)."""
        return tensor[self._rows]

    def of_states(self, tensor: Any) -> Any:
        """Of states (lanes, B, H) those of the sequence, (lanes, H)."""
        return tensor[:, self._sequence]

    def row(self, time: int) -> int:
        """Where a step lies in the packed rows."""
        return self._rows[time]


def place_of(x: Any, batch_first: bool, sequence: int) -> Place | PackedPlace:
    """Where sequence number `sequence` lies in what a layer reads. Raises CaptureError."""
    if hasattr(x, "batch_sizes"):
        return PackedPlace(x, sequence)
    return Place(tuple(x.shape), batch_first, sequence)


def _checked(sequence: int, size: int) -> int:
    if not 0 <= sequence < size:
        raise CaptureError(f"sequence {sequence} was given; wanted one from 0 to {size - 1}")
    return sequence

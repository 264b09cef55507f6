"""Parameters: every weight of a network in one flat vector, with a named view of each."""

from collections.abc import Iterator, Mapping, Sequence
from math import prod

import numpy as np
from numpy.typing import DTypeLike

from rnnviz.engine.batch import Floats


class Parameters(Mapping[str, Floats]):
    """A mapping from names to arrays that share the memory of one vector, `flat`.

    Clipping and optimisers work on `flat` in a dozen calls; everything else uses names.
    The names follow one another in `flat` in the order given.
    """

    def __init__(self, shapes: Sequence[tuple[str, tuple[int, ...]]], dtype: DTypeLike):
        self.shapes = tuple(shapes)
        self._starts: dict[str, int] = {}
        size = 0
        for name, shape in self.shapes:
            self._starts[name] = size
            size += prod(shape)
        self.flat: Floats = np.zeros(size, dtype)
        self._views = {
            name: self.flat[self._starts[name] :][: prod(shape)].reshape(shape)
            for name, shape in self.shapes
        }

    def __getitem__(self, name: str) -> Floats:
        return self._views[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._views)

    def __len__(self) -> int:
        return len(self._views)

    def zeros_like(self) -> "Parameters":
        """Zeros under the same names: room for gradients."""
        return Parameters(self.shapes, self.flat.dtype)

    def can_hold(self, value: float) -> bool:
        """Whether a number is finite in the precision of these."""
        with np.errstate(over="ignore"):
            return bool(np.isfinite(self.flat.dtype.type(value)))

    def under(self, prefix: str) -> dict[str, Floats]:
        """The arrays whose names start with `prefix`, under the rest of their names."""
        start, views = len(prefix), self._views.items()
        return {name[start:]: view for name, view in views if name.startswith(prefix)}

    def block(self, names: Sequence[str]) -> Floats:
        """Arrays that lie one after the other in `flat` and differ at most in their rows,
        stacked into one array without copying."""
        first = self[names[0]]
        rows = sum(self[name].shape[0] for name in names)
        size = rows * prod(first.shape[1:])
        return self.flat[self._starts[names[0]] :][:size].reshape(rows, *first.shape[1:])

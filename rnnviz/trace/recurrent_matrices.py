"""Recurrent matrices: what multiplies a state of the step before, and its eigenvalues.

In a linear network h_t = W h_{t−1}, a state along an eigenvector grows or fades by |λ| each step;
the spectral radius is the largest |λ|, and the norm, the largest singular value, the most that one
step can stretch a state (R. Pascanu, T. Mikolov and Y. Bengio, 2013).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Floats
from rnnviz.engine.cells.cell import Quantity
from rnnviz.trace.trace import Trace

Complex = NDArray[np.complexfloating]

#: An eigenvalue so near the unit circle lies on it: rounding, of float32 too, moves those of an
#: orthogonal matrix about as much, and in hundreds of steps it lets nothing grow.
ON_CIRCLE = 1e-5


@dataclass(frozen=True)
class MatrixSpectrum:
    """Of one matrix (H, H).

    eigenvalues  the largest absolute value first, (H,); none where a number of it is not finite.
    norm         the largest singular value.
    """

    eigenvalues: Complex
    norm: float

    @property
    def radius(self) -> float:
        """The largest absolute value of an eigenvalue."""
        return float(np.abs(self.eigenvalues[0])) if len(self.eigenvalues) else float("nan")

    @property
    def outside(self) -> NDArray[np.bool_]:
        """Which eigenvalues lie outside of the unit circle, and not on it, (H,)."""
        found: NDArray[np.bool_] = np.abs(self.eigenvalues) > 1 + ON_CIRCLE
        return found


@dataclass(frozen=True)
class Spectra:
    """Of all recurrent matrices after an update, by parameter name: "layer1.W_hh"."""

    update: int
    matrices: Mapping[str, MatrixSpectrum]


@dataclass(frozen=True)
class SpectraHistory:
    """Spectral radius and norm at some updates of a branch, (N,) each, in order.

    radii, norms  by parameter name.
    """

    updates: NDArray[np.intp]
    radii: Mapping[str, Floats]
    norms: Mapping[str, Floats]


def recurrent_weights(quantities: Iterable[Quantity]) -> tuple[str, ...]:
    """The weights that have recurrent columns, in the order in which the cell uses them."""
    return tuple(
        product.weight
        for quantity in quantities
        for product in quantity.products
        if product.sources != ("x",)
    )


def recurrent_columns(quantities: Iterable[Quantity], weight: str, array: Floats) -> Floats:
    """The square part of a weight that multiplies something of the step before, (H, H).

    Raises KeyError where the cell has no such weight.
    """
    hidden = len(array)
    for quantity in quantities:
        for product in quantity.products:
            if product.weight == weight:
                source = next(name for name in product.sources if name != "x")
                columns = product.columns(source, array.shape[1] - hidden, hidden)
                return array[:, columns]
    raise KeyError(weight)


def recurrent_matrix(trace: Trace, name: str) -> Floats:
    """The recurrent columns of a parameter of a trace, by its name: "layer1.W_f"."""
    weight = name.rpartition(".")[2]
    return recurrent_columns(trace.quantities, weight, trace.parameters[name])


def recurrent_names(trace: Trace) -> tuple[str, ...]:
    """All of them, lane by lane."""
    weights = recurrent_weights(trace.quantities)
    return tuple(f"{lane.key}.{weight}" for lane in trace.lanes for weight in weights)


def spectra(
    quantities: tuple[Quantity, ...], parameters: Mapping[str, Floats], update: int
) -> Spectra:
    """Of every recurrent matrix among these parameters."""
    return Spectra(update, dict(_each(quantities, parameters)))


def _each(
    quantities: tuple[Quantity, ...], parameters: Mapping[str, Floats]
) -> Iterator[tuple[str, MatrixSpectrum]]:
    weights = frozenset(recurrent_weights(quantities))
    for name, array in parameters.items():
        lane, _, weight = name.rpartition(".")
        if lane and weight in weights:
            yield name, spectrum(recurrent_columns(quantities, weight, array))


def spectrum(matrix: Floats) -> MatrixSpectrum:
    """Of a square matrix."""
    whole = matrix.astype(float)
    if not np.isfinite(whole).all():
        return MatrixSpectrum(np.zeros(0, complex), float("nan"))
    found = np.linalg.eigvals(whole).astype(complex)
    order = np.argsort(-np.abs(found), kind="stable")
    return MatrixSpectrum(found[order], largest_singular_value(whole))


def largest_singular_value(matrix: Floats) -> float:
    """σ_max; NaN where a number is not finite.

    σ² is the largest eigenvalue of AᵀA, which is found in half the time of all singular values.
    """
    greatest = float(np.abs(matrix).max(initial=0.0))
    if not np.isfinite(greatest):
        return float("nan")
    if greatest == 0.0:
        return 0.0
    scaled = matrix.astype(float) / greatest  # Its squares neither overflow nor vanish.
    return greatest * float(np.sqrt(max(0.0, np.linalg.eigvalsh(scaled.T @ scaled)[-1])))

"""Starting values of the weights.

xavier      uniform in ±√(6 / (columns + rows)) (X. Glorot and Y. Bengio, 2010)
orthogonal  recurrent: a random orthogonal matrix (A. Saxe et al., 2014); others xavier
identity    recurrent: the identity; others normal with deviation 0.001
            (Q. Le, N. Jaitly and G. Hinton, 2015, made for ReLU)
normal      normal with deviation scale / √columns
"""

from collections.abc import Callable
from typing import Literal

import numpy as np

from rnnviz.engine import attention
from rnnviz.engine.batch import Floats
from rnnviz.engine.network import Network

InitName = Literal["xavier", "orthogonal", "identity", "normal"]

#: From (rows, columns, is recurrent, scale, rng) to a matrix (rows, columns).
Scheme = Callable[[int, int, bool, float, np.random.Generator], Floats]


def _xavier(
    rows: int, columns: int, recurrent: bool, scale: float, rng: np.random.Generator
) -> Floats:
    limit = scale * np.sqrt(6.0 / (rows + columns))
    return rng.uniform(-limit, limit, (rows, columns))


def _orthogonal(
    rows: int, columns: int, recurrent: bool, scale: float, rng: np.random.Generator
) -> Floats:
    if not recurrent:
        return _xavier(rows, columns, recurrent, scale, rng)
    q, r = np.linalg.qr(rng.standard_normal((rows, columns)))
    # The signs of r make q uniform over all orthogonal matrices (F. Mezzadri, 2007).
    return scale * q * np.sign(np.diag(r))


def _identity(
    rows: int, columns: int, recurrent: bool, scale: float, rng: np.random.Generator
) -> Floats:
    if recurrent:
        return scale * np.eye(rows, columns)
    return rng.normal(0.0, 0.001, (rows, columns))


def _normal(
    rows: int, columns: int, recurrent: bool, scale: float, rng: np.random.Generator
) -> Floats:
    return rng.normal(0.0, scale / np.sqrt(columns), (rows, columns))


INITIALIZERS: dict[InitName, Scheme] = {
    "xavier": _xavier,
    "orthogonal": _orthogonal,
    "identity": _identity,
    "normal": _normal,
}


def initialize(
    network: Network,
    scheme: InitName,
    rng: np.random.Generator,
    scale: float = 1.0,
    spectral_radius: float | None = None,
) -> None:
    """Give every parameter its starting value.

    scale            multiplies the recurrent and input weights of the scheme.
    spectral_radius  if given, every recurrent matrix is scaled so that the greatest
                     absolute value of its eigenvalues is this.
    The readout, and what attention has, are always xavier with scale 1; biases are 0 but for
    those that the cell itself sets.
    """
    make, hidden = INITIALIZERS[scheme], network.hidden
    # All eigenvalues of these have the absolute value `scale`: no need to look for them.
    known = scale if scheme in ("orthogonal", "identity") else None
    for lane in network.lanes:
        p = network.parameters.under(f"{lane.key}.")
        for parameter in network.cell.parameters:
            array, column = p[parameter.name], 0
            if not parameter.sources:
                array[...] = network.cell.initial_bias(parameter.name)
            for source in parameter.sources:
                width = network.width(lane) if source == "x" else hidden
                block = make(hidden, width, source != "x", scale, rng)
                if source != "x" and spectral_radius is not None:
                    block = with_spectral_radius(block, spectral_radius, known)
                array[:, column : column + width] = block
                column += width
    for name, array in network.parameters.items():
        if name in (f"{attention.KEY}.{attention.WEIGHT}", "W_hy"):
            array[...] = _xavier(len(array), array.shape[1], False, 1.0, rng)
        elif name in (f"{attention.KEY}.{attention.BIAS}", "b_y"):
            array[...] = 0.0


def spectral_radius_of(matrix: Floats) -> float:
    """The greatest absolute value of a square matrix's eigenvalues."""
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def with_spectral_radius(matrix: Floats, wanted: float, known: float | None = None) -> Floats:
    """The matrix scaled to a spectral radius; unchanged where its own is 0. Its own is `known`,
    or computed."""
    radius = spectral_radius_of(matrix) if known is None else known
    return matrix * (wanted / radius) if radius > 0 else matrix

"""The summaries of a branch as arrays, one row for each."""

from collections.abc import Mapping, Sequence

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.shelf import Array, Packer, Slot, Unpacker
from rnnviz.trace.histograms import GRADIENT_BINS, WEIGHT_BINS, Histogram
from rnnviz.trace.summary import Saturated, Summary

Key = tuple[str, str]
#: Of a nonlinearity: low, high, and dead, which is NaN where a unit cannot be dead.
SHARES = 3
#: Of a histogram: norm and largest.
SIZES = 2


def pack_summaries(
    packer: Packer,
    name: str,
    kept: Sequence[Summary],
    nonlinear: Sequence[Key],
    parameters: Sequence[str],
) -> None:
    """Write summaries under names that begin with `name`: of these nonlinearities, by lane and
    symbol, and of these parameters."""
    if not kept:
        return
    packer.put(f"{name}.updates", np.array([each.update for each in kept]), "<i8")
    saturation = [[_shares(each.saturation[key]) for key in nonlinear] for each in kept]
    row = (len(nonlinear), SHARES)
    packer.put(f"{name}.saturation", np.array(saturation).reshape(len(kept), *row), "<f8")
    _pack_spread(packer, f"{name}.weights", [each.weights for each in kept], parameters)
    learnt = [each.gradients for each in kept if each.gradients]
    packer.put(f"{name}.has_gradients", np.array([bool(each.gradients) for each in kept]), "|b1")
    if learnt:
        _pack_spread(packer, f"{name}.gradients", learnt, parameters)


def _shares(each: Saturated) -> tuple[float, float, float]:
    return each.low, each.high, np.nan if each.dead is None else each.dead


def _pack_spread(
    packer: Packer,
    name: str,
    spread: Sequence[Mapping[str, Histogram]],
    parameters: Sequence[str],
) -> None:
    shares = np.array([[each[p].shares for p in parameters] for each in spread], np.float32)
    sizes = np.array([[(each[p].norm, each[p].largest) for p in parameters] for each in spread])
    packer.put(f"{name}.shares", shares, "<f4")
    packer.put(f"{name}.sizes", sizes, "<f8")


def unpack_summaries(
    unpacker: Unpacker,
    name: str,
    count: int,
    nonlinear: Sequence[Key],
    parameters: Sequence[str],
) -> list[Summary]:
    """The summaries that were written. Raises FileError where they are not."""
    if not count:
        return []
    updates = unpacker.take(f"{name}.updates", Slot("<i8", (count,)))
    if updates[0] < 0 or (np.diff(updates) <= 0).any():
        raise FileError(f"{name}.updates are not in their order")
    saturation = unpacker.take(f"{name}.saturation", Slot("<f8", (count, len(nonlinear), SHARES)))
    _check_shares(f"{name}.saturation", saturation)
    weights = _unpack_spread(unpacker, f"{name}.weights", count, parameters, WEIGHT_BINS)
    has = unpacker.take(f"{name}.has_gradients", Slot("|b1", (count,)))
    gradients: list[dict[str, Histogram]] = [{} for _ in range(count)]
    if has.any():
        learnt = int(has.sum())
        found = _unpack_spread(unpacker, f"{name}.gradients", learnt, parameters, GRADIENT_BINS)
        for place, spread in zip(np.flatnonzero(has), found, strict=True):
            gradients[place] = spread
    return [
        Summary(int(updates[n]), _saturated(nonlinear, saturation[n]), weights[n], gradients[n])
        for n in range(count)
    ]


def _saturated(nonlinear: Sequence[Key], shares: Array) -> dict[Key, Saturated]:
    return {
        key: Saturated(float(low), float(high), None if np.isnan(dead) else float(dead))
        for key, (low, high, dead) in zip(nonlinear, shares, strict=True)
    }


def _unpack_spread(
    unpacker: Unpacker, name: str, count: int, parameters: Sequence[str], bins: int
) -> list[dict[str, Histogram]]:
    size = len(parameters)
    shares = unpacker.take_finite(f"{name}.shares", Slot("<f4", (count, size, bins)))
    _check_shares(f"{name}.shares", shares)
    sizes = unpacker.take(f"{name}.sizes", Slot("<f8", (count, size, SIZES)))
    if (sizes < 0).any():
        raise FileError(f"{name}.sizes has a size below 0")
    return [
        {
            parameter: Histogram(_alone(shares[n, p]), float(sizes[n, p, 0]), float(sizes[n, p, 1]))
            for p, parameter in enumerate(parameters)
        }
        for n in range(count)
    ]


def _check_shares(name: str, shares: Array) -> None:
    """Those that are known are shares of a whole."""
    if (shares < 0).any() or (shares > 1).any():
        raise FileError(f"{name} has shares that are not from 0 to 1")


def _alone(shares: Floats) -> Floats:
    """Copied, so that each can be forgotten by itself."""
    copy = shares.copy()
    copy.setflags(write=False)
    return copy

"""Check the gradients of a network against differences of its loss."""

from collections.abc import Callable

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.loss import Loss
from rnnviz.engine.network import Backward, Network, NetworkState


def difference(value: Callable[[], float], array: Floats, index: int, step: float) -> float:
    """∂value/∂array[index] from four points; its error is of the order of step⁴.

    M. Abramowitz and I. Stegun, Handbook of Mathematical Functions, 25.3.6.
    """
    flat = array.reshape(-1)
    kept = flat[index]

    def at(distance: float) -> float:
        flat[index] = kept + distance
        return value()

    slope = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step)
    flat[index] = kept
    return float(slope)


def relative_error(exact: Floats, measured: Floats, floor: float = 1e-5) -> float:
    """The worst |a − b| / max(|a|, |b|), where no denominator is taken smaller than
    `floor` times the greatest element: below that, differences measure only rounding."""
    least = floor * max(float(np.abs(exact).max(initial=0)), 1e-12)
    size = np.maximum(np.maximum(np.abs(exact), np.abs(measured)), least)
    return float((np.abs(exact - measured) / size).max(initial=0))


def check_gradients(
    network: Network, loss: Loss, batch: Batch, start: NetworkState, step: float = 1e-3
) -> dict[str, float]:
    """The worst relative error of ∂E/∂· for every parameter, the inputs ("x", where they
    are vectors) and every starting state ("layer1.h start"), by name.

    The network is left as it was. Wants float64.
    """
    forward = network.forward(batch, start)
    backward = network.backward(forward, loss.evaluate(forward.y, batch).d_y)

    def total() -> float:
        y = network.forward(batch, start).y
        return loss.evaluate(y, batch).total

    pairs: list[tuple[str, Floats, Floats]] = [
        (name, network.parameters[name], backward.gradients[name]) for name in network.parameters
    ]
    if batch.inputs.ndim == 3:
        inputs: Floats = np.asarray(batch.inputs)
        pairs.append(("x", inputs, _input_gradient(network, batch, backward)))
    for key, states in start.items():
        pairs.extend((f"{key}.{s} start", v, backward.start[key][s]) for s, v in states.items())

    return {
        name: relative_error(
            exact.ravel(),
            np.array([difference(total, array, n, step) for n in range(array.size)]),
        )
        for name, array, exact in pairs
    }


def _input_gradient(network: Network, batch: Batch, backward: Backward) -> Floats:
    """∂E/∂x, from all lanes that read it, in the order of time."""
    lanes = network.reader.layers[0]
    parts = [lane.turned(backward.lanes[lane.key].d_inputs, batch.exists) for lane in lanes]
    total: Floats = sum(parts[1:], parts[0])
    return total

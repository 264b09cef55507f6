"""Let a trained network write: each output is drawn and fed back as the next input."""

from collections.abc import Sequence

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.engine.network import Network


def tempered(y: Floats, temperature: float) -> Floats:
    """softmax(y / temperature): below 1 the likely gets likelier, 0 leaves only the likeliest.

    y  (O,)
    """
    if temperature <= 0:
        likeliest: Floats = np.eye(len(y))[y.argmax()]
        return likeliest
    scaled = (y - y.max()).astype(np.float64) / temperature
    p: Floats = np.exp(scaled)
    p /= p.sum()
    return p


def write(
    network: Network,
    prompt: Sequence[int],
    count: int,
    temperature: float,
    rng: np.random.Generator,
) -> list[int]:
    """Read the symbols of `prompt`, then write `count` more; returns those."""
    parameters = [network.parameters.under(f"{lane.key}.") for lane in network.lanes]
    states = [network.start(1)[lane.key] for lane in network.lanes]
    one_hot = np.eye(network.inputs, dtype=network.parameters.flat.dtype)
    output = network.cell.states[0]
    written: list[int] = []
    symbols = list(prompt)
    for n in range(len(symbols) + count - 1):
        read = one_hot[symbols[n]][None]
        for lane, p in enumerate(parameters):
            values = network.cell.step(p, read, states[lane])
            states[lane] = {state: values[state] for state in network.cell.states}
            read = values[output]
        if n >= len(prompt) - 1:
            p_next = tempered(network.read_out(read)[0], temperature)
            symbols.append(int(rng.choice(len(p_next), p=p_next)))
            written.append(symbols[-1])
    return written

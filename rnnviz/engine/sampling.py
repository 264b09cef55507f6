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
        likeliest = np.zeros(len(y))
        likeliest[y.argmax()] = 1.0
        return likeliest
    scaled = (y - y.max()).astype(np.float64) / temperature
    p: Floats = np.exp(scaled)
    p /= p.sum()
    return p


def draw(p: Floats, rng: np.random.Generator) -> int:
    """An index, each drawn with its probability. p  (O,)"""
    up_to = p.cumsum()
    up_to /= up_to[-1]  # A random number is below 1, and so must find its place below the last.
    return int(up_to.searchsorted(rng.random(), side="right"))


def write(
    network: Network,
    prompt: Sequence[int],
    count: int,
    temperature: float,
    rng: np.random.Generator,
) -> list[int]:
    """Read the symbols of `prompt`, then write `count` more; returns those.

    Ends early where an output is not finite: in a text so much longer than what is trained
    on a state may grow without bound, and nothing can be drawn from NaN.
    """
    reader = _Reader(network)
    written: list[int] = []
    with np.errstate(all="ignore"):
        for symbol in prompt:
            y = reader.read(symbol)
        while len(written) < count and np.isfinite(y).all():
            written.append(draw(tempered(y, temperature), rng))
            y = reader.read(written[-1])
    return written


class _Reader:
    """A network that reads one symbol at a time and remembers its states."""

    def __init__(self, network: Network):
        self.network = network
        # The products are faster with the rows of the transposed weights in one piece.
        self.parameters = [
            {name: np.asfortranarray(p) for name, p in network.parameters.under(prefix).items()}
            for prefix in (f"{lane.key}." for lane in network.lanes)
        ]
        self.read_out = np.asfortranarray(network.parameters["W_hy"]).T
        self.states = [network.start(1)[lane.key] for lane in network.lanes]
        self.one_hot = np.zeros((1, network.inputs), network.parameters.flat.dtype)

    def read(self, symbol: int) -> Floats:
        """Read a symbol; returns y, (O,)."""
        cell, reads = self.network.cell, self.one_hot
        reads[...] = 0.0
        reads[0, symbol] = 1.0
        for lane, p in enumerate(self.parameters):
            self.states[lane] = cell.step(p, reads, self.states[lane])
            reads = self.states[lane][cell.states[0]]
        y: Floats = (reads @ self.read_out)[0] + self.network.parameters["b_y"]
        return y

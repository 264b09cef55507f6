"""Let a trained network write: each output is drawn and fed back as the next input."""

from collections.abc import Sequence

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.engine.network import Network
from rnnviz.engine.stepper import Stepper


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


def among_likeliest(p: Floats, count: int) -> Floats:
    """The same distribution over the `count` likeliest symbols only ("top k"; A. Fan, M. Lewis
    and Y. Dauphin, 2018); all of them where `count` is 0. p  (O,)"""
    if not 0 < count < len(p):
        return p
    kept = np.zeros_like(p)
    likeliest = np.argsort(-p, kind="stable")[:count]
    kept[likeliest] = p[likeliest]
    kept /= kept.sum()
    return kept


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
    top_k: int = 0,
) -> list[int]:
    """Read the symbols of `prompt`, then write `count` more; returns those.

    top_k  see `among_likeliest`.

    Ends early where an output is not finite: in a text so much longer than what is trained
    on a state may grow without bound, and nothing can be drawn from NaN.
    """
    reader = Stepper(network, network.start(1))
    symbols = np.eye(network.inputs, dtype=network.parameters.flat.dtype)
    written: list[int] = []
    with np.errstate(all="ignore"):
        for symbol in prompt:
            y = reader.read(symbols[symbol : symbol + 1])[0]
        while len(written) < count and np.isfinite(y).all():
            p = among_likeliest(tempered(y, temperature), top_k)
            written.append(draw(p, rng))
            y = reader.read(symbols[written[-1] : written[-1] + 1])[0]
    return written

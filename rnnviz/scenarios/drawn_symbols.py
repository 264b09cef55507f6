"""Symbols drawn one after another from what a network says, each read as the next input.

The likeliest symbol every time makes most language models repeat themselves for ever (Holtzman,
Buys, Du, Forbes and Choi 2020, "The Curious Case of Neural Text Degeneration"); drawing does not.
"""

from dataclasses import replace

import numpy as np

from rnnviz.engine.batch import Batch, Floats, Integers
from rnnviz.scenarios.scenario import Answers


def drawn_symbols(
    network: Answers, batch: Batch, end: int | None, rng: np.random.Generator, temperature: float
) -> list[int]:
    """What the network writes after the first input of a batch of one sequence of symbols, as long
    as that at most, up to the end symbol, which is left out.

    temperature  above 0; below 1 the likely gets likelier.
    """
    inputs = batch.inputs.copy()
    symbols: list[int] = []
    for step in range(int(batch.exists.sum())):
        shares = network.outputs(_beginning(batch, inputs, step + 1))[step, 0]
        symbol = int(rng.choice(len(shares), p=_tempered(shares, temperature)))
        if symbol == end:
            break
        symbols.append(symbol)
        if step + 1 < batch.steps:
            inputs[step + 1] = symbol
    return symbols


def _beginning(batch: Batch, inputs: Floats | Integers, steps: int) -> Batch:
    """The first steps, with these inputs."""
    return replace(
        batch,
        inputs=inputs[:steps],
        targets=batch.targets[:steps],
        exists=batch.exists[:steps],
        scored=batch.scored[:steps],
        fed=None,
    )


def _tempered(shares: Floats, temperature: float) -> Floats:
    """Shares ^ (1 / temperature), with the sum 1 again."""
    powers: Floats = (shares.astype(np.float64) / shares.max()) ** (1 / temperature)
    powers /= powers.sum()
    return powers

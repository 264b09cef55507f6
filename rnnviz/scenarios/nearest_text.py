"""The answer of the nearest text: what can be had without a network from any pairs at all."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.scenarios.nearest import nearest
from rnnviz.scenarios.sequence_pairs import Example

#: Pieces of one, two and three symbols are counted in so many boxes.
BOXES = 1024
#: So many training texts are looked through; more would take seconds.
SEARCHED = 5_000


def nearest_answers(training: Sequence[Example], asked: Sequence[Example]) -> list[list[str]]:
    """For each text asked, the target of the training text with the most similar pieces."""
    known = training[:SEARCHED]
    places = nearest(_pieces(asked), _pieces(known))
    return [list(known[place].target) for place in places.tolist()]


def _pieces(examples: Sequence[Example]) -> Floats:
    """How often each piece occurs, of length 1, (N, BOXES)."""
    counts: Floats = np.zeros((len(examples), BOXES))
    for n, example in enumerate(examples):
        for piece in _pieces_of(example.source):
            counts[n, crc32(piece.encode()) % BOXES] += 1
    lengths: Floats = np.sqrt(np.square(counts).sum(axis=1, keepdims=True))
    return counts / lengths


def _pieces_of(source: Sequence[str]) -> list[str]:
    return [
        "\0".join(source[first : first + length])
        for length in (1, 2, 3)
        for first in range(len(source) - length + 1)
    ]

"""What finds splice junctions without a network: the consensus, and weights of positions."""

import numpy as np

from rnnviz.engine.batch import Floats, Integers
from rnnviz.scenarios.splice_junctions import BASES, Junctions

_A, _G, _T = (BASES.index(base) for base in "AGT")


def consensus(
    junctions: Junctions, border: int, donor: int, acceptor: int, neither: int
) -> Integers:
    """GT after the border makes a donor, else AG before it an acceptor. (N,)

    An intron begins with GT and ends with AG (Breathnach et al. 1978, "Ovalbumin gene: evidence
    for a leader sequence in mRNA and DNA sequences at the exon-intron boundaries"). Donors go
    first, as every second one also has AG before the border.

    border  how many bases stand before it.
    donor, acceptor, neither   the classes.
    """
    bases = junctions.bases
    starts = (bases[:, border] == _G) & (bases[:, border + 1] == _T)
    ends = (bases[:, border - 2] == _A) & (bases[:, border - 1] == _G)
    return np.where(starts, donor, np.where(ends, acceptor, neither))


def position_weights(junctions: Junctions, classes: int) -> tuple[Floats, Floats]:
    """ln P(class), (C,), and ln P(base | class) at each position, (C, T, 4).

    Staden 1984, "Computer methods to locate signals in nucleic acid sequences"; each base is
    counted once more than it occurs, so that none is impossible.
    """
    counts = np.ones((classes, junctions.bases.shape[1], len(BASES)))
    positions = np.arange(junctions.bases.shape[1])
    np.add.at(counts, (junctions.labels[:, None], positions, junctions.bases), 1)
    shares = np.bincount(junctions.labels, minlength=classes) / len(junctions.labels)
    return np.log(shares), np.log(counts / counts.sum(axis=2, keepdims=True))


def weighed(junctions: Junctions, weights: tuple[Floats, Floats]) -> Integers:
    """The likeliest class of each sequence, (N,), if every position spoke for itself."""
    classes, bases = weights
    positions = np.arange(junctions.bases.shape[1])
    sums = bases[:, positions, junctions.bases].sum(axis=2) + classes[:, None]
    likeliest: Integers = sums.argmax(axis=0)
    return likeliest

"""The splice junctions that ship: bases, classes, and which sequences are relatives."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Booleans, Integers
from rnnviz.scenarios.data_card import data_card

BASES = "ACGT"
#: So many bases of a sequence stand before the place that is asked about.
BORDER = 30
#: The share of each class that is held out, and the seed with which it is drawn.
HELD_OUT, SEED = 0.2, 1991


@dataclass(frozen=True, eq=False)
class Junctions:
    """N sequences.

    bases     (N, T) places in BASES.
    labels    (N,) classes.
    families  (N,) numbers: sequences with the same one share 25 bases in a row or more,
              or are linked by others that do.
    """

    bases: Integers
    labels: Integers
    families: Integers

    def at(self, chosen: Booleans) -> "Junctions":
        """The sequences that are chosen, (N,)."""
        return Junctions(self.bases[chosen], self.labels[chosen], self.families[chosen])

    def around(self, steps: int) -> "Junctions":
        """Only `steps` bases around the border, of which steps // 2 stand before it."""
        first = BORDER - steps // 2
        return Junctions(self.bases[:, first : first + steps], self.labels, self.families)

    def divided(self) -> tuple["Junctions", "Junctions"]:
        """Training and held-out sequences; whole families go to one side, and as many in
        a hundred of each class. Always the same ones."""
        rng = np.random.default_rng(SEED)
        held_out = np.zeros(len(self.labels), np.bool_)
        for label in np.unique(self.labels):
            founders = self.families[np.sort(self._founders(label))]
            drawn = rng.permutation(founders)[: round(HELD_OUT * len(founders))]
            held_out |= np.isin(self.families, drawn)
        return self.at(~held_out), self.at(held_out)

    def _founders(self, label: int) -> NDArray[np.intp]:
        """The first member of each family, where it is of this class."""
        first = np.unique(self.families, return_index=True)[1]
        chosen: NDArray[np.intp] = first[self.labels[first] == label]
        return chosen


@cache
def read_junctions(classes: Sequence[str]) -> Junctions:
    """All sequences of resources/data/dna_splice.tsv, with the classes by their names."""
    lines = data_card("dna_splice").path.read_text(encoding="ascii").splitlines()[1:]
    names, families, sequences = zip(*(line.split("\t") for line in lines), strict=True)
    letters = np.frombuffer("".join(sequences).encode("ascii"), np.uint8)
    numbers = np.zeros(256, np.intp)
    numbers[list(BASES.encode("ascii"))] = np.arange(len(BASES))
    return Junctions(
        numbers[letters].reshape(len(lines), -1),
        np.array([classes.index(name) for name in names], np.intp),
        np.array(families, np.intp),
    )

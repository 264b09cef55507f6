"""Pictures with labels: the handwritten digits that come with the program, or an IDX file.

The digits are those of E. Alpaydin and C. Kaynak, 1998; IDX is the format of MNIST (Y. LeCun,
C. Cortes and C. Burges, 1998).
"""

import gzip
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Floats, Integers
from rnnviz.scenarios.data_card import DataCard, data_card
from rnnviz.scenarios.own.idx import read_idx
from rnnviz.scenarios.scenario import Request, ScenarioError

#: Height and width of the digits that come with the program, and the number of full ink.
SIDE, FULL = 8, 16
#: One picture in so many is held out; which ones is drawn with this seed.
HELD_OUT, SPLIT_SEED = 5, 1998


@dataclass(frozen=True, eq=False)
class LabelledPictures:
    """
    pictures  (N, height, width), 0 paper … 1 ink.
    labels    (N,) classes, and `names` of them.
    training, held_out   places of the pictures of the two parts.
    facts     what was read.
    card      None for a file of the user's own.
    """

    pictures: Floats
    labels: Integers
    names: tuple[str, ...]
    training: NDArray[np.intp]
    held_out: NDArray[np.intp]
    facts: tuple[tuple[str, str], ...]
    card: DataCard | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self.pictures.shape[1], self.pictures.shape[2]


def read_pictures(request: Request) -> LabelledPictures:
    """The user's IDX file where it is asked for, else the digits. Raises ScenarioError."""
    if request.corpus != "file":
        return digits()
    if request.text is None:
        raise ScenarioError("No file was chosen; wanted is an IDX file of pictures.")
    own = read_idx(request.text, request.reading)
    return divided(own.pictures, own.labels, own.facts, None)


@cache
def digits() -> LabelledPictures:
    """The 1,797 digits of 8 × 8 pixels."""
    card = data_card("digits")
    with gzip.open(card.path, "rt", encoding="ascii") as file:
        table = np.loadtxt(file, dtype=np.intp, delimiter=",")
    pictures = table[:, :-1].reshape(-1, SIDE, SIDE) / FULL
    facts = (("Pictures", f"{len(pictures):,} digits of {SIDE} × {SIDE} pixels, by 13 writers"),)
    return divided(pictures, table[:, -1], facts, card)


def divided(
    pictures: Floats, labels: Integers, facts: tuple[tuple[str, str], ...], card: DataCard | None
) -> LabelledPictures:
    """Name the classes and hold a fifth of the pictures out: the same ones every time.

    Raises ScenarioError where there are too few pictures or classes.
    """
    order = np.random.default_rng(SPLIT_SEED).permutation(len(pictures))
    cut = len(order) // HELD_OUT
    held_out, training = np.sort(order[:cut]), np.sort(order[cut:])
    # A class that is only held out could not be learnt; what is never trained on has no name.
    kinds, classes = np.unique(labels, return_inverse=True)
    if cut == 0 or len(kinds) < 2 or len(np.unique(classes[training])) < len(kinds):
        raise ScenarioError(
            f"There are {len(pictures)} pictures of {len(kinds)} classes; wanted are at least "
            f"{HELD_OUT} pictures and two classes, with enough pictures of each."
        )
    names = tuple(str(kind) for kind in kinds.tolist())
    parts = f"{cut:,} of {len(pictures):,} pictures, drawn with seed {SPLIT_SEED}"
    facts = (*facts, ("Held out", f"{parts}, never trained on"))
    return LabelledPictures(pictures, classes, names, training, held_out, facts, card)

"""Scenes of one or two coloured shapes, each with its one right description.

Some pairs of a colour and a shape never occur in training, though both occur with others: who
describes these has put them together anew (compositional generalisation: J. Fodor and
Z. Pylyshyn, 1988; held-out pairs of attributes: J. Johnson et al., "CLEVR", 2017, section 4.7).
The description begins at the upper or left shape, as one reads.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Floats, Integers

#: Red, green and blue light on black ground.
COLOURS = {
    "red": (1, 0, 0),
    "green": (0, 1, 0),
    "blue": (0, 0, 1),
    "yellow": (1, 1, 0),
    "cyan": (0, 1, 1),
    "magenta": (1, 0, 1),
    "white": (1, 1, 1),
}
SHAPES = {
    "circle": ("·###·", "#···#", "#···#", "#···#", "·###·"),
    "square": ("#####", "#####", "#####", "#####", "#####"),
    "triangle": ("··#··", "··#··", "·###·", "·###·", "#####"),
    "plus": ("··#··", "··#··", "#####", "··#··", "··#··"),
    "cross": ("#···#", "·#·#·", "··#··", "·#·#·", "#···#"),
}
#: Pairs that are kept from training, each shape once.
HELD_OUT = (
    ("red", "circle"),
    ("green", "square"),
    ("blue", "triangle"),
    ("yellow", "plus"),
    ("cyan", "cross"),
)
#: A picture has 2 × 2 cells of so many pixels, each with a shape at its upper left or none.
CELL, SHAPE = 6, 5
SIDE = 2 * CELL

WORDS = ("a", *COLOURS, *SHAPES, "above", "left", "of", "■")
END = len(WORDS) - 1
#: Words of the longest description, with its end: "a red plus left of a blue cross ■".
LONGEST = {1: 4, 2: 9}

#: All pairs (P, 2) of a colour and a shape, by their places in COLOURS and SHAPES.
PAIRS = np.array([(c, s) for c in range(len(COLOURS)) for s in range(len(SHAPES))])
_KEPT = {(list(COLOURS).index(c), list(SHAPES).index(s)) for c, s in HELD_OUT}
IS_HELD_OUT = np.array([tuple(pair) in _KEPT for pair in PAIRS.tolist()])

_ALONE, _ABOVE, _LEFT_OF = range(3)
_INK = np.array([[[dot == "#" for dot in row] for row in rows] for rows in SHAPES.values()])
#: Each pair as it is painted, (P, SHAPE, SHAPE, 3).
_PAINTED = _INK[PAIRS[:, 1], :, :, None] * np.array(list(COLOURS.values()))[PAIRS[:, 0], None, None]


class Scenes(NamedTuple):
    """
    pictures  (B, SIDE, SIDE, 3), 0 dark … 1.
    captions  (B, LONGEST) places in WORDS, END from the description's end on.
    """

    pictures: Floats
    captions: Integers


def draw_scenes(rng: np.random.Generator, size: int, most: int, unseen: bool = False) -> Scenes:
    """`size` scenes of at most `most` (1 or 2) shapes.

    unseen  whether exactly one shape in each is a pair that is held out; else none is.
    """
    seen, kept = np.flatnonzero(~IS_HELD_OUT), np.flatnonzero(IS_HELD_OUT)
    pairs = rng.choice(seen, (2, size))
    relation = rng.choice(3, size, p=(0.2, 0.4, 0.4)) if most == 2 else np.zeros(size, np.intp)
    if unseen:
        which = np.where(relation == _ALONE, 0, rng.integers(2, size=size))
        pairs[which, np.arange(size)] = rng.choice(kept, size)
    return Scenes(_paint(rng, pairs, relation), _describe(pairs, relation)[:, : LONGEST[most]])


def _paint(rng: np.random.Generator, pairs: NDArray[np.intp], relation: Integers) -> Floats:
    """Two shapes side by side or one above the other, or one in any cell."""
    size = len(relation)
    row, column = rng.integers(2, size=(2, size))
    first_row = np.where(relation == _ABOVE, 0, row)
    first_column = np.where(relation == _LEFT_OF, 0, column)
    cells = np.zeros((size, 2, CELL, 2, CELL, 3))
    everywhere, two = np.arange(size), relation != _ALONE
    cells[everywhere, first_row, :SHAPE, first_column, :SHAPE] = _PAINTED[pairs[0]]
    second_row = np.where(relation == _ABOVE, 1, row)[two]
    second_column = np.where(relation == _LEFT_OF, 1, column)[two]
    cells[everywhere[two], second_row, :SHAPE, second_column, :SHAPE] = _PAINTED[pairs[1, two]]
    return cells.reshape(size, SIDE, SIDE, 3)


def _describe(pairs: NDArray[np.intp], relation: Integers) -> Integers:
    """The words of each scene, (B, LONGEST)."""
    captions = np.full((len(relation), LONGEST[2]), END)
    nouns = [
        np.stack([np.zeros(len(relation), np.intp), 1 + colour, 1 + len(COLOURS) + shape], axis=1)
        for colour, shape in PAIRS[pairs].transpose(0, 2, 1)
    ]
    captions[:, :3] = nouns[0]
    for kind, words in ((_ABOVE, ("above",)), (_LEFT_OF, ("left", "of"))):
        where, after = relation == kind, 3 + len(words)
        captions[where, 3:after] = [WORDS.index(word) for word in words]
        captions[where, after : after + 3] = nouns[1][where]
    return captions

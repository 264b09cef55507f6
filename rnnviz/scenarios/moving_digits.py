"""Films of two handwritten digits, one above the other, of which one moves and one stands still.

After N. Srivastava, E. Mansimov and R. Salakhutdinov, "Unsupervised Learning of Video
Representations using LSTMs", 2015 ("Moving MNIST"), but with another way to stay in the
picture: what goes out at one side comes in at the other. So every place is equally likely in
every frame, and no single frame tells what moves or where to.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Floats, Integers
from rnnviz.scenarios.digits import SIDE, LabelledPictures

HEIGHT, WIDTH = 2 * SIDE, 12
#: Columns a frame.
LEFT, RIGHT = -1, 1


class Films(NamedTuple):
    """
    frames    (T, B, HEIGHT, WIDTH), 0 paper … 1 ink.
    moving    (B,): which digit, 0…9, is the one that moves.
    to_right  (B,): 1 where it moves to the right, 0 to the left.
    """

    frames: Floats
    moving: Integers
    to_right: Integers


@dataclass(frozen=True, eq=False)
class DigitPool:
    """Pictures (N, SIDE, SIDE) in the order of their digits: those of digit d begin at `first[d]`
    and are `count[d]`."""

    pictures: Floats
    first: NDArray[np.intp]
    count: NDArray[np.intp]

    def draw(self, rng: np.random.Generator, digits: Integers) -> Floats:
        """For each of these digits (B,) one of its pictures, (B, SIDE, SIDE)."""
        nth = rng.integers(self.count[digits])
        chosen: Floats = self.pictures[self.first[digits] + nth]
        return chosen


def pool_of(data: LabelledPictures, places: NDArray[np.intp]) -> DigitPool:
    """The digits at these places."""
    labels = data.labels[places]
    count = np.bincount(labels, minlength=len(data.names))
    order = places[np.argsort(labels, kind="stable")]
    return DigitPool(data.pictures[order], np.cumsum(count) - count, count)


def draw_films(rng: np.random.Generator, pool: DigitPool, size: int, steps: int) -> Films:
    """`size` films of `steps` frames: two different digits, all choices equally likely."""
    kinds = len(pool.count)
    moving = rng.integers(kinds, size=size)
    standing = (moving + rng.integers(1, kinds, size)) % kinds
    to_right, below = rng.integers(2, size=(2, size))
    columns = rng.integers(WIDTH, size=(2, size))
    way = np.arange(steps)[:, None] * np.where(to_right, RIGHT, LEFT)
    mover = slide(pool.draw(rng, moving), columns[0] + way)
    other = slide(pool.draw(rng, standing), columns[1] + 0 * way)
    lower = (below == 1)[:, None, None]
    halves = (np.where(lower, other, mover), np.where(lower, mover, other))
    return Films(np.concatenate(halves, axis=2), moving, to_right)


def slide(pictures: Floats, columns: Integers) -> Floats:
    """Pictures (B, SIDE, SIDE) whose left edge is at these columns (T, B), taken round the circle
    of WIDTH columns: (T, B, SIDE, WIDTH)."""
    steps, size = columns.shape
    strips = np.zeros((steps, size, SIDE, WIDTH))
    where = (columns[:, :, None] + np.arange(SIDE)) % WIDTH
    strips[np.arange(steps)[:, None, None], np.arange(size)[:, None], :, where] = (
        pictures.transpose(0, 2, 1)
    )
    return strips

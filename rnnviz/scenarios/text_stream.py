"""TextStream: a text in pieces, read by several readers at once, from its beginning to its end.

The hidden state can be carried from piece to piece, so that it knows of what was read long
before (truncated backpropagation through time: Williams & Peng 1990).
"""

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch
from rnnviz.scenarios.positions import Position, TextPosition
from rnnviz.scenarios.scenario import Stream


def cut_pieces(
    text: NDArray[np.int16], positions: NDArray[np.intp], steps: int, continues: bool = False
) -> Batch:
    """The pieces of `text` that begin at `positions`, with the next symbol as target.

    text       (N,) symbols; after its end it begins again, so that N may be below steps.
    positions  (B,) indices into it.
    """
    places = (positions + np.arange(steps + 1)[:, np.newaxis]) % len(text)
    symbols = text[places].astype(np.intp)
    everywhere = np.ones((steps, len(positions)), dtype=np.bool_)
    return Batch(symbols[:-1], symbols[1:], everywhere, everywhere, continues)


class TextStream(Stream):
    """B readers, evenly spaced in the circle of the text, each T symbols on per batch."""

    def __init__(self, text: NDArray[np.int16], size: int, steps: int) -> None:
        """Readers at b·N // B of `text`, (N,) symbols."""
        self._text = text
        self._steps = steps
        self._positions = np.arange(size) * len(text) // size
        self._continues = False
        # A reader has read all of its part of the text when it comes to where the next began.
        self.epoch = -(-len(text) // (size * steps))

    def next(self) -> Batch:
        """The next T symbols of every reader."""
        batch = cut_pieces(self._text, self._positions, self._steps, self._continues)
        self._positions = (self._positions + self._steps) % len(self._text)
        self._continues = True
        return batch

    def position(self) -> Position:
        """The readers' places, and whether they have read before."""
        return TextPosition(tuple(self._positions.tolist()), self._continues)

    def holds(self, position: object) -> bool:
        """Whether it is a place for each of the readers in this text."""
        return (
            isinstance(position, TextPosition)
            and len(position.places) == len(self._positions)
            and all(0 <= place < len(self._text) for place in position.places)
        )

    def go_to(self, position: object) -> None:
        """Read again from there."""
        if not isinstance(position, TextPosition) or not self.holds(position):
            raise ValueError("no places of these readers in this text")
        self._positions = np.array(position.places, np.intp)
        self._continues = position.continues

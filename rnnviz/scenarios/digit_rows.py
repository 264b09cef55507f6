"""Handwritten digits read row by row: which digit is it?

Many to one. One row of pixels is the input of one step, so that what is read downwards has to be
kept until the last row (row by row rather than pixel by pixel as in Q. Le, N. Jaitly and
G. Hinton, 2015, section 4.2; by rows in both directions, F. Visin et al., "ReNet", 2015).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios.digits import SIDE, read_pictures
from rnnviz.scenarios.own.idx import both_files
from rnnviz.scenarios.picture_task import PictureTask, picture_fields
from rnnviz.scenarios.scenario import Request, Scenario


@dataclass(frozen=True, eq=False, kw_only=True)
class DigitRowsTask(PictureTask):
    """T is the height of a picture, I its width."""

    def vectors(self, pictures: Floats) -> Floats:
        """The rows, the uppermost first: (height, B, width)."""
        return np.ascontiguousarray(pictures.transpose(1, 0, 2), np.float64)

    def times(self) -> tuple[int, ...]:
        """Row n is read at step n."""
        return tuple(range(self.data.size[0]))

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The number of the row, from 1."""
        return tuple(f"row {step + 1}" for step in range(batch.steps))


class DigitRows(Scenario):
    """The scenario; its data are the digits or pictures of the user's own."""

    def files(self, path: Path, reading: str) -> tuple[Path, ...]:
        return both_files(path, reading)

    def prepare(self, request: Request) -> DigitRowsTask:
        """Read the pictures. Raises ScenarioError where they cannot be used."""
        self.checked_length(request)
        data = read_pictures(request)
        width = data.size[1]
        return DigitRowsTask(
            inputs=width,
            features=tuple(f"column {n + 1}" for n in range(width)),
            **picture_fields(data),
        )


DIGIT_ROWS = DigitRows(
    key="digit-rows",
    title="Handwritten digit, row by row",
    summary="Read a picture of a digit one row of pixels at a time, then say which one it is.",
    shape="many to one",
    notation="x_t ∈ [0, 1]^width, row t = 1 … T → P(digit)",
    # The digits have 8 rows; pictures of the user's own bring their own number.
    length=(SIDE, SIDE, SIDE),
    length_title="Rows of a digit",
    bidirectional=True,
    sources=("digits", "file"),
    own=("idx",),
    updates=1500,
    defaults={
        "cell": "lstm",
        "hidden": 64,
        "layers": 1,
        "optimizer": "adam",
        "rate": 5e-3,
        "clip": 1.0,
        "batch": 32,
        "length": SIDE,
    },
)

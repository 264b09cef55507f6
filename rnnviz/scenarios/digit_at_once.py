"""Image classification in one step: the whole picture is one input, which digit is it?

One to one, T = 1: the limiting case of a recurrent network. There is no step before whose state
could be read, so that what is left is a network with one hidden layer.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios.digits import read_pictures
from rnnviz.scenarios.own.idx import both_files
from rnnviz.scenarios.picture_task import PictureTask, picture_fields
from rnnviz.scenarios.scenario import Request, Scenario


@dataclass(frozen=True, eq=False, kw_only=True)
class DigitAtOnceTask(PictureTask):
    """T is 1, I the number of pixels of a picture."""

    def vectors(self, pictures: Floats) -> Floats:
        """All pixels, row by row: (1, B, height · width)."""
        return np.asarray(pictures, np.float64).reshape(1, len(pictures), -1)

    def times(self) -> tuple[int, ...]:
        """All rows are read at step 0."""
        return (0,) * self.data.size[0]

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """That it is all of the picture."""
        height, width = self.data.size
        return (f"{height} × {width}",)


class DigitAtOnce(Scenario):
    """The scenario; its data are the digits or pictures of the user's own."""

    def files(self, path: Path, reading: str) -> tuple[Path, ...]:
        return both_files(path, reading)

    def prepare(self, request: Request) -> DigitAtOnceTask:
        """Read the pictures. Raises ScenarioError where they cannot be used."""
        self.checked_length(request)
        data = read_pictures(request)
        height, width = data.size
        return DigitAtOnceTask(
            inputs=height * width,
            features=tuple(
                f"row {row + 1}, column {column + 1}"
                for row in range(height)
                for column in range(width)
            ),
            **picture_fields(data),
        )


DIGIT_AT_ONCE = DigitAtOnce(
    key="digit-at-once",
    title="Handwritten digit in one step",
    summary="See a whole picture of a digit in one single step and say which one it is: T = 1.",
    shape="one to one",
    notation="x ∈ [0, 1]^pixels → P(digit)",
    length=(1, 1, 1),
    length_title="Steps",
    sources=("digits", "file"),
    own=("idx",),
    updates=1500,
    defaults={
        "cell": "elman",
        "hidden": 32,
        "layers": 1,
        "optimizer": "adam",
        "rate": 5e-3,
        "clip": 1.0,
        "batch": 32,
        "length": 1,
    },
)

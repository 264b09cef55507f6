"""What every scenario offers: the contract between the data and everything else."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np

from rnnviz.engine.batch import Batch

LossName = Literal["cross-entropy", "binary cross-entropy", "squared error"]


class ScenarioError(Exception):
    """Data that cannot be used; the message says what was met and what is wanted."""


@dataclass(frozen=True)
class Request:
    """What a scenario may ask of the settings when it prepares its data.

    corpus  "reference", "library" or "file": where a language model reads its text.
    text    the path of the user's own text, used with corpus "file".
    length  the scenario's length: steps of a chunk, or the delay of a memory task.
    """

    corpus: str = "reference"
    text: Path | None = None
    length: int = 50


class Stream(ABC):
    """Batches without end. Its whole state is its random generator and plain numbers."""

    #: How many batches read all of the data once; None where the data never repeat.
    epoch: int | None = None

    @abstractmethod
    def next(self) -> Batch:
        """The next batch of training data."""

    @abstractmethod
    def position(self) -> object:
        """Where the stream stands; it stays as it is while the stream goes on."""

    @abstractmethod
    def go_to(self, position: object) -> None:
        """Stand where it stood when `position` was taken: the same batches follow."""


@dataclass(frozen=True, eq=False)
class Task(ABC):
    """A scenario with its data at hand: what the network sees and what is wanted of it.

    Two tasks are equal only if they are one and the same: they hold arrays, and equal
    names say nothing about equal data. A subclass repeats `eq=False`.

    inputs    I, the size of one input vector.
    outputs   O, the size of one output vector.
    loss      how an output is compared with its target.
    features  a name for each of the I inputs.
    classes   a name for each of the O outputs.
    facts     (title, text) pairs to show: what was read, what was replaced.
    baseline  the loss per scored step of the best guess that looks at no input,
              in the unit of the loss, or None where there is no such closed form.
    baseline_formula  how that number comes about, for the legend.
    """

    inputs: int
    outputs: int
    loss: LossName
    features: tuple[str, ...]
    classes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    baseline: float | None = None
    baseline_formula: str = ""

    #: Whether the network's outputs are inputs of the next step, so that it can write text.
    generates: ClassVar[bool] = False

    @abstractmethod
    def stream(self, rng: np.random.Generator, size: int) -> Stream:
        """Batches of `size` training sequences, drawn with `rng`."""

    @abstractmethod
    def sample(self, rng: np.random.Generator) -> Batch:
        """One sequence (B = 1) to look at; the same for the same state of `rng`.

        Where there is a held-out part, it comes from there.
        """

    @abstractmethod
    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """A short text for the input at each of the T steps of the batch's first sequence."""

    @abstractmethod
    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """A short text for the target at each step; "" where nothing is wanted."""

    def prompt(self) -> tuple[int, ...]:
        """Input symbols with which generated text starts (only where `generates`)."""
        raise NotImplementedError("this task does not generate text")

    def spell(self, symbols: Sequence[int]) -> str:
        """The text that output symbols stand for: by default their names, one after another."""
        return "".join(self.classes[symbol] for symbol in symbols)


@dataclass(frozen=True, eq=False)
class Scenario(ABC):
    """One entry of the list of scenarios.

    key       the name on the command line, e.g. "character-model".
    title     the name in menus.
    summary   one sentence for somebody who chooses.
    shape     which of the five shapes: "many to many", "many to one", …
    notation  what goes in and what comes out, in the notation of the field.
    length    (least, greatest, default) of the length setting, and `length_title` its name.
    defaults  settings that suit this scenario, by their names.
    """

    key: str
    title: str
    summary: str
    shape: str
    notation: str
    length: tuple[int, int, int]
    length_title: str
    defaults: Mapping[str, object] = field(default_factory=dict)

    @abstractmethod
    def prepare(self, request: Request) -> Task:
        """Read or make the data. Raises ScenarioError where they cannot be used."""

    def checked_length(self, request: Request) -> int:
        """The length asked for. Raises ScenarioError outside of this scenario's range."""
        least, greatest, _ = self.length
        if not least <= request.length <= greatest:
            raise ScenarioError(
                f"{self.title}: {self.length_title} is {request.length}; "
                f"wanted is a whole number from {least} to {greatest}."
            )
        return request.length

"""What every scenario offers: the contract between the data and everything else."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal, Protocol

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import Exhibit
from rnnviz.scenarios.data_card import DataCard
from rnnviz.scenarios.metric import ACCURACY, Metric
from rnnviz.scenarios.positions import Position

LossName = Literal["cross-entropy", "binary cross-entropy", "squared error"]


class ScenarioError(Exception):
    """Data that cannot be used; the message says what was met and what is wanted."""


@dataclass(frozen=True)
class Request:
    """What a scenario may ask of the settings when it prepares its data.

    corpus  which of the scenario's `sources` to read; "" for its first; "file" for a file of
            the user's own.
    text    the path of that file.
    length  the scenario's length: steps of a chunk, or the delay of a memory task.
    reading   how the file is to be read, where that was corrected by hand; "" as recognised.
    """

    corpus: str = ""
    text: Path | None = None
    length: int = 50
    reading: str = ""


class Answers(Protocol):
    """A network that is asked. Scenarios measure it and show what it says."""

    def outputs(self, batch: Batch) -> Floats:
        """ŷ of every step, (T, B, O), with every input as the batch gives it."""

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        """ŷ of every step where each `fed` input is the network's own answer of the step
        before: its likeliest symbol, or its number. (T, B, O)

        steps  go on to so many steps in all where the batch has fewer; those are all fed.
        """


class Stream(ABC):
    """Batches without end. Its whole state is its random generator and plain numbers."""

    #: How many batches read all of the data once; None where the data never repeat.
    epoch: int | None = None

    @abstractmethod
    def next(self) -> Batch:
        """The next batch of training data."""

    @abstractmethod
    def position(self) -> Position:
        """Where the stream stands; it stays as it is while the stream goes on."""

    @abstractmethod
    def holds(self, position: object) -> bool:
        """Whether that is a position of this stream."""

    @abstractmethod
    def go_to(self, position: object) -> None:
        """Stand where it stood when `position` was taken: the same batches follow.

        Raises ValueError where that is no position of this stream.
        """


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
    end       the class that ends an output of variable length; as an input it also opens it.
              None where outputs do not end by themselves.
    fed_from  where in the input vector the O output symbols begin, for inputs that are `fed`.
              (A decoder reads nothing else, so that there it is 0 and not used.)
    metric    what people measure on such data, on the held-out part.
    baseline_score, baseline_says   the metric of something that is no network, and what it is:
              "always the most frequent class".
    card      the data set's card, None for synthetic data.
    """

    inputs: int
    outputs: int
    loss: LossName
    features: tuple[str, ...]
    classes: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    baseline: float | None = None
    baseline_formula: str = ""
    end: int | None = None
    fed_from: int = 0
    metric: Metric = ACCURACY
    baseline_score: float = 0.0
    baseline_says: str = ""
    card: DataCard | None = None

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

    def score(self, network: Answers) -> float:
        """The task's metric on held-out data: always the same ones, and so many that it takes
        a second at most with the scenario's own settings."""
        raise NotImplementedError

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> Exhibit:
        """A sequence (B = 1) to be read by a person, with what the network makes of it.

        outputs  ŷ as the window shows it, (T, O); `network` may be asked for more.
        """
        raise NotImplementedError

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
    shape     which of the five shapes: "one to one", "one to many", "many to one",
              "many to many" or "many to many, unequal" (with an encoder and a decoder).
    notation  what goes in and what comes out, in the notation of the field.
    length    (least, greatest, default) of the length setting, and `length_title` its name.
    defaults  settings that suit this scenario, by their names.
    updates   how many updates with these the report makes: enough to beat the baseline clearly,
              within a minute at most on one core.
    bidirectional   whether the network may look ahead: where it is asked for what comes next, it
              may not, as it would only have to read the answer.
    feeds     whether some inputs are `fed`, so that teacher forcing has a ratio.
    generates   whether the network writes text, each output read as the next input.
    sources   where the data may come from, as keys for Request.corpus; empty where there is
              nothing to choose. "file" among them, or alone, where the user's own may be read.
    own       which kinds of own files are understood: "text", "labels" (CSV of text and label),
              "conll", "pairs" (tab-separated), "idx", "series" (CSV of numbers in time order).
    cells     the keys of the cells that suit it; empty: all.
    """

    key: str
    title: str
    summary: str
    shape: str
    notation: str
    length: tuple[int, int, int]
    length_title: str
    defaults: Mapping[str, object] = field(default_factory=dict)
    updates: int = 500
    bidirectional: bool = False
    feeds: bool = False
    generates: bool = False
    sources: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def has_decoder(self) -> bool:
        """Whether the network is an encoder with a decoder."""
        return self.shape == "many to many, unequal"

    @abstractmethod
    def prepare(self, request: Request) -> Task:
        """Read or make the data. Raises ScenarioError where they cannot be used."""

    def files(self, path: Path, reading: str) -> tuple[Path, ...]:
        """All files that are read where a person chose `path`, that one or a pair; none need be
        there."""
        return (path,)

    def checked_length(self, request: Request) -> int:
        """The length asked for. Raises ScenarioError outside of this scenario's range."""
        least, greatest, _ = self.length
        if not least <= request.length <= greatest:
            raise ScenarioError(
                f"{self.title}: {self.length_title} is {request.length}; "
                f"wanted is a whole number from {least} to {greatest}."
            )
        return request.length

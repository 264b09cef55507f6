"""PictureTask: say what a picture shows; how its pixels are read is left to the subclass."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import RowsExhibit
from rnnviz.scenarios.digits import LabelledPictures
from rnnviz.scenarios.likeliest import likeliest
from rnnviz.scenarios.measures import accuracy, label_entropy
from rnnviz.scenarios.nearest import class_means, nearest
from rnnviz.scenarios.scenario import Answers, Stream, Task
from rnnviz.scenarios.shuffled import ShuffledStream
from rnnviz.scenarios.symbol_labels import label_symbols

#: No more pictures than these are measured, so that it stays quick with a large file.
MEASURED = 500


@dataclass(frozen=True, eq=False, kw_only=True)
class PictureTask(Task):
    """data  the pictures."""

    data: LabelledPictures

    @abstractmethod
    def vectors(self, pictures: Floats) -> Floats:
        """Pictures (B, height, width) as the inputs of T steps, (T, B, I)."""

    @abstractmethod
    def times(self) -> tuple[int, ...]:
        """The step at which each row of a picture is read, (height,)."""

    def batch(self, places: ArrayLike) -> Batch:
        """The pictures at these places, the class wanted at the last step."""
        chosen = np.asarray(places, np.intp)
        inputs = self.vectors(self.data.pictures[chosen])
        targets = np.zeros(inputs.shape[:2], np.intp)
        targets[-1] = self.data.labels[chosen]
        exists = np.ones(inputs.shape[:2], np.bool_)
        scored = np.zeros_like(exists)
        scored[-1] = True
        return Batch(inputs, targets, exists, scored)

    def stream(self, rng: np.random.Generator, size: int) -> Stream:
        """All pictures of the training part in random order, again and again."""
        training = self.data.training
        steps = np.full(len(training), self.times()[-1] + 1)
        return ShuffledStream(steps, lambda places: self.batch(training[places]), rng, size)

    def sample(self, rng: np.random.Generator) -> Batch:
        """A held-out picture."""
        return self.batch(rng.choice(self.data.held_out, 1))

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The class, at the last step."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def score(self, network: Answers) -> float:
        """How often the likeliest class is right, over the held-out pictures."""
        batch = self.batch(measured(self.data))
        return accuracy(network.outputs(batch), batch)

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> RowsExhibit:
        """The picture and the likeliest classes, as they are at the end."""
        wanted, said = int(batch.targets[-1, 0]), int(outputs[-1].argmax())
        return RowsExhibit(
            caption=f"This is {self.classes[wanted]}; the network says {self.classes[said]}: "
            f"{'right' if said == wanted else 'wrong'}.",
            shares=likeliest(outputs[-1], self.classes, wanted),
            picture=np.asarray(batch.inputs[:, 0], np.float64).reshape(self.data.size),
            times=self.times(),
        )


def measured(data: LabelledPictures) -> NDArray[np.intp]:
    """The places of the held-out pictures that are measured."""
    return data.held_out[:MEASURED]


def picture_fields(data: LabelledPictures) -> dict[str, Any]:
    """What a task about these pictures says of itself, however they are read."""
    mean, single = without_network(data)
    keeps = f"{single:.1%} of the held-out ones, but it keeps all {len(data.training):,} pictures"
    labels = data.labels[data.training]
    return {
        "outputs": len(data.names),
        "loss": "cross-entropy",
        "classes": data.names,
        "facts": (*data.facts, ("Nearest picture", keeps)),
        "baseline": label_entropy(labels),
        "baseline_formula": "−Σ p(c) ln p(c), the entropy of the classes",
        "baseline_score": mean,
        "baseline_says": "the class whose mean picture is nearest",
        "card": data.card,
        "data": data,
    }


def without_network(data: LabelledPictures) -> tuple[float, float]:
    """How often the class of the nearest mean picture is right, and how often that of the
    nearest training picture, over the held-out pictures that are measured."""
    flat = data.pictures.reshape(len(data.pictures), -1)
    asked, wanted = flat[measured(data)], data.labels[measured(data)]
    known, labels = flat[data.training], data.labels[data.training]
    mean = nearest(asked, class_means(known, labels, len(data.names)))
    single = labels[nearest(asked, known)]
    return float((mean == wanted).mean()), float((single == wanted).mean())

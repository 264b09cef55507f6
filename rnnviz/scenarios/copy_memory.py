"""Copy memory: keep ten symbols over a delay, then say them in order.

After Hochreiter & Schmidhuber 1997, in the form of Arjovsky, Shah & Bengio 2016,
"Unitary Evolution Recurrent Neural Networks", section 4.1. With a delay of T, a sequence
has T + 20 steps:

    input   ten letters, T − 1 blanks, the go marker, ten blanks
    target  T + 10 blanks, the ten letters
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import TextExhibit, Word
from rnnviz.scenarios.generated import GeneratedTask
from rnnviz.scenarios.measures import accuracy
from rnnviz.scenarios.metric import Metric
from rnnviz.scenarios.scenario import Answers, Request, Scenario
from rnnviz.scenarios.symbol_labels import label_symbols

LETTERS = tuple("ABCDEFGH")
#: How many letters are to be kept.
KEPT = 10
BLANK = len(LETTERS)
GO = BLANK + 1

LETTERS_RECALLED = Metric("letters recalled", is_share=True)

_CLASSES = (*LETTERS, "·")
_FEATURES = (*_CLASSES, "▸")


@dataclass(frozen=True, eq=False, kw_only=True)
class CopyMemoryTask(GeneratedTask):
    """delay  T, the steps from the last letter to the go marker, which is the last of them."""

    delay: int

    def draw(self, rng: np.random.Generator, size: int) -> Batch:
        """Letters drawn evenly and independently; (T + 20, B) inputs and targets."""
        shape = (self.delay + 2 * KEPT, size)
        letters = rng.integers(len(LETTERS), size=(KEPT, size))
        inputs = np.full(shape, BLANK)
        inputs[:KEPT] = letters
        inputs[KEPT + self.delay - 1] = GO
        targets = np.full(shape, BLANK)
        targets[-KEPT:] = letters
        everywhere = np.ones(shape, dtype=np.bool_)
        return Batch(inputs, targets, everywhere, everywhere)

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """Letters, blanks and the go marker."""
        return label_symbols(batch.inputs, batch.exists, self.features)

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """Blanks, then the letters."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def held_out(self) -> Batch:
        """Of the sequences that are measured only the letters count: blanks are easily right."""
        batch = super().held_out()
        recalled = batch.scored.copy()
        recalled[:-KEPT] = False
        return replace(batch, scored=recalled)

    def score(self, network: Answers) -> float:
        """How many of the ten letters are recalled, each at its place."""
        batch = self.held_out()
        return accuracy(network.outputs(batch), batch)

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> TextExhibit:
        """What is read, and over it what the network says at that step."""
        said, wanted = outputs.argmax(axis=1), batch.targets[:, 0]
        right = int((said == wanted)[-KEPT:].sum())
        return TextExhibit(
            caption=f"{right} of the {KEPT} letters recalled after a delay of {self.delay}.",
            words=tuple(
                Word(text, time, _CLASSES[said[time]], _CLASSES[wanted[time]], share)
                for time, (text, share) in enumerate(
                    zip(self.input_labels(batch), outputs.max(axis=1).tolist(), strict=True)
                )
            ),
            between="",
            labels="over",
        )


class CopyMemory(Scenario):
    """The scenario; its length is the delay."""

    def prepare(self, request: Request) -> CopyMemoryTask:
        """Nothing is read. Raises ScenarioError for a delay out of range."""
        delay = self.checked_length(request)
        return CopyMemoryTask(
            inputs=len(_FEATURES),
            outputs=len(_CLASSES),
            loss="cross-entropy",
            features=_FEATURES,
            classes=_CLASSES,
            facts=(
                ("Data", "synthetic: drawn at random without end, the truth is known"),
                ("Sequence", f"{KEPT} of {len(LETTERS)} letters, delay {delay}, {KEPT} to recall"),
                ("Steps", f"{delay + 2 * KEPT}"),
                ("Held out", f"{CopyMemoryTask.measured} sequences drawn with another seed"),
            ),
            baseline=KEPT * math.log(len(LETTERS)) / (delay + 2 * KEPT),
            baseline_formula="10·ln 8 / (T + 20)",
            metric=LETTERS_RECALLED,
            baseline_score=1 / len(LETTERS),
            baseline_says="always the same letter: 1/8 by construction",
            delay=delay,
        )


COPY_MEMORY = CopyMemory(
    key="copy-memory",
    title="Copy memory",
    summary="Keep ten letters in mind over a delay, and say them in order when told to.",
    shape="many to many",
    notation="a_1 … a_10, · … ·, ▸, · … · → · … ·, a_1 … a_10",
    length=(1, 400, 10),
    length_title="Delay",
    defaults={
        "cell": "gru",
        "hidden": 64,
        "layers": 1,
        "optimizer": "adam",
        "rate": 1e-2,
        "clip": 20.0,
        "batch": 32,
        "length": 10,
    },
    updates=1500,
)

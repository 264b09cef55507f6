"""Delayed recall: say at the end what was read first. The plainest case of a vanishing gradient.

After the latch problem of Bengio, Simard & Frasconi 1994, "Learning long-term dependencies
with gradient descent is difficult", section III, with symbols, as in Hochreiter & Schmidhuber
1997, section 5.2: with a delay of T, one of four letters, then T symbols of noise, of which
each is one of four others.
"""

import math
from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import Share, TextExhibit, Word
from rnnviz.scenarios.generated import GeneratedTask
from rnnviz.scenarios.measures import accuracy
from rnnviz.scenarios.padding import last_steps
from rnnviz.scenarios.scenario import Answers, Request, Scenario
from rnnviz.scenarios.symbol_labels import label_symbols

LETTERS = tuple("ABCD")
NOISE = tuple("wxyz")


@dataclass(frozen=True, eq=False, kw_only=True)
class DelayedRecallTask(GeneratedTask):
    """delay  T, the steps from the letter to the answer."""

    delay: int

    def draw(self, rng: np.random.Generator, size: int) -> Batch:
        """Letters and noise, all drawn evenly; (T + 1, B) inputs and targets."""
        shape = (self.delay + 1, size)
        inputs = len(LETTERS) + rng.integers(len(NOISE), size=shape)
        inputs[0] = rng.integers(len(LETTERS), size=size)
        targets = np.zeros(shape, np.intp)
        targets[-1] = inputs[0]
        exists = np.ones(shape, np.bool_)
        return Batch(inputs, targets, exists, last_steps(exists))

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The letter and the noise."""
        return label_symbols(batch.inputs, batch.exists, self.features)

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The letter, at the last step."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def score(self, network: Answers) -> float:
        """How many letters are recalled."""
        batch = self.held_out()
        return accuracy(network.outputs(batch), batch)

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> TextExhibit:
        """The text, and what the network says at its end."""
        said, wanted = int(outputs[-1].argmax()), int(batch.targets[-1, 0])
        words = tuple(Word(text, time) for time, text in enumerate(self.input_labels(batch)))
        shares = sorted(
            (Share(name, float(outputs[-1, n]), n == wanted) for n, name in enumerate(LETTERS)),
            key=lambda share: -share.share,
        )
        return TextExhibit(
            caption=f"{LETTERS[wanted]} was read {self.delay} steps ago; "
            f"the network says {LETTERS[said]}: {'right' if said == wanted else 'wrong'}.",
            shares=tuple(shares),
            words=words,
        )


class DelayedRecall(Scenario):
    """The scenario; its length is the delay."""

    def prepare(self, request: Request) -> DelayedRecallTask:
        """Nothing is read. Raises ScenarioError for a delay out of range."""
        delay = self.checked_length(request)
        return DelayedRecallTask(
            inputs=len(LETTERS) + len(NOISE),
            outputs=len(LETTERS),
            loss="cross-entropy",
            features=LETTERS + NOISE,
            classes=LETTERS,
            facts=(
                ("Data", "synthetic: drawn at random without end, the truth is known"),
                ("Sequence", f"one of {len(LETTERS)} letters, then {delay} symbols of noise"),
                ("Held out", f"{DelayedRecallTask.measured} sequences drawn with another seed"),
            ),
            baseline=math.log(len(LETTERS)),
            baseline_formula="ln 4: all letters equally likely",
            baseline_score=1 / len(LETTERS),
            baseline_says="always the same letter: 1/4 by construction",
            delay=delay,
        )


DELAYED_RECALL = DelayedRecall(
    key="delayed-recall",
    title="Delayed recall",
    summary="Say at the end which letter was read first, after a delay full of noise.",
    shape="many to one",
    notation="a, n_1 … n_T → a",
    length=(1, 399, 30),
    length_title="Delay",
    defaults={
        "cell": "lstm",
        "hidden": 32,
        "layers": 1,
        "optimizer": "adam",
        "rate": 1e-2,
        "clip": 1.0,
        "batch": 32,
        "length": 30,
        # So that the cell forgets little over such a delay: 1 − σ(5) is 1/150 per step.
        "forget_bias": 5.0,
    },
    updates=400,
)

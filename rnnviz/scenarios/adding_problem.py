"""The adding problem: add two marked numbers out of a long sequence.

After Hochreiter & Schmidhuber 1997, in the form of Le, Jaitly & Hinton 2015, "A Simple
Way to Initialize Recurrent Networks of Rectified Linear Units", section 4.1, with one
marker in each half of the sequence (Arjovsky, Shah & Bengio 2016, section 4.2).
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import TextExhibit, Word
from rnnviz.scenarios.generated import GeneratedTask
from rnnviz.scenarios.metric import SQUARED_ERROR
from rnnviz.scenarios.scenario import Answers, Request, Scenario

NUMBER, MARKER = range(2)


@dataclass(frozen=True, eq=False, kw_only=True)
class AddingTask(GeneratedTask):
    """steps  T, the length of a sequence."""

    steps: int

    #: The squares vary much: of fewer the mean would be 0.01 or 0.02 beside the baseline.
    measured: ClassVar[int] = 2000

    def draw(self, rng: np.random.Generator, size: int) -> Batch:
        """Numbers evenly from [0, 1); (T, B, 2) inputs, (T, B, 1) targets."""
        sequences = np.arange(size)
        inputs = np.zeros((self.steps, size, 2))
        inputs[:, :, NUMBER] = rng.random((self.steps, size))
        first = rng.integers(0, self.steps // 2, size)
        second = rng.integers(self.steps // 2, self.steps, size)
        inputs[first, sequences, MARKER] = 1.0
        inputs[second, sequences, MARKER] = 1.0
        targets = np.zeros((self.steps, size, 1))
        targets[-1, :, 0] = inputs[first, sequences, NUMBER] + inputs[second, sequences, NUMBER]
        exists = np.ones((self.steps, size), dtype=np.bool_)
        scored = np.zeros_like(exists)
        scored[-1] = True
        return Batch(inputs, targets, exists, scored)

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The numbers, a dot before those that are marked."""
        return tuple(
            f"●{step[NUMBER]:.2f}" if step[MARKER] else f"{step[NUMBER]:.2f}"
            for step in batch.inputs[:, 0]
        )

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The sum at the last step."""
        return tuple(
            f"{target[0]:.2f}" if scored else ""
            for target, scored in zip(batch.targets[:, 0], batch.scored[:, 0], strict=True)
        )

    def score(self, network: Answers) -> float:
        """The mean square of the error at the last step."""
        batch = self.held_out()
        return float(np.square(network.outputs(batch)[-1] - batch.targets[-1]).mean())

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> TextExhibit:
        """The numbers as they are read, and the sum in words."""
        labels, numbers = self.input_labels(batch), batch.inputs[:, 0]
        marked = numbers[numbers[:, MARKER] > 0, NUMBER]
        said, wanted = float(outputs[-1, 0]), float(batch.targets[-1, 0, 0])
        return TextExhibit(
            caption=f"{' + '.join(f'{number:.2f}' for number in marked)} = {wanted:.2f}; "
            f"the network says {said:.2f}.",
            words=tuple(Word(text, time) for time, text in enumerate(labels)),
        )


class AddingProblem(Scenario):
    """The scenario; its length is that of a sequence."""

    def prepare(self, request: Request) -> AddingTask:
        """Nothing is read. Raises ScenarioError for a length out of range."""
        steps = self.checked_length(request)
        return AddingTask(
            inputs=2,
            outputs=1,
            loss="squared error",
            features=("number", "marker"),
            classes=("sum",),
            facts=(
                ("Data", "synthetic: drawn at random without end, the truth is known"),
                ("Sequence", f"{steps} numbers from 0 to 1, one marked in each half"),
                ("Held out", f"{AddingTask.measured} sequences drawn with another seed"),
            ),
            # Each number has the variance 1/12, and the mean of the sum is 1.
            baseline=1 / 6,
            baseline_formula="Var(u₁ + u₂) = 2 · 1/12 = 1/6, always answering 1",
            metric=SQUARED_ERROR,
            baseline_score=1 / 6,
            baseline_says="always 1, the mean of the sum: 1/6 by construction",
            steps=steps,
        )


ADDING_PROBLEM = AddingProblem(
    key="adding-problem",
    title="Adding problem",
    summary="Add the two marked numbers of a long sequence, and leave all others aside.",
    shape="many to one",
    notation="(u_t, m_t), t = 1 … T → Σ_t m_t u_t",
    length=(2, 400, 20),
    length_title="Sequence length",
    defaults={
        "cell": "lstm",
        "hidden": 32,
        "layers": 1,
        "optimizer": "adam",
        "rate": 1e-2,
        "clip": 1.0,
        "batch": 32,
        "length": 20,
    },
    updates=1000,
)

"""Parity: after each bit, say whether an even or an odd number of 1s was read.

The smallest task that no look at the last few inputs solves: every bit counts, however long
ago it was read. (As a benchmark: Bengio, Simard & Frasconi 1994, section V; here with an
answer at every step, which makes two states enough and learning quick.)
"""

import math
from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import AutomatonExhibit, Edge, Node, Share
from rnnviz.scenarios.automaton import Automaton
from rnnviz.scenarios.generated import GeneratedTask
from rnnviz.scenarios.measures import accuracy
from rnnviz.scenarios.scenario import Answers, Request, Scenario
from rnnviz.scenarios.symbol_labels import label_symbols

BITS = ("0", "1")
PARITIES = ("even", "odd")

#: It starts at "even"; its strings have no end.
COUNTER = Automaton(
    symbols=BITS,
    nodes=(Node("even", 0.2, 0.5), Node("odd", 0.8, 0.5)),
    edges=(Edge(0, 0, "0"), Edge(0, 1, "1"), Edge(1, 1, "0"), Edge(1, 0, "1")),
)


@dataclass(frozen=True, eq=False, kw_only=True)
class ParityTask(GeneratedTask):
    """steps  T, the number of bits."""

    steps: int

    def draw(self, rng: np.random.Generator, size: int) -> Batch:
        """Bits drawn evenly and independently; (T, B) inputs and targets."""
        bits = rng.integers(2, size=(self.steps, size))
        everywhere = np.ones(bits.shape, np.bool_)
        return Batch(bits, np.cumsum(bits, axis=0) % 2, everywhere, everywhere)

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The bits."""
        return label_symbols(batch.inputs, batch.exists, self.features)

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """Even or odd, at each step."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def score(self, network: Answers) -> float:
        """The share of steps with the right answer."""
        batch = self.held_out()
        return accuracy(network.outputs(batch), batch)

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> AutomatonExhibit:
        """The two states, and in which of them the network says that the bits have led."""
        states = batch.targets[:, 0].tolist()
        right = int((outputs.argmax(axis=1) == batch.targets[:, 0]).sum())
        return AutomatonExhibit(
            caption=f"Even or odd: right after {right} of {len(states)} bits.",
            nodes=COUNTER.nodes,
            edges=COUNTER.edges,
            word=self.input_labels(batch),
            at=tuple(states),
            possible=(BITS,) * len(states),
            said=tuple(
                tuple(Share(name, float(said[n]), n == state) for n, name in enumerate(PARITIES))
                for said, state in zip(outputs, states, strict=True)
            ),
        )


class Parity(Scenario):
    """The scenario; its length is the number of bits."""

    def prepare(self, request: Request) -> ParityTask:
        """Nothing is read. Raises ScenarioError for a length out of range."""
        steps = self.checked_length(request)
        return ParityTask(
            inputs=2,
            outputs=2,
            loss="cross-entropy",
            features=BITS,
            classes=PARITIES,
            facts=(
                ("Data", "synthetic: drawn at random without end, the truth is known"),
                ("Sequence", f"{steps} bits, one answer after each"),
                ("Held out", f"{ParityTask.measured} sequences drawn with another seed"),
            ),
            baseline=math.log(2),
            baseline_formula="ln 2: even and odd equally likely",
            # Right for certain after the first bit, and by chance after all the others.
            baseline_score=1 / 2 + 1 / (2 * steps),
            baseline_says="“odd” after a 1, “even” after a 0: 1/2 + 1/(2T) by construction",
            steps=steps,
        )


PARITY = Parity(
    key="parity",
    title="Parity",
    summary="After each bit, say whether the number of 1s so far is even or odd.",
    shape="many to many",
    notation="b_t → b_1 ⊕ … ⊕ b_t, t = 1 … T",
    length=(2, 400, 20),
    length_title="Bits",
    defaults={
        "cell": "elman",
        "hidden": 16,
        "layers": 1,
        "optimizer": "adam",
        "rate": 1e-2,
        "clip": 1.0,
        "batch": 32,
        "length": 20,
    },
    updates=500,
)

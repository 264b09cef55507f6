"""Reber's grammar, and the embedded one: read a string, and say at each step what may come next.

S. Hochreiter and J. Schmidhuber, "Long short-term memory", Neural Computation 9 (1997),
experiment 1; A. Cleeremans, D. Servan-Schreiber and J. McClelland (1989). The network is only
told which symbol did come next, never which ones may: that it has to find out. In the embedded
grammar the second symbol comes back before the last, whatever was read between them.
"""

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Batch, Booleans, Floats
from rnnviz.exhibits import AutomatonExhibit, Share
from rnnviz.scenarios.automaton import Automaton
from rnnviz.scenarios.next_symbols import ALL_NEXT_SYMBOLS, NextSymbolTask
from rnnviz.scenarios.padding import existing
from rnnviz.scenarios.reber_grammars import SYMBOLS, embedded_reber, reber
from rnnviz.scenarios.scenario import Answers, Request, Scenario
from rnnviz.scenarios.symbol_labels import label_symbols, symbols_of


@dataclass(frozen=True, eq=False, kw_only=True)
class ReberTask(NextSymbolTask):
    """grammar  the automaton; `shares`, how often each way on is taken in it."""

    grammar: Automaton
    shares: Floats

    def draw(self, rng: np.random.Generator, size: int) -> Batch:
        """Strings of different length; what is read is all of them but the last symbol, what is
        wanted all but the first. (T, B)"""
        symbols, lengths = self.grammar.draw(rng, size, self.shares)
        exists = existing(lengths - 1)
        return Batch(symbols[:-1], symbols[1:], exists, exists)

    def possible(self, batch: Batch) -> Booleans:
        """What leaves the node that is reached."""
        reached = self.grammar.nodes_reached(symbols_of(batch.inputs))
        return np.asarray(self.grammar.possible[reached])

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The symbols read."""
        return label_symbols(batch.inputs, batch.exists, self.features)

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The symbols that came next."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> AutomatonExhibit:
        """The automaton, the string's way through it, and what may come next at each node."""
        length = int(batch.exists.sum())
        possible = self.possible(batch)[:length, 0].tolist()
        right = int(self.right(batch, outputs[:, None])[:length].sum())
        return AutomatonExhibit(
            caption=f"What may come next: right after {right} of {length} symbols.",
            nodes=self.grammar.nodes,
            edges=self.grammar.edges,
            word=self.input_labels(batch)[:length],
            at=tuple(self.grammar.nodes_reached(symbols_of(batch.inputs))[:length, 0].tolist()),
            possible=tuple(
                tuple(name for name, may in zip(SYMBOLS, row, strict=True) if may)
                for row in possible
            ),
            said=tuple(
                tuple(map(Share, SYMBOLS, said, may))
                for said, may in zip(outputs[:length].tolist(), possible, strict=True)
            ),
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Reber(Scenario):
    """One of the two grammars; the scenario's length is the mean length of what is read.

    context   how many symbols the baseline looks back.
    more_facts   about this grammar alone.
    """

    grammar: Automaton
    context: int
    more_facts: tuple[tuple[str, str], ...] = ()

    def prepare(self, request: Request) -> ReberTask:
        """Nothing is read. Raises ScenarioError for a length out of range."""
        # Of the last symbol nothing follows: it is not read.
        longer = self.grammar.longer_for(self.checked_length(request) + 1)
        task = ReberTask(
            inputs=len(SYMBOLS),
            outputs=len(SYMBOLS),
            loss="cross-entropy",
            features=SYMBOLS,
            classes=SYMBOLS,
            facts=(
                ("Data", "synthetic: drawn at random without end, the truth is known"),
                ("Strings", f"random walks; the longer of two ways with probability {longer:.2f}"),
                (
                    "Held out",
                    f"{ReberTask.measured} strings drawn with another seed; there are few short "
                    "ones, so that training meets them too",
                ),
                *self.more_facts,
            ),
            metric=ALL_NEXT_SYMBOLS,
            grammar=self.grammar,
            shares=self.grammar.shares(longer),
        )
        return task.with_baseline(self.context)


_DEFAULTS = {
    "cell": "lstm",
    "hidden": 16,
    "layers": 1,
    "optimizer": "adam",
    "rate": 1e-2,
    "clip": 1.0,
    "batch": 16,
}

REBER = Reber(
    key="reber",
    title="Reber grammar",
    summary="Read a string of an artificial grammar, and say which symbols may come next.",
    shape="many to many",
    notation="x_t → x_{t+1}, x ∈ Reber’s language",
    length=(5, 60, 7),
    length_title="Mean symbols read",
    defaults={**_DEFAULTS, "length": 7},
    updates=300,
    grammar=reber(),
    context=1,
    more_facts=(("Memory", "the last two symbols tell the node: a table of pairs does it too"),),
)

EMBEDDED_REBER = Reber(
    key="embedded-reber",
    title="Embedded Reber grammar",
    summary="Say which symbols may come next, and at the end recall the second one of all.",
    shape="many to many",
    notation="B a [Reber] a E: x_t → x_{t+1}, a ∈ {T, P}",
    length=(9, 60, 11),
    length_title="Mean symbols read",
    defaults={**_DEFAULTS, "length": 11},
    updates=1000,
    grammar=embedded_reber(),
    context=6,
    more_facts=(("Memory", "the second symbol comes back before the last, however far that is"),),
)

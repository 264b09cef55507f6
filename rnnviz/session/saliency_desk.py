"""SaliencyDesk: which inputs mattered for an output, made for those who look."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np

from rnnviz.session.beside import Beside, Key
from rnnviz.trace.saliency import Saliency, record_saliency, scored_step, wanted_output
from rnnviz.trace.scene import Scene

#: Which output: the one that the network thinks likeliest, the one that is wanted, or that number.
Choice = Literal["likeliest", "wanted"] | int


class SaliencyDesk(Beside[Saliency | None]):
    """Of the sequence shown, for the output at the picked step, or the next at which one is wanted.

    choice  which output of that step.
    """

    choice: Choice = "likeliest"

    def choose(self, choice: Choice) -> None:
        """Ask about another output from now on."""
        self.choice = choice

    def _key(self) -> Key:
        state = self._session.state
        trace = state.scene.trace
        # The trace itself is no part of the key: it has arrays, which are not compared at once.
        return (state.run, state.branch, trace.origin.update, id(trace), *self._output(state.scene))

    def _work(self) -> Callable[[], Saliency | None]:
        run, trace = self._session.run, self._session.state.scene.trace
        step, output = self._output(self._session.state.scene)
        if step is None:
            return lambda: None
        network, fixed = run.network, run.what_if.fixed()
        return lambda: record_saliency(network, trace, step, output, fixed)

    def _put(self, result: Saliency | None, refusal: str) -> None:
        scene = replace(self._session.state.scene, saliency=result, saliency_says=refusal)
        self._session.put(scene=scene)

    def _output(self, scene: Scene) -> tuple[int | None, int]:
        """The step and the output; no step where nothing is wanted in the whole sequence."""
        trace = scene.trace
        step = scored_step(trace, scene.marks.picked.time)
        if step is None:
            return None, 0
        if self.choice == "likeliest":
            return step, int(np.argmax(trace.y[step]))
        if self.choice == "wanted":
            return step, wanted_output(trace, step)
        return step, max(0, min(self.choice, trace.y.shape[1] - 1))

"""PathDesk: the product of Jacobians between the picked steps, made for those who look."""

from collections.abc import Callable
from dataclasses import replace

from rnnviz.session.beside import Beside, Key
from rnnviz.trace.jacobian_path import JacobianPath, Stretch, record_path, stretch_of
from rnnviz.trace.scene import Scene

SET_BY_HAND = "A state was set by hand: it does not answer to the step before."


class PathDesk(Beside[JacobianPath | None]):
    """Of the sequence shown, from the picked s back to the first step of its strand.

    with_terms   whether the matrices of the terms are wanted too.
    """

    with_terms = True

    def _key(self) -> Key:
        state = self._session.state
        origin = state.scene.trace.origin
        stretch = _stretch(state.scene)
        which = stretch.strand.key, stretch.source, stretch.step
        weights = origin.update, origin.edits, origin.sample, origin.sequence
        return (state.run, state.branch, *weights, *which, self.with_terms)

    def _work(self) -> Callable[[], JacobianPath | None]:
        run, scene = self._session.run, self._session.state.scene
        if run.what_if.states:
            return lambda: None
        cell, stretch, with_terms = run.network.cell, _stretch(scene), self.with_terms
        return lambda: record_path(cell, scene.trace, stretch, with_terms)

    def _put(self, result: JacobianPath | None, refusal: str) -> None:
        by_hand = SET_BY_HAND if self._session.run.what_if.states else ""
        scene = replace(self._session.state.scene, path=result, path_says=refusal or by_hand)
        self._session.put(scene=scene)


def _stretch(scene: Scene) -> Stretch:
    picked = scene.marks.picked
    return stretch_of(scene.trace, picked.lane, picked.time, picked.source)

"""SpectraDesk: eigenvalues of the recurrent matrices, now and over the updates of the branch.

Nothing is recorded while nobody looks: the weights of earlier updates lie in the restore points, so
that the curves are known however late one asks, on every branch.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.training import Moment
from rnnviz.session.beside import Beside, Key
from rnnviz.session.branch import Branch
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.recurrent_matrices import Spectra, SpectraHistory, spectra
from rnnviz.trace.trace import Trace

#: The curves have about so many points, or fewer, so as to take at most so many seconds in all.
MOST_POINTS, MOST_SECONDS = 80, 6.0
#: Seconds for H = 1 and one matrix, measured; it grows with the cube of H.
SECONDS = 5e-9
#: So many are kept of a branch.
MOST_KEPT = 600
#: One errand fills in at most so many points.
PORTION = 8

#: Radius and norm of each matrix.
Numbers = dict[str, tuple[float, float]]


class SpectraDesk(Beside[tuple[Spectra, dict[int, Numbers]]]):
    """What was found is kept by branch and update; a branch has its parent's before it left."""

    _run: TrainingRun | None = None

    def _key(self) -> Key:
        state = self._session.state
        origin = state.scene.trace.origin
        missing = len(self._missing()) if state.activity == "paused" else 0
        return state.run, state.branch, origin.update, origin.edits, missing

    def _work(self) -> Callable[[], tuple[Spectra, dict[int, Numbers]]]:
        run, trace = self._session.run, self._session.state.scene.trace
        moments = self._missing()[:PORTION]
        self._branch = run.timeline.branch
        return lambda: (_spectra_of(trace), _numbers_of(run, moments))

    def _put(self, result: tuple[Spectra, dict[int, Numbers]] | None, refusal: str) -> None:
        if result is None:
            return
        now, past = result
        found = self._found[self._branch.number]
        found.update(past)
        found[now.update] = _numbers(now)
        _thin_out(found)
        scene = replace(self._session.state.scene, spectra=now, spectra_history=self._history())
        self._session.put(scene=scene)

    def make_now(self) -> None:
        super().make_now()
        while self._missing():
            super().make_now()

    # --- over the updates --------------------------------------------------------------

    @property
    def _found(self) -> dict[int, dict[int, Numbers]]:
        """By branch and update, of the present run; begun anew with another one."""
        run = self._session.run
        if run is not self._run:
            self._run, self._kept = run, {}
        for branch in run.timeline.branches:
            self._kept.setdefault(branch.number, {})
        return self._kept

    _kept: dict[int, dict[int, Numbers]]
    _branch: Branch

    def _known_on(self, number: int) -> dict[int, Numbers]:
        """All that is known of a branch, its parents' before it left them too."""
        branches = {branch.number: branch for branch in self._session.run.timeline.branches}
        branch = branches[number]
        found = self._known_on(branch.parent) if branch.parent in branches else {}
        inherited = {update: each for update, each in found.items() if update <= branch.since}
        return inherited | self._found[number]

    def _missing(self) -> list[Moment]:
        """Moments to be filled in, evenly over the branch, so that the curve has enough points."""
        run = self._session.run
        moments = run.timeline.branch.points.moments
        most = _most_points(self._session.state.scene.trace)
        if not moments:
            return []
        places = np.unique(np.linspace(0, len(moments) - 1, min(most, len(moments))).round())
        known = np.array(sorted(self._known_on(run.timeline.branch.number)))
        apart = moments[-1].update / most
        chosen = [moments[int(place)] for place in places]
        return [each for each in chosen if not _is_near(known, each.update, apart / 2)]

    def _history(self) -> SpectraHistory:
        known = self._known_on(self._session.run.timeline.branch.number)
        updates = np.array(sorted(known))
        names = known[int(updates[0])]
        radii, norms = (
            {name: np.array([known[int(u)][name][n] for u in updates]) for name in names}
            for n in (0, 1)
        )
        return SpectraHistory(updates, radii, norms)


def _thin_out(found: dict[int, Numbers]) -> None:
    """Of too many, forget every second one; the first and the newest stay."""
    if len(found) > MOST_KEPT:
        for update in sorted(found)[1:-1:2]:
            del found[update]


def _is_near(known: NDArray[np.intp], update: int, within: float) -> bool:
    return bool(len(known) and np.abs(known - update).min() <= within)


def _most_points(trace: Trace) -> int:
    matrices = len(trace.lanes) * max(1, len(trace.quantities) // 2)
    seconds = SECONDS * trace.hidden**3 * matrices
    return max(2, min(MOST_POINTS, int(MOST_SECONDS / seconds)))


def _spectra_of(trace: Trace) -> Spectra:
    return spectra(trace.quantities, trace.parameters, trace.origin.update)


def _numbers_of(run: TrainingRun, moments: list[Moment]) -> dict[int, Numbers]:
    network, found = run.network.like(run.network.parameters.flat.dtype), {}
    for moment in moments:
        network.parameters.flat[...] = moment.flat
        there = spectra(network.cell.quantities, network.parameters, moment.update)
        found[moment.update] = _numbers(there)
    return found


def _numbers(found: Spectra) -> Numbers:
    return {name: (each.radius, each.norm) for name, each in found.matrices.items()}

"""GradientDesk: where the gradient goes, made for those who look, and only while they do."""

from dataclasses import replace

from rnnviz.session.errand import Errand
from rnnviz.session.gradient_looks import (
    IN_THE_MAKING,
    Gradients,
    is_complete,
    made_at_once,
    made_beside,
)
from rnnviz.session.gradient_wish import GradientWish
from rnnviz.session.host import Host

#: Of what: the number of the run, the branch, the update, what was set by hand, which sequence,
#: and what was asked for.
Shown = tuple[object, ...]


class GradientDesk:
    """The verbs of looking where the gradient goes. What is made in no time comes with every
    snapshot of the run; the rest is made on pause, in a thread of its own."""

    def __init__(self, session: Host):
        self._session = session
        self._errand: Errand[Gradients] | None = None
        #: What the errand is about, and what the last one that succeeded was.
        self._asked: Shown = ()
        self._made: Gradients | None = None

    @property
    def wish(self) -> GradientWish | None:
        """What is asked for; None: nobody looks."""
        return self._session.run.gradient_wish

    def want(self, wish: GradientWish | None) -> None:
        """Look from now on, at something else, or no more."""
        if wish == self.wish:
            return
        # What was told before somebody looked away, or after, is of no use.
        if wish is None or self.wish is None:
            self._put(Gradients())
        # The driver reads it before its next snapshot.
        self._session.run.gradient_wish = wish
        if wish is not None and self._session.state.activity == "paused":
            self._put(self._at_once())
            self.look()

    def look(self) -> None:
        """Take what was made, and make what is still asked for. To be called some times a
        second while somebody looks."""
        if self._errand is not None and self._errand.is_done:
            self._take(self._errand)
        if self._errand is None and self._is_due():
            self._begin()

    def make_now(self) -> None:
        """Make all that is asked for, and wait for it."""
        wish, scene = self.wish, self._session.state.scene
        if wish is not None and not is_complete(self._at_once(), wish):
            self._put(made_beside(self._session.run, scene.trace, wish)())

    def _at_once(self) -> Gradients:
        session = self._session
        return made_at_once(session.run, session.state.scene.trace) or Gradients()

    def _begin(self) -> None:
        wish, scene = self.wish, self._session.state.scene
        assert wish is not None
        self._asked = self._shown()
        self._errand = Errand(made_beside(self._session.run, scene.trace, wish))
        self._session.put(scene=replace(scene, gradient_says=IN_THE_MAKING))

    def _take(self, errand: Errand[Gradients]) -> None:
        self._errand = None
        if self._asked == self._shown():
            self._made = errand.result or Gradients(says=errand.refusal)
            self._put(self._made)

    def _is_due(self) -> bool:
        wish, state = self.wish, self._session.state
        if wish is None or state.activity != "paused":
            return False
        scene, made = state.scene, self._made
        shown = Gradients(scene.gradient, scene.jacobians, scene.gradient_says)
        if made is not None and self._asked == self._shown():
            return shown.map is not made.map or shown.jacobians is not made.jacobians
        return not is_complete(shown, wish)

    def _put(self, gradients: Gradients) -> None:
        scene = replace(
            self._session.state.scene,
            gradient=gradients.map,
            jacobians=gradients.jacobians,
            gradient_says=gradients.says,
        )
        self._session.put(scene=scene)

    def _shown(self) -> Shown:
        state = self._session.state
        origin = state.scene.trace.origin
        number = origin.update, origin.edits, origin.sample, origin.sequence
        return (state.run, state.branch, *number, self.wish)

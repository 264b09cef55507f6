"""WritingDesk: a text drawn from the network symbol by symbol, while it stands still."""

from dataclasses import replace

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.engine.sampling import among_likeliest, draw, tempered
from rnnviz.engine.stepper import Stepper
from rnnviz.session.host import Host
from rnnviz.trace.drawing import Drawing, candidates

#: The longest text; each symbol reads all those before it.
MOST_DRAWN = 400


class WritingDesk:
    """The verbs. The draw depends on the seed, the update and the place in the text alone: with
    the same temperature and top-k symbol after symbol comes to the text that is written at
    once. Nothing of it changes the run."""

    def __init__(self, session: Host):
        self._session = session
        self._symbols: list[int] = []

    def draw_one(self) -> None:
        """Write one more symbol; says why where that cannot be."""
        refusal = self._refusal()
        if refusal:
            self._session.tell("information", refusal)
            return
        if self._session.state.scene.drawing is None:
            self._symbols = []
        y = self._outputs()
        if not np.isfinite(y).all():
            self._session.tell("error", "The network's output is no number: nothing can be drawn.")
            return
        self._draw(y)

    def put_away(self) -> None:
        """Show the text that is written at once again; the next draw begins anew."""
        if self._session.state.scene.drawing is not None:
            self._session.put(scene=replace(self._session.state.scene, drawing=None))

    def _refusal(self) -> str:
        state, run = self._session.state, self._session.run
        if not run.task.generates:
            return "This scenario writes no text; the character model and the word model do."
        if state.activity != "paused":
            return "A symbol can be drawn while training stands still: pause it first."
        if state.scene.drawing is not None and len(self._symbols) >= MOST_DRAWN:
            return f"The text has {MOST_DRAWN} symbols, which is the most. Begin anew."
        return ""

    def _outputs(self) -> Floats:
        """y after the prompt and all that was drawn, (O,)."""
        network, prompt = self._session.run.network, self._session.run.task.prompt()
        reader = Stepper(network, network.start(1))
        vectors = network.vectors(np.array([[*prompt, *self._symbols]]).T)
        with np.errstate(all="ignore"):
            for x in vectors:
                y = reader.read(x)
        last: Floats = y[0]
        return last

    def _draw(self, y: Floats) -> None:
        session, run = self._session, self._session.run
        settings, task, training = run.settings, run.task, run.training
        shares = tempered(y, 1.0)
        chances = among_likeliest(tempered(y, settings.temperature), settings.top_k)
        rng = np.random.default_rng((settings.seed, training.update))
        rng.random(len(self._symbols))  # Those of the symbols before.
        drawn = draw(chances, rng)
        self._symbols = [*self._symbols, drawn]
        before, text = task.spell(self._symbols[:-1]), task.spell(self._symbols)
        listed = candidates(shares, chances, drawn, task.classes)
        left = chances == 0
        origin = session.state.scene.trace.origin
        drawing = Drawing(
            before,
            text.removeprefix(before),
            len(self._symbols),
            listed,
            int(left.sum()),
            float(shares[left].sum()),
            int((~left).sum()) - sum(not each.is_cut for each in listed),
            settings.temperature,
            settings.top_k,
            run.timeline.branch.number,
            origin.update,
            origin.edits,
        )
        session.put(scene=replace(session.state.scene, drawing=drawing))

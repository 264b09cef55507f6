"""Host: what the parts of a session ask of it."""

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from rnnviz.engine.divergence import Diverged
from rnnviz.session.breakpoints import Breakpoint, Stop
from rnnviz.session.others import ALONE, Others
from rnnviz.session.state import State
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Marks, Spot

#: A way through a run's past: it is told where to report what share of it was made, and ends
#: early where the answer is False. It may come to a place to stop at.
Journey = Callable[[Callable[[float], bool]], Stop | None]
#: What is to be done with the runs between two updates: it is told how often each breakpoint has
#: come true by then, by its number, as far as that is more than the state knows.
Between = Callable[[Mapping[int, int]], None]


def no_more() -> None:
    """Nothing is to be done at the end of a way."""


class Host(Protocol):
    """A session, as `walk`, `breakpoints`, `watches`, `bookmarks` and `editing` see it."""

    state: State
    run: TrainingRun
    others: Others

    def put(self, **parts: object) -> None:
        """Replace parts of the state."""

    def mark(self, marks: Marks) -> None:
        """Mark something else in the scene."""

    def pick(self, spot: Spot) -> None:
        """Pick a place; it stays marked, and the inspector shows it."""

    def mark_tick(self, index: int | None) -> None:
        """Mark an operation, −1 the last one; None: the whole sequence as computed."""

    def show_run(self, tick: int | None) -> None:
        """Show what the run is now, and of its next update an operation."""

    def drive(self, until: int | None = None) -> None:
        """Train, at most to the end of an update."""

    def begin(self, run: TrainingRun, others: Others = ALONE) -> None:
        """Show another run, with others beside it; the present one is kept."""

    def turn_to(self, run: TrainingRun, others: Others) -> None:
        """Show another of the networks that are compared, or compare fewer of them."""

    def stand_still(self) -> None:
        """Pause at once, whatever was going on."""

    def between(self, work: Between) -> None:
        """Do something with the runs between two updates; at once while nobody trains them."""

    def travel(
        self, journey: Journey, landing: int | None, arrived: Callable[[], None] = no_more
    ) -> None:
        """Make a longer way through the run's past; at its end stand at an operation, and do
        what is to be done then."""

    def watch_for(self, breakpoints: tuple[Breakpoint, ...]) -> None:
        """Let training that goes on stop for these."""

    def pause(self) -> None:
        """Stop after the update that is being made."""

    def stopped(self, stop: Stop, diverged: Diverged | None = None) -> None:
        """Stand where training was stopped, and say why."""

    def dismiss(self) -> None:
        """The message was read."""

    def tell(self, kind: Literal["information", "error"], text: str) -> None:
        """Show a message."""

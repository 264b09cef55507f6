"""A driver moved by hand, and the small runs that the tests of the session are about."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rnnviz.engine.divergence import Diverged
from rnnviz.scenarios import scenario
from rnnviz.session.breakpoint_checks import START, BreakpointChecks
from rnnviz.session.breakpoints import Breakpoint
from rnnviz.session.cause import NoCauseError
from rnnviz.session.host import Between, Journey
from rnnviz.session.others import ALONE, Others
from rnnviz.session.session import Session
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.state import State
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Snapshot, snapshot

#: So small that an update takes less than a millisecond.
SMALL: dict[str, object] = {
    "scenario": "adding-problem",
    "length": 4,
    "cell": "lstm",
    "hidden": 3,
    "batch": 2,
}

TEXT = "".join(f"Line {number}: the quick fox. He jumps!\n" for number in range(40))


def small_settings(**given: object) -> Settings:
    """The settings of a small run, some of them as given."""
    return changed(Settings(), {**SMALL, **given})


def text_settings(folder: Path, **given: object) -> Settings:
    """The settings of a small run that learns to write a text of its own."""
    path = folder / "story.txt"
    path.write_text(TEXT, "utf-8")
    task: dict[str, object] = {"scenario": "character-model", "corpus": "file", "text": str(path)}
    return small_settings(**{**task, "length": 5, **given})


def settings_of(key: str, folder: Path, **given: object) -> Settings:
    """The settings of a small run of a scenario: with a text of its own where it reads texts,
    and with a length as near to 5 as it takes."""
    if "text" in scenario(key).own:
        return text_settings(folder, scenario=key, **given)
    return small_settings(**{"scenario": key, "length": fitting_length(key, 5), **given})


def fitting_length(key: str, wanted: int) -> int:
    """The length nearest to the wanted one that a scenario takes."""
    least, most, _ = scenario(key).length
    return min(max(wanted, least), most)


class HandDriver:
    """A Driver that trains in the thread of the test, and only when the test says so.

    run     what it trains, or None.
    told    the snapshot that was not taken yet; a test may put one there.
    asked   the settings that it was asked to take over and did not yet.
    pace_   the pace that it was told last.
    """

    def __init__(self) -> None:
        self.run: TrainingRun | None = None
        self.others = ALONE
        self.told: Snapshot | None = None
        self.asked: list[Settings] = []
        self.pace_: float | None = None
        self._is_stopping = False
        self.checks: BreakpointChecks | None = None

    def start(
        self,
        run: TrainingRun,
        updates_per_second: float | None,
        breakpoints: Sequence[Breakpoint] = (),
        after: int = START,
        until: int | None = None,
        others: Others = ALONE,
    ) -> None:
        assert self.run is None, "two runs at the same time"
        self.others = others
        self.run, self.told, self._is_stopping = run, None, False
        self.asked.clear()
        self.checks, self._after, self._until = BreakpointChecks(breakpoints, run), after, until
        self.pace(updates_per_second)

    def travel(self, run: TrainingRun, journey: Journey, others: Others = ALONE) -> None:
        assert self.run is None, "two runs at the same time"
        self.run, self.others, self._is_stopping = run, others, False
        stop, said = None, ""
        try:
            stop = journey(lambda share: True)
        except NoCauseError as reason:
            said = str(reason)
        others.follow(run)
        self.end(stop=stop, said=said)

    def between(self, work: Between) -> None:
        work(self.checks.hits if self.run is not None and self.checks is not None else {})

    def watch_for(self, breakpoints: Sequence[Breakpoint]) -> None:
        assert self.run is not None
        assert self.checks is not None
        self.checks.choose(breakpoints, self.run)

    def ask(self, settings: Settings) -> None:
        self.asked.append(settings)

    def pace(self, updates_per_second: float | None) -> None:
        self.pace_ = updates_per_second

    def stop(self) -> None:
        self._is_stopping = True

    def take(self) -> Snapshot | None:
        told, self.told = self.told, None
        return told

    def wait(self) -> None:
        if self._is_stopping:
            self.make_updates(0)
        assert self.run is None, "it would have to wait for ever"

    def abandon(self) -> None:
        self.stop()
        self.wait()
        self.told = None

    def make_updates(self, count: int) -> None:
        """What a thread does meanwhile: so many updates, or less if there is a reason to end."""
        for _ in range(count):
            if self.run is None or self._is_stopping:
                break
            assert self.checks is not None
            self._take_over(self.run)
            try:
                advance = partial(self.checks.advance, self.run, self._after)
                stop = self.others.advance(self.run, advance)
            except Diverged as reason:
                self.end(diverged=reason, stop=self.checks.broken(self.run, reason))
                continue
            self._after = START
            if stop is not None or self.others.update(self.run) == self._until:
                self.end(stop=stop)
            else:
                hits = dict(self.checks.hits)
                self.told = snapshot(self.run, self.run.writing(), others=self.others, hits=hits)
        if self._is_stopping and self.run is not None:
            self._take_over(self.run)
            self.end()

    def end(self, **why: object) -> None:
        """The end of training, for a reason or for none."""
        assert self.run is not None
        if self.checks is not None:
            why.setdefault("hits", dict(self.checks.hits))
        self.told = snapshot(self.run, self.run.writing(), others=self.others, ended=True, **why)
        self.run = None

    def _take_over(self, run: TrainingRun) -> None:
        for settings in self.asked:
            self.others.apply(run, settings)
        self.asked.clear()


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Hand:
    """A session with everything that a test wants to lay hands on.

    heard  every (old, new) that a listener got.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.driver, self.clock = HandDriver(), Clock()
        self.run = TrainingRun(settings or small_settings(), number=1)
        self.session = Session(self.run, self.driver, self.clock)
        self.heard: list[tuple[State, State]] = []
        self.session.listen(lambda old, new: self.heard.append((old, new)))

    @property
    def state(self) -> State:
        """The state of the session."""
        return self.session.state

    @property
    def message(self) -> str:
        """The message that the session shows, "" for none."""
        return self.state.message.text if self.state.message else ""

    def train(self, updates: int) -> None:
        """Let the driver make updates, and the session look what became of them."""
        self.driver.make_updates(updates)
        self.session.poll()

    def train_and_pause(self, updates: int) -> None:
        """From paused to paused, some updates on."""
        self.session.start()
        self.driver.make_updates(updates)
        self.session.pause()
        self.train(0)
        assert self.state.activity == "paused"

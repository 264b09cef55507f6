"""Session: the one place where anything changes. The window calls its verbs; its listeners
get (old, new) states. It knows no Qt."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from rnnviz.engine.divergence import Diverged
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.session.setting_fields import FIELDS, SettingError, changed
from rnnviz.session.settings import Settings
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.state import Message, State
from rnnviz.session.stepping import at_tick, moved_in_time, stepped, within
from rnnviz.session.training_run import TooFarBackError, TrainingRun
from rnnviz.session.worker import Driver, Snapshot, snapshot
from rnnviz.trace.scene import Marks, Scene, Spot
from rnnviz.trace.ticks import Granularity

Listener = Callable[[State, State], None]
LIVE = frozenset(field.name for field in FIELDS if field.live)


class Session:
    """One network at a time, trained, stepped through and looked at.

    run     the first one; it belongs to the session from now on.
    driver  trains; see Driver.
    """

    def __init__(
        self, run: TrainingRun, driver: Driver, clock: Callable[[], float] = time.monotonic
    ):
        self._driver, self._clock = driver, clock
        self._listeners: list[Listener] = []
        self._run = run
        self._former: TrainingRun | None = None
        self._measured = (clock(), 0)
        self.state = self._state_of(run, _first_scene(run), None)

    # --- listening ---------------------------------------------------------------------

    def listen(self, listener: Listener) -> None:
        """Call `listener(old, new)` whenever the state is replaced."""
        self._listeners.append(listener)

    def _replace(self, **parts: object) -> None:
        self._become(replace(self.state, **parts))  # type: ignore[arg-type]

    def _become(self, new: State) -> None:
        old, self.state = self.state, new
        for listener in self._listeners:
            listener(old, self.state)

    def _mark(self, marks: Marks) -> None:
        self._replace(scene=replace(self.state.scene, marks=marks))

    # --- settings ----------------------------------------------------------------------

    def choose(self, values: Mapping[str, object]) -> None:
        """Change settings. Live ones act on the present run, others begin a new one, and the
        present one can be brought back. What cannot be is refused with a message."""
        try:
            settings = self._chosen(values)
            if settings == self.state.settings:
                return
            if self._differ(settings) <= LIVE:
                self._change_live(settings)
            else:
                self._begin(TrainingRun(settings))
        except (SettingError, ScenarioError) as error:
            self.tell("error", str(error))

    def _chosen(self, values: Mapping[str, object]) -> Settings:
        if values.get("scenario", self.state.settings.scenario) != self.state.settings.scenario:
            kept = {"seed": self.state.settings.seed, "sample": self.state.settings.sample}
            return settings_for(str(values["scenario"]), {**kept, **values})
        return changed(self.state.settings, values)

    def _differ(self, settings: Settings) -> set[str]:
        now, then = settings.as_dict(), self.state.settings.as_dict()
        return {name for name in now if now[name] != then[name]}

    def _change_live(self, settings: Settings) -> None:
        self._replace(settings=settings, message=None)
        if self.state.activity == "paused":
            self._look_again()
        else:
            self._driver.ask(settings)

    def _look_again(self) -> None:
        """Let the run, which is nobody else's while paused, take over the settings; show it."""
        self._run.apply(self.state.settings)
        self._show(snapshot(self._run, self._run.writing()))

    def restart(self) -> None:
        """The same settings from the start; refused with a message where the data are gone."""
        try:
            self._begin(TrainingRun(self.state.settings))
        except (SettingError, ScenarioError) as error:
            self.tell("error", str(error))

    def bring_back(self) -> None:
        """Go back to the former run, exactly as it was left."""
        if self._former is not None:
            self._begin(self._former)

    def _begin(self, run: TrainingRun) -> None:
        # If this fails, nothing has happened yet.
        scene, was_running = _first_scene(run), self.state.activity == "running"
        self._driver.abandon()
        # What was asked for last, the driver may have heard too late.
        self._run.apply(self.state.settings)
        former = self._run if self._run.training.update else self._former
        self._former = None if former is run else former
        run.number = self.state.run + 1
        self._run = run
        self._become(self._state_of(run, scene, self.state))
        if was_running:
            self._drive()

    def _state_of(self, run: TrainingRun, scene: Scene, before: State | None) -> State:
        return State(
            settings=run.settings,
            run=run.number,
            activity="paused",
            scene=scene,
            update=run.training.update,
            seen=run.training.seen,
            parameters=run.network.parameters.flat.size,
            facts=run.task.facts,
            pace=before.pace if before else None,
            granularity=before.granularity if before else Granularity.TIME_STEP,
            former=self._former is not None,
            message=_about_former(self._former, run),
        )

    # --- training ----------------------------------------------------------------------

    def start(self) -> None:
        """Train."""
        if self.state.activity == "paused":
            self.dismiss()
            self._drive()

    def _drive(self) -> None:
        self._measured = (self._clock(), self._run.training.update)
        self._driver.start(self._run, self.state.pace)
        marks = replace(self.state.scene.marks, tick=None)
        self._replace(activity="running", scene=replace(self.state.scene, marks=marks))

    def pause(self) -> None:
        """Stop after the update that is being made."""
        if self.state.activity == "running":
            self._driver.stop()
            self._replace(activity="stopping")

    def set_pace(self, updates_per_second: float | None) -> None:
        """At most so many updates per second; None: as many as the machine makes."""
        self._driver.pace(updates_per_second)
        self._replace(pace=updates_per_second)

    def poll(self) -> bool:
        """Show what the driver has to tell, some 30 times a second; whether there was anything."""
        message = self._driver.take()
        if message is None or message.run != self.state.run:
            return False
        self._show(message)
        if message.ended:
            self._ended(message)
        return True

    def close(self) -> None:
        """End training and wait for it."""
        self._driver.abandon()

    def _show(self, shown: Snapshot) -> None:
        rate = 0.0 if self.state.activity == "paused" else self._rate(shown.update)
        self._replace(
            scene=_with(self.state.scene, shown),
            update=shown.update,
            seen=shown.seen,
            rate_per_second=rate,
        )

    def _rate(self, update: int) -> float:
        """Updates per second, measured over at least half a second."""
        now, (since, first) = self._clock(), self._measured
        if now - since < 0.5:
            return self.state.rate_per_second
        self._measured = (now, update)
        return (update - first) / (now - since)

    def _ended(self, last: Snapshot) -> None:
        self._driver.wait()
        message = self.state.message
        if last.diverged is not None:
            message = Message("error", _about_divergence(last.diverged))
        elif last.failure:
            message = Message("error", f"Training stopped by an error: {last.failure}")
        self._replace(activity="paused", rate_per_second=0.0, message=message)
        if self._run.settings != self.state.settings:  # asked for when the driver had ended
            self._look_again()

    # --- stepping ----------------------------------------------------------------------

    def set_granularity(self, granularity: Granularity) -> None:
        """How far a step goes."""
        self._replace(granularity=granularity)

    def finer(self) -> None:
        """Smaller steps."""
        self._change_granularity(-1)

    def coarser(self) -> None:
        """Larger steps."""
        self._change_granularity(1)

    def _change_granularity(self, by: int) -> None:
        order = list(Granularity)
        place = order.index(self.state.granularity) + by
        self.set_granularity(order[max(0, min(len(order) - 1, place))])

    def step(self, by: int = 1) -> None:
        """One step on (1) or back (−1) as far as the granularity says; pauses training."""
        state = self.state
        if state.activity != "paused":
            self.pause()
        elif state.granularity is not Granularity.UPDATE:
            self._step_tick(state.granularity, by)
        elif by > 0:
            self._step_update()
        else:
            self._step_back_update()

    def step_time(self, by: int) -> None:
        """One time step on or back, whatever the granularity."""
        trace, marks = self.state.scene.trace, self.state.scene.marks
        if marks.tick is None:
            self._mark(moved_in_time(trace, marks, by))
        else:
            self._step_tick(Granularity.TIME_STEP, by)

    def _step_tick(self, granularity: Granularity, by: int) -> None:
        scene, unit = self.state.scene, self.state.unit
        self._mark(stepped(scene.trace, scene.marks.tick, unit, granularity, by))

    def go_to_tick(self, index: int) -> None:
        """To an operation of the sequence: 0 is the first, −1 the last."""
        if self.state.activity == "paused":
            self._mark(at_tick(self.state.scene.trace, index, self.state.unit))

    def show_all(self) -> None:
        """Leave the single operations: show the whole sequence as computed."""
        self._mark(replace(self.state.scene.marks, tick=None))

    def _step_update(self) -> None:
        try:
            self._run.advance()
        except Diverged as reason:
            self.tell("error", _about_divergence(reason))
            return
        self.dismiss()
        self.show_all()
        self._show(snapshot(self._run, self._run.writing()))

    def _step_back_update(self) -> None:
        """The run as it was one update ago, bit for bit: weights, moments, data, state."""
        if self._run.training.update == 0:
            self.tell("information", "This is the start: no update was made yet.")
            return
        try:
            self._run.go_back_to(self._run.training.update - 1)
        except TooFarBackError as reason:
            self.tell("information", str(reason))
            return
        self.dismiss()
        self.show_all()
        self._replace(settings=self._run.settings)
        self._show(snapshot(self._run, self._run.writing()))

    # --- looking -----------------------------------------------------------------------

    def pick(self, spot: Spot) -> None:
        """Pick a place; it stays marked, and the inspector shows it."""
        scene = self.state.scene
        scene = replace(scene, marks=replace(scene.marks, picked=spot))
        self._replace(scene=scene, unit=spot.unit if spot.lane else self.state.unit)

    def point(self, spot: Spot | None) -> None:
        """Something lies under the pointer, or nothing any more."""
        if spot != self.state.scene.marks.pointed:
            self._mark(replace(self.state.scene.marks, pointed=spot))

    def dismiss(self) -> None:
        """The message was read."""
        if self.state.message is not None:
            self._replace(message=None)

    def tell(self, kind: Literal["information", "error"], text: str) -> None:
        """Show a message."""
        self._replace(message=Message(kind, text))


def _first_scene(run: TrainingRun) -> Scene:
    """What a run looks like before anything was picked in it."""
    trace, output = run.trace(), run.network.cell.states[0]
    spot = Spot(min(trace.steps - 1, 7), run.network.lanes[-1].key, output, 0)
    return Scene(trace, run.history_so_far(), Marks(spot), run.writing())


def _with(scene: Scene, shown: Snapshot) -> Scene:
    """The scene that a snapshot leads to; what it has nothing to say of stays as it is."""
    trace = scene.trace if shown.trace is None else shown.trace
    history = scene.history if shown.history is None else shown.history
    return Scene(trace, history, within(scene.marks, trace), shown.writing or scene.writing)


def _about_former(former: TrainingRun | None, now: TrainingRun) -> Message | None:
    if former is None:
        return None
    if now.training.update:
        text = f"The former network again, after {_updates(now)}. The other one"
    else:
        text = "A new network. The former one"
    text += f", trained for {_updates(former)}, is kept."
    return Message("information", text, ("bring_back", "Bring it back"))


def _updates(run: TrainingRun) -> str:
    count = run.training.update
    return f"{count:,} updates" if count != 1 else "1 update"


def _about_divergence(reason: Diverged) -> str:
    return (
        f"Training stopped at update {reason.update:,}: {reason.place}. The weights are those "
        f"before this update. A smaller rate, or clipping the gradient, may help."
    )

"""Session: the one place where anything changes. The window calls its verbs; its listeners
get (old, new) states. It knows no Qt."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from rnnviz.engine.divergence import Diverged
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.session.bookmark_desk import BookmarkDesk
from rnnviz.session.breakpoint_checks import START
from rnnviz.session.breakpoint_desk import BreakpointDesk
from rnnviz.session.breakpoints import Breakpoint, Stop
from rnnviz.session.comparing import Comparing
from rnnviz.session.editing import Editing
from rnnviz.session.first_state import first_state
from rnnviz.session.gradient_desk import GradientDesk
from rnnviz.session.host import Between, Journey, no_more
from rnnviz.session.listened import Listened
from rnnviz.session.measuring import Measuring
from rnnviz.session.messages import about_divergence, about_former, about_left_behind
from rnnviz.session.others import ALONE, Others
from rnnviz.session.path_desk import PathDesk
from rnnviz.session.project_desk import ProjectDesk
from rnnviz.session.saliency_desk import SaliencyDesk
from rnnviz.session.scenes import branches, first_scene, with_news
from rnnviz.session.setting_error import SettingError
from rnnviz.session.setting_fields import FIELDS, changed
from rnnviz.session.settings import Settings
from rnnviz.session.spectra_desk import SpectraDesk
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.state import Message
from rnnviz.session.stepping import at_tick
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.walk import Walk
from rnnviz.session.watch_desk import WatchDesk
from rnnviz.session.worker import Driver, Snapshot, snapshot
from rnnviz.session.writing_desk import WritingDesk
from rnnviz.trace.attention_rows import is_by_source, unit_of
from rnnviz.trace.scene import Marks, Scene, Spot
from rnnviz.trace.ticks import ticks

LIVE = frozenset(field.name for field in FIELDS if field.live)


class Session(Listened):
    """One network at a time, trained, stepped through and looked at; others may learn beside it.

    run     the first one; it belongs to the session from now on, as do the others.
    driver  trains; see Driver.

    Its verbs in parts: `walk` steps and goes back in time, `breakpoints`, `watches` and
    `bookmarks` are set, `editing` sets numbers by hand, `measuring` asks how good the network
    is, `writing` draws a text, `gradients` shows where the gradient goes, `comparing` chooses
    the others.
    """

    def __init__(
        self,
        run: TrainingRun,
        driver: Driver,
        clock: Callable[[], float] = time.monotonic,
        others: Others = ALONE,
    ):
        super().__init__(first_state(run, first_scene(run, others), others=others))
        self._driver, self._clock = driver, clock
        self.run, self.others = run, others
        self.walk, self.breakpoints = Walk(self), BreakpointDesk(self)
        self.watches, self.editing = WatchDesk(self), Editing(self)
        self.bookmarks, self.projects = BookmarkDesk(self), ProjectDesk(self, self.watches)
        self.measuring, self.writing = Measuring(self, clock), WritingDesk(self)
        self.gradients = GradientDesk(self)
        self.path, self.spectra = PathDesk(self, clock), SpectraDesk(self, clock)
        self.saliency, self.comparing = SaliencyDesk(self, clock), Comparing(self)
        #: The operation to stand at when a longer way has ended.
        self._landing: int | None = None
        self._arrived: Callable[[], None] = no_more
        self._former: tuple[TrainingRun, Others] | None = None
        self._measured = (clock(), 0)

    # --- marking -----------------------------------------------------------------------

    def mark(self, marks: Marks) -> None:
        """Mark something else in the scene."""
        scene = self._with_coming(replace(self.state.scene, marks=marks))
        if marks.picked.time == self.state.scene.marks.picked.time:
            self.put(scene=scene)
        else:
            self.put(scene=scene, watches=self.watches.valued(scene))

    def mark_tick(self, index: int | None) -> None:
        """Mark an operation, −1 the last one; None: the whole sequence as computed."""
        scene = self.state.scene
        if index is None:
            self.mark(replace(scene.marks, tick=None))
        else:
            if self.run.untrainable:  # There is no update behind the backward pass.
                last = ticks(scene.trace).update - 1
                index = last if index < 0 else min(index, last)
            self.mark(at_tick(scene.trace, index, self.state.unit))

    def _with_coming(self, scene: Scene) -> Scene:
        """With what the next update does, where one stands amid it."""
        tick = scene.marks.tick
        if tick is None or tick < ticks(scene.trace).update:
            return replace(scene, coming=None)
        if scene.coming is not None and scene.coming.update == scene.trace.origin.update + 1:
            return scene
        return replace(scene, coming=self.run.coming())

    # --- settings ----------------------------------------------------------------------

    def choose(self, values: Mapping[str, object]) -> None:
        """Change settings. Live ones act on the present run, others begin a new one, and the
        present one can be brought back. What cannot be is refused with a message."""
        if self.state.share is not None:
            text = "On the way to another update; settings can be changed when it is there."
            self.tell("information", text)
            return
        try:
            settings = self.chosen(values)
            if settings == self.state.settings:
                return
            if self._differ(settings) <= LIVE:
                self.others.settings_beside(self.run, settings)  # which may be refused
                self._change_live(settings)
            else:
                self.begin(*self.comparing.anew(settings))
        except (SettingError, ScenarioError) as error:
            self.tell("error", str(error))

    def chosen(self, values: Mapping[str, object]) -> Settings:
        """The settings that these would lead to: another scenario comes with its own defaults,
        another file is read as recognised. Raises SettingError or ScenarioError."""
        now = self.state.settings
        if values.get("scenario", now.scenario) != now.scenario:
            kept = {"seed": now.seed, "sample": now.sample}
            return settings_for(str(values["scenario"]), {**kept, **values})
        if values.get("text", now.text) != now.text:
            values = {"reading": "", **values}
        return changed(now, values)

    def _differ(self, settings: Settings) -> set[str]:
        now, then = settings.as_dict(), self.state.settings.as_dict()
        return {name for name in now if now[name] != then[name]}

    def _change_live(self, settings: Settings) -> None:
        self.put(settings=settings, message=None)
        if self.state.activity == "paused":
            self._look_again()
        else:
            self._driver.ask(settings)

    def _look_again(self) -> None:
        """Let the run, which is nobody else's while paused, take over the settings; show it."""
        self.run.look_as_usual()
        self.others.apply(self.run, self.state.settings)
        self.show_run(self.state.scene.marks.tick)

    def show_run(self, tick: int | None, shown: Snapshot | None = None) -> None:
        """Show what the run, which is nobody else's while paused, is now, and of its next update
        an operation, −1 the last one; None: the whole sequence as computed.

        shown  a snapshot of it, where there is one already.
        """
        shown = shown or snapshot(self.run, self.run.writing(), others=self.others)
        scene = with_news(self.state.scene, shown)
        marks = replace(scene.marks, tick=None)
        if tick is not None:
            marks = at_tick(scene.trace, tick, self.state.unit)
        scene = self._with_coming(replace(scene, marks=marks, coming=None))
        self.put(
            scene=scene,
            update=shown.update,
            seen=shown.seen,
            settings=self.run.settings,
            rate_per_second=0.0,
            stop=None,
            edits=self.editing.titles,
            watches=self.watches.valued(scene),
            **branches(shown),
        )

    def restart(self) -> None:
        """The same settings from the start; refused with a message where the data are gone."""
        try:
            settings = self.state.settings
            self.begin(*self.comparing.anew(settings))
        except (SettingError, ScenarioError) as error:
            self.tell("error", str(error))

    def bring_back(self) -> None:
        """Go back to the former run, exactly as it was left."""
        if self._former is not None:
            self.begin(*self._former)

    def begin(self, run: TrainingRun, others: Others = ALONE) -> None:
        """Show another run, with others beside it; the present one is kept."""
        # If this fails, nothing has happened yet.
        run.gradient_wish = self.run.gradient_wish
        self.comparing.prepare(others)
        scene = first_scene(run, others)
        self._leave()
        former = (self.run, self.others) if self.run.timeline.branch.newest else self._former
        self._former = None if former is not None and former[0] is run else former
        message = about_former(self._former[0], run) if self._former else None
        self._turn_to(run, others, scene, message)

    def turn_to(self, run: TrainingRun, others: Others) -> None:
        """Show another of the networks that are compared, or compare fewer of them."""
        run.gradient_wish = self.run.gradient_wish
        self._leave()
        time = self.state.scene.marks.picked.time
        self._turn_to(run, others, first_scene(run, others, time))

    def _leave(self) -> None:
        self._driver.abandon()
        # What was asked for last, the driver may have heard too late.
        self.others.apply(self.run, self.state.settings)

    def _turn_to(
        self, run: TrainingRun, others: Others, scene: Scene, message: Message | None = None
    ) -> None:
        was_running = self.state.activity == "running"
        run.number = self.state.run + 1
        self.run, self.others = run, others
        former = self._former is not None
        self.become(first_state(run, scene, self.state, former, message, others))
        self.editing.forget()
        self.watches.forget_updates()
        self.watches.refresh()
        if was_running and not run.untrainable:
            self.drive()

    # --- training ----------------------------------------------------------------------

    def start(self) -> None:
        """Train until paused or stopped by a breakpoint. From the past, that begins a branch."""
        if self.run.untrainable:
            self.tell("information", self.run.untrainable)
        elif self.state.activity == "paused":
            self.dismiss()
            self.drive()

    def drive(self, until: int | None = None) -> None:
        """Train, at most to the end of an update."""
        state, timeline = self.state, self.run.timeline
        tick = state.scene.marks.tick
        if tick is None and state.stop is not None:
            tick = state.stop.tick
        if self.others.is_past(self.run):
            left, newest = timeline.branch.number, timeline.branch.newest
            self.others.branch_off(self.run)
            text = (
                f"Branch {timeline.branch.number} begins at update {state.update:,}. "
                f"Branch {left}, trained for {newest:,} updates, is kept."
            )
            self.tell("information", text)
        self.run.look_as_usual()
        self._measured = (self._clock(), self.others.update(self.run))
        after = START if tick is None else tick
        breakpoints = state.breakpoints
        self._driver.start(self.run, state.pace, breakpoints, after, until, self.others)
        marks = replace(self.state.scene.marks, tick=None)
        scene = replace(self.state.scene, marks=marks, coming=None)
        self.put(activity="running", scene=scene, stop=None, edits=())

    def travel(
        self, journey: Journey, landing: int | None, arrived: Callable[[], None] = no_more
    ) -> None:
        """Make a longer way through the run's past; at its end stand at an operation, and do
        what is to be done then."""
        self._landing, self._arrived = landing, arrived
        self._driver.travel(self.run, journey, self.others)
        self.put(activity="travelling", share=0.0)

    def watch_for(self, breakpoints: tuple[Breakpoint, ...]) -> None:
        """Let training that goes on stop for these."""
        if self.state.activity != "paused":
            self._driver.watch_for(breakpoints)

    def pause(self) -> None:
        """Stop after the update that is being made."""
        if self.state.activity in ("running", "travelling"):
            self._driver.stop()
            self.put(activity="stopping")

    def stand_still(self) -> None:
        """Pause at once, whatever was going on; what is shown may be a little older."""
        self._leave()
        self.put(activity="paused", share=None)

    def between(self, work: Between) -> None:
        """Do something with the runs between two updates, then in another thread; at once while
        nobody trains them."""
        self._driver.between(work)

    def set_pace(self, updates_per_second: float | None) -> None:
        """At most so many updates per second; None: as many as the machine makes."""
        self._driver.pace(updates_per_second)
        self.put(pace=updates_per_second)

    def poll(self) -> bool:
        """Show what the driver has to tell, some 30 times a second; whether there was anything."""
        message = self._driver.take()
        if message is None or message.run != self.state.run:
            return False
        if message.ended:
            self._ended(message)
        elif message.share is not None:
            self.put(share=message.share)
        else:
            self._show(message)
        return True

    def close(self) -> None:
        """End training and wait for it."""
        self._driver.abandon()

    def _show(self, shown: Snapshot) -> None:
        rate = 0.0 if self.state.activity == "paused" else self._rate(shown.reached)
        scene = with_news(self.state.scene, shown)
        left = about_left_behind(self.state.scene.comparison, scene.comparison)
        self.put(
            scene=scene,
            update=shown.update,
            seen=shown.seen,
            rate_per_second=rate,
            breakpoints=self.breakpoints.counted(shown.hits),
            watches=self.watches.valued(scene),
            message=left or self.state.message,
            **branches(shown),
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
        has_travelled, wanted = self.state.share is not None, self.state.settings
        self._show(last)
        message = self.state.message
        if last.failure:
            message = Message("error", f"Training stopped by an error: {last.failure}")
        elif last.said:
            message = Message("information", last.said)
        self.put(activity="paused", rate_per_second=0.0, share=None, message=message)
        if last.trace is None:
            return
        if last.stop is not None:
            self.stopped(last.stop, last.diverged, last)
        elif has_travelled:
            self.show_run(self._landing, last)
            self._arrived()
        elif self.run.settings != wanted:  # asked for when the driver had ended
            self._look_again()

    def stopped(
        self, stop: Stop, diverged: Diverged | None = None, shown: Snapshot | None = None
    ) -> None:
        """Stand where training was stopped, and say why."""
        self.show_run(stop.tick, shown)
        if diverged is not None:
            message = Message("error", about_divergence(diverged))
        else:
            message = Message("information", f"Stopped at update {stop.update + 1:,}: {stop.text}")
        self.put(stop=stop, message=message)

    # --- looking -----------------------------------------------------------------------

    def pick(self, spot: Spot) -> None:
        """Pick a place; it stays marked, and the inspector shows it."""
        self.put(unit=unit_of(spot) if spot.lane else self.state.unit)
        self.mark(replace(self.state.scene.marks, picked=spot))

    def pick_unit(self, by: int) -> None:
        """The unit below (1) or above (−1) of what is picked."""
        trace, picked = self.state.scene.trace, self.state.scene.marks.picked
        lane = picked.lane or trace.lanes[-1].key
        if picked.lane:
            unit = 0 if picked.unit is None else picked.unit + by
            if 0 <= unit < (trace.source_steps if is_by_source(picked) else trace.hidden):
                self.pick(replace(picked, unit=unit))
        else:
            self.pick(Spot(picked.time, lane, trace.states[0], self.state.unit or 0))

    def point(self, spot: Spot | None) -> None:
        """Something lies under the pointer, or nothing any more."""
        if spot != self.state.scene.marks.pointed:
            self.mark(replace(self.state.scene.marks, pointed=spot))

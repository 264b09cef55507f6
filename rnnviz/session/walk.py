"""Walk: steps of the debugger, on and back over operations, updates, epochs and branches."""

from collections.abc import Callable

from rnnviz.engine.divergence import Diverged
from rnnviz.session.breakpoint_checks import BreakpointChecks
from rnnviz.session.host import Host, no_more
from rnnviz.session.stepping import moved_in_time, stepped, tick_at
from rnnviz.trace.ticks import Granularity, moved, ticks

#: What is repeated at once, in operations: a fifth of a second. More is a way of its own.
AT_ONCE = 2.2e9


class Walk:
    """The verbs of stepping, of a session that is paused; while it trains, a step pauses it."""

    def __init__(self, session: Host):
        self._session = session

    # --- how far -----------------------------------------------------------------------

    def set_granularity(self, granularity: Granularity) -> None:
        """How far a step goes."""
        self._session.put(granularity=granularity)

    def finer(self) -> None:
        """Into: smaller steps, and the first of them where one walks already."""
        self._change_granularity(-1)

    def coarser(self) -> None:
        """Out of: larger steps, and to the end of the larger part where one walks already."""
        self._change_granularity(1)

    def _change_granularity(self, by: int) -> None:
        order, state = list(Granularity), self._session.state
        place = order.index(state.granularity) + by
        self.set_granularity(order[max(0, min(len(order) - 1, place))])
        walks_on = self._session.state.granularity not in (Granularity.UPDATE, Granularity.EPOCH)
        if state.activity == "paused" and state.scene.marks.tick is not None and walks_on:
            self.step()

    # --- on and back -------------------------------------------------------------------

    def step(self, by: int = 1) -> None:
        """One step on (1) or back (−1) as far as the granularity says; pauses training."""
        state = self._session.state
        if state.activity != "paused":
            self._session.pause()
        elif state.granularity is Granularity.EPOCH:
            self._step_epoch(by)
        elif state.granularity is Granularity.UPDATE:
            self._step_update(by, None)
        else:
            self._step_tick(state.granularity, by)

    def step_time(self, by: int) -> None:
        """One time step on or back, whatever the granularity."""
        scene = self._session.state.scene
        if scene.marks.tick is None:
            self._session.mark(moved_in_time(scene.trace, scene.marks, by))
        elif self._session.state.activity == "paused":
            self._step_tick(Granularity.TIME_STEP, by)

    def _step_tick(self, granularity: Granularity, by: int) -> None:
        state = self._session.state
        trace, now = state.scene.trace, state.scene.marks.tick
        marks = stepped(trace, now, state.unit, granularity, by)
        beyond = marks is None or (marks.tick or 0) >= ticks(trace).update
        if by > 0 and beyond and self._session.run.untrainable:
            self._session.tell("information", self._session.run.untrainable)
        elif marks is not None:
            self._session.mark(marks)
        elif by > 0:
            self._step_update(1, moved(ticks(trace), -1, granularity, 1))
        elif state.update:
            self._step_update(-1, -1)
        elif now:
            self.go_to_tick(0)
        else:
            self._session.tell("information", "This is the start: no operation comes before.")

    def _step_update(self, by: int, tick: int | None) -> None:
        """To the next update or the one before, and to an operation of it."""
        session = self._session
        if by < 0:
            if not session.state.update:
                session.tell("information", "This is the start: no update was made yet.")
                return
            self.go_to_update(session.state.update - 1, tick)
            return
        run = session.run
        if run.untrainable:
            session.tell("information", run.untrainable)
            return
        run.look_as_usual()
        try:
            session.others.advance(run, run.advance)
        except Diverged as reason:
            session.stopped(BreakpointChecks((), run).broken(run, reason), reason)
            return
        session.dismiss()
        session.show_run(tick)

    def _step_epoch(self, by: int) -> None:
        session, update = self._session, self._session.state.update
        epoch = session.run.epoch
        if epoch is None:
            text = "The data of this task never repeat, so that there is no epoch to step by."
            session.tell("information", text)
            return
        target = (update // epoch + 1 if by > 0 else -(-update // epoch) - 1) * epoch
        if target < 0:
            session.tell("information", "This is the start: no update was made yet.")
        elif target <= session.state.newest:
            self.go_to_update(target)
        else:
            session.drive(until=target)

    # --- to a place --------------------------------------------------------------------

    def go_to_tick(self, index: int) -> None:
        """To an operation of the update: 0 is the first, −1 the last."""
        if self._session.state.activity == "paused":
            self._session.mark_tick(index)

    def run_to_cursor(self) -> None:
        """To the operation that computes what is picked: of this update where it is still to
        come, else of the next."""
        state = self._session.state
        if state.activity != "paused":
            return
        scene = state.scene
        tick = tick_at(scene.trace, scene.marks.picked)
        if tick is None:
            text = "What is picked is not computed in a step: pick a state, a gate or a gradient."
            self._session.tell("information", text)
        elif scene.marks.tick is None or tick > scene.marks.tick:
            self._session.mark_tick(tick)
        else:
            self._step_update(1, tick)

    def show_all(self) -> None:
        """Leave the single operations: show the whole sequence as computed."""
        self._session.mark_tick(None)

    def go_to_update(
        self, update: int, tick: int | None = None, arrived: Callable[[], None] = no_more
    ) -> None:
        """To what the run was after an update of this branch, and to an operation of the next
        one. Where that takes longer, it is a way of its own, with a share that is told.

        arrived  is called at its end.
        """
        session = self._session
        timeline, state = session.run.timeline, session.state
        if state.activity != "paused":
            return
        session.run.look_as_usual()
        session.dismiss()
        update = max(0, min(update, timeline.branch.newest))
        others = session.others
        operations = timeline.distance(update) * session.run.operations()
        if operations + others.operations(update) <= AT_ONCE:
            timeline.go_to(update)
            others.follow(session.run)
            session.show_run(tick)
            arrived()
        else:
            session.travel(lambda report: timeline.go_to(update, report), tick, arrived)

    def go_to_moment(
        self, branch: int, update: int, tick: int | None, arrived: Callable[[], None]
    ) -> None:
        """To an update of any branch and to an operation, as `go_to_update`."""
        session, timeline = self._session, self._session.run.timeline
        if branch == timeline.branch.number:
            self.go_to_update(update, tick, arrived)
        elif session.state.activity == "paused":
            session.run.look_as_usual()
            session.dismiss()
            session.travel(lambda report: timeline.visit(branch, update, report), tick, arrived)

    def switch_branch(self, number: int) -> None:
        """To another branch, where it was looked at last."""
        session, timeline = self._session, self._session.run.timeline
        known = {branch.number for branch in timeline.branches}
        if session.state.activity == "paused" and number in known:
            session.run.look_as_usual()
            session.dismiss()
            session.travel(lambda report: timeline.switch(number, report), None)

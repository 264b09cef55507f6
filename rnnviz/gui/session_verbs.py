"""Which verb of the session an action does; those of the window itself are in the window."""

from collections.abc import Callable, Mapping

from rnnviz.session.session import Session


def session_verbs(session: Session) -> Mapping[str, Callable[[], object]]:
    """By the keys of ACTIONS."""
    walk = session.walk
    return {
        "redo": session.editing.redo,
        "bring-back": session.bring_back,
        "run": session.start,
        "pause": session.pause,
        "measure": session.measuring.measure,
        "step": walk.step,
        "step-back": lambda: walk.step(-1),
        "finer": walk.finer,
        "coarser": walk.coarser,
        "time-on": lambda: walk.step_time(1),
        "time-back": lambda: walk.step_time(-1),
        "unit-up": lambda: session.pick_unit(-1),
        "unit-down": lambda: session.pick_unit(1),
        "run-to-cursor": walk.run_to_cursor,
        "breakpoint": session.breakpoints.toggle_at_cursor,
        "whole-sequence": walk.show_all,
        "first-tick": lambda: walk.go_to_tick(0),
        "last-tick": lambda: walk.go_to_tick(-1),
        "draw-symbol": session.writing.draw_one,
        "draw-anew": session.writing.put_away,
        "compare-next": session.comparing.look_at_next,
        "compare-end": session.comparing.end,
    }

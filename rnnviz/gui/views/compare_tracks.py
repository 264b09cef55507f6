"""The tracks of compared networks, all on the same scales, which outlive the traces."""

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QRectF

from rnnviz.gui.views.compare_layout import GRADIENT, MAP_KEY, Group, keys_of, top_lanes
from rnnviz.gui.views.compare_map import MapTrack
from rnnviz.gui.views.gradient_track import GradientTrack
from rnnviz.gui.views.heat_track import HeatTrack
from rnnviz.gui.views.track_gutter import scale_switch, source_switches
from rnnviz.gui.views.track_layout import Place
from rnnviz.gui.views.track_scale import DecadeScale, LinearScale, peak, written
from rnnviz.trace.members import top_rows
from rnnviz.trace.scene import Marks, Member

Track = HeatTrack | GradientTrack | MapTrack


class CompareTracks:
    """One scale for the states of all networks, one for the gradients; gates go from 0 to 1.

    by_weights  gradients by what each step adds to ∂E/∂W instead of by the state.
    """

    def __init__(self) -> None:
        self.by_weights = False
        self.states = LinearScale()
        self.gradients = {False: DecadeScale(), True: DecadeScale()}
        self._members: tuple[Member, ...] = ()
        self._tracks: list[dict[str, Track]] = []

    def take(self, members: tuple[Member, ...], marks: Marks) -> None:
        """Make the tracks of these, unless they are there."""
        before, self._members = self._members, members
        if len(before) != len(members) or not all(map(_is_same, before, members)):
            self.renew(marks)

    def renew(self, marks: Marks) -> None:
        """Make the tracks anew, since something was chosen."""
        everyone = self._members
        # One that has exploded would make all others look like nothing.
        going = [not member.stopped for member in everyone]
        fitting = [m for m, goes in zip(everyone, going, strict=True) if goes or not any(going)]
        self.states.fit(max(peak(top_lanes(m).values(m.trace.states[0])) for m in fitting))
        self._tracks = [self._made(member, marks) for member in everyone]
        every = [
            track
            for tracks, member in zip(self._tracks, everyone, strict=True)
            if any(member is each for each in fitting)
            for track in tracks.values()
        ]
        bars = [track.all_norms for track in every if isinstance(track, GradientTrack)]
        maps = [track.norms for track in every if isinstance(track, MapTrack)]
        if self.by_weights:
            self.gradients[True].fit(np.concatenate(bars))
            self.gradients[False].fit(np.concatenate(maps))
        else:
            self.gradients[False].fit(np.concatenate(bars + maps))

    def __getitem__(self, at: tuple[int, str]) -> Track:
        number, key = at
        return self._tracks[number][key]

    def _made(self, member: Member, marks: Marks) -> dict[str, Track]:
        lanes, trace = top_lanes(member), member.trace
        found: dict[str, Track] = {}
        for key in keys_of(member)[:-2]:
            scale = self.states if key == trace.states[0] else None
            values = lanes.values(key)
            found[key] = HeatTrack(trace.quantity(key), values, scale, lanes.spans)
        state, decades = trace.states[0], self.gradients[self.by_weights]
        found[GRADIENT + state] = GradientTrack(lanes, decades, self.by_weights)
        symbol = f"‖∂E_s/∂{state}_k‖"
        found[MAP_KEY] = MapTrack(top_rows(member, marks), self.gradients[False], symbol)
        return found

    # --- the small buttons in the gutters ------------------------------------------------

    def switch_at(self, group: Group, x: float, y: float) -> tuple[str, Callable[[], None]] | None:
        """What the button at a point says of itself and does; None where there is none. After it
        was turned, `renew`."""
        for place in group.places:
            for button, tip, turn in self._switches(group, place):
                if button.contains(x, y):
                    return tip, turn
        return None

    def _switches(self, group: Group, place: Place) -> list[tuple[QRectF, str, Callable[[], None]]]:
        track = self[group.number, place.quantity]
        if isinstance(track, GradientTrack):
            tips = {
                True: "The norm of what each step adds to ∂E/∂W, of all networks",
                False: "The norm of the state's gradient at each step, of all networks",
            }
            return [
                (area, tips[which], partial(setattr, self, "by_weights", which))
                for which, area in source_switches(place.area)
            ]
        button = scale_switch(place.area)
        if isinstance(track, HeatTrack) and track.scale is not None and button is not None:
            tip = f"The states of all networks go to ±{written(track.limits[1])}; click to "
            tip += "let them follow the values" if track.scale.fixed else "fix them there"
            return [(button, tip, track.scale.turn)]
        return []


def _is_same(before: Member, now: Member) -> bool:
    return before.trace is now.trace and before.gradient is now.gradient

"""TrackSet: the tracks of one trace, and the scales that outlive it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QRectF

from rnnviz.gui.views.gradient_track import GradientTrack
from rnnviz.gui.views.heat_track import HeatTrack
from rnnviz.gui.views.loss_track import LossTrack
from rnnviz.gui.views.track_gutter import scale_switch, source_switches
from rnnviz.gui.views.track_lanes import BY_SOURCE, attention_keys, track_lanes
from rnnviz.gui.views.track_layout import GRADIENT, LOSS, Place
from rnnviz.gui.views.track_scale import DecadeScale, LinearScale, peak
from rnnviz.gui.views.track_tip import Track, scale_tip, source_tip
from rnnviz.trace.trace import ATTENTION, Family, Trace

#: What the tracks of attention are called under a heading that says what they are of.
WORDS = {"w": "weights", "v": "context", "n": "state"}


@dataclass(frozen=True)
class Switch:
    """A small button drawn in the gutter: where, what it says of itself, what it does."""

    area: QRectF
    tip: str
    turn: Callable[[], None]


class TrackSet:
    """What there is to paint. Scales settle over many traces while a network learns; what
    has no bounds has the same scale in all lanes, and so have all gradients.

    chosen      the quantities to show, or None for the gates and what is signed.
    by_weights  gradients by what each step adds to ∂E/∂W instead of by the state.
    """

    def __init__(self) -> None:
        self.chosen: frozenset[str] | None = None
        self.by_weights = False
        self.shown: tuple[str, ...] = ()
        self.scales: dict[str, LinearScale] = {}
        self.gradient_scales = {False: DecadeScale(), True: DecadeScale()}
        self._loss_scale = LinearScale()
        self._trace: Trace | None = None
        self._tracks: dict[tuple[str, str], Track] = {}

    def take(self, trace: Trace) -> None:
        """Make the tracks of a trace, unless they are there."""
        if trace is not self._trace:
            self._trace = trace
            self.renew()

    def renew(self) -> None:
        """Make the tracks anew, since something was chosen."""
        trace = self._trace
        if trace is None:
            return
        chosen = self.chosen
        self.shown = tuple(
            q.key
            for q in trace.quantities
            if (q.family in (Family.GATE, Family.SIGNED) if chosen is None else q.key in chosen)
        )
        self._tracks = {}
        for key in self.shown:
            self._add_quantity(trace, key)
        self._add_attention(trace)
        self._add_gradients(trace)
        self._loss_scale.fit(peak(trace.losses))
        self._tracks["", LOSS] = LossTrack(trace, self._loss_scale)

    def fix(self, quantity: str, bound: float | None) -> None:
        """Fix the scale of an unbounded quantity, or let it follow the values again."""
        scale = self.scales.setdefault(quantity, LinearScale())
        scale.fixed = bound is not None
        scale.bound = scale.bound if bound is None else bound

    def fix_gradients(self, decades: tuple[int, int] | None) -> None:
        """Fix the scale of all gradients, or let it follow the values again."""
        for scale in self.gradient_scales.values():
            scale.fixed = decades is not None
            if decades is not None:
                scale.floor, scale.top = decades

    def __getitem__(self, place: Place) -> Track:
        return self._tracks[place.lane, place.quantity]

    def switches(self, place: Place) -> list[Switch]:
        """The buttons in a track's gutter. After one was turned, `renew`."""
        track = self[place]
        if isinstance(track, HeatTrack):
            button, scale = scale_switch(place.area), track.scale
            if button is None or scale is None:
                return []
            return [Switch(button, scale_tip(track), scale.turn)]
        if isinstance(track, LossTrack):
            return []
        return [
            Switch(area, source_tip(by_weights), partial(setattr, self, "by_weights", by_weights))
            for by_weights, area in source_switches(place.area)
        ]

    def _add_quantity(self, trace: Trace, key: str) -> None:
        quantity, scale = trace.quantity(key), None
        if quantity.range is None:
            scale = self.scales.setdefault(key, LinearScale())
            scale.fit(max(peak(lane.values[key]) for lane in trace.lanes))
        for lanes in track_lanes(trace):
            track = HeatTrack(quantity, lanes.values(key), scale, lanes.spans)
            self._tracks[lanes.keys[0], key] = track

    def _add_attention(self, trace: Trace) -> None:
        """The weights with a row for each step of the source, and the vectors."""
        if trace.attention is None:
            return
        spans = (trace.span(trace.top[0]),)
        for key in attention_keys(trace):
            quantity, values = trace.quantity(key), trace.attention.values[key]
            scale, names = None, trace.labels.inputs[: trace.source_steps]
            if quantity.range is None:
                scale = self.scales.setdefault(key, LinearScale())
                scale.fit(peak(values))
            self._tracks[ATTENTION, key] = HeatTrack(
                quantity, values, scale, spans, names if key in BY_SOURCE else (), WORDS[key]
            )

    def _add_gradients(self, trace: Trace) -> None:
        scale = self.gradient_scales[self.by_weights]
        tracks = [GradientTrack(lanes, scale, self.by_weights) for lanes in track_lanes(trace)]
        scale.fit(np.concatenate([track.all_norms for track in tracks]))
        for track in tracks:
            self._tracks[track.lanes.keys[0], GRADIENT + trace.states[0]] = track

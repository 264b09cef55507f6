"""GradientView: what the views of where the gradient goes have in common."""

from math import isfinite
from typing import ClassVar

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from rnnviz.gui.painting import mixed, provenance
from rnnviz.gui.views.log_range import LogRange
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.time_navigation import TimeNavigation
from rnnviz.gui.views.track_scale import written
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.source_rows import WEIGHTS, Kind, SourceRows, fit, kind_of, source_rows
from rnnviz.trace.strands import Strand, strand_of

NOT_MADE = "Where the gradient goes is not known of this update yet."
#: From this rate on a row grows.
GROWING = 1.001
NO_LOSS = "No step of this sequence has a loss."


class GradientView(TimeNavigation):
    """A view of the rows of a kind, a strand and a range, which are chosen.

    A batch may have other lengths than the sequence shown; then it has a time axis of its own,
    and nothing in it can be pointed out in other views.
    """

    plain_wheel_zooms: ClassVar[bool] = True

    def __init__(self, axis: TimeAxis | None = None) -> None:
        super().__init__(axis or TimeAxis())
        self._shared, self._own = self.axis, TimeAxis()
        self._own.changed.connect(self.update)
        self._kind, self._strand, self.range = "d_h", "", LogRange()
        self.rows: SourceRows | None = None

    # What is shown.

    def show_kind(self, key: str) -> None:
        """Show another quantity; see Kind."""
        self._kind = key
        self._renew()

    def show_strand(self, key: str) -> None:
        """Show another strand, by the key of one of its lanes; "": the top one."""
        self._strand = key
        self._renew()

    def show_range(self, low: int, high: int) -> None:
        """Let the scale go from 10^low to 10^high."""
        self.range = LogRange(low, high)
        self._renew()

    @property
    def kind(self) -> Kind | None:
        """The quantity shown, which the cell may have in another form than was asked for."""
        return None if self.scene is None else kind_of(self.scene.trace, self._kind)

    @property
    def strand(self) -> Strand | None:
        """The strand shown."""
        return None if self.scene is None else strand_of(self.scene.trace, self._strand)

    def rows_of(self, scene: Scene) -> SourceRows | None:
        """What of a scene is shown."""
        return source_rows(scene, self._kind, self._strand)

    def _renew(self) -> None:
        if self.scene is not None:
            self.draw(self.scene)
            self.setAccessibleDescription(self.sentence(self.scene))

    def draw(self, scene: Scene) -> None:
        before, self.rows = self.rows, self.rows_of(scene)
        self.axis = self._shared if self.is_aligned(scene) else self._own
        super().draw(scene)
        if (before is None) != (self.rows is None):
            self.setAccessibleDescription(self.sentence(scene))

    def is_aligned(self, scene: Scene) -> bool:
        """Whether the columns are the steps of the sequence shown."""
        return self.rows is None or self.rows.steps == scene.trace.steps

    def steps_of(self, scene: Scene) -> int:
        return scene.trace.steps if self.rows is None else self.rows.steps

    # What is marked.

    def marked(self, scene: Scene, spot: Spot | None) -> tuple[int | None, int | None]:
        """The source and the step that a spot marks, None where it has none here."""
        rows = self.rows
        if spot is None or rows is None or not self.is_aligned(scene):
            return None, None
        source = spot.source if spot.source in rows.sources else None
        return source, spot.time

    def picked_source(self, scene: Scene) -> int | None:
        """The source whose row is looked at: the picked one, or the first at or after the picked
        step, or the last."""
        picked = scene.marks.picked
        if self.rows is None:
            return None
        if not self.is_aligned(scene):
            return self.rows.nearest(None)
        return self.rows.nearest(picked.time if picked.source is None else picked.source)

    def ground_colors(self, scene: Scene) -> list[tuple[int, QColor]]:
        """The steps that have a soft ground, the picked one last; one step alone has none."""
        marks, paler = scene.marks, mixed(self.look.card, self.look.accent_soft)
        if self.axis.steps == 1 or not self.is_aligned(scene):
            return []
        pointed = [] if marks.pointed is None else [(marks.pointed.time, paler)]
        return [*pointed, (marks.picked.time, self.look.accent_soft)]

    def spot_at(self, source: int | None, time: int) -> Spot | None:
        """The place of a number in all views; None where the others have no such step."""
        rows, scene = self.rows, self.scene
        if rows is None or scene is None or not self.is_aligned(scene):
            return None
        state = scene.trace.states[0]
        key = f"d_{state}" if rows.kind.key == WEIGHTS else rows.kind.key
        return Spot(time, rows.strand.lane_at(time).key, key, source=source)

    # Words.

    def caption(self, scene: Scene) -> str:
        """Where the numbers come from."""
        cell, *_, sample = (part.strip() for part in provenance(scene.trace).split("·"))
        rows, parts = self.rows, [cell]
        if rows is not None:
            if rows.sequences > 1:
                sample = f"{rows.sequences} sequences of the next batch"
            parts += [rows.strand.title, f"update {rows.update:,}", sample]
        cut = scene.trace.truncation
        if cut and rows is not None and not rows.kind.is_jacobian:
            parts.append(f"gradient cut every {cut} steps")
        return "  ·  ".join(parts)

    def hint(self, scene: Scene) -> str:
        """What is said where there is nothing to draw."""
        if self.rows is not None:
            return NO_LOSS
        return scene.gradient_says or NOT_MADE

    def told(self, source: int, time: int, symbol: str = "") -> str:
        """A number in words, with what is to be known of it."""
        value = None if self.rows is None else self.rows.value(source, time)
        if value is None:
            return ""
        where = f"s = {source + 1}, k = {time + 1}"
        if value == 0:
            return f"{where}: nothing arrives"
        text = f"{where}: {symbol}{written(value)}"
        if value < 10.0**self.range.low:
            return f"{text}, below the range"
        return f"{text}, above the range" if value > 10.0**self.range.high else text

    def told_decay(self, source: int) -> str:
        """How a row fades."""
        found = None if self.rows is None else fit(self.rows.faded(source)[1])
        if found is None:
            return "too few numbers to tell how it fades"
        rate, reach = found.decay.rate, found.decay.reach
        text = f"× {written(rate)} a step"
        if isfinite(reach):
            return f"{text}, 1 % after {reach:,.1f} steps"
        return f"{text}, it grows" if rate > GROWING else f"{text}, it does not fade"

    # The mouse.

    def tip(self, x: float, y: float) -> str:
        """What lies at a point of the view, in words."""
        return ""


def inside(area: QRectF, top: float) -> QRectF:
    """What is left of an area below its title and some lines."""
    return area.adjusted(0, top, 0, -5)

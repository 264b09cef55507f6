"""What a track says of the place under the pointer."""

from rnnviz.gui.views.gradient_track import GradientTrack
from rnnviz.gui.views.heat_track import HeatTrack
from rnnviz.gui.views.loss_track import LossTrack
from rnnviz.gui.views.track_scale import written
from rnnviz.trace.scene import Spot

Track = HeatTrack | GradientTrack | LossTrack


def value_tip(track: Track, spot: Spot) -> str:
    """The number at a spot, in words."""
    where = f"time step {spot.time + 1}"
    if isinstance(track, HeatTrack):
        row = spot.unit or 0
        value = float(track.values[spot.time, row])
        of = "step of the source" if track.names else "unit"
        return f"{track.quantity.title}, {of} {row + 1}, {where}: {written(value)}"
    if isinstance(track, GradientTrack):
        what = "what this step adds to ∂E/∂W" if track.by_weights else "the state's gradient"
        return f"norm of {what}, {where}: {written(float(track.norms[spot.time]))}"
    if not track.trace.scored[spot.time]:
        return f"no loss at {where}"
    loss = written(float(track.trace.losses[spot.time]))
    return f"loss, {where}: {loss} {track.trace.loss_unit}"


def scale_tip(track: HeatTrack) -> str:
    """What the switch of a scale does."""
    bound = written(track.limits[1])
    if track.scale is not None and track.scale.fixed:
        return (
            f"The colours are fixed to go to ±{bound}; what lies beyond is marked.\n"
            "Click to let them follow the values."
        )
    return f"The colours follow the values, now to ±{bound}.\nClick to fix them there."


def source_tip(by_weights: bool) -> str:
    """What the two switches of the gradient do."""
    if by_weights:
        return "The norm of what each step adds to ∂E/∂W"
    return "The norm of the state's gradient at each step"


def name_tip(track: Track) -> str:
    """What a whole track shows."""
    if isinstance(track, HeatTrack):
        rows, of = track.values.shape[1], "steps of the source" if track.names else "units"
        return f"{track.quantity.title}: a row for each of the {rows} {of}"
    if isinstance(track, GradientTrack):
        return (
            "The norm of the gradient at each step, on a logarithmic scale;\n"
            "▾ is less than the scale shows"
        )
    return "The loss at each step"

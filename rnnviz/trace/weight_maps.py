"""What there is to see of one parameter at an operation: maps of numbers, and a sentence."""

from math import isfinite
from typing import NamedTuple

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.trace.formula_numbers import number_text
from rnnviz.trace.growing_sum import step_adds, sum_over, times_added
from rnnviz.trace.scene import Scene
from rnnviz.trace.ticks import Phase, Ticks, ticks
from rnnviz.trace.trace import Trace
from rnnviz.trace.update_trace import UpdateTrace

NAMES = {"momentum": "Momentum", "rmsprop": "RMSProp", "adam": "Adam"}
MOMENT_SYMBOLS = {"velocity": "v", "square": "v", "mean": "m"}


class WeightMap(NamedTuple):
    """Numbers of a parameter, (rows, columns) or (rows,), under a title in mathematical type.

    is_weight  whether they are the weights as they are now, which a person may set.
    scale      maps with the same one are to be compared, so that they share their colours;
               "" where a map stands for itself.
    """

    title: str
    values: Floats
    is_weight: bool = False
    scale: str = ""


def weight_maps(scene: Scene, name: str) -> tuple[WeightMap, ...]:
    """The maps of a parameter, in the order to be read."""
    trace, coming = scene.trace, scene.coming
    weights = WeightMap("W", trace.parameters[name], True)
    if scene.marks.tick is None:
        return weights, WeightMap("∂E/∂W of the sequence", sum_over(trace, name))
    order = ticks(trace)
    tick = order[scene.marks.tick]
    if tick.phase is Phase.FORWARD:
        return (weights,)
    if tick.phase is Phase.BACKWARD:
        return _growing(trace, name, order, scene.marks.tick)
    if coming is None:
        return (weights,)
    return _of_update(trace, coming, name, tick.quantity)


def _growing(trace: Trace, name: str, order: Ticks, index: int) -> tuple[WeightMap, ...]:
    times = times_added(order, name, index)
    if not times:
        return (WeightMap("∂E/∂W, nothing yet", sum_over(trace, name, times)),)
    first, last = times[0] + 1, times[-1] + 1
    total = WeightMap(f"Σ from t = {first} to {last}", sum_over(trace, name, times))
    return WeightMap(f"t = {last} adds δ ⊗ s", step_adds(trace, name, times[-1])), total


def _of_update(
    trace: Trace, coming: UpdateTrace, name: str, quantity: str
) -> tuple[WeightMap, ...]:
    if quantity == "sum":
        title = f"mean of {coming.sequences} sequences"
        own = WeightMap("this sequence", sum_over(trace, name), scale="g")
        return own, WeightMap(title, coming.gradient[name], scale="g")
    if quantity == "clip":
        unclipped = WeightMap("∂E/∂W before", coming.gradient[name], scale="g")
        return unclipped, WeightMap("after clipping", coming.clipped[name], scale="g")
    if quantity == "step":
        moments = [
            WeightMap(f"{MOMENT_SYMBOLS[moment]}{when}", arrays[moment][name], scale=moment)
            for moment in coming.moments
            for when, arrays in ((" before", coming.moments_before), (" after", coming.moments))
        ]
        return (WeightMap("g, clipped", coming.clipped[name]), *moments)
    before, after = coming.before[name], coming.after[name]
    return (
        WeightMap("W before", before, True, "W"),
        WeightMap("ΔW", after - before),
        WeightMap("W after", after, scale="W"),
    )


def sentence(scene: Scene, name: str) -> str:
    """What happens to a parameter at the operation in sight."""
    trace, coming = scene.trace, scene.coming
    short = name.rpartition(".")[2]
    if scene.marks.tick is None:
        norm = number_text(float(np.linalg.norm(trace.parameters[name])))
        return f"‖{short}‖ = {norm}, before update {trace.origin.update + 1:,}"
    order = ticks(trace)
    tick = order[scene.marks.tick]
    if tick.phase is Phase.FORWARD:
        return f"{short} is read, and the same at every time step"
    if tick.phase is Phase.BACKWARD:
        times = times_added(order, name, scene.marks.tick)
        if not times:
            return f"nothing was added to ∂E/∂{short} yet"
        total = number_text(float(np.linalg.norm(sum_over(trace, name, times))))
        added = number_text(float(np.linalg.norm(step_adds(trace, name, times[-1]))))
        return f"step t = {times[-1] + 1} adds {added}; the sum so far: ‖·‖ = {total}"
    return "" if coming is None else _update_sentence(coming, name, tick.quantity)


def _update_sentence(coming: UpdateTrace, name: str, quantity: str) -> str:
    norm, after = number_text(coming.norm), number_text(coming.clipped_norm)
    if quantity == "sum":
        own = "" if coming.shown is not None else "; the pinned sample is none of them"
        return f"mean over {coming.sequences} sequences: ‖∂E/∂W‖ = {norm} over all weights{own}"
    if quantity == "clip":
        return _clip_sentence(coming, norm, after)
    if quantity == "step":
        if not coming.moments:
            return "SGD remembers nothing: ΔW = −η g"
        kind = NAMES[coming.optimizer]
        return f"{kind} takes step {coming.update:,} with η = {coming.rate:g}"
    short, before = name.rpartition(".")[2], coming.before[name]
    change = float(np.linalg.norm(coming.after[name] - before))
    size = float(np.linalg.norm(before))
    share = f" = {number_text(change / size)}" if size else ""
    return f"‖Δ{short}‖ / ‖{short}‖ = {number_text(change)} / {number_text(size)}{share}"


def _clip_sentence(coming: UpdateTrace, norm: str, after: str) -> str:
    limit = f"{coming.clip_limit:g}"
    if coming.clip_kind == "off":
        return f"clipping is off: ‖∂E/∂W‖ = {norm} stays"
    if not isfinite(coming.norm):
        # NaN differs from itself, so that nothing could be counted.
        return f"‖∂E/∂W‖ = {norm}: clipping to {limit} cannot mend it"
    if not coming.is_clipped:
        reached = f"‖∂E/∂W‖ = {norm}" if coming.clip_kind == "norm" else "every |g|"
        return f"{reached} is not above {limit}: nothing is clipped"
    if coming.clip_kind == "norm":
        factor = number_text(coming.clipped_norm / coming.norm)
        return f"‖∂E/∂W‖ = {norm} > {limit}: every number × {factor}"
    cut = sum(int((coming.clipped[n] != g).sum()) for n, g in coming.gradient.items())
    count = sum(g.size for g in coming.gradient.values())
    return f"{cut:,} of {count:,} numbers were beyond ±{limit}; ‖∂E/∂W‖ from {norm} to {after}"

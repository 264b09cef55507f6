"""Histograms in words: what lies in a bin, and what is to be known of all numbers."""

from rnnviz.gui.views.histogram_strip import Kind
from rnnviz.gui.views.saturation_words import percent
from rnnviz.gui.views.track_gutter import decade
from rnnviz.gui.views.track_scale import written
from rnnviz.trace.histograms import (
    FIRST,
    GRADIENT_BINS,
    LEAST,
    MOST,
    PER_DECADE,
    TINY,
    WEIGHT_BINS,
    ZEROS,
    Histogram,
    weight_edges,
)


def between(kind: Kind, place: int) -> str:
    """Which numbers a bin is for."""
    if kind == "weights":
        edges = weight_edges()
        if place == 0:
            return f"below {written(float(edges[1]))}"
        if place == WEIGHT_BINS - 1:
            return f"above {written(float(edges[-2]))}"
        return f"between {written(float(edges[place]))} and {written(float(edges[place + 1]))}"
    if place == ZEROS:
        return "exactly 0"
    if place == TINY:
        return f"|g| below {decade(LEAST)}"
    if place == GRADIENT_BINS - 1:
        return f"|g| above {written(10 ** (MOST - 1 / PER_DECADE))}"
    low, high = (10 ** (LEAST + (place + n - FIRST) / PER_DECADE) for n in (0, 1))
    return f"|g| between {written(low)} and {written(high)}"


def all_figures(kind: Kind, histogram: Histogram, update: int) -> list[str]:
    """The same with the update, in fewer and fewer words."""
    text = figures(kind, histogram)
    parts = text.split(" · ")
    return [f"update {update:,}: {text}", text, " · ".join(parts[:2]), parts[0]]


def figures(kind: Kind, histogram: Histogram) -> str:
    """Of all numbers, exactly."""
    symbol = "‖W‖" if kind == "weights" else "‖∂E/∂W‖"
    text = f"{symbol} = {written(histogram.norm)} · largest {written(histogram.largest)}"
    if kind == "weights":
        return text
    return f"{text} · {percent(float(histogram.shares[ZEROS]))} exactly 0"

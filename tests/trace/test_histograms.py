"""Histograms: every number in its bin, the same bins always."""

import numpy as np
import pytest

from rnnviz.trace import histograms
from rnnviz.trace.histograms import (
    FIRST,
    GRADIENT_BINS,
    LEAST,
    PER_DECADE,
    TINY,
    WEIGHT_BINS,
    ZEROS,
    median,
    of_gradients,
    of_weights,
    weight_edges,
    weight_place,
)
from rnnviz.trace.summary import summarize
from tests.engine.examples import CELLS
from tests.trace.examples import make_trace


def test_that_weights_are_counted_between_the_edges() -> None:
    weights = np.random.default_rng(0).normal(0, 0.5, (40, 50))
    expected, _ = np.histogram(weights, weight_edges())
    found = of_weights(weights)
    assert found.shares == pytest.approx(expected / 2000, abs=1e-7)
    assert found.norm == pytest.approx(np.linalg.norm(weights), rel=1e-12)
    assert found.largest == np.abs(weights).max()


def test_that_the_scale_of_weights_is_symmetric_and_ends_at_20() -> None:
    edges = weight_edges()
    assert edges == pytest.approx(-edges[::-1], abs=1e-9)
    assert (edges[0], edges[-1]) == pytest.approx((-20.0, 20.0))
    assert weight_place(edges) == pytest.approx(np.arange(WEIGHT_BINS + 1), abs=1e-9)


def test_that_what_lies_beyond_is_in_the_outermost_bins() -> None:
    found = of_weights(np.array([-1e9, -20.5, 0.0, 21.0]))
    assert (found.shares[0], found.shares[-1]) == (0.5, 0.25)


def test_that_gradients_have_places_for_zeros_and_for_what_is_tiny() -> None:
    found = of_gradients(np.array([0.0, 0.0, 1e-20, -1e-3, 1e-3, 1.0, 1e9, 2.0]))
    expected = np.zeros(GRADIENT_BINS)
    expected[[ZEROS, TINY, FIRST + (-3 - LEAST) * PER_DECADE]] = 2, 1, 2
    expected[FIRST - LEAST * PER_DECADE] += 1
    expected[FIRST - LEAST * PER_DECADE + 1] += 1
    expected[-1] += 1
    assert found.shares == pytest.approx(expected / 8, abs=1e-7)


@pytest.mark.parametrize("of", [of_weights, of_gradients])
def test_that_what_is_not_finite_is_in_no_bin(of) -> None:
    found = of(np.array([np.nan, np.inf, 1.0, -1.0]))
    assert found.shares.sum() == 0.5
    assert found.largest == 1.0


def test_that_the_median_lies_where_half_of_the_numbers_are() -> None:
    weights = np.random.default_rng(1).normal(0.3, 0.2, 10_001)
    assert median(of_weights(weights)) == pytest.approx(weight_place(np.median(weights)), abs=0.1)
    assert np.isnan(median(of_weights(np.array([np.nan]))))


def test_that_a_summary_is_of_every_parameter() -> None:
    trace = make_trace(CELLS["lstm"])
    gradients = {name: np.ones_like(array) for name, array in trace.parameters.items()}
    found = summarize(trace, gradients)
    assert found.weights.keys() == found.gradients.keys() == trace.parameters.keys()
    assert found.saturation["layer1", "f"].low == pytest.approx(
        (trace.lane("layer1").values["f"] < 0.05).mean()
    )
    assert summarize(trace, None).gradients == {}
    bins = histograms.WEIGHT_BINS + histograms.GRADIENT_BINS
    assert found.size < 2 * 4 * bins * len(trace.parameters) + 5000

"""Forecasting a series: at each step, what is the next value?

Many to many. The first column is forecast, from itself and from the other columns if there are
any. Yearly sunspot numbers are the oldest example (Yule 1927, "On a Method of Investigating
Periodicities in Disturbed Series"); for networks, Weigend, Huberman and Rumelhart 1990,
"Predicting the Future: A Connectionist Approach", International Journal of Neural Systems 1.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Floats, Integers
from rnnviz.exhibits import Curve, SeriesExhibit
from rnnviz.scenarios.generated import GeneratedTask
from rnnviz.scenarios.measures import root_mean_square
from rnnviz.scenarios.metric import RMSE
from rnnviz.scenarios.own.series import Series
from rnnviz.scenarios.padding import last_steps
from rnnviz.scenarios.scenario import Answers, Request, Scenario, ScenarioError
from rnnviz.scenarios.series_sources import SOURCES, card_of, series_of

#: One point in so many is held out, at the end of the series.
HELD_OUT = 5
#: So many held-out points are measured at most, evenly spaced.
MOST_MEASURED = 200


@dataclass(frozen=True, eq=False, kw_only=True)
class SeriesTask(GeneratedTask):
    """A series at hand.

    series     with its N points in original units.
    standard   (N, C): less the mean, and divided by the standard deviation, of the training part.
    mean, deviation   those of the first column.
    cut        where the held-out part begins.
    steps      T.
    """

    series: Series
    standard: Floats
    mean: float
    deviation: float
    cut: int
    steps: int

    def windows(self, starts: NDArray[np.intp]) -> Batch:
        """T points from each start on, (T, B, C), and as targets the values of the first column
        one point later. In the second half, the network's own forecast may stand for the truth."""
        places = starts + np.arange(self.steps)[:, None]
        everywhere = np.ones(places.shape, np.bool_)
        fed = np.arange(self.steps) >= max(1, self.steps // 2)
        targets = self.standard[places + 1, :1]
        return Batch(self.standard[places], targets, everywhere, everywhere, fed=fed)

    def draw(self, rng: np.random.Generator, size: int) -> Batch:
        """Windows from anywhere in the training part, in which their last targets lie too."""
        return self.windows(rng.integers(self.cut - self.steps, size=size))

    def sample(self, rng: np.random.Generator) -> Batch:
        """A window whose second half is held out; where that part is too short, its end. Only
        held-out points are forecast without the truth before them."""
        latest = len(self.standard) - 1 - self.steps
        earliest = min(self.cut - self.steps // 2, latest)
        start = int(rng.integers(earliest, latest + 1))
        batch = self.windows(np.array([start]))
        assert batch.fed is not None
        return replace(batch, fed=batch.fed & (start + np.arange(self.steps) >= self.cut))

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The known values of the first column."""
        return tuple(f"{value:.4g}" for value in self._original(batch.inputs[:, 0, 0]))

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The values that follow."""
        return tuple(f"{value:.4g}" for value in self._original(batch.targets[:, 0, 0]))

    def _original(self, values: Floats | Integers) -> Floats:
        original: Floats = values * self.deviation + self.mean
        return original

    def held_out(self) -> Batch:
        """One window before each held-out point, which alone is scored."""
        count = min(MOST_MEASURED, len(self.standard) - self.cut)
        points = np.linspace(self.cut, len(self.standard) - 1, count).round().astype(np.intp)
        batch = self.windows(points - self.steps)
        return replace(batch, scored=last_steps(batch.exists))

    def score(self, network: Answers) -> float:
        """RMSE of forecasts one step ahead, with T values before them known, in original units."""
        batch = self.held_out()
        return self.rmse(network.outputs(batch), batch)

    def rmse(self, forecasts: Floats | Integers, batch: Batch) -> float:
        """Of standardised forecasts (T, B, 1) at the scored steps, in original units."""
        errors: Floats = np.subtract(forecasts, batch.targets, dtype=np.float64)
        return self.deviation * root_mean_square(errors[batch.scored])

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> SeriesExhibit:
        """The window with the forecasts one step ahead, those of the network left alone, and the
        last known value as the plainest forecast."""
        start = self._start(batch)
        assert batch.fed is not None
        alone = int(np.argmax(batch.fed))
        truth, ahead = self._original(batch.targets[:, 0, 0]), self._original(outputs[:, 0])
        free = self._original(network.alone(batch)[alone - 1 :, 0, 0])
        last = self._original(batch.inputs[:, 0, 0])
        times = self.series.times[start : start + self.steps + 1]
        return SeriesExhibit(
            caption=self._caption(truth, ahead, free, last),
            curves=(
                Curve("truth", "truth", times, np.append(last[:1], truth)),
                Curve("last value again", "baseline", times[1:], last),
                Curve("one step ahead", "one step", times[1:], ahead),
                Curve("left alone", "alone", times[alone:], free),
            ),
            axis=self.series.axis,
            quantity=self.series.columns[0],
            first=float(times[0]),
            apart=float(np.median(np.diff(times))),
            begins=float(times[alone]),
        )

    def _start(self, batch: Batch) -> int:
        """Where in the series the batch's window begins, the last place where it may be; its
        targets are never changed by hand."""
        values, wanted = self.standard[1:, 0], batch.targets[:, 0, 0]
        places = np.flatnonzero(values[: len(values) - self.steps + 1] == wanted[0])[::-1]
        alike = (n for n in places if np.array_equal(values[n : n + self.steps], wanted))
        return int(next(alike, 0))

    def _caption(self, truth: Floats, ahead: Floats, free: Floats, last: Floats) -> str:
        one, again, alone = (
            root_mean_square(values - truth[-len(values) :]) for values in (ahead, last, free)
        )
        return (
            f"RMSE of the {self.series.columns[0]} one step ahead {one:.3g}, of the last value "
            f"again {again:.3g}, of {len(free)} steps with its own forecasts as inputs {alone:.3g}."
        )


def persistence(task: SeriesTask) -> float:
    """The RMSE of always saying the last known value of the first column, as in `score`."""
    batch = task.held_out()
    return task.rmse(batch.inputs[:, :, :1], batch)


class Forecasting(Scenario):
    """The scenario; its length is that of a window."""

    def prepare(self, request: Request) -> SeriesTask:
        """Read or make the series. Raises ScenarioError where it cannot be used."""
        steps = self.checked_length(request)
        series = series_of(request)
        cut = len(series.values) - len(series.values) // HELD_OUT
        _check(series, cut, steps)
        mean, deviation = series.values[:cut].mean(axis=0), series.values[:cut].std(axis=0)
        names = tuple(f"{name} (standardised)" for name in series.columns)
        task = SeriesTask(
            inputs=len(names),
            outputs=1,
            loss="squared error",
            features=names,
            classes=(names[0],),
            facts=(*series.facts, *_facts(series, cut)),
            baseline=1.0,
            baseline_formula="Var(z) = 1, always the mean of the training part",
            metric=RMSE,
            baseline_says="persistence: the last known value again",
            card=card_of(request),
            series=series,
            standard=(series.values - mean) / np.where(deviation > 0, deviation, 1.0),
            mean=float(mean[0]),
            deviation=float(deviation[0]),
            cut=cut,
            steps=steps,
        )
        return replace(task, baseline_score=persistence(task))


def _check(series: Series, cut: int, steps: int) -> None:
    if cut < steps + 1:
        raise ScenarioError(
            f"{series.name}: {len(series.values)} points are too few for windows of {steps}; "
            f"wanted is a length of at most {cut - 1}, or a longer series."
        )
    if np.ptp(series.values[:cut, 0]) == 0:
        raise ScenarioError(
            f"{series.name}: the column {series.columns[0]} is {series.values[0, 0]:g} throughout "
            f"the first {cut} points; wanted is a column that changes. Choose another one."
        )


def _facts(series: Series, cut: int) -> tuple[tuple[str, str], ...]:
    times, count = series.times, len(series.times)
    also = ", ".join(series.columns[1:])
    return (
        ("Forecast", f"the next {series.columns[0]}" + (f"; also read: {also}" if also else "")),
        ("Points", f"{count:,}, {series.axis} {times[0]:g} to {times[-1]:g}"),
        (
            "Held out",
            f"the last {count - cut:,}, from {series.axis} {times[cut]:g} on, never trained on",
        ),
        ("Standardised", "less the mean, over the standard deviation, of the training part"),
    )


FORECASTING = Forecasting(
    key="series",
    title="Forecasting a series",
    summary="Foresee the next value of a series at each step, then go on from forecasts alone.",
    shape="many to many",
    notation="x_t → x_{t+1}, t = 1 … T",
    length=(2, 200, 44),
    length_title="Steps of a window",
    updates=200,
    feeds=True,
    sources=tuple(SOURCES),
    own=("series",),
    defaults={
        "cell": "gru",
        "hidden": 16,
        "layers": 1,
        "optimizer": "adam",
        "rate": 5e-3,
        "clip": 1.0,
        "batch": 32,
        "length": 44,
    },
)

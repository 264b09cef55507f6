"""Forecasting a series: windows, what is held out, original units, and free running."""

from pathlib import Path

import numpy as np
import pytest

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import Curve
from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.scenario import Request, ScenarioError
from rnnviz.scenarios.series import FORECASTING, SeriesTask
from rnnviz.scenarios.series_sources import SINES

TASK = FORECASTING.prepare(Request(length=44))


def sunspots() -> tuple[Floats, Floats]:
    """Years and numbers, read without the program."""
    table = np.loadtxt(data_card("sunspots").path, delimiter=",", skiprows=1)
    return table[:, 0], table[:, 1]


def own(folder: Path, text: str, length: int = 10, reading: str = "") -> SeriesTask:
    path = folder / "own.csv"
    path.write_text(text, encoding="utf-8")
    return FORECASTING.prepare(Request("file", path, length, reading))


class Knowing:
    """A network that always says what is wanted, plus an error in standard units."""

    def __init__(self, error: float = 0.0, alone: float = 0.0) -> None:
        self._error, self._alone = error, alone

    def outputs(self, batch: Batch) -> Floats:
        return batch.targets + self._error

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        return batch.targets + self._alone


class Persisting(Knowing):
    """A network that says the last value again; alone, the last true one for ever."""

    def outputs(self, batch: Batch) -> Floats:
        return batch.inputs[:, :, :1] * 1.0

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        outputs = self.outputs(batch)
        assert batch.fed is not None
        first = int(batch.fed.argmax())
        outputs[first:] = outputs[first - 1]
        return outputs


def original(task: SeriesTask, values: Floats) -> Floats:
    return values * task.deviation + task.mean


def test_that_the_file_is_the_one_of_its_card() -> None:
    card = data_card("sunspots")
    assert card.is_intact
    assert card.licence == "public domain"
    assert TASK.card is card
    years, numbers = sunspots()
    assert years.tolist() == list(range(1700, 2009))
    assert (numbers.min(), numbers.max()) == (0, 190.2)


def test_that_batches_are_pieces_of_the_training_part_alone() -> None:
    years, numbers = sunspots()
    training = numbers[:248]
    places = {tuple(training[n : n + 45].round(6)) for n in range(248 - 44)}
    batch = TASK.stream(np.random.default_rng(0), 4000).next()
    assert batch.inputs.shape == batch.targets.shape == (44, 4000, 1)
    assert batch.exists.all()
    assert batch.scored.all()
    np.testing.assert_array_equal(batch.targets[:-1], batch.inputs[1:])
    windows = np.concatenate([batch.inputs[:1], batch.targets])[:, :, 0]
    drawn = {tuple(window) for window in original(TASK, windows).T.round(6)}
    assert drawn == places
    assert years[248] == 1948


def test_that_standardising_looks_at_the_training_part_alone() -> None:
    training = TASK.standard[: TASK.cut]
    np.testing.assert_allclose(training.mean(), 0, atol=1e-12)
    np.testing.assert_allclose(training.std(), 1)
    # So that the loss of always saying the mean is 1.
    assert TASK.baseline == pytest.approx(np.mean(training**2))


def test_that_a_sample_is_left_alone_where_the_held_out_part_is() -> None:
    for length in (2, 3, 44, 150, 200):
        task = FORECASTING.prepare(Request(length=length))
        for seed in range(10):
            batch = task.sample(np.random.default_rng(seed))
            exhibit = task.exhibit(batch, batch.targets[:, 0], Knowing())
            assert batch.steps == length
            assert batch.fed is not None
            assert batch.fed[-1]
            assert not batch.fed[: length // 2].any()
            assert (np.diff(batch.fed.astype(int)) >= 0).all()
            assert exhibit.begins is not None
            assert exhibit.begins >= 1948


def test_that_the_score_is_the_error_in_sunspots() -> None:
    assert TASK.score(Knowing()) == pytest.approx(0)
    assert TASK.score(Knowing(0.5)) == pytest.approx(0.5 * TASK.deviation)


def test_that_the_baseline_is_the_error_of_persistence() -> None:
    _, numbers = sunspots()
    errors = numbers[247:-1] - numbers[248:]
    assert TASK.baseline_score == pytest.approx(np.sqrt(np.mean(errors**2)))
    assert TASK.score(Persisting()) == pytest.approx(TASK.baseline_score)
    assert TASK.metric.is_better(TASK.score(Knowing(0.5)), TASK.baseline_score)


def test_that_every_held_out_point_is_measured_once_with_the_truth_before_it() -> None:
    _, numbers = sunspots()
    batch = TASK.held_out()
    assert batch.size == 61
    assert batch.scored.sum(axis=0).tolist() == [1] * 61
    np.testing.assert_allclose(original(TASK, batch.targets[batch.scored][:, 0]), numbers[248:])
    np.testing.assert_allclose(original(TASK, batch.inputs[-1, :, 0]), numbers[247:-1])


def test_that_of_a_long_series_some_points_are_measured(tmp_path: Path) -> None:
    text = "t,v\n" + "".join(f"{n},{n * n % 101}\n" for n in range(5000))
    batch = own(tmp_path, text).held_out()
    assert batch.size == 200


def test_that_the_exhibit_holds_the_years_and_all_four_curves() -> None:
    years, numbers = sunspots()
    batch = TASK.sample(np.random.default_rng(3))
    persisting = Persisting()
    exhibit = TASK.exhibit(batch, persisting.outputs(batch)[:, 0], persisting)
    curves: dict[str, Curve] = {curve.kind: curve for curve in exhibit.curves}
    assert list(curves) == ["truth", "baseline", "one step", "alone"]
    first = int(exhibit.first) - 1700
    np.testing.assert_array_equal(curves["truth"].at, years[first : first + 45])
    np.testing.assert_allclose(curves["truth"].values, numbers[first : first + 45])
    for kind in ("baseline", "one step"):
        np.testing.assert_array_equal(curves[kind].at, years[first + 1 : first + 45])
        np.testing.assert_allclose(curves[kind].values, numbers[first : first + 44], atol=1e-9)
    begins = int(exhibit.begins or 0) - 1700
    np.testing.assert_array_equal(curves["alone"].at, years[begins : first + 45])
    np.testing.assert_allclose(curves["alone"].values, numbers[begins - 1], atol=1e-9)
    assert (exhibit.axis, exhibit.quantity, exhibit.apart) == ("year", "sunspot number", 1.0)


def test_that_the_caption_tells_the_errors_in_original_units() -> None:
    batch = TASK.sample(np.random.default_rng(3))
    task_says = TASK.exhibit(batch, batch.targets[:, 0] + 0.25, Knowing(alone=1.0)).caption
    assert f"one step ahead {0.25 * TASK.deviation:.3g}," in task_says
    assert f"as inputs {TASK.deviation:.3g}." in task_says


def test_that_the_sines_are_their_formula() -> None:
    task = FORECASTING.prepare(Request("sines", length=30))
    times = np.arange(600)
    wanted = sum(a * np.sin(2 * np.pi * (times / p + phase)) for a, p, phase in SINES)
    np.testing.assert_allclose(original(task, task.standard[:, 0]), wanted, atol=1e-9)
    assert task.card is None
    assert dict(task.facts)["Data"].startswith("synthetic")
    assert 0.1 < task.baseline_score < 1


def test_that_an_own_table_is_read_with_its_other_columns_as_inputs(tmp_path: Path) -> None:
    text = "when,load,wind\n" + "".join(f"{2 * n},{n % 7},{n % 3}\n" for n in range(100))
    task = own(tmp_path, text)
    assert task.inputs == 2
    assert task.outputs == 1
    assert task.features == ("load (standardised)", "wind (standardised)")
    batch = task.sample(np.random.default_rng(0))
    assert batch.inputs.shape == (10, 1, 2)
    assert batch.targets.shape == (10, 1, 1)
    np.testing.assert_array_equal(batch.targets[:-1, 0, 0], batch.inputs[1:, 0, 0])
    exhibit = task.exhibit(batch, batch.targets[:, 0], Knowing())
    assert exhibit.apart == 2.0
    assert exhibit.axis == "when"
    assert task.target_labels(batch)[0] == f"{(exhibit.first / 2 + 1) % 7:g}"


def test_that_a_column_that_never_changes_is_refused_or_read_as_nought(tmp_path: Path) -> None:
    flat = "t,v,w\n" + "".join(f"{n},5,{n % 4}\n" for n in range(100))
    with pytest.raises(ScenarioError, match="the column v is 5 throughout"):
        own(tmp_path, flat)
    task = own(tmp_path, "t,v,w\n" + "".join(f"{n},{n % 4},5\n" for n in range(100)))
    assert not task.standard[:, 1].any()


def test_that_a_series_too_short_for_its_windows_is_refused(tmp_path: Path) -> None:
    text = "t,v\n" + "".join(f"{n},{n % 4}\n" for n in range(60))
    assert own(tmp_path, text, 47).stream(np.random.default_rng(0), 3).next().size == 3
    with pytest.raises(ScenarioError, match=r"60 points are too few for windows of 48; .* 47,"):
        own(tmp_path, text, 48)


def test_that_unknown_series_and_missing_files_are_told() -> None:
    with pytest.raises(ScenarioError, match="no series “moon”; wanted is one of sunspots, sines"):
        FORECASTING.prepare(Request("moon"))
    with pytest.raises(ScenarioError, match="No file was chosen"):
        FORECASTING.prepare(Request("file"))


def test_that_labels_are_original_values() -> None:
    years, numbers = sunspots()
    batch = TASK.sample(np.random.default_rng(3))
    exhibit = TASK.exhibit(batch, batch.targets[:, 0], Knowing())
    place = int(np.flatnonzero(years == exhibit.first)[0])
    assert TASK.input_labels(batch) == tuple(f"{v:.4g}" for v in numbers[place : place + 44])
    assert TASK.target_labels(batch) == tuple(f"{v:.4g}" for v in numbers[place + 1 : place + 45])


def test_that_one_seed_gives_one_sample() -> None:
    first, again, other = (TASK.sample(np.random.default_rng(seed)) for seed in (7, 7, 8))
    np.testing.assert_array_equal(first.inputs, again.inputs)
    assert not np.array_equal(first.inputs, other.inputs)

"""A run by itself: what it shows, that showing it changes nothing, and what it refuses."""

import dataclasses
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from rnnviz.scenarios import SCENARIOS
from rnnviz.session.setting_fields import SettingError
from rnnviz.session.settings import Settings
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.training_run import MOST_READ, WRITTEN_LENGTH, TrainingRun, cell_of
from rnnviz.session.worker import Worker, snapshot
from rnnviz.trace.trace import Trace
from tests.session.hand_driver import (
    TEXT,
    Hand,
    fitting_length,
    settings_of,
    small_settings,
    text_settings,
)

CELLS = ("elman", "lstm", "gru")


def fingerprint(run: TrainingRun, updates: int) -> tuple[bytes, bytes]:
    """The first losses and norms of a run that made at least so many updates, and more."""
    history = run.history_so_far()
    assert len(history) >= updates
    return history.losses[:updates].tobytes(), history.norms[:updates].tobytes()


def arrays_of(thing: object) -> Iterator[np.ndarray]:
    """Every array in a trace."""
    if isinstance(thing, np.ndarray):
        yield thing
    elif isinstance(thing, Mapping):
        for value in thing.values():
            yield from arrays_of(value)
    elif isinstance(thing, tuple):
        for value in thing:
            yield from arrays_of(value)
    elif dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield from arrays_of(getattr(thing, field.name))


# --- the same seed, the same run -------------------------------------------------------


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("sample", ["pinned", "batch"])
def test_that_looking_changes_nothing(
    tmp_path: Path, cell: str, precision: str, sample: str
) -> None:
    settings = text_settings(tmp_path, cell=cell, layers=2, precision=precision, sample=sample)
    unseen, seen = TrainingRun(settings), TrainingRun(settings)
    for n in range(12):
        unseen.advance()
        for _ in range(n % 3):
            snapshot(seen, seen.writing())
        seen.advance()
    assert fingerprint(unseen, 12) == fingerprint(seen, 12)
    assert unseen.network.parameters.flat.tobytes() == seen.network.parameters.flat.tobytes()
    assert unseen.writing() == seen.writing()


@pytest.mark.parametrize("scenario", [scenario.key for scenario in SCENARIOS])
def test_that_a_thread_computes_what_a_hand_does(tmp_path: Path, scenario: str) -> None:
    settings = settings_of(scenario, tmp_path)
    by_hand, by_thread, driven = TrainingRun(settings), TrainingRun(settings), Hand(settings)
    for _ in range(20):
        by_hand.advance()
    driven.train_and_pause(11)
    driven.train_and_pause(9)
    worker, deadline = Worker(), time.monotonic() + 20
    while by_thread.training.update < 20 and time.monotonic() < deadline:
        worker.start(by_thread, None)
        time.sleep(0.01)
        worker.take()
        worker.stop()
        worker.wait()
    wanted = fingerprint(by_hand, 20)
    assert fingerprint(by_thread, 20) == fingerprint(driven.run, 20) == wanted


def test_that_another_seed_is_another_run() -> None:
    one, other = TrainingRun(small_settings()), TrainingRun(small_settings(seed=1))
    assert not np.array_equal(one.network.parameters.flat, other.network.parameters.flat)
    assert not np.array_equal(one.pinned.inputs, other.pinned.inputs)
    one.advance()
    other.advance()
    assert fingerprint(one, 1) != fingerprint(other, 1)


# --- the displayed sample --------------------------------------------------------------


def test_that_the_pinned_sample_is_the_same_at_every_update(tmp_path: Path) -> None:
    run = TrainingRun(text_settings(tmp_path))
    first = run.trace()
    for _ in range(3):
        run.advance()
        trace = run.trace()
        assert trace.origin.sample == "pinned"
        assert trace.labels == first.labels
        assert np.array_equal(trace.inputs, first.inputs)
        assert not trace.lanes[0].start["h"].any()
    assert trace.total_loss != first.total_loss


@pytest.mark.parametrize("cell", CELLS)
def test_that_the_batch_sample_is_the_first_sequence_of_the_next_batch(
    tmp_path: Path, cell: str
) -> None:
    run = TrainingRun(text_settings(tmp_path, sample="batch", cell=cell, layers=2))
    read = ""
    for n in range(3):
        trace, (batch, starts) = run.trace(), run.training.upcoming()
        run.advance()
        assert trace.origin.sample == "batch"
        assert np.array_equal(trace.inputs.argmax(axis=1), batch.inputs[:, 0])
        assert np.array_equal(trace.targets, batch.targets[:, 0])
        read += "".join(trace.labels.inputs)
        for lane in trace.lanes:
            for state, start in lane.start.items():
                assert np.array_equal(start, starts[lane.key][state][0])
                assert start.any() == (n > 0), "carried on from the batch before"
    assert read.replace("␣", " ").replace("↵", "\n") == TEXT[:15]


def test_that_without_carrying_every_batch_starts_from_zeros(tmp_path: Path) -> None:
    run = TrainingRun(text_settings(tmp_path, sample="batch", carry=False))
    run.advance()
    run.advance()
    assert not run.trace().lanes[0].start["h"].any()


def test_that_a_trace_says_where_it_comes_from(tmp_path: Path) -> None:
    run = TrainingRun(text_settings(tmp_path, seed=4, cell="gru"))
    run.advance()
    origin = run.trace().origin
    assert (origin.scenario, origin.cell) == ("character-model", "gru")
    assert (origin.seed, origin.update) == (4, 1)
    assert origin.settings == run.settings.as_dict()


# --- snapshots -------------------------------------------------------------------------


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("sample", ["pinned", "batch"])
@pytest.mark.parametrize("scenario", ["adding-problem", "character-model"])
def test_that_a_snapshot_stays_as_it_is_while_training_goes_on(
    tmp_path: Path, cell: str, sample: str, scenario: str
) -> None:
    run = TrainingRun(settings_of(scenario, tmp_path, cell=cell, sample=sample))
    for _ in range(2):
        run.advance()
    taken = snapshot(run, run.writing())
    assert isinstance(taken.trace, Trace)
    arrays = [*arrays_of(taken.trace), *arrays_of(taken.history)]
    copies = [array.copy() for array in arrays]
    for _ in range(5):
        run.advance()
        run.trace()
    assert len(arrays) > 20
    assert all(np.array_equal(a, b) for a, b in zip(arrays, copies, strict=True))
    live = run.network.parameters.flat
    assert not any(np.shares_memory(array, live) for array in arrays)


def test_that_nobody_can_write_into_a_trace(tmp_path: Path) -> None:
    run = TrainingRun(text_settings(tmp_path))
    run.advance()
    assert [array.shape for array in arrays_of(run.trace()) if array.flags.writeable] == []


# --- writing ---------------------------------------------------------------------------


def test_that_the_network_writes_text_of_the_characters_that_it_knows(tmp_path: Path) -> None:
    run = TrainingRun(text_settings(tmp_path))
    writing = run.writing()
    assert len(writing.text) == WRITTEN_LENGTH
    assert set(writing.text) <= set(TEXT)
    assert (writing.update, writing.temperature) == (0, run.settings.temperature)
    assert run.writing() == writing
    run.advance()
    assert run.writing().text != writing.text


def test_that_at_temperature_zero_the_likeliest_is_written(tmp_path: Path) -> None:
    texts = {
        TrainingRun(text_settings(tmp_path, temperature=0, init_scale=scale)).writing().text
        for scale in (1.0, 1.0)
    }
    assert len(texts) == 1
    run = TrainingRun(text_settings(tmp_path, temperature=0))
    assert run.writing().text in texts


def test_that_a_task_without_text_writes_none() -> None:
    assert TrainingRun(small_settings()).writing().text == ""


@pytest.mark.parametrize("activation", ["relu", "identity"])
def test_that_states_that_explode_while_writing_end_nothing(
    tmp_path: Path, activation: str
) -> None:
    explosive = {"activation": activation, "spectral_radius": 10, "precision": "float32"}
    settings = text_settings(tmp_path, cell="elman", hidden=32, **explosive)
    run = TrainingRun(settings)
    run.advance()
    assert np.isfinite(run.network.parameters.flat).all()
    assert 0 < len(run.writing().text) < WRITTEN_LENGTH
    hand = Hand(settings)
    hand.train_and_pause(2)
    assert hand.state.update == 2


def test_that_a_large_network_writes_less(tmp_path: Path) -> None:
    run = TrainingRun(text_settings(tmp_path, hidden=512, layers=2, batch=1))
    size = run.network.parameters.flat.size
    assert WRITTEN_LENGTH > len(run.writing().text) == int(MOST_READ / size) > 50


# --- settings --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "option"),
    [
        ({"cell": "elman", "activation": "relu"}, {"activation": "relu"}),
        ({"cell": "lstm", "forget_bias": 2.0}, {"forget_bias": 2.0}),
        ({"cell": "gru", "reset": "after"}, {"reset": "after"}),
    ],
)
def test_that_a_cell_gets_the_settings_that_concern_it(
    values: dict[str, object], option: dict[str, object]
) -> None:
    cell = cell_of(small_settings(**values))
    assert cell.key == values["cell"]
    assert dataclasses.asdict(cell) == option  # type: ignore[call-overload]


def test_that_a_spectral_radius_is_that_of_the_recurrent_matrix() -> None:
    run = TrainingRun(small_settings(cell="elman", hidden=8, spectral_radius=1.25))
    eigenvalues = np.linalg.eigvals(run.network.parameters["layer1.W_hh"])
    assert np.abs(eigenvalues).max() == pytest.approx(1.25)


def test_that_precision_is_that_of_every_number() -> None:
    run = TrainingRun(small_settings(precision="float32"))
    run.advance()
    kinds = {array.dtype for array in arrays_of(run.trace().lanes)}
    assert kinds == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    "values",
    [
        {"hidden": 512, "layers": 4, "batch": 1, "length": 400},
        {"hidden": 512, "layers": 1, "batch": 256, "length": 50},
        {"scenario": "copy-memory", "hidden": 512, "layers": 4, "batch": 8, "length": 20},
    ],
)
def test_that_an_update_that_would_take_too_long_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(SettingError, match=r"One update .* billion operations") as refused:
        TrainingRun(small_settings(**values))
    for name in ("hidden", "layers", "batch", "length"):
        assert f"{values[name]} " in str(refused.value)
    assert "Make one of the four smaller" in str(refused.value)


@pytest.mark.parametrize(("hidden", "batch", "length"), [(128, 32, 50), (256, 32, 50)])
def test_that_the_sizes_of_the_benchmark_are_not_refused(
    hidden: int, batch: int, length: int
) -> None:
    sizes = {"hidden": hidden, "batch": batch, "length": length}
    assert TrainingRun(small_settings(**sizes)).settings.hidden == hidden


@pytest.mark.slow
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("scenario", [scenario.key for scenario in SCENARIOS])
def test_that_every_scenario_learns_from_where_it_starts(scenario: str, cell: str) -> None:
    length = fitting_length(scenario, 10)
    run = TrainingRun(settings_for(scenario, {"cell": cell, "hidden": 16, "length": length}))
    for _ in range(60):
        run.advance()
    losses = run.history_so_far().losses
    assert losses[-10:].mean() < losses[:10].mean()


def test_that_settings_are_what_they_were_made_of() -> None:
    settings = small_settings()
    assert Settings(**settings.as_dict()) == settings  # type: ignore[arg-type]
    assert threading.active_count() == 1

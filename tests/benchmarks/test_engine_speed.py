"""The benchmark of the engine: that it measures what it says."""

import json

import numpy as np
import pytest

from rnnviz.benchmarks import engine_speed
from rnnviz.benchmarks.engine_speed import (
    CELLS,
    DTYPES,
    RATE,
    SIZES,
    SYMBOLS,
    CellRow,
    EngineSpeed,
    UpdateRow,
    make_batch,
    make_training,
    mapping,
    measure_engine,
    recording,
)
from rnnviz.benchmarks.pytorch_update import PyTorchUpdate, pytorch_version
from rnnviz.benchmarks.rounds import least
from rnnviz.engine.cells import LSTM
from rnnviz.trace.gradient_map import GradientMap
from rnnviz.trace.trace import Trace


@pytest.fixture(scope="module")
def speed() -> EngineSpeed:
    return measure_engine(quick=True)


def test_that_every_size_type_and_cell_has_its_row(speed: EngineSpeed) -> None:
    sizes = [(row.hidden, row.size, row.steps, row.dtype) for row in speed.updates]
    assert sizes == [(*size, dtype) for size in SIZES[:2] for dtype in DTYPES]
    assert [(row.cell, row.dtype) for row in speed.cells] == [
        (title, dtype) for title, _ in CELLS for dtype in DTYPES
    ]


def test_that_times_are_positive_and_numbers_agree(speed: EngineSpeed) -> None:
    assert all(row.ours > 0 for row in speed.updates)
    for row in speed.cells:
        assert row.update > 0
        assert row.record > 0
        assert row.updates_per_second == pytest.approx(1000 / row.update)
        assert row.record_in_updates == pytest.approx(row.record / row.update)
        assert row.map_in_updates == pytest.approx(row.gradient_map / row.update)


def test_that_the_result_is_plain_data(speed: EngineSpeed) -> None:
    read_back = json.loads(json.dumps(speed.to_json()))
    assert read_back == speed.to_json()
    assert read_back["numpy"] == np.__version__
    assert read_back["updates"][0]["ratio"] == speed.updates[0].ratio
    assert read_back["cells"][1]["record_in_updates"] == speed.cells[1].record_in_updates


def test_that_a_ratio_above_one_means_that_ours_is_faster() -> None:
    assert UpdateRow("float32", 8, 1, 10, ours=2.0, pytorch=5.0).ratio == 2.5
    assert UpdateRow("float32", 8, 1, 10, ours=2.0, pytorch=None).ratio is None
    row = CellRow("LSTM", "float32", update=4.0, record=2.0, gradient_map=6.0)
    assert (row.record_in_updates, row.map_in_updates) == (0.5, 1.5)


def test_that_without_pytorch_ours_is_measured_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_speed, "pytorch_version", lambda: None)
    row = next(engine_speed.update_rows(quick=True))
    assert (row.pytorch, row.ratio) == (None, None)


@pytest.mark.parametrize("dtype", DTYPES)
def test_that_the_update_measured_learns(dtype: str) -> None:
    training = make_training(LSTM(), 16, make_batch(4, 10), dtype)
    assert training.network.parameters.flat.dtype == dtype
    losses = [training.advance().loss for _ in range(60)]
    assert losses[0] == pytest.approx(np.log(SYMBOLS), rel=0.05)
    assert losses[-1] < 0.95 * losses[0]


def test_that_recording_gives_a_trace_of_the_network() -> None:
    training = make_training(LSTM(), 8, make_batch(4, 10), "float32")
    trace = recording(training, make_batch(1, 10))()
    assert isinstance(trace, Trace)
    assert (trace.steps, trace.hidden) == (10, 8)


def test_that_mapping_gives_where_the_gradient_of_the_network_goes() -> None:
    training = make_training(LSTM(), 8, make_batch(4, 10), "float64")
    found = mapping(training, make_batch(1, 10))()
    assert isinstance(found, GradientMap)
    assert found.lanes["layer1"].weights.shape == (10, 10)


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.parametrize("dtype", DTYPES)
def test_that_a_map_of_the_gradient_costs_at_most_two_updates(dtype: str) -> None:
    hidden, size, steps = 64, 16, 50
    training = make_training(LSTM(), hidden, make_batch(size, steps), dtype)
    works = [training.advance, mapping(training, make_batch(1, steps))]
    ratios = []
    # What else the machine does can only make one of them slower: the best of some tries counts.
    for _ in range(4):
        update, found = least(works, rounds=12, seconds=0.01)
        ratios.append(found / update)
        if ratios[-1] <= 2.0:
            return
    pytest.fail(f"a map took {min(ratios):.2f} updates")


@pytest.mark.skipif(pytorch_version() is None, reason="PyTorch is not installed")
@pytest.mark.parametrize("dtype", DTYPES)
def test_that_pytorch_makes_the_same_kind_of_update(dtype: str) -> None:
    batch = make_batch(4, 10)
    update = PyTorchUpdate(SYMBOLS, 16, batch, dtype, RATE, 5.0)
    losses = [update() / batch.steps for _ in range(60)]
    assert losses[0] == pytest.approx(np.log(SYMBOLS), rel=0.05)
    assert losses[-1] < 0.95 * losses[0]

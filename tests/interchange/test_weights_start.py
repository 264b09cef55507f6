"""A run that starts from weights out of a file: it learns from them, and goes back to them."""

from pathlib import Path

import numpy as np
import pytest

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.weight_file import save_weights
from rnnviz.interchange.weights_start import start_from_file
from rnnviz.session.setting_error import SettingError
from rnnviz.session.settings import Settings
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.starting_weights import StartingWeights
from rnnviz.session.training_run import TrainingRun

TINY = {"hidden": 5, "batch": 2, "length": 6, "cell": "lstm"}


@pytest.fixture
def former() -> TrainingRun:
    """A network that has learnt a little."""
    run = TrainingRun(settings_for("copy-memory", {**TINY, "layers": 2}))
    for _ in range(3):
        run.advance()
    return run


@pytest.fixture
def file(former: TrainingRun, tmp_path: Path) -> Path:
    """Its weights."""
    return save_weights(former.network, tmp_path / "former.safetensors")


def opened(file: Path, settings: Settings) -> TrainingRun:
    fitting, weights = start_from_file(settings, file)
    return TrainingRun(fitting, weights=weights)


def test_that_a_run_starts_from_the_weights(file: Path, former: TrainingRun) -> None:
    run = opened(file, settings_for("copy-memory", {"batch": 2, "length": 6, "cell": "gru"}))
    assert (run.settings.cell, run.settings.hidden, run.settings.layers) == ("lstm", 5, 2)
    assert (run.network.parameters.flat == former.network.parameters.flat).all()
    assert run.trace().origin.weights == "former.safetensors"
    assert ("First weights", "former.safetensors") in run.facts


def test_that_it_goes_back_to_them_and_on_again_bit_for_bit(file: Path) -> None:
    run = opened(file, settings_for("copy-memory", TINY))
    first = run.network.parameters.flat.copy()
    for _ in range(12):
        run.advance()
    last = run.network.parameters.flat.copy()
    run.timeline.go_to(0)
    assert run.network.parameters.flat.tobytes() == first.tobytes()
    run.timeline.go_to(12)
    assert run.network.parameters.flat.tobytes() == last.tobytes()


def test_that_the_data_are_those_of_the_seed(file: Path) -> None:
    drawn = TrainingRun(settings_for("copy-memory", TINY))
    run = opened(file, drawn.settings)
    batch, wanted = run.training.upcoming()[0], drawn.training.upcoming()[0]
    assert (batch.inputs == wanted.inputs).all()
    assert (run.pinned.inputs == drawn.pinned.inputs).all()


def test_that_single_precision_stays_single(tmp_path: Path) -> None:
    run = TrainingRun(settings_for("copy-memory", {**TINY, "precision": "float32"}))
    path = save_weights(run.network, tmp_path / "w.npz")
    again = opened(path, settings_for("copy-memory", TINY))
    assert again.network.parameters.flat.dtype == np.float32


def test_that_other_sizes_are_refused(file: Path) -> None:
    with pytest.raises(FileError, match="has inputs of 2 and outputs of 1"):
        start_from_file(settings_for("adding-problem", TINY), file)


def test_that_a_network_beyond_the_settings_is_refused(tmp_path: Path) -> None:
    sizes = {"weight_ih_l0": (600, 10), "weight_hh_l0": (600, 600)}
    arrays = {name: np.zeros(shape) for name, shape in sizes.items()}
    np.savez(tmp_path / "w.npz", weight=np.zeros((9, 600)), **arrays)  # type: ignore[arg-type]
    with pytest.raises(SettingError, match="from 1 to 512"):
        start_from_file(settings_for("copy-memory", TINY), tmp_path / "w.npz")


def test_that_weights_of_another_network_are_refused() -> None:
    settings = settings_for("copy-memory", TINY)
    parameters = dict(TrainingRun(settings).network.parameters)
    del parameters["b_y"]
    with pytest.raises(SettingError, match="b_y is missing"):
        TrainingRun(settings, weights=StartingWeights("w", parameters))

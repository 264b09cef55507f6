"""The numbers behind views: the recorded ones, in CSV and NPZ."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.number_file import csv_of, save_numbers
from rnnviz.interchange.view_numbers import tables_of
from rnnviz.session.gradient_wish import GradientWish
from rnnviz.session.session import Session
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Worker

KEYS = (
    *("unrolled", "tracks", "cell", "unit", "inspector", "gradient-map", "gradient-bars"),
    *("jacobians", "highway", "spectrum", "saliency", "saturation", "histograms", "loss"),
    *("weights", "exhibit", "writing", "compare", "window"),
)


@pytest.fixture(scope="module")
def scene():
    small = {"hidden": 4, "batch": 2, "length": 6, "scenario": "copy-memory", "cell": "lstm"}
    run = TrainingRun(changed(Settings(), small))
    for _ in range(3):
        run.advance()
    run.summarize(run.trace())
    session = Session(run, Worker())
    session.gradients.want(GradientWish())
    session.gradients.make_now()
    for desk in (session.path, session.spectra, session.saliency):
        desk.make_now()
    return session.state.scene


def read(text):
    """The first table: its columns, and its lines."""
    lines = [line for line in text.split("\n\n")[0].splitlines() if not line.startswith("# ")]
    columns, *found = csv.reader(io.StringIO("\n".join(lines)))
    return columns, found


@pytest.mark.parametrize("key", KEYS)
def test_that_every_view_has_numbers_in_both_formats(scene, tmp_path, key):
    tables = tables_of(key, scene)
    assert tables
    for table in tables:
        assert len({len(column) for column in table.columns.values()}) == 1, table.name
        assert len(next(iter(table.columns.values()))) > 0
    columns, lines = read(csv_of(tables))
    assert columns == list(tables[0].columns)
    assert len(lines) == len(tables[0].columns[columns[0]])
    saved = np.load(save_numbers(tables, tmp_path / "a.npz"), allow_pickle=False)
    assert len(saved.files) == sum(len(table.columns) for table in tables)


def test_that_numbers_are_the_recorded_ones_with_all_digits(scene):
    columns, lines = read(csv_of(tables_of("tracks", scene)))
    lane, trace = scene.trace.lanes[0], scene.trace
    for line in lines:
        found = dict(zip(columns, line, strict=True))
        time, unit = int(found["time"]) - 1, int(found["unit"]) - 1
        assert found["lane"] == lane.key
        for quantity in trace.quantities:
            assert float(found[quantity.key]) == lane.values[quantity.key][time, unit]
            assert float(found[f"d_{quantity.key}"]) == lane.gradients[quantity.key][time, unit]


def test_that_weights_and_losses_are_the_recorded_ones(scene):
    columns, lines = read(csv_of(tables_of("weights", scene)))
    assert columns == ["parameter", "row", "column", "value"]
    for name, row, column, value in lines:
        matrix = scene.trace.parameters[name]
        at = (int(row) - 1, int(column) - 1)[: matrix.ndim]
        assert float(value) == matrix[at]
    _, lines = read(csv_of(tables_of("loss", scene)))
    assert [float(line[1]) for line in lines] == scene.history.losses.tolist()


def test_that_of_a_decoder_attention_and_beam_are_there():
    small = {"hidden": 4, "batch": 2, "length": 5, "attention": True}
    run = TrainingRun(changed(Settings(), {"scenario": "spelling-to-phonemes", **small}))
    scene = Session(run, Worker()).state.scene
    weights = tables_of("attention", scene)[0].columns
    per_answer = weights["weight"].reshape(-1, scene.trace.source_steps).sum(axis=1)
    assert np.allclose(per_answer[scene.trace.exists[scene.trace.source_steps :]], 1)
    assert tables_of("beam", scene)


def test_that_what_was_not_made_has_no_numbers(scene, tmp_path):
    bare = replace(scene, gradient=None, path=None, saliency=None, summaries=())
    for key in ("gradient-map", "jacobians", "saliency", "histograms", "attention", "beam"):
        assert tables_of(key, bare) == ()
    with pytest.raises(FileError, match="no numbers"):
        save_numbers((), tmp_path / "a.csv")


def test_that_a_file_is_written_whole_with_an_extension(scene, tmp_path):
    tables = tables_of("loss", scene)
    assert save_numbers(tables, tmp_path / "a").name == "a.csv"
    with pytest.raises(FileError, match="cannot be written"):
        save_numbers(tables, tmp_path / "missing" / "a.csv")
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]

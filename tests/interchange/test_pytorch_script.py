"""The PyTorch script goes on as rnnviz would have: run where PyTorch is, looked at elsewhere."""

import ast
import importlib
import re
import runpy
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.pytorch_script import PyTorchScript
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.training_run import TrainingRun

TINY = {"hidden": 5, "batch": 3, "length": 8}
CASES: dict[str, tuple[str, Mapping[str, object]]] = {
    "elman": ("adding-problem", {"cell": "elman", "optimizer": "sgd", "rate": 0.01}),
    "relu": ("copy-memory", {"cell": "elman", "activation": "relu", "optimizer": "momentum"}),
    "lstm": ("character-model", {"cell": "lstm", "layers": 2, "optimizer": "adam"}),
    "gru": ("copy-memory", {"cell": "gru", "reset": "after", "layers": 2, "truncation": 3}),
    "both": ("digit-rows", {"cell": "gru", "reset": "after", "direction": "both"}),
    "padded": ("sentiment", {"cell": "lstm", "direction": "both", "optimizer": "rmsprop"}),
    "value": ("music", {"cell": "elman", "clip_by": "value", "clip": 0.01}),
    "one-to-many": ("picture-captions", {"cell": "lstm", "clip_by": "off", "length": 2}),
    "decoder": ("translation", {"cell": "gru", "reset": "after", "attention": False, "length": 20}),
    "attention": (
        "spelling-to-phonemes",
        {"cell": "lstm", "attention": True, "direction": "both", "layers": 2, "forcing": 1.0},
    ),
    "single": ("adding-problem", {"cell": "lstm", "precision": "float32"}),
}


def trained(scenario: str, given: Mapping[str, object], updates: int = 4) -> TrainingRun:
    run = TrainingRun(settings_for(scenario, {**TINY, **given}))
    for _ in range(updates):
        run.advance()
    return run


def executed(script: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a script says. In this process, as PyTorch takes seconds to load."""
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    before = torch.get_default_dtype()
    try:
        runpy.run_path(str(script), run_name="__main__")["FILE"].close()
    finally:
        torch.set_default_dtype(before)
    return capsys.readouterr().out


@pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed")
@pytest.mark.parametrize("name", CASES)
def test_that_pytorch_goes_on_as_rnnviz_does(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = trained(*CASES[name])
    said = executed(PyTorchScript(run, 5).save(tmp_path / "script"), capsys)
    within = 1e-4 if name == "single" else 1e-6
    told = [float(loss) for loss in re.findall(r"update \d+: loss (\S+)", said)]
    first = float(re.findall(r"first loss (\S+);", said)[0])
    ours = [run.advance().loss for _ in range(5)]
    assert first == pytest.approx(ours[0], abs=within)
    # PyTorch clips by ‖g‖ + 1e−6.
    np.testing.assert_allclose(told, ours, rtol=20 * within, atol=20 * within)


@pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed")
def test_that_it_goes_on_from_the_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = trained("character-model", {"cell": "lstm"}, updates=0)
    said = executed(PyTorchScript(run, 3).save(tmp_path / "script.py"), capsys)
    told = [float(loss) for loss in re.findall(r"update \d+: loss (\S+)", said)]
    np.testing.assert_allclose(told, [run.advance().loss for _ in range(3)], atol=1e-5)


@pytest.mark.parametrize("name", CASES)
def test_that_the_script_is_python_with_the_data_that_it_reads(name: str, tmp_path: Path) -> None:
    run = trained(*CASES[name])
    path = PyTorchScript(run, 3).save(tmp_path / "script.py")
    text = path.read_text("utf-8")
    ast.parse(text)
    assert max(map(len, text.splitlines())) <= 100
    assert str(tmp_path) not in text
    with np.load(tmp_path / "script.npz") as data:
        names = set(data)
        assert data["continues"].shape == (3,)
        assert data["batch2/lengths"].shape == (3,)
        assert (data["weights/readout.bias"] == run.network.parameters["b_y"]).all()
    assert {"weights/readout.weight", "batch0/inputs", "batch1/targets", "batch2/scored"} <= names


def test_that_the_run_goes_on_as_if_nothing_had_been_written(tmp_path: Path) -> None:
    one, other = (trained("character-model", {"cell": "lstm"}) for _ in range(2))
    PyTorchScript(one, 7).save(tmp_path / "script.py")
    for _ in range(4):
        assert one.advance() == other.advance()
    assert one.network.parameters.flat.tobytes() == other.network.parameters.flat.tobytes()


def test_that_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    run = trained("copy-memory", {"cell": "lstm"})
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        PyTorchScript(run, 3).save(tmp_path / folder / "script.py")
    for name in ("script.py", "script.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


REFUSED: dict[str, tuple[str, Mapping[str, object], str]] = {
    "before": ("copy-memory", {"cell": "gru", "reset": "before"}, "before it; wanted the reset"),
    "sigmoid": ("copy-memory", {"cell": "elman", "activation": "sigmoid"}, "nn.RNN knows"),
    "forcing": ("spelling-to-phonemes", {"cell": "lstm", "forcing": 0.5}, "Teacher forcing is 0.5"),
    "cut": (
        "digit-rows",
        {"cell": "lstm", "direction": "both", "truncation": 2},
        "two directions or a decoder",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_that_what_the_script_cannot_do_is_said(what: str) -> None:
    scenario, given, reason = REFUSED[what]
    with pytest.raises(FileError, match=reason):
        PyTorchScript(trained(scenario, given, updates=0), 2)


def test_that_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    script = PyTorchScript(trained("copy-memory", {"cell": "lstm"}), 1)
    with pytest.raises(FileError, match="cannot be written"):
        script.save(tmp_path / "nowhere" / "script.py")

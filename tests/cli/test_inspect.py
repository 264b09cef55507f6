"""rnnviz inspect and rnnviz capture: what a file is, and what is wrong with it."""

import json
import re
import runpy
import sys
from pathlib import Path

import pytest

from rnnviz.trace.trace_file import load_trace
from tests.cli.conftest import TINY, Say
from tests.trace.test_trace_file import changed_file

ROOT = Path(__file__).parents[2]
CAPTURE = ROOT / "tests" / "interchange" / "captures" / "lstm_readout.npz"


@pytest.fixture
def files(rnnviz: Say, tmp_path: Path) -> dict[str, Path]:
    """One of each kind."""
    found = {name: tmp_path / name for name in ("trace.npz", "w.npz", "w.safetensors", "c.npz")}
    words = ("adding-problem", "--cell", "lstm", "--updates", 1, *TINY)
    rnnviz("trace", *words, "-o", found["trace.npz"])
    for name in ("w.npz", "w.safetensors"):
        rnnviz("weights", *words, "-o", found[name])
    found["c.npz"].write_bytes(CAPTURE.read_bytes())
    return found


SAID = {
    "trace.npz": ("trace", {"Network": "lstm, 4 units: layer 1", "Update": "1"}),
    "w.npz": ("weights with PyTorch's names", {"Network": "nn.LSTM(2, 4) with nn.Linear(4, 1)"}),
    "w.safetensors": ("weights with PyTorch's names", {"Numbers": "117 of float64"}),
    "c.npz": ("capture", {"Sequence": "6 time steps, number 2 of 3"}),
}


def test_that_each_kind_is_told(files: dict[str, Path], rnnviz: Say) -> None:
    for name, (kind, facts) in SAID.items():
        told = rnnviz("inspect", files[name])
        assert (told.status, told.err) == (0, "")
        assert told.out.startswith(f"{files[name]}: {kind}\n")
        as_json = json.loads(rnnviz("inspect", files[name], "--json").out)
        assert (as_json["kind"], as_json["wrong"]) == (kind, "")
        assert facts.items() <= as_json["facts"].items()
        for title, text in facts.items():
            assert f"  {title}: {text}\n" in told.out


def test_that_what_is_wrong_is_told(files: dict[str, Path], rnnviz: Say) -> None:
    changed_file(files["trace.npz"], {"y.npy": None})
    changed_file(files["c.npz"], {"outputs.npy": b"x"})
    changed_file(files["w.npz"], {"rnn.bias_hh_l0.npy": None})
    content = files["w.safetensors"].read_bytes()
    files["w.safetensors"].write_bytes(content[:-1])
    reasons = {
        "trace.npz": "trace: .*y.npy is missing",
        "c.npz": "capture: .*outputs",
        "w.npz": "weights.*: .*rnn.bias_hh_l0 is missing",
        "w.safetensors": "weights.*: .*damaged",
    }
    for name, reason in reasons.items():
        told = rnnviz("inspect", files[name])
        assert told.status == 2
        assert re.search(reason, told.complaint)
        as_json = rnnviz("inspect", files[name], "--json")
        assert as_json.status == 2
        assert json.loads(as_json.out)["wrong"]


def test_that_half_a_file_is_damaged(files: dict[str, Path], rnnviz: Say) -> None:
    for name in ("trace.npz", "c.npz", "w.npz"):
        content = files[name].read_bytes()
        files[name].write_bytes(content[: len(content) // 2])
        assert "is damaged" in rnnviz("inspect", files[name]).complaint


def test_that_other_files_are_of_no_kind(rnnviz: Say, tmp_path: Path) -> None:
    assert "no file of rnnviz's" in rnnviz("inspect", ROOT / "README.md").complaint
    assert "no such file" in rnnviz("inspect", tmp_path / "nothing").complaint
    assert "no ordinary file" in rnnviz("inspect", tmp_path).complaint


def test_that_a_capture_becomes_a_trace(rnnviz: Say, tmp_path: Path) -> None:
    told = rnnviz("capture", CAPTURE, "-o", tmp_path / "t")
    assert told.status == 0
    agreed, written = told.out.splitlines()
    assert agreed.startswith("nn.LSTM(4, 5) with nn.Linear(5, 3), computed again")
    assert written == str(tmp_path / "t.npz")
    assert load_trace(tmp_path / "t.npz").steps == 6


def test_that_a_capture_is_checked_without_writing(rnnviz: Say) -> None:
    assert rnnviz("capture", CAPTURE).out.count("\n") == 1


def test_that_a_file_that_is_none_is_refused(rnnviz: Say) -> None:
    told = rnnviz("capture", ROOT / "README.md")
    assert told.status == 2
    assert "no capture" in told.complaint


@pytest.mark.parametrize("name", ["lstm_readout", "gru_2_both", "rnn_2"])
def test_that_the_documented_script_recomputes_its_trace(
    name: str, rnnviz: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rnnviz("capture", CAPTURE.with_stem(name), "-o", tmp_path / "t.npz")
    page = (ROOT / "docs" / "trace-format.md").read_text("utf-8")
    script = tmp_path / "recompute.py"
    script.write_text(re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)[-1])
    monkeypatch.setattr(sys, "argv", [str(script), str(tmp_path / "t.npz")])
    assert max(runpy.run_path(str(script))["differences"].values()) <= 1e-12


def test_that_a_capture_is_drawn_and_its_figure_told(rnnviz: Say, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    words = ("--view", "unrolled,tracks", "--time", 6, "--unit", 2)
    assert rnnviz("render", "--capture", CAPTURE, *words, "-o", path).status == 0
    told = rnnviz("inspect", path)
    assert told.out.startswith(f"{path}: figure\n  Scenario: ")
    assert "Shows: unrolled, tracks\n  Made again: it was recorded in another program" in told.out
    assert "Scenario: a recording\n  Update" in told.out
    again = rnnviz("render", "--from", path, "-o", tmp_path / "b.png")
    assert "cannot be made again: it was recorded in another program" in again.complaint


def test_that_drawing_a_capture_says_what_it_cannot(rnnviz: Say, tmp_path: Path) -> None:
    words = ("render", "--capture", CAPTURE, "--view", "tracks", "-o", tmp_path / "a.png")
    assert (
        "--capture and the scenario copy-memory were given"
        in rnnviz(*words, "copy-memory").complaint
    )
    assert "--time 7 was given; wanted 1 to 6" in rnnviz(*words, "--time", 7).complaint
    other = ("--capture", ROOT / "README.md")
    assert "no capture" in rnnviz(*words, *other).complaint


def test_that_a_picture_without_a_source_is_told(rnnviz: Say) -> None:
    told = rnnviz("inspect", ROOT / "docs" / "exploding-1.png")
    assert told.status == 2
    assert "does not say where it comes from" in told.complaint


def test_that_a_film_is_told(rnnviz: Say, tmp_path: Path) -> None:
    path = tmp_path / "a.webp"
    words = ("--view", "loss", "--updates", 3, *TINY, "--animate", "updates", "--frames", 4)
    assert rnnviz("render", "copy-memory", *words, "-o", path).status == 0
    told = rnnviz("inspect", path)
    assert told.out.startswith(f"{path}: film\n  Of: updates 0 to 3\n  Frames: at most 4, 10 a")
    assert "  Scenario: copy-memory\n  Seed: 0\n  Update: 3\n  Shows: loss\n" in told.out
    path.write_bytes(path.read_bytes()[:200])
    told = rnnviz("inspect", path)
    assert told.status == 2
    assert "film: " in told.complaint

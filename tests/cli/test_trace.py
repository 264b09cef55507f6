"""rnnviz trace: the file, its bytes, and what cannot be written."""

from pathlib import Path

import pytest

from rnnviz.trace.trace_file import load_trace
from tests.cli.conftest import TINY, Say


def written(rnnviz: Say, path: Path, *words: object) -> Path:
    outcome = rnnviz("trace", "copy-memory", "--updates", 3, "-o", path, *TINY, *words)
    assert outcome.status == 0
    assert outcome.err == ""
    return Path(outcome.out.removesuffix("\n"))


def test_that_the_whole_record_is_written(rnnviz: Say, tmp_path: Path) -> None:
    path = written(rnnviz, tmp_path / "trace", "--cell", "gru", "--layers", 2)
    assert path == tmp_path / "trace.npz"
    trace = load_trace(path)
    assert (trace.origin.update, trace.origin.cell, trace.hidden) == (3, "gru", 4)
    assert len(trace.lanes) == 2


def test_that_the_same_seed_gives_the_same_bytes(rnnviz: Say, tmp_path: Path) -> None:
    one, again, other = (
        written(rnnviz, tmp_path / name, "--seed", seed).read_bytes()
        for name, seed in (("one.npz", 5), ("again.npz", 5), ("other.npz", 6))
    )
    assert one == again
    assert one != other


def test_that_an_untrained_network_can_be_traced(rnnviz: Say, tmp_path: Path) -> None:
    assert load_trace(written(rnnviz, tmp_path / "a", "--updates", 0)).origin.update == 0


@pytest.mark.parametrize("where", ["nowhere/a.npz", "file/a.npz", "."])
@pytest.mark.parametrize("command", ["trace", "render"])
def test_that_what_cannot_be_written_is_said_before_training(
    command: str, where: str, rnnviz: Say, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    outcome = rnnviz(command, "copy-memory", "--updates", 10**9, "-o", tmp_path / where)
    assert outcome.status == 1
    assert "cannot be written" in outcome.complaint


def test_that_a_folder_of_the_full_name_is_said(rnnviz: Say, tmp_path: Path) -> None:
    (tmp_path / "a.npz").mkdir()
    outcome = rnnviz("trace", "copy-memory", "--updates", 0, *TINY, "-o", tmp_path / "a")
    assert outcome.status == 1
    assert "no ordinary file" in outcome.complaint


def test_that_divergence_writes_nothing(rnnviz: Say, tmp_path: Path) -> None:
    wild = ("--cell", "elman", "--activation", "relu", "--optimizer", "sgd", "--rate", "1000")
    outcome = rnnviz("trace", "adding-problem", *wild, "--clip-by", "off", "-o", tmp_path / "a")
    assert outcome.status == 3
    assert "diverged" in outcome.complaint
    assert list(tmp_path.iterdir()) == []

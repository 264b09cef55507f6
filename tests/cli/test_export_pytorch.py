"""rnnviz export-pytorch writes a script and its data."""

from pathlib import Path

import numpy as np

from tests.cli.conftest import TINY, Say

WORDS = ("export-pytorch", "copy-memory", "--updates", 2, *TINY)


def test_that_script_and_data_are_written(rnnviz: Say, tmp_path: Path) -> None:
    told = rnnviz(*WORDS, "--cell", "lstm", "--more", 4, "-o", tmp_path / "goes_on")
    assert told.out.strip() == f"{tmp_path / 'goes_on.py'} with 4 batches in goes_on.npz"
    assert "after 2 updates" in (tmp_path / "goes_on.py").read_text("utf-8")
    with np.load(tmp_path / "goes_on.npz") as data:
        assert "batch3/inputs" in data
        assert "batch4/inputs" not in data


def test_that_what_cannot_be_written_is_refused_before_training(
    rnnviz: Say, tmp_path: Path
) -> None:
    words = (*WORDS, "--cell", "gru", "--reset", "before", "--updates", 10**9)
    told = rnnviz(*words, "-o", tmp_path / "script.py")
    assert told.status == 2
    assert "before it; wanted the reset gate" in told.complaint
    assert not list(tmp_path.iterdir())

"""rnnviz render of the ways from step to step: which lane and which steps are told."""

from pathlib import Path

import pytest

from tests.cli.conftest import TINY, Say

BOTH = "named-entities", "--direction", "both", "--hidden", 3, "--batch", 2, "--updates", 1


def written(rnnviz: Say, path: Path, *words: object) -> bytes:
    outcome = rnnviz("render", "-o", path, "--size", "500x400", *words)
    assert (outcome.status, outcome.err) == (0, "")
    return path.read_bytes()


@pytest.mark.parametrize("view", ["jacobians", "highway"])
def test_that_the_two_steps_are_chosen(view: str, rnnviz: Say, tmp_path: Path) -> None:
    ends = ([], ["--source", 9], ["--source", 9, "--time", 3], ["--time", 3])
    words = "copy-memory", "--updates", 1, *TINY, "--view", view
    pictures = {
        written(rnnviz, tmp_path / f"{n}.png", *words, *more) for n, more in enumerate(ends)
    }
    assert len(pictures) == 4


@pytest.mark.parametrize("view", ["jacobians", "highway", "spectrum"])
def test_that_the_lane_is_chosen(view: str, rnnviz: Say, tmp_path: Path) -> None:
    pictures = {
        written(rnnviz, tmp_path / f"{lane}.png", *BOTH, "--view", view, "--lane", lane)
        for lane in ("layer1", "layer1_back")
    }
    assert len(pictures) == 2

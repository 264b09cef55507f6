"""render --against and --preset: networks beside each other."""

import json
from argparse import ArgumentTypeError
from pathlib import Path

import pytest

from rnnviz.commands.comparison_options import differences
from rnnviz.session.presets import PRESETS
from tests.cli.conftest import TINY, Say

RENDER = "render", "delayed-recall", "--view", "compare", "--updates", "2"


def drawn(rnnviz: Say, path: Path, *words: str) -> bytes:
    """The picture that a command makes."""
    outcome = rnnviz(*RENDER, "-o", path, *TINY, *words)
    assert (outcome.status, outcome.err) == (0, "")
    return path.read_bytes()


def test_that_networks_are_drawn_beside_each_other(rnnviz: Say, tmp_path: Path) -> None:
    alone = drawn(rnnviz, tmp_path / "a.png")
    two = drawn(rnnviz, tmp_path / "b.png", "--against", "cell=gru")
    three = drawn(rnnviz, tmp_path / "c.png", "--against", "cell=gru", "--against", "hidden=5")
    assert len({alone, two, three}) == 3


@pytest.mark.parametrize("key", ["cells", "truncation"])
def test_that_a_preset_is_drawn(key: str, rnnviz: Say, tmp_path: Path) -> None:
    assert drawn(rnnviz, tmp_path / "a.png", "--preset", key)


def test_that_a_preset_has_a_scenario_of_its_own(rnnviz: Say, tmp_path: Path) -> None:
    words = "--view", "compare", "--updates", "2", *TINY, "--preset", "cells"
    outcome = rnnviz("render", "-o", tmp_path / "a.png", *words)
    assert (outcome.status, outcome.err) == (0, "")
    named = drawn(rnnviz, tmp_path / "b.png", "--preset", "cells")
    assert (tmp_path / "a.png").read_bytes() == named


def test_that_a_comparison_is_made_again_from_its_figure(rnnviz: Say, tmp_path: Path) -> None:
    first = drawn(rnnviz, tmp_path / "a.svg", "--preset", "forget-bias")
    outcome = rnnviz("render", "--from", tmp_path / "a.svg", "-o", tmp_path / "b.svg")
    assert (outcome.status, outcome.err) == (0, "")
    assert (tmp_path / "b.svg").read_bytes() == first


def test_that_all_presets_are_listed(rnnviz: Say) -> None:
    said, listed = rnnviz("list").out, json.loads(rnnviz("list", "--json").out)
    assert [each["key"] for each in listed["comparisons"]] == [each.key for each in PRESETS]
    for each in PRESETS:
        assert f"  {each.key}: {each.title}" in said


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--against", "cell"], "e.g. cell=gru,hidden=32"),
        (["--against", "cell=tree"], "one of elman, lstm, gru"),
        (["--against", "length=3"], "Networks cannot differ in 'length'"),
        (["--against", "hidden=600"], "from 1 to 512"),
        (["--preset", "trees"], "cells"),
        (["--preset", "cells", "--against", "cell=gru"], "one of them"),
        (["--against", "hidden=1"] * 4, "2 to 4"),
    ],
)
def test_that_what_cannot_be_compared_is_refused_before_training(
    words: list[str], wanted: str, rnnviz: Say, tmp_path: Path
) -> None:
    outcome = rnnviz(*RENDER, "-o", tmp_path / "a.png", *TINY, *words)
    assert outcome.status == 2
    assert wanted in outcome.complaint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cell=gru", {"cell": "gru"}),
        ("cell=gru,hidden=32", {"cell": "gru", "hidden": "32"}),
        ("init=normal init_scale=0.5", {"init": "normal", "init_scale": "0.5"}),
    ],
)
def test_that_differences_are_read(text: str, expected: dict[str, str]) -> None:
    assert differences(text) == expected


@pytest.mark.parametrize("text", ["", ",", "cell", "=gru", "cell==gru", "Cell=gru"])
def test_that_other_words_are_no_differences(text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        differences(text)

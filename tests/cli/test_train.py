"""rnnviz train: the result in words and for programs, divergence, Ctrl+C."""

import json
import re
from pathlib import Path

import pytest

from rnnviz.session.training_run import TrainingRun
from tests.cli.conftest import TINY, Say

WILD = ("--cell", "elman", "--activation", "relu", "--optimizer", "sgd", "--rate", "1000")


def test_that_the_last_line_says_loss_and_speed(rnnviz: Say) -> None:
    outcome = rnnviz("train", "character-model", "--updates", 5, *TINY, "--cell", "lstm")
    assert outcome.status == 0
    assert outcome.err == ""
    pattern = (
        r"character-model · lstm 4: 5 updates, loss \d\.\d+ nats \(baseline \d\.\d+\), "
        r"[\d.]+ updates/s\n"
        r"bits per character on held-out data \d\.\d+, baseline \d\.\d+ \(a trigram model .*\)\n"
    )
    assert re.fullmatch(pattern, outcome.out)


def test_that_layers_are_told_and_one_update_is_one(rnnviz: Say) -> None:
    outcome = rnnviz("train", "copy-memory", "--updates", 1, *TINY, "--cell", "gru", "--layers", 2)
    assert outcome.out.startswith("copy-memory · gru 4 × 2: 1 update, loss")


def test_that_programs_get_one_json_object(rnnviz: Say) -> None:
    outcome = rnnviz("train", "adding-problem", "--updates", 3, "--json", *TINY)
    result = json.loads(outcome.out)
    assert outcome.err == ""
    assert outcome.out.count("\n") == 1
    assert result["updates"] == 3
    assert result["settings"]["hidden"] == 4
    assert result["unit"] == "squared error"
    assert result["diverged"] is None
    assert result["loss"] > 0
    assert result["updates_per_second"] == pytest.approx(3 / result["seconds"])
    assert result["time_steps_read"] == 3 * 2 * 6


def test_that_the_same_seed_gives_the_same_loss(rnnviz: Say) -> None:
    def loss(seed: int) -> float:
        words = ("train", "copy-memory", "--updates", 4, "--json", *TINY, "--seed", seed)
        return float(json.loads(rnnviz(*words).out)["loss"])

    assert loss(1) == loss(1)
    assert loss(1) != loss(2)


def test_that_divergence_is_told_with_its_place(rnnviz: Say) -> None:
    outcome = rnnviz("train", "adding-problem", *WILD, "--clip-by", "off")
    assert outcome.status == 3
    place = r"update \d+: (Inf|NaN) in \S+, .*time step \d+, (forward|backward) pass"
    assert re.search(place, outcome.complaint)


def test_that_divergence_is_told_to_programs_too(rnnviz: Say) -> None:
    outcome = rnnviz("train", "adding-problem", *WILD, "--clip-by", "off", "--json")
    assert outcome.status == 3
    assert "diverged" in outcome.err
    result = json.loads(outcome.out)
    assert result["diverged"]["update"] == result["updates"] + 1
    assert 1 <= result["diverged"]["time_step"] <= 20
    assert result["diverged"]["quantity"]
    assert result["diverged"]["value"] in ("NaN", "Inf")


def test_that_divergence_at_the_first_update_leaves_no_loss(rnnviz: Say) -> None:
    words = ("--precision", "float32", "--init-scale", "10", "--activation", "identity")
    words = ("train", "character-model", "--cell", "elman", "--hidden", 64, "--length", 400, *words)
    outcome = rnnviz(*words, "--batch", "1", "--json")
    assert outcome.status == 3
    result = json.loads(outcome.out)
    assert (result["updates"], result["loss"]) == (0, None)


def test_that_ctrl_c_ends_quietly(rnnviz: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: TrainingRun) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(TrainingRun, "advance", interrupted)
    outcome = rnnviz("train", "copy-memory", *TINY)
    assert (outcome.status, outcome.out, outcome.err) == (130, "", "")


def test_that_there_is_a_bar_on_a_terminal_only(
    rnnviz: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("train", "copy-memory", "--updates", 3, *TINY)
    assert rnnviz(*words).err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert "copy-memory" in rnnviz(*words).err
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert rnnviz(*words, "--json").err == ""


def test_that_of_ones_own_file_it_is_said_how_it_was_read(rnnviz: Say, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = [f"caf\u00e9 n\u00famero {n},{n % 2}" for n in range(20)]
    path.write_bytes("\n".join([*rows[:4], "", *rows[4:]]).encode("latin-1"))
    words = ("train", "sentiment", "--text", path, "--updates", 1, *TINY)
    source, encoding, read, empty, *_ = rnnviz(*words).out.splitlines()
    assert source == "Source: file own.csv"
    assert encoding.startswith("Encoding: Latin-1 (the bytes are not valid UTF-8")
    assert read.startswith("Read: the whole file")
    assert empty == "Empty rows: 1, left out"
    assert ["Empty rows", "1, left out"] in json.loads(rnnviz(*words, "--json").out)["data"]

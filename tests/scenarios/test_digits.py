"""The digits of the data set, their division, and pictures of the user's own."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.digits import digits, divided, read_pictures
from rnnviz.scenarios.scenario import Request, ScenarioError


def write_idx(path: Path, values: np.ndarray, packed: bool = False) -> None:
    """An IDX file of bytes."""
    header = struct.pack(f">BBBB{values.ndim}I", 0, 0, 8, values.ndim, *values.shape)
    raw = header + values.astype(np.uint8).tobytes()
    path.write_bytes(gzip.compress(raw) if packed else raw)


def test_that_the_file_is_the_one_of_the_card() -> None:
    card = data_card("digits")
    assert card.is_intact
    assert "CC BY 4.0" in card.licence


def test_that_pixels_and_labels_are_those_of_the_file() -> None:
    data = digits()
    lines = gzip.decompress(data_card("digits").path.read_bytes()).decode().split()
    assert data.pictures.shape == (len(lines), 8, 8) == (1797, 8, 8)
    for place in (0, 17, 1796):
        numbers = [int(number) for number in lines[place].split(",")]
        assert (data.pictures[place].ravel() * 16).tolist() == numbers[:64]
        assert data.names[data.labels[place]] == str(numbers[64])
    assert data.pictures.min() == 0
    assert data.pictures.max() == 1


def test_that_each_picture_is_in_exactly_one_part() -> None:
    data = digits()
    both = np.concatenate([data.training, data.held_out])
    assert sorted(both.tolist()) == list(range(1797))
    assert len(data.held_out) == 1797 // 5
    # Every digit is in both parts, in about the same share.
    counts = np.bincount(data.labels[data.held_out], minlength=10)
    assert counts.min() > 20


def test_that_no_held_out_picture_is_also_one_of_training() -> None:
    data = digits()
    known = {data.pictures[place].tobytes() for place in data.training}
    assert not any(data.pictures[place].tobytes() in known for place in data.held_out)


def test_that_the_division_is_the_same_every_time() -> None:
    data = digits()
    again = divided(data.pictures, data.labels, (), None)
    np.testing.assert_array_equal(again.held_out, data.held_out)


@pytest.mark.parametrize("packed", [False, True])
def test_that_an_idx_file_is_read(tmp_path: Path, packed: bool) -> None:
    rng = np.random.default_rng(0)
    pictures, labels = rng.integers(256, size=(40, 5, 7)), np.arange(40) % 3 + 4
    ending = ".gz" if packed else ""
    path = tmp_path / f"my-images-idx3-ubyte{ending}"
    write_idx(path, pictures, packed)
    write_idx(tmp_path / f"my-labels-idx1-ubyte{ending}", labels, packed)
    data = read_pictures(Request("file", path))
    assert data.size == (5, 7)
    assert data.names == ("4", "5", "6")
    np.testing.assert_allclose(data.pictures, pictures / 255, atol=1e-6)
    np.testing.assert_array_equal(data.labels, np.arange(40) % 3)
    assert data.card is None
    assert len(data.held_out) == 8


def test_that_a_file_must_be_chosen() -> None:
    with pytest.raises(ScenarioError, match="No file was chosen"):
        read_pictures(Request("file"))


@pytest.mark.parametrize("labels", [[0, 1, 0, 1], [2] * 20, [*range(20)]])
def test_that_pictures_too_few_or_all_of_a_kind_are_refused(labels: list[int]) -> None:
    with pytest.raises(ScenarioError, match=f"There are {len(labels)} pictures of"):
        divided(np.zeros((len(labels), 2, 2)), np.array(labels), (), None)

"""Pictures and labels in IDX files."""

import gzip
import tracemalloc

import numpy as np
import pytest

from rnnviz.scenarios.own import idx
from rnnviz.scenarios.own.idx import first_pictures, read_idx
from tests.scenarios.own.files import digits, idx_bytes, idx_files, refusal


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("given", [0, 1])
def test_that_either_of_two_files_is_enough(tmp_path, packed, given) -> None:
    read = read_idx(idx_files(tmp_path, packed=packed)[given])
    np.testing.assert_allclose(read.pictures, digits() / 255, rtol=1e-6)
    assert read.labels.tolist() == [*range(10), 0, 1]


def test_that_one_may_be_packed_and_the_other_not(tmp_path) -> None:
    pictures, labels = idx_files(tmp_path)
    labels.with_name(labels.name + ".gz").write_bytes(gzip.compress(labels.read_bytes()))
    labels.unlink()
    assert len(read_idx(pictures).labels) == 12


def test_that_names_with_a_point_are_understood(tmp_path) -> None:
    pictures, labels = idx_files(tmp_path)
    pictures = pictures.rename(tmp_path / "t10k-images.idx3-ubyte")
    labels.rename(tmp_path / "t10k-labels.idx1-ubyte")
    assert len(read_idx(pictures).labels) == 12


def test_that_labels_of_another_name_can_be_given(tmp_path) -> None:
    pictures, labels = idx_files(tmp_path)
    labels.rename(tmp_path / "my numbers")
    message = refusal(read_idx, pictures)
    assert "wanted in the same folder is train-labels-idx1-ubyte or" in message
    assert len(read_idx(pictures, "label-file='my numbers'").labels) == 12
    assert "there is no such file" in refusal(read_idx, pictures, "label-file=none")


def broken(change):
    def make(raw: bytes) -> bytes:
        raw = bytearray(raw)
        change(raw)
        return bytes(raw)

    return make


def set_byte(place, value):
    return broken(lambda raw: raw.__setitem__(place, value))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("make", "met"),
    [
        (lambda raw: b"", "it begins with the bytes (none)"),
        (lambda raw: raw[:3], "it begins with the bytes 00 00 08"),
        (set_byte(2, 0x0D), "it begins with the bytes 00 00 0d 03"),
        (set_byte(3, 1), "it begins with the bytes 00 00 08 01"),
        (lambda raw: raw[:10], "it ends within its header"),
        (set_byte(11, 0), "its pictures have 0 × 3 pixels"),
        (set_byte(12, 255), "its pictures have 4 × 4,278,190,083 pixels"),
        (lambda raw: raw[:-5], "it ends after 139 of 144 bytes of data"),
        (lambda raw: raw + b"!", "it goes on after the 144 bytes of data that it says it has"),
        (set_byte(7, 13), "it ends after 144 of 156 bytes of data"),
    ],
)
def test_that_what_is_wrong_with_a_file_is_told(tmp_path, packed, make, met) -> None:
    pictures, _ = idx_files(tmp_path)
    raw = make(pictures.read_bytes())
    pictures.write_bytes(gzip.compress(raw) if packed else raw)
    message = refusal(read_idx, pictures)
    assert message.startswith(f"{pictures}: {met}. Wanted is an IDX file of pictures")


def test_that_files_that_do_not_belong_together_are_told(tmp_path) -> None:
    pictures, labels = idx_files(tmp_path)
    labels.write_bytes(idx_bytes(np.zeros(11)))
    met = "it has 11 labels, but train-images-idx3-ubyte 12 pictures"
    assert refusal(read_idx, pictures).startswith(f"{labels}: {met}.")


def test_that_a_packed_file_that_was_cut_is_told(tmp_path) -> None:
    pictures, _ = idx_files(tmp_path, packed=True)
    pictures.write_bytes(pictures.read_bytes()[:-20])
    assert "it ends after" in refusal(read_idx, pictures)


def test_that_a_packed_file_that_was_changed_is_told(tmp_path) -> None:
    pictures, _ = idx_files(tmp_path, packed=True)
    raw = bytearray(pictures.read_bytes())
    raw[-6] ^= 255  # in the checksum
    pictures.write_bytes(raw)
    assert "it cannot be unpacked (CRC check failed" in refusal(read_idx, pictures)


def test_that_a_bomb_does_not_go_off(tmp_path) -> None:
    pictures, _ = idx_files(tmp_path)
    raw = bytearray(idx_bytes(digits()))
    raw[4:8] = b"\xff\xff\xff\xff"
    bomb = gzip.compress(bytes(raw) + bytes(1 << 28), compresslevel=1)
    pictures.write_bytes(bomb)
    tracemalloc.start()
    message = refusal(read_idx, pictures)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "12 labels, but train-images-idx3-ubyte 4,294,967,295 pictures" in message.replace(
        "it has ", ""
    )
    assert peak < 8 * idx.PIXELS_LIMIT


def test_that_no_more_than_the_limit_is_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(idx, "PIXELS_LIMIT", 11 * 12 + 5)
    read = read_idx(idx_files(tmp_path)[0])
    assert read.pictures.shape == (11, 4, 3)
    assert dict(read.facts)["Pictures"] == "12 of 4 × 3 pixels; the first 11 are used"


@pytest.mark.parametrize("packed", [False, True])
def test_that_the_first_pictures_of_a_large_file_are_read_at_once(tmp_path, packed) -> None:
    pictures, _ = idx_files(tmp_path, count=30_000, packed=packed)
    read = first_pictures(pictures)
    assert 10 < len(read.labels) == len(read.pictures)


def test_that_few_pictures_are_refused(tmp_path) -> None:
    pictures, _ = idx_files(tmp_path, count=9)
    assert refusal(read_idx, pictures).startswith(f"{pictures}: it has 9 pictures.")


def test_that_a_file_of_another_kind_is_told_before_missing_labels(tmp_path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("To be, or not to be")
    assert "begins with the bytes 54 6f 20 62" in refusal(read_idx, path)

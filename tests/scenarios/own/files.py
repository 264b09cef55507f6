"""Files as people have them, for tests."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from rnnviz.scenarios.scenario import ScenarioError


def write(folder: Path, name: str, *lines: str, codec: str = "utf-8") -> Path:
    """A file of these lines."""
    path = folder / name
    path.write_bytes("".join(f"{line}\n" for line in lines).encode(codec))
    return path


def reviews(count: int = 12, delimiter: str = ",") -> list[str]:
    """Rows of text and label, without the names of columns."""
    return [f"number {n} was worth it{delimiter}{('bad', 'good')[n % 2]}" for n in range(count)]


def tagged(count: int = 12) -> list[str]:
    """Sentences in CoNLL's format."""
    sentence = ["Harry NNP B-PER", "Potter NNP I-PER", "met VBD O", "Hermione NNP B-PER", ""]
    return sentence * count


def translated(count: int = 12) -> list[str]:
    """Pairs with a tab between them."""
    return [f"{n} cats\t{n} chats" for n in range(count)]


def yearly(count: int = 60) -> list[str]:
    """A series with the names of its columns."""
    return ["YEAR,SUNACTIVITY", *(f"{1700 + n},{(n * 7 % 11) / 2}" for n in range(count))]


def digits(count: int = 12, height: int = 4, width: int = 3) -> np.ndarray:
    """Pictures of as much ink as their label says."""
    inks = np.arange(count, dtype=np.uint8) % 10 * 25
    return np.broadcast_to(inks[:, None, None], (count, height, width))


def idx_bytes(array: np.ndarray) -> bytes:
    """The array in IDX format."""
    sizes = np.array(array.shape, ">u4").tobytes()
    return bytes([0, 0, 8, array.ndim]) + sizes + array.astype(np.uint8).tobytes()


def idx_files(folder: Path, count: int = 12, packed: bool = False) -> tuple[Path, Path]:
    """Files of pictures and labels."""
    pictures = digits(count)
    paths = []
    for name, array in (
        ("train-images-idx3-ubyte", pictures),
        ("train-labels-idx1-ubyte", np.arange(count) % 10),
    ):
        path = folder / (name + ".gz" * packed)
        raw = idx_bytes(array)
        path.write_bytes(gzip.compress(raw) if packed else raw)
        paths.append(path)
    return paths[0], paths[1]


def refusal(read: object, *arguments: object) -> str:
    """The message with which a reader refuses."""
    with pytest.raises(ScenarioError) as caught:
        read(*arguments)  # type: ignore[operator]
    return str(caught.value)

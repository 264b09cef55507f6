"""Files of weights: .safetensors or .npz, with PyTorch's names. Nothing in them is ever run.

Safetensors (H. Face and others, 2022) is a header in JSON, its length before it, and the numbers
behind it; its own library reads and checks it. What it may ask for is looked at first.
"""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from rnnviz.engine.activations import ActivationName
from rnnviz.engine.batch import Floats
from rnnviz.engine.network import Network
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.torch_weights import (
    NONLINEARITIES,
    TorchWeights,
    named_arrays,
    recognised,
    torch_weights,
)
from rnnviz.trace import npz
from rnnviz.trace.npz import MOST_BYTES, NpzError

SAFETENSORS, NPZ = ".safetensors", ".npz"
#: Bytes of a safetensors header; 1,000 arrays take a tenth of it.
MOST_HEADER = 2**20
#: Arrays in a file: of 99 layers in two directions, and their readout.
MOST_ARRAYS = 4 * 99 * 2 + 2
#: Types of numbers, as safetensors and as NumPy name them.
TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}
#: Where nn.RNN's activation stands in a safetensors file, which weights alone do not tell.
NONLINEARITY = "nonlinearity"


def load_weights(path: Path) -> TorchWeights:
    """The network in a file. Raises FileError for all that is none.

    Never more than MOST_BYTES are read.
    """
    try:
        arrays, activation = _arrays(path)
        return recognised(arrays, activation)
    except (FileError, NpzError) as error:
        raise FileError(f"{path} is no file of weights that can be read: {error}") from error


def save_weights(network: Network, path: Path) -> Path:
    """Write a network's weights, whole or not at all; returns the path, to which a missing
    .safetensors is added. Raises FileError."""
    weights = torch_weights(network)
    if path.suffix.lower() not in (SAFETENSORS, NPZ):
        path = path.with_name(path.name + SAFETENSORS)
    arrays = {n: np.ascontiguousarray(array) for n, array in named_arrays(weights).items()}
    write = _write_npz if path.suffix.lower() == NPZ else _write_safetensors
    try:
        npz.write_whole(path, lambda file: write(file, arrays, weights.activation))
    except NpzError as error:
        raise FileError(f"{path} cannot be written: {error}") from error
    return path


def _write_npz(file: BinaryIO, arrays: Mapping[str, Floats], _: ActivationName | None) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            archive.writestr(npz.entry(f"{name}.npy"), npz.npy(array))


def _write_safetensors(
    file: BinaryIO, arrays: Mapping[str, Floats], activation: ActivationName | None
) -> None:
    file.write(save(dict(arrays), {NONLINEARITY: activation} if activation else None))


def _arrays(path: Path) -> tuple[dict[str, Floats], ActivationName | None]:
    """All arrays by name, and the activation where that is said."""
    if path.is_file() and not zipfile.is_zipfile(path):
        return _read_safetensors(path)
    with npz.opened(path) as archive:
        entries = archive.infolist()
        names = [e.filename.removesuffix(".npy") for e in entries if e.filename.endswith(".npy")]
        if len(names) != len(entries) or len(names) > MOST_ARRAYS:
            raise FileError(f"wanted at most {MOST_ARRAYS} arrays and nothing else in the NPZ")
        _check_size(sum(entry.file_size for entry in entries))
        types = tuple(TYPES.values())
        return {name: npz.array(archive, name, types) for name in names}, None


def _check_size(size: int) -> None:
    if size > MOST_BYTES:
        raise FileError(f"its arrays take {size:,} bytes; wanted at most {MOST_BYTES:,}")


def _read_safetensors(path: Path) -> tuple[dict[str, Floats], ActivationName | None]:
    try:
        _check_header(path)
        with safe_open(path, framework="numpy") as file:
            names = list(file.keys())
            if len(names) > MOST_ARRAYS:
                raise FileError(f"it has {len(names)} arrays; wanted at most {MOST_ARRAYS}")
            arrays = {name: _array(file, name) for name in names}
            said = (file.metadata() or {}).get(NONLINEARITY)
            return arrays, said if said in NONLINEARITIES else None
    except (SafetensorError, ValueError, TypeError, OverflowError, MemoryError) as error:
        raise FileError(f"it is damaged, or neither safetensors nor NPZ: {error}") from error
    except OSError as error:
        raise FileError(str(error.strerror or error)) from error


def _check_header(path: Path) -> None:
    size = path.stat().st_size
    _check_size(size)
    with path.open("rb") as file:
        header = int.from_bytes(file.read(8), "little")
    if size < 8 or header > min(MOST_HEADER, size - 8):
        raise FileError(
            "it is neither safetensors nor NPZ: no header of either stands at its start"
        )


def _array(file: Any, name: str) -> Floats:
    part = file.get_slice(name)
    kind, shape = part.get_dtype(), tuple(part.get_shape())
    if kind not in TYPES or not 1 <= len(shape) <= 2 or 0 in shape:
        wanted = " or ".join(TYPES)
        raise FileError(f"{name} is {kind} {shape}; wanted a vector or a matrix of {wanted}")
    array: Floats = file.get_tensor(name)
    return array

"""A capture read from its file (docs/capture-format.md): bounded, without pickles, checked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import numpy as np
from msgspec import Meta, Struct

from rnnviz.engine.batch import Floats
from rnnviz.interchange.capture_layout import ABOUT, FORMAT, VERSION, shapes
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.torch_lanes import Kind
from rnnviz.trace import npz
from rnnviz.trace.npz import MOST_BYTES, MOST_TEXT, NpzError

Count = Annotated[int, Meta(ge=1, le=1_000_000)]
FLOATS = ("<f8", "<f4")


class Sizes(Struct, frozen=True, forbid_unknown_fields=True):
    """T, I, H, how many layers are stacked, and O; O is 0 where there is no readout."""

    steps: Count
    inputs: Count
    hidden: Count
    layers: Annotated[int, Meta(ge=1, le=99)]
    outputs: Annotated[int, Meta(ge=0, le=1_000_000)]


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """about.json: all of a capture but its arrays."""

    format: Literal["rnnviz capture"]
    version: Literal[1]
    kind: Kind
    activation: Literal["", "tanh", "relu"]
    sizes: Sizes
    both: bool
    sequence: Annotated[int, Meta(ge=0)]
    batch: Annotated[int, Meta(ge=1)]
    precision: Literal["float32", "float64"]
    recorder: Annotated[str, Meta(max_length=200)]


class KindOfFile(Struct):
    """What about.json says first."""

    format: str
    version: int


@dataclass(frozen=True, eq=False)
class Capture:
    """What was recorded; arrays by their names in the file."""

    name: str
    about: About
    arrays: dict[str, Floats]


def load_capture(path: Path) -> Capture:
    """Raises FileError for all that is no capture. Never more than MOST_BYTES are read."""
    try:
        with npz.opened(path) as archive:
            about = _about(npz.content(archive, ABOUT, MOST_TEXT))
            wanted = capture_shapes(about)
            arrays = {
                name: npz.array(archive, name, FLOATS, shape, 8 * int(np.prod(shape)))
                for name, shape in wanted.items()
            }
    except (NpzError, FileError) as error:
        raise FileError(f"{path} is no capture that can be read: {error}") from error
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise FileError(f"{path}: {name} has numbers that are not finite; wanted finite ones")
    return Capture(path.name, about, arrays)


def _about(text: bytes) -> About:
    try:
        said = msgspec.json.decode(text, type=KindOfFile)
        if (said.format, said.version) != (FORMAT, VERSION):
            met = f"{said.format!r}, version {said.version}"
            raise FileError(f"it says {met}; wanted {FORMAT!r}, version {VERSION}")
        about = msgspec.json.decode(text, type=About)
    except msgspec.MsgspecError as error:
        raise FileError(f"{ABOUT}: {error}") from error
    if (about.kind == "rnn") != bool(about.activation):
        raise FileError("only an rnn has an activation, and it always has one")
    return about


def capture_shapes(about: About) -> dict[str, tuple[int, ...]]:
    """Every array by its name. Raises FileError where they would be too large."""
    sizes = about.sizes
    found = shapes(
        about.kind,
        sizes.steps,
        sizes.inputs,
        sizes.hidden,
        sizes.layers,
        about.both,
        sizes.outputs,
    )
    size = sum(8 * int(np.prod(shape, dtype=object)) for shape in found.values())
    if size > MOST_BYTES:
        raise FileError(f"its arrays would take {size:,} bytes; wanted at most {MOST_BYTES:,}")
    return found

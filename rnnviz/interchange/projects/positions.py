"""Places in the data as arrays, one row for each moment."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from rnnviz.interchange.projects.shelf import Packer, Slot, Unpacker
from rnnviz.scenarios.positions import GeneratorState, Position, ShuffledPosition, TextPosition

Sort = Literal["generator", "shuffled", "text", "none"]
SORTS: dict[type, Sort] = {
    GeneratorState: "generator",
    ShuffledPosition: "shuffled",
    TextPosition: "text",
    type(None): "none",
}
HALF = 2**64
#: state and inc of PCG64, each the higher 64 bits first; has_uint32; uinteger.
WORDS = 6


def pack_positions(packer: Packer, name: str, positions: Sequence[Position]) -> None:
    """Write the places, all of one sort, under names that begin with `name`."""
    text = [each for each in positions if isinstance(each, TextPosition)]
    shuffled = [each for each in positions if isinstance(each, ShuffledPosition)]
    states = [each for each in positions if isinstance(each, GeneratorState)]
    states += [each.generator for each in shuffled]
    if states:
        words = np.array([_words(state) for state in states], np.uint64)
        packer.put(f"{name}.generator", words, "<u8")
    if shuffled:
        packer.put(f"{name}.batches", np.array([each.batches for each in shuffled]), "<i8")
    if text:
        packer.put(f"{name}.places", np.array([each.places for each in text]), "<i8")
        packer.put(f"{name}.continues", np.array([each.continues for each in text]), "|b1")


def unpack_positions(
    unpacker: Unpacker, name: str, sort: Sort, count: int, readers: int
) -> list[Position]:
    """The places; `readers` is how many read a text."""
    if sort == "none":
        return [None] * count
    if sort == "text":
        places = unpacker.take(f"{name}.places", Slot("<i8", (count, readers))).tolist()
        continues = unpacker.take(f"{name}.continues", Slot("|b1", (count,))).tolist()
        return [TextPosition(tuple(each), on) for each, on in zip(places, continues, strict=True)]
    words = unpacker.take(f"{name}.generator", Slot("<u8", (count, WORDS))).tolist()
    states: list[GeneratorState] = [_state(each) for each in words]
    if sort == "generator":
        return list(states)
    batches = unpacker.take(f"{name}.batches", Slot("<i8", (count,))).tolist()
    return [ShuffledPosition(*each) for each in zip(states, batches, strict=True)]


def _words(state: GeneratorState) -> tuple[int, ...]:
    return (
        *divmod(state.state, HALF),
        *divmod(state.inc, HALF),
        state.has_uint32,
        state.uinteger,
    )


def _state(words: Sequence[int]) -> GeneratorState:
    return GeneratorState(
        words[0] * HALF + words[1], words[2] * HALF + words[3], words[4], words[5]
    )

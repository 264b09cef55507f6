"""Pictures: one that is read row by row, a film of them, and a scene with its description."""

from dataclasses import dataclass

from rnnviz.engine.batch import Floats
from rnnviz.exhibits.exhibit import Exhibit


@dataclass(frozen=True, kw_only=True)
class RowsExhibit(Exhibit):
    """A picture, (height, width), 0 background … 1 ink. Row n is read at `times[n]`; all rows
    have the same time where the picture is read at once."""

    picture: Floats
    times: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class FramesExhibit(Exhibit):
    """A film, (frames, height, width), 0 … 1. Frame n is read at step n."""

    frames: Floats


@dataclass(frozen=True, kw_only=True)
class SceneExhibit(Exhibit):
    """A picture in colours, (height, width, 3), 0 … 1, with a description of it.

    said     the words that the network writes alone, the end symbol left out.
    wanted   one right description.
    """

    picture: Floats
    said: tuple[str, ...]
    wanted: tuple[str, ...]

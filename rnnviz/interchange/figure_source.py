"""FigureSource: where a figure comes from, so that it can be made again from its file alone."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from rnnviz import __version__
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.film_walk import FilmWalk
from rnnviz.session.settings import Settings
from rnnviz.trace.scene import Spot

LEAST_SIDE, MOST_SIDE = 1.0, 16_000.0
LEAST_SCALE, MOST_SCALE = 0.25, 16.0
LEAST_MM, MOST_MM = 10.0, 2000.0
LEAST_FONT, MOST_FONT = 0.5, 3.0
#: Updates that are made anew for a figure, at most.
MOST_UPDATES = 10_000_000
#: Bytes of the whole source, as text.
MOST_BYTES = 65_536

Name = Annotated[str, Meta(max_length=80)]
Number = Annotated[int, Meta(ge=0, le=100_000)]


class Paper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a figure is drawn.

    look       the colours.
    is_clear   nothing is painted behind it.
    is_bare    titles, captions, legends and frames are left out.
    scale      pixels for each of the size; of SVG and PDF: how fine maps are that have more rows
               than there is room for.
    width      of the figure in print, in millimetres; None: 96 pixels of its size are an inch.
    font       everything that is written or drawn as a line is so many times as large.
    """

    look: Literal["light", "dark"] = "light"
    is_clear: bool = False
    is_bare: bool = False
    scale: Annotated[float, Meta(ge=LEAST_SCALE, le=MOST_SCALE)] = 1.0
    width: Annotated[float, Meta(ge=LEAST_MM, le=MOST_MM)] | None = None
    font: Annotated[float, Meta(ge=LEAST_FONT, le=MOST_FONT)] = 1.0


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is marked: the fields of trace.scene.Spot."""

    time: Number
    lane: Name = ""
    quantity: Name = ""
    unit: Number | None = None
    column: Number | None = None
    source: Number | None = None

    @classmethod
    def of(cls, spot: Spot) -> "Place":
        """The place of a spot."""
        return cls(**vars(spot))

    @property
    def spot(self) -> Spot:
        """The spot at the place."""
        return Spot(self.time, self.lane, self.quantity, self.unit, self.column, self.source)


class FigureSource(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that a figure depends on.

    version    of the program.
    settings   of the run, the scenario and the seed among them.
    others     settings of the networks that learnt beside it, and in `place` where among them
               the run stood.
    update     how many updates were made.
    views      their keys, from top to bottom; or "window" alone.
    sizes      of each, in logical pixels: width and height; none: what suits each.
    picked     what was marked; None: what is marked at first.
    tick       how far the debugger had walked; None: not at all.
    quantity, lane   of the views of where the gradient goes; "" for the first.
    is_measured   whether the score on held-out data was found.
    paper      how it is drawn.
    window     how the window stood, where that is drawn, in words that only it reads.
    film       of a film, what it walks over; None: it is a picture.
    cannot     why it cannot be made again from this alone, in words; "" where it can.
    differs    in what it will not be the same when it is made again; "" in nothing.
    """

    program: Literal["rnnviz"] = "rnnviz"
    layout: Literal[1] = 1
    version: Annotated[str, Meta(max_length=40)] = __version__
    settings: Settings
    others: Annotated[tuple[Settings, ...], Meta(max_length=3)] = ()
    place: Annotated[int, Meta(ge=0, le=3)] = 0
    update: Annotated[int, Meta(ge=0, le=MOST_UPDATES)]
    views: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=30)]
    sizes: Annotated[tuple[tuple[float, float], ...], Meta(max_length=30)] = ()
    picked: Place | None = None
    tick: Annotated[int, Meta(ge=0, le=10_000_000)] | None = None
    quantity: Name = ""
    lane: Name = ""
    is_measured: bool = False
    paper: Paper = Paper()
    window: Annotated[dict[Name, Annotated[str, Meta(max_length=2000)]], Meta(max_length=100)] = {}
    film: FilmWalk | None = None
    cannot: Annotated[str, Meta(max_length=400)] = ""
    differs: Annotated[str, Meta(max_length=400)] = ""

    def __post_init__(self) -> None:
        if self.sizes and len(self.sizes) != len(self.views):
            raise ValueError(f"{len(self.views)} views have {len(self.sizes)} sizes")
        if len(set(self.views)) != len(self.views):
            raise ValueError("a view is there twice")
        if self.film is not None and self.film.last.update > self.update:
            raise ValueError(f"a film of update {self.film.last.update} of {self.update}")
        for side in (side for size in self.sizes for side in size):
            if not LEAST_SIDE <= side <= MOST_SIDE:
                raise ValueError(
                    f"a side of {side:g} pixels; wanted {LEAST_SIDE:g} to {MOST_SIDE:g}"
                )


def written(source: FigureSource) -> bytes:
    """The source as JSON in ASCII, which stands in every kind of file."""
    text = msgspec.json.encode(source).decode()
    return "".join(c if c.isascii() else _escaped(c) for c in text).encode("ascii")


def _escaped(character: str) -> str:
    pairs = character.encode("utf-16-be")
    return "".join(f"\\u{pairs[n]:02x}{pairs[n + 1]:02x}" for n in range(0, len(pairs), 2))


def read(content: bytes) -> FigureSource:
    """The source that was written. Raises FileError."""
    if len(content) > MOST_BYTES:
        raise FileError(f"what it says of its source is longer than {MOST_BYTES:,} bytes")
    try:
        return msgspec.json.decode(content, type=FigureSource)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FileError(f"what it says of its source cannot be read: {error}") from error

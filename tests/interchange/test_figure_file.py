"""What a figure says of its source: found again in every kind of file, refused where it is bad."""

import json
import random

import msgspec
import pytest

from rnnviz.interchange.figure_file import png_with, source_of, svg_with, xmp_of
from rnnviz.interchange.figure_source import MOST_BYTES, FigureSource, Paper, Place, read, written
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.film_file import mp4_with
from rnnviz.interchange.film_walk import FilmWalk, Moment
from rnnviz.session.settings import Settings

SOURCE = FigureSource(
    settings=Settings(scenario="copy-memory", seed=7),
    update=12,
    views=("tracks", "loss"),
    sizes=((640.0, 480.0), (640.5, 200.0)),
    picked=Place(time=3, lane="layer1", quantity="h", unit=2),
    paper=Paper(scale=2.0, width=85.0),
    differs='<&> "∂" \N{MUSICAL SYMBOL G CLEF}',
)
#: The smallest PNG: its head, an empty IHDR and an end.
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x0dIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
SVG = b"<svg>\n<defs>\n</defs></svg>"


def files():
    yield "png", png_with(PNG, SOURCE)
    yield "svg", svg_with(SVG, SOURCE)
    yield "pdf", b"%PDF-1.4\nstream\n" + xmp_of(SOURCE)
    yield "gif", gif(written(FILM))
    yield "webp", webp(xmp_of(FILM))
    yield "mp4", mp4_with(MP4, xmp_of(FILM))


def gif(comment):
    """A palette of four colours, an extension of another kind, then the comment."""
    parts = (comment[n : n + 255] for n in range(0, len(comment), 255))
    blocks = b"".join(bytes([len(part)]) + part for part in parts)
    head = b"GIF89a\x01\x00\x01\x00\x81\x00\x00" + bytes(12)
    return head + b"!\xff\x03abc\x00" + b"!\xfe" + blocks + b"\x00,;"


def webp(xmp):
    odd = b"ICCP" + (3).to_bytes(4, "little") + b"abc\x00"
    chunk = b"XMP " + len(xmp).to_bytes(4, "little") + xmp + bytes(len(xmp) % 2)
    whole = b"WEBP" + odd + chunk
    return b"RIFF" + len(whole).to_bytes(4, "little") + whole


FILM = msgspec.structs.replace(
    SOURCE,
    film=FilmWalk(subject="both", frames=60, rate=10, first=Moment(0, 0), last=Moment(12, 99)),
)
#: A box with a long length, one with a short one.
MP4 = b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x01" + (
    b"\x00\x00\x00\x01free" + (20).to_bytes(8, "big") + b"four"
)
KINDS = ["png", "svg", "pdf", "gif", "webp", "mp4"]


@pytest.mark.parametrize(("kind", "content"), list(files()), ids=KINDS)
def test_that_a_source_is_found_again(tmp_path, kind, content):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(content)
    assert source_of(path) == (FILM if kind in ("gif", "webp", "mp4") else SOURCE)


def changed_source(**parts):
    return json.dumps({**json.loads(written(SOURCE)), **parts}).encode()


def walk(**parts):
    return {**json.loads(written(FILM))["film"], **parts}


@pytest.mark.parametrize(
    "parts",
    [
        {"more": 1},
        {"program": "other"},
        {"layout": 2},
        {"update": -1},
        {"update": 10**12},
        {"update": "3"},
        {"views": []},
        {"views": ["loss", "loss"], "sizes": []},
        {"views": ["x" * 100]},
        {"sizes": [[640, 480]]},
        {"sizes": [[1e9, 480], [1, 1]]},
        {"sizes": [[0, 480], [1, 1]]},
        {"settings": {"scenario": "copy-memory", "hidden": 10**9}},
        {"settings": {"scenario": "copy-memory", "more": 1}},
        {"paper": {"scale": 1000.0}},
        {"paper": {"width": -5.0}},
        {"paper": {"look": "blue"}},
        {"picked": {"time": -1}},
        {"picked": {"time": 10**9}},
        {"tick": -4},
        {"cannot": "x" * 1000},
        {"film": {}},
        {"film": walk(subject="all")},
        {"film": walk(more=1)},
        {"film": walk(frames=601)},
        {"film": walk(rate=0)},
        {"film": walk(last=[13, 99])},
        {"film": walk(last=[12, 10**9])},
        {"film": walk(last=[12, None])},
        {"film": walk(first=[0, None], last=[12, None])},
        {"film": walk(first=[12, 7], last=[12, 6])},
        {"film": walk(subject="ticks")},
        {"film": walk(subject="updates")},
        {"film": walk(first=[13, 0])},
    ],
)
def test_that_what_is_not_a_source_is_refused(parts):
    with pytest.raises(FileError, match="cannot be read"):
        read(changed_source(**parts))


def test_that_a_source_that_is_too_long_is_refused():
    with pytest.raises(FileError, match="longer"):
        read(b" " * (MOST_BYTES + 1))
    with pytest.raises(FileError):
        read(b"[" * MOST_BYTES)


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\x89PNG\r\n\x1a\n", PNG, SVG, b"%PDF-1.4", b"\xff" * 99),
        *(b"GIF89a", gif(b""), webp(b"")[:12], webp(b"none"), MP4[:8], MP4, MP4 + bytes(99)),
    ],
)
def test_that_other_files_are_refused(tmp_path, content):
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(FileError, match="no figure that can be made again"):
        source_of(path)


def test_that_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError, match="cannot be read"):
        source_of(tmp_path / "a.png")


def test_that_damaged_files_are_refused_or_say_something_right(tmp_path):
    chance, path = random.Random(3), tmp_path / "a"
    refused = 0
    for _, content in files():
        for _ in range(300):
            damaged = bytearray(content)
            for _ in range(chance.randint(1, 4)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            path.write_bytes(damaged[: chance.randint(1, len(damaged))])
            try:
                assert isinstance(source_of(path), FigureSource)
            except FileError:
                refused += 1
    assert refused > 1000


def test_that_a_source_is_plain_ascii():
    assert written(SOURCE).isascii()
    assert msgspec.json.decode(written(SOURCE), type=FigureSource) == SOURCE

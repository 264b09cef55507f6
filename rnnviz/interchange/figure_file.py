"""Where a figure's source stands in its file: in PNG a text chunk (iTXt), in SVG <metadata>, in PDF
the XMP packet; of films film_file.py tells. It is put in and found without anything that draws."""

import re
import struct
from html import escape, unescape
from pathlib import Path
from zlib import crc32

from rnnviz.interchange.figure_source import MOST_BYTES, FigureSource, read, written
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.film_file import (
    GIF,
    NOTHING,
    gif_comment,
    is_mp4,
    is_webp,
    mp4_xmp,
    webp_xmp,
)

KEYWORD = "rnnviz-figure"
NAMESPACE = "urn:rnnviz:figure"
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
#: Bytes of a figure that is read.
MOST_READ = 400 * 2**20
#: Behind the head stand the length, the name, 13 bytes and the checksum of the first chunk.
_AFTER_FIRST = len(PNG_HEAD) + 4 + 4 + 13 + 4
_METADATA = re.compile(rb'<metadata id="%b">(.*?)</metadata>' % KEYWORD.encode(), re.DOTALL)
_XMP = re.compile(rb"<rnnviz:figure>(.*?)</rnnviz:figure>", re.DOTALL)


def source_of(path: Path) -> FigureSource:
    """The source of a figure. Raises FileError where it has none, or none that is right."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_READ + 1)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from error
    try:
        return read(_found(content))
    except FileError as error:
        raise FileError(f"{path} is no figure that can be made again: {error}") from error


def _found(content: bytes) -> bytes:
    if len(content) > MOST_READ:
        raise FileError(f"it is larger than {MOST_READ // 2**20} MiB")
    if content.startswith(PNG_HEAD):
        return _in_png(content)
    if content.startswith(GIF):
        return gif_comment(content)
    if is_webp(content):
        return _in_text(webp_xmp(content), _XMP)
    if is_mp4(content):
        return _in_text(mp4_xmp(content), _XMP)
    return _in_text(content, _XMP if content.startswith(b"%PDF-") else _METADATA)


def _in_text(content: bytes, pattern: re.Pattern[bytes]) -> bytes:
    match = pattern.search(content)
    if match is None:
        raise FileError(NOTHING)
    if len(match[1]) > 6 * MOST_BYTES:
        raise FileError("what it says of its source is too long")
    return unescape(match[1].decode("latin-1")).encode("utf-8")


def _in_png(content: bytes) -> bytes:
    at, wanted = len(PNG_HEAD), KEYWORD.encode() + bytes(5)
    while at + 12 <= len(content):
        length, name = struct.unpack_from(">L4s", content, at)
        data = content[at + 8 : at + 8 + length]
        if name == b"iTXt" and data.startswith(wanted):
            if content[at + 8 + length : at + 12 + length] != struct.pack(">L", crc32(name + data)):
                raise FileError("what it says of its source was changed")
            return data[len(wanted) :]
        at += 12 + length
    raise FileError(NOTHING)


def png_with(content: bytes, source: FigureSource) -> bytes:
    """A PNG with its source in it."""
    data = b"iTXt" + KEYWORD.encode() + bytes(5) + written(source)
    chunk = struct.pack(">L", len(data) - 4) + data + struct.pack(">L", crc32(data))
    return content[:_AFTER_FIRST] + chunk + content[_AFTER_FIRST:]


def svg_with(content: bytes, source: FigureSource) -> bytes:
    """An SVG with its source in it."""
    inner = escape(written(source).decode("ascii"), quote=False).encode("ascii")
    element = b'<metadata id="%b">%b</metadata>\n' % (KEYWORD.encode(), inner)
    return content.replace(b"<defs>", element + b"<defs>", 1)


def xmp_of(source: FigureSource) -> bytes:
    """The XMP packet of a PDF, a WebP or an MP4: what made it, and its source."""
    inner = escape(written(source).decode("ascii"), quote=False)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:rnnviz="{NAMESPACE}">
<xmp:CreatorTool>rnnviz {source.version}</xmp:CreatorTool>
<rnnviz:figure>{inner}</rnnviz:figure>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
""".encode()

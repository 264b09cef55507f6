"""Where a film's source stands in its file: in GIF the comment, in WebP the chunk of XMP, in MP4 a
box of XMP at the end."""

import struct
from collections.abc import Iterator

from rnnviz.interchange.file_error import FileError

GIF, RIFF, WEBP, FTYP = b"GIF8", b"RIFF", b"WEBP", b"ftyp"
#: The name that Adobe's "XMP in dynamic media" gives to a box with a packet.
XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_COMMENT, _EXTENSION = 0xFE, 0x21
NOTHING = "it does not say where it comes from"


def is_webp(content: bytes) -> bool:
    """Whether a file, or its first twelve bytes, begin as a WebP."""
    return content[:4] == RIFF and content[8:12] == WEBP


def is_mp4(content: bytes) -> bool:
    """Whether a file, or its first twelve bytes, begin as an MP4."""
    return content[4:8] == FTYP


def gif_comment(content: bytes) -> bytes:
    """The first comment that stands before the pictures. Raises FileError."""
    # Behind the head are the size, the flags and, where they say so, the palette.
    flags = content[10] if len(content) > 10 else 0
    at = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    while content[at : at + 1] == bytes([_EXTENSION]):
        kind = content[at + 1 : at + 2]
        found, at = _gif_blocks(content, at + 2)
        if kind == bytes([_COMMENT]):
            return found
    raise FileError(NOTHING)


def _gif_blocks(content: bytes, at: int) -> tuple[bytes, int]:
    """The parts from there on, of at most 255 bytes, together; and where they end."""
    parts = []
    while at < len(content) and content[at]:
        size = content[at]
        parts.append(content[at + 1 : at + 1 + size])
        at += 1 + size
    return b"".join(parts), at + 1


def webp_xmp(content: bytes) -> bytes:
    """The packet. Raises FileError."""
    at = 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sL", content, at)
        if name == b"XMP ":
            return content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    raise FileError(NOTHING)


def mp4_xmp(content: bytes) -> bytes:
    """The packet. Raises FileError."""
    for name, data in _boxes(content):
        if name == b"uuid" and data[:16] == XMP_BOX:
            return bytes(data[16:])
    raise FileError(NOTHING)


def _boxes(content: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """The outermost boxes, by their names."""
    view, at = memoryview(content), 0
    while at + 8 <= len(content):
        size, name = struct.unpack_from(">L4s", content, at)
        head = 8
        if size == 1 and at + 16 <= len(content):  # Too large for four bytes.
            size, head = struct.unpack_from(">Q", content, at + 8)[0], 16
        end = at + size if size else len(content)
        if end < at + head:
            return
        yield name, view[at + head : end]
        at = end


def mp4_with(content: bytes, xmp: bytes) -> bytes:
    """An MP4 with a packet in it; players pass over the box."""
    return content + struct.pack(">L4s", 8 + len(XMP_BOX) + len(xmp), b"uuid") + XMP_BOX + xmp

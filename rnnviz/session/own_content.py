"""OwnContent: what files of one's own held when they were read, to tell them from others."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

#: Bytes of a file whose content can be told.
MOST_BYTES = 2**32
#: Bytes that are read at once.
BLOCK = 2**20


@dataclass(frozen=True)
class OwnContent:
    """The size in bytes and the SHA-256, in hexadecimal digits. Of several files the sum of their
    sizes, and the SHA-256 of theirs, one behind the other."""

    size: int
    sha256: str


def content_of(path: Path) -> OwnContent | None:
    """What a file holds now; None where it cannot be read, is empty or above MOST_BYTES."""
    try:
        stat = path.stat()
        # What only calls itself a file, as /proc/kmsg, has no size, and reading it may never end.
        if not path.is_file() or not 0 < stat.st_size <= MOST_BYTES:
            return None
        return OwnContent(stat.st_size, _sha256(path, stat.st_mtime_ns, stat.st_size))
    except (OSError, ValueError):  # ValueError: a NUL in the path itself
        return None


def content_of_all(paths: Sequence[Path]) -> OwnContent | None:
    """What files hold now; None where there are none, or of one of them it cannot be told."""
    found = [content for path in paths if (content := content_of(path)) is not None]
    if len(found) != len(paths) or not found:
        return None
    if len(found) == 1:
        return found[0]
    digests = "".join(content.sha256 for content in found)
    size = sum(content.size for content in found)
    return OwnContent(size, sha256(digests.encode()).hexdigest())


@lru_cache(maxsize=8)
def _sha256(path: Path, changed: int, size: int) -> str:
    """Kept for each state of a file: 200 MB take half a second. Raises OSError where it gives
    other bytes than it has."""
    digest, left = sha256(), size
    with path.open("rb") as file:
        while left and (block := file.read(min(left, BLOCK))):
            digest.update(block)
            left -= len(block)
        if left or file.read(1):
            raise OSError(f"it has other than {size:,} bytes")
    return digest.hexdigest()

"""OwnContent: what a file of one's own held when it was read, to tell it from others."""

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
    """The size in bytes and the SHA-256, in hexadecimal digits."""

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

"""Reading the user's own text file, and refusing with reasons what is not one."""

from dataclasses import dataclass
from pathlib import Path

from rnnviz.scenarios.file_bytes import check_text, read_bytes, refusal
from rnnviz.scenarios.named_encoding import decode_as

#: Bytes read at most; what follows them in the file is left out.
BYTES_LIMIT = 20_000_000
#: Characters that a text has at least.
LEAST_CHARACTERS = 100
WANTED = f"a plain text file of at least {LEAST_CHARACTERS} characters (UTF-8, UTF-16 or Latin-1)"


@dataclass(frozen=True)
class TextRead:
    """A text file as read.

    text         its characters, every line end "\\n".
    encoding     the name of its encoding, with what has to be said about it.
    bytes_read   how many bytes the text is made of.
    bytes_total  how many bytes the file has.
    """

    text: str
    encoding: str
    bytes_read: int
    bytes_total: int

    @property
    def characters(self) -> int:
        """The number of characters."""
        return len(self.text)

    @property
    def is_cut(self) -> bool:
        """Whether the file goes on after what was read."""
        return self.bytes_read < self.bytes_total

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What was read, to show."""
        return (("Encoding", self.encoding), ("Read", self._extent))

    @property
    def _extent(self) -> str:
        if not self.is_cut:
            return f"the whole file, {self.bytes_total:,} bytes"
        return f"only the first {self.bytes_read:,} of {self.bytes_total:,} bytes"


def read_text(path: Path, encoding: str | None = None) -> TextRead:
    """Read the text file at `path`, at most its first BYTES_LIMIT bytes.

    encoding  one of named_encoding.ENCODINGS; None: by all evidence.

    Raises ScenarioError, with what was met and what to do, for everything that is not a
    text of LEAST_CHARACTERS characters.
    """
    raw, total = read_bytes(path, BYTES_LIMIT, WANTED)
    text, name = decode_as(path, raw, encoding, is_cut=len(raw) < total)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    check_text(path, text, WANTED)
    _check_length(path, text)
    return TextRead(text, name, len(raw), total)


def _check_length(path: Path, text: str) -> None:
    if len(text) < LEAST_CHARACTERS:
        met = f"the text is too short: {len(text)} characters"
        advice = "Choose a longer one; many thousand characters are better."
        raise refusal(path, met, WANTED, advice)

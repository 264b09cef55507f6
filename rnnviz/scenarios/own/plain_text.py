"""Plain text, with the encoding that somebody may have named."""

from pathlib import Path

from rnnviz.scenarios.own.reading import parse_reading
from rnnviz.scenarios.text_reading import WANTED as WANTED
from rnnviz.scenarios.text_reading import TextRead, read_text

NAMES = ("encoding",)


def read(path: Path, reading: str = "") -> TextRead:
    """The text of a file. Raises ScenarioError where it is none."""
    return read_text(path, parse_reading(reading, NAMES).encoding)

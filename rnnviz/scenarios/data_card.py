"""DataCard: what has to be known about a data set that ships with the program."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rnnviz.resource import resource

FOLDER = "data"


@dataclass(frozen=True, kw_only=True)
class DataCard:
    """A card, as it stands beside its file in resources/data/ (NAME.toml).

    file      the data file's name in resources/data/.
    sha256    of that file.
    title, source, version, licence, citation   where it comes from.
    contents  what is in it, in a sentence.
    changes   what was changed from the source.
    bias      what is known to be lopsided or missing.
    notice    a notice that the licence wants to be kept; "" where it wants none.
    """

    file: str
    sha256: str
    title: str
    source: str
    version: str
    licence: str
    citation: str
    contents: str
    changes: str
    bias: str
    notice: str = ""

    @property
    def path(self) -> Path:
        """Where the data file lies."""
        return resource(FOLDER, self.file)

    @property
    def is_intact(self) -> bool:
        """Whether the file is the one that the card describes."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest() == self.sha256


@cache
def data_card(name: str) -> DataCard:
    """The card NAME.toml. Raises FileNotFoundError, or TypeError where a field is missing."""
    text = resource(FOLDER, f"{name}.toml").read_text(encoding="utf-8")
    return DataCard(**tomllib.loads(text))

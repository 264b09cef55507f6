"""The command line, called in this process."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from rnnviz.cli import main

#: A network that learns in no time.
TINY = ("--hidden", "4", "--batch", "2", "--length", "6")


@dataclass(frozen=True)
class Outcome:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line of standard error."""
        assert self.out == ""
        assert self.err.startswith("rnnviz: ")
        assert self.err.count("\n") == 1
        return self.err.strip()


Say = Callable[..., Outcome]


@pytest.fixture
def rnnviz(capsys: pytest.CaptureFixture[str]) -> Say:
    """rnnviz("train", …): the words of a command, as on the command line."""

    def run(*words: object) -> Outcome:
        status = main([str(word) for word in words])
        said = capsys.readouterr()
        return Outcome(status, said.out, said.err)

    return run

"""Twenty thousand mutated project files: each is refused in words for people, or is a whole
project that can be looked at and trained; the session that is open stays as it is."""

import random
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.project_file import load_project
from tests.interchange.projects.mutations import mutated, parts_of
from tests.interchange.projects.small_projects import MADE, made, use
from tests.session.hand_driver import Hand
from tests.session.test_going_back import bits

#: Files of each project; all together more than 20,000.
EACH = 4100
#: Where files are in memory, which is quicker.
MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made(tmp_path_factory.mktemp("made"))


class Trial:
    """Tries files on a session that is open, with another beside it that takes up what opens.

    outcomes   how often each came about.
    """

    def __init__(self, original: bytes, path: Path):
        self._original, self._path = parts_of(original), path
        self._open, self._other = Hand(), Hand()
        self._open.train_and_pause(2)
        self._before = bits(self._open.run)
        self.outcomes: Counter[str] = Counter()

    def of(self, content: bytes) -> None:
        """Open a file; what it was said of it, or what it is, is looked at."""
        self._path.write_bytes(content)
        try:
            project = load_project(self._path)
        except FileError as error:
            self.outcomes["refused"] += 1
            self._check_words(str(error))
        else:
            if _parts(content) == self._original:
                self.outcomes["the same"] += 1
            else:
                self.outcomes["whole"] += 1
                use(project, self._other, at_length=self.outcomes["whole"] % 3 == 0)

    def _check_words(self, text: str) -> None:
        assert text.startswith(f"{self._path} is ")
        assert text.isprintable()
        assert len(text) < len(str(self._path)) + 700

    def end(self) -> None:
        """Nothing but the file was written, and nothing came to the session that was open."""
        assert [*self._path.parent.iterdir()] == [self._path]
        assert bits(self._open.run) == self._before
        self._open.train_and_pause(1)
        assert self._open.state.update == 3


def _parts(content: bytes) -> object:
    try:
        return parts_of(content)
    except Exception:  # zipfile finds something wrong with a part that does not count
        return None


@pytest.mark.slow
@pytest.mark.parametrize("name", MADE)
def test_that_a_mutated_file_is_refused_or_whole(name: str, contents: dict[str, bytes]) -> None:
    rng = random.Random(name)
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        trial = Trial(contents[name], Path(folder) / "mutated.rnnviz")
        for _ in range(EACH):
            trial.of(mutated(contents[name], contents[rng.choice([*MADE])], rng))
        trial.end()
    assert trial.outcomes.total() == EACH
    assert trial.outcomes["refused"] > 0.8 * EACH
    # A fuzzer that never comes through the checks tries nothing behind them.
    assert trial.outcomes["whole"] > 0.005 * EACH

"""The program itself, as it is started: its words, its exit status and its streams."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rnnviz import __version__
from rnnviz.cli import main
from tests.cli.conftest import TINY

ROOT = Path(__file__).resolve().parents[2]


def started(
    *words: str, stdout: int = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        env={**os.environ, **environment},
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=120,
    )


def test_that_it_says_its_version() -> None:
    done = started("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"rnnviz {__version__}\n", "")


def test_that_it_ends_with_the_status_of_the_command() -> None:
    done = started("train", "copy-memory", "--hidden", "0")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


def test_that_a_terminal_that_knows_ascii_only_gets_escapes() -> None:
    done = started("train", "copy-memory", "--updates", "2", *TINY, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.startswith("copy-memory \\xb7 ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_that_a_full_disk_is_said_in_one_line() -> None:
    with open("/dev/full", "w") as full:
        done = started("train", "copy-memory", "--updates", "1", *TINY, stdout=full.fileno())
    assert done.returncode == 1
    assert done.stderr == "rnnviz: [Errno 28] No space left on device\n"


def test_that_a_reader_who_goes_away_is_no_error() -> None:
    # The reading end is closed before the program writes.
    reading, writing = os.pipe()
    os.close(reading)
    done = started("train", "copy-memory", "--updates", "1", *TINY, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


def test_that_training_needs_no_qt() -> None:
    code = (
        "import sys; from rnnviz.cli import main; "
        f"main(['train', 'copy-memory', '--updates', '1', *{TINY!r}]); "
        "sys.exit(any(name.startswith(('PySide6', 'pyqtgraph')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=120).returncode == 0


def test_that_the_window_loads_nothing_that_is_wanted_later() -> None:
    # Pictures of films, bars of the terminal, what only comparisons and tests have.
    late = ("PIL", "tqdm", "torch", "pytest", "hypothesis")
    code = (
        "import sys, rnnviz.cli, rnnviz.commands.window; "
        f"sys.exit(' '.join(name for name in {late!r} if name in sys.modules))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, timeout=120, capture_output=True, text=True)
    assert done.stderr.strip() == ""


def test_that_help_names_commands_and_statuses(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    for word in ("gui", "list", "train", "render", "trace", "bench", "exit status:", "130"):
        assert word in text

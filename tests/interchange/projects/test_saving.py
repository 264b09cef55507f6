"""Saving a project: whole or not at all, whatever happens meanwhile."""

import os
import resource
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects import project_file
from rnnviz.interchange.projects.layout import Layout
from rnnviz.interchange.projects.project_file import load_project, save_project
from rnnviz.session.project_desk import SessionRecord
from rnnviz.trace.npz import LEFT_ALONE
from tests.interchange.projects.saved_runs import recorded
from tests.session.hand_driver import Hand

ROOT = Path(__file__).resolve().parents[3]
#: How often a process that saves is killed.
KILLED = 200


@pytest.fixture(scope="module")
def records() -> tuple[SessionRecord, SessionRecord]:
    """A session after two updates and after four."""
    hand = Hand()
    hand.train_and_pause(2)
    first = recorded(hand.session)
    hand.train_and_pause(2)
    return first, recorded(hand.session)


@pytest.fixture
def old(records: tuple[SessionRecord, SessionRecord], tmp_path: Path) -> Path:
    """The first of them, saved."""
    return save_project(records[0], Layout(), tmp_path / "old.rnnviz", 1e9)


@pytest.fixture
def save(records: tuple[SessionRecord, SessionRecord]) -> Callable[[Path], Path]:
    """Save the second of them."""
    return lambda path: save_project(records[1], Layout(), path, 1e9)


def updates(path: Path) -> int:
    return load_project(path).run.training.update


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- killed ----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")
def test_that_a_file_is_the_old_or_the_new_one_whenever_saving_is_killed(
    tmp_path: Path, save: Callable[[Path], Path]
) -> None:
    path = tmp_path / "project.rnnviz"
    module = "tests.interchange.projects.saving_again"
    done = subprocess.run(
        [sys.executable, "-m", module, str(path), str(KILLED), "5"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    lines = [line.split() for line in done.stdout.splitlines()]
    assert len(lines) == KILLED, done.stderr
    # Both are met, and many were amid writing: as many parts were left.
    assert {which for which, _ in lines} == {"0", "1"}
    left = [*tmp_path.glob(".rnnviz-*.part")]
    assert len(left) == int(lines[-1][1]) > KILLED / 4
    for part in left:
        age(part, LEFT_ALONE + 60)
    save(path)
    assert names(tmp_path) == ["project.rnnviz"]


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then), follow_symlinks=False)


def test_that_what_others_left_is_removed_when_nobody_writes_it_any_more(
    tmp_path: Path, save: Callable[[Path], Path]
) -> None:
    kept = [".rnnviz-0123abcd.part", ".rnnviz-mine.part", "rnnviz-00000000.part", "x.part"]
    for name in (*kept, ".rnnviz-00000000.part", ".rnnviz-ffffffff.part"):
        (tmp_path / name).write_bytes(b"half")
        age(tmp_path / name, 2 * LEFT_ALONE)
    age(tmp_path / kept[0], LEFT_ALONE / 2)
    (tmp_path / ".rnnviz-11111111.part").mkdir()
    (tmp_path / ".rnnviz-22222222.part").symlink_to(tmp_path / "x.part")
    for name in (".rnnviz-11111111.part", ".rnnviz-22222222.part"):
        age(tmp_path / name, 2 * LEFT_ALONE)
    save(tmp_path / "p")
    others = [".rnnviz-11111111.part", ".rnnviz-22222222.part", "p.rnnviz"]
    assert names(tmp_path) == sorted([*kept, *others])


def test_that_the_new_name_is_on_the_disk_too(
    tmp_path: Path, save: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[bool, bool]] = []
    really = os.fsync

    def fsync(number: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(number).st_mode)
        synced.append((is_folder, (tmp_path / "p.rnnviz").exists()))
        really(number)

    monkeypatch.setattr(os, "fsync", fsync)
    save(tmp_path / "p")
    assert synced == [(False, False), (True, True)]


# --- no room ---------------------------------------------------------------------------


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """While no file can be larger, as on a disk that becomes full."""
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))


def test_that_a_full_disk_is_told_and_the_old_file_stays(
    old: Path, save: Callable[[Path], Path], tmp_path: Path
) -> None:
    before, size = old.read_bytes(), save(tmp_path / "new").stat().st_size
    (tmp_path / "new.rnnviz").unlink()
    for room in [*range(0, size, size // 60), size - 1]:
        with files_of_at_most(room), pytest.raises(FileError, match="cannot be written: File too"):
            save(old)
        assert names(tmp_path) == ["old.rnnviz"]
        assert old.read_bytes() == before
    with files_of_at_most(size):
        assert updates(save(old)) == 4


# --- what could not be opened ----------------------------------------------------------


def test_that_nothing_is_written_that_could_not_be_opened_again(
    records: tuple[SessionRecord, SessionRecord], old: Path, tmp_path: Path
) -> None:
    before, layout = old.read_bytes(), Layout("dark", {"panels": "x" * 100_001})
    with pytest.raises(FileError, match=r"cannot be written: project\.json: .*100000"):
        save_project(records[1], layout, old, 1e9)
    assert names(tmp_path) == ["old.rnnviz"]
    assert old.read_bytes() == before


@pytest.mark.parametrize("bound", ["MOST_TEXT", "MOST_BYTES"])
def test_that_a_session_larger_than_a_project_is_told(
    bound: str,
    old: Path,
    save: Callable[[Path], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = old.read_bytes()
    monkeypatch.setattr(project_file, bound, 2000)
    with pytest.raises(FileError, match=r"cannot be written: .* bytes"):
        save(old)
    assert names(tmp_path) == ["old.rnnviz"]
    assert old.read_bytes() == before


# --- places ----------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["/proc/self", "nowhere", "old.rnnviz"])
def test_that_a_folder_that_takes_no_file_is_told(
    place: str, old: Path, save: Callable[[Path], Path], tmp_path: Path
) -> None:
    with pytest.raises(FileError, match=r"p\.rnnviz cannot be written: "):
        save(tmp_path / place / "p.rnnviz")
    assert names(tmp_path) == ["old.rnnviz"]
    assert updates(old) == 2


def test_that_a_folder_that_is_protected_is_told(
    old: Path, save: Callable[[Path], Path], tmp_path: Path
) -> None:
    tmp_path.chmod(0o500)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("nothing is protected from this user")
        with pytest.raises(FileError, match="cannot be written: Permission denied"):
            save(old)
    finally:
        tmp_path.chmod(0o700)
    assert names(tmp_path) == ["old.rnnviz"]
    assert updates(old) == 2


def test_that_a_file_that_is_protected_is_told(
    old: Path, save: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        # As the system answers to whom it is protected from.
        patched.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
        with pytest.raises(FileError, match="it is protected against writing"):
            save(old)
    assert updates(old) == 2


def test_that_who_may_read_it_stays(old: Path, save: Callable[[Path], Path]) -> None:
    for mode in (0o600, 0o640):
        old.chmod(mode)
        save(old)
        assert stat.S_IMODE(old.stat().st_mode) == mode
    assert updates(old) == 4


def test_that_a_link_stays_one(old: Path, save: Callable[[Path], Path], tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    link, new = folder / "link.rnnviz", folder / "new.rnnviz"
    link.symlink_to(old)
    new.symlink_to(tmp_path / "later.rnnviz")
    save(link)
    save(new)
    assert link.is_symlink()
    assert new.is_symlink()
    assert updates(old) == updates(tmp_path / "later.rnnviz") == 4
    assert names(folder) == ["link.rnnviz", "new.rnnviz"]


@pytest.mark.parametrize("what", ["folder", "fifo", "circle", "device", "nul", "long"])
def test_that_what_is_no_file_is_never_written(
    what: str, save: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = tmp_path / f"{what}.rnnviz"
    if what == "folder":
        path.mkdir()
    elif what == "fifo":
        os.mkfifo(path)
    elif what == "circle":
        path.symlink_to(path)
    elif what == "device":
        path.symlink_to("/dev/full")
    elif what == "nul":
        path = tmp_path / "a\0b.rnnviz"
    else:
        path = tmp_path / ("x" * 300 + ".rnnviz")
    before = names(tmp_path)
    wanted = r"no ordinary file|ymlink loop|null byte|too long"
    with pytest.raises(FileError, match=f"cannot be written: .*({wanted})"):
        save(path)
    assert names(tmp_path) == before

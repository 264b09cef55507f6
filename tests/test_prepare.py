"""The set-up: what it decides, what it says, and that what it installs fits together."""

import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from scripts import prepare

STAMP = {"root": "/here", "python": "3.12.1 /usr", "requirements": "abc", "extra": ""}


def say_which(monkeypatch: pytest.MonkeyPatch, *commands: str) -> None:
    """Pretend that these commands are all that the system has."""
    monkeypatch.setattr(prepare.shutil, "which", lambda name: name if name in commands else None)


@pytest.mark.parametrize("old", [(2, 7), (3, 6), (3, 10)])
def test_that_an_old_python_is_told_what_is_wanted(old: tuple[int, int]) -> None:
    complaint = prepare.python_complaint(old)
    assert "3.11 or newer" in complaint
    assert "Python {}.{} ".format(*old) in complaint
    assert "\n" not in complaint


@pytest.mark.parametrize("new", [(3, 11), (3, 13), (4, 0)])
def test_that_a_new_python_will_do(new: tuple[int, int]) -> None:
    assert prepare.python_complaint(new) == ""


def test_that_nothing_is_installed_twice() -> None:
    assert prepare.is_installed(STAMP, STAMP)


def test_that_an_environment_for_tests_also_runs_the_program() -> None:
    dev = {**STAMP, "extra": "dev"}
    assert prepare.is_installed(dev, STAMP)
    assert not prepare.is_installed(STAMP, dev)


def test_that_other_requirements_are_installed_into_the_same_environment() -> None:
    found = {**STAMP, "requirements": "old"}
    assert not prepare.is_installed(found, STAMP)
    assert not prepare.is_elsewhere(found, STAMP)


@pytest.mark.parametrize("key", ["root", "python"])
def test_that_another_folder_or_python_needs_another_environment(key: str) -> None:
    assert prepare.is_elsewhere({**STAMP, key: "other"}, STAMP)


def test_that_an_environment_made_by_hand_may_stay() -> None:
    assert not prepare.is_installed({}, STAMP)
    assert not prepare.is_elsewhere({}, STAMP)


@pytest.mark.parametrize("text", ["", "not JSON", "[1, 2]"])
def test_that_a_bad_stamp_counts_as_none(text: str, own_home: Path) -> None:
    path = own_home / "stamp.json"
    path.write_text(text, encoding="utf-8")
    assert prepare.read_stamp(path) == {}


def test_that_what_cannot_be_loaded_is_missing() -> None:
    assert prepare.missing_libraries(["libnowhere.so.99"]) == ["libnowhere.so.99"]


def test_that_x11_is_needed_only_where_there_is_a_display() -> None:
    missing = ["libGL.so.1", "libxcb-cursor.so.0"]
    assert prepare.needed_libraries(missing, has_x_display=True) == missing
    assert prepare.needed_libraries(missing, has_x_display=False) == ["libGL.so.1"]


def test_that_debian_users_get_a_line_to_paste(monkeypatch: pytest.MonkeyPatch) -> None:
    say_which(monkeypatch, "apt-get")
    monkeypatch.setattr(prepare, "is_root", lambda: False)
    advice = prepare.libraries_advice(["libGL.so.1", "libxcb-cursor.so.0"])
    line = "sudo apt-get update && sudo apt-get install -y libgl1 libxcb-cursor0"
    assert advice.splitlines()[1:] == [line]


def test_that_root_needs_no_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "is_root", lambda: True)
    assert "sudo" not in prepare.apt_line(["libgl1"])


def test_that_fedora_users_get_a_line_to_paste(monkeypatch: pytest.MonkeyPatch) -> None:
    say_which(monkeypatch, "dnf")
    advice = prepare.libraries_advice(["libGL.so.1"])
    assert advice.splitlines()[1:] == ["sudo dnf install -y 'libGL.so.1()(64bit)'"]


def test_that_others_get_the_names_of_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    say_which(monkeypatch)
    advice = prepare.libraries_advice(["libGL.so.1", "libEGL.so.1"])
    assert "libGL.so.1 libEGL.so.1" in advice


def test_that_debian_packs_venv_by_python_version(monkeypatch: pytest.MonkeyPatch) -> None:
    say_which(monkeypatch, "apt-get")
    monkeypatch.setattr(prepare, "is_root", lambda: False)
    monkeypatch.setattr(prepare, "can_make_environments", lambda: False)
    with pytest.raises(prepare.PrepareError, match=r"install -y python3\.\d+-venv$"):
        prepare.install_venv_module()


def test_that_only_the_end_of_a_failure_is_shown() -> None:
    assert prepare.last_lines("1\n2\n3\n", count=2) == "2\n3"


def test_that_every_dependency_has_a_known_good_version() -> None:
    project = tomllib.loads((prepare.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.match(r"[\w-]+", line)[0] for line in wanted}
    assert names <= constraints().keys()


def test_that_the_constraints_hold_names_and_versions_alone() -> None:
    lines = prepare.CONSTRAINTS.read_text("utf-8").splitlines()
    pattern = r"(#.*|[\w-]+==[\w.]+)?"
    assert [line for line in lines if not re.fullmatch(pattern, line)] == []


def constraints() -> dict[str, str]:
    """Names and versions in constraints.txt."""
    lines = prepare.CONSTRAINTS.read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if "==" in line)


def test_that_qt_returns_what_it_borrows() -> None:
    # PySide6 6.12.0 loses a reference to None in every such call on Python < 3.12.
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("thing")
    assert sys.getrefcount(None) > before - 500, version("PySide6-Essentials")

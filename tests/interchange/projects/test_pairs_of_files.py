"""Pictures and their labels are two files: a project looks at both."""

from pathlib import Path

import pytest

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.own_file import note_on_own_file
from rnnviz.interchange.projects.project_file import load_project
from rnnviz.session.training_run import TrainingRun, files_read
from tests.interchange.projects.saved_runs import saved, session_of
from tests.scenarios.own.files import idx_files
from tests.session.hand_driver import small_settings
from tests.session.test_going_back import bits

SCENARIOS = ("digit-rows", "digit-at-once")


def learnt(given: Path, key: str, **more: object) -> TrainingRun:
    length = 8 if key == "digit-rows" else 1
    settings = small_settings(scenario=key, corpus="file", text=str(given), length=length, **more)
    run = TrainingRun(settings)
    for _ in range(3):
        run.advance()
    return run


@pytest.mark.parametrize("key", SCENARIOS)
@pytest.mark.parametrize("given", [0, 1])
def test_that_either_of_the_two_being_another_is_noticed(
    tmp_path: Path, given: int, key: str
) -> None:
    files = idx_files(tmp_path, count=40)
    run = learnt(files[given], key)
    path = saved(session_of(run), tmp_path)
    assert bits(load_project(path).run) == bits(run)
    for each in files:
        before = each.read_bytes()
        each.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
        assert "is not any more what the network has read" in note_on_own_file(run)
        with pytest.raises(FileError, match="Put the file as it was"):
            load_project(path)
        each.write_bytes(before)
    assert note_on_own_file(run) == ""
    assert bits(load_project(path).run) == bits(run)


def test_that_both_are_found_beside_the_project(tmp_path: Path) -> None:
    files = idx_files(tmp_path, count=40)
    run = learnt(files[0], "digit-rows")
    path, elsewhere = saved(session_of(run), tmp_path), tmp_path / "elsewhere"
    elsewhere.mkdir()
    for each in (*files, path):
        each.rename(elsewhere / each.name)
    assert bits(load_project(elsewhere / path.name).run)[0] == bits(run)[0]
    (elsewhere / files[1].name).unlink()
    with pytest.raises(FileError, match="beside the project"):
        load_project(elsewhere / path.name)


def test_that_labels_of_another_name_are_looked_at(tmp_path: Path) -> None:
    pictures, labels = idx_files(tmp_path, count=40)
    named = labels.rename(tmp_path / "numbers")
    run = learnt(pictures, "digit-rows", reading="label-file=numbers")
    assert files_read(run.settings) == (pictures, named)
    path = saved(session_of(run), tmp_path)
    assert bits(load_project(path).run) == bits(run)
    named.write_bytes(named.read_bytes()[:-1] + b"\x01")
    with pytest.raises(FileError, match="was changed"):
        load_project(path)


def test_that_what_is_read_again_is_read_with_its_labels(tmp_path: Path) -> None:
    files = idx_files(tmp_path, count=40)
    before = learnt(files[0], "digit-rows").task
    assert learnt(files[0], "digit-rows").task is before
    content = files[1].read_bytes()
    files[1].write_bytes(content[:-1] + bytes([(content[-1] + 1) % 10]))
    assert learnt(files[0], "digit-rows").task is not before

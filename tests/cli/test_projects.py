"""Projects on the command line: saved by training, gone on with, and looked at."""

import json
from pathlib import Path

import numpy as np

from rnnviz.interchange.captured_run import CapturedRun
from rnnviz.interchange.projects.project_file import load_project
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.training_run import TrainingRun
from tests.cli.conftest import TINY, Say
from tests.interchange.projects.saved_runs import saved, session_of
from tests.interchange.test_captured_run import replayed
from tests.session.hand_driver import small_settings
from tests.session.test_comparing import compared

ADDING = ("adding-problem", "--cell", "gru", *TINY)


def trained(updates: int) -> TrainingRun:
    given = {"hidden": 4, "batch": 2, "length": 6, "cell": "gru"}
    run = TrainingRun(settings_for("adding-problem", given))
    for _ in range(updates):
        run.advance()
    return run


def test_that_what_was_trained_is_saved(rnnviz: Say, tmp_path: Path) -> None:
    outcome = rnnviz("train", *ADDING, "--updates", 9, "--save", tmp_path / "a")
    assert outcome.out.splitlines()[-1] == str(tmp_path / "a.rnnviz")
    flat = load_project(tmp_path / "a.rnnviz").run.network.parameters.flat
    assert np.array_equal(flat, trained(9).network.parameters.flat)


def test_that_a_project_goes_on_where_it_was_left(rnnviz: Say, tmp_path: Path) -> None:
    path, later = tmp_path / "a.rnnviz", tmp_path / "b.rnnviz"
    rnnviz("train", *ADDING, "--updates", 9, "--save", path)
    before = path.read_bytes()
    outcome = rnnviz("resume", path, "--updates", 6, "-o", later)
    assert outcome.out.startswith(f"{later}: update 15, loss ")
    assert path.read_bytes() == before
    assert rnnviz("resume", path, "--updates", 6).status == 0
    for each in (path, later):
        run = load_project(each).run
        assert np.array_equal(run.network.parameters.flat, trained(15).network.parameters.flat)
        assert len(run.history_so_far()) == 15


def test_that_from_the_past_it_goes_on_as_a_branch(rnnviz: Say, tmp_path: Path) -> None:
    run = trained(9)
    run.timeline.go_to(4)
    path = saved(session_of(run), tmp_path)
    rnnviz("resume", path, "--updates", 3)
    titles = load_project(path).run.timeline.titles()
    assert [(each.since, each.newest) for each in titles] == [(0, 9), (4, 7)]


def test_that_compared_networks_go_on_together(rnnviz: Say, tmp_path: Path) -> None:
    hand = compared()
    hand.train_and_pause(3)
    path = saved(hand.session, tmp_path)
    assert rnnviz("resume", path, "--updates", 4).status == 0
    project = load_project(path)
    assert [run.training.update for run in project.others.all(project.run)] == [7, 7, 7]


def test_that_what_diverges_is_saved_as_far_as_it_came(rnnviz: Say, tmp_path: Path) -> None:
    words = ("adding-problem", *TINY, "--cell", "elman", "--activation", "relu")
    explosive = ("--rate", 1000, "--optimizer", "sgd", "--clip-by", "off")
    outcome = rnnviz("train", *words, *explosive, "--updates", 500, "--save", tmp_path / "a")
    assert outcome.status == 3
    run = load_project(tmp_path / "a.rnnviz").run
    assert 0 < run.training.update < 500
    before = run.training.update
    outcome = rnnviz("resume", tmp_path / "a.rnnviz", "--updates", 5)
    assert outcome.status == 3
    assert load_project(tmp_path / "a.rnnviz").run.training.update == before


def test_that_inspect_says_what_a_project_holds(rnnviz: Say, tmp_path: Path) -> None:
    path = saved(session_of(trained(9)), tmp_path)
    said = json.loads(rnnviz("inspect", path, "--json").out)
    assert said["kind"] == "project"
    assert said["facts"]["Network"] == "GRU 4, update 9"
    assert said["facts"]["Branches"] == "1, to update 9; 2 moments to go back to"
    assert said["facts"]["Goes on here"] == "bit for bit"
    renamed = path.rename(tmp_path / "renamed.npz")
    assert json.loads(rnnviz("inspect", renamed, "--json").out) == said
    fresh = saved(session_of(TrainingRun(small_settings())), tmp_path)
    assert "1 moment to go back to" in rnnviz("inspect", fresh).out


def test_that_inspect_says_what_is_wrong_with_a_project(rnnviz: Say, tmp_path: Path) -> None:
    path = saved(session_of(trained(1)), tmp_path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    outcome = rnnviz("inspect", path)
    assert outcome.status == 2
    assert outcome.complaint.startswith(f"rnnviz: project: {path} is damaged")


def test_that_a_recording_is_not_trained(rnnviz: Say, tmp_path: Path) -> None:
    path = saved(session_of(CapturedRun(replayed(), small_settings())), tmp_path)
    outcome = rnnviz("resume", path)
    assert outcome.status == 2
    assert "only there it can be trained" in outcome.complaint


def test_that_a_project_that_cannot_be_written_is_told_before_training(
    rnnviz: Say, tmp_path: Path
) -> None:
    missing = tmp_path / "nowhere" / "a.rnnviz"
    outcome = rnnviz("train", *ADDING, "--updates", 10**9, "--save", missing)
    assert outcome.status == 1
    assert "there is no folder" in outcome.complaint


def test_that_a_project_is_drawn_as_it_stands(rnnviz: Say, tmp_path: Path) -> None:
    path = tmp_path / "a.rnnviz"
    rnnviz("train", *ADDING, "--updates", 9, "--save", path)
    drawn, again, wanted = (tmp_path / f"{n}.svg" for n in "abc")
    outcome = rnnviz("render", "--project", path, "--view", "tracks", "-o", drawn)
    assert (outcome.status, outcome.err) == (0, "")
    rnnviz("render", "--from", drawn, "-o", again)
    assert again.read_bytes() == drawn.read_bytes()
    rnnviz("render", *ADDING, "--updates", 9, "--view", "tracks", "-o", wanted)
    assert wanted.read_bytes() == drawn.read_bytes()


def test_that_a_figure_of_a_changed_network_says_that_it_is_the_only_one(
    rnnviz: Say, tmp_path: Path
) -> None:
    run = trained(3)
    run.timeline.set_weight("b_y", (0,), 0.5)
    path, drawn = saved(session_of(run), tmp_path), tmp_path / "a.png"
    assert rnnviz("render", "--project", path, "--view", "loss", "-o", drawn).status == 0
    outcome = rnnviz("render", "--from", drawn, "-o", tmp_path / "b.png")
    assert outcome.status == 2
    assert "numbers were set by hand" in outcome.complaint


def test_that_a_window_of_several_branches_says_what_is_not_drawn_again(
    rnnviz: Say, tmp_path: Path
) -> None:
    run = trained(4)
    run.timeline.go_to(2)
    run.timeline.fork(2)
    run.advance()
    path = saved(session_of(run), tmp_path)
    for view, made_again in (("loss", "the same"), ("window", "other branches are left out")):
        figure = tmp_path / f"{view}.png"
        rnnviz("render", "--project", path, "--view", view, "-o", figure)
        assert f"Made again: {made_again}" in rnnviz("inspect", figure).out


def test_that_a_project_stands_alone_on_the_command_line(rnnviz: Say, tmp_path: Path) -> None:
    path, out = tmp_path / "a.rnnviz", ("-o", tmp_path / "a.png")
    rnnviz("train", *ADDING, "--updates", 1, "--save", path)
    outcome = rnnviz("render", "adding-problem", "--project", path, *out)
    assert outcome.status == 2
    assert "--project and the scenario adding-problem were given" in outcome.complaint
    outcome = rnnviz("render", "--project", path, "--updates", 5, *out)
    assert outcome.status == 2
    assert "`rnnviz resume`" in outcome.complaint

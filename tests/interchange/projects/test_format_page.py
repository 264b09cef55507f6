"""What docs/project-format.md says is enough to write a project, and to read one."""

import json
import re
from pathlib import Path
from typing import get_args

import msgspec
import numpy as np
import pytest

from rnnviz.interchange.projects.layout import Part
from rnnviz.interchange.projects.project_file import load_project
from rnnviz.session.breakpoints import Kind
from rnnviz.session.session import LIVE
from rnnviz.trace.ticks import Granularity, Phase
from tests.interchange.projects.saved_runs import saved, taken_up
from tests.session.hand_driver import Hand

PAGE = (Path(__file__).parents[3] / "docs" / "project-format.md").read_text("utf-8")


def test_that_the_script_of_the_page_writes_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    script = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[-1]
    names: dict[str, object] = {}
    exec(compile(script, "docs/project-format.md", "exec"), names)
    project = load_project(tmp_path / "by-hand.rnnviz")
    run, weights = project.run, names["weights"]
    assert isinstance(weights, np.ndarray)
    np.testing.assert_array_equal(run.network.parameters["W_hy"], weights[None, :4])
    np.testing.assert_array_equal(run.network.parameters["layer1.b_h"], weights[-4:])
    assert run.first_weights == "my own"
    assert "rounding" in project.differs
    session = taken_up(project)
    for _ in range(5):
        session.walk.step()
    assert run.advance().update == 1


def test_that_numpy_reads_a_project_as_the_page_says(tmp_path: Path) -> None:
    hand = Hand()
    hand.train_and_pause(9)
    hand.session.walk.go_to_update(5)
    with np.load(saved(hand.session, tmp_path)) as file:
        about = json.loads(file["project.json"])
        now = file["run0.moments.weights"][about["runs"][0]["now"]]
    np.testing.assert_array_equal(now, hand.session.run.network.parameters.flat)


@pytest.mark.parametrize("part", Part.__subclasses__())
def test_that_the_page_names_every_part(part: type[msgspec.Struct]) -> None:
    for name in part.__struct_fields__:
        assert f"`{name}`" in PAGE, name


def test_that_the_page_names_every_choice() -> None:
    names = {each.value for choices in (Granularity, Phase) for each in choices}
    for name in {*names, *get_args(Kind), *LIVE}:
        assert f"`{name}`" in PAGE, name


def test_that_the_page_names_every_array(tmp_path: Path) -> None:
    hand = Hand()
    hand.session.watches.add("loss")
    hand.train_and_pause(3)
    with np.load(saved(hand.session, tmp_path)) as file:
        for name in file.files:
            assert name.removesuffix(".npy") in PAGE or name.rsplit(".", 1)[1] in PAGE, name

"""A project of each version of the format opens for ever, and goes on as it did."""

import json
from pathlib import Path

import numpy as np
import pytest

from rnnviz.interchange.projects.layout import VERSION
from rnnviz.interchange.projects.project_file import load_project
from tests.interchange.projects.small_projects import use
from tests.interchange.projects.store_a_version import FOLDER, computed, exact
from tests.session.hand_driver import Hand

STORED = sorted(FOLDER.glob("*.rnnviz"))


def test_that_there_is_one_of_each_version() -> None:
    wanted = [f"version-{number}.rnnviz" for number in range(1, VERSION + 1)]
    assert [path.name for path in STORED] == wanted
    assert all(path.stat().st_size < 60_000 for path in STORED)


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_that_a_stored_project_is_what_was_saved(path: Path) -> None:
    wanted = json.loads(path.with_suffix(".json").read_text("utf-8"))["exact"]
    # By way of JSON, which has no tuples.
    assert json.loads(json.dumps(exact(load_project(path)))) == wanted


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_that_a_stored_project_goes_on_as_it_did(path: Path) -> None:
    wanted = json.loads(path.with_suffix(".json").read_text("utf-8"))["computed"]
    met = computed(load_project(path))
    np.testing.assert_allclose(met, wanted, rtol=1e-9, atol=0)
    use(load_project(path), Hand())

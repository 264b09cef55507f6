"""rnnviz list: scenarios, cells and views, for people and for programs."""

import json

from rnnviz.engine.cells import CELLS
from rnnviz.gui.views import VIEWS
from rnnviz.scenarios import SCENARIOS
from tests.cli.conftest import Say


def test_that_all_there_is_is_listed(rnnviz: Say) -> None:
    outcome = rnnviz("list")
    assert (outcome.status, outcome.err) == (0, "")
    for scenario in SCENARIOS:
        parts = (scenario.key, scenario.title, scenario.summary, scenario.shape, scenario.notation)
        assert all(part in outcome.out for part in parts)
    for kind in CELLS:
        assert f"{kind.key}: {kind.title}" in outcome.out
    for view in VIEWS:
        assert view.key in outcome.out
    assert "W_f [h-, x] + b_f" in outcome.out
    assert "f ⊙ c- + i ⊙ g" in outcome.out


def test_that_programs_get_the_same(rnnviz: Say) -> None:
    listed = json.loads(rnnviz("list", "--json").out)
    assert [scenario["key"] for scenario in listed["scenarios"]] == [s.key for s in SCENARIOS]
    assert listed["scenarios"][0]["length"].keys() == {"title", "least", "most", "default"}
    assert listed["scenarios"][0]["defaults"]["cell"] == SCENARIOS[0].defaults["cell"]
    assert [cell["key"] for cell in listed["cells"]] == [kind.key for kind in CELLS]
    assert all(cell["quantities"] for cell in listed["cells"])
    assert [view["key"] for view in listed["views"]] == [*(v.key for v in VIEWS), "window"]

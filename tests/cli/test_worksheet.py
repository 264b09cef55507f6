"""rnnviz worksheet: a sheet of one time step's arithmetic."""

from pathlib import Path

from tests.cli.conftest import TINY, Say


def test_that_a_sheet_is_written_and_its_extension_added(rnnviz: Say, tmp_path: Path) -> None:
    words = ("worksheet", "copy-memory", "--updates", 2, *TINY, "--time", 3, "--unit", 2)
    outcome = rnnviz(*words, "-o", tmp_path / "sheet")
    assert (outcome.status, outcome.err) == (0, "")
    written = Path(outcome.out.strip())
    assert written.name == "sheet.html"
    full = written.read_text("utf-8")
    assert "t = 3 of 26, unit 2" in full
    assert rnnviz(*words, "--blank", "-o", written).status == 0
    assert written.read_text("utf-8") != full


def test_that_what_is_not_there_is_refused(rnnviz: Say, tmp_path: Path) -> None:
    words = ("worksheet", "copy-memory", *TINY, "-o", tmp_path / "a.tex")
    assert "there are 4 units" in rnnviz(*words, "--unit", 5).complaint
    assert "there are 26 time steps" in rnnviz(*words, "--time", 27).complaint
    outcome = rnnviz("worksheet", "copy-memory", *TINY, "-o", tmp_path / "no" / "a.tex")
    assert outcome.status == 1
    assert list(tmp_path.iterdir()) == []

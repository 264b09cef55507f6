"""rnnviz render: pictures of every view without a display, and what is refused."""

import struct
from argparse import ArgumentTypeError
from pathlib import Path

import pytest

from rnnviz.commands.option_values import picture_scale, picture_size
from rnnviz.gui.views import VIEWS
from tests.cli.conftest import TINY, Say


def rendered(rnnviz: Say, path: Path, *words: object) -> tuple[int, int]:
    """The size of the picture in pixels, as its file says."""
    outcome = rnnviz("render", "copy-memory", "--updates", 2, "-o", path, *TINY, *words)
    assert (outcome.status, outcome.err) == (0, "")
    written = Path(outcome.out.removesuffix("\n"))
    assert written.is_absolute()
    content = written.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack_from(">LL", content, 16)
    return width, height


@pytest.mark.parametrize("view", [view.key for view in VIEWS])
def test_that_every_view_is_drawn(view: str, rnnviz: Say, tmp_path: Path) -> None:
    size = rendered(rnnviz, tmp_path / "a", "--view", view, "--size", "500x300", "--scale", 2)
    assert size == (1000, 600)
    assert (tmp_path / "a.png").is_file()


@pytest.mark.slow
def test_that_the_whole_window_is_drawn(rnnviz: Say, tmp_path: Path) -> None:
    size = rendered(rnnviz, tmp_path / "a.png", "--size", "1600x1000", "--look", "dark")
    assert size == (1600, 1000)


def test_that_a_view_has_a_size_of_its_own(rnnviz: Say, tmp_path: Path) -> None:
    width, height = rendered(rnnviz, tmp_path / "a.png", "--view", VIEWS[0].key)
    assert min(width, height) >= 100


def test_that_the_marked_place_and_the_look_change_the_picture(rnnviz: Say, tmp_path: Path) -> None:
    pictures = set()
    for number, words in enumerate(
        ([], ["--look", "dark"], ["--time", 3], ["--time", 26, "--unit", 4])
    ):
        path = tmp_path / f"{number}.png"
        rendered(rnnviz, path, "--view", "inspector", "--size", "600x500", *words)
        pictures.add(path.read_bytes())
    assert len(pictures) == 4


@pytest.mark.parametrize("view", ["gradient-map", "gradient-bars"])
def test_that_quantity_and_lane_are_chosen(view: str, rnnviz: Say, tmp_path: Path) -> None:
    pictures = set()
    layers = "--layers", 2, "--size", "600x500", "--view", view
    for number, words in enumerate(
        ([], ["--quantity", "W"], ["--quantity", "h"], ["--lane", "layer1"])
    ):
        path = tmp_path / f"{number}.png"
        rendered(rnnviz, path, *layers, *words)
        pictures.add(path.read_bytes())
    assert len(pictures) == 4


def test_that_the_same_seed_gives_the_same_picture(rnnviz: Say, tmp_path: Path) -> None:
    for name in ("one.png", "other.png"):
        rendered(rnnviz, tmp_path / name, "--view", "tracks", "--size", "600x500")
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "other.png").read_bytes()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--view", "nonsense"], "window"),
        (["--time", "0"], "from 1"),
        (["--time", "27"], "1 to 26: there are 26 time steps"),
        (["--unit", "5"], "1 to 4: there are 4 units"),
        (["--size", "1600"], "1600x1000"),
        (["--size", "16000x16000"], "million pixels"),
        (["--scale", "17"], "a number from 0.25 to 16"),
        (["--width-mm", "5"], "a number from 10 to 2000"),
        (["--font", "4"], "a number from 0.5 to 3"),
        (["--view", "loss,loss"], "each of them once"),
        (["--view", "window,loss"], "the window alone"),
        (["--look", "blue"], "dark"),
        (["--quantity", "x"], "one of d_h, W, h"),
        (["--lane", "layer9"], "one of layer1"),
    ],
)
def test_that_a_wrong_value_is_refused_before_training(
    words: list[str], wanted: str, rnnviz: Say, tmp_path: Path
) -> None:
    path = tmp_path / "a.png"
    outcome = rnnviz("render", "copy-memory", "--updates", 10**7, "-o", path, *TINY, *words)
    assert outcome.status == 2
    assert wanted in outcome.complaint


def test_that_a_folder_of_the_full_name_is_said(rnnviz: Say, tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    words = ("--updates", 0, "--view", "loss", *TINY, "-o", tmp_path / "a")
    outcome = rnnviz("render", "copy-memory", *words)
    assert outcome.status == 1
    assert "cannot be written" in outcome.complaint


@pytest.mark.parametrize("text", ["", "x", "100", "99x100", "100x99999", "1e3x1e3", "-100x100"])
def test_that_a_size_has_bounds(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="1600x1000"):
        picture_size(text)


@pytest.mark.parametrize("text", ["", "x", "0", "-1", "nan", "inf", "16.01"])
def test_that_a_scale_has_bounds(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match=r"from 0\.25 to 16"):
        picture_scale(text)


def test_that_sizes_and_scales_are_read() -> None:
    assert picture_size("1600x1000") == (1600, 1000)
    assert picture_scale("2.5") == 2.5


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_that_a_figure_is_made_again_from_its_file_alone(
    kind: str, rnnviz: Say, tmp_path: Path
) -> None:
    first, other = tmp_path / "first.png", tmp_path / f"other.{kind}"
    words = ("--updates", 3, "--view", "unrolled,loss", "--time", 4, "--scale", 2, *TINY)
    for path in (first, other):
        assert rnnviz("render", "copy-memory", *words, "-o", path).status == 0
    again = tmp_path / f"again.{kind}"
    outcome = rnnviz("render", "--from", first, "-o", again)
    assert (outcome.status, outcome.err) == (0, "")
    assert again.read_bytes() == other.read_bytes()


def test_that_from_wants_a_figure_and_no_scenario(rnnviz: Say, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    assert "no scenario" in rnnviz("render", "-o", path).complaint
    outcome = rnnviz("render", "copy-memory", "--from", path, "-o", path)
    assert "one of the two" in outcome.complaint
    assert "cannot be read" in rnnviz("render", "--from", path, "-o", path).complaint
    path.write_text("<svg></svg>")
    outcome = rnnviz("render", "--from", path, "-o", tmp_path / "b.svg")
    assert outcome.status == 2
    assert "does not say where it comes from" in outcome.complaint


def test_that_a_figure_of_weights_from_a_file_is_not_made_again(
    rnnviz: Say, tmp_path: Path
) -> None:
    weights, path = tmp_path / "w.npz", tmp_path / "a.png"
    small = (*TINY, "--cell", "lstm")
    assert rnnviz("weights", "copy-memory", "--updates", 1, *small, "-o", weights).status == 0
    words = ("--weights", weights, "--updates", 0, "--view", "loss", "-o", path)
    assert rnnviz("render", "copy-memory", *words, *small).status == 0
    outcome = rnnviz("render", "--from", path, "-o", tmp_path / "b.png")
    assert "started from weights of a file" in outcome.complaint


def test_that_an_extension_is_added_and_an_older_file_replaced(rnnviz: Say, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("an older one")
    words = ("--updates", 0, "--view", "loss", *TINY)
    assert rnnviz("render", "copy-memory", *words, "-o", tmp_path / "a.pdf").status == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert rnnviz("render", "copy-memory", *words, "-o", tmp_path / "b.v2").status == 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.pdf", "b.v2.png"]


def test_that_the_numbers_behind_views_are_written(rnnviz: Say, tmp_path: Path) -> None:
    table, path = tmp_path / "a.csv", tmp_path / "a.png"
    words = ("--updates", 3, "--view", "loss", *TINY, "--numbers", table)
    outcome = rnnviz("render", "copy-memory", *words)
    assert (outcome.status, outcome.err) == (0, "")
    lines = table.read_text("utf-8").splitlines()
    assert lines[0] == "update,loss,gradient norm,after clipping"
    assert [line.split(",")[0] for line in lines[1:]] == ["1", "2", "3"]
    assert rnnviz("render", "copy-memory", *words, "-o", path).out.count("\n") == 2
    assert "wanted -o" in rnnviz("render", "copy-memory", *TINY).complaint


def test_that_a_film_is_drawn(rnnviz: Say, tmp_path: Path) -> None:
    path, words = tmp_path / "a.gif", ("--updates", 3, "--view", "loss", *TINY)
    film = ("--animate", "updates", "--frames", 3)
    outcome = rnnviz("render", "copy-memory", *words, *film, "-o", path)
    assert (outcome.status, outcome.err) == (0, "")
    assert path.read_bytes().startswith(b"GIF89a")
    for wrong in ("a.png", "a"):
        complaint = rnnviz("render", "copy-memory", *words, *film, "-o", tmp_path / wrong).complaint
        assert ".gif, .webp or .mp4" in complaint
    outcome = rnnviz("render", "copy-memory", *TINY, *film, "-o", path)
    assert "window cannot be animated" in outcome.complaint


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_that_a_film_is_made_again_from_its_file_alone(
    kind: str, rnnviz: Say, tmp_path: Path
) -> None:
    first, other = tmp_path / "first.gif", tmp_path / f"other.{kind}"
    words = ("--updates", 3, "--view", "unrolled,loss", "--animate", "both", "--frames", 4)
    for path in (first, other):
        assert rnnviz("render", "copy-memory", *words, *TINY, "-o", path).status == 0
    again = tmp_path / f"again.{kind}"
    outcome = rnnviz("render", "--from", first, "-o", again)
    assert (outcome.status, outcome.err) == (0, "")
    assert again.read_bytes() == other.read_bytes()


def test_that_of_a_film_a_figure_can_be_made_and_of_a_figure_a_film(
    rnnviz: Say, tmp_path: Path
) -> None:
    film, figure = tmp_path / "film.gif", tmp_path / "figure.png"
    words = ("--updates", 3, "--view", "loss", *TINY)
    moving = ("--animate", "updates", "--frames", 4)
    assert rnnviz("render", "copy-memory", *words, "-o", figure).status == 0
    assert rnnviz("render", "copy-memory", *words, *moving, "-o", film).status == 0
    assert rnnviz("render", "--from", film, "-o", tmp_path / "again.png").status == 0
    assert (tmp_path / "again.png").read_bytes() == figure.read_bytes()
    assert rnnviz("render", "--from", figure, *moving, "-o", tmp_path / "again.gif").status == 0
    assert (tmp_path / "again.gif").read_bytes() == film.read_bytes()
    for start in (["--from", figure], ["copy-memory", *words]):
        complaint = rnnviz("render", *start, "-o", tmp_path / "more.gif").complaint
        assert "wanted --animate ticks, updates or both" in complaint
    assert not (tmp_path / "more.gif").exists()


def test_that_the_numbers_are_written_beside_a_film(rnnviz: Say, tmp_path: Path) -> None:
    words = ("--updates", 3, "--view", "loss", *TINY, "--animate", "updates", "--frames", 2)
    files = ("-o", tmp_path / "a.gif", "--numbers", tmp_path / "a.csv")
    outcome = rnnviz("render", "copy-memory", *words, *files)
    assert outcome.out.count("\n") == 2
    assert (tmp_path / "a.csv").read_text("utf-8").count("\n") == 4

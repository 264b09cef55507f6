"""Figures of experiments: every curve is drawn, told apart, and always the same."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage

from rnnviz.experiments import EXPERIMENTS
from rnnviz.experiments.figure import Figure, Line, Panel
from rnnviz.gui.figures.curve_style import STYLES
from rnnviz.gui.figures.figure_painter import SCALE, WIDTH, legend_rows, picture_of_figure
from rnnviz.gui.painting import text_width
from rnnviz.gui.theme import DARK, LIGHT, Look
from tests.gui.tracks_shown import pixels

NONE = np.empty(0)


def figure(*values: list[float], panels: int = 1, diverged: bool = False) -> Figure:
    """One with a curve for each list of values, in every panel."""
    lines = tuple(
        Line(n, np.linspace(0, 100, len(each)), np.array(each), NONE, NONE, diverged)
        for n, each in enumerate(values)
    )
    panel = Panel("T = 7", "baseline 0.500", lines, 0.5, 0.0, 0.6)
    names = tuple(f"network {n}" for n in range(len(values)))
    captions = ("4 units; seed 0", "With marks: on held-out data.")
    return Figure("Title", captions, names, "baseline: 1/2", "loss", False, 100, (panel,) * panels)


def colors(image: QImage) -> set[int]:
    return set(np.unique(pixels(image)).tolist())


def curve(height: float) -> list[float]:
    return [height] * 21


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_that_every_curve_is_drawn(look: Look) -> None:
    every = figure(*(curve(0.1 * (n + 1)) for n in range(4)))
    shown = colors(picture_of_figure(every, look))
    for style in STYLES:
        assert style.color_in(look).rgb() in shown, style


@pytest.mark.usefixtures("qapp")
def test_that_the_same_figure_gives_the_same_picture() -> None:
    assert picture_of_figure(figure(curve(0.3))) == picture_of_figure(figure(curve(0.3)))
    assert picture_of_figure(figure(curve(0.3))) != picture_of_figure(figure(curve(0.31)))


@pytest.mark.usefixtures("qapp")
def test_that_a_curve_lies_where_its_values_are() -> None:
    # Below the legend, in the middle of the plot.
    color = LIGHT.accent.rgb()
    rows = []
    for height in (0.5, 0.1):
        picture = pixels(picture_of_figure(figure(curve(height))))
        right = picture[200:, picture.shape[1] // 2 :]
        rows.append(np.flatnonzero((right == color).any(axis=1)).mean())
    plot = (270 - 22 - 38) * SCALE
    assert rows[1] - rows[0] == pytest.approx(plot * 0.4 / 0.6, rel=0.08)


@pytest.mark.usefixtures("qapp")
def test_that_what_is_no_number_or_far_above_stays_out_of_the_way() -> None:
    odd = figure([1e300, float("inf"), float("nan"), 0.4, 0.3], diverged=True)
    image = picture_of_figure(odd)
    assert LIGHT.error.rgb() in colors(image)
    # Nothing of the curve stands between the legend and the plot.
    between = pixels(image)[int(84 * SCALE) : int(112 * SCALE)]
    assert LIGHT.accent.rgb() not in np.unique(between)


@pytest.mark.usefixtures("qapp")
def test_that_more_panels_stand_beside_each_other() -> None:
    one, three = (picture_of_figure(figure(curve(0.3), panels=n)) for n in (1, 3))
    assert one.size() == three.size()
    assert one.width() == WIDTH * SCALE
    assert one != three


@pytest.mark.usefixtures("qapp")
def test_that_the_legend_has_as_many_rows_as_it_needs() -> None:
    texts = tuple(f"network {n} " + 20 * "x" for n in range(5))
    width = 3 * (34 + text_width(texts[0], 8.5) + 24)
    assert legend_rows(texts, width) == [[0, 1, 2], [3, 4]]
    assert legend_rows(texts, 1.0) == [[0], [1], [2], [3], [4]]
    long = replace(figure(curve(0.1), curve(0.2)), legend=(150 * "x", 150 * "y"))
    assert picture_of_figure(long).height() > picture_of_figure(figure(curve(0.1))).height()


def test_that_there_is_a_style_for_every_member() -> None:
    assert max(len(each.members) for each in EXPERIMENTS) <= len(STYLES)
    assert len({style.mark for style in STYLES}) == len({style.dashes for style in STYLES})

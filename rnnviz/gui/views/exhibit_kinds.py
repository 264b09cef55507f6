"""Which drawing shows which kind of exhibit."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnviz.exhibits import (
    AutomatonExhibit,
    Exhibit,
    FramesExhibit,
    PairExhibit,
    RowsExhibit,
    SceneExhibit,
    SeriesExhibit,
    SoundExhibit,
    TextExhibit,
    TuneExhibit,
)
from rnnviz.gui.views.exhibit_automaton import AutomatonDrawing
from rnnviz.gui.views.exhibit_drawing import Drawing, Ground
from rnnviz.gui.views.exhibit_enlarged import Enlarged
from rnnviz.gui.views.exhibit_frames import FramesDrawing
from rnnviz.gui.views.exhibit_pair import PairDrawing
from rnnviz.gui.views.exhibit_rows import RowsDrawing
from rnnviz.gui.views.exhibit_scene import SceneDrawing
from rnnviz.gui.views.exhibit_series import SeriesDrawing
from rnnviz.gui.views.exhibit_shares import BAR_ROW, height_of, paint_shares, width_of
from rnnviz.gui.views.exhibit_sound import SoundDrawing
from rnnviz.gui.views.exhibit_text import TextDrawing
from rnnviz.gui.views.exhibit_tune import TuneDrawing

#: A new kind of exhibit is a new file and a line here.
DRAWINGS: dict[type[Exhibit], Callable[[Any, Ground], Drawing]] = {
    TextExhibit: TextDrawing,
    PairExhibit: PairDrawing,
    RowsExhibit: RowsDrawing,
    FramesExhibit: FramesDrawing,
    SceneExhibit: SceneDrawing,
    SeriesExhibit: SeriesDrawing,
    SoundExhibit: SoundDrawing,
    TuneExhibit: TuneDrawing,
    AutomatonExhibit: AutomatonDrawing,
}
#: Words are drawn as large as there is room for.
ENLARGED = (TextExhibit, PairExhibit, SceneExhibit)
#: What is as wide as it is high leaves room beside it; all else leaves it below.
BESIDE = (RowsExhibit,)
GAP = 10.0
#: Beside a drawing of this width stand its bars, in at most so much of it.
WIDE, BARS = 520.0, 0.42


class SharesDrawing(Drawing):
    """Nothing but the bars."""

    def __init__(self, exhibit: Exhibit, ground: Ground) -> None:
        super().__init__(ground)
        self.exhibit = exhibit

    def paint(self, painter: QPainter) -> None:
        if self.exhibit.shares:
            paint_shares(painter, self.area, self.look, self.exhibit.shares)


class ExhibitDrawing(Drawing):
    """The drawing of its kind and, where there are any, the bars of its answers."""

    def __init__(self, exhibit: Exhibit, ground: Ground) -> None:
        super().__init__(ground)
        main, bars = divided(exhibit, ground.area)
        make = DRAWINGS.get(type(exhibit), SharesDrawing)
        here = replace(ground, area=main)
        if isinstance(exhibit, ENLARGED):
            self.main: Drawing = Enlarged(make, exhibit, here)
        else:
            self.main = make(exhibit, here)
        self.bars = SharesDrawing(exhibit, Ground(bars, ground.look))
        self.parts, self.is_cut = self.main.parts, self.main.is_cut

    def paint(self, painter: QPainter) -> None:
        self.main.paint(painter)
        self.bars.paint(painter)

    def paint_marks(self, painter: QPainter, picked: int, pointed: int) -> None:
        self.main.paint_marks(painter, picked, pointed)


def divided(exhibit: Exhibit, area: QRectF) -> tuple[QRectF, QRectF]:
    """Room for the drawing, and for the bars beside or below it."""
    if not exhibit.shares or type(exhibit) not in DRAWINGS:
        return area, area
    if isinstance(exhibit, BESIDE):
        width = min(area.height() + 24, 0.55 * area.width())
    elif area.width() >= WIDE:
        width = area.width() - min(width_of(exhibit.shares), BARS * area.width()) - GAP
    else:
        rows = min(len(exhibit.shares), max(2, int(0.4 * area.height() / BAR_ROW)))
        bars = height_of(rows)
        below = area.adjusted(0, area.height() - bars, 0, 0)
        return area.adjusted(0, 0, 0, -bars - GAP), below
    return area.adjusted(0, 0, width - area.width(), 0), area.adjusted(width + GAP, 0, 0, 0)

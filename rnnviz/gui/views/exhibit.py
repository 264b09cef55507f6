"""ExhibitView: the sequence to look at as a person reads it, with what the network makes of it."""

from functools import lru_cache
from typing import ClassVar

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPainter, QPixmap

from rnnviz.gui.painting import (
    PADDING,
    TITLE_HEIGHT,
    card,
    draw_text,
    provenance,
    text_width,
    title,
)
from rnnviz.gui.views.exhibit_drawing import RIGHT_SIGN, WRONG_SIGN, Drawing, Ground
from rnnviz.gui.views.exhibit_kinds import ExhibitDrawing
from rnnviz.gui.views.view import View
from rnnviz.trace.scene import Scene, Score, Spot

LEAST_SIZE = 240, 180
#: Heights of the caption, of another line of it and of a line of the score, and their sizes.
CAPTION, CAPTION_LINE, LINE, SMALL = 19.0, 16.0, 15.0, 8.0
CAPTION_SIZE = 9.0


class ExhibitView(View):
    """A title, the caption in one line or two, the drawing, and the score on held-out data.

    The drawing stays as it is while one points here and there: it is kept as a picture.
    """

    key: ClassVar[str] = "exhibit"
    title: ClassVar[str] = "Example"

    def __init__(self) -> None:
        super().__init__()
        self._kept: tuple[tuple[object, ...], Drawing] | None = None
        self._picture = QPixmap()
        self._picture_key: tuple[object, ...] = ()
        self.setMinimumSize(*LEAST_SIZE)

    def picture_size(self) -> QSizeF:
        return QSizeF(640, 360)

    # --- drawing -----------------------------------------------------------------------

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        self._paint_still(painter, area, self.scene)
        self._paint_marks(painter, area, self.scene)

    def paint_on_screen(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        scene, ratio = self.scene, painter.deviceTransform().m11()
        drawing = self._drawing(area, scene)
        key = (drawing, scene.example, scene.score, scene.trace.origin.sample, area.size(), ratio)
        if key != self._picture_key:
            self._picture_key = key
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(self.look.window)
            still = QPainter(self._picture)
            still.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_still(still, area, scene)
            still.end()
        painter.drawPixmap(0, 0, self._picture)
        self._paint_marks(painter, area, scene)

    def _paint_still(self, painter: QPainter, area: QRectF, scene: Scene) -> None:
        card(painter, area, self.look)
        title(painter, area, self.look, self.title, _origin(scene))
        color = self.look.error if scene.example.failure else self.look.text
        below = _caption_area(area)
        for line in _caption_lines(scene, below.width()):
            draw_text(painter, below, line, color, CAPTION_SIZE)
            below.translate(0, CAPTION_LINE)
        foot = _foot(area, scene.score)
        for number, line in enumerate(_lines(scene.score, foot.width())):
            row = QRectF(foot.left(), foot.top() + number * LINE, foot.width(), LINE)
            draw_text(painter, row, line, self.look.muted, SMALL)
        drawing = self._drawing(area, scene)
        if drawing is not None:
            painter.save()
            painter.setClipRect(_inside(area, scene).adjusted(-3, -3, 3, 3))
            drawing.paint(painter)
            painter.restore()

    def _paint_marks(self, painter: QPainter, area: QRectF, scene: Scene) -> None:
        drawing = self._drawing(area, scene)
        if drawing is not None:
            painter.save()
            painter.setClipRect(_inside(area, scene).adjusted(-3, -3, 3, 3))
            drawing.paint_marks(painter, scene.marks.picked.time, scene.marks.time)
            painter.restore()

    def _drawing(self, area: QRectF, scene: Scene) -> Drawing | None:
        exhibit = scene.example.exhibit
        if exhibit is None:
            return None
        inside, picked = _inside(area, scene), scene.marks.picked.time
        at = inside.left(), inside.top(), inside.width(), inside.height()
        key = (id(exhibit), at, self.look.name, scene.trace.source_steps)
        if self._kept is not None:
            (*before, picked_before), drawing = self._kept
            if tuple(before) == key and (picked_before == picked or not drawing.is_cut):
                return drawing
        ground = Ground(inside, self.look, picked, scene.trace.source_steps)
        drawing = ExhibitDrawing(exhibit, ground)
        self._kept = (*key, picked), drawing
        return drawing

    # --- pointing ----------------------------------------------------------------------

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        if self.scene is None:
            return None
        drawing = self._drawing(area, self.scene)
        part = None if drawing is None else drawing.part(x, y)
        # The example may be of another sequence than the trace, which is newer.
        return part.spot if part and part.spot.time < self.scene.trace.steps else None

    def tip(self, x: float, y: float) -> str:
        """What lies at a point, in words; of a line that is cut, all of it."""
        area = QRectF(self.rect())
        if self.scene is None:
            return ""
        if y < _inside(area, self.scene).top():
            return _caption(self.scene)
        if y >= _foot(area, self.scene.score).top():
            return "\n".join(_lines(self.scene.score, 0.0))
        drawing = self._drawing(area, self.scene)
        part = None if drawing is None else drawing.part(x, y)
        return part.says if part else ""

    def sentence(self, scene: Scene) -> str:
        return " ".join(filter(None, (_caption(scene), _score(scene.score))))


def _origin(scene: Scene) -> str:
    sample = provenance(scene.trace).rsplit("·", 1)[-1].strip()
    return f"update {scene.example.update:,}  ·  {sample}"


def _caption(scene: Scene) -> str:
    example = scene.example
    if example.failure:
        return f"This sequence cannot be shown: {example.failure}"
    return example.exhibit.caption if example.exhibit else ""


def _caption_lines(scene: Scene, width: float) -> tuple[str, ...]:
    """The caption in one line where there is room for it, else in two; the second is cut."""
    return _broken(_caption(scene), width)


@lru_cache(maxsize=64)
def _broken(text: str, width: float) -> tuple[str, ...]:
    first, rest = "", text.split(" ")
    while rest and text_width(f"{first} {rest[0]}".strip(), CAPTION_SIZE) <= width:
        first = f"{first} {rest.pop(0)}".strip()
    return tuple(filter(None, (first, " ".join(rest))))


def _caption_area(area: QRectF) -> QRectF:
    width = area.width() - 2 * PADDING
    return QRectF(area.left() + PADDING, area.top() + TITLE_HEIGHT - 2, width, CAPTION)


def _inside(area: QRectF, scene: Scene) -> QRectF:
    """Where the drawing stands."""
    lines = len(_caption_lines(scene, area.width() - 2 * PADDING))
    top = TITLE_HEIGHT + CAPTION + 4 + CAPTION_LINE * max(0, lines - 1)
    inside = area.adjusted(PADDING, top, -PADDING, 0)
    inside.setBottom(_foot(area, scene.score).top() - 6)
    return inside


def _foot(area: QRectF, score: Score) -> QRectF:
    """Where the score stands."""
    width = area.width() - 2 * PADDING
    height = LINE * len(_lines(score, width)) + 5
    return QRectF(area.left() + PADDING, area.bottom() - height, width, height)


def _lines(score: Score, width: float) -> list[str]:
    """The score in one line where there is room for it, else in two."""
    if not score.metric:
        return []
    whole = _score(score)
    if text_width(whole, SMALL) <= width:
        return [whole]
    return [_value(score), _baseline(score)]


def _score(score: Score) -> str:
    return f"{_value(score)}  ·  {_baseline(score)}" if score.metric else ""


def _value(score: Score) -> str:
    if score.failure:
        return f"{score.metric} on held-out data could not be measured: {score.failure}"
    if not score.value:
        return f"{score.metric} on held-out data: not measured yet"
    return f"{score.metric} {score.value} on held-out data at update {score.update:,}"


def _baseline(score: Score) -> str:
    what = f"{score.baseline} ({score.baseline_says})"
    if not score.value:
        return f"baseline {what}"
    if score.is_better:
        return f"{RIGHT_SIGN} better than the baseline, {what}"
    return f"{WRONG_SIGN} not better than the baseline, {what}"

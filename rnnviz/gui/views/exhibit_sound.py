"""Sound: a picture of its features over time, with what is heard at each frame."""

import math
from collections.abc import Sequence
from itertools import groupby

import numpy as np
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPen

from rnnviz.exhibits import SoundExhibit
from rnnviz.gui.painting import CENTER, RIGHT, color_bar, draw_text, heat_image, heat_map
from rnnviz.gui.painting import text_width as width_of
from rnnviz.gui.views.exhibit_drawing import ROW, SIZE, Drawing, Ground, Part, underline
from rnnviz.gui.views.number_axis import ticks
from rnnviz.trace.scene import Spot

#: Room for the names of the features and of the rows, and for the axis of time below.
NAMES, AXIS = 52.0, 14.0
SMALL = 7.5


class SoundDrawing(Drawing):
    """The first feature lies lowest. Below stand the labels, wherever there are some."""

    def __init__(self, exhibit: SoundExhibit, ground: Ground) -> None:
        super().__init__(ground)
        self.exhibit = exhibit
        self.rows = [
            (name, labels)
            for name, labels in (("wanted", exhibit.wanted), ("says", exhibit.said))
            if any(labels)
        ]
        below = AXIS + ROW * len(self.rows)
        self.picture = ground.area.adjusted(NAMES, 1, -1, -below - 2)
        frames, column = len(exhibit.features), self.picture.width() / len(exhibit.features)
        height = self.picture.height() + 2 + ROW * len(self.rows)
        for time in range(frames):
            left = self.picture.left() + time * column
            area = QRectF(left, self.picture.top(), column, height)
            self.parts.append(Part(area, Spot(time, "", "x"), self._says(time)))

    def _says(self, time: int) -> str:
        labels = [f"{name} “{labels[time]}”" for name, labels in self.rows if labels[time]]
        return ", ".join([f"t = {time + 1}: reads frame {time + 1}", *labels])

    @property
    def _range(self) -> tuple[float, float]:
        features = self.exhibit.features
        low, high = float(features.min()), float(features.max())
        if self.exhibit.is_signed:
            most = max(-low, high) or 1.0
            return -most, most
        return low, high if high > low else low + 1.0

    def paint(self, painter: QPainter) -> None:
        look, (low, high) = self.look, self._range
        colors = look.signed if self.exhibit.is_signed else look.gate
        upwards = np.ascontiguousarray(self.exhibit.features.T[::-1])
        heat_map(painter, self.picture, heat_image(upwards, low, high, colors), look.card)
        self._paint_names(painter)
        for number, (name, labels) in enumerate(self.rows):
            top = self.picture.bottom() + 2 + number * ROW
            row = QRectF(self.picture.left(), top, self.picture.width(), ROW)
            beside = QRectF(self.area.left(), top, NAMES - 5, ROW)
            draw_text(painter, beside, name, look.muted, SMALL, RIGHT)
            self._paint_labels(painter, row, labels, is_said=name == "says")
        self._paint_time(painter)
        legend = QRectF(self.area.right() - 140, self.area.bottom() - AXIS, 140, AXIS)
        digits = max(0, 2 - math.floor(math.log10(high - low)))
        ends = [f"{value:.{digits}f}".replace("-", "−") for value in (low, high)]
        color_bar(painter, legend, look, colors, ends[0], ends[1])

    def _paint_names(self, painter: QPainter) -> None:
        """As many names as there is room for, evenly."""
        names = self.exhibit.names
        height = self.picture.height() / len(names)
        every = max(1, int(np.ceil(11 / height)))
        for number in range(0, len(names), every):
            y = self.picture.bottom() - (number + 0.5) * height
            name = names[number].replace("coefficient", "coeff.")
            area = QRectF(self.area.left(), y - 7, NAMES - 5, 14)
            draw_text(painter, area, name, self.look.muted, SMALL, RIGHT)

    def _paint_time(self, painter: QPainter) -> None:
        frames = len(self.exhibit.features)
        column = self.picture.width() / frames
        top = self.area.bottom() - AXIS
        for value in ticks(1, frames, max(2, int((self.picture.width() - 140) / 40))):
            if value == int(value) and 1 <= value <= frames:
                x = self.picture.left() + (value - 0.5) * column
                if x < self.area.right() - 150:
                    draw_text(
                        painter,
                        QRectF(x - 15, top, 30, AXIS),
                        f"{value:g}",
                        self.look.muted,
                        SMALL,
                        CENTER,
                    )
        draw_text(
            painter,
            QRectF(self.area.left(), top, NAMES - 5, AXIS),
            "t",
            self.look.muted,
            SMALL,
            RIGHT,
        )

    def _paint_labels(
        self, painter: QPainter, row: QRectF, labels: Sequence[str], is_said: bool
    ) -> None:
        """One text for all frames in a row that have the same label; wrong ones underlined."""
        column, start = row.width() / len(labels), 0
        wanted = self.exhibit.wanted or labels
        pairs = zip(labels, [a == b for a, b in zip(labels, wanted, strict=True)], strict=True)
        for (label, is_right), run in groupby(pairs):
            count = len(list(run))
            left, right = row.left() + start * column, row.left() + (start + count) * column
            area = QRectF(left, row.top(), right - left, row.height())
            color = self.look.muted
            if is_said:
                color = self.look.teal if is_right else self.look.error
            if width_of(label, SIZE) <= area.width() + 2:
                draw_text(painter, area.adjusted(-2, 0, 2, 0), label, color, SIZE, CENTER)
            if is_said and not is_right:
                underline(painter, self.look, left + 0.5, right - 0.5, row.bottom() - 1)
            painter.setPen(QPen(self.look.border, 1))
            painter.drawLine(QLineF(right, row.top() + 2, right, row.bottom() - 2))
            start += count

"""A tune as a piano roll: what the network plays, over what was to be played."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnviz.exhibits import TuneExhibit
from rnnviz.exhibits.tune import Note
from rnnviz.gui.painting import RIGHT, draw_text
from rnnviz.gui.views.exhibit_drawing import ROW, Drawing, Ground, Part
from rnnviz.gui.views.number_axis import Scale
from rnnviz.trace.scene import Spot

NAMES, AXIS, SMALL = 26.0, 14.0, 7.5
LETTERS = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
BLACK_KEYS = (1, 3, 6, 8, 10)


def name_of(pitch: int) -> str:
    """A MIDI number as a note: 60 is C4."""
    return f"{LETTERS[pitch % 12]}{pitch // 12 - 1}"


class TuneDrawing(Drawing):
    """Notes wanted are frames; notes said are filled, and of another colour and with a slash
    where no such note is wanted there."""

    def __init__(self, exhibit: TuneExhibit, ground: Ground) -> None:
        super().__init__(ground)
        self.exhibit = exhibit
        self.roll = ground.area.adjusted(NAMES, ROW, -1, -AXIS)
        notes = (*exhibit.wanted, *exhibit.said)
        pitches = [note.pitch for note in notes if note.pitch is not None] or [60]
        end = max((note.start + note.duration for note in notes), default=1.0)
        self.x = Scale(0.0, end, self.roll.left(), self.roll.right())
        self.low, self.high = min(pitches) - 1, max(pitches) + 1
        self.y = Scale(self.low, self.high + 1, self.roll.bottom(), self.roll.top())
        self.wanted = self._listed(exhibit.wanted, "wanted")
        self.said = self._listed(exhibit.said, "plays")
        self.parts = [part for _, part in (*self.wanted, *self.said)]

    def _listed(self, notes: Sequence[Note], verb: str) -> list[tuple[Note, Part]]:
        return [
            (
                note,
                Part(
                    self._area(note), Spot(note.time, "", "y" if n else "x"), self._says(note, verb)
                ),
            )
            for n, note in enumerate(notes)
            if note.pitch is not None
        ]

    def _says(self, note: Note, verb: str) -> str:
        assert note.pitch is not None
        return f"t = {note.time + 1}: {verb} {name_of(note.pitch)}, {note.duration:g} quarter notes"

    def _area(self, note: Note) -> QRectF:
        assert note.pitch is not None
        left, right = self.x.at(note.start), self.x.at(note.start + note.duration)
        top, bottom = self.y.at(note.pitch + 1), self.y.at(note.pitch)
        return QRectF(left, top, max(2.0, right - left - 1), max(2.0, bottom - top))

    # --- painting ------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        self._paint_keys(painter)
        self._paint_bars(painter)
        self._paint_legend(painter)
        wanted = {(note.pitch, note.start, note.duration) for note, _ in self.wanted}
        for note, part in self.said:
            is_right = (note.pitch, note.start, note.duration) in wanted
            self._paint_said(painter, part.area, is_right)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.look.text, 1.2))
        for _, part in self.wanted:
            painter.drawRect(part.area.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_said(self, painter: QPainter, area: QRectF, is_right: bool) -> None:
        painter.fillRect(area, self.look.teal if is_right else self.look.warm)
        if not is_right and area.height() >= 4:
            painter.setPen(QPen(self.look.card, 1))
            reach = min(area.width(), area.height()) - 2
            x, y = area.left() + 1, area.bottom() - 1
            painter.drawLine(QLineF(x, y, x + reach, y - reach))

    def _paint_keys(self, painter: QPainter) -> None:
        """A ground for the black keys, and the names of the notes C, or of more."""
        height = self.roll.height() / (self.high + 1 - self.low)
        for pitch in range(self.low, self.high + 1):
            row = QRectF(self.roll.left(), self.y.at(pitch + 1), self.roll.width(), height)
            if pitch % 12 in BLACK_KEYS:
                painter.fillRect(row, self.look.window)
            named = pitch % 12 == 0 or (height >= 9 and pitch % 12 not in BLACK_KEYS)
            if named or (height >= 5 and pitch % 12 == 7):
                beside = QRectF(self.area.left(), row.center().y() - 6, NAMES - 4, 12)
                draw_text(painter, beside, name_of(pitch), self.look.muted, 7.0, RIGHT)

    def _paint_bars(self, painter: QPainter) -> None:
        meter = self.exhibit.meter
        painter.setPen(QPen(self.look.border, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.roll)
        if meter <= 0:
            return
        wide = self.x.at(meter) - self.x.at(0)
        every = max(1, int(np.ceil(26 / wide)))
        for number in range(int(self.x.high / meter) + 1):
            x = self.x.at(number * meter)
            painter.setPen(QPen(self.look.border, 1))
            painter.drawLine(QLineF(x, self.roll.top(), x, self.roll.bottom()))
            if number % every == 0 and x < self.roll.right() - 8:
                text = f"bar {number + 1}" if number == 0 else str(number + 1)
                below = QRectF(x + 1, self.roll.bottom() + 1, 40, AXIS)
                draw_text(painter, below, text, self.look.muted, 7.0)

    def _paint_legend(self, painter: QPainter) -> None:
        left = self.area.left() + NAMES
        for name, kind in (("wanted", None), ("played, right", True), ("played, other", False)):
            sample = QRectF(left, self.area.top() + 4, 12, 7)
            if kind is None:
                painter.setPen(QPen(self.look.text, 1.2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(sample)
            else:
                self._paint_said(painter, sample, kind)
            text = QRectF(left + 16, self.area.top(), 90, ROW - 1)
            draw_text(painter, text, name, self.look.muted, SMALL)
            left += 96

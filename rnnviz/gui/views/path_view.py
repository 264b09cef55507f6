"""PathView: what the views of the way from one step back to another have in common."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPen

from rnnviz.gui.painting import CENTER, draw_text, provenance, text_width
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.time_navigation import TimeNavigation
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.trace.jacobian_path import JacobianPath
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.strands import Strand, strand_of

NOT_MADE = "The way from step to step is not known of this update yet."


class PathView(TimeNavigation):
    """A click picks k, one with Shift (or behind s) picks s."""

    def __init__(self, axis: TimeAxis | None = None) -> None:
        super().__init__(axis or TimeAxis())
        self._with_shift = False

    def path_of(self, scene: Scene) -> JacobianPath | None:
        """The path of a scene, if it is of the sequence shown."""
        path = scene.path
        if path is None or max(path.chain) >= scene.trace.steps:
            return None
        return path if path.states == scene.trace.states else None

    def strand(self, scene: Scene, path: JacobianPath) -> Strand:
        """The strand that the path goes along."""
        return strand_of(scene.trace, path.strand)

    def caption(self, scene: Scene, path: JacobianPath | None) -> str:
        """Where the numbers come from."""
        cell, *_, sample = (part.strip() for part in provenance(scene.trace).split("·"))
        if path is None:
            return cell
        parts = (cell, self.strand(scene, path).title, f"update {path.update:,}", sample)
        return "  ·  ".join(parts)

    def hint(self, scene: Scene) -> str:
        """What is said where there is nothing to draw."""
        return scene.path_says or NOT_MADE

    # --- marks -------------------------------------------------------------------------

    def paint_ends(self, drawing: Drawing, area: QRectF, path: JacobianPath) -> None:
        """Where s and k stand: a line in the column of each, and its letter on a ground."""
        painter, look = drawing.painter, self.look
        for time, letter in ((path.step, "k"), (path.source, "s")):
            if time not in drawing.visible:
                continue
            column = drawing.columns(area, range(time, time + 1))
            x = round(column.center().x()) + 0.5
            style = Qt.PenStyle.DashLine if letter == "k" else Qt.PenStyle.SolidLine
            painter.setPen(QPen(look.accent, 1.2, style))
            painter.drawLine(QLineF(x, area.top() + 12, x, area.bottom()))
            text = "s = k" if path.step == path.source else letter
            width = text_width(text, 8.0, bold=True) + 9
            ground = QRectF(x - width / 2, area.top(), width, 14)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.accent)
            painter.drawRoundedRect(ground, 4, 4)
            draw_text(painter, ground, text, look.card, 8.0, CENTER, bold=True)

    # --- the mouse ---------------------------------------------------------------------

    def tip(self, x: float, y: float) -> str:
        """What lies at a point of the view, in words."""
        return ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mousePressEvent(event)

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        time = self.axis.step_at(x, area)
        return None if time is None else self.spot_at(time)

    def spot_at(self, time: int) -> Spot | None:
        """What a click on a step picks."""
        scene = self.scene
        path = None if scene is None else self.path_of(scene)
        if scene is None or path is None:
            return None
        strand, picked = self.strand(scene, path), scene.marks.picked
        order = strand.chain
        if time not in order:
            return Spot(time)
        is_source = self._with_shift or order.index(time) > order.index(path.source)
        source, step = (time, path.step) if is_source else (path.source, time)
        step = step if order.index(step) <= order.index(source) else source
        state = scene.trace.states[0]
        return Spot(step, strand.lane_at(step).key, state, picked.unit, source=source)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mouseMoveEvent(event)

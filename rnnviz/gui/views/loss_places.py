"""Where the parts of the loss view stand in an area of any size."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import PADDING, TITLE_HEIGHT

#: Room for the numbers beside and below the curves, and for a line of the legend.
GUTTER, AXIS_HEIGHT, LEGEND_HEIGHT = 44.0, 20.0, 18.0


@dataclass(frozen=True)
class Places:
    """Where everything stands in an area."""

    title: QRectF
    legend: QRectF
    loss: QRectF
    norm_legend: QRectF
    norms: QRectF
    axis: QRectF

    @classmethod
    def within(cls, area: QRectF) -> "Places":
        """The loss takes three fifths of the height that is left for the two plots."""
        left, right = area.left() + PADDING, area.right() - PADDING
        top = area.top() + TITLE_HEIGHT + LEGEND_HEIGHT + 4
        free = max(20.0, area.bottom() - top - LEGEND_HEIGHT - 8 - AXIS_HEIGHT - 4)
        loss, width = 0.62 * free, right - left
        curves = area.left() + GUTTER
        middle = top + loss + 6
        norms = middle + LEGEND_HEIGHT + 2
        below = norms + free - loss
        return cls(
            QRectF(left, area.top() + 2, width, TITLE_HEIGHT),
            QRectF(left, top - LEGEND_HEIGHT - 4, width, LEGEND_HEIGHT),
            QRectF(curves, top, right - curves, loss),
            QRectF(left, middle, width, LEGEND_HEIGHT),
            QRectF(curves, norms, right - curves, free - loss),
            QRectF(area.left(), below, right - area.left(), AXIS_HEIGHT),
        )

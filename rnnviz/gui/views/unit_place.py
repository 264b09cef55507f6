"""BarsPlace: where the sum of a unit is drawn, column by column."""

from PySide6.QtCore import QRectF

HEAD, NAMES, GAP = 20.0, 13.0, 10.0
#: Left of the columns: the names of the rows, and the bias.
GUTTER, BIAS_WIDTH = 74.0, 36.0
LEAST_STRIP, GREATEST_STRIP, STRIP_SHARE = 14.0, 30.0, 0.085
#: Of the height below the strips, what the products take.
PRODUCTS_SHARE = 0.42


class BarsPlace:
    """The bias at the left, then a column for each weight. From top to bottom: the weights, what
    comes in and its names, the products, the running sum."""

    def __init__(self, area: QRectF, count: int):
        self.area, self.count = area, count
        self.left = area.left() + GUTTER + BIAS_WIDTH + GAP
        wide = area.right() - self.left
        self.column = wide / max(1, count)
        strip = max(LEAST_STRIP, min(GREATEST_STRIP, STRIP_SHARE * (area.height() - HEAD)))
        top = area.top() + HEAD
        self.weights = QRectF(self.left, top, wide, strip)
        self.read = QRectF(self.left, self.weights.bottom() + 4, wide, strip)
        self.names = QRectF(self.left, self.read.bottom() + 1, wide, NAMES)
        rest = area.bottom() - self.names.bottom() - 2 - GAP
        self.products = QRectF(self.left, self.names.bottom() + 2, wide, PRODUCTS_SHARE * rest)
        high = (1 - PRODUCTS_SHARE) * rest
        self.sums = QRectF(self.left, self.products.bottom() + GAP, wide, high)
        #: Backward there is no running sum, and the bars have all the room.
        self.both = self.products.united(self.sums)
        self.bias = QRectF(area.left() + GUTTER, top, BIAS_WIDTH, strip)

    def column_at(self, x: float) -> int | None:
        """The weight under a point."""
        if not self.left <= x < self.area.right():
            return None
        return min(self.count - 1, int((x - self.left) / self.column))

    def square(self, strip: QRectF, column: int) -> QRectF:
        """A column of a strip."""
        return QRectF(self.left + column * self.column, strip.top(), self.column, strip.height())

    def with_bias(self, strip: QRectF) -> QRectF:
        """A strip from the bias on."""
        return strip.adjusted(self.bias.left() - self.left, 0, 0, 0)

    def under_bias(self, strip: QRectF) -> QRectF:
        """The bias's column of a strip."""
        return QRectF(self.bias.left(), strip.top(), BIAS_WIDTH, strip.height())

    def gutter_of(self, strip: QRectF) -> QRectF:
        """Where the name of a row stands."""
        return QRectF(self.area.left(), strip.top(), GUTTER - 8, strip.height())

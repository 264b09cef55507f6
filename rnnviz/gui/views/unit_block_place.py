"""BlocksPlace: where the factors of a formula stand, their products, and the sum of these."""

from typing import NamedTuple

from PySide6.QtCore import QRectF

from rnnviz.trace.unit_sum import Block, BlockTerm, UnitBlocks

SIGN, GAP = 24.0, 12.0
LEAST_WIDTH, GREATEST_WIDTH, GREATEST_HEIGHT = 40.0, 132.0, 104.0


class Box(NamedTuple):
    """A block's place. `source` is the key of what it shows, as products read it; "" for a
    product of `factors`, which is no quantity."""

    area: QRectF
    source: str
    block: Block | None
    value: float
    factors: tuple[Block, ...] = ()


class BlocksPlace:
    """A row for each product. Where there are several, the products themselves stand right of
    their factors, and the sum right of these in the middle.

    boxes   of all that is shown, `result` the last of them.
    signs   between them, with their places; `equals` is that before the result.
    """

    def __init__(self, area: QRectF, blocks: UnitBlocks):
        rows = len(blocks.terms)
        self._factors = max(len(term.blocks) for term in blocks.terms)
        self.is_sum = rows > 1
        count = self._factors + (2 if self.is_sum else 1)
        self._first = SIGN if self.is_sum else 0.0
        room = area.width() - self._first - (count - 1) * SIGN - 8
        self._wide = max(LEAST_WIDTH, min(GREATEST_WIDTH, room / count))
        self._high = min(GREATEST_HEIGHT, (area.height() - GAP * (rows - 1)) / rows - 4)
        whole = self._first + count * self._wide + (count - 1) * SIGN
        self._left = area.left() + max(4.0, (area.width() - whole) / 2)
        top = area.center().y() - (rows * self._high + (rows - 1) * GAP) / 2
        self.boxes: list[Box] = []
        self.signs: list[tuple[QRectF, str]] = []
        for row, term in enumerate(blocks.terms):
            self._add_row(term, top + row * (self._high + GAP), row == 0)
        middle = area.center().y() - self._high / 2
        result = self._area(count - 1, middle)
        self.result = Box(result, blocks.key, None, blocks.value)
        self.boxes.append(self.result)
        self.equals = self._before(count - 1, middle)

    def _area(self, column: int, y: float) -> QRectF:
        x = self._left + self._first + column * (self._wide + SIGN)
        return QRectF(x, y, self._wide, self._high)

    def _before(self, column: int, y: float) -> QRectF:
        """The place of a sign."""
        return QRectF(self._area(column, y).left() - SIGN, y, SIGN, self._high)

    def _add_row(self, term: BlockTerm, y: float, is_first: bool) -> None:
        if term.sign < 0 or not is_first:
            self.signs.append((self._before(0, y), "−" if term.sign < 0 else "+"))
        # What is read as it is stands where else a product does.
        is_alone = self.is_sum and len(term.blocks) == 1
        for n, block in enumerate(term.blocks):
            column = self._factors if is_alone else n
            if n:
                self.signs.append((self._before(n, y), "⊙"))
            self.boxes.append(Box(self._area(column, y), block.factor.name, block, block.value))
        if self.is_sum and not is_alone:
            self.signs.append((self._before(self._factors, y), "="))
            area = self._area(self._factors, y)
            self.boxes.append(Box(area, "", None, term.value, term.blocks))

    def box_at(self, x: float, y: float) -> Box | None:
        """The block under a point."""
        return next((box for box in self.boxes if box.area.contains(x, y)), None)

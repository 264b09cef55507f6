"""One unit at one time step, and one number of it with what it was made from."""

from typing import NamedTuple

from rnnviz.trace.formula_numbers import Term, joined_terms
from rnnviz.trace.trace import LaneTrace

#: Stands for terms that are left out.
MORE = "…"


class Place(NamedTuple):
    """One unit of one lane at one time step, all of which exist."""

    time: int
    lane: LaneTrace
    unit: int
    is_top: bool


class Row(NamedTuple):
    """One number, with what it was made from.

    key     what a Spot calls it: a quantity's key, "y", "E", or "d_f" for a gradient.
    terms   the numbers in the place of the formula's symbols; of a matrix product the
            greatest products, the greatest first.
    others  how many more products there are that are not 0.
    bias    what is added to the products.
    note    what is said where there are no terms.
    """

    key: str
    value: float
    result: str
    terms: tuple[Term, ...] = ()
    others: int = 0
    bias: Term | None = None
    note: str = ""

    @property
    def numbers(self) -> str:
        """The right side of the equation as one line of text."""
        return joined_terms(self.parts(len(self.terms)))

    @property
    def are_products(self) -> bool:
        """Whether the terms are the products of a long sum, each with its name."""
        return bool(self.terms) and bool(self.terms[0].name)

    def parts(self, count: int) -> tuple[Term, ...]:
        """The terms in order, of the products only the first few, then how many are left out."""
        left_out = self.others + len(self.terms) - count
        more = (Term("+", f"{MORE} {left_out} more {MORE}"),) if left_out else ()
        return (*self.terms[:count], *more, *((self.bias,) if self.bias else ()))

"""A long sum of products as a row: its greatest terms, and how many more there are."""

from collections.abc import Callable

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.trace.formula_numbers import number_text, product_term, scientific_text, signed_term
from rnnviz.trace.formula_place import Row

#: How many products of a long sum are written out.
MOST_PRODUCTS = 3


def product_sum(
    key: str,
    value: float,
    left: Floats,
    right: Floats,
    name: Callable[[int], str],
    bias: float | None = None,
    is_gradient: bool = False,
) -> Row:
    """Σ_n left_n · right_n (+ bias) = value, as recorded.

    left, right  (N,).
    name         what the products of a place are called: "h₁₂".
    """
    # Which products are great is asked even where they overflow.
    with np.errstate(all="ignore"):
        products = np.abs(left * right)
    count = int(np.count_nonzero(products))
    # NaN is sorted last, so that it counts as the greatest.
    greatest = np.argsort(products)[: -1 - min(count, MOST_PRODUCTS) : -1].tolist()
    terms = tuple(product_term(float(left[n]), float(right[n]), name(n)) for n in greatest)
    added = None if bias is None else signed_term(bias, "bias")
    result = scientific_text(value) if is_gradient else number_text(value)
    note = "" if terms or added else "nothing comes back to it" if is_gradient else ""
    return Row(key, value, result, terms, count - len(terms), added, note)

"""Short texts for the symbols of a sequence."""

from collections.abc import Sequence

import numpy as np

from rnnviz.engine.batch import Booleans, Floats, Integers


def symbols_of(values: Floats | Integers) -> Integers:
    """The symbols (T, B) of what a network reads: these themselves, or of vectors (T, B, I), as
    they are where a person has set an input by hand, the one whose number is the greatest."""
    return values.argmax(axis=2) if values.ndim == 3 else values.astype(np.intp)


def label_symbols(
    symbols: Floats | Integers, shown: Booleans, names: Sequence[str]
) -> tuple[str, ...]:
    """The name of each symbol of the first sequence, "" where it is not to be shown.

    symbols  (T, B) indices into `names`, or (T, B, I) vectors.
    shown    (T, B).
    """
    return tuple(
        names[symbol] if show else ""
        for symbol, show in zip(symbols_of(symbols)[:, 0].tolist(), shown[:, 0], strict=True)
    )

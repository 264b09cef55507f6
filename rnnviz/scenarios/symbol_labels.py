"""Short texts for the symbols of a sequence."""

from collections.abc import Sequence

from rnnviz.engine.batch import Booleans, Floats, Integers


def label_symbols(
    symbols: Floats | Integers, shown: Booleans, names: Sequence[str]
) -> tuple[str, ...]:
    """The name of each symbol of the first sequence, "" where it is not to be shown.

    symbols  (T, B) indices into `names`.
    shown    (T, B).
    """
    return tuple(
        names[int(symbol)] if show else ""
        for symbol, show in zip(symbols[:, 0], shown[:, 0], strict=True)
    )

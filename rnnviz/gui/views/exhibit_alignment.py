"""Which of two rows of symbols belong together: what is said beside what is wanted."""

from collections.abc import Sequence
from difflib import SequenceMatcher

#: The place in what is said and in what is wanted; None where nothing is opposite.
Pair = tuple[int | None, int | None]


def aligned(said: Sequence[str], wanted: Sequence[str]) -> tuple[Pair, ...]:
    """All places of both, in order; the same symbols opposite each other where that can be."""
    pairs: list[Pair] = []
    for kind, a, b, c, d in SequenceMatcher(None, said, wanted, autojunk=False).get_opcodes():
        places = max(b - a, d - c)
        if kind == "equal":
            pairs += [(a + n, c + n) for n in range(places)]
        else:
            pairs += [
                (a + n if a + n < b else None, c + n if c + n < d else None) for n in range(places)
            ]
    return tuple(pairs)

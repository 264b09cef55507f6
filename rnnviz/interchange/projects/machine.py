"""Whether this machine computes the same bits as another one, for which a project was saved.

NumPy leaves sums, products of matrices, exp and tanh to code that is chosen for the processor, and
its versions round some of them in another way. So the same small computations are made on both, and
what came of them is compared.
"""

import platform
from functools import cache
from hashlib import sha256
from typing import Annotated

import msgspec
import numpy as np
from msgspec import Meta

from rnnviz.engine.batch import Floats

Word = Annotated[str, Meta(max_length=80)]
#: Rows, inner size and columns of the products: a step of one sequence, of a batch, and odd ones.
SHAPES = ((1, 64, 256), (16, 64, 256), (37, 113, 59), (3, 2, 5), (256, 17, 40))


class Machine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What computes.

    numpy, processor, system   as they call themselves.
    bits   the SHA-256 of what the computations came to.
    """

    numpy: Word
    processor: Word
    system: Word
    bits: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]

    def __str__(self) -> str:
        return f"NumPy {self.numpy} on {self.system} {self.processor}"


@cache
def this_machine() -> Machine:
    """The one on which the program runs."""
    return Machine(np.__version__, platform.machine()[:80], platform.system()[:80], _bits())


def _bits() -> str:
    digest = sha256()
    with np.errstate(all="ignore"):
        for dtype in (np.float64, np.float32):
            for rows, inner, columns in SHAPES:
                a, b = _numbers(rows * inner, dtype), _numbers(inner * columns, dtype)
                product = a.reshape(rows, inner) @ b.reshape(inner, columns)
                digest.update(product.tobytes())
                digest.update(np.float64(product.sum()).tobytes())
                for function in (np.exp, np.tanh, np.sqrt, np.log):
                    digest.update(function(np.abs(product) + dtype(0.1)).tobytes())
    return digest.hexdigest()


def _numbers(count: int, dtype: type[np.floating]) -> Floats:
    """Numbers from −1 to 1 that are the same everywhere: steps of the golden section."""
    steps = (np.arange(count, dtype=np.uint64) * np.uint64(2_654_435_769)) % np.uint64(2**32)
    numbers: Floats = (steps.astype(np.float64) / 2.0**31 - 1.0).astype(dtype)
    return numbers


def difference(saved_on: Machine) -> str:
    """What a person has to know where another machine computes other bits; "" where none does."""
    here = this_machine()
    if saved_on.bits == here.bits and saved_on.numpy == here.numpy:
        return ""
    return (
        f"It was saved with {saved_on}; here it is {here}. All numbers are those that were saved; "
        f"what is computed from now on may differ from what it would have been there by rounding."
    )

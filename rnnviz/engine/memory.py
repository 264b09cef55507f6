"""What the C library does with freed memory, which decides how fast NumPy's new arrays are."""

import numpy as np

#: The greatest block from which glibc still learns.
LARGEST = 32 << 20


def keep_freed_memory() -> None:
    """Let the C library keep freed memory for the next array rather than give it back.

    Each update makes and drops the same few megabytes of arrays. By default glibc gives them
    back to the system as soon as 128 KB are free, and then every page has to be asked for,
    zeroed and mapped anew: half of the time of an update. It raises that limit to twice the
    size of a large block once it has seen one freed; so here is one. It is never written to
    and takes no memory. Other C libraries are not concerned.
    """
    np.empty(LARGEST - (1 << 16), np.uint8)

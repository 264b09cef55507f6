"""Sequences of different length side by side in one block, with what exists and what is padding."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from rnnviz.engine.batch import Booleans, Floats, Integers


def padded_symbols(sequences: Sequence[ArrayLike], steps: int = 0) -> Integers:
    """Symbols (T_n,) of each sequence as (T, B), 0 where a sequence has ended.

    steps  T, or 0 for the longest sequence's.
    """
    rows = [np.asarray(sequence, np.intp) for sequence in sequences]
    block = np.zeros((steps or max(map(len, rows)), len(rows)), np.intp)
    for n, row in enumerate(rows):
        block[: len(row), n] = row
    return block


def padded_vectors(sequences: Sequence[Floats], steps: int = 0) -> Floats:
    """Vectors (T_n, I) of each sequence as (T, B, I), 0 where a sequence has ended."""
    steps = steps or max(map(len, sequences))
    block: Floats = np.zeros((steps, len(sequences), sequences[0].shape[1]))
    for n, sequence in enumerate(sequences):
        block[: len(sequence), n] = sequence
    return block


def existing(lengths: Sequence[int] | Integers, steps: int = 0) -> Booleans:
    """(T, B): True before each sequence's end."""
    ends = np.asarray(lengths, np.intp)
    exists: Booleans = np.arange(steps or int(ends.max()))[:, None] < ends
    return exists


def last_steps(exists: Booleans) -> Booleans:
    """(T, B): True at the last existing step of each sequence, where one answer is wanted."""
    last = np.zeros_like(exists)
    last[exists.sum(axis=0) - 1, np.arange(exists.shape[1])] = True
    return last

"""One vector under many names."""

import numpy as np
import pytest

from rnnviz.engine.parameters import Parameters

SHAPES = [("a.W", (2, 3)), ("a.V", (2, 3)), ("a.b", (2,)), ("b.W", (1, 2))]


@pytest.fixture
def parameters() -> Parameters:
    made = Parameters(SHAPES, np.float32)
    made.flat[...] = np.arange(16)
    return made


def test_that_names_and_the_vector_share_their_memory(parameters: Parameters) -> None:
    parameters["a.b"][1] = -1.0
    assert parameters.flat[13] == -1.0
    parameters.flat[0] = 9.0
    assert parameters["a.W"][0, 0] == 9.0


def test_that_every_number_has_one_name(parameters: Parameters) -> None:
    together = np.concatenate([array.ravel() for array in parameters.values()])
    assert np.array_equal(together, parameters.flat)
    assert list(parameters) == [name for name, _ in SHAPES]
    assert len(parameters) == 4


def test_that_names_under_a_prefix_lose_it(parameters: Parameters) -> None:
    under = parameters.under("a.")
    assert list(under) == ["W", "V", "b"]
    assert under["V"] is parameters["a.V"]


def test_that_a_block_is_its_arrays_without_a_copy(parameters: Parameters) -> None:
    block = parameters.block(["a.W", "a.V"])
    assert np.array_equal(block, np.vstack((parameters["a.W"], parameters["a.V"])))
    assert np.shares_memory(block, parameters.flat)
    assert parameters.block(["a.b"]).shape == (2,)


def test_that_zeros_have_the_same_names_but_memory_of_their_own(parameters: Parameters) -> None:
    zeros = parameters.zeros_like()
    assert {n: a.shape for n, a in zeros.items()} == {n: a.shape for n, a in parameters.items()}
    assert not zeros.flat.any()
    assert zeros.flat.dtype == np.float32
    assert not np.shares_memory(zeros.flat, parameters.flat)

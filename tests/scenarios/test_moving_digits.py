"""The films, frame by frame."""

from itertools import pairwise

import numpy as np
import pytest

from rnnviz.scenarios.digits import digits
from rnnviz.scenarios.moving_digits import (
    HEIGHT,
    SIDE,
    WIDTH,
    DigitPool,
    draw_films,
    pool_of,
    slide,
)


@pytest.fixture
def pool() -> DigitPool:
    return pool_of(digits(), digits().training)


def test_that_what_goes_out_at_one_side_comes_in_at_the_other() -> None:
    picture = np.arange(1.0, SIDE * SIDE + 1).reshape(1, SIDE, SIDE)
    strips = slide(picture, np.array([[0], [3], [WIDTH - 2], [WIDTH], [-1]]))
    plain = np.pad(picture[0], ((0, 0), (0, WIDTH - SIDE)))
    for strip, shift in zip(strips[:, 0], (0, 3, -2, 0, -1), strict=True):
        np.testing.assert_array_equal(strip, np.roll(plain, shift, axis=1))


def test_that_a_pool_gives_the_digits_asked_for(pool: DigitPool) -> None:
    wanted = np.repeat(np.arange(10), 40)
    data = digits()
    known = {data.pictures[place].tobytes(): data.labels[place] for place in data.training}
    drawn = pool.draw(np.random.default_rng(0), wanted)
    assert [known[picture.tobytes()] for picture in drawn] == wanted.tolist()


def test_that_one_half_stands_still_and_the_other_moves_a_column_a_frame(pool: DigitPool) -> None:
    films = draw_films(np.random.default_rng(1), pool, 200, 9)
    assert films.frames.shape == (9, 200, HEIGHT, WIDTH)
    for n in range(200):
        upper, lower = films.frames[:, n, :SIDE], films.frames[:, n, SIDE:]
        stands = [bool((half == half[0]).all()) for half in (upper, lower)]
        assert sorted(stands) == [False, True]
        moving = lower if stands[0] else upper
        shift = 1 if films.to_right[n] else -1
        for before, after in pairwise(moving):
            np.testing.assert_array_equal(after, np.roll(before, shift, axis=1))


def test_that_the_digit_named_is_the_one_that_moves(pool: DigitPool) -> None:
    data = digits()
    known = {data.pictures[place].tobytes(): data.labels[place] for place in data.training}
    films = draw_films(np.random.default_rng(2), pool, 50, 3)
    for n in range(50):
        halves = films.frames[:, n].reshape(3, 2, SIDE, WIDTH)
        kinds = []
        for half in range(2):
            rolled = (np.roll(halves[0, half], -shift, axis=1) for shift in range(WIDTH))
            pictures = (known.get(np.ascontiguousarray(r[:, :SIDE]).tobytes()) for r in rolled)
            kinds.append(next(kind for kind in pictures if kind is not None))
        moves = [bool((halves[0, half] != halves[1, half]).any()) for half in range(2)]
        assert kinds[moves.index(True)] == films.moving[n]
        assert kinds[0] != kinds[1]


def test_that_all_choices_are_equally_likely(pool: DigitPool) -> None:
    films = draw_films(np.random.default_rng(3), pool, 20_000, 2)
    np.testing.assert_allclose(np.bincount(films.moving, minlength=10) / 20_000, 0.1, atol=0.01)
    assert films.to_right.mean() == pytest.approx(0.5, abs=0.02)
    upper_moves = (films.frames[0, :, :SIDE] != films.frames[1, :, :SIDE]).any(axis=(1, 2))
    assert upper_moves.mean() == pytest.approx(0.5, abs=0.02)
    assert np.corrcoef(upper_moves, films.to_right)[0, 1] == pytest.approx(0, abs=0.03)

"""The scenes: their pixels read back by hand, their captions, and what is held out."""

import re

import numpy as np
import pytest

from rnnviz.scenarios.coloured_scenes import (
    CELL,
    COLOURS,
    END,
    HELD_OUT,
    SHAPE,
    SHAPES,
    SIDE,
    WORDS,
    Scenes,
    draw_scenes,
)

NOUN = r"a (\w+) (\w+)"


def look(picture: np.ndarray) -> dict[tuple[int, int], tuple[str, str]]:
    """The colour and the shape in each cell (row, column) that is not dark."""
    found = {}
    for row in range(2):
        for column in range(2):
            part = picture[row * CELL : (row + 1) * CELL, column * CELL : (column + 1) * CELL]
            if part.any():
                ink = part.max(axis=2)[:SHAPE, :SHAPE]
                rows = tuple("".join("#" if dot else "·" for dot in line) for line in ink)
                shape = next(name for name, drawn in SHAPES.items() if drawn == rows)
                light = tuple(part.max(axis=(0, 1)).astype(int).tolist())
                found[row, column] = (
                    next(name for name, each in COLOURS.items() if each == light),
                    shape,
                )
    return found


def described(found: dict[tuple[int, int], tuple[str, str]]) -> str:
    """The description of what was seen."""
    places = sorted(found)
    nouns = [f"a {found[place][0]} {found[place][1]}" for place in places]
    if len(places) == 1:
        return nouns[0]
    return (" left of " if places[0][0] == places[1][0] else " above ").join(nouns)


def captions(scenes: Scenes) -> list[str]:
    return [
        " ".join(WORDS[word] for word in line if word != END) for line in scenes.captions.tolist()
    ]


@pytest.mark.parametrize("unseen", [False, True])
@pytest.mark.parametrize("most", [1, 2])
def test_that_a_caption_says_what_is_in_the_picture(most: int, unseen: bool) -> None:
    scenes = draw_scenes(np.random.default_rng(0), 200, most, unseen)
    assert scenes.pictures.shape == (200, SIDE, SIDE, 3)
    for picture, caption in zip(scenes.pictures, captions(scenes), strict=True):
        assert caption == described(look(picture))


def test_that_training_never_shows_a_held_out_pair() -> None:
    texts = captions(draw_scenes(np.random.default_rng(1), 3000, 2))
    pairs = {pair for text in texts for pair in re.findall(NOUN, text)}
    assert len(pairs) == len(COLOURS) * len(SHAPES) - len(HELD_OUT)
    assert not pairs & set(HELD_OUT)


def test_that_every_colour_and_every_shape_occurs_in_training() -> None:
    for place, names in ((0, COLOURS), (1, SHAPES)):
        kept = {pair[place] for pair in HELD_OUT}
        assert kept <= set(names)
    assert len({shape for _, shape in HELD_OUT}) == len(SHAPES)


def test_that_an_unseen_scene_has_exactly_one_held_out_pair() -> None:
    texts = captions(draw_scenes(np.random.default_rng(2), 1000, 2, unseen=True))
    counts = [sum(pair in HELD_OUT for pair in re.findall(NOUN, text)) for text in texts]
    assert set(counts) == {1}
    firsts = [re.findall(NOUN, text)[0] in HELD_OUT for text in texts if " " in text[9:]]
    assert 0.4 < np.mean(firsts) < 0.8


def test_that_nothing_follows_the_end() -> None:
    for line in draw_scenes(np.random.default_rng(3), 100, 2).captions.tolist():
        end = line.index(END)
        assert set(line[end:]) == {END}
        assert end in (3, 7, 8)


def test_that_all_relations_and_cells_occur() -> None:
    scenes = draw_scenes(np.random.default_rng(4), 500, 2)
    seen = {tuple(sorted(look(picture))) for picture in scenes.pictures}
    alone = {((row, column),) for row in range(2) for column in range(2)}
    side = {((row, 0), (row, 1)) for row in range(2)}
    above = {((0, column), (1, column)) for column in range(2)}
    assert seen == alone | side | above

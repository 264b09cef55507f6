"""Picture to caption: the sequences, the measure and the baselines."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios.coloured_scenes import END, IS_HELD_OUT, WORDS, Scenes, draw_scenes
from rnnviz.scenarios.picture_captions import (
    PICTURE_CAPTIONS,
    PIXELS,
    PictureCaptionsTask,
    caption_batch,
    exact_match,
    measured_scenes,
    without_network,
)
from rnnviz.scenarios.scenario import Request


@pytest.fixture(scope="module")
def task() -> PictureCaptionsTask:
    return PICTURE_CAPTIONS.prepare(Request(length=2))


class Knowing:
    """Knows the caption of every measured picture and of the pictures it is shown; may say one
    wrong word at `wrong`, and nothing but `always` if that is given."""

    def __init__(self, *known: Scenes, wrong: int | None = None, always: int | None = None):
        self.captions = {
            picture.tobytes(): caption
            for scenes in known
            for picture, caption in zip(scenes.pictures, scenes.captions, strict=True)
        }
        self.wrong, self.always = wrong, always

    def outputs(self, batch: Batch) -> Floats:
        raise AssertionError("captions are written alone")

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        words = np.stack([self.captions[x[:PIXELS].tobytes()] for x in batch.inputs[0]])
        words = words[:, :steps].copy()
        if self.wrong is not None:
            words[:, self.wrong] = (words[:, self.wrong] + 1) % END
        if self.always is not None:
            words[:] = self.always
        return np.eye(len(WORDS))[words.T]


def test_that_the_picture_comes_first_and_then_the_word_before() -> None:
    scenes = draw_scenes(np.random.default_rng(0), 6, 2)
    batch = caption_batch(scenes)
    assert batch.inputs.shape == (batch.steps, 6, PIXELS + len(WORDS))
    np.testing.assert_array_equal(batch.inputs[0, :, :PIXELS], scenes.pictures.reshape(6, -1))
    assert not batch.inputs[0, :, PIXELS:].any()
    assert not batch.inputs[1:, :, :PIXELS].any()
    for n, caption in enumerate(scenes.captions.tolist()):
        length = caption.index(END) + 1
        assert batch.exists[:, n].sum() == batch.scored[:, n].sum() == length
        assert batch.targets[:length, n].tolist() == caption[:length]
        read = batch.inputs[1:length, n, PIXELS:]
        assert read.argmax(axis=1).tolist() == caption[: length - 1]
        assert (read.sum(axis=1) == 1).all()
        assert not batch.inputs[length:, n].any()


def test_that_every_step_but_the_first_is_fed() -> None:
    batch = caption_batch(draw_scenes(np.random.default_rng(0), 20, 2))
    assert batch.fed is not None
    assert batch.fed.tolist() == [False] + [True] * (batch.steps - 1)
    assert batch.steps == 9


def test_that_training_has_no_held_out_pair_and_all_others_have_one(
    task: PictureCaptionsTask,
) -> None:
    def held_out(batch: Batch) -> list[int]:
        words = batch.targets.T
        texts = [task.spell(line[: list(line).index(END)]) for line in words.tolist()]
        names = [WORDS[1 + c] + WORDS[8 + s] for c in range(7) for s in range(5)]
        kept = [name for name, out in zip(names, IS_HELD_OUT, strict=True) if out]
        return [sum(text.count(name) for name in kept) for text in texts]

    assert set(held_out(task.stream(np.random.default_rng(0), 200).next())) == {0}
    assert set(held_out(task.held_out())) == {1}
    assert held_out(task.sample(np.random.default_rng(1))) == [1]


def test_that_only_the_whole_caption_counts(task: PictureCaptionsTask) -> None:
    scenes = measured_scenes(2)
    assert task.score(Knowing(scenes)) == 1
    assert task.score(Knowing(scenes, wrong=1)) == 0
    assert task.score(Knowing(scenes, always=3)) == 0
    assert task.score(Knowing(scenes, always=END)) == 0


def test_that_a_score_is_the_share_of_right_captions(task: PictureCaptionsTask) -> None:
    scenes = measured_scenes(2)
    above = (scenes.captions == WORDS.index("above")).any(axis=1)
    said = scenes.captions.copy()
    said[above, 2] = END
    assert task.score(Knowing(Scenes(scenes.pictures, said))) == 1 - above.mean()
    assert 0.3 < above.mean() < 0.5


def test_that_what_follows_the_end_is_not_looked_at(task: PictureCaptionsTask) -> None:
    scenes = measured_scenes(2)
    more = scenes.captions.copy()
    for line in more:
        line[list(line).index(END) + 1 :] = 5
    assert task.score(Knowing(Scenes(scenes.pictures, more))) == 1


def test_that_the_nearest_picture_is_right_where_it_is_known() -> None:
    scenes = draw_scenes(np.random.default_rng(5), 50, 2)
    assert without_network(scenes, scenes)[0] == 1


def test_that_without_the_new_pairs_no_known_caption_can_be_right() -> None:
    known = draw_scenes(np.random.default_rng(6), 300, 2)
    whole, together = without_network(known, measured_scenes(2))
    assert whole == 0
    assert 0 <= together < 0.1


def test_that_the_baseline_is_the_better_of_both(task: PictureCaptionsTask) -> None:
    facts = dict(task.facts)
    assert "right in 0.0%" in facts["Nearest picture"]
    assert f"right in {task.baseline_score:.1%}" in facts["Nearest means"]


def test_that_equal_captions_match() -> None:
    one = np.array([[1, 2, 3], [1, 2, 3]])
    assert exact_match(one, np.array([[1, 2, 3], [1, 2, 4]])) == 0.5


def test_that_the_exhibit_shows_picture_and_both_captions(task: PictureCaptionsTask) -> None:
    batch = task.sample(np.random.default_rng(0))
    picture = batch.inputs[0, 0, :PIXELS].reshape(12, 12, 3)
    caption = np.full(9, END)
    caption[: batch.steps] = batch.targets[:, 0]
    scenes = Scenes(picture[None], caption[None])
    shown = task.exhibit(batch, np.zeros((batch.steps, len(WORDS))), Knowing(scenes))
    np.testing.assert_array_equal(shown.picture, picture)
    assert shown.said == shown.wanted == task.target_labels(batch)[:-1]
    assert shown.caption.endswith(": right.")
    wrong = task.exhibit(batch, np.zeros((9, len(WORDS))), Knowing(scenes, wrong=2))
    assert wrong.said != wrong.wanted
    assert wrong.caption.endswith(": wrong.")


def test_that_labels_are_words(task: PictureCaptionsTask) -> None:
    batch = caption_batch(draw_scenes(np.random.default_rng(0), 1, 1))
    assert task.input_labels(batch)[:2] == ("picture", "a")
    assert task.target_labels(batch) == (*task.input_labels(batch)[1:], "■")
    padded = replace(batch, exists=batch.exists & (np.arange(4) < 3)[:, None])
    assert task.input_labels(padded)[3] == ""


def test_that_names_fit_the_numbers(task: PictureCaptionsTask) -> None:
    assert len(task.features) == task.inputs == task.fed_from + task.outputs
    assert task.features[task.fed_from :] == task.classes == WORDS
    assert task.features[3] == "red, row 1, column 2"
    assert task.classes[task.end or 0] == "■"

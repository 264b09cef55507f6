"""The word language model: its vocabulary, the held-out part, what it writes."""

from pathlib import Path

import numpy as np
import pytest

from rnnviz.scenarios.scenario import Request, ScenarioError
from rnnviz.scenarios.word_model import WORD_MODEL, WordTask
from rnnviz.scenarios.words import UNKNOWN

TEXT = "".join(f"The fox jumps over dog{n}. It sleeps, or so.\n\n" for n in range(60))


def prepare(folder: Path, text: str = TEXT, length: int = 6) -> WordTask:
    path = folder / "story.txt"
    path.write_text(text, encoding="utf-8")
    return WORD_MODEL.prepare(Request("file", path, length))


def test_that_rare_words_are_one_symbol(tmp_path: Path) -> None:
    task = prepare(tmp_path)
    taken_apart = ("The", "fox", "jumps", "over", ".", "It", "sleeps", ",", "or", "so", "¶")
    assert task.classes[0] == UNKNOWN
    assert set(task.classes) == {UNKNOWN, *taken_apart}
    assert task.spell(task.training[:14].tolist()) == (
        f"The fox jumps over {UNKNOWN}. It sleeps, or so.\n\nThe"
    )


def test_that_the_vocabulary_is_that_of_the_training_text(tmp_path: Path) -> None:
    task = prepare(tmp_path, "ab cd " * 450 + "yz yz " * 50)
    assert task.classes == (UNKNOWN, "ab", "cd")
    assert not task.held_out.any()


def test_that_training_never_reads_the_held_out_part(tmp_path: Path) -> None:
    task = prepare(tmp_path, "ab cd " * 450 + "cd cd " * 50)
    stream = task.stream(np.random.default_rng(0), 4)
    cd = task.classes.index("cd")
    for _ in range(100):
        batch = stream.next()
        assert ((batch.inputs == cd) != (batch.targets == cd)).all()
    assert (task.held_out == cd).all()
    assert len(task.held_out) == 100


def test_that_a_sample_is_held_out_and_begins_a_sentence(tmp_path: Path) -> None:
    task = prepare(tmp_path)
    for seed in range(20):
        batch = task.sample(np.random.default_rng(seed))
        assert batch.inputs.shape == (6, 1)
        assert task.input_labels(batch)[0] in ("The", "It", "¶")
        np.testing.assert_array_equal(batch.targets[:-1], batch.inputs[1:])


def test_that_a_sample_fits_or_wraps_around(tmp_path: Path) -> None:
    text = "ab cd " * 495 + "ab. cd ab cd ab cd ab cd. ab"
    task = prepare(tmp_path, text, length=400)
    assert task.sample(np.random.default_rng(0)).steps == 400
    task = prepare(tmp_path, text, length=5)
    last = len(task.held_out) - 6
    assert (task.starts <= last).all()


@pytest.mark.parametrize(
    ("text", "prompt"), [(TEXT, "¶"), ("The cat sat. " * 40, "."), ("the cat the dog " * 40, "the")]
)
def test_that_writing_begins_after_a_paragraph_or_a_sentence(
    tmp_path: Path, text: str, prompt: str
) -> None:
    task = prepare(tmp_path, text)
    assert [task.classes[symbol] for symbol in task.prompt()] == [prompt]


def test_that_the_facts_tell_what_was_replaced(tmp_path: Path) -> None:
    facts = dict(prepare(tmp_path).facts)
    assert facts["Words and marks"] == f"{60 * 13:,}"
    assert facts["Vocabulary"].startswith("12 symbols")
    assert facts["Replaced"] == (
        f"60 rarer words by {UNKNOWN}: 7.7% of the training text, 7.7% of the held-out text"
    )
    assert facts["Held out"] == "the last 10 %: 78, never trained on"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * 300, "has 1 words and marks; wanted are 100 at least, with spaces"),
        ("same " * 200, "twice or more in the text: 1; wanted are 2 at least"),
        (" ".join(f"word{n}" for n in range(200)), "twice or more in the text: 0"),
    ],
)
def test_that_a_text_of_which_nothing_is_learned_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(ScenarioError, match=message):
        prepare(tmp_path, text)


@pytest.mark.parametrize("corpus", ["", "library"])
def test_that_the_corpora_of_python_are_ready_to_learn(corpus: str) -> None:
    task = WORD_MODEL.prepare(Request(corpus, length=25))
    assert task.outputs == 1000
    assert task.baseline is not None
    assert 1 < task.baseline_score < np.exp(task.baseline)

"""The character language model: circular reading, targets, and the held-out part."""

import copy
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.engine.batch import Batch
from rnnviz.scenarios.character_model import CHARACTER_MODEL, CharacterTask
from rnnviz.scenarios.measures import label_entropy
from rnnviz.scenarios.scenario import Request, ScenarioError
from rnnviz.scenarios.text_stream import TextStream, cut_pieces

TEXT = "".join(f"Line {number}: the quick fox. He jumps!\n" for number in range(40))


def prepare(folder: Path, text: str = TEXT, length: int = 20) -> CharacterTask:
    path = folder / "story.txt"
    path.write_bytes(text.encode())
    return CHARACTER_MODEL.prepare(Request("file", path, length))


@pytest.fixture
def task(tmp_path: Path) -> CharacterTask:
    return prepare(tmp_path)


def spelled(task: CharacterTask, batch: Batch) -> list[str]:
    """The input texts of all sequences."""
    return [task.spell(column) for column in batch.inputs.T.tolist()]


texts = st.lists(st.integers(0, 9), min_size=1, max_size=40).map(
    lambda symbols: np.array(symbols, dtype=np.int16)
)


@given(texts, st.integers(1, 6), st.integers(1, 12), st.integers(1, 20))
def test_that_every_reader_goes_round_the_text_without_a_gap(
    text: np.ndarray[tuple[int], np.dtype[np.int16]], size: int, steps: int, batches: int
) -> None:
    stream = TextStream(text, size, steps)
    read = [stream.next() for _ in range(batches)]
    inputs = np.concatenate([batch.inputs for batch in read])
    targets = np.concatenate([batch.targets for batch in read])
    for reader in range(size):
        ring = np.roll(text, -(reader * len(text) // size))
        wanted = np.resize(ring, batches * steps + 1)
        np.testing.assert_array_equal(inputs[:, reader], wanted[:-1])
        np.testing.assert_array_equal(targets[:, reader], wanted[1:])
    assert [batch.continues for batch in read] == [False] + [True] * (batches - 1)


def test_that_a_batch_has_the_shape_of_the_contract(task: CharacterTask) -> None:
    batch = task.stream(np.random.default_rng(0), 3).next()
    assert batch.inputs.shape == batch.targets.shape == (20, 3)
    assert batch.inputs.dtype == batch.targets.dtype == np.intp
    assert batch.exists.all()
    assert batch.scored.all()
    assert batch.exists.shape == batch.scored.shape == (20, 3)


def test_that_the_target_is_the_next_input_also_across_batches(task: CharacterTask) -> None:
    stream = task.stream(np.random.default_rng(0), 4)
    former, latter = stream.next(), stream.next()
    np.testing.assert_array_equal(former.targets[:-1], former.inputs[1:])
    np.testing.assert_array_equal(former.targets[-1], latter.inputs[0])


def test_that_training_reads_the_first_nine_tenths_and_nothing_else(tmp_path: Path) -> None:
    text = "ab" * 450 + "yz" * 50  # the last tenth has letters of its own
    task = prepare(tmp_path, text)
    stream = task.stream(np.random.default_rng(0), 7)
    batches = [stream.next() for _ in range(100)]
    seen = {c for batch in batches for part in spelled(task, batch) for c in part}
    wanted = {c for batch in batches for c in task.spell(np.unique(batch.targets).tolist())}
    assert seen == wanted == {"a", "b"}
    assert set(task.spell(task.held_out.tolist())) == {"y", "z"}


def test_that_every_training_character_is_read(task: CharacterTask) -> None:
    stream = task.stream(np.random.default_rng(0), 1)
    rounds = math.ceil(len(task.training) / 20)
    read = "".join(spelled(task, stream.next())[0] for _ in range(rounds))
    assert read[: len(task.training)] == TEXT[: len(TEXT) - len(TEXT) // 10]


def test_that_the_two_parts_make_up_the_text(task: CharacterTask) -> None:
    assert task.spell(task.training.tolist()) + task.spell(task.held_out.tolist()) == TEXT
    assert len(task.held_out) == len(TEXT) // 10


def test_that_a_sample_is_held_out_and_begins_a_sentence_or_a_line(task: CharacterTask) -> None:
    held_out = task.spell(task.held_out.tolist())
    for seed in range(30):
        batch = task.sample(np.random.default_rng(seed))
        text = spelled(task, batch)[0] + task.spell(batch.targets[-1].tolist())
        assert batch.inputs.shape == (20, 1)
        assert text.startswith(("Line", "He"))
        assert "\n" + text in held_out or ". " + text in held_out
        np.testing.assert_array_equal(batch.targets[:-1], batch.inputs[1:])
        assert not batch.continues


def test_that_the_last_target_of_a_sample_does_not_wrap_around(tmp_path: Path) -> None:
    held_out = "ab. Cdefgh. Ijklmnop"  # at “I” eight inputs fit, but not the target after them
    task = prepare(tmp_path, "x" * 180 + held_out, length=8)
    for seed in range(10):
        batch = task.sample(np.random.default_rng(seed))
        assert task.spell(batch.targets[:, 0].tolist()) == "defgh. I"


def test_that_a_sample_longer_than_the_held_out_part_wraps_within_it(tmp_path: Path) -> None:
    task = prepare(tmp_path, "a" * 90 + "0123456789", length=25)
    text = spelled(task, task.sample(np.random.default_rng(0)))[0]
    assert len(text) == 25
    assert text in "0123456789" * 4


def test_that_a_text_shorter_than_a_piece_is_read_in_circles(tmp_path: Path) -> None:
    task = prepare(tmp_path, "ab" * 50, length=400)
    batch = task.stream(np.random.default_rng(0), 2).next()
    assert spelled(task, batch)[0] == "ab" * 200


def test_that_one_seed_gives_one_sample_and_others_give_others(task: CharacterTask) -> None:
    samples = [
        spelled(task, task.sample(np.random.default_rng(seed)))[0] for seed in [1, 1, *range(9)]
    ]
    assert samples[0] == samples[1]
    assert len(set(samples)) > 1


def test_that_the_stream_leaves_the_generator_alone(task: CharacterTask) -> None:
    rng = np.random.default_rng(5)
    task.stream(rng, 4).next()
    assert rng.random() == np.random.default_rng(5).random()


def test_that_a_copied_stream_goes_on_as_the_original(task: CharacterTask) -> None:
    stream = task.stream(np.random.default_rng(0), 2)
    stream.next()
    twin = copy.deepcopy(stream)
    first, second = stream.next(), twin.next()
    np.testing.assert_array_equal(first.inputs, second.inputs)
    assert second.continues


def test_that_cutting_does_not_change_its_positions() -> None:
    positions = np.array([3, 4])
    batch = cut_pieces(np.arange(5, dtype=np.int16), positions, 3)
    assert positions.tolist() == [3, 4]
    assert batch.inputs.T.tolist() == [[3, 4, 0], [4, 0, 1]]
    assert batch.targets.T.tolist() == [[4, 0, 1], [0, 1, 2]]


def test_that_the_baseline_is_the_entropy_of_the_training_characters(task: CharacterTask) -> None:
    counts = Counter(TEXT[: len(TEXT) - len(TEXT) // 10])
    total = counts.total()
    entropy = math.fsum(n / total * math.log(total / n) for n in counts.values())
    assert task.baseline == pytest.approx(entropy, rel=1e-12)
    assert "Σ p(c) ln p(c)" in task.baseline_formula


def test_that_the_baseline_is_the_least_loss_of_a_constant_guess(task: CharacterTask) -> None:
    counts = np.bincount(task.training, minlength=task.outputs) + 1e-9
    best = counts / counts.sum()
    assert task.baseline == pytest.approx(-np.log(best[task.training]).mean(), rel=1e-6)
    other = best**0.9 / (best**0.9).sum()
    assert task.baseline is not None
    assert -np.log(other[task.training]).mean() > task.baseline


def test_that_even_symbols_have_the_entropy_ln_n() -> None:
    assert label_entropy(np.arange(8, dtype=np.int16)) == pytest.approx(math.log(8))
    assert label_entropy(np.array([3, 3], dtype=np.int16)) == 0.0


def test_that_the_names_are_those_of_the_symbols(task: CharacterTask) -> None:
    assert task.inputs == task.outputs == len(task.classes) == len(set(TEXT))
    assert task.features == task.classes
    assert task.classes[:2] == ("↵", "␣")


def test_that_labels_spell_inputs_and_targets(tmp_path: Path) -> None:
    task = prepare(tmp_path, "to be\n" * 20, length=6)
    batch = task.stream(np.random.default_rng(0), 1).next()
    assert task.input_labels(batch) == ("t", "o", "␣", "b", "e", "↵")
    assert task.target_labels(batch) == ("o", "␣", "b", "e", "↵", "t")


def test_that_padding_has_no_label(task: CharacterTask) -> None:
    whole = task.stream(np.random.default_rng(0), 1).next()
    exists = whole.exists.copy()
    exists[-2:] = False
    batch = Batch(whole.inputs, whole.targets, exists, exists)
    assert task.input_labels(batch)[-3:] == (task.input_labels(whole)[-3], "", "")
    assert task.target_labels(batch)[-3:] == (task.target_labels(whole)[-3], "", "")


@pytest.mark.parametrize(
    ("text", "prompt"),
    [("The end.\n", "\n"), ("The end. ", "The "), ("an end. ", " "), ("banana", "a")],
)
def test_that_the_prompt_can_be_spelled(tmp_path: Path, text: str, prompt: str) -> None:
    task = prepare(tmp_path, text * 20)
    assert task.generates
    assert task.spell(task.prompt()) == prompt


def test_that_the_facts_tell_what_was_read(tmp_path: Path) -> None:
    kinds = "".join(map(chr, range(0x4E00, 0x4E00 + 200)))
    facts = dict(prepare(tmp_path, "a" * 800 + kinds).facts)
    assert facts == {
        "Source": "file story.txt",
        "Encoding": "UTF-8",
        "Read": "the whole file, 1,400 bytes",
        "Characters": "1,000",
        "Vocabulary": "128 symbols",
        "Replaced": "74 rare characters (74 occurrences) by �",
        "Held out": "the last 10 %: 100 characters, never trained on",
    }


def test_that_a_text_of_one_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="one character again and again: ä"):
        prepare(tmp_path, "ä" * 200)


def test_that_the_text_cannot_be_changed_by_a_reader(task: CharacterTask) -> None:
    with pytest.raises(ValueError, match="read-only"):
        task.training[0] = 1


@pytest.mark.parametrize("corpus", ["reference", "library"])
def test_that_the_corpora_of_python_are_ready_to_learn(corpus: str) -> None:
    task = CHARACTER_MODEL.prepare(Request(corpus))
    assert 50 < task.outputs <= 128
    assert task.baseline is not None
    assert 2.5 < task.baseline < math.log(task.outputs)
    assert spelled(task, task.sample(np.random.default_rng(0)))[0][0].isalpha()

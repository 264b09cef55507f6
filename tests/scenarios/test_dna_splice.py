"""Splice sites: the file, the split by families, where the answer is asked, the rules."""

import csv
from collections import Counter, defaultdict

import numpy as np
import pytest

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import TextExhibit
from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.dna_splice import CLASSES, DNA_SPLICE, SpliceTask
from rnnviz.scenarios.scenario import Request, ScenarioError
from rnnviz.scenarios.splice_junctions import BASES, Junctions, read_junctions
from rnnviz.scenarios.splice_rules import consensus, position_weights, weighed


class Says:
    """A network that always gives the same outputs, or those of a function of the batch."""

    def __init__(self, answer) -> None:  # type: ignore[no-untyped-def]
        self.answer = answer

    def outputs(self, batch: Batch) -> Floats:
        return np.asarray(self.answer(batch))

    alone = outputs


def prepare(length: int = 60) -> SpliceTask:
    return DNA_SPLICE.prepare(Request(length=length))


def rows() -> list[dict[str, str]]:
    with data_card("dna_splice").path.open(encoding="ascii") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def spelled(bases: np.ndarray) -> str:  # type: ignore[type-arg]
    return "".join(BASES[base] for base in bases)


def test_that_the_file_is_the_one_of_its_card() -> None:
    card = data_card("dna_splice")
    assert card.is_intact
    assert card.licence == "CC BY 4.0"
    assert prepare().card is card


def test_that_the_file_holds_what_the_card_says() -> None:
    assert Counter(row["class"] for row in rows()) == {"ei": 767, "ie": 765, "n": 1654}
    assert {len(row["sequence"]) for row in rows()} == {60}
    assert len({row["family"] for row in rows()}) == 2742


def test_that_sequences_which_share_25_bases_are_of_one_family() -> None:
    families = defaultdict(set)
    for row in rows():
        for first in range(36):
            families[row["sequence"][first : first + 25]].add(row["family"])
    assert all(len(members) == 1 for members in families.values())


def test_that_the_arrays_are_those_of_the_file() -> None:
    junctions = read_junctions(CLASSES)
    for number, row in enumerate(rows()):
        assert spelled(junctions.bases[number]) == row["sequence"]
        assert CLASSES[junctions.labels[number]] == row["class"]


def test_that_no_relative_of_a_training_sequence_is_held_out() -> None:
    task = prepare()
    assert not set(task.training.families.tolist()) & set(task.held_out.families.tolist())
    assert len(task.training.labels) + len(task.held_out.labels) == 3186
    seen = {spelled(bases) for bases in task.training.bases}
    assert not seen & {spelled(bases) for bases in task.held_out.bases}


def test_that_a_fifth_of_each_class_is_held_out_always_the_same() -> None:
    task = prepare()
    all_of_them = np.bincount(read_junctions(CLASSES).labels)
    shares = np.bincount(task.held_out.labels) / all_of_them
    np.testing.assert_allclose(shares, 0.2, atol=0.03)
    np.testing.assert_array_equal(task.held_out.bases, prepare().held_out.bases)


@pytest.mark.parametrize(("length", "asked"), [(60, 31), (4, 3), (9, 5)])
def test_that_the_answer_is_asked_two_bases_after_the_border(length: int, asked: int) -> None:
    batch = prepare(length).stream(np.random.default_rng(0), 3).next()
    assert batch.inputs.shape == (length, 3)
    assert np.argwhere(batch.scored[:, 0]).tolist() == [[asked]]
    assert (batch.scored.sum(axis=0) == 1).all()
    assert batch.exists.all()


def test_that_a_shorter_length_reads_the_middle() -> None:
    whole, part = prepare().held_out.bases, prepare(10).held_out.bases
    np.testing.assert_array_equal(part, whole[:, 25:35])


def test_that_an_epoch_reads_every_training_sequence_once_with_its_class() -> None:
    task = prepare()
    stream = task.stream(np.random.default_rng(3), 100)
    read = Counter[tuple[str, int]]()
    for _ in range(stream.epoch or 0):
        batch = stream.next()
        for n in range(batch.size):
            read[spelled(batch.inputs[:, n]), int(batch.targets[31, n])] += 1
    wanted = zip(task.training.bases, task.training.labels.tolist(), strict=True)
    assert read == Counter((spelled(bases), label) for bases, label in wanted)


def test_that_samples_are_held_out_and_of_all_classes() -> None:
    task = prepare()
    held_out = {spelled(bases) for bases in task.held_out.bases}
    batches = [task.sample(np.random.default_rng(seed)) for seed in range(20)]
    assert all(spelled(batch.inputs[:, 0]) in held_out for batch in batches)
    assert {int(batch.targets[31, 0]) for batch in batches} == {0, 1, 2}


def test_that_the_consensus_decides_by_the_pairs_at_the_border() -> None:
    bases = np.array([[BASES.index(base) for base in word] for word in ("CCGT", "AGCC", "AGGT")])
    bases = np.vstack([bases, [[0, 0, 0, 0]]])
    junctions = Junctions(bases, np.zeros(4, np.intp), np.arange(4))
    assert consensus(junctions, 2, 0, 1, 2).tolist() == [0, 1, 0, 2]


def test_that_the_baseline_is_the_consensus_and_better_than_the_most_frequent_class() -> None:
    task = prepare()
    right = 0
    for bases, label in zip(task.held_out.bases, task.held_out.labels, strict=True):
        text = spelled(bases)
        said = "ei" if text[30:32] == "GT" else "ie" if text[28:30] == "AG" else "n"
        right += said == CLASSES[label]
    assert task.baseline_score == pytest.approx(right / len(task.held_out.labels))
    assert task.baseline_score > np.bincount(task.held_out.labels).max() / 620 + 0.3


def test_that_position_weights_are_counts_with_one_added() -> None:
    bases = np.array([[0, 1], [0, 2], [3, 3]])
    junctions = Junctions(bases, np.array([0, 0, 1]), np.arange(3))
    classes, weights = position_weights(junctions, 2)
    np.testing.assert_allclose(np.exp(classes), [2 / 3, 1 / 3])
    np.testing.assert_allclose(np.exp(weights[0]), np.array([[3, 1, 1, 1], [1, 2, 2, 1]]) / 6)
    assert weighed(junctions, (classes, weights)).tolist() == [0, 0, 1]


def test_that_the_right_network_scores_one_and_a_silly_one_its_share() -> None:
    task = prepare()
    assert task.score(Says(lambda batch: np.eye(3)[batch.targets])) == 1.0
    share = np.mean(task.held_out.labels == 2)
    silly = Says(lambda batch: np.broadcast_to([0.1, 0.1, 0.8], (*batch.inputs.shape, 3)))
    assert task.score(silly) == pytest.approx(share)


def test_that_the_exhibit_shows_the_border_and_what_is_right() -> None:
    task = prepare(8)
    bases = np.array([[BASES.index(base)] for base in "CCAGGTAA"])
    scored = np.zeros((8, 1), np.bool_)
    scored[5] = True
    batch = Batch(bases, np.zeros((8, 1), np.intp), np.ones_like(scored), scored)
    outputs = np.full((8, 3), 1 / 3)
    outputs[5] = [0.2, 0.7, 0.1]
    exhibit = task.exhibit(batch, outputs, Says(lambda batch: None))
    assert isinstance(exhibit, TextExhibit)
    assert exhibit.caption == (
        "…CCAG | GTAA… at base 4 | 5: the network says intron to exon (acceptor), "
        "it is exon to intron (donor)."
    )
    assert "".join(word.text for word in exhibit.words) == "CCAGGTAA"
    assert [word.time for word in exhibit.words] == list(range(8))
    assert exhibit.between == ""
    assert [(share.share, share.is_wanted) for share in exhibit.shares] == [
        (0.7, False),
        (0.2, True),
        (0.1, False),
    ]


def test_that_labels_are_bases_and_one_class() -> None:
    task = prepare(6)
    batch = task.sample(np.random.default_rng(1))
    assert "".join(task.input_labels(batch)) == spelled(batch.inputs[:, 0])
    labels = task.target_labels(batch)
    assert labels[4] in CLASSES
    assert set(labels[:4] + labels[5:]) == {""}


def test_that_a_length_out_of_range_is_refused() -> None:
    with pytest.raises(ScenarioError, match="from 4 to 60"):
        prepare(61)

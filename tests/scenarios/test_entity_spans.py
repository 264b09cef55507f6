"""Names as spans, and F1 over them, against cases counted by hand."""

import pytest

from rnnviz.scenarios.entities.spans import Span, score_spans, spans


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        ("O O O", []),
        ("B-PER", [("PER", 0, 1)]),
        ("O B-PER I-PER O B-LOC", [("PER", 1, 3), ("LOC", 4, 5)]),
        ("B-PER B-PER I-PER", [("PER", 0, 1), ("PER", 1, 3)]),
        # Against the rules, as conlleval reads it: I- begins a name where none of its type goes on.
        ("O I-LOC I-LOC", [("LOC", 1, 3)]),
        ("B-PER I-LOC I-LOC", [("PER", 0, 1), ("LOC", 1, 3)]),
        ("I-PER O I-PER", [("PER", 0, 1), ("PER", 2, 3)]),
        ("B-ORG I-ORG B-ORG", [("ORG", 0, 2), ("ORG", 2, 3)]),
    ],
)
def test_that_tags_mark_names(tags: str, wanted: list[tuple[str, int, int]]) -> None:
    assert spans(tags.split()) == [Span(*span) for span in wanted]


def test_that_a_name_is_right_only_with_its_borders_and_its_type() -> None:
    wanted = ["B-PER", "I-PER", "O", "B-LOC", "O", "B-ORG", "I-ORG", "O", "B-PER"]
    said = ["B-PER", "I-PER", "O", "B-ORG", "O", "B-ORG", "O", "O", "B-PER"]
    score = score_spans([said], [wanted])
    # PER: 2 wanted, 2 said, 2 right. LOC: 1 wanted, 0 said. ORG: 1 wanted, 2 said, 0 right.
    assert score.kinds == ("LOC", "ORG", "PER")
    assert score.f1("PER") == 1.0
    assert score.f1("LOC") == score.f1("ORG") == 0.0
    assert score.micro_f1 == pytest.approx(2 * 2 / (4 + 4))


def test_that_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    wanted = ["B-A"] * 10 + ["O"] * 5
    said = ["B-A"] * 6 + ["O"] * 7 + ["B-A"] * 2
    precision, recall = 6 / 8, 6 / 10
    score = score_spans([said], [wanted])
    assert score.micro_f1 == pytest.approx(2 * precision * recall / (precision + recall))


def test_that_the_counts_of_all_texts_add_up() -> None:
    wanted = [["B-A", "O"], ["B-A", "B-B"], ["O", "O"]]
    said = [["B-A", "O"], ["O", "B-B"], ["B-B", "O"]]
    score = score_spans(said, wanted)
    assert score.wanted == {"A": 2, "B": 1}
    assert score.said == {"A": 1, "B": 2}
    assert score.right == {"A": 1, "B": 1}
    assert score.micro_f1 == pytest.approx(2 / 3)


def test_that_the_same_name_in_another_text_does_not_count() -> None:
    assert score_spans([["B-A"], ["O"]], [["O"], ["B-A"]]).micro_f1 == 0.0


def test_that_nothing_said_is_nothing_right() -> None:
    assert score_spans([["O"]], [["B-A"]]).micro_f1 == 0.0
    assert score_spans([["O"]], [["O"]]).micro_f1 == 0.0


def test_that_texts_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        score_spans([["O"]], [["O"], ["O"]])

"""What is not read yet, in as few areas as there are gaps."""

from rnnviz.gui.views.unrolled_veil import stretches


def test_that_steps_without_a_gap_are_one_stretch() -> None:
    assert stretches([3, 4, 5, 9, 11, 12]) == [range(3, 6), range(9, 10), range(11, 13)]
    assert stretches([0]) == [range(1)]
    assert stretches([]) == []

"""The history of a run: it grows, and what was handed out stays as it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.trace.history import History, HistoryRecord


def add(record: HistoryRecord, count: int) -> None:
    """So many updates more, whose numbers tell which they are."""
    start = len(record.so_far(None, "", ""))
    for n in range(start, start + count):
        record.add(n, 10.0 + n, 5.0 + n)


def is_as_added(history: History, count: int) -> bool:
    numbers = np.arange(count)
    return (
        len(history) == count
        and np.array_equal(history.losses, numbers)
        and np.array_equal(history.norms, 10.0 + numbers)
        and np.array_equal(history.clipped_norms, 5.0 + numbers)
    )


def test_that_a_history_begins_empty() -> None:
    history = HistoryRecord().so_far(0.5, "1/2", "nats")
    assert is_as_added(history, 0)
    assert (history.baseline, history.baseline_formula, history.unit) == (0.5, "1/2", "nats")
    assert history.clipped_share == 0.0


@pytest.mark.parametrize("count", [1, 1023, 1024, 1025, 2048, 2049, 5000])
def test_that_a_history_grows_beyond_its_first_room(count: int) -> None:
    record = HistoryRecord()
    add(record, count)
    assert is_as_added(record.so_far(None, "", ""), count)


def test_that_what_was_handed_out_stays_as_it_was() -> None:
    record, handed_out = HistoryRecord(), {}
    for count in (0, 1, 1023, 1, 1, 1023, 1, 2000):
        add(record, count)
        history = record.so_far(None, "", "")
        handed_out[len(history)] = history
    assert list(handed_out) == [0, 1, 1024, 1025, 1026, 2049, 2050, 4050]
    assert all(is_as_added(history, count) for count, history in handed_out.items())


def test_that_handing_out_copies_nothing() -> None:
    record = HistoryRecord()
    add(record, 3000)
    one, other = record.so_far(None, "", ""), record.so_far(None, "", "")
    assert np.shares_memory(one.losses, other.losses)
    assert one.losses.flags.c_contiguous


def test_that_nobody_can_write_into_what_was_handed_out() -> None:
    record = HistoryRecord()
    add(record, 3)
    history = record.so_far(None, "", "")
    for array in (history.losses, history.norms, history.clipped_norms):
        assert not array.flags.writeable
    add(record, 2)
    assert is_as_added(record.so_far(None, "", ""), 5)


@given(st.lists(st.tuples(st.floats(0, 10), st.booleans()), max_size=30))
def test_that_the_clipped_share_counts_the_updates_that_were_clipped(
    updates: list[tuple[float, bool]],
) -> None:
    record = HistoryRecord()
    for norm, is_clipped in updates:
        record.add(0.0, norm + 1, norm if is_clipped else norm + 1)
    share = record.so_far(None, "", "").clipped_share
    assert share == pytest.approx(sum(clipped for _, clipped in updates) / max(len(updates), 1))

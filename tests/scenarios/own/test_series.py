"""Series of numbers in the order of time."""

import numpy as np
import pytest

from rnnviz.scenarios.own import series
from rnnviz.scenarios.own.series import read_series
from tests.scenarios.own.files import refusal, write, yearly

VALUES = np.array([n * 7 % 11 / 2 for n in range(60)])


def test_that_a_column_of_years_is_the_time(tmp_path) -> None:
    read = read_series(write(tmp_path, "a.csv", *yearly()))
    assert (read.name, read.axis, read.columns) == ("a.csv", "YEAR", ("SUNACTIVITY",))
    np.testing.assert_array_equal(read.times, np.arange(1700.0, 1760.0))
    np.testing.assert_array_equal(read.values, VALUES[:, None])


def test_that_numbers_alone_are_in_the_order_of_rows(tmp_path) -> None:
    read = read_series(write(tmp_path, "a.txt", *map(str, VALUES)))
    assert (read.axis, read.columns) == ("row", ("column 1",))
    np.testing.assert_array_equal(read.times, np.arange(60.0))
    np.testing.assert_array_equal(read.values[:, 0], VALUES)


def test_that_decimal_commas_and_blanks_between_columns_are_recognised(tmp_path) -> None:
    lines = [f"{n};{value:.1f};1.000,5".replace(".", ",", 1) for n, value in enumerate(VALUES)]
    read = read_series(write(tmp_path, "a.csv", *lines))
    np.testing.assert_array_equal(read.values[:, 0], VALUES)
    assert (read.values[:, 1] == 1000.5).all()
    lines = [f"  {n}   {value}" for n, value in enumerate(VALUES)]
    read = read_series(write(tmp_path, "a.dat", *lines))
    np.testing.assert_array_equal(read.values[:, 0], VALUES)


def test_that_dates_become_years(tmp_path) -> None:
    lines = [f"{2000 + n // 12}-{n % 12 + 1:02},{value},x" for n, value in enumerate(VALUES)]
    read = read_series(write(tmp_path, "a.csv", "Date,price,name", *lines))
    assert (read.axis, read.columns) == ("Date", ("price",))
    assert read.times[[0, 12, 24]].tolist() == [2000.0, 2001.0, 2002.0]
    assert read.times[7] == 2000 + 213 / 366


def test_that_the_newest_first_is_turned_round(tmp_path) -> None:
    head, *rows = yearly()
    read = read_series(write(tmp_path, "a.csv", head, *rows[::-1]))
    np.testing.assert_array_equal(read.times, np.arange(1700.0, 1760.0))
    np.testing.assert_array_equal(read.values[:, 0], VALUES)


def test_that_columns_can_be_corrected(tmp_path) -> None:
    path = write(tmp_path, "a.csv", *yearly())
    read = read_series(path, "time=none values=2,1")
    assert (read.axis, read.columns) == ("row", ("SUNACTIVITY", "YEAR"))
    assert "column 1 is both time and value" in refusal(read_series, path, "values=1")
    assert "no column 3 for the values" in refusal(read_series, path, "values=3")


@pytest.mark.parametrize(
    ("row", "met", "wanted"),
    [
        ("1760,n/a", "“n/a” in column 2 (SUNACTIVITY)", "a number"),
        ("1760,nan", "“nan” in column 2 (SUNACTIVITY)", "a number"),
        ("1760,1e999", "“1e999” in column 2 (SUNACTIVITY)", "a number"),
        ("1760,", "“” in column 2 (SUNACTIVITY)", "a number"),
        ("soon,1", "“soon” in column 1", "a point in time: a number, or a date as 2008-12-31"),
        ("1760", "a row of 1 column", "2 columns as in the first row"),
        (
            "1758,1",
            "the time 1758 after 1759",
            "rows in the order of time, each later than the one before",
        ),
    ],
)
def test_that_the_line_of_a_bad_row_is_told(tmp_path, row, met, wanted) -> None:
    path = write(tmp_path, "a.csv", *yearly(), row)
    assert refusal(read_series, path) == f"{path}, line 62: {met} was met; wanted is {wanted}."


def test_that_a_short_series_is_refused(tmp_path) -> None:
    path = write(tmp_path, "a.csv", *yearly(49))
    assert refusal(read_series, path).startswith(f"{path}: there are 49 rows of numbers.")


def test_that_uneven_steps_are_told(tmp_path) -> None:
    lines = [f"{n * n},{value}" for n, value in enumerate(VALUES)]
    read = read_series(write(tmp_path, "a.csv", "time,value", *lines))
    assert dict(read.facts)["Time"] == "time: 0 to 3481, 1 to 117 apart, read as if evenly"


def test_that_no_more_than_the_limit_is_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(series, "ROWS_LIMIT", 55)
    read = read_series(write(tmp_path, "a.csv", *yearly()))
    assert len(read.times) == len(read.values) == 55
    assert dict(read.facts)["Points"] == "55, more are left out"


def test_that_empty_rows_are_left_out_and_told(tmp_path) -> None:
    rows = yearly()
    read = read_series(write(tmp_path, "a.csv", *rows[:5], "", *rows[5:], ","))
    assert len(read.values) == len(rows) - 1
    assert dict(read.facts)["Empty rows"] == "2, left out"

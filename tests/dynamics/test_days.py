"""Days as tables write them: read where only one reading is possible, refused elsewhere."""

from __future__ import annotations

import pandas as pd
import pytest

from talion.dynamics.days import read_days
from talion.dynamics.source import TableError


def days(*written, order=None):
    first, last, notes = read_days(pd.Series(written, dtype=object), "e.csv", "day", order)
    return [None if pd.isna(d) else str(d.date()) for d in first], last, notes


@pytest.mark.parametrize(
    "written",
    ["2003-02-13", "20030213", "2003/2/13", "2003-02-13T23:30:00-05:00", "13 Feb 2003", "February 13, 2003", "13-Feb-2003",
     "Feb. 13 2003", "13/02/2003", "02/13/2003", "13.02.2003", "20030213.0"],
)  # fmt: skip
def test_one_day_in_many_hands(written):
    assert days(written)[0] == ["2003-02-13"]


def test_one_sure_row_tells_the_order_of_all_and_is_said():
    found, _, notes = days("03/04/2003", "13/04/2003")
    assert found == ["2003-04-03", "2003-04-13"]
    assert "the day first" in notes[0]
    assert "the month first" in days("04/13/2003")[2][0]


def test_an_order_that_no_row_tells_is_refused_with_the_row_and_the_way_out():
    with pytest.raises(TableError, match=r"'03/04/2003' \(line 3\).*date_order=dmy"):
        days("04/04/2003", "03/04/2003")


def test_the_user_says_the_order():
    assert days("03/04/2003", order="dmy")[0] == ["2003-04-03"]
    assert days("03/04/2003", order="mdy")[0] == ["2003-03-04"]
    with pytest.raises(TableError, match="say dmy or mdy"):
        days("03/04/2003", order="ymd")


def test_two_orders_in_one_column_are_refused_with_both_rows():
    with pytest.raises(TableError, match=r"'13/04/2003' \(line 2\).*'04/13/2003' \(line 3\)"):
        days("13/04/2003", "04/13/2003")


@pytest.mark.parametrize(
    "written", ["3rd of May", "2003-02-30", "13/02/03", "31/31/2003", "Mai 3, 2003", "44321"]
)
def test_what_is_no_day_is_refused_by_line(written):
    with pytest.raises(TableError, match="line 3, column day"):
        days("2003-01-01", written)


def test_empty_cells_have_no_day():
    assert days("", None, "NaT", "2003-01-01")[0] == [None, None, None, "2003-01-01"]


def test_a_month_and_a_year_are_spans():
    first, last, _ = days("2003-02", "2003")
    assert first == ["2003-02-01", "2003-01-01"]
    assert [str(d.date()) for d in last] == ["2003-02-28", "2003-12-31"]

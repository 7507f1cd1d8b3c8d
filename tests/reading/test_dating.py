"""Which day a publication date names."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talion.reading.dating import BadDateError, date_in_head, date_in_name, date_line, published

DAY = dt.date(2020, 1, 4)


@pytest.mark.parametrize(
    "value",
    [
        DAY,
        dt.datetime(2020, 1, 4, 23, 59),
        pd.Timestamp("2020-01-04 10:00"),
        20200104,
        1578132000,
        1578132000000,
        "2020-01-04",
        "2020-1-4",
        " 2020-01-04 ",
        "2020-01-04T10:00:00Z",
        "2020-01-04T23:00:00-05:00",
        "2020-01-04 10:00:00 UTC",
        "2020/01/04",
        "20200104",
        "20200104153000",
        "04.01.2020",
        "4 January 2020",
        "4 Jan 2020",
        "4 Jan. 2020, 10:00 GMT",
        "4th January, 2020",
        "04-Jan-2020",
        "January 4, 2020",
        "Jan. 4 2020",
        "Saturday, January 4, 2020",
        "Saturday 4 January 2020",
        "Sat, 04 Jan 2020 10:00:00 GMT",
        "Sat Jan 04 10:00:00 2020",
    ],
)
def test_forms_of_one_day(value):
    """Every common way to write a day names that day."""
    assert published(value) == DAY


@pytest.mark.parametrize("value", [None, "", "  ", "NaN", "NaT", "null", "None", pd.NaT])
def test_no_date(value):
    """Marks for nothing are no date and no error."""
    assert published(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "soon", "2020", "2020-01", "2020-02-30", "2020-13-01", "0000-01-01", "10000-01-01",
        "31 February 2020", "January 2020", "4 Smarch 2020", True, 7, 0, "99999999", "1.5",
    ],
)  # fmt: skip
def test_what_is_no_day(value):
    """The error says what to write instead."""
    with pytest.raises(BadDateError, match="Write it as 2020-01-04"):
        published(value)


def test_day_first_or_month_first():
    """Slashes are read only where one of the numbers can be no month."""
    assert published("13/01/2020") == published("01/13/2020") == dt.date(2020, 1, 13)
    assert published("05/05/2020") == dt.date(2020, 5, 5)
    with pytest.raises(BadDateError, match="day first or month first"):
        published("03/04/2020")


def test_the_whole_calendar():
    """The first and last year that Python knows are read."""
    assert published("9999-12-31") == dt.date.max
    assert published("0001-01-01") == dt.date.min


def test_date_in_name():
    """Only a whole ISO day that exists counts."""
    assert date_in_name("2020-01-04-name.txt") == DAY
    assert date_in_name("report_2020-01-04.txt") == DAY
    assert date_in_name("2020-13-44-or-2020-01-04.txt") == DAY
    assert date_in_name("12020-01-045.txt") is None


@pytest.mark.parametrize(
    "line", ["2020-01-04", "4 January 2020", "Date: January 4, 2020", "Published: 2020-01-04 10:00"]
)
def test_date_line(line):
    """A first line that is a date and nothing else dates the text."""
    assert date_line(line + "\nRockets hit.") == DAY


@pytest.mark.parametrize(
    "line",
    [
        "4 January 2020 was a Saturday.",
        "January 4, 2020 in Baghdad",
        "20200104",
        "Rockets hit.",
        "BAGHDAD, Jan 4",
        "03/04/2020",
        "",
    ],
)
def test_no_date_line(line):
    """A first line that says more than a date, or says it unclearly, dates nothing."""
    assert date_line(line + "\nRockets hit.") is None


@given(
    st.one_of(
        st.text(max_size=40),
        st.integers(),
        st.floats(),
        st.from_regex(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}"),
    )
)
def test_any_value_is_a_day_nothing_or_a_bad_date(value):
    """No value raises anything but the error that says what to write."""
    try:
        found = published(value)
    except BadDateError:
        return
    assert found is None or isinstance(found, dt.date)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("KABUL, June 14, 1994 (Agency) - Rockets hit the base.", "1994-06-14"),
        ("BERLIN, May 3 2019 (Wire) – Ministers met.", "2019-05-03"),
        ("A title\n\n18 October 2017\n\nText.", "2017-10-18"),
        ("A title\nPublished: 2023-08-20\nText.", "2023-08-20"),
        ("A title\nOhio, May 6, 1970\nText.", "1970-05-06"),
        ("A title\nBeirut, 17/7/2006\nText.", "2006-07-17"),
    ],
)
def test_a_date_below_the_title_or_in_the_dateline_is_the_day_of_publication(
    head: str, day: str
) -> None:
    assert str(date_in_head(head)) == day


@pytest.mark.parametrize(
    "head",
    [
        "The two met in Paris on 3 May 2019 - as agreed - and parted.",
        "The army attacked on 4 January 2020: nobody fled.",
        "In 1994 the war began.",
        "A title\nBeirut, 3/4/2006\nText.",
        "KABUL, June 14 (Agency) - Rockets hit the base.",
        "",
    ],
)
def test_a_date_in_a_sentence_or_without_a_year_is_no_day_of_publication(head: str) -> None:
    assert date_in_head(head) is None

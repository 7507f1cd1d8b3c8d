"""Days and spans of days."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from talion.knowledge.periods import first_day, holds, last_day, overlap

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))


@given(DAYS)
def test_a_day_lies_between_the_ends_of_its_month_and_year(day: dt.date) -> None:
    """However coarsely a day is written, its first and last day enclose it."""
    for text in (f"{day:%Y}", f"{day:%Y-%m}", f"{day}"):
        assert first_day(text) <= day <= last_day(text)


@given(DAYS, DAYS)
def test_a_span_holds_on_both_its_ends(one: dt.date, other: dt.date) -> None:
    """Both ends are included, and the days before and after are not."""
    start, end = min(one, other), max(one, other)
    day = dt.timedelta(days=1)
    assert holds(start, end, start) and holds(start, end, end)
    assert not holds(start, end, start - day) and not holds(start, end, end + day)


@given(DAYS, DAYS, DAYS, DAYS)
def test_overlap_does_not_depend_on_the_order(
    a: dt.date, b: dt.date, c: dt.date, d: dt.date
) -> None:
    """Two spans overlap by as many days whichever comes first."""
    one, other = (min(a, b), max(a, b)), (min(c, d), max(c, d))
    assert overlap(one, other) == overlap(other, one) >= 0


def test_what_still_holds_has_no_end() -> None:
    """With no day given, only an open end counts as holding."""
    assert holds(dt.date(1949, 4, 4), None, None)
    assert not holds(None, dt.date(1991, 7, 1), None)

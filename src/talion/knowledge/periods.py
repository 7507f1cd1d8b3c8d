"""Days, and spans of days whose ends may be open or known only to the year."""

from __future__ import annotations

import calendar
import datetime as dt


def first_day(text: str) -> dt.date:
    """Return the first day that a year, a month or a day can mean.

    Example:
        >>> first_day("1979"), first_day("1979-02")
        (datetime.date(1979, 1, 1), datetime.date(1979, 2, 1))
    """
    if len(text) == 4:
        return dt.date(int(text), 1, 1)
    if len(text) == 7:
        return dt.date(int(text[:4]), int(text[5:]), 1)
    return dt.date.fromisoformat(text)


def last_day(text: str) -> dt.date:
    """Return the last day that a year, a month or a day can mean.

    Example:
        >>> last_day("1979"), last_day("1979-02")
        (datetime.date(1979, 12, 31), datetime.date(1979, 2, 28))
    """
    if len(text) == 4:
        return dt.date(int(text), 12, 31)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date.fromisoformat(text)


def holds(start: dt.date | None, end: dt.date | None, on: dt.date | None) -> bool:
    """Return whether *on* lies within a span; with no day given, whether it still holds.

    Example:
        >>> holds(dt.date(1990, 10, 3), None, dt.date(1989, 1, 1))
        False
        >>> holds(None, dt.date(1991, 12, 26), None)
        False
    """
    if on is None:
        return end is None
    return (start is None or start <= on) and (end is None or on <= end)


def overlap(
    first: tuple[dt.date | None, dt.date | None], second: tuple[dt.date | None, dt.date | None]
) -> int:
    """Return on how many days two spans both hold, open ends reaching as far as dates go.

    Example:
        >>> overlap((dt.date(2000, 1, 1), None), (None, dt.date(2000, 1, 3)))
        3
    """
    start = max(first[0] or dt.date.min, second[0] or dt.date.min)
    end = min(first[1] or dt.date.max, second[1] or dt.date.max)
    return max(0, (end - start).days + 1)

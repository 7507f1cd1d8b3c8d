"""Calendar arithmetic: days, weeks, months, seasons and years as spans of days.

Nothing here overflows: what would lie outside Python's calendar stops at its
first or last day.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace

from talion.records import DatePrecision

Unit = str
_DAYS_OF: dict[str, int] = {
    "minute": 0,
    "hour": 0,
    "day": 1,
    "night": 1,
    "week": 7,
    "fortnight": 14,
    "weekend": 7,
}
_MONTHS_OF: dict[str, int] = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


@dataclass(frozen=True, slots=True)
class Span:
    """A first and a last day and how exactly they are meant."""

    start: dt.date
    end: dt.date
    precision: DatePrecision

    def until(self, day: dt.date) -> Span:
        """Return the span ended at *day* if *day* lies in it."""
        return replace(self, end=day) if self.start <= day < self.end else self

    def from_(self, day: dt.date) -> Span:
        """Return the span begun at *day* if *day* lies in it."""
        return replace(self, start=day) if self.start < day <= self.end else self


def shift(day: dt.date, days: int) -> dt.date:
    """Return the day *days* later.

    Example:
        >>> shift(dt.date.max, 1)
        datetime.date(9999, 12, 31)
    """
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


def shift_months(day: dt.date, months: int) -> dt.date:
    """Return the same day of another month, or its last day if it is shorter.

    Example:
        >>> shift_months(dt.date(2020, 3, 31), -1)
        datetime.date(2020, 2, 29)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year < dt.MINYEAR:
        return dt.date.min
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def move(day: dt.date, number: int, unit: Unit) -> dt.date:
    """Return the day *number* units later.

    Example:
        >>> move(dt.date(2020, 1, 8), -3, "week"), move(dt.date(2020, 1, 8), -1, "decade")
        (datetime.date(2019, 12, 18), datetime.date(2010, 1, 8))
    """
    if unit in _MONTHS_OF:
        return shift_months(day, number * _MONTHS_OF[unit])
    if unit == "hour":
        return shift(
            day, -(-abs(number) // 24) * (1 if number > 0 else -1) if abs(number) > 12 else 0
        )
    return shift(day, number * _DAYS_OF[unit])


def one_day(day: dt.date) -> Span:
    """Return the span of one day."""
    return Span(day, day, "day")


def days(start: dt.date, end: dt.date) -> Span:
    """Return the span between two days in either order."""
    return Span(min(start, end), max(start, end), "range")


def around(day: dt.date, unit: Unit) -> Span:
    """Return the day, week, month, year, decade or century that *day* lies in.

    Example:
        >>> around(dt.date(2020, 1, 4), "week").start
        datetime.date(2019, 12, 30)
    """
    if unit in ("week", "fortnight"):
        return week(day)
    if unit == "weekend":
        return weekend(shift(day, 6 - day.isoweekday()))
    if unit == "month":
        return month(day.year, day.month)
    if unit == "quarter":
        return months(day.year, day.month - (day.month - 1) % 3, 3)
    if unit == "year":
        return year(day.year)
    if unit == "decade":
        return decade(day.year - day.year % 10)
    if unit == "century":
        return years((day.year - 1) // 100 * 100 + 1, 100)
    return one_day(day)


def week(day: dt.date) -> Span:
    """Return the week of *day*, Monday to Sunday."""
    monday = shift(day, 1 - day.isoweekday())
    return Span(monday, shift(monday, 6), "week")


def weekend(saturday: dt.date) -> Span:
    """Return a Saturday and the Sunday after it."""
    return Span(saturday, shift(saturday, 1), "range")


def month(of_year: int, number: int) -> Span:
    """Return one month."""
    return replace(months(of_year, number, 1), precision="month")


def months(of_year: int, first: int, number: int) -> Span:
    """Return *number* months from the month *first* on."""
    start = dt.date(of_year, first, 1)
    last = shift_months(start, number - 1)
    end = dt.date(last.year, last.month, calendar.monthrange(last.year, last.month)[1])
    return Span(start, end, "range")


def year(number: int) -> Span:
    """Return one year."""
    return Span(dt.date(number, 1, 1), dt.date(number, 12, 31), "year")


def years(first: int, number: int) -> Span:
    """Return *number* years from *first* on."""
    last = min(first + number - 1, dt.MAXYEAR)
    return Span(dt.date(max(first, 1), 1, 1), dt.date(last, 12, 31), "range")


def decade(first: int) -> Span:
    """Return the ten years from *first* on."""
    return years(first, 10)


def part(span: Span, which: str) -> Span:
    """Return the early, middle or late part of a span: a third, cut at whole units.

    The late part of a week begins on Thursday, as news uses it.

    Example:
        >>> part(year(2019), "late").start
        datetime.date(2019, 9, 1)
    """
    length = (span.end - span.start).days + 1
    if length > 3000:  # decades and centuries are cut at years: 4, 3 and 3
        size = (span.end.year - span.start.year + 1) // 10
        cuts = (
            dt.date(span.start.year + 4 * size, 1, 1),
            dt.date(span.start.year + 7 * size, 1, 1),
        )
    elif length > 60:  # years and seasons are cut at months
        third = round(length / 91.3)
        cuts = (shift_months(span.start, third), shift_months(span.start, 2 * third))
    elif length > 20:  # months at the 11th and the 21st
        cuts = (shift(span.start, 10), shift(span.start, 20))
    elif span.precision == "week":
        cuts = (shift(span.start, 3), shift(span.start, 3))
    else:
        cuts = (shift(span.start, length // 3), shift(span.start, length * 2 // 3))
    if which == "early":
        return days(span.start, shift(cuts[0], -1))
    if which == "late":
        return days(cuts[1], span.end)
    return days(cuts[0], max(cuts[0], shift(cuts[1], -1)))


def last_weekday(day: dt.date, weekday: int) -> dt.date:
    """Return the last such weekday (Monday is 1) up to and including *day*."""
    return shift(day, -((day.isoweekday() - weekday) % 7))


def next_weekday(day: dt.date, weekday: int) -> dt.date:
    """Return the first such weekday from *day* on."""
    return shift(day, (weekday - day.isoweekday()) % 7)

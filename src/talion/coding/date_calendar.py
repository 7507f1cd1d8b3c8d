"""Reads date phrases that name days, months and years of the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from talion.coding import date_spans as spans
from talion.coding.date_now import Now, OpenError, Parts
from talion.coding.date_spans import Span, shift
from talion.coding.date_words import month_number, ordinal, table, weekday_number, which_part

# Two-digit years: 69 is 2069 and 70 is 1970, as POSIX has it (there 69 is the border).
_PIVOT = 70
_STEP = {"last": -1, "this": 0, "next": 1, "the": 0}


def _part(parts: Parts, span: Span) -> Span:
    return spans.part(span, which_part(parts["part"])) if parts.get("part") else span


def in_year(parts: Parts, now: Now, read: Callable[[int], Span]) -> Span:
    """Return a span of the year the parts name, or of the nearest year."""
    if year := parts.get("year"):
        return now.clip(read(int(year)))
    if parts.get("rel"):
        return now.clip(read(now.day.year + _STEP[first_word(parts["rel"])]))
    return now.nearest(read)


def day(parts: Parts, now: Now) -> Span:
    """Return the day of a month, in the year named or the nearest one."""
    number, of_month = month_number(parts["month"]), int(parts["day"])
    return in_year(parts, now, lambda y: spans.one_day(dt.date(y, number, of_month)))


def iso(parts: Parts, now: Now) -> Span:
    """Return a day written as year, month, day in numbers."""
    return spans.one_day(dt.date(*(int(parts[name]) for name in ("year", "number", "day"))))


def numbers(parts: Parts, now: Now) -> Span:
    """Return a day such as 13/01/2020, if only one reading is possible."""
    first, second, of_year = int(parts["a"]), int(parts["b"]), int(parts["year"])
    of_year += 2000 if of_year < _PIVOT else 1900 if of_year < 100 else 0
    if parts["mark"] == "." or first > 12 or first == second:
        return spans.one_day(dt.date(of_year, second, first))
    if second > 12:
        return spans.one_day(dt.date(of_year, first, second))
    raise OpenError


def day_range(parts: Parts, now: Now) -> Span:
    """Return several days of one month."""
    number, first, last = month_number(parts["month"]), int(parts["day"]), int(parts["day2"])

    def read(year: int) -> Span:
        return spans.days(dt.date(year, number, first), dt.date(year, number, last))

    return in_year(parts, now, read)


def month(parts: Parts, now: Now) -> Span:
    """Return a month or its early, middle or late part."""
    number = month_number(parts["month"])

    def read(year: int) -> Span:
        return _part(parts, spans.month(year, number))

    return in_year(parts, now, read)


def rel_month(parts: Parts, now: Now) -> Span:
    """Return last March, this March or next March: the one before, of, or after this month."""
    number, rel = month_number(parts["month"]), parts["rel"].lower()
    if rel == "this":
        return now.clip(spans.month(now.day.year, number))
    if rel.startswith(("next", "this coming")):
        return spans.month(now.day.year + (number <= now.day.month), number)
    return spans.month(now.day.year - (number >= now.day.month), number)


def months(parts: Parts, now: Now) -> Span:
    """Return several months on end."""
    first, last = month_number(parts["month"]), month_number(parts["month2"])
    return in_year(
        parts, now, lambda y: spans.months(y - (first > last), first, (last - first) % 12 + 1)
    )


def week_of_month(parts: Parts, now: Now) -> Span:
    """Return one week of a month, counted from its first day."""
    number, nth = month_number(parts["month"]), ordinal(parts["nth"])

    def read(year: int) -> Span:
        whole = spans.month(year, number)
        first = shift(whole.end, -6) if nth is None else shift(whole.start, 7 * nth - 7)
        return Span(first, min(shift(first, 6), max(whole.end, first)), "week")

    return in_year(parts, now, read)


def year(parts: Parts, now: Now) -> Span:
    """Return a year or its early, middle or late part."""
    span = spans.year(int(parts["year"]))
    return now.clip(_part(parts, span))


def years(parts: Parts, now: Now) -> Span:
    """Return the years of a pair such as 1980-88."""
    first, last = int(parts["year"]), int(parts["last"])
    if last < 100:
        last += first - first % 100
    if last <= first:
        raise OpenError
    return now.clip(spans.years(first, last - first + 1))


def decade(parts: Parts, now: Now) -> Span:
    """Return a decade or its early, middle or late part."""
    digits = parts["decade"].strip("'’‘")
    first = int(digits) if len(digits) == 4 else 1900 + int(digits)
    span = spans.decade(first)
    return now.clip(_part(parts, span))


def century(parts: Parts, now: Now) -> Span:
    """Return a century or a part of it."""
    span = spans.years((int(parts["day"]) - 1) * 100 + 1, 100)
    return now.clip(_part(parts, span))


def season(parts: Parts, now: Now) -> Span:
    """Return a northern season; winter runs into the next year."""
    first = int(table("season")[parts["season"]])

    def read(year: int) -> Span:
        return _part(parts, spans.months(year, first, 3))

    if not parts.get("relseason"):
        return in_year(parts, now, read)
    rel = first_word(parts["relseason"])
    if rel == "next":
        return Now(shift(now.day, 1), future=True).nearest(read)
    current = now.nearest(read)
    if rel == "last" and current.end >= now.day:
        return Now(shift(current.start, -1)).nearest(read)
    return current


def fraction(parts: Parts, now: Now) -> Span:
    """Return a quarter or a half of a year."""
    size = 6 if parts["fraction"].lower() == "half" else 3
    nth = ordinal(parts["nth"]) or 12 // size
    if nth * size > 12:
        raise OpenError
    return in_year(parts, now, lambda year: spans.months(year, (nth - 1) * size + 1, size))


def weekday(parts: Parts, now: Now) -> Span:
    """Return the weekday that is last, next, or in the week named.

    In the past tense a bare weekday is the last one up to and including the
    day of publication: on a Friday, "on Friday" is today.  "Last" leaves out
    the day of publication and "next" means the first one after it.
    """
    wanted, rel = weekday_number(parts["weekday"]), (parts.get("rel") or "").lower()
    if week := parts.get("week"):
        monday = shift(spans.week(now.day).start, 7 * _STEP[first_word(week)])
        return spans.one_day(shift(monday, wanted - 1))
    if rel == "following":
        return spans.one_day(spans.next_weekday(shift(now.known.end, 1), wanted))
    if rel in ("previous", "preceding"):
        return spans.one_day(spans.last_weekday(shift(now.known.start, -1), wanted))
    if rel == "next":
        return spans.one_day(spans.next_weekday(shift(now.day, 1), wanted))
    if rel.endswith(("last", "past")):
        return spans.one_day(spans.last_weekday(shift(now.day, -1), wanted))
    if now.future or rel:  # what is left: this, this coming, coming
        return spans.one_day(spans.next_weekday(now.day, wanted))
    return spans.one_day(spans.last_weekday(now.day, wanted))


def feast(parts: Parts, now: Now) -> Span:
    """Return a feast that has a fixed day."""
    name = parts["feast"].replace("’", "'")
    number, of_month = map(int, table("feast")[name].split("-"))
    return in_year(parts, now, lambda y: spans.one_day(dt.date(y, number, of_month)))


def named(parts: Parts, now: Now) -> Span:
    """Return a day that has become a name."""
    return spans.one_day(dt.date.fromisoformat(table("named_day")[parts["named"]]))


def attack_day(parts: Parts, now: Now) -> Span:
    """Return the day known by its attacks, unless the article is older than they are."""
    known = table("attack_day").get(f"{month_number(parts['month']):02}-{int(parts['day']):02}")
    if known is None:
        raise ValueError("no day is known by this name")
    attacked = dt.date.fromisoformat(known)
    if now.published and now.published < attacked:
        return day(parts, now)
    return spans.one_day(attacked)


def first_word(words: str) -> str:
    """Return the first of some words in lower case."""
    return words.lower().split()[0]

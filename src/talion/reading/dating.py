"""Reads the day an article was published from what its record says."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from functools import cache

from talion.knowledge.tables import read

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[T\s].*)", re.DOTALL)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:$|\s.*)")
# 20200104 and, as in event data releases, 20200104153000.
_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\d{6})?")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:$|[,\s].*)")
_DAY_MONTH = re.compile(
    r"(?:[A-Z][a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Z][a-z]+)\.?,?[\s-]+(\d{4})\b.*"
)
_MONTH_DAY = re.compile(
    r"(?:[A-Z][a-z]+,?\s+)?([A-Z][a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b.*"
)
_IN_NAME = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_DATE_LINE = re.compile(
    r"\s*(?:(?:published|date)\s*:\s*)?([^\n\r]{6,40}?)\s*(?:\r?\n|\r|$)", re.IGNORECASE
)
#: The head of a text: a title, a byline and a dateline fit in.
HEAD, HEAD_LINES = 800, 5
_WRITTEN = (
    r"(?P<date>\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\.?,?\s+\d{4}|[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})"
)
_PLACE = r"[A-Z][\w.'’-]+(?:[ /-][A-Z][\w.'’-]+){0,4}"
_ALONE = re.compile(
    rf"(?:(?:published|updated|posted|date|issued)(?: on)?\s*:?\s*)?(?:{_PLACE}(?:, {_PLACE})?,\s*)?"
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?{_WRITTEN}\.?",
    re.IGNORECASE,
)
_SENT = re.compile(rf"{_PLACE}(?:, {_PLACE})?,?\s+{_WRITTEN}[^.\n]{{0,40}}?\s*(?:[-–—]{{1,2}}|:)\s")
_MISSING = frozenset({"", "nan", "nat", "none", "null", "n/a", "<na>"})
_ADVICE = "Write it as 2020-01-04."
# Seconds since 1970 have ten digits from 2001 to 2286, milliseconds thirteen.
_SECONDS, _MILLISECONDS = 10, 13


class BadDateError(ValueError):
    """A publication date that names no day, with what to write instead."""


@cache
def months() -> dict[str, int]:
    """Return the number of each month name and abbreviation, in title case.

    Example:
        >>> months()["Sept"]
        9
    """
    rows = read("calendar_words.csv", ["word", "kind", "value"])
    return {r["word"]: int(r["value"]) for r in rows if r["kind"] in ("month", "month_short")}


def published(value: object) -> dt.date | None:
    """Return the day that *value* names, or None if it is empty.

    A time of day and a time zone are dropped: the day is the one written.
    Whole numbers of ten or thirteen digits are seconds or milliseconds since 1970.

    Raises:
        BadDateError: if the value names no day, or could name two.

    Example:
        >>> published("Sat, 04 Jan 2020 10:00:00 GMT")
        datetime.date(2020, 1, 4)
        >>> published("") is None
        True
        >>> published("03/04/2020")
        Traceback (most recent call last):
        ...
        talion.reading.dating.BadDateError: '03/04/2020' may be day first or month first. Write it as 2020-01-04.
    """
    if isinstance(value, dt.datetime):
        # pandas' mark for no time is a datetime too, one without a day.
        return None if str(value) == "NaT" else value.date()
    if isinstance(value, dt.date) or value is None:
        return value
    if isinstance(value, bool):
        raise BadDateError(f"{value} is not a date. {_ADVICE}")
    if isinstance(value, int):
        return _from_number(value)
    text = " ".join(str(value).split())
    return None if text.lower() in _MISSING else _from_text(text)


def date_in_name(name: str) -> dt.date | None:
    """Return the ISO day in a file name, or None.

    Example:
        >>> date_in_name("2020-01-04-embassy.txt")
        datetime.date(2020, 1, 4)
    """
    for match in _IN_NAME.finditer(name):
        try:
            return dt.date(*map(int, match.groups()))
        except ValueError:
            continue
    return None


def date_line(text: str) -> dt.date | None:
    """Return the day of a text whose first line is a date and nothing else.

    Example:
        >>> date_line("4 January 2020\\nRockets hit the base.")
        datetime.date(2020, 1, 4)
        >>> date_line("On 4 January 2020 rockets hit.") is None
        True
    """
    match = _DATE_LINE.match(text)
    # A first line of bare digits is more often a story number than a date.
    if not match or match[1].isdigit():
        return None
    try:
        return _from_text(match[1], whole=True)
    except BadDateError:
        return None


def date_in_head(text: str) -> dt.date | None:
    """Return the day that stands in a line of its own below the title, or in a dateline.

    Only the first lines are read, and only a date with its year counts: alone in
    its line (a label or a place may stand before it), or in a dateline such as
    "KABUL, June 14, 1994 (Agency) -".

    Example:
        >>> date_in_head("Rockets hit base\\n\\nPublished: 4 January 2020\\n\\nRockets hit the base.")
        datetime.date(2020, 1, 4)
        >>> date_in_head("KABUL, June 14, 1994 (Agency) - Rockets hit the base.")
        datetime.date(1994, 6, 14)
        >>> date_in_head("Rockets hit the base on 4 January 2020.") is None
        True
    """
    lines = [line.strip() for line in text[:HEAD].splitlines() if line.strip()][:HEAD_LINES]
    for line in lines:
        alone = _ALONE.fullmatch(line)
        sent = None if alone else _SENT.match(line)
        for match in filter(None, (alone, sent)):
            try:
                return _from_text(match["date"], whole=True)
            except BadDateError:
                continue
    return None


def _from_number(value: int) -> dt.date:
    digits = str(value)
    if len(digits) in (_SECONDS, _MILLISECONDS) and value > 0:
        seconds = value / (1000 if len(digits) == _MILLISECONDS else 1)
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    return _from_text(digits)


def _from_text(text: str, whole: bool = False) -> dt.date:
    if match := _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text) or _DIGITS.fullmatch(text):
        return _day(text, *map(int, match.groups()))
    if match := _NUMBERS.fullmatch(text):
        first, mark, second, year = match.groups()
        return _day(text, int(year), *_month_and_day(text, int(first), mark, int(second)))
    if match := _DAY_MONTH.fullmatch(text):
        day, month, year = match.groups()
    elif match := _MONTH_DAY.fullmatch(text):
        month, day, year = match.groups()
    else:
        return _from_mail(text)
    number = months().get(month) or months().get(month[:3])
    rest = text[match.end(3) :]
    if number is None or (whole and not re.fullmatch(r"[\s\d:,.apmAPMGTCUZ+-]*", rest)):
        raise BadDateError(f"'{text}' is not a date. {_ADVICE}")
    return _day(text, int(year), number, int(day))


def _month_and_day(text: str, first: int, mark: str, second: int) -> tuple[int, int]:
    """Return month and day of a date such as 13/01/2020; points are day first everywhere."""
    if mark == "." or first == second or first > 12:
        return second, first
    if second > 12:
        return first, second
    raise BadDateError(f"'{text}' may be day first or month first. {_ADVICE}")


def _from_mail(text: str) -> dt.date:
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        raise BadDateError(f"'{text[:60]}' is not a date. {_ADVICE}") from None


def _day(text: str, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise BadDateError(
            f"'{text[:60]}' is no day of the calendar ({error}). {_ADVICE}"
        ) from None

"""Tells by the words around a number whether it counts something or is a date, a measure, a name."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from talion.coding.date_rules import COUNTED
from talion.coding.date_words import table
from talion.coding.numerals import any_of, words

NumberKind = Literal[
    "plain", "age", "date", "fraction", "measure", "money", "name", "ordinal", "percent", "time", "year"
]  # fmt: skip

# How far to look back for what comes before a number.
_BACK = 40
_AGE_AFTER = re.compile(
    r"(?:[-\s]years?[-\s]olds?|[-\s](?:years?|months?)(?:\s+of\s+age|[-\s]old)|s\b)", re.IGNORECASE
)
_AGE_BEFORE = re.compile(
    r"\b(?:aged?|ages|ages\s+of|age\s+of|aged\s+between|ages\s+between)\s+$", re.IGNORECASE
)
# "Ali Hassan, 32, was killed": a name, a number up to 110, a comma.
_NAME_AGE = re.compile(r"[A-Z][\w’'-]+,\s+$")
_OLDEST = 110
_TIME_AFTER = re.compile(
    r":\d\d|\s?(?:[ap]\.?m\b\.?|o['’]clock|GMT|UTC|hours\s+(?:local|GMT))", re.IGNORECASE
)
_FRACTION = re.compile(
    r"[-\s](?:half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?)\b",
    re.IGNORECASE,
)
_COMPOUND = re.compile(r"-(?!strong\b|odd\b|plus\b|year-old)[a-z]", re.IGNORECASE)
_MORE = r"(?:(?:more|consecutive|straight|full|long|additional|extra|square|cubic|nautical|further|other|busy|tense)\s+)?"
_BARE_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_FIRM_YEAR = re.compile(
    r"\b(?:in|since|until|till|during|year|late|early|mid)[-\s]+$", re.IGNORECASE
)
_LOOSE_YEAR = re.compile(
    r"(?:\b(?:by|before|after|from|to|through|of|around|and|or|between|the|a|an|its|their|his|her|for|spring|summer|autumn|fall|winter)|['’]s?)[-\s]+$",
    re.IGNORECASE,
)


def number_kind(text: str, start: int, end: int) -> NumberKind:
    """Return what kind of number stands between *start* and *end*.

    Example:
        >>> number_kind("Troops moved 20 km", 13, 15), number_kind("20 troops moved", 0, 2)
        ('measure', 'plain')
    """
    before, digits = text[max(0, start - _BACK) : start], text[start:end]
    after = text[end : end + _BACK]
    if _percent().match(after):
        return "percent"
    if _money_sign().search(before) or _money_after().match(after):
        return "money"
    if _AGE_BEFORE.search(before) or _AGE_AFTER.match(after) or _is_age(before, digits, after):
        return "age"
    if _FRACTION.match(after):
        return "fraction"
    if _TIME_AFTER.match(after):
        return "time"
    if _is_date(before, digits, after):
        return "date"
    if _BARE_YEAR.fullmatch(digits) and (kind := _year(before, digits, after)):
        return kind
    if _name_before().search(before) or re.match(r"/\d", after):
        return "name"
    if _measure().match(after) or _COMPOUND.match(after):
        return "measure"
    return "plain"


def _is_age(before: str, digits: str, after: str) -> bool:
    return (
        digits.isdigit()
        and int(digits) < _OLDEST
        and after.startswith((",", "."))
        and bool(_NAME_AGE.search(before))
        and not _month_before().search(before)
    )


def _is_date(before: str, digits: str, after: str) -> bool:
    """Return whether a month stands beside a number that can be a day."""
    days = re.findall(r"\d+", digits)
    if not days or any(int(day) > 31 for day in days):
        return False
    return bool(_month_before().search(before) or _month_after().match(after))


def _year(before: str, digits: str, after: str) -> NumberKind | None:
    if _dated().search(before):
        return "year"
    counted = bool(COUNTED.match(after))
    if _FIRM_YEAR.search(before):
        return None if counted and digits.endswith("00") else "year"
    if _LOOSE_YEAR.search(before) and not counted:
        return "year"
    # "The 2015 attacks": an article does not stand before a bare number of things.
    if re.search(r"(?:\b(?:the|its|their|his|her)|['’]s?)\s+$", before) and not digits.endswith(
        "00"
    ):
        return "year"
    return None


@cache
def _months() -> str:
    short = "|".join(rf"{month}\b\.?" for month in table("month_short"))
    return rf"(?:{any_of(table('month'))}|{short})"


@cache
def _month_before() -> re.Pattern[str]:
    return re.compile(rf"\b{_months()}\s+(?:the\s+)?(?:\d\d?\s*(?:[-–—]|to|and)\s*)?$")


@cache
def _month_after() -> re.Pattern[str]:
    return re.compile(
        rf"(?:st|nd|rd|th)?(?:\s*(?:[-–—]|to|and)\s*\d\d?)?(?:\s+of)?\s+{_months()}(?![a-z])"
    )


@cache
def _dated() -> re.Pattern[str]:
    """Return the pattern of a month or a day before a year."""
    return re.compile(rf"\b{_months()}(?:\s+\d\d?(?:st|nd|rd|th)?)?,?(?:\s+of)?\s+$")


@cache
def _money_sign() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words('money_sign'))})\s?$")


@cache
def _money_after() -> re.Pattern[str]:
    return re.compile(rf"[-\s]\s*(?:[A-Z][a-z]+\s+)?(?:{any_of(words('money'))})\b", re.IGNORECASE)


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(rf"[-\s]?(?:{any_of(words('percent'))})(?!\w)", re.IGNORECASE)


@cache
def _measure() -> re.Pattern[str]:
    return re.compile(rf"[-\s]{_MORE}(?:{any_of(words('measure'))})(?!\w)")


@cache
def _name_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(words('name_before'))})[\s-]$")

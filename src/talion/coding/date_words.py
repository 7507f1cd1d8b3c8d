"""The vocabulary of date phrases and the small language their patterns are written in.

A pattern such as ``<month> <day>(?:,? <year>)?`` names its pieces in angle
brackets and takes any white space for a blank.  A piece becomes a group of its
name up to the underscore (``<month_name>`` is a ``month`` too); a digit at the end
(``<day2>``) makes a second group of the same piece.
"""

from __future__ import annotations

import re
from functools import cache

from talion.coding.numerals import Bounds, any_of, value
from talion.coding.numerals import words as quantity_words
from talion.knowledge.tables import read

_UNITS = "minutes?|hours?|days?|nights?|weeks?|fortnights?|weekends?|months?|quarters?|years?|decades?|century|centuries"
_PARTS = (
    "earlier|early|later|late|middle|mid"
    "|the\\s+(?:very\\s+)?(?:beginning|start|middle|end|close|turn)\\s+of"
    "|the\\s+(?:first|opening|early|last|final|closing|dying)\\s+(?:days|weeks|months)\\s+of"
)
_EARLY = re.compile(r"earl|begin|start|first|open|turn")
_LATE = re.compile(r"late|end|clos|last|final|dying")
_DAYPARTS = (
    "early\\s+morning|morning|afternoon|evening|night|midday|noon|lunchtime|dawn|midnight|overnight"
)
_QUALIFIERS = (
    "about|around|nearly|almost|some|over|more\\s+than|less\\s+than|just\\s+over|just\\s+under"
    "|at\\s+least|roughly|approximately|only|just|well\\s+over|close\\s+to|fewer\\s+than|up\\s+to"
)
# "It is 120 years" is history, "it is 3000 hours" a measure: longer numerals name no date.
_SMALL_NUMBER = r"\d{1,3}(?:\.5)?(?![\d,.:%])"


@cache
def table(kind: str) -> dict[str, str]:
    """Return the calendar words of one kind with their values.

    Example:
        >>> table("weekday")["Friday"]
        '5'
    """
    rows = read("calendar_words.csv", ["word", "kind", "value"])
    return {row["word"]: row["value"] for row in rows if row["kind"] == kind}


@cache
def _pieces() -> dict[str, str]:
    months, short = table("month"), table("month_short")
    days, short_days = table("weekday"), table("weekday_short")
    full_month = any_of([*months, *(m.upper() for m in months)])
    numbers = any_of([*quantity_words("number"), *quantity_words("tens")])
    vague = any_of(
        [*quantity_words("some"), "couple of", "couple", "dozen", "half a", "half", "many", "a"]
    )
    return {
        "month": rf"{full_month}|(?:{any_of(short)})\b\.?",
        "month_name": full_month,
        # Alone, an abbreviation must keep its point: "Jan" is also a given name.
        "month_alone": rf"{full_month}|(?:{any_of(short)})\.",
        "weekday": rf"{any_of(days)}|(?:{any_of(short_days)})\b\.?",
        "weekday_name": any_of(days),
        "day": r"\d{1,2}",
        "year": r"1[5-9]\d\d|2[01]\d\d",
        "season": any_of(table("season")),
        "unit": f"(?i:{_UNITS})",
        "part": f"(?i:{_PARTS})",
        "rel": "(?i:last|this\\s+past|this\\s+coming|this|next)",
        "nth": f"(?i:{any_of(quantity_words('ordinal'))}|last|final)",
        "n": rf"(?i:{_SMALL_NUMBER}|an?\s+(?:{vague})|(?:{vague})|an?|(?:{numbers})(?:[-\s](?:{numbers}))?)",
        "feast": any_of(table("feast")).replace("'", "['’]"),
        "named": any_of(table("named_day")),
    }


# What must not follow a piece: "3" is no day in "3,000", "2015" no year in "2015-year-old".
_AFTER = {
    "day": r"(?:st|nd|rd|th)?(?!\d|[.,:]\d|%)",
    "year": r"(?!\d|[.,:]\d|%|-year)",
    "weekday_name": r"(?!s\b)\b",
    "weekday": r"(?!s\b)\b",
    "season": r"\b",
    "unit": r"\b",
}


def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern with its pieces filled in.

    Example:
        >>> compiled("<month> <day>(?:,? <year>)?").fullmatch("Jan. 3, 2020")["year"]
        '2020'
    """

    def piece(match: re.Match[str]) -> str:
        name, number = match[1], match[2]
        group = name.partition("_")[0] + number
        return rf"(?P<{group}>{_pieces()[name]}){_AFTER.get(name, '')}"

    spaced = pattern.replace(" ", r"\s+")
    spaced = spaced.replace("<daypart>", rf"(?:\s+(?:{_DAYPARTS})\b)?")
    spaced = spaced.replace("<about>", rf"(?:(?i:{_QUALIFIERS})\s+)?")
    return re.compile(r"(?<![\w/])" + re.sub(r"(?<!\?P)<([a-z_]+)(\d?)>", piece, spaced))


def month_number(name: str) -> int:
    """Return the number of a month name or abbreviation.

    Example:
        >>> month_number("Sept."), month_number("MARCH")
        (9, 3)
    """
    plain = name.rstrip(".").title()
    return int(table("month").get(plain) or table("month_short")[plain])


def weekday_number(name: str) -> int:
    """Return the ISO number of a weekday's name or abbreviation.

    Example:
        >>> weekday_number("Friday")
        5
    """
    plain = name.rstrip(".").title()
    return int(table("weekday").get(plain) or table("weekday_short")[plain])


def unit_name(unit: str) -> str:
    """Return a unit in the singular.

    Example:
        >>> unit_name("Centuries"), unit_name("days")
        ('century', 'day')
    """
    plain = unit.lower()
    return "century" if plain.startswith("centur") else plain.removesuffix("s")


def which_part(words: str) -> str:
    """Return early, middle or late for the words that name a part.

    Example:
        >>> which_part("the end of"), which_part("mid")
        ('late', 'middle')
    """
    plain = words.lower()
    if _EARLY.search(plain):
        return "early"
    return "late" if _LATE.search(plain) else "middle"


def number(words: str) -> Bounds | None:
    """Return the number of units that words name; halves are None here.

    Example:
        >>> number("a few"), number("a couple of")
        (Bounds(low=2, best=None, high=5), Bounds(low=2, best=2, high=2))
    """
    return value(re.sub(r"\s+of$", "", words.strip().lower()))


def vague_days(unit: str) -> int:
    """Return how many days back a bare plural reaches, as in "for weeks"."""
    return int(table("vague_span")[{"century": "decades"}.get(unit, unit + "s")])


def ordinal(words: str) -> int | None:
    """Return the number of an ordinal, or None for "last" and "final".

    Example:
        >>> ordinal("second"), ordinal("last")
        (2, None)
    """
    bounds = quantity_words("ordinal").get(words.lower())
    return bounds.best if bounds else None

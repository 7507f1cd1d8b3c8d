"""Finds the numbers in a sentence, with their bounds, and says what kind each is.

Bounds are what the words allow: "at least 12" is 12 or more, "up to 50" is 50 or
fewer, "nearly 200" is 180 to 200, "about 200" is 180 to 220, "dozens" is 24 to 99.
"More than 30" keeps 30 as its least and likeliest number, since news rounds down.

The `kind` of a number is `plain` if it counts something, else `age`, `date`, `year`,
`time`, `money`, `percent`, `fraction`, `measure` (distance, weight, duration and
compounds such as "two-day"), `ordinal` or `name` ("Resolution 2231").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from talion.coding.count_kinds import kind_of
from talion.coding.number_context import NumberKind, number_kind
from talion.coding.numerals import Bounds, any_of, pattern, value, words
from talion.records import Count

__all__ = ["Number", "article_one", "casualties", "find_counts", "kind_of", "toll"]

# News calls 182 "nearly 200" and 215 "about 200": a tenth either way.
_MARGIN = 10
_KINDS = ("floor", "over", "ceiling", "under", "nearly", "about")
Bound = Literal["floor", "over", "ceiling", "under", "nearly", "about", ""]


@dataclass(frozen=True, slots=True)
class Number:
    """A number as reported: its words, where they stand, and the bounds they set."""

    start: int
    end: int
    text: str
    low: int | None
    best: int | None
    high: int | None
    kind: NumberKind = "plain"

    @property
    def count(self) -> Count:
        """The number as a record."""
        return Count(self.low, self.best, self.high, self.text)


def find_counts(text: str) -> list[Number]:
    """Return the numbers of a sentence in order, those that count and those that do not.

    Example:
        >>> number, year = find_counts("More than 30 rockets hit the base in 2019.")
        >>> number.text, number.low, number.best, number.high
        ('More than 30', 30, 30, None)
        >>> year.kind
        'year'
    """
    return list(_find(text))


def article_one(phrase: str) -> Number | None:
    """Return the number one for a noun phrase that begins with "a", "an", "one" or "another".

    Example:
        >>> article_one("a US contractor").best
        1
        >>> article_one("a few soldiers") is None
        True
    """
    match = _ARTICLE.match(phrase)
    if match is None or (_numeral().match(phrase) and match["word"].lower() in ("a", "an")):
        return None
    return Number(0, match.end("word"), match["word"], 1, 1, 1)


def toll(text: str, numbers: Sequence[Number] | None = None) -> dict[str, Count]:
    """Return what a sentence says was killed, injured, arrested and so on, without a parser.

    Coordinated numbers of one kind are added up; a part ("including three
    children") is not.

    Example:
        >>> toll("A bomb killed three policemen and a civilian and wounded dozens.")["dead"].best
        4
    """
    from talion.coding.tolls import tolls

    return {kind: number.count for kind, number in tolls(text, numbers).items()}


def casualties(text: str) -> dict[str, Count]:
    """Return the part of the toll that tells of people harmed.

    Example:
        >>> list(casualties("They fired 30 rockets, killing four."))
        ['dead']
    """
    harmed = ("dead", "injured", "casualties", "missing", "abducted")
    return {kind: count for kind, count in toll(text).items() if kind in harmed}


_ARTICLE = re.compile(
    r"\s*(?:the\s+)?(?P<word>an?\s+(?:single|lone)|an?|one|another|single|lone)\s+(?!number\b|lot\b|group\b)",
    re.IGNORECASE,
)
# A digit or the first letters of a number word: most sentences have neither.
_ANY_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twel|thir|four|fif|eigh|nin|twen|for[ty]"
    r"|hundred|thousand|million|billion|dozen|score|ten|several|few|couple|pair|handful|half|quarter|a\s|an\s"
    r"|first|second)",
    re.IGNORECASE,
)
# Numbers are not looked for inside words, codes and decimals: F-16, K1, 3.5.
_NOT_INSIDE = r"(?<![\w.,/:’'-])(?<!\d[\u00a0\u202f\u2009])"
_JOIN = re.compile(
    r"\s*[-–—]\s*|\s+to\s+|\s+or(?:\s+(?:even|possibly|perhaps|maybe))?\s+|,?\s+if\s+not\s+|\s+and\s+(?:even|possibly|perhaps)\s+|\s+and\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?P<about>-odd\b|\s+or\s+so\b|ish\b)|(?P<floor>-plus\b|\+|\s+or\s+more\b|\s+plus\b)|(?P<ceiling>\s+or\s+(?:fewer|less)\b)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(?:(?:about|around|some|nearly)\s+)?$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?P<digits>\d{1,3}(?:,\d{3})*)(?:st|nd|rd|th)\b")
_NOT_ONE = re.compile(
    r"\b(?:no|any|every|each|this|that|which|the|some|only)\s+$|-$", re.IGNORECASE
)
_NOT_ONE_AFTER = re.compile(
    r"\s+(?:another|day|side|hand|point|thing|way|reason|time)\b|-|['’]s\b", re.IGNORECASE
)


@cache
def _numeral() -> re.Pattern[str]:
    return re.compile(_NOT_INSIDE + pattern(), re.IGNORECASE)


@cache
def _lead() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{kind}>{any_of(words(kind))})" for kind in _KINDS)
    fill = r"(?:(?:some|about|around|a\s+total\s+of|another|a\s+further|a\s+record)\s+)?"
    return re.compile(rf"(?<![\w-])(?:{kinds})\s*{fill}$", re.IGNORECASE)


@cache
def _ordinal_word() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(words('ordinal'))})\b", re.IGNORECASE)


def _find(text: str) -> Iterator[Number]:
    if not _ANY_NUMBER.search(text):
        return
    found = [*_numerals(text), *_ordinals(text)]
    end = 0
    for number in sorted(found, key=lambda n: (n.start, -n.end)):
        if number.start >= end:
            yield number
            end = number.end


def _ordinals(text: str) -> Iterator[Number]:
    for match in _ORDINAL.finditer(text):
        bounds = value(match["digits"])
        if bounds is not None:
            yield _number(text, match.start("digits"), match.end(), bounds, "ordinal")
    for match in _ordinal_word().finditer(text):
        bounds = words("ordinal")[match[0].lower()]
        yield _number(text, match.start(), match.end(), bounds, "ordinal")


def _numerals(text: str) -> Iterator[Number]:
    position = 0
    while match := _numeral().search(text, position):
        position = match.end()
        bounds = value(match[0])
        if bounds is None or _is_pronoun(text, match):
            continue
        kind = number_kind(text, match.start(), match.end())
        start, end = match.span()
        joined = _range(text, match, bounds)
        if joined is not None:
            start, end, bounds = joined
            kind = _range_kind(kind, number_kind(text, start, end))
            position = end
        if kind != "plain":
            yield _number(text, match.start(), end, bounds, kind)
            continue
        start, end, bounds = _bounded(text, start, end, bounds)
        position = max(position, end)
        yield _number(text, start, end, bounds, kind)


def _number(text: str, start: int, end: int, bounds: Bounds, kind: NumberKind) -> Number:
    # "A US contractor" has no numeral, "a dozen" has one that takes in its article.
    return Number(start, end, text[start:end], bounds.low, bounds.best, bounds.high, kind)


def _is_pronoun(text: str, match: re.Match[str]) -> bool:
    """Return whether "one" stands for a thing, or "few" for hardly any."""
    word = match[0].lower()
    if word == "few":
        return True
    if word != "one":
        return False
    return bool(
        _NOT_ONE.search(text[max(0, match.start() - 12) : match.start()])
        or _NOT_ONE_AFTER.match(text, match.end())
    )


def _range_kind(first: NumberKind, whole: NumberKind) -> NumberKind:
    return (
        whole
        if whole != "plain"
        else first
        if first in ("date", "year", "age", "money")
        else "plain"
    )


def _range(text: str, match: re.Match[str], low: Bounds) -> tuple[int, int, Bounds] | None:
    """Return span and bounds of "10 to 15" and the like, or None if no second number follows."""
    join = _JOIN.match(text, match.end())
    second = re.compile(pattern(), re.IGNORECASE).match(text, join.end()) if join else None
    high = value(second[0]) if second else None
    if join is None or second is None or high is None:
        return None
    before = text[max(0, match.start() - 30) : match.start()]
    between = _BETWEEN.search(before)
    word = join[0].strip().lower()
    if word == "and" and not between:
        return None
    if word == "to" and _FROM.search(before):
        return None
    low = _same_scale(low, second[0])
    least, most = low.low or 0, high.high or high.low or 0
    if least >= most:
        return None
    exact = low.best is not None and high.best is not None
    best = (least + most) // 2 if exact else None
    start = match.start() - len(between[0]) if between else match.start()
    return start, second.end(), Bounds(least, best, most)


def _same_scale(low: Bounds, second: str) -> Bounds:
    """Return the first number of "two to three million" in millions."""
    scale = re.search(rf"[\s-](?:{any_of(words('scale'))})$", second, re.IGNORECASE)
    factor = words("scale")[scale[0].strip(" -\t\n").lower()].best if scale else None
    return low.times(factor) if factor and low.best is not None and low.best < factor else low


def _bounded(text: str, start: int, end: int, bounds: Bounds) -> tuple[int, int, Bounds]:
    """Return span and bounds with the words before or after the number that bound it."""
    if tail := _TAIL.match(text, end):
        return start, tail.end(), _bound(bounds, tail.lastgroup or "")
    offset = max(0, start - 40)
    lead = _lead().search(text[offset:start])
    if lead is None:
        return start, end, bounds
    return offset + lead.start(), end, _bound(bounds, lead.lastgroup or "")


def _bound(bounds: Bounds, kind: str) -> Bounds:
    if kind in ("floor", "over"):
        return replace(bounds, high=None)
    if kind in ("ceiling", "under"):
        return replace(bounds, low=None, best=bounds.best)
    if bounds.best is None or bounds.low is None or bounds.high is None:
        return bounds
    low = bounds.low - bounds.low // _MARGIN
    return Bounds(
        low, bounds.best, bounds.high + (bounds.high // _MARGIN if kind == "about" else 0)
    )

"""Finds the words that name days and works out which days they name.

Every phrase becomes an interval with both ends and a precision.  Weeks begin on
Monday.  In the past tense a weekday, a day of a month or a month without a year
is the last one up to and including the day of publication, and nothing told in
the past reaches beyond that day; in the future tense it is the next one.

Vague phrases are estimates, by the tables of the knowledge folder: "for months"
reaches 180 days back, "for years" three years, "for weeks" six weeks, "for days"
seven days; "a few" is two to five and "several" three to nine.  Early, middle and
late are thirds.  "A year ago" is the whole calendar year, "three weeks ago" the
whole week.

The `kind` of a phrase says how it bounds an event: `absolute`, `weekday`, `month`,
`season`, `year`, `decade`, `relative`, `rolling`, `ago` and `recent` give its days;
`duration`, `since`, `until` and `between` the days it lasted; `by`, `before` and
`after` name days that something else happened on; `comparison` belongs to "the
first since 2003"; `ahead` ("in two weeks") counts only in the future tense;
`anchored` needs a day named before; `ambiguous` is 03/04/2020.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from talion.coding.date_now import Now
from talion.coding.date_phrase import DatePhrase, read, when
from talion.coding.date_rules import Rule, rules
from talion.coding.date_words import table
from talion.coding.numerals import any_of
from talion.records import When

__all__ = ["DatePhrase", "find_dates", "resolve"]


_BOUND = re.compile(
    r"\b(since|until|till|up to|by|before|after|following|prior to|ahead of)"
    r"\s+((?:(?:at least|about|around|the|its|their|last)\s+)?)$",
    re.IGNORECASE,
)
_BOUND_KINDS = {
    "till": "until",
    "up to": "until",
    "following": "after",
    "prior to": "before",
    "ahead of": "before",
}
# "The deadliest attack since 2003" tells a record, not how long anything lasted.
_RECORD = re.compile(
    r"\b(?:first|most|least|worst|only|not\b[^.;]*|never\b[^.;]*|unseen|unprecedented|greatest|closest"
    r"|(?!(?:north|south|mid)?west\b|honest\b|modest\b)\w{2,}[ighwnplkd]est)\b[^.;:]*$",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\s*(?:to|until|till|up to|through|through to|and|[-–—])\s*(?:the\s+)?", re.IGNORECASE
)
_FROM = re.compile(r"\b(from|between)\s+(?:the\s+)?$", re.IGNORECASE)
# "Jailed for two years" looks ahead of the sentence, not back from publication.
_TERM = re.compile(
    r"\b(?:jail|imprison|sentenc|bann|ban|suspend|extend|renew|exil|barr|postpon|delay)\w*\W+(?:[\w'’-]+\W+){0,4}$"
    r"|\b(?:prison|jail|custody|bars|exile)\s+$",
    re.IGNORECASE,
)
_COMING = re.compile(r"\b(?:in|within|over|during)\s+$", re.IGNORECASE)
# "The vote is scheduled for March 24" looks ahead in any tense.
_PLANNED = re.compile(
    r"\b(?:scheduled|slated|planned|due|set|expected|postponed|rescheduled|adjourned|delayed|put off|deadline)"
    r"\s+(?:[\w'’-]+\s+){0,4}?(?:for|on|in|to|until|till|by|of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_HABIT = re.compile(r"\b(?:every|each|any|most|alternate)\s+$", re.IGNORECASE)
# Phrases that can be one end of a range or stand behind "since".
_POINTS = frozenset({"absolute", "weekday", "month", "season", "year", "decade", "relative", "ago"})
# What a rule's cue in capitals stands for; a look at the sentence before any rule runs.
_MARKS = {
    "MONTH": re.compile(r"\b(?:Jan|Feb|Ma[ry]|Apr|Ju[nl]|Aug|Sep|Oct|Nov|Dec|[JFMASOND][A-Z]{2,})"),
    "WEEKDAY": re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"),
    "YEAR": re.compile(r"[12]\d{3}"),
    "DIGIT": re.compile(r"\d"),
}


def find_dates(text: str, published: dt.date | None, future: bool = False) -> list[DatePhrase]:
    """Return the date phrases of a sentence, in order, resolved as far as they can be.

    Args:
        text: the sentence; offsets count in it.
        published: the day the article appeared, if it is known.
        future: whether the sentence tells of the future.

    Example:
        >>> day = dt.date(2020, 1, 4)
        >>> (phrase,) = find_dates("A contractor was killed last week.", day)
        >>> phrase.text, str(phrase.when.start), str(phrase.when.end), phrase.when.precision
        ('last week', '2019-12-23', '2019-12-29', 'week')
    """
    low = text.lower()
    cues = {word for word in _cue_words() if word in low}
    cues.update(name for name, pattern in _MARKS.items() if pattern.search(text))
    candidates = [
        found
        for number, rule in enumerate(rules() if cues else ())
        if not cues.isdisjoint(rule.cues)
        for found in _matches(rule, number, text)
    ]
    if not candidates:
        return []
    now = Now(published, future)
    chosen = _joined(text, _chosen(text, candidates, now))
    return [replace(p, when=when(p, now)) if p.inner or p.kind == "by" else p for p in chosen]


def resolve(
    phrase: DatePhrase,
    published: dt.date | None,
    anchor: When | None = None,
    future: bool = False,
) -> When | None:
    """Return the days a phrase names, read anew for this day, tense and anchor.

    Args:
        phrase: what `find_dates` found.
        published: the day the article appeared.
        anchor: the day named before, for "two days later" and "the previous day".
        future: whether the event lies in the future.

    Example:
        >>> (phrase,) = find_dates("It struck again two days later.", dt.date(2020, 1, 4))
        >>> phrase.when is None
        True
        >>> first = When(dt.date(2019, 12, 27), dt.date(2019, 12, 27), "day")
        >>> str(resolve(phrase, dt.date(2020, 1, 4), first).start)
        '2019-12-29'
    """
    return when(phrase, Now(published, future, anchor))


@cache
def _cue_words() -> tuple[str, ...]:
    return tuple({cue for rule in rules() for cue in rule.cues if not cue.isupper()})


def _matches(rule: Rule, number: int, text: str) -> Iterator[DatePhrase]:
    """Yield what one rule finds, not yet resolved."""
    for match in rule.pattern.finditer(text):
        group = "p" if "p" in rule.pattern.groupindex else 0
        if rule.accept is None or rule.accept(match):
            start = match.start(group)
            end = start + len(match[group].rstrip("."))  # the point of "3 Jan." ends the sentence
            parts = {name: part for name, part in match.groupdict().items() if part is not None}
            yield DatePhrase(start, end, text[start:end], None, rule.kind, number, parts)


def _chosen(text: str, found: list[DatePhrase], now: Now) -> list[DatePhrase]:
    """Return the phrases that stand: the first and longest, no names, no days off the calendar."""
    names = [match.span() for match in _names().finditer(text)]
    chosen: list[DatePhrase] = []
    for phrase in sorted(found, key=lambda p: (p.start, -p.end, p.rule)):
        if chosen and phrase.start < chosen[-1].end:
            continue
        if any(start < phrase.end and phrase.start < end for start, end in names):
            continue
        if _is_name(text, phrase):
            continue
        phrase = replace(phrase, ahead=_is_ahead(text, phrase))  # noqa: PLW2901
        try:
            chosen.append(replace(phrase, when=read(phrase, now)))
        except ValueError:  # the 31st of February
            continue
    return chosen


def _is_ahead(text: str, phrase: DatePhrase) -> bool:
    """Return whether the words before a phrase put it in the future in any tense."""
    before = text[max(0, phrase.start - 60) : phrase.start]
    if phrase.kind == "rolling":
        return bool(_COMING.search(before))
    return phrase.kind in _POINTS and bool(_PLANNED.search(before))


def _is_name(text: str, phrase: DatePhrase) -> bool:
    """Return whether a day or month is part of a name, a habit, or a term yet to be served."""
    before = text[max(0, phrase.start - 60) : phrase.start]
    if phrase.kind == "duration":
        return bool(_TERM.search(before))
    if phrase.kind not in ("absolute", "month", "weekday"):
        return False
    if _HABIT.search(before):
        return True
    return "year" not in phrase.parts and bool(_name_tail().match(text, phrase.end))


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(table('name'))})\b")


@cache
def _name_tail() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{any_of(table('name_tail'))})\b")


def _joined(text: str, found: list[DatePhrase]) -> Iterator[DatePhrase]:
    """Yield the phrases, with the ends of a range made one and bounds taken in."""
    index = 0
    while index < len(found):
        first = found[index]
        second = found[index + 1] if index + 1 < len(found) else None
        if second and (start := _range_start(text, first, second)) is not None:
            words = text[start : second.end]
            yield DatePhrase(start, second.end, words, None, "between", inner=(first, second))
            index += 2
        else:
            yield _bounded(text, first)
            index += 1


def _range_start(text: str, first: DatePhrase, second: DatePhrase) -> int | None:
    """Return where the range of two phrases begins, or None if they are no range."""
    between = text[first.end : second.start]
    if not _TO.fullmatch(between) or not {first.kind, second.kind} <= _POINTS:
        return None
    lead = _FROM.search(text[max(0, first.start - 20) : first.start])
    if between.strip().lower().startswith("and"):
        is_range = lead is not None and lead[1].lower() == "between"
    else:
        is_range = lead is not None or first.kind == second.kind
    if not is_range:
        return None
    return first.start - len(lead[0]) if lead else first.start


def _bounded(text: str, phrase: DatePhrase) -> DatePhrase:
    """Return the phrase with the bound that stands before it: since, until, by, before, after."""
    offset = max(0, phrase.start - 200)
    before = text[offset : phrase.start]
    match = _BOUND.search(before)
    if match is None or phrase.kind not in _POINTS:
        return phrase
    word = " ".join(match[1].lower().split())
    kind = _BOUND_KINDS.get(word, word)
    if kind == "since" and _RECORD.search(before[: match.start()]):
        return replace(phrase, kind="comparison")
    if kind not in ("since", "until"):
        return replace(phrase, kind=kind)
    start = offset + match.start()
    words = text[start : phrase.end]
    return DatePhrase(start, phrase.end, words, None, kind, inner=(phrase,), ahead=phrase.ahead)

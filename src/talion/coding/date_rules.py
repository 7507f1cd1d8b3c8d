"""The rules: how each family of date phrases is written, and what reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from talion.coding import date_calendar as calendar
from talion.coding import date_relative as relative
from talion.coding.date_now import Now, Parts
from talion.coding.date_spans import Span
from talion.coding.date_words import compiled, month_number, table

# Between the ends of a range; "and" joins them only after "between".
_TO = r"(?:\s*[-–—]\s*|\s+(?:to|through|through to|until|till|and)\s+)"
# Words before a bare month. May is also a name and a verb, and is believed after few.
_BEFORE_MONTH = (
    "(?i:in|since|until|till|during|by|before|after|from|between|through|throughout|of|around"
    "|as of|and|or|to|every|for)"
)
_BEFORE_MAY = "(?i:in|since|until|till|during|between|throughout|for)"
_BEFORE_YEAR = (
    "(?i:in|since|during|by|until|till|before|after|from|to|through|around|circa|back in|as of"
    "|throughout|between|and|or|of|year|for)"
)
_OWNER = "(?P<owner>(?i:the|a|an|its|their|his|her|our|this|that)|\\w+['’]s|\\w+s['’])"
_LINK = "(?:for|on|of|to|in|from|against|and|was|is|were|by|at|has|had|will)"
_OF_YEAR = "(?:,? (?:of )?<year>|,? (?:of )?(?P<rel>last|this|next) year)"
_DAY_OF_WEEK = "(?:(?:(?i:the previous|the preceding|the following|last|this|next) )?<weekday>,? )?"
_SLASHED = r"(?P<a>\d\d?)(?P<mark>/)(?P<b>\d\d?)/(?P<year>\d{4}|\d\d)(?![\d/])"
_END = r"(?=\s*(?:[.,;:!?)”\"'’]|$)|\s+(?:and|but|when|as|after|before|with|for|by|to)\b)"


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, the cues without which it cannot match, and what reads its parts.

    A cue is a piece of lower-case text, or one of the marks `DIGIT`, `YEAR`,
    `MONTH`, `WEEKDAY`.  The group `p`, if there is one, is the phrase itself.
    """

    kind: str
    cues: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Callable[[Parts, Now], Span]
    accept: Callable[[re.Match[str]], bool] | None = None


def _year_is_no_count(match: re.Match[str]) -> bool:
    """Return whether a bare year counts nothing: "in 2000" but not "of 2000 soldiers"."""
    if COUNTED.match(match.string, match.end("p")) is None:
        return True
    before = match.string[match.start() : match.start("p")].strip().lower()
    firm = ("in", "since", "during", "until", "till", "before", "after", "year", "back in")
    return (before in firm or "owner" in match.re.groupindex) and not match["year"].endswith("00")


# A plural after a year makes it a number; these words only look like plurals.
COUNTED = re.compile(
    r"\s+(?:[a-z-]+\s+)?(?:(?!(?:was|is|has|does|as|his|its|this|us|across|towards|perhaps|until|unless)\b)"
    r"[a-z]{2,}s|people|troops|police|men|women|children|personnel|percent)\b"
)


def _may_be_two_days(match: re.Match[str]) -> bool:
    return match["a"] != match["b"] and int(match["a"]) <= 12 and int(match["b"]) <= 12


def _is_attack_day(match: re.Match[str]) -> bool:
    number = month_number(match["month"])
    return f"{number:02}-{int(match['day']):02}" in table("attack_day")


def _is_plural_or_counted(match: re.Match[str]) -> bool:
    return bool(match["n"]) or match["unit"].lower().endswith(("s", "centuries"))


def _is_rolling(match: re.Match[str]) -> bool:
    """Return whether "the last week" counts back from now; "the next week" counts from a story."""
    if _is_plural_or_counted(match):
        return True
    unit = match["unit"].lower()
    return match["way"] != "next" and unit not in ("minute", "hour", "day", "night", "weekend")


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules; of two that match the same words the earlier one holds.

    Example:
        >>> [r.kind for r in rules() if r.pattern.fullmatch("two days ago")]
        ['ago']
    """
    return (*_calendar_rules(), *_year_rules(), *_relative_rules(), *_anchored_rules())


def _rule(
    kind: str,
    cues: str,
    pattern: str,
    read: Callable[[Parts, Now], Span],
    accept: Callable[[re.Match[str]], bool] | None = None,
) -> Rule:
    return Rule(kind, tuple(cues.split("|")), compiled(pattern), read, accept)


def _calendar_rules() -> tuple[Rule, ...]:
    c = calendar
    return (
        _rule("absolute", "-", r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)", c.iso),
        _rule("absolute", "/", _SLASHED, c.numbers, lambda m: not _may_be_two_days(m)),
        _rule("ambiguous", "/", _SLASHED, c.numbers, _may_be_two_days),
        _rule("absolute", "DIGIT", r"(?P<a>\d\d?)(?P<mark>\.)(?P<b>\d\d?)\.(?P<year>\d{4})(?!\d)", c.numbers),
        _rule("absolute", "attack|massacre|riot|insurr", "<month> <day>(?= (?:terror )?(?:terrorist )?(?:attacks?|massacre|riots?|insurrection)\\b)", c.attack_day, _is_attack_day),
        _rule("absolute", "MONTH", "(?:between|from) <day>" + _TO + "<day2>(?: of)? <month>(?:,? <year>)?", c.day_range),
        _rule("absolute", "MONTH", "<day>(?:\\s*[-–—]\\s*| (?:to|through) )<day2>(?: of)? <month>(?:,? <year>)?", c.day_range),
        _rule("absolute", "MONTH", "(?:between|from) <month> <day>" + _TO + "<day2>(?:,? <year>)?(?! [A-Z])", c.day_range),
        _rule("absolute", "MONTH", "<month> <day>(?:\\s*[-–—]\\s*| (?:to|through) )<day2>(?:,? <year>)?", c.day_range),
        _rule("absolute", "MONTH", _DAY_OF_WEEK + "(?:the )?<day>(?: of)? <month>(?:,? <year>|,?(?: of)? (?P<rel>last|this|next) year)?<daypart>", c.day),
        _rule("absolute", "MONTH", _DAY_OF_WEEK + "<month> (?:the )?<day>(?:,? <year>|,?(?: of)? (?P<rel>last|this|next) year)?<daypart>", c.day),
        _rule("month", "MONTH", "<month>[-–/]<month2>(?:,? <year>)?", c.months),
        _rule("month", "week of", "the <nth> week of <month>(?:,? <year>)?", c.week_of_month),
        _rule("month", "MONTH", "(?:<part>[-\\s]+(?:in )?)?<month>" + _OF_YEAR, c.month),
        _rule("month", "MONTH", "<part>[-\\s]+(?:in )?<month_name>(?![a-z])", c.month),
        _rule("month", "MONTH", "<rel> <month_name>(?![a-z])", c.rel_month),
        _rule("month", "MONTH", _BEFORE_MONTH + " (?P<p>(?!May\\b|MAY\\b)<month_alone>(?![\\w-]))", c.month),
        _rule("month", "MONTH", _BEFORE_MAY + " (?P<p>(?P<month>May)(?![\\w'’-]))", c.month),
        _rule("month", "MONTH", "(?P<p>(?!May\\b|March\\b)<month_name>)(?=['’]s )", c.month),
        _rule("month", "MONTH", _OWNER + " (?P<p><month_name>)(?= (?!" + _LINK + "\\b)[a-z])", c.month),
        _rule("absolute", "/", "(?P<p><named>)(?![/\\d])", c.named),
        _rule("absolute", "christmas|boxing|new year|may day|valentine|halloween", "<feast>(?:" + _OF_YEAR + ")?", c.feast),
        _rule("weekday", "WEEKDAY", "(?:(?P<rel>(?i:this past|this coming|the following|the previous|the preceding|last|this|next|following|coming)) )?<weekday_name>(?:,? (?:of )?(?P<week>last|this|next) week)?<daypart>", c.weekday),
    )  # fmt: skip


def _year_rules() -> tuple[Rule, ...]:
    c = calendar
    return (
        _rule("season", "spring|summer|autumn|fall|winter", "(?:(?i:the) )?(?:<part>[-\\s]+)?<season>(?:" + _OF_YEAR + ")(?:[-–/](?:\\d\\d)?\\d\\d\\b)?", c.season),
        _rule("season", "spring|summer|autumn|fall|winter", "(?:<part>[-\\s]+)?(?P<relseason>(?i:last|this past|this|next)) <season>(?! (?:in|of|from)\\b)", c.season),
        _rule("season", "spring|summer|autumn|winter", "(?i:in|during|since|by|until) (?P<p>(?:the )?(?:<part>[-\\s]+)?<season>)" + _END, c.season),
        _rule("year", "quarter|half", "the <nth> (?P<fraction>quarter|half)(?: of)?(?: the year)? (?:of )?(?:<year>|(?P<rel>last|this|next|the) year)", c.fraction),
        _rule("year", "YEAR", "<year>\\s?[-–—/]\\s?(?P<last>\\d{4}|\\d\\d)(?![\\d-])", c.years),
        _rule("year", "YEAR", "<part>[-\\s]+(?:in )?<year>", c.year),
        _rule("year", "YEAR", _BEFORE_YEAR + " (?P<p><year>)(?! (?:GMT|hours|local|UTC)\\b)", c.year, _year_is_no_count),
        _rule("year", "YEAR", _OWNER + " (?P<p><year>)(?=[- ][A-Za-z])", c.year, _year_is_no_count),
        _rule("decade", "0s", "(?:(?i:the) )?(?:<part>[-\\s]+)?(?P<decade>(?:1[5-9]|20)\\d0|['’‘]\\d0)['’]?s\\b", c.decade),
        _rule("decade", "century", "(?i:the) (?:<part>[-\\s]+)?(?P<day>\\d\\d?)(?:st|nd|rd|th) century", c.century),
    )  # fmt: skip


def _relative_rules() -> tuple[Rule, ...]:
    r = relative
    words = "|".join(re.escape(w).replace("\\ ", "\\s+") for w in table("day_word"))
    return (
        _rule("relative", "today|tonight|yesterday|tomorrow|last|this", "(?:(?i:earlier|early|later|late) )?(?P<word>(?i:" + words + "))\\b<daypart>", r.day_word),
        _rule("relative", "overnight", "(?P<word>(?i:overnight))\\b", r.overnight),
        _rule("relative", "weekend", "(?i:over|at|during|on) (?P<rel>(?i:the|this)) weekend\\b", r.weekend),
        _rule("relative", "weekend", "(?P<rel>(?i:last|this past|this|next)) weekend\\b(?! of\\b)", r.weekend),
        _rule("relative", "last|this|next|past", "(?P<rel>(?i:last|this|next)) (?P<unit>(?i:week|fortnight|month|quarter|year|decade|century))(?![-\\w]| of\\b)", r.unit),
        _rule("relative", "week|month|year|decade|century", "<part> (?:in )?(?P<rel>(?i:last|this|next|the past|the)) (?P<unit>week|month|year|decade|century)\\b", r.part_of_unit),
        _rule("rolling", "last|past|next|coming", "(?:(?i:for) )?(?i:the|this|these) (?P<way>last|past|next|coming) <about>(?:<n> (?:more )?)?<unit>", r.rolling, _is_rolling),
        _rule("ago", "ago|back", "<about>(?:<n> )?<unit>(?P<half> and a half)? (?:ago|back)\\b(?! (?:to|in|into|from)\\b)", r.ago, _is_plural_or_counted),
        _rule("duration", "for ", "(?i:for) <about>(?:the (?:last|past) )?<about>(?:<n> )?<unit>(?! (?:to come|ahead))", r.duration, _is_plural_or_counted),
        _rule("duration", "for ", "(?i:for) (?:a|the) <nth> (?:straight |consecutive |successive )?<unit>", r.duration),
        _rule("recent", "recent", "(?i:recent) (?P<unit>days|weeks|months|years|decades)\\b", r.recent),
        _rule("recent", "recently|lately", "(?P<word>(?i:recently|lately))\\b", r.recent),
        _rule("ahead", "in |within ", "(?i:in|(?P<within>within)) <about><n> <unit>(?! (?:of|after)\\b)(?:['’]s? time)?", r.ahead),
        _rule("ahead", "from now", "<about><n> <unit> from now\\b", r.ahead),
    )  # fmt: skip


def _anchored_rules() -> tuple[Rule, ...]:
    r = relative
    return (
        _rule("anchored", "later|earlier|before|after|previously| on", "<about>(?:<n> )?<unit> (?P<way>later|earlier|afterwards?|previously|(?:before|after|on)(?=\\s*(?:[.,;:)]|$)))(?! (?:in|this|than)\\b)", r.offset, _is_plural_or_counted),
        _rule("anchored", "before|after", "(?i:the) (?P<unit>day|night|week|month|year|decade) (?P<way>before|after)(?! (?:yesterday|tomorrow)\\b)", r.neighbour),
        _rule("anchored", "following|next|previous|preceding|same|that", "(?i:the (?P<way>following|next|previous|preceding|same)|(?P<that>that)(?: same)?) (?P<unit>day|night|evening|morning|afternoon|week|weekend|month|year|decade)(?![-\\w])", _neighbour),
        _rule("anchored", "eve of", "(?i:on the eve of|the eve of)", r.eve),
        _rule("anchored", "since then", "(?i:since then)\\b", r.since_then),
        _rule("anchored", "earlier|later", "(?i:earlier|later) (?:in|on|that) (?:the )?(?:same )?day\\b", r.same_day),
        _rule("anchored", "at |before|around", "(?i:at|before|around|shortly after|just after|just before) (?:dawn|daybreak|sunrise|noon|midday|dusk|sunset|nightfall|midnight|first light)" + _END, r.same_day),
    )  # fmt: skip


def _neighbour(parts: Parts, now: Now) -> Span:
    unit = parts["unit"].lower()
    day_unit = "day" if unit in ("evening", "morning", "afternoon") else unit
    return relative.neighbour({"way": parts.get("way") or "same", "unit": day_unit}, now)

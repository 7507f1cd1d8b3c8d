"""A date phrase, and the days it names against a publication date, a tense and an anchor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from talion.coding import date_spans as spans
from talion.coding.date_now import Now, OpenError
from talion.coding.date_rules import rules
from talion.coding.date_spans import Span
from talion.records import When


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """Words that name days: where they stand, which days, and how they were read.

    `when` is None if the days cannot be known without a publication date, the
    future tense, or a day named before; `resolve` can then supply what was missing.
    """

    start: int
    end: int
    text: str
    when: When | None
    kind: str
    rule: int = field(repr=False, default=0)
    parts: Mapping[str, str] = field(repr=False, default_factory=dict)
    inner: tuple[DatePhrase, ...] = field(repr=False, default=())
    ahead: bool = field(repr=False, default=False)


def when(phrase: DatePhrase, now: Now) -> When | None:
    """Return the days of a phrase, or None if they cannot be known."""
    try:
        return read(phrase, now)
    except ValueError:
        return None


def read(phrase: DatePhrase, now: Now) -> When | None:
    """Return the days of a phrase, None if something is missing, or raise if there are none."""
    try:
        span = _span(phrase, now)
    except OpenError:
        return None
    return When(span.start, span.end, span.precision, phrase.text)


def _span(phrase: DatePhrase, now: Now) -> Span:
    if phrase.ahead:
        now = replace(now, future=True)
    if phrase.kind == "between":
        return _between(phrase.inner[0], phrase.inner[1], now)
    if phrase.kind == "since":
        return _since(_span(phrase.inner[0], now), now)
    if phrase.kind == "until":
        return _until(_term(phrase.inner[0], now), now)
    return _term(phrase, now) if phrase.kind == "by" else _named(phrase, now)


def _named(phrase: DatePhrase, now: Now) -> Span:
    return rules()[phrase.rule].read(phrase.parts, now)


def _since(span: Span, now: Now) -> Span:
    if now.published is None or span.start > now.published:
        return replace(span, precision="range")
    return spans.days(span.start, now.published)


def _until(span: Span, now: Now) -> Span:
    """Return the days up to a term still to come, or the days of one that has passed."""
    if now.published and (span.start > now.published or (now.future and span.end >= now.published)):
        return spans.days(now.published, span.end)
    return replace(span, precision="range")


def _term(phrase: DatePhrase, now: Now) -> Span:
    """Return the days a term falls on; without a year, those nearer to publication.

    "Suspended until 14 March" may look back or ahead, whatever the tense.
    """
    is_yearless = phrase.kind != "between" and not {"year", "rel"} & phrase.parts.keys()
    if now.published is None or now.future or not is_yearless or "month" not in phrase.parts:
        return _named(phrase, now)
    past, future = _named(phrase, now), _named(phrase, replace(now, future=True))
    return future if future.start - now.day < now.day - past.end else past


def _between(first: DatePhrase, second: DatePhrase, now: Now) -> Span:
    """Return the days between two phrases; an end without a year lies nearest to the other."""
    if now.future:
        begin = _span(first, now)
        end = _span(second, replace(now, published=begin.start))
        return spans.days(begin.start, max(begin.end, end.end))
    end = _span(second, now)
    begin = _span(first, replace(now, published=end.end))
    if begin.start > end.end:
        raise OpenError
    return spans.days(begin.start, end.end)

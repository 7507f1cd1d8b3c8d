"""Reads date phrases that count from publication or from a day named before."""

from __future__ import annotations

import datetime as dt

from talion.coding import date_spans as spans
from talion.coding.date_calendar import first_word
from talion.coding.date_now import Now, OpenError, Parts
from talion.coding.date_spans import Span, move, shift
from talion.coding.date_words import number, ordinal, table, unit_name, vague_days, which_part
from talion.coding.numerals import Bounds

_STEP = {"last": -1, "past": -1, "this": 0, "the": 0, "next": 1}
# Units told so loosely that "two decades ago" may be two years more or less.
_LOOSE_YEARS = {"decade": 1, "century": 10}
_SINGLE_DAYS = ("minute", "hour", "day", "night")


def day_word(parts: Parts, now: Now) -> Span:
    """Return yesterday, tonight and the like."""
    words = " ".join(parts["word"].lower().split())
    return spans.one_day(shift(now.day, int(table("day_word")[words])))


def overnight(parts: Parts, now: Now) -> Span:
    """Return the night before publication, which belongs to two days."""
    return spans.days(now.day, shift(now.day, 1 if now.future else -1))


def weekend(parts: Parts, now: Now) -> Span:
    """Return the weekend past, or the one to come if the tense or "next" says so."""
    rel = parts.get("rel", "").lower()
    saturday = spans.last_weekday(now.day, 6)
    in_weekend = now.day <= shift(saturday, 1)
    if rel.startswith("next") or (now.future and not in_weekend):
        return spans.weekend(shift(saturday, 7))
    if rel.startswith("last") and in_weekend:
        return spans.weekend(shift(saturday, -7))
    return now.clip(spans.weekend(saturday))


def unit(parts: Parts, now: Now) -> Span:
    """Return last week, this month, next year."""
    name, step = unit_name(parts["unit"]), _STEP[first_word(parts["rel"])]
    span = spans.around(_step(now, name, step), name)
    return now.clip(span) if step == 0 else span


def part_of_unit(parts: Parts, now: Now) -> Span:
    """Return late last year, earlier this month, the start of the week."""
    name, words = unit_name(parts["unit"]), parts["part"].lower()
    whole = spans.around(_step(now, name, _STEP[first_word(parts["rel"])]), name)
    if whole.start <= now.day <= whole.end:
        if words == "earlier":
            return spans.days(whole.start, now.day)
        if words == "later":
            return spans.days(now.day, whole.end)
    return now.clip(spans.part(whole, which_part(words)))


def _step(now: Now, name: str, step: int) -> dt.date:
    """Return a day in the unit *step* units away, whatever the day of the month."""
    return move(spans.around(now.day, name).start, step, name)


def rolling(parts: Parts, now: Now) -> Span:
    """Return the past three weeks, the last decade, the coming days."""
    way = parts["way"].lower()
    if way == "next" and not now.future:
        raise OpenError  # "he spent the next two years in exile" counts from the story
    return _reach(parts, now, way in ("next", "coming"))


def duration(parts: Parts, now: Now) -> Span:
    """Return what "for three weeks" covers: up to publication, or from it on in future."""
    if nth := parts.get("nth"):
        whole = (ordinal(nth) or 1) - (unit_name(parts["unit"]) in _SINGLE_DAYS)
        return spans.days(move(now.day, -whole, unit_name(parts["unit"])), now.day)
    return _reach(parts, now, now.future)


def _reach(parts: Parts, now: Now, ahead: bool) -> Span:
    """Return the days between publication and as many units before or after it."""
    name, sign = unit_name(parts["unit"]), 1 if ahead else -1
    if not parts.get("n") and parts["unit"].lower() in (name + "s", "centuries"):
        return spans.days(now.day, shift(now.day, sign * vague_days(name)))
    bounds = _number(parts)
    far = bounds.best if bounds.best is not None else bounds.high
    return spans.days(now.day, move(now.day, sign * (far or 0), name))


def recent(parts: Parts, now: Now) -> Span:
    """Return what "recently" and "in recent weeks" reach back to, by the table of vague spans."""
    if name := parts.get("unit"):
        return spans.days(shift(now.day, -vague_days(unit_name(name))), now.day)
    return spans.days(shift(now.day, -int(table("vague_span")["recently"])), now.day)


def ago(parts: Parts, now: Now) -> Span:
    """Return the unit that lies so many units back: a year ago is last year."""
    name = unit_name(parts["unit"])
    if not parts.get("n"):
        if name in ("minute", "hour"):
            return spans.one_day(now.day)
        return spans.days(shift(now.day, -vague_days(name)), move(now.day, -1, name))
    if half := _half(parts, name):
        return spans.around(move(now.day, -half, "month"), "month")
    bounds = _number(parts)
    if bounds.best is None:
        return _between(now, name, bounds)
    return now.clip(_at(now.day, -bounds.best, name))


def ahead(parts: Parts, now: Now) -> Span:
    """Return what "in two weeks" and "within two weeks" mean in the future tense only."""
    if not now.future:
        raise OpenError
    if parts.get("within"):
        return _reach(parts, now, True)
    bounds = _number(parts)
    return _at(now.day, bounds.best or bounds.high or 0, unit_name(parts["unit"]))


def offset(parts: Parts, now: Now) -> Span:
    """Return two days later, a week earlier: counted from the day named before."""
    name = unit_name(parts["unit"])
    sign = 1 if parts["way"].lower() in ("later", "after", "afterwards", "afterward", "on") else -1
    known = now.known
    if not parts.get("n"):
        if name in ("minute", "hour"):
            return now.clip(known)
        far, near = shift(known.end, sign * vague_days(name)), move(known.end, sign, name)
        return now.clip(spans.days(near, far))
    bounds = _number(parts)
    if bounds.best is None:
        low, high = bounds.low or 0, bounds.high or 0
        return now.clip(
            spans.days(move(known.start, sign * low, name), move(known.end, sign * high, name))
        )
    return now.clip(_from_known(known, sign * bounds.best, name))


def neighbour(parts: Parts, now: Now) -> Span:
    """Return the following day, the previous week, that month: beside the day named before."""
    way = parts["way"].lower().split()[0]
    step = {"following": 1, "next": 1, "after": 1, "previous": -1, "preceding": -1, "before": -1}
    return now.clip(_from_known(now.known, step.get(way, 0), unit_name(parts["unit"])))


def eve(parts: Parts, now: Now) -> Span:
    """Return the day before the one named before."""
    return now.clip(spans.one_day(shift(now.known.start, -1)))


def same_day(parts: Parts, now: Now) -> Span:
    """Return the day named before, for words that only tell the time of day."""
    return now.clip(now.known)


def since_then(parts: Parts, now: Now) -> Span:
    """Return the days from the one named before up to publication."""
    return spans.days(now.known.start, max(now.day, now.known.start))


def _from_known(known: Span, step: int, name: str) -> Span:
    if name not in _SINGLE_DAYS:
        return spans.around(move(known.start, step, name), name)
    if known.precision == "day":
        return spans.one_day(move(known.start, step, name))
    return Span(move(known.start, step, name), move(known.end, step, name), known.precision)


def _at(day: dt.date, step: int, name: str) -> Span:
    there = move(day, step, name)
    if name in _LOOSE_YEARS:
        margin = _LOOSE_YEARS[name] * abs(step)
        return spans.years(max(1, there.year - margin), 2 * margin + 1)
    return spans.one_day(there) if name in _SINGLE_DAYS else spans.around(there, name)


def _between(now: Now, name: str, bounds: Bounds) -> Span:
    near = _at(now.day, -(bounds.low or 0), name)
    far = _at(now.day, -(bounds.high or bounds.low or 0), name)
    return now.clip(spans.days(far.start, max(near.end, far.start)))


def _half(parts: Parts, name: str) -> int:
    """Return the months that "half a year" and "two years and a half" name, or 0."""
    months = {"year": 12, "decade": 120}.get(name, 0)
    if parts["n"].lower().startswith("half"):
        return months // 2
    bounds = number(parts["n"]) if parts.get("half") else None
    return months * (bounds.best or 0) + months // 2 if bounds and months else 0


def _number(parts: Parts) -> Bounds:
    bounds = number(parts["n"]) if parts.get("n") else Bounds.exactly(1)
    if bounds is None:
        raise ValueError(f"'{parts['n']}' is no number of units")
    return bounds

"""Words for codes: how events, dates, numbers and ties read in a sentence."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from talion.records import Actor, Count, Event, Place, Tie, When
from talion.reporting.clean import one_line

#: Characters of a name; a longer one is no name but a parse gone wrong.
LONGEST = 80
#: What stands for an actor that the text does not name.
NOBODY = "unidentified"


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Return the wording tables, by section.

    Example:
        >>> words()["quad"]["4"]
        'material conflict'
    """
    text = files("talion.reporting").joinpath("assets/wording.toml").read_text("utf-8")
    return tomllib.loads(text)


def label(section: str, code: object) -> str:
    """Return the words for *code*; a code without words stands for itself.

    Example:
        >>> label("status", "denied"), label("status", "unheard")
        ('reported and denied', 'unheard')
    """
    return words()[section].get(str(code), str(code))


def name(actor: Actor) -> str:
    """Return what to call *actor*: the canonical name, else its words, else "unidentified"."""
    return one_line(actor.name or actor.text, LONGEST) or NOBODY


def names(actors: Iterable[Actor]) -> str:
    """Return the names of *actors* as one phrase, each once.

    Example:
        >>> names([])
        'unidentified'
    """
    each = list(dict.fromkeys(name(a) for a in actors)) or [NOBODY]
    return each[0] if len(each) == 1 else f"{', '.join(each[:-1])} and {each[-1]}"


def parties(event: Event) -> str:
    """Return who acts on whom: ``A → B``, ``A ↔ B`` between equals, or ``A`` alone."""
    if event.recipient:
        return f"{names(event.actor)} → {names(event.recipient)}"
    if len(event.actor) > 1:
        return " ↔ ".join(dict.fromkeys(name(a) for a in event.actor))
    return names(event.actor)


def kind(event: Event) -> str:
    """Return the type with what it speaks of: ``THREATEN (about ASSAULT)``."""
    return (
        f"{event.event_type} (about {event.about_type})" if event.about_type else event.event_type
    )


def day(when: When) -> str:
    """Return the days of *when*, as exact as the text gives them.

    Example:
        >>> day(When(dt.date(2019, 12, 1), dt.date(2019, 12, 31), "month"))
        '2019-12'
        >>> day(When(None, None, "assumed"))
        'undated'
    """
    start, end = when.start, when.end
    if start is None and end is None:
        return "undated"
    if start is None or end is None:
        return f"until {end}" if start is None else f"from {start}"
    if when.precision == "year" and _whole_years(start, end):
        return f"{start.year:04d}" if start.year == end.year else f"{start.year:04d}–{end.year:04d}"
    if when.precision == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{start.year:04d}-{start.month:02d}"
    return str(start) if start == end else f"{start} – {end}"


def _whole_years(start: dt.date, end: dt.date) -> bool:
    return (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)


def number(count: Count) -> str:
    """Return a count with its bounds in words.

    Example:
        >>> number(Count(30, None, None, "more than 30")), number(Count(2, 3, 4, "two to four"))
        ('at least 30', '2–4')
    """
    if count.low is not None and count.low == count.high:
        return str(count.low)
    if count.low is not None and count.high is not None:
        return f"{count.low}–{count.high}"
    if count.low is not None:
        return (
            f"at least {count.low}"
            if count.best in (None, count.low)
            else f"about {count.best}, at least {count.low}"
        )
    if count.high is not None:
        return f"at most {count.high}"
    return f"about {count.best}" if count.best is not None else count.text


def numbers(counts: Mapping[str, Count]) -> str:
    """Return all counts as one phrase: ``4 dead, at least 9 injured``."""
    return ", ".join(f"{number(c)} {what}" for what, c in counts.items())


def spot(place: Place | None) -> str:
    """Return the name of a place with its country, or nothing."""
    if place is None:
        return ""
    name = one_line(place.name, LONGEST)
    return f"{name}, {place.country}" if place.country and place.precision != "country" else name


def report(event: Event) -> str:
    """Return in what way an event is reported: its status, doubt and source."""
    told = label("status", event.status)
    if event.hedged:
        told += ", with doubt"
    return f"{told} by {names(event.attributed_to)}" if event.attributed_to else told


def tie(found: Tie) -> str:
    """Return a tie as a sentence."""
    return f"{name(found.from_actor)} {label('tie', found.kind)} {name(found.to_actor)}"

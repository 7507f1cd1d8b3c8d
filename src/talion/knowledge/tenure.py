"""Who held which office when, and what that makes of a person on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from talion.knowledge import known as records
from talion.knowledge import tables
from talion.knowledge.known import Known, Office
from talion.knowledge.periods import holds
from talion.knowledge.resolve import Term

# News speaks of one who died in office by that office for about a year; dates of death and of the
# end of office may differ by the days it takes to name a successor.
_LATELY = 365
_SAME_TIME = 31


@dataclass
class Tenures:
    """The offices of people, read when first asked for.

    Example:
        >>> Tenures(list).office("nobody") is None
        True
    """

    read: Callable[[], list[tables.Row]] = field(repr=False)

    @cached_property
    def held(self) -> dict[str, tuple[Office, ...]]:
        """The offices by person, in the order of their beginning."""
        return records.offices(self.read())

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return records.office_ranks()

    def office(self, person: str, on: dt.date | None = None) -> Office | None:
        """Return the office held on a day, of several the highest; with no day, the latest."""
        held = self.held.get(person, ())
        if on is None:
            return held[-1] if held else None
        then = [o for o in reversed(held) if holds(o.start, o.end, on)]
        return max(then, key=self._rank, default=None)

    def term(self, person: str, on: dt.date | None) -> Term | None:
        """Return the office with its rank and the day on which the person's first one began."""
        office = self.office(person, on)
        return Term(office, self._rank(office), self.held[person][0].start) if office else None

    def as_of(self, known: Known, on: dt.date | None) -> Known:
        """Return a person with the sector and country of the office of the day."""
        held = self.held.get(known.id)
        if not held:
            return known
        if now := self.office(known.id, on):
            ended = on is None and now.end is not None
            sector = "ELI" if ended and now.sector == "GOV" else now.sector
            return replace(known, sector=sector, country=now.country or known.country)
        past = [o for o in held if o.end and on and o.end < on]
        return _after(known, past, on) if past else _before(known, held)

    def _rank(self, office: Office) -> int:
        return self._ranks.get(office.office, 0)


def _before(known: Known, held: Sequence[Office]) -> Known:
    """Return a person not yet in office: a politician, but no part of the government."""
    sector = "PTY" if held[0].sector == "GOV" else held[0].sector
    return replace(known, sector=sector, country=held[0].country or known.country)


def _after(known: Known, past: Sequence[Office], on: dt.date | None) -> Known:
    """Return a person out of office; those who were in government are elites (PLOVER, § 5)."""
    last = past[-1]
    ended = last.sector == "GOV" and not (on and _died_in_office(known, last, on))
    return replace(
        known, sector="ELI" if ended else last.sector, country=last.country or known.country
    )


def _died_in_office(known: Known, last: Office, on: dt.date) -> bool:
    """Return whether a person died while in office, less than a year before the day."""
    if known.end is None or last.end is None or (on - known.end).days > _LATELY:
        return False
    return abs((known.end - last.end).days) <= _SAME_TIME

"""The directory of everyone known by name: states, organisations, groups, bodies, people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from talion.knowledge import known as records
from talion.knowledge import tables
from talion.knowledge.known import Known, KnownTie, Membership, Office
from talion.knowledge.names import Bearer, Hit, Names
from talion.knowledge.periods import holds
from talion.knowledge.regions import Region, read_regions
from talion.knowledge.resolve import Context, Resolution, choose
from talion.knowledge.states import States
from talion.knowledge.words import bare, key

# Kinds of state names that place an actor but name none by themselves; `describe` uses them.
_NOT_ACTORS = ("people_region",)
# News speaks of one who died in office by that office for about a year; dates of death and of the
# end of office may differ by the days it takes to name a successor.
_LATELY = 365
_SAME_TIME = 31


class Directory:
    """Finds names in text and says whom they mean on a day.

    Example:
        >>> directory = Directory.load()
        >>> directory.scan(["Iran", "warned", "the", "U.S.", "on", "Friday"])
        [Hit(start=0, stop=1, key='iran'), Hit(start=3, stop=4, key='us')]
        >>> directory.resolve("the Kremlin", on=dt.date(1962, 10, 22)).chosen.name
        'Soviet Union'
    """

    def __init__(self, states: States, regions: Sequence[Region], files: records.Files) -> None:
        self.states = states
        self.regions = {region.id: region for region in regions}
        self.names = Names()
        # All state names, those that place an actor without naming one among them.
        self.state_names = Names()
        self._offices = records.offices(files.offices)
        self._ranks = records.office_ranks()
        self._members = records.memberships(files.members)
        self._ties = records.known_ties(files.ties)
        self._known: dict[str, Known] = {}
        self._titles = _titles()
        self._add_actors(files.actors)
        self._add_states()
        for region in regions:
            self.names.add(Bearer(region.id, region.name, "region"))

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Directory:
        """Read the knowledge folder, then the user's own files, whose ids win."""
        return cls(States.load(), read_regions(), records.read_files(extra))

    def get(self, id: str, on: dt.date | None = None) -> Known | None:
        """Return an actor by its id, as it was on a day."""
        if known := self._known.get(id):
            return self._as_of(known, on)
        if region := self.regions.get(id):
            return Known(region.id, region.name, "region", None, region.sector)
        return self._state(id, on)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all actors but states and regions."""
        return tuple(self._known)

    def scan(self, words: Sequence[str]) -> list[Hit]:
        """Return the longest names in a tokenised sentence, none overlapping."""
        return self.names.scan(words)

    def bearers(self, key: str) -> tuple[Bearer, ...]:
        """Return whom the key of a `Hit` may mean, and in which way.

        Example:
            >>> [b.kind for b in Directory.load().bearers("iranian")]
            ['adjective']
        """
        return self.names.bearers(key)

    def resolve(
        self,
        name: str,
        on: dt.date | None = None,
        countries: Iterable[str] = (),
        sectors: Iterable[str] = (),
        known: Sequence[str] = (),
    ) -> Resolution:
        """Return whom a name means, the runners-up, and why.

        Args:
            name: the name as it stands in the text, a title before it or not.

            on: the day the text speaks of.

            countries: alpha-3 codes that the context gives, such as "the Syrian …".

            sectors: sectors that the context gives, such as "General …".

            known: ids already named in the same text, the latest last.
        """
        found = self._bearers_of(name)
        candidates = [
            (bearer, actor) for bearer in found if (actor := self._means(bearer, on)) is not None
        ]
        context = Context(on, frozenset(countries), frozenset(sectors), tuple(known))
        return choose(name, candidates, context, self._ranked_office)

    def office(self, person: str, on: dt.date | None = None) -> Office | None:
        """Return the office a person held on a day; with no day, the latest one.

        Of several at once, the one taken up last counts.
        """
        held = self._offices.get(person, ())
        if on is None:
            return held[-1] if held else None
        return next((o for o in reversed(held) if holds(o.start, o.end, on)), None)

    def offices(self, person: str) -> tuple[Office, ...]:
        """Return all offices of a person in the order of their beginning."""
        return self._offices.get(person, ())

    def ties(self, on: dt.date | None = None) -> tuple[KnownTie, ...]:
        """Return the known ties that held on a day; with no day, all of them."""
        return tuple(t for t in self._ties if on is None or holds(t.start, t.end, on))

    def memberships(self) -> tuple[Membership, ...]:
        """Return every membership of a state in an organisation."""
        return self._members

    def members(self, organisation: str, on: dt.date | None = None) -> tuple[str, ...]:
        """Return the ids of the states in an organisation or a region on a day."""
        if region := self.regions.get(organisation):
            return region.members
        rows = (m for m in self._members if m.organisation == organisation)
        return tuple(m.member for m in rows if holds(m.start, m.end, on))

    def _add_actors(self, rows: Sequence[tables.Row]) -> None:
        for row in rows:
            known = records.actor(row)
            self._known[known.id] = known
            self.names.add(Bearer(known.id, known.name, "name"))
            aliases = row.many("aliases")
            for alias in aliases:
                text = alias.rstrip("*").removeprefix("the ")
                self.names.add(Bearer(known.id, text, "alias", starred=alias.endswith("*")))
            if known.kind == "person" and all(" " in a for a in (known.name, *aliases)):
                # News names people by the last word after the first mention.
                last = known.name.split()[-1]
                self.names.add(Bearer(known.id, last, "family name", starred=True))

    def _add_states(self) -> None:
        for names in self.states.names.values():
            for n in names:
                bearer = Bearer(n.id, n.name, n.kind, False, n.stands_for, n.start, n.end)
                self.state_names.add(bearer)
                if n.kind not in _NOT_ACTORS:
                    self.names.add(bearer)

    def _bearers_of(self, name: str) -> tuple[Bearer, ...]:
        """Return the bearers of a name, or of what is left without its titles or middle names."""
        words = key(name).removesuffix(" 's").split()
        whole = self.names.bearers(" ".join(words))
        if found := tuple(dict.fromkeys((*whole, *self.names.bearers(bare(name))))):
            return found
        while len(words) > 1 and (words[0] in self._titles or words[0] == "the"):
            words = words[1:]
            if found := self.names.bearers(" ".join(words)):
                return found
        return self._shortened(words)

    def _shortened(self, words: Sequence[str]) -> tuple[Bearer, ...]:
        """Return the people named by a full name with middle names, initials or a second surname."""
        full = [w for w in words if len(w) > 1]
        for short in ([*full[:1], *full[-1:]], full[-2:], full[:2]):
            if 1 < len(short) < len(words):
                people = self.names.bearers(" ".join(short))
                if found := tuple(b for b in people if self._is_person(b.id)):
                    return found
        return ()

    def _ranked_office(self, person: str, on: dt.date | None) -> tuple[Office, int] | None:
        office = self.office(person, on)
        return (office, self._ranks.get(office.office, 0)) if office else None

    def _is_person(self, id: str) -> bool:
        return id in self._known and self._known[id].kind == "person"

    def _means(self, bearer: Bearer, on: dt.date | None) -> Known | None:
        actor = self.get(bearer.id, on)
        if actor is None or bearer.stands_for in ("", "state"):
            return actor
        kind = "people" if bearer.kind == "demonym" else actor.kind
        return replace(actor, sector=bearer.stands_for, kind=kind)

    def _state(self, id: str, on: dt.date | None) -> Known | None:
        state = self.states.get(id, on)
        if state is None:
            return None
        # PLOVER puts those who fight for separation, a state in all but recognition, with REB.
        sector = "REB" if state.status == "de_facto" and not state.iso3 else "GOV"
        periods = self.states.periods[id]
        country = self.states.country(id, on)
        return Known(id, state.name, "state", country, sector, periods[0].start, periods[-1].end)

    def _as_of(self, known: Known, on: dt.date | None) -> Known:
        """Return a person with the sector and country of the office of the day."""
        held = self._offices.get(known.id)
        if not held:
            return known
        if now := self.office(known.id, on):
            ended = on is None and now.end is not None
            sector = "ELI" if ended and now.sector == "GOV" else now.sector
            return replace(known, sector=sector, country=now.country or known.country)
        past = [o for o in held if o.end and on and o.end < on]
        if not past:
            # Not yet in office: a politician, but no part of the government.
            sector = "PTY" if held[0].sector == "GOV" else held[0].sector
            return replace(known, sector=sector, country=held[0].country or known.country)
        last = past[-1]
        ended = last.sector == "GOV" and not (on and _died_in_office(known, last, on))
        # The manual counts those whose only offices of government are past ones as elites.
        sector = "ELI" if ended else last.sector
        return replace(known, sector=sector, country=last.country or known.country)


def _died_in_office(known: Known, last: Office, on: dt.date) -> bool:
    """Return whether a person died while in office, less than a year before the day."""
    if known.end is None or last.end is None or (on - known.end).days > _LATELY:
        return False
    return abs((known.end - last.end).days) <= _SAME_TIME


def _titles() -> frozenset[str]:
    rows = tables.read("agents.csv", ["agent", "sector", "note"])
    return frozenset(w for r in rows if "title" in r.many("note") for w in key(r["agent"]).split())

"""The directory of everyone known by name: states, organisations, groups, bodies, people."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from talion.knowledge import known as records
from talion.knowledge import tables
from talion.knowledge.bodies import Bodies
from talion.knowledge.entries import Common, actor_bearers, people_of, state_bearer
from talion.knowledge.known import Known, KnownTie, Membership, Office
from talion.knowledge.names import Bearer, Hit, Names
from talion.knowledge.neighbours import Neighbours
from talion.knowledge.own import Own, read_own
from talion.knowledge.periods import holds
from talion.knowledge.phrases import Phrases
from talion.knowledge.regions import Region, read_regions
from talion.knowledge.resolve import Context, Resolution, choose
from talion.knowledge.spelling import loose, respellings
from talion.knowledge.states import StateName, States
from talion.knowledge.tenure import Tenures
from talion.knowledge.words import bare, key

# A state is prominent if it has this share of all entries: the thirty or so most in the news.
_PROMINENT = 0.01
# Kinds of actors whose names, if one word, are often part of the names of others ("Liberation").
_SHORT = frozenset({"person", "media", "company"})


class Directory:
    """Finds names in text and says whom they mean on a day.

    Example:
        >>> directory = Directory.load()
        >>> directory.scan(["Iran", "warned", "the", "U.S.", "on", "Friday"])
        [Hit(start=0, stop=1, key='iran'), Hit(start=3, stop=4, key='us')]
        >>> directory.resolve("the Kremlin", on=dt.date(1962, 10, 22)).chosen.name
        'Soviet Union'
    """

    def __init__(self, states: States, regions: Sequence[Region], own: Own) -> None:
        self.states = states
        self.regions = {region.id: region for region in regions}
        self.names = Names()
        # All state names, those that place an actor without naming one among them.
        self.state_names = Names()
        self._shipped, self._own = records.Shipped(), own.files
        self._tenures = Tenures(lambda: self._shipped.offices + self._own.offices)
        # What the user's own tables name is meant before all others of the name.
        self._own_names = Names()
        self._known: dict[str, Known] = {}
        agents = _agents()
        phrases = Phrases.load()
        self._titles = frozenset(w for a, title in agents.items() if title for w in a.split())
        self._common = Common(
            words=phrases.small | agents.keys() | states.names.keys(),
            bodies={b.words for b in Bodies.load().bodies.values() if b.kind == "body"},
            fathers=phrases.fathers,
        )
        self._beside = Neighbours(self._titles, phrases)
        self._peoples: dict[str, Known] = {}
        self._add_actors(self._shipped.actors, self.names)
        self._add_actors(own.files.actors, self.names, self._own_names)
        self._add_states(own.names)
        for region in regions:
            self.names.add(Bearer(region.id, region.name, "region"))
        self._prominent = _prominent(self._known.values())

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Directory:
        """Read the knowledge folder, then the user's own files, whose ids win."""
        states = States.load()
        own = read_own(extra, states)
        directory = cls(states, read_regions(), own)
        if extra:
            directory.read_all()
        return directory

    def read_all(self) -> None:
        """Read what else is only read when first asked for, so that faults in it show at once."""
        _ = self._tenures.held, self._members, self._ties

    @cached_property
    def _members(self) -> tuple[Membership, ...]:
        return records.memberships(self._shipped.members + self._own.members)

    @cached_property
    def _ties(self) -> tuple[KnownTie, ...]:
        return records.known_ties(self._shipped.ties + self._own.ties)

    def get(self, id: str, on: dt.date | None = None) -> Known | None:
        """Return an actor by its id, as it was on a day."""
        if known := self._known.get(id):
            return self._tenures.as_of(known, on)
        if region := self.regions.get(id):
            return Known(region.id, region.name, "region", None, region.sector)
        return self._peoples.get(id) or self._state(id, on)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all actors but states and regions."""
        return tuple(self._known)

    def scan(self, words: Sequence[str]) -> list[Hit]:
        """Return the longest names in a tokenised sentence, none overlapping.

        The family name of someone known is left out where its neighbours show another person.
        """
        return self._beside.keep(words, self.names.scan(words), self._is_short_name)

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
        found, title = self._bearers_of(name)
        candidates = [
            (bearer, actor) for bearer in found if (actor := self._means(bearer, on)) is not None
        ]
        context = Context(
            on, frozenset(countries), frozenset(sectors), tuple(known), self._prominent, title
        )
        return choose(name, candidates, context, self._tenures.term)

    def office(self, person: str, on: dt.date | None = None) -> Office | None:
        """Return the office a person held on a day; with no day, the latest one.

        Of several at once the highest counts, of equals the one taken up last.
        """
        return self._tenures.office(person, on)

    def offices(self, person: str) -> tuple[Office, ...]:
        """Return all offices of a person in the order of their beginning."""
        return self._tenures.held.get(person, ())

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

    def _add_actors(self, rows: Sequence[tables.Row], *indexes: Names) -> None:
        for row in rows:
            known = records.actor(row)
            self._known[known.id] = known
            for bearer in actor_bearers(known, row.many("aliases"), self._common):
                for index in indexes:
                    index.add(bearer)

    def _add_states(self, own: Iterable[StateName]) -> None:
        for name in (*(name for names in self.states.names.values() for name in names), *own):
            bearer = state_bearer(name)
            self.state_names.add(bearer)
            if name.kind == "people_region":
                country = self.states.country(name.id)
                people = people_of(name, country)
                self._peoples[people.id] = people
                bearer = bearer._replace(id=people.id)
            self.names.add(bearer)

    def _is_short_name(self, key: str) -> bool:
        """Return whether a key is one word that only people, media or companies bear."""
        ids = [b.id for b in self.names.bearers(key)]
        return " " not in key and all(
            i in self._known and self._known[i].kind in _SHORT for i in ids
        )

    def _bearers_of(self, name: str) -> tuple[tuple[Bearer, ...], str]:
        """Return the bearers of a name, or of what is left without its titles or middle names.

        What titles are left out comes second.
        """
        words = key(name).removesuffix(" 's").split()
        whole = self.names.bearers(" ".join(words))
        if mine := tuple(b for b in self._own_names.bearers(" ".join(words)) if not b.starred):
            return mine, ""
        if found := tuple(dict.fromkeys((*whole, *self.names.bearers(bare(name))))):
            return found, ""
        untitled = words
        while len(untitled) > 1 and (untitled[0] in self._titles or untitled[0] == "the"):
            untitled = untitled[1:]
            # Only people have titles: "Activist (India)" is not India.
            if found := self._people_named(" ".join(untitled)):
                return found, " ".join(words[: -len(untitled)])
        ways = (self._shortened, self._respelled)
        return next((b for way in ways if (b := way(untitled))), self._before_hyphen(name)), ""

    def _shortened(self, words: Sequence[str]) -> tuple[Bearer, ...]:
        """Return the people named by a full name with middle names, initials or a second surname."""
        return next((b for s in _shorter(words) if (b := self._people_named(" ".join(s)))), ())

    def _respelled(self, words: Sequence[str]) -> tuple[Bearer, ...]:
        """Return the people whose full names are the same but for the way they are spelled."""
        spelled = (words, *_shorter(words)) if len(words) > 1 else ()
        return next((b for s in spelled if (b := self._loose.get(loose(s), ()))), ())

    @cached_property
    def _loose(self) -> dict[str, tuple[Bearer, ...]]:
        return respellings(self.names, self._people_named)

    def _people_named(self, key: str) -> tuple[Bearer, ...]:
        return tuple(b for b in self.names.bearers(key) if self._is_person(b.id))

    def _before_hyphen(self, name: str) -> tuple[Bearer, ...]:
        """Return the states named in a token that a tokeniser left whole: "U.S.-president"."""
        whole = (self.names.bearers(key(piece)) for piece in re.split("[-–]", name)[:-1])
        return next((b for b in whole if b and b[0].id in self.states.periods), ())

    def _is_person(self, id: str) -> bool:
        return id in self._known and self._known[id].kind == "person"

    def _means(self, bearer: Bearer, on: dt.date | None) -> Known | None:
        actor = self.get(bearer.id, on)
        if actor is None or actor.kind == "region" or bearer.stands_for in ("", "state"):
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


def _shorter(words: Sequence[str]) -> list[list[str]]:
    """Return two words of a longer name by which news may know its bearer."""
    full = [w for w in words if len(w) > 1]
    pairs = ([*full[:1], *full[-1:]], full[-2:], full[:2])
    return [pair for pair in pairs if 1 < len(pair) < len(words)]


def _agents() -> dict[str, bool]:
    """Return the keys of the agents, and whether each is a title."""
    rows = tables.read("agents.csv", ["agent", "sector", "note"])
    return {key(row["agent"]): "title" in row.many("note") for row in rows}


def _prominent(known: Iterable[Known]) -> frozenset[str]:
    """Return the countries that bear a good part of all entries."""
    counts = Counter(k.country for k in known)
    many = {c for c, n in counts.items() if c and n >= _PROMINENT * counts.total()}
    return frozenset(many.difference(records.WORLD_CODES))

"""The states of the world since 1945, with their codes and names on a given day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from talion.knowledge import tables
from talion.knowledge.periods import holds
from talion.knowledge.words import bare

K = TypeVar("K")
V = TypeVar("V")

SCHEMES = ("iso3", "iso2", "cow", "gw", "cameo", "fips")
_COLUMNS = ("id", "name", *SCHEMES, "start", "end", "successor", "status")


@dataclass(frozen=True, slots=True)
class State:
    """A state in one period, during which its name and codes hold.

    `successor` is the state that took it over; of a dependency, or of a de-facto state, it is the
    state that is sovereign there or claims to be.
    """

    id: str
    name: str
    iso3: str | None
    iso2: str | None
    cow: str | None
    gw: str | None
    cameo: str | None
    fips: str | None
    start: dt.date | None
    end: dt.date | None
    successor: str | None
    status: str


@dataclass(frozen=True, slots=True)
class StateName:
    """A word or phrase that names a state, its people, its government or a part of it.

    A starred name also means something else and resolves by context alone.
    """

    name: str
    id: str
    kind: str
    stands_for: str
    start: dt.date | None
    end: dt.date | None
    starred: bool = False


@dataclass(frozen=True, slots=True)
class States:
    """States by id, by code and by name.

    Example:
        >>> states = States.load()
        >>> states.named("Kremlin").id, states.named("Kremlin", dt.date(1980, 1, 1)).id
        ('rus', 'sun')
        >>> states.code("deu", "cow", dt.date(1980, 1, 1))
        '260'
    """

    periods: Mapping[str, tuple[State, ...]]
    names: Mapping[str, tuple[StateName, ...]]
    _codes: Mapping[tuple[str, str], tuple[State, ...]]
    _adjectives: Mapping[str, tuple[StateName, ...]]

    @classmethod
    def load(cls) -> States:
        """Read the states and their names from the knowledge folder."""
        periods: defaultdict[str, list[State]] = defaultdict(list)
        codes: defaultdict[tuple[str, str], list[State]] = defaultdict(list)
        for row in tables.read("states.csv", _COLUMNS):
            state = _state(row)
            periods[state.id].append(state)
            for scheme in SCHEMES:
                for code in row.many(scheme):
                    codes[scheme, code].append(state)
        names: defaultdict[str, list[StateName]] = defaultdict(list)
        adjectives: defaultdict[str, list[StateName]] = defaultdict(list)
        for name in _names():
            names[bare(name.name)].append(name)
            if name.kind == "adjective":
                adjectives[name.id].append(name)
        return cls(_frozen(periods), _frozen(names), _frozen(codes), _frozen(adjectives))

    def get(self, id: str, on: dt.date | None = None) -> State | None:
        """Return a state as it was on a day, or as it last was; None for an unknown id."""
        known = self.periods.get(id, ())
        return next(
            (s for s in known if on and holds(s.start, s.end, on)), known[-1] if known else None
        )

    def exists(self, id: str, on: dt.date) -> bool:
        """Return whether a state existed on a day.

        Example:
            >>> States.load().exists("syr", dt.date(1960, 1, 1))
            False
        """
        return any(holds(s.start, s.end, on) for s in self.periods.get(id, ()))

    def named(self, text: str, on: dt.date | None = None) -> StateName | None:
        """Return what a name stands for on a day; a name of its own beats a derived one.

        With no day, the latest bearer counts. A name whose bearers all ended or have not begun
        is still given, because texts speak of former states.

        Example:
            >>> States.load().named("Iranians").kind
            'demonym'
        """
        bearers = self.names.get(bare(text), ())
        now = [n for n in bearers if holds(n.start, n.end, on) and self._lives(n.id, on)]
        # Of two states one may hold the name only with a star, as Brazzaville holds "Congolese".
        best = sorted(now or bearers[-1:], key=lambda n: n.starred)
        return best[0] if best else None

    def code(self, id: str, scheme: str, on: dt.date | None = None) -> str | None:
        """Return the code of a state in one of `SCHEMES` on a day, or as it last was."""
        _check_scheme(scheme)
        state = self.get(id, on)
        return None if state is None else getattr(state, scheme)

    def adjective(self, id: str, on: dt.date | None = None) -> str | None:
        """Return the adjective of a state, the first that holds on the day.

        Example:
            >>> States.load().adjective("deu", dt.date(1970, 1, 1))
            'German'
        """
        known = self._adjectives.get(id, ())
        return next((n.name for n in known if holds(n.start, n.end, on)), None)

    def from_code(self, scheme: str, code: str | int, on: dt.date | None = None) -> State | None:
        """Return the state that bears a code on a day; with no day, the latest bearer.

        Example:
            >>> states = States.load()
            >>> states.from_code("cow", 345, dt.date(1995, 1, 1)).id
            'yug'
            >>> states.from_code("cow", 345).id
            'srb'
        """
        _check_scheme(scheme)
        known = self._codes.get((scheme, str(code)), ())
        if on is None:
            return max(known, key=lambda s: (s.end is None, s.end or dt.date.min), default=None)
        return next((s for s in known if holds(s.start, s.end, on)), None)

    def country(self, id: str, on: dt.date | None = None) -> str | None:
        """Return the alpha-3 code under which a state's actors are counted.

        A dependency and a de-facto state without a code of its own count under the state that is
        sovereign there.

        Example:
            >>> states = States.load()
            >>> states.country("hkg"), states.country("abkhazia"), states.country("twn")
            ('CHN', 'GEO', 'TWN')
        """
        state = self.get(id, on)
        if state is None:
            return None
        apart = state.status == "independent" or (state.status == "de_facto" and state.iso3)
        return state.iso3 if apart else self.country(state.successor or "", on)

    def _lives(self, id: str, on: dt.date | None) -> bool:
        return on is None or self.exists(id, on)


def _state(row: tables.Row) -> State:
    first = {scheme: next(iter(row.many(scheme)), None) for scheme in SCHEMES}
    status = row.choice("status", ("independent", "de_facto", "dependency"))
    start, end, successor = row.start(), row.end(), row.maybe("successor")
    return State(row.text("id"), row.text("name"), **first, start=start, end=end,
                 successor=successor, status=status)  # fmt: skip


def _names() -> Iterator[StateName]:
    for row in tables.read("state_names.csv", ["name", "id", "kind", "stands_for", "start", "end"]):
        yield StateName(
            name=row.text("name").rstrip("*"),
            id=row.text("id"),
            kind=row.text("kind"),
            stands_for=row["stands_for"],
            start=row.start(),
            end=row.end(),
            starred=row["name"].endswith("*"),
        )


def _frozen(lists: Mapping[K, list[V]]) -> dict[K, tuple[V, ...]]:
    return {key: tuple(values) for key, values in lists.items()}


def _check_scheme(scheme: str) -> None:
    if scheme not in SCHEMES:
        raise KeyError(f"'{scheme}' is no code scheme. Use one of: {', '.join(SCHEMES)}.")

"""Actors that are known by name, with their offices, memberships and ties, as records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from talion.knowledge import tables

ACTOR_FILES = (
    "organisations.csv", "armed_groups.csv", "parties.csv", "bodies.csv", "people_*.csv",
)  # fmt: skip
OFFICE_FILES = ("offices.csv", "offices_*.csv")
# Country codes of actors that belong to no state (PLOVER, section on entity codes).
WORLD_CODES = ("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")
ACTOR_COLUMNS = ("id", "name", "country", "sector")
OFFICE_COLUMNS = ("person", "office", "sector", "country")
MEMBER_COLUMNS = ("organisation", "member")
TIE_COLUMNS = ("from", "kind", "to")


@dataclass(frozen=True, slots=True)
class Known:
    """An actor known by name; its sector and country may depend on the day."""

    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    start: dt.date | None = None
    end: dt.date | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """An office a person held, with the sector and country it gives its holder."""

    person: str
    office: str
    sector: str
    country: str
    of: str | None
    start: dt.date | None
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class Membership:
    """That a state belonged to an organisation for a time."""

    organisation: str
    member: str
    start: dt.date | None
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class KnownTie:
    """A standing relation known beforehand; `sponsors` runs from patron to proxy."""

    from_id: str
    kind: str
    to_id: str
    start: dt.date | None
    end: dt.date | None
    sure: bool


@dataclass(slots=True)
class Files:
    """The rows of all actor tables, sorted by what they hold."""

    actors: list[tables.Row]
    offices: list[tables.Row]
    members: list[tables.Row]
    ties: list[tables.Row]


class Shipped:
    """The rows of the knowledge folder, each table read when it is asked for, and not kept.

    Example:
        >>> Shipped().members[0]["organisation"] != ""
        True
    """

    @property
    def actors(self) -> list[tables.Row]:
        """The rows of all tables of actors."""
        return tables.Named(*ACTOR_FILES).read(ACTOR_COLUMNS)

    @property
    def offices(self) -> list[tables.Row]:
        """The rows of all tables of offices."""
        return tables.Named(*OFFICE_FILES).read(OFFICE_COLUMNS)

    @property
    def members(self) -> list[tables.Row]:
        """The rows of the memberships."""
        return tables.Named("members.csv").read(MEMBER_COLUMNS)

    @property
    def ties(self) -> list[tables.Row]:
        """The rows of the known ties."""
        return tables.Named("known_ties.csv").read(TIE_COLUMNS)

    def read(self) -> Files:
        """Return all rows at once.

        Example:
            >>> len(Shipped().read().offices) > 0
            True
        """
        return Files(self.actors, self.offices, self.members, self.ties)


def actor(row: tables.Row) -> Known:
    """Return the actor that a row describes."""
    return Known(
        id=row.text("id"),
        name=row.text("name"),
        kind=row.get("kind") or "actor",
        country=row.maybe("country"),
        sector=row.maybe("sector"),
        start=row.start(),
        end=row.end(),
        parent=row.maybe("parent"),
    )


def offices(rows: Iterable[tables.Row]) -> dict[str, tuple[Office, ...]]:
    """Return the offices of each person, in the order of their beginning."""
    held: dict[str, list[Office]] = {}
    for row in rows:
        office = Office(
            person=row.text("person"),
            office=row.text("office"),
            sector=row["sector"],
            country=row["country"],
            of=row.maybe("of"),
            start=row.start(),
            end=row.end(),
        )
        held.setdefault(office.person, []).append(office)
    return {
        person: tuple(sorted(many, key=lambda o: (o.start or dt.date.min, o.end or dt.date.max)))
        for person, many in held.items()
    }


def office_ranks() -> dict[str, int]:
    """Return how high each kind of office is, from 1; those not in the table are not ranked.

    Example:
        >>> office_ranks()["president"] > office_ranks()["commander"]
        True
    """
    rows = tables.read("office_kinds.csv", ["office", "rank"])
    return {row.text("office"): int(row.number("rank")) for row in rows}


def memberships(rows: Iterable[tables.Row]) -> tuple[Membership, ...]:
    """Return the memberships that the rows describe."""
    return tuple(
        Membership(r.text("organisation"), r.text("member"), r.start(), r.end()) for r in rows
    )


def known_ties(rows: Iterable[tables.Row]) -> tuple[KnownTie, ...]:
    """Return the ties that the rows describe."""
    return tuple(
        KnownTie(
            r.text("from"), r.text("kind"), r.text("to"), r.start(), r.end(), not r.get("sure")
        )
        for r in rows
    )

"""Looks for contradictions in the knowledge files, such as one name that two actors bear."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from talion.knowledge import known as records
from talion.knowledge import tables
from talion.knowledge.ontology import Ontology
from talion.knowledge.periods import first_day, last_day, overlap
from talion.knowledge.states import SCHEMES, States
from talion.knowledge.tables import KnowledgeError, Row
from talion.knowledge.words import is_acronym, key

TIE_KINDS = ("sponsors", "leads", "member_of", "part_of", "allied_with", "opposes")
# Days by which successors may overlap: sources date a handover by the election, the oath or the
# return from it.
_HANDOVER = 14


class Problem(NamedTuple):
    """What is wrong in a knowledge file, and where."""

    file: str
    line: int
    what: str


def check(files: records.Files | None = None) -> list[Problem]:
    """Return every contradiction found in the knowledge folder, or in the rows given.

    Example:
        >>> [p for p in check() if p.file == "state_names.csv"]
        []
    """
    try:
        files = files or records.Shipped().read()
        states, ontology = States.load(), Ontology.load()
    except KnowledgeError as error:
        return [Problem(error.file, error.line, error.what)]
    problems: list[Problem] = []
    for look in (_ids, _spans, _aliases, _firsts):
        problems += look(files)
    for judge in (_codes, _references, _offices, _names):
        problems += judge(files, states, ontology)
    return problems


def _problem(row: Row, what: str) -> Problem:
    return Problem(row.file, row.line, what)


def _ids(files: records.Files) -> Iterator[Problem]:
    """Find ids that are used twice or are no slugs."""
    first: dict[str, Row] = {}
    for row in files.actors:
        id = row["id"]
        if earlier := first.get(id):
            yield _problem(row, f"id '{id}' is also in {earlier.file}, line {earlier.line}")
        elif not id or not id.isascii() or id != id.lower() or " " in id:
            yield _problem(row, f"id '{id}' is no slug of lower-case ASCII words")
        first.setdefault(id, row)


def _spans(files: records.Files) -> Iterator[Problem]:
    """Find dates that cannot be read, and spans that end before they begin."""
    for row in (*files.actors, *files.offices, *files.members, *files.ties):
        try:
            start, end = row.start(), row.end()
        except KnowledgeError as error:
            yield _problem(row, error.what)
            continue
        if start and end and end < start:
            yield _problem(row, f"ends {end}, before it begins {start}")


def _aliases(files: records.Files) -> Iterator[Problem]:
    """Find names that two actors bear at the same time, of which neither is starred."""
    bearers: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for row in files.actors:
        for name in (row["name"], *row.many("aliases")):
            if not name.endswith(("*", "!")):
                # An acronym and a word are told apart by their capitals.
                bearers[key(name) + ("^" if is_acronym(name) else "")].setdefault(row["id"], row)
    for name, rows in bearers.items():
        for one, other in combinations(rows.values(), 2):
            if overlap(_span(one), _span(other)):
                ids = f"'{one['id']}' and '{other['id']}'"
                yield _problem(other, f"name '{name.rstrip('^')}' belongs to {ids}; star it in one")


def _firsts(files: records.Files) -> Iterator[Problem]:
    """Find names for which two actors at the same time are each said to be meant first."""
    firsts: defaultdict[str, list[Row]] = defaultdict(list)
    for row in files.actors:
        for name in row.many("aliases"):
            if name.endswith("!"):
                firsts[key(name[:-1])].append(row)
    for name, rows in firsts.items():
        for one, other in combinations(rows, 2):
            if overlap(_span(one), _span(other)):
                ids = f"'{one['id']}' and '{other['id']}'"
                yield _problem(other, f"'{name}' means both {ids} first; take one '!' away")


def _codes(files: records.Files, states: States, ontology: Ontology) -> Iterator[Problem]:
    """Find sectors, countries and kinds of ties that do not exist."""
    countries = {s.iso3 for periods in states.periods.values() for s in periods} | {
        *records.WORLD_CODES
    }
    for row in (*files.actors, *files.offices):
        sector, country = row["sector"], row["country"]
        if sector and sector not in ontology.sectors:
            yield _problem(row, f"sector '{sector}' does not exist")
        if country and country not in countries:
            yield _problem(row, f"country '{country}' does not exist")
    for row in files.ties:
        if row["kind"] not in TIE_KINDS:
            yield _problem(row, f"kind of tie '{row['kind']}' does not exist")


def _references(files: records.Files, states: States, ontology: Ontology) -> Iterator[Problem]:
    """Find ids that are spoken of and are in no table."""
    ids = {row["id"] for row in files.actors} | set(states.periods)
    wanted = [
        *((row, row["parent"]) for row in files.actors if row.get("parent")),
        *((row, row["person"]) for row in files.offices),
        *((row, row["of"]) for row in files.offices if row.get("of")),
        *((row, row[column]) for row in files.members for column in ("organisation", "member")),
        *((row, row[column]) for row in files.ties for column in ("from", "to")),
    ]
    for row, id in wanted:
        if id not in ids:
            yield _problem(row, f"id '{id}' is in no table")


def _offices(files: records.Files, states: States, ontology: Ontology) -> Iterator[Problem]:
    """Find two people in the same sole office at the same time."""
    kinds = tables.read("office_kinds.csv", ["office", "sole"])
    sole = {row["office"] for row in kinds if row.yes("sole")}
    holders: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in files.offices:
        if row["office"] in sole and not row.get("sure") and row["sector"] == "GOV":
            holders[row["office"], row["country"], row.get("of", "")].append(row)
    for (office, country, _), rows in holders.items():
        ordered = sorted(rows, key=lambda r: r.start() or dt.date.min)
        for one, other in combinations(ordered, 2):
            both = one["person"] != other["person"] and overlap(_exact(one), _exact(other))
            if both and both > _HANDOVER:
                who = f"'{one['person']}' and '{other['person']}'"
                yield _problem(other, f"{who} are both {office} of {country} for {both} days")


def _names(files: records.Files, states: States, ontology: Ontology) -> Iterator[Problem]:
    """Find faults in the tables of states: unknown ids, shared names, codes two states bear."""
    groups = _names_of_groups(files)
    for row in tables.read("state_names.csv", ["name", "id", "kind"]):
        if row["id"] not in states.periods:
            yield _problem(row, f"id '{row['id']}' is no state")
        if row["kind"] == "people_region" and (group := groups.get(key(row["name"]))):
            yield _problem(row, f"name '{row['name']}' is also that of the group '{group}'")
    for row in tables.read("regions.csv", ["name", "members"]):
        unknown = [m for m in row.many("members") if m not in states.periods]
        yield from (_problem(row, f"id '{m}' is no state") for m in unknown)
    rows = tables.read("states.csv", ["id", *SCHEMES, "start", "end"])
    for scheme in SCHEMES:
        yield from _shared(rows, scheme)


def _names_of_groups(files: records.Files) -> dict[str, str]:
    """Return the unstarred names of armed groups and parties, with their ids."""
    groups = (
        row for row in files.actors if row.get("kind") in ("armed_group", "movement", "party")
    )
    return {
        key(name): row["id"]
        for row in groups
        for name in (row["name"], *row.many("aliases"))
        if not name.endswith(("*", "!"))
    }


def _shared(rows: Sequence[Row], scheme: str) -> Iterator[Problem]:
    bearers: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for code in row.many(scheme):
            bearers[code].append(row)
    for code, many in bearers.items():
        for one, other in combinations(many, 2):
            if overlap(_span(one), _span(other)) > 1:
                yield _problem(other, f"{scheme} code '{code}' is also that of '{one['id']}'")


def _span(row: Row) -> tuple[dt.date | None, dt.date | None]:
    return row.start(), row.end()


def _exact(row: Row) -> tuple[dt.date | None, dt.date | None]:
    """Return the shortest span that an office's dates allow.

    An office that ends "1979" and its successor's that begins "1979" need not overlap.
    """
    start, end = row["start"], row["end"]
    return (last_day(start) if start else None), (first_day(end) if end else None)

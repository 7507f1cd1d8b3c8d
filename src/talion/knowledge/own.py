"""Reads the user's own actors, from tables or from dictionaries of PETRARCH."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from talion.knowledge import known, petrarch, tables
from talion.knowledge.ontology import Ontology
from talion.knowledge.states import StateName, States
from talion.knowledge.words import key

_ACTOR = ("name", "country", "sector")
_AGENT = ("agent", "sector")
# People have two to four names in a dictionary; longer phrases are titles or organisations.
_LONGEST_NAME = 4


@dataclass(slots=True)
class Own:
    """The rows of the user's files: records, agents without a name, names of states."""

    files: known.Files = field(default_factory=lambda: known.Files([], [], [], []))
    agents: list[tables.Row] = field(default_factory=list)
    names: list[StateName] = field(default_factory=list)


def read_own(paths: Sequence[Path], states: States) -> Own:
    """Return what the user's files hold, told by their columns or by codes in brackets.

    Of tables, `person` makes offices, `organisation` memberships, `from` ties, `agent` agents;
    anything else is a table of actors, of which name, country and sector are enough.

    Raises:
        KnowledgeError: naming the file, the line and the column that cannot be used.

    Example:
        >>> read_own([], States.load()).agents
        []
    """
    own = Own()
    for path in paths:
        header = set(next(iter(tables.read(path, ())), {}) if _is_table(path) else ())
        if not header and petrarch.is_dictionary(path):
            _add_dictionary(own, path, states)
        elif "person" in header:
            own.files.offices += tables.read(path, known.OFFICE_COLUMNS)
        elif "organisation" in header:
            own.files.members += tables.read(path, known.MEMBER_COLUMNS)
        elif "from" in header:
            own.files.ties += tables.read(path, known.TIE_COLUMNS)
        elif "agent" in header:
            own.agents += tables.read(path, _AGENT)
        else:
            own.files.actors += _actors(path, states)
    return own


def _is_table(path: Path) -> bool:
    """Return whether the first line of a file is a header: words with commas, and no code."""
    first = next((line for line in tables.lines(path) if line.strip()), "")
    return "," in first and not first.lstrip().startswith(("#", ";", "<", "+")) and "[" not in first


def _actors(path: Path, states: States) -> Iterator[tables.Row]:
    for row in tables.read(path, _ACTOR):
        _check_country(row, states)
        if row["sector"]:
            row.choice("sector", _sectors())
        if not row.get("id"):
            row["id"] = slug(row.text("name"), row["country"])
        yield row


def _check_country(row: tables.Row, states: States) -> None:
    codes = _codes(states)
    country = row["country"]
    if not country or country in codes:
        return
    named = states.named(country)
    code = states.country(named.id) if named else None
    near = [code] if code else difflib.get_close_matches(country.upper(), sorted(codes), 1)
    hint = (
        f"Did you mean '{near[0]}'?" if near else "Use an ISO 3166 alpha-3 code, or leave it empty."
    )
    raise row.error("country", f"'{country}' is no country code.", hint)


def _codes(states: States) -> frozenset[str]:
    alpha = {s.iso3 for periods in states.periods.values() for s in periods if s.iso3}
    return frozenset(alpha.union(known.WORLD_CODES))


@cache
def _sectors() -> tuple[str, ...]:
    return tuple(Ontology.load().sectors)


def slug(name: str, country: str | None) -> str:
    """Return an id for an actor without one.

    Example:
        >>> slug("People's Front", "PER"), slug("Red Hand", None)
        ('peoples-front-per', 'red-hand')
    """
    words = key(name).replace(" 's", "s").replace(" ", "-")
    return f"{words}-{country.lower()}" if country else words


def _add_dictionary(own: Own, path: Path, states: States) -> None:
    for entry in petrarch.read(path):
        if entry.is_agent:
            own.agents += [_agent(name, entry, path, states) for name in entry.names]
        elif all(len(c.code) == 3 and _home(c, states) for c in entry.codes):
            # A bare country code names the state itself.
            own.names += [_state_name(n, c, states) for n in entry.names for c in entry.codes]
        else:
            _add_entry(own, entry, path, states)


def _add_entry(own: Own, entry: petrarch.Entry, path: Path, states: States) -> None:
    """Add an actor, and what it was on the days for which the dictionary gives a code."""
    lasting = next((c for c in entry.codes if not (c.start or c.end)), entry.codes[-1])
    country, sector = decode(lasting.code, states)
    name, *aliases = dict.fromkeys(entry.names)
    dated = any(c.start or c.end for c in entry.codes)
    is_person = dated and 1 < len(name.split()) <= _LONGEST_NAME
    cells = {
        "id": slug(name, country if country and not is_person else None),
        "name": name, "kind": "person" if is_person else "actor",
        "country": country or "", "sector": sector or "", "start": "", "end": "", "parent": "",
        "aliases": "|".join(aliases), "note": lasting.code, "sure": "",
    }  # fmt: skip
    own.files.actors.append(tables.Row(cells, str(path), entry.line))
    if not dated:
        return
    for coded in entry.codes:
        country, sector = decode(coded.code, states)
        office = {
            "person": cells["id"], "office": coded.code, "sector": sector or "",
            "country": country or "", "of": "", "start": str(coded.start or ""),
            "end": str(coded.end or ""), "sure": "",
        }  # fmt: skip
        own.files.offices.append(tables.Row(office, str(path), entry.line))


def _agent(name: str, entry: petrarch.Entry, path: Path, states: States) -> tables.Row:
    _, sector = decode(entry.codes[0].code.replace("~", ""), states)
    cells = {"agent": name.lower(), "sector": sector or "UNK", "collective": "no", "note": ""}
    return tables.Row(cells, str(path), entry.line)


def _state_name(name: str, coded: petrarch.Coded, states: States) -> StateName:
    state = states.from_code("cameo", coded.code)
    id = state.id if state else coded.code.lower()
    return StateName(name, id, "name", "state", coded.start, coded.end)


def _home(coded: petrarch.Coded, states: States) -> bool:
    return states.from_code("cameo", coded.code) is not None


def decode(code: str, states: States) -> tuple[str | None, str | None]:
    """Return country and sector of a CAMEO code: of its parts, the first that tell.

    Example:
        >>> states = States.load()
        >>> decode("ROMGOVMIL", states), decode("IGOUNOHLH", states), decode("AFRINS", states)
        (('ROU', 'GOV'), ('UNO', 'MED'), (None, 'REB'))
    """
    country: str | None = None
    sector: str | None = None
    roles = _roles()
    parts = [code[i : i + 3] for i in range(0, len(code), 3)]
    if parts and (state := states.from_code("cameo", parts[0])):
        country, parts = states.country(state.id), parts[1:]
        sector = None if parts else "GOV"
    for part in parts:
        home, role = roles.get(part, ("", ""))
        # The organisation that a code names says more than that it is one of states.
        if home and (country is None or country == "IGO"):
            country = home
        sector = sector or role or None
    return country, sector


@cache
def _roles() -> dict[str, tuple[str, str]]:
    rows = tables.read("cameo_roles.csv", ["code", "country", "sector"])
    return {row.text("code"): (row["country"], row["sector"]) for row in rows}

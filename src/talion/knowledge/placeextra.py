"""Reads the places that hand-made tables add, and the words that stand for a country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast, get_args

from talion.knowledge import tables
from talion.knowledge.placenames import fold, without_article
from talion.knowledge.placetable import Entry, Site
from talion.records import PlacePrecision

COLUMNS = (
    "name",
    "aliases",
    "feature",
    "country",
    "admin1",
    "lat",
    "lon",
    "precision",
    "start",
    "end",
)
#: What a user's own table must have; the rest is taken for a town without other names.
OWN_COLUMNS = ("name", "country", "lat", "lon")
NAMES = frozenset({"name", "former", "abbreviation", "sobriquet"})
PEOPLES = frozenset({"adjective", "demonym"})
Entries = Mapping[str, tuple[Entry, ...]]


class Supplement:
    """The places of hand-made tables, held by folded name.

    Example:
        >>> rows = [r for r in supplement_rows([]) if row_number(r) is None]
        >>> supplement = Supplement(rows, {})
        >>> [e.site.country for e in supplement.entries("khmeimim")]
        ['SYR']
        >>> supplement.begins("abu"), supplement.begins("zzz")
        (True, False)
    """

    def __init__(self, rows: Iterable[tables.Row], numbered: Mapping[int, Site]) -> None:
        """Hold the places of some rows.

        Args:
            rows: Rows of `place_supplement.csv` or of tables like it.
            numbered: GeoNames places by number, for the rows that only name one.
        """
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for row in rows:
            for key, entry in supplement_entries(row, numbered):
                found[key].append(entry)
        self._by_key: Entries = {key: tuple(entries) for key, entries in found.items()}
        words = (key.split() for key in found)
        self._prefixes = {" ".join(w[:n]) for w in words for n in range(1, len(w) + 1)}

    def entries(self, key: str) -> tuple[Entry, ...]:
        """Return every place that bears a folded name."""
        return self._by_key.get(key, ())

    def begins(self, prefix: str) -> bool:
        """Return whether some name begins with the words of *prefix*."""
        return prefix in self._prefixes


def supplement_rows(extra: Sequence[Path]) -> list[tables.Row]:
    """Return the rows of the supplement talion ships and of the tables in *extra*.

    A shipped row that only gives a GeoNames place its English names is left out: the
    place tables were built with them.
    """
    shipped = tables.read("place_supplement.csv", COLUMNS)
    rows = [r for r in shipped if not r["geonames_id"] or r["start"] or r["end"]]
    return rows + [_filled(row) for path in extra for row in tables.read(path, OWN_COLUMNS)]


def _filled(row: tables.Row) -> tables.Row:
    """Return a row of a user's table with what may be left out: a town, with no other names."""
    usual = {name: "" for name in COLUMNS} | {"precision": "city", "feature": "PPL"}
    return tables.Row({**usual, **{k: v for k, v in row.items() if v}}, row.file, row.line)


def row_number(row: tables.Row) -> int | None:
    """Return the GeoNames number of a row, or None if it names no GeoNames place."""
    return int(row.number("geonames_id")) if row.maybe("geonames_id") else None


def supplement_entries(
    row: tables.Row, numbered: Mapping[int, Site]
) -> Iterator[tuple[str, Entry]]:
    """Yield each folded name of a row with its place, names without their article too.

    Raises:
        KnowledgeError: A cell cannot be used; the message gives file, line and column.
    """
    number = row_number(row)
    if number is not None and number not in numbered:
        raise row.error("geonames_id", f"{number} is not in the place tables.", "Leave it empty.")
    site = _row_site(row) if number is None else numbered[number]
    start, end = row.start(), row.end()
    own = fold(row.text("name"))
    names = [own, *map(fold, row.many("aliases"))]
    for key in dict.fromkeys([*names, *map(without_article, names)]):
        yield key, Entry(site, key == own, supplement=number is None, start=start, end=end)


def _row_site(row: tables.Row) -> Site:
    precision = cast(PlacePrecision, row.choice("precision", get_args(PlacePrecision)))
    return Site(
        name=row.text("name"),
        country=row.maybe("country"),
        admin1=row.maybe("admin1"),
        lat=_degrees(row, "lat", 90),
        lon=_degrees(row, "lon", 180),
        geonames_id=None,
        precision=precision,
        feature=row.text("feature"),
        population=0,
    )


def _degrees(row: tables.Row, column: str, limit: float) -> float:
    value = row.number(column)
    if abs(value) > limit:
        raise row.error(
            column, f"'{row[column]}' lies beyond {limit:g} degrees.", "Write decimal degrees."
        )
    return value


def country_words(countries: Mapping[str, Site], kinds: frozenset[str]) -> Entries:
    """Return the countries that the words of some kinds in `state_names.csv` stand for.

    Example:
        >>> france = Site("France", "FRA", None, 46.0, 2.0, 3017382, "country", "PCLI", 1)
        >>> country_words({"FRA": france}, PEOPLES)["french"][0].site.name
        'France'
    """
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for row in tables.read("state_names.csv", ("name", "id", "kind", "stands_for", "start", "end")):
        site = countries.get(row["id"].upper())
        if site is not None and row["kind"] in kinds and row["stands_for"] == "state":
            entry = Entry(
                site, row["kind"] == "name", supplement=False, start=row.start(), end=row.end()
            )
            found[fold(row["name"])].append(entry)
    return {key: tuple(entries) for key, entries in found.items()}

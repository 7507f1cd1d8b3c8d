"""Holds the gazetteer's tables compactly and finds the places that bear a name."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal, get_args

import duckdb
import numpy as np
import numpy.typing as npt

from talion.knowledge.placenames import fold, without_article
from talion.records import PlacePrecision

Feature = str
COLUMNS = ("name", "aliases", "kind", "feature", "country", "admin1", "lat", "lon", "precision", "start", "end", "sure")
_PRECISION: dict[Feature, PlacePrecision] = {"PCLI": "country", "ADM1": "admin1", "ADM2": "admin1"}
# The columns of a supplement that must hold a value in every row.
_NEEDED = ("name", "feature", "lat", "lon", "precision")


@dataclass(frozen=True, slots=True)
class Site:
    """A place on the map: a town, a division, a country, or a spot that news speaks of."""

    name: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    geonames_id: int | None
    precision: PlacePrecision
    feature: Feature
    population: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A site as one name finds it, with the dates between which that name holds."""

    site: Site
    own: bool
    supplement: bool
    start: str | None = None
    end: str | None = None


class Lines:
    """A column of strings kept as one block of bytes, a string made only when asked for."""

    def __init__(self, text: str) -> None:
        self._bytes = text.encode()
        breaks = np.flatnonzero(np.frombuffer(self._bytes, dtype=np.uint8) == ord("\n"))
        self._starts = array("i", bytes(4)) + array("i", (breaks + 1).astype(np.int32).tobytes())
        self._starts.append(len(self._bytes) + 1)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def raw(self, i: int) -> bytes:
        """Return line *i* as bytes."""
        return self._bytes[self._starts[i] : self._starts[i + 1] - 1]

    def __getitem__(self, i: int) -> str:
        return self.raw(i).decode()

    def first(self, wanted: bytes) -> int:
        """Return the number of the first line not below *wanted*, the lines being sorted."""
        block, starts = self._bytes, self._starts
        low, high = 0, len(starts) - 1
        while low < high:
            middle = (low + high) // 2
            if block[starts[middle] : starts[middle + 1] - 1] < wanted:
                low = middle + 1
            else:
                high = middle
        return low


class PlaceTable:
    """The GeoNames part of the gazetteer, as the two Parquet files hold it.

    Example:
        >>> table = PlaceTable()
        >>> [e.site.country for e in table.entries("fallujah")]
        ['IRQ']
    """

    def __init__(self) -> None:
        data = files("talion.knowledge") / "data"
        with (
            as_file(data / "places.parquet") as places,
            as_file(data / "place_names.parquet") as names,
            # One thread keeps the rows in the order of the file, and is as fast here.
            duckdb.connect(config={"threads": 1, "memory_limit": "120MB"}) as connection,
        ):
            self._numbers = self._fetch(
                connection, places, "geonames_id, lat, lon, population"
            )
            # Countries are three letters or none, so that one block of text holds them.
            self._countries = self._text(connection, places, "rpad(coalesce(country, ''), 3, ' ')", "")
            self._names = Lines(self._text(connection, places, "name", "\n"))
            self._admin1 = Lines(self._text(connection, places, "coalesce(admin1, '')", "\n"))
            self._features = Lines(self._text(connection, places, "feature", "\n"))
            self._keys = Lines(self._text(connection, names, "key", "\n"))
            links = self._fetch(connection, names, "place, own")
        if not len(self._keys) == len(links["place"]) or not len(self._names) == len(self._features):
            raise ValueError(f"{data}: the columns of the place tables differ in length; build them again")
        self._place = array("i", links["place"].astype(np.int32).tobytes())
        self._own: npt.NDArray[np.bool_] = np.asarray(links["own"], dtype=np.bool_)

    @staticmethod
    def _fetch(connection: duckdb.DuckDBPyConnection, path: Path, columns: str) -> dict[str, Any]:
        query = f"select {columns} from read_parquet(?)"
        return dict(connection.execute(query, [str(path)]).fetchnumpy())

    @staticmethod
    def _text(connection: duckdb.DuckDBPyConnection, path: Path, column: str, between: str) -> str:
        query = f"select string_agg({column}, ?) from read_parquet(?)"
        row = connection.execute(query, [between, str(path)]).fetchone()
        return "" if row is None else str(row[0])

    def __len__(self) -> int:
        return len(self._names)

    def site(self, i: int) -> Site:
        """Return the place in row *i*."""
        feature = self._features[i]
        number = self._numbers["geonames_id"][i]
        return Site(
            name=self._names[i],
            country=self._countries[3 * i : 3 * i + 3].strip() or None,
            admin1=self._admin1[i] or None,
            lat=round(float(self._numbers["lat"][i]), 4),
            lon=round(float(self._numbers["lon"][i]), 4),
            geonames_id=int(number),
            precision=_PRECISION.get(feature, "city"),
            feature=feature,
            population=int(self._numbers["population"][i]),
        )

    def rows(self, key: str) -> Iterator[tuple[int, bool]]:
        """Yield the rows whose places bear a folded name, and whether it is their own."""
        wanted = key.encode()
        i = self._keys.first(wanted)
        while i < len(self._keys) and self._keys.raw(i) == wanted:
            yield self._place[i], bool(self._own[i])
            i += 1

    def entries(self, key: str) -> list[Entry]:
        """Return every place that bears a folded name."""
        return [Entry(self.site(i), own, supplement=False) for i, own in self.rows(key)]

    def begins(self, prefix: str) -> bool:
        """Return whether some name begins with *prefix*."""
        wanted = prefix.encode()
        i = self._keys.first(wanted)
        return i < len(self._keys) and self._keys.raw(i).startswith(wanted)


class Supplement:
    """The places of hand-made tables, held by folded name.

    Example:
        >>> supplement = Supplement([])
        >>> supplement.entries("khmeimim")
        []
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._by_key: dict[str, list[Entry]] = {}
        self._prefixes: set[str] = set()
        for path in paths:
            for key, entry in read_supplement(path):
                self._by_key.setdefault(key, []).append(entry)
                words = key.split()
                self._prefixes.update(" ".join(words[:n]) for n in range(1, len(words) + 1))

    def entries(self, key: str) -> list[Entry]:
        """Return every place that bears a folded name."""
        return self._by_key.get(key, [])

    def begins(self, prefix: str) -> bool:
        """Return whether some name begins with the words of *prefix*."""
        return prefix.strip() in self._prefixes


def read_supplement(path: Path) -> Iterator[tuple[str, Entry]]:
    """Yield each name of a supplement with its place.

    Raises:
        ValueError: A row lacks a value, or holds one that cannot be; the message names
            the file, the line and the column.
    """
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = [c for c in COLUMNS if c not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path}, line 1: no column {', '.join(missing)}; the header must be {','.join(COLUMNS)}")
        for row in reader:
            yield from _supplement_row(row, f"{path}, line {reader.line_num}")


def _supplement_row(row: dict[str, str], where: str) -> Iterator[tuple[str, Entry]]:
    for column in _NEEDED:
        if not row[column]:
            raise ValueError(f"{where}, column {column}: empty; give a value or leave the row out")
    if row["precision"] not in get_args(PlacePrecision):
        raise ValueError(f"{where}, column precision: {row['precision']!r}; use one of {', '.join(get_args(PlacePrecision))}")
    precision: Literal["exact", "city", "admin1", "country", "region"] = row["precision"]  # type: ignore[assignment]
    site = Site(
        name=row["name"],
        country=row["country"] or None,
        admin1=row["admin1"] or None,
        lat=_degrees(row["lat"], 90, f"{where}, column lat"),
        lon=_degrees(row["lon"], 180, f"{where}, column lon"),
        geonames_id=None,
        precision=precision,
        feature=row["feature"],
        population=0,
    )
    seen: set[str] = set()
    for n, name in enumerate([row["name"], *filter(None, row["aliases"].split("|"))]):
        for key in (fold(name), without_article(fold(name))):
            if key and key not in seen:
                seen.add(key)
                yield key, Entry(site, n == 0, supplement=True, start=row["start"] or None, end=row["end"] or None)


def _degrees(text: str, limit: float, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{where}: {text!r} is not a number; give decimal degrees") from None
    if abs(value) > limit:
        raise ValueError(f"{where}: {text} lies beyond {limit:g} degrees")
    return value

"""Holds the gazetteer's tables compactly and finds the places that bear a name."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from talion.knowledge import tables
from talion.records import PlacePrecision

Feature = str
_PRECISION: dict[Feature, PlacePrecision] = {"PCLI": "country", "ADM1": "admin1", "ADM2": "admin1"}


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
    start: dt.date | None = None
    end: dt.date | None = None


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
        places, names = tables.data_path("places.parquet"), tables.data_path("place_names.parquet")
        # One thread keeps the rows in the order of the file, and is as fast here.
        with duckdb.connect(config={"threads": 1, "memory_limit": "120MB"}) as connection:
            self._numbers = _fetch(connection, places, "geonames_id, lat, lon, population")
            # Countries are three letters or none, so that one block of text holds them.
            self._countries = _text(connection, places, "rpad(coalesce(country, ''), 3, ' ')", "")
            self._names = Lines(_text(connection, places, "name", "\n"))
            self._admin1 = Lines(_text(connection, places, "coalesce(admin1, '')", "\n"))
            self._features = Lines(_text(connection, places, "feature", "\n"))
            self._keys = Lines(_text(connection, names, "key", "\n"))
            links = _fetch(connection, names, "place, own")
        if not len(self._keys) == len(links["place"]) or not len(self._names) == len(
            self._features
        ):
            raise ValueError(
                f"{places}: the columns of the place tables differ in length; build them again"
            )
        self._place = array("i", links["place"].astype(np.int32).tobytes())
        self._own: npt.NDArray[np.bool_] = np.asarray(links["own"], dtype=np.bool_)

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

    def first_row(self, key: str) -> int | None:
        """Return the row of the first place that bears a folded name, or None.

        Example:
            >>> PlaceTable().first_row("no such place") is None
            True
        """
        return next((i for i, _ in self.rows(key)), None)

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

    def countries(self) -> dict[str, Site]:
        """Return the row of each country by alpha-3 code."""
        found = {}
        # Countries come first in the table.
        for i in range(len(self)):
            if self._features.raw(i) != b"PCLI":
                break
            site = self.site(i)
            found[site.country or ""] = site
        return found

    def numbered(self, numbers: Collection[int]) -> dict[int, Site]:
        """Return the places of some GeoNames numbers.

        Example:
            >>> PlaceTable().numbered([98182])[98182].name
            'Baghdad'
        """
        rows = np.flatnonzero(np.isin(self._numbers["geonames_id"], list(numbers)))
        sites = [self.site(int(i)) for i in rows]
        return {s.geonames_id: s for s in sites if s.geonames_id is not None}

    def begins(self, prefix: str) -> bool:
        """Return whether some name begins with *prefix*."""
        wanted = prefix.encode()
        i = self._keys.first(wanted)
        return i < len(self._keys) and self._keys.raw(i).startswith(wanted)


def _fetch(connection: duckdb.DuckDBPyConnection, path: Path, columns: str) -> dict[str, Any]:
    query = f"select {columns} from read_parquet(?)"
    return dict(connection.execute(query, [str(path)]).fetchnumpy())


def _text(connection: duckdb.DuckDBPyConnection, path: Path, column: str, between: str) -> str:
    query = f"select string_agg({column}, ?) from read_parquet(?)"
    row = connection.execute(query, [between, str(path)]).fetchone()
    return "" if row is None else str(row[0])

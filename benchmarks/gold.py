"""Scores the coder on the project's own gold sentences and prints what was found.

Run: python benchmarks/gold.py [--split dev|held] [--errors N] [--type ASSAULT]
How a match is counted is told in tests/gold/README.md.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from talion.coding.coder import Coder
from talion.records import Actor, Article, Event

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "sentences.tsv"
EQUALS = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AGREE"})


@dataclass
class Score:
    """Counts of matches and misses, by type and by what else is measured."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    silent: int = 0
    empty: int = 0
    parts: dict[str, Counter[bool]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    #: For each coded event, its confidence, its features and whether it matched.
    judged: list[tuple[float, Mapping[str, float], bool]] = field(default_factory=list)

    def figures(self, kind: str | None = None) -> tuple[float, float, float]:
        """Return precision, recall and F1 of one type or of all."""
        r, w, m = (c[kind] if kind else c.total() for c in (self.right, self.wrong, self.missed))
        p, q = r / max(r + w, 1), r / max(r + m, 1)
        return p, q, 2 * p * q / max(p + q, 1e-9)


def rows(split: str | None) -> list[dict[str, str]]:
    """Return the gold sentences of one split, or all."""
    with GOLD.open(encoding="utf-8", newline="") as lines:
        found = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [r for r in found if split in (None, r["split"])]


def score(split: str | None, coder: Coder) -> Score:
    """Return the score of *coder* on one split."""
    gold = rows(split)
    articles = [Article(r["id"], r["text"], dt.date.fromisoformat(r["date"])) for r in gold]
    out = Score()
    for row, coded in zip(gold, coder.code(articles), strict=True):
        _judge(row, coded.event_records, out)
    return out


def _judge(row: Mapping[str, str], coded: tuple[Event, ...], out: Score) -> None:
    expected = json.loads(row["expected"])
    if not expected:
        out.empty += 1
        out.silent += not coded
    left = list(expected)
    matched: list[tuple[Any, tuple[Event, ...]]] = []
    for group in _groups(coded):
        hits = [e for e in left if _match(e, group[0])]
        hits.sort(
            key=lambda e: (
                e.get("optional", False),
                e["status"] != group[0].status,
                e.get("mode") != group[0].mode,
            )
        )
        if hits:
            left.remove(hits[0])
            matched.append((hits[0], group))
            if not hits[0].get("optional"):
                out.right[group[0].event_type] += 1
            out.judged.append((group[0].confidence, group[0].why["features"], True))
        else:
            out.wrong[group[0].event_type] += 1
            out.judged.append((group[0].confidence, group[0].why["features"], False))
            out.notes.append(
                f"WRONG {row['id']} {_show(group[0])}\n      {row['text']}\n      {row['expected']}"
            )
    for e in left:
        if not e.get("optional"):
            out.missed[e["type"]] += 1
            out.notes.append(
                f"MISSED {row['id']} {json.dumps(e, ensure_ascii=False)}\n      {row['text']}\n      got {[_show(c) for c in coded]}"
            )
    for e, group in matched:
        _parts(e, group, out)


def _groups(coded: tuple[Event, ...]) -> Iterator[list[Event]]:
    seen: dict[tuple[Any, ...], list[Event]] = {}
    for e in coded:
        key = (
            e.event_type,
            frozenset(_countries(e.actor)),
            frozenset(_countries(e.recipient)),
            e.status,
        )
        seen.setdefault(key, []).append(e)
    yield from seen.values()


def _countries(actors: tuple[Actor, ...]) -> set[str]:
    return {a.country for a in actors if a.country}


def _wanted(codes: list[str]) -> list[tuple[set[str], str]]:
    return [(set(c.split()[0].split("/")), c.split()[1]) for c in codes]


def _match(e: Mapping[str, Any], c: Event) -> bool:
    if e["type"] != c.event_type:
        return False
    if (
        (c.event_type in EQUALS or c.mode in ("sideAB", "ceasefire"))
        and len(e["actor"]) > 1
        and not e["recipient"]
    ):
        return _side(
            _wanted(e["actor"]), _countries(c.actor) | _countries(c.recipient), recipient=False
        )
    return _side(_wanted(e["actor"]), _countries(c.actor), recipient=False) and _side(
        _wanted(e["recipient"]), _countries(c.recipient), recipient=True
    )


def _side(wanted: list[tuple[set[str], str]], got: set[str], recipient: bool) -> bool:
    if not wanted:
        return not got
    for countries, sector in wanted:
        if "---" in countries and not (sector == "UNK" and not recipient):
            return True
    named = [c for c, _ in wanted if "---" not in c]
    return (
        len({frozenset(n) for n in named}) >= len(got)
        and all(n & got for n in named)
        and all(any(g in n for n in named) for g in got)
    )


def _parts(e: Mapping[str, Any], group: list[Event], out: Score) -> None:
    c = group[0]

    def put(name: str, right: bool) -> None:
        out.parts.setdefault(name, Counter())[right] += 1
        if not right and name in (
            "status",
            "mode",
            "place",
            "date",
            "hedged",
            "attribution",
            "counts",
            "about",
        ):
            out.notes.append(
                f"PART {name} wanted {e.get(name, e.get('about_type') if name == 'about' else e.get('attributed'))} {_show(c)} {c.status} {c.when.start}..{c.when.end} {c.place and c.place.name} {dict(c.counts)} by={[a.id for a in c.attributed_to]}\n      {c.trigger} :: {c.article_id}"
            )

    put("status", e["status"] == c.status)
    put("hedged", bool(e.get("hedged")) == c.hedged)
    said = {x for cs, _ in _wanted(e.get("attributed", [])) for x in cs if x != "---"}
    got = _countries(c.attributed_to)
    put(
        "attribution",
        bool(e.get("attributed")) == bool(c.attributed_to)
        and (said & got or not said or not got) not in (set(),),
    )
    if "mode" in e:
        put("mode", any(g.mode == e["mode"] for g in group))
    if "about_type" in e:
        put("about", e["about_type"] == c.about_type)
    if "place" in e:
        put(
            "place",
            c.place is not None and (c.place.text in e["place"] or e["place"] in c.place.text),
        )
    if "date" in e:
        first, _, last = e["date"].partition("/")
        put("date", str(c.when.start) == first and str(c.when.end) == (last or first))
        put(
            "date overlaps",
            c.when.start is not None
            and str(c.when.start) <= (last or first)
            and str(c.when.end) >= first,
        )
    for kind, value in e.get("counts", {}).items():
        put(
            "counts",
            any(
                kind in g.counts and value in (g.counts[kind].best, g.counts[kind].low)
                for g in group
            ),
        )
    sectors = sorted(s for _, s in _wanted(e["actor"]) if s not in ("---", "UNK"))
    if sectors:
        have = {a.sector for a in c.actor}
        put("actor sector", all(set(s.split("/")) & have for s in sectors))


def _show(c: Event) -> str:
    def side(actors: tuple[Actor, ...]) -> str:
        return ",".join(f"{a.country or '---'} {a.sector or '---'} ({a.text})" for a in actors)

    return f"{c.event_type}/{c.mode}/{c.about_type} '{c.trigger}' [{side(c.actor)}] -> [{side(c.recipient)}] {c.status} {c.why['lexicon']} {c.why['rules']}"


def reliability(judged: list[tuple[float, Mapping[str, float], bool]]) -> Iterator[str]:
    """Yield one line per bin of confidence: how sure the rows are and how many are right."""
    for low in (0.0, 0.5, 0.6, 0.7, 0.8, 0.9):
        high = {0.0: 0.5, 0.9: 1.01}.get(low, low + 0.1)
        rows_in = [(c, right) for c, _, right in judged if low <= c < high]
        if rows_in:
            mean = sum(c for c, _ in rows_in) / len(rows_in)
            share = sum(right for _, right in rows_in) / len(rows_in)
            yield f"confidence {low:.1f}-{min(high, 1.0):.1f}: mean {mean:.2f}, right {share:.2f}, n={len(rows_in)}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("dev", "held"))
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--type")
    parser.add_argument("--part")
    args = parser.parse_args()
    found = score(args.split, Coder())
    for note in [
        n
        for n in found.notes
        if (not args.type or args.type in n)
        and (n.startswith(f"PART {args.part}") if args.part else not n.startswith("PART"))
    ][: args.errors]:
        print(note)
    print(f"{'type':12} {'P':>5} {'R':>5} {'F1':>5} {'n':>4}")
    for kind in [*sorted(set(found.right) | set(found.missed) | set(found.wrong)), None]:
        p, r, f = found.figures(kind)
        n = (
            found.right[kind] + found.missed[kind]
            if kind
            else found.right.total() + found.missed.total()
        )
        print(f"{kind or 'all':12} {p:5.2f} {r:5.2f} {f:5.2f} {n:4d}")
    print(f"silent on {found.silent} of {found.empty} sentences without an event")
    for line in reliability(found.judged):
        print(line)
    for name, counts in found.parts.items():
        print(f"{name:14} {counts[True] / counts.total():.2f} of {counts.total()}")


if __name__ == "__main__":
    main()

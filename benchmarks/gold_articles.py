"""Scores the coder on the project's own gold articles: events, links and ties.

Run: python benchmarks/gold_articles.py [--errors]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talion.coding.coder import Coder
from talion.records import Article, Coded, Event

ROOT = Path(__file__).parent.parent


def spot(text: str, trigger: str, occurrence: int) -> tuple[int, int]:
    """Return the offsets of a gold trigger, counted over whole words."""
    hits = list(re.finditer(rf"(?<!\w){re.escape(trigger)}(?!\w)", text))
    return hits[occurrence].span()


def pairs(gold: Mapping[str, Any], coded: Coded, text: str) -> list[tuple[dict[str, Any], Event]]:
    """Return gold and coded events matched one to one by overlapping triggers."""
    options = []
    for n, g in enumerate(gold["events"]):
        a, b = spot(text, g["trigger"], g["occurrence"])
        for e in coded.event_records:
            overlap = min(b, e.end) - max(a, e.start)
            if overlap > 0:
                options.append((overlap, g["type"] == e.event_type, n, e))
    options.sort(key=lambda o: (-o[0], not o[1]))
    used_g: set[int] = set()
    used_e: set[str] = set()
    out = []
    for _, _, n, e in options:
        if n not in used_g and e.event_id not in used_e:
            used_g.add(n)
            used_e.add(e.event_id)
            out.append((gold["events"][n], e))
    return out


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    coder = Coder()
    n: Counter[str] = Counter()
    for path in sorted((ROOT / "tests/gold/articles").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = (ROOT / "examples" / gold["article"]).read_text("utf-8")
        day = dt.date.fromisoformat(gold["article"][:10])
        coded = next(coder.code([Article(path.stem, text, day)]))
        found = pairs(gold, coded, text)
        score_article(gold, coded, found, text, n, args.errors)
    p, r = n["hit"] / max(n["coded"], 1), n["hit_required"] / max(n["required"], 1)
    print(
        f"events found: precision {p:.2f}, recall {r:.2f} ({n['required']} required, {n['coded']} coded)"
    )
    for part in ("type", "status", "actor", "recipient", "place", "date", "attribution"):
        print(
            f"  {part:12} {n[part + '+'] / max(n[part + '+'] + n[part + '-'], 1):.2f} of {n[part + '+'] + n[part + '-']}"
        )
    print(f"phrases without event kept silent: {n['silent']} of {n['phrases']}")
    for kind in ("link", "tie"):
        print(
            f"{kind}s: {n[kind + '_hit']} of {n[kind + '_gold']} found, {n[kind + '_coded']} coded"
        )


def score_article(
    gold: Mapping[str, Any],
    coded: Coded,
    found: list[tuple[dict[str, Any], Event]],
    text: str,
    n: Counter[str],
    errors: bool,
) -> None:
    """Add one article's counts to *n*."""
    by_gold = {id(g): e for g, e in found}
    by_event = {e.event_id: g for g, e in found}
    n["coded"] += len(coded.event_records)
    n["hit"] += len(found)
    for g in gold["events"]:
        if g.get("optional"):
            continue
        n["required"] += 1
        n["hit_required"] += id(g) in by_gold
        if errors and id(g) not in by_gold:
            print(
                "MISSED",
                gold["article"][:20],
                g["type"],
                repr(g["trigger"]),
                [a["text"] for a in g["actor"]],
                [a["text"] for a in g["recipient"]],
            )
    if errors:
        for e in coded.event_records:
            if e.event_id not in by_event:
                print(
                    "EXTRA ",
                    gold["article"][:20],
                    e.event_type,
                    repr(text[max(0, e.start - 40) : e.end + 30]),
                )
    for g, e in found:
        _parts(g, e, n, errors)
    for phrase in gold["no_event"]:
        a = text.index(phrase)
        n["phrases"] += 1
        n["silent"] += not any(a <= e.start < a + len(phrase) for e in coded.event_records)
    _links(gold, coded, found, text, n)
    _ties(gold, coded, n)


def _parts(g: Mapping[str, Any], e: Event, n: Counter[str], errors: bool) -> None:
    def put(name: str, right: bool) -> None:
        n[name + ("+" if right else "-")] += 1
        if errors and not right:
            print(
                "PART  ",
                name,
                repr(e.trigger),
                "wanted",
                g.get(name, g.get("attributed_to")),
                "got",
                {
                    "type": e.event_type,
                    "status": e.status,
                    "actor": [(a.id, a.country) for a in e.actor],
                    "recipient": [(a.id, a.country) for a in e.recipient],
                    "place": e.place and e.place.name,
                    "date": (str(e.when.start), str(e.when.end)),
                    "attribution": [a.id for a in e.attributed_to],
                }[name],
            )

    put("type", g["type"] == e.event_type)
    put("status", g["status"] == e.status)
    for side, got in (("actor", e.actor), ("recipient", e.recipient)):
        wanted = {a["country"] for a in g[side] if a["country"]}
        put(side, not wanted or wanted <= {a.country for a in got})
    if g["place"]:
        put(
            "place",
            e.place is not None and (e.place.text in g["place"] or g["place"] in e.place.text),
        )
    if g["date_start"]:
        put("date", str(e.when.start) == g["date_start"] and str(e.when.end) == g["date_end"])
    put("attribution", bool(g["attributed_to"]) == bool(e.attributed_to))


def _links(
    gold: Mapping[str, Any],
    coded: Coded,
    found: list[tuple[dict[str, Any], Event]],
    text: str,
    n: Counter[str],
) -> None:
    at = {spot(text, g["trigger"], g["occurrence"]): e.event_id for g, e in found}
    have = {(k.kind, k.from_event, k.to_event) for k in coded.link_records}
    n["link_coded"] += len(have)
    for k in gold["links"]:
        ends = [
            at.get(spot(text, k[side]["trigger"], k[side]["occurrence"])) for side in ("from", "to")
        ]
        n["link_gold"] += 1
        n["link_hit"] += (k["kind"], *ends) in have


def _ties(gold: Mapping[str, Any], coded: Coded, n: Counter[str]) -> None:
    n["tie_coded"] += len(coded.tie_records)
    for t in gold["ties"]:
        n["tie_gold"] += 1
        n["tie_hit"] += any(
            c.kind == t["kind"]
            and _one(t.get("from") or t["from_actor"], c.from_actor)
            and _one(t.get("to") or t["to_actor"], c.to_actor)
            for c in coded.tie_records
        )


def _one(wanted: Mapping[str, Any], got: Any) -> bool:
    return wanted.get("id") == got.id or (
        wanted["country"] == got.country
        and bool(set(wanted["text"].lower().split()) & set(got.text.lower().split()))
    )


if __name__ == "__main__":
    main()

"""Merges reports of the same happening into incidents, and keeps every report."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: Verbal acts are as many as their reports say; only material acts and meetings are merged.
MERGED = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE", "RETREAT", "CONSULT", "AID", "COOPERATE"})
#: Two day-exact reports of one happening rarely differ by more than a day, by time zone or by
#: the night between; looser dates may be a week apart.
SLACK = {"day": 1, "week": 3, "assumed": 3}
OTHER_SLACK = 1


def incidents(events: Sequence[Mapping[str, Any]], same: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """Return the incident id of each event id.

    Two reports are one incident if their type agrees, their days overlap, they
    share a party on each side that both name, and their places do not differ;
    a `same` link inside an article joins them in any case.  An incident's id is
    made of its earliest report, so it stays when later reports join.

    Args:
        events: rows with the contract's columns; only `actual` and `ongoing` ones are merged.
        same: pairs of event ids that an article itself makes one.
    """
    parent = {e["event_id"]: e["event_id"] for e in events}

    def find(x: str) -> str:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for a, b in same:
        if a in parent and b in parent:
            parent[find(a)] = find(b)
    buckets: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for e in events:
        if e["status"] in ("actual", "ongoing") and e["event_type"] in MERGED and e["date_precision"] != "range":
            for key in _sides(e["recipient"]) or _sides(e["actor"]):
                buckets[(e["event_type"], key)].append(e)
    for group in buckets.values():
        group.sort(key=lambda e: str(e["date_start"]))
        for n, a in enumerate(group):
            for b in group[n + 1 :]:
                if _days(b, "date_start") and _days(a, "date_end") and _days(b, "date_start") - _days(a, "date_end") > dt.timedelta(days=7):  # type: ignore[operator]
                    break
                if _alike(a, b):
                    parent[find(b["event_id"])] = find(a["event_id"])
    return _named(events, find)


def _named(events: Sequence[Mapping[str, Any]], find: Any) -> dict[str, str]:
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for e in events:
        groups[find(e["event_id"])].append(e)
    out = {}
    for members in groups.values():
        first = min(members, key=lambda e: (str(e["date_start"]), e["event_id"]))
        name = hashlib.sha256(f"incident|{first['event_id']}".encode()).hexdigest()[:16]
        for e in members:
            out[e["event_id"]] = name
    return out


def _alike(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return _days_meet(a, b) and _places_meet(a, b) and _parties_meet(a["actor"], b["actor"]) and _parties_meet(a["recipient"], b["recipient"]) and _modes_meet(a, b)


def _days_meet(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    starts = _days(a, "date_start"), _days(b, "date_start")
    ends = _days(a, "date_end"), _days(b, "date_end")
    if None in starts or None in ends:
        return False
    slack = max(SLACK.get(a["date_precision"], OTHER_SLACK), SLACK.get(b["date_precision"], OTHER_SLACK))
    return max(starts) - min(ends) <= dt.timedelta(days=slack)  # type: ignore[type-var,operator]


def _days(e: Mapping[str, Any], column: str) -> dt.date | None:
    value = e[column]
    if value is None or value != value:
        return None
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])


def _places_meet(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    p, q = a["place"], b["place"]
    if not p or not q:
        return True
    if p["country"] and q["country"] and p["country"] != q["country"]:
        return False
    exact = {"exact", "city"}
    return p["name"] == q["name"] or not (p["precision"] in exact and q["precision"] in exact)


def _parties_meet(a: Sequence[Mapping[str, Any]], b: Sequence[Mapping[str, Any]]) -> bool:
    known_a, known_b = _sides(a), _sides(b)
    return not known_a or not known_b or bool(known_a & known_b)


def _sides(actors: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return what identifies a side: ids, and countries with whether they are armed or civil."""
    out = set()
    for a in actors:
        if a["sector"] == "UNK" and not a["country"]:
            continue
        out.add(a["id"])
        if a["country"] and a["sector"] in ("GOV", "MIL", None, "COP", "SPY"):
            out.add(f"{a['country']}:state")
    return out


def _modes_meet(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return a["mode"] is None or b["mode"] is None or a["mode"] == b["mode"]

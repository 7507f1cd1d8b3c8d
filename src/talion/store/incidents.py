"""Merges reports of the same happening into incidents, and keeps every report."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Verbal acts are as many as their reports say; only material acts and meetings are merged.
MERGED = frozenset(
    {
        "ASSAULT",
        "COERCE",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "RETREAT",
        "CONSULT",
        "AID",
        "COOPERATE",
    }
)
#: Days by which two reports of one happening may differ, by how exactly they are dated: a day
#: for time zones and the night between, more for looser dates.
SLACK = {"day": 1, "week": 3, "assumed": 3}
OTHER_SLACK = 1
#: Reports that begin this much later than another ends are never compared.
FARTHEST = 7
_EXACT = frozenset({"exact", "city"})
_STATE = frozenset({"GOV", "MIL", "COP", "SPY", None})


@dataclass(frozen=True, slots=True)
class _Report:
    """What of an event decides whether it is the same happening as another."""

    id: str
    kind: str
    mode: str | None
    first: dt.date
    last: dt.date
    slack: int
    country: str | None
    place: str | None
    doers: frozenset[str]
    done_to: frozenset[str]


def incidents(
    events: Sequence[Mapping[str, Any]], same: Iterable[tuple[str, str]] = ()
) -> dict[str, str]:
    """Return the incident id of each event id.

    Two reports are one incident if type and mode agree, their days meet, each
    side that both name has a party in common, and their places do not differ; a
    `same` link inside an article joins them in any case.  An incident's id is
    made of its earliest report, so it stays when later reports join.

    Args:
        events: rows with the contract's columns; only `actual` and `ongoing` ones are merged.
        same: pairs of event ids that an article itself makes one.

    Example:
        >>> incidents([])
        {}
    """
    sets = _Sets(e["event_id"] for e in events)
    for a, b in same:
        sets.join(a, b)
    buckets: dict[tuple[str, str], list[_Report]] = defaultdict(list)
    for event in events:
        report = _report(event)
        if report is not None:
            for party in report.done_to or report.doers:
                buckets[(report.kind, party)].append(report)
    for bucket in buckets.values():
        _merge(sorted(bucket, key=lambda r: r.first), sets)
    return _named(events, sets)


class _Sets:
    """Disjoint sets of event ids."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parent = {i: i for i in ids}

    def find(self, x: str) -> str:
        parent = self._parent
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    def join(self, a: str, b: str) -> None:
        if a in self._parent and b in self._parent:
            self._parent[self.find(b)] = self.find(a)


def _report(e: Mapping[str, Any]) -> _Report | None:
    first, last = _day(e["date_start"]), _day(e["date_end"])
    if e["status"] not in ("actual", "ongoing") or e["event_type"] not in MERGED:
        return None
    if e["date_precision"] == "range" or first is None or last is None:
        return None
    place = e["place"] or {}
    return _Report(
        id=e["event_id"], kind=e["event_type"], mode=e["mode"], first=first, last=last,
        slack=SLACK.get(e["date_precision"], OTHER_SLACK),
        country=place.get("country"), place=place.get("name") if place.get("precision") in _EXACT else None,
        doers=_parties(e["actor"]), done_to=_parties(e["recipient"]),
    )  # fmt: skip


def _merge(reports: Sequence[_Report], sets: _Sets) -> None:
    far = dt.timedelta(days=FARTHEST)
    for n, a in enumerate(reports):
        for b in reports[n + 1 :]:
            if b.first - a.last > far:
                break
            if _alike(a, b) and sets.find(a.id) != sets.find(b.id):
                sets.join(a.id, b.id)


def _alike(a: _Report, b: _Report) -> bool:
    if max(a.first, b.first).toordinal() - min(a.last, b.last).toordinal() > max(a.slack, b.slack):
        return False
    if a.mode and b.mode and a.mode != b.mode:
        return False
    if (a.country and b.country and a.country != b.country) or (
        a.place and b.place and a.place != b.place
    ):
        return False
    return not (a.doers and b.doers and a.doers.isdisjoint(b.doers)) and not (
        a.done_to and b.done_to and a.done_to.isdisjoint(b.done_to)
    )


def _parties(actors: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Return what identifies a side: its ids, and the state for those who act for one."""
    known = [a for a in actors if a["country"] or a["sector"] != "UNK"]
    states = {f"{a['country']}:state" for a in known if a["country"] and a["sector"] in _STATE}
    return frozenset({a["id"] for a in known} | states)


def _named(events: Sequence[Mapping[str, Any]], sets: _Sets) -> dict[str, str]:
    groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for e in events:
        groups[sets.find(e["event_id"])].append(e)
    out = {}
    for members in groups.values():
        first = min(members, key=lambda e: (str(e["date_start"]), e["event_id"]))
        name = hashlib.sha256(f"incident|{first['event_id']}".encode()).hexdigest()[:16]
        out.update({e["event_id"]: name for e in members})
    return out


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(value[:10]) if isinstance(value, str) else None

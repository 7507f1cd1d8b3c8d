"""Turns records into rows and data frames with the public column names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from talion.records import Actor, Claim, Count, Event, Link, Place, Tie, Uncoded

if TYPE_CHECKING:
    import pandas as pd

EVENT_COLUMNS = (
    "event_id", "article_id", "sentence", "start", "end", "trigger",
    "event_type", "about_type", "mode", "contexts", "quad_class", "score",
    "actor", "recipient",
    "date_start", "date_end", "date_precision", "date_text",
    "place", "counts", "status", "hedged", "attributed_to", "confidence", "why",
)  # fmt: skip
LINK_COLUMNS = tuple(f.name for f in fields(Link))
TIE_COLUMNS = tuple(f.name for f in fields(Tie))
CLAIM_COLUMNS = tuple(f.name for f in fields(Claim))
UNCODED_COLUMNS = tuple(f.name for f in fields(Uncoded))

_PLAIN = (
    "event_id", "article_id", "sentence", "start", "end", "trigger", "event_type",
    "about_type", "mode", "quad_class", "score", "status", "hedged", "confidence",
)  # fmt: skip


def actor_object(actor: Actor) -> dict[str, Any]:
    """Return an actor as the contract's actor object."""
    return {f.name: getattr(actor, f.name) for f in fields(Actor)}


def place_object(place: Place | None) -> dict[str, Any] | None:
    """Return a place as the contract's place object, or None."""
    return None if place is None else {f.name: getattr(place, f.name) for f in fields(Place)}


def counts_object(counts: Mapping[str, Count]) -> dict[str, dict[str, Any]]:
    """Return counts as ``{kind: {low, best, high, text}}``."""
    return {
        kind: {"low": c.low, "best": c.best, "high": c.high, "text": c.text}
        for kind, c in counts.items()
    }


def event_row(event: Event) -> dict[str, Any]:
    """Return one event as a flat row in the order of `EVENT_COLUMNS`."""
    row: dict[str, Any] = {name: getattr(event, name) for name in _PLAIN}
    row["contexts"] = list(event.contexts)
    row["actor"] = [actor_object(a) for a in event.actor]
    row["recipient"] = [actor_object(a) for a in event.recipient]
    row["date_start"] = event.when.start.isoformat() if event.when.start else None
    row["date_end"] = event.when.end.isoformat() if event.when.end else None
    row["date_precision"] = event.when.precision
    row["date_text"] = event.when.text
    row["place"] = place_object(event.place)
    row["counts"] = counts_object(event.counts)
    row["attributed_to"] = [actor_object(a) for a in event.attributed_to]
    row["why"] = dict(event.why)
    return {name: row[name] for name in EVENT_COLUMNS}


def link_row(link: Link) -> dict[str, Any]:
    """Return one link as a flat row."""
    return asdict(link)


def tie_row(tie: Tie) -> dict[str, Any]:
    """Return one tie as a row whose actors are actor objects."""
    row = asdict(tie)
    row["attributed_to"] = list(row["attributed_to"])
    return row


def json_line(row: Mapping[str, Any]) -> str:
    """Return *row* as one line of JSON, with text kept readable."""
    return json.dumps(row, ensure_ascii=False, separators=(", ", ": "))


def _frame(rows: Iterable[Mapping[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(columns))


def events_frame(events: Iterable[Event]) -> pd.DataFrame:
    """Return events as a data frame with `EVENT_COLUMNS`."""
    return _frame((event_row(e) for e in events), EVENT_COLUMNS)


def links_frame(links: Iterable[Link]) -> pd.DataFrame:
    """Return links as a data frame with `LINK_COLUMNS`."""
    return _frame((link_row(k) for k in links), LINK_COLUMNS)


def ties_frame(ties: Iterable[Tie]) -> pd.DataFrame:
    """Return ties as a data frame with `TIE_COLUMNS`."""
    return _frame((tie_row(t) for t in ties), TIE_COLUMNS)


def claims_frame(claims: Iterable[Claim]) -> pd.DataFrame:
    """Return claims as a data frame with `CLAIM_COLUMNS`."""
    return _frame((asdict(c) for c in claims), CLAIM_COLUMNS)


def uncoded_frame(uncoded: Iterable[Uncoded]) -> pd.DataFrame:
    """Return what was not coded as a data frame with `UNCODED_COLUMNS`."""
    return _frame((asdict(u) for u in uncoded), UNCODED_COLUMNS)

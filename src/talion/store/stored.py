"""Gives back as records what a database holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from talion import tables
from talion.records import (
    Actor,
    Article,
    Claim,
    Coded,
    Count,
    Event,
    Link,
    Place,
    Tie,
    Uncoded,
    When,
)
from talion.store.database import Database

ARTICLE = ("article_id", "text", "date", "title", "source", "url", "path", "sentences")
#: Articles given back at once: few, since each may hold a long text.
BATCH = 32


def stored(database: Database) -> Iterator[Coded]:
    """Yield everything stored, a few articles at a time, in the order of their days.

    Example:
        >>> list(stored(Database(":memory:")))
        []
    """
    ids = [
        row[0] for row in database.rows("SELECT article_id FROM articles ORDER BY date, article_id")
    ]
    for start in range(0, len(ids), BATCH):
        yield _batch(database, ids[start : start + BATCH])


def _batch(database: Database, ids: Sequence[str]) -> Coded:
    articles = _rows(database, "articles", ARTICLE, ids)
    order = {ident: n for n, ident in enumerate(ids)}
    articles.sort(key=lambda a: order[a["article_id"]])
    links = _rows(database, "links", tables.LINK_COLUMNS, ids)
    return Coded(
        articles=tuple(_article(a) for a in articles),
        event_records=tuple(
            _event(e) for e in _rows(database, "events", tables.EVENT_COLUMNS, ids)
        ),
        link_records=tuple(Link(**k) for k in links),
        tie_records=tuple(_tie(t) for t in _rows(database, "ties", tables.TIE_COLUMNS, ids)),
        claim_records=tuple(
            _claim(c) for c in _rows(database, "claims", tables.CLAIM_COLUMNS, ids)
        ),
        uncoded=tuple(
            Uncoded(**u) for u in _rows(database, "uncoded", tables.UNCODED_COLUMNS, ids)
        ),
        sentences={
            a["article_id"]: tuple((s, e) for s, e in json.loads(a["sentences"] or "[]"))
            for a in articles
        },
    )


def _rows(
    database: Database, table: str, columns: Sequence[str], ids: Sequence[str]
) -> list[dict[str, Any]]:
    names = ", ".join(f'"{c}"' for c in columns)
    order = ' ORDER BY article_id, "start"' if table != "articles" else ""
    sql = f"SELECT {names} FROM {table} WHERE article_id IN (SELECT unnest(?)){order}"
    return [dict(zip(columns, row, strict=True)) for row in database.rows(sql, [list(ids)])]


def _article(row: dict[str, Any]) -> Article:
    given = {k: v for k, v in row.items() if k not in ("article_id", "sentences")}
    return Article(id=row["article_id"], **given)


def _event(row: dict[str, Any]) -> Event:
    days = [row.pop(k) for k in ("date_start", "date_end", "date_precision", "date_text")]
    place, counts = _json(row.pop("place")), _json(row.pop("counts")) or {}
    given: dict[str, Any] = {
        "when": When(*days),
        "place": Place(**place) if place else None,
        "counts": {kind: Count(**numbers) for kind, numbers in counts.items()},
        "actor": _actors(row.pop("actor")),
        "recipient": _actors(row.pop("recipient")),
        "attributed_to": _actors(row.pop("attributed_to")),
        "why": _json(row.pop("why")) or {},
        "contexts": tuple(row.pop("contexts") or ()),
    }
    return Event(**row, **given)


def _tie(row: dict[str, Any]) -> Tie:
    sides: dict[str, Any] = {k: Actor(**_json(row.pop(k))) for k in ("from_actor", "to_actor")}
    given = _actors(row.pop("attributed_to"))
    return Tie(**row, **sides, attributed_to=given)


def _claim(row: dict[str, Any]) -> Claim:
    return Claim(**row | {"attributed_to": _actors(row["attributed_to"])})


def _actors(text: str | None) -> tuple[Actor, ...]:
    return tuple(Actor(**a) for a in _json(text) or ())


def _json(text: str | None) -> Any:
    return None if text is None else json.loads(text)

"""Keeps coded articles in one DuckDB file; what is written stays written."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pandas as pd

from talion import tables
from talion.records import Coded
from talion.store.schema import OF_ARTICLE, TABLES, VERSION

_JSON = {
    "actor",
    "recipient",
    "place",
    "counts",
    "attributed_to",
    "why",
    "from_actor",
    "to_actor",
    "sentences",
}


class StoreError(RuntimeError):
    """A database file cannot be used; the message says why and what to do."""


class Database:
    """One DuckDB file of articles and what they report.

    Every batch is one transaction: after a kill the file holds all batches
    that were finished.  Reading an article again replaces its rows.

    Example:
        >>> with Database(":memory:") as db:
        ...     db.add(Coded())
        ...     len(db.events())
        0
    """

    def __init__(self, path: str | Path, read_only: bool = False) -> None:
        self.path = str(path)
        try:
            self._con = duckdb.connect(self.path, read_only=read_only)
        except duckdb.Error as error:
            msg = f"{path}: cannot be opened as a talion database ({_first_line(error)}). Name another file with --db, or close the program that holds it."
            raise StoreError(msg) from error
        if not read_only:
            self._create()
        self._check_version()

    def __enter__(self) -> Database:
        """Return the database itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._con.close()

    def _create(self) -> None:
        self._con.execute("BEGIN")
        for statement in TABLES:
            self._con.execute(statement)
        if not self._con.execute("SELECT 1 FROM meta WHERE key = 'schema'").fetchone():
            self._con.execute("INSERT INTO meta VALUES ('schema', ?)", [str(VERSION)])
        self._con.execute("COMMIT")

    def _check_version(self) -> None:
        try:
            row = self._con.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        except duckdb.Error as error:
            msg = f"{self.path}: this DuckDB file was not written by talion. Name another file with --db."
            raise StoreError(msg) from error
        if row is None or int(row[0]) != VERSION:
            msg = f"{self.path}: written with schema {row and row[0]}, this talion uses {VERSION}. Read the articles again into a new file."
            raise StoreError(msg)

    # -- writing ----------------------------------------------------------------

    def begin_run(
        self, version: str, model: str, knowledge: str, options: Mapping[str, Any]
    ) -> str:
        """Record what this run codes with, and return its id."""
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        run = hashlib.sha256(f"{now}{options}".encode()).hexdigest()[:12]
        self._con.execute(
            "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?)",
            [run, now, version, model, knowledge, json.dumps(dict(options), default=str)],
        )
        return run

    def add(self, coded: Coded, run: str | None = None) -> None:
        """Store everything in *coded* in one transaction."""
        if not coded.articles:
            return
        ids = [a.id for a in coded.articles]
        owner = {e.event_id: e.article_id for e in coded.event_records}
        frames = {
            "events": tables.events_frame(coded.event_records),
            "links": tables.links_frame(coded.link_records).assign(
                article_id=lambda f: f["from_event"].map(owner)
            ),
            "ties": tables.ties_frame(coded.tie_records),
            "claims": tables.claims_frame(coded.claim_records),
            "uncoded": tables.uncoded_frame(coded.uncoded),
        }
        self._con.execute("BEGIN")
        try:
            self._replace(ids)
            self._insert("articles", _articles_frame(coded, run))
            for name, frame in frames.items():
                self._insert(name, frame)
            self._con.execute("COMMIT")
        except BaseException:
            self._con.execute("ROLLBACK")
            raise

    def _replace(self, ids: Sequence[str]) -> None:
        for name in ("articles", *OF_ARTICLE):
            self._con.execute(
                f"DELETE FROM {name} WHERE article_id IN (SELECT unnest(?))", [list(ids)]
            )

    def _insert(self, table: str, frame: pd.DataFrame) -> None:
        if frame.empty:
            return
        plain = frame.copy()
        for column in plain.columns:
            if column in _JSON:
                plain[column] = [
                    None if v is None else json.dumps(_plain(v), ensure_ascii=False)
                    for v in plain[column]
                ]
        plain = plain.astype(object).where(plain.notna(), None)
        names = ", ".join(f'"{c}"' for c in plain.columns)
        self._con.register("incoming", plain)
        self._con.execute(
            f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM incoming"
            if table != "uncoded"
            else f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming"
        )
        self._con.unregister("incoming")

    def set_incidents(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Replace the incidents by *pairs* of incident id and event id."""
        frame = pd.DataFrame(list(pairs), columns=["incident_id", "event_id"])
        self._con.execute("BEGIN")
        self._con.execute("DELETE FROM incidents")
        self._insert("incidents", frame)
        self._con.execute("COMMIT")

    # -- reading ----------------------------------------------------------------

    def frame(self, sql: str, values: Sequence[Any] = ()) -> pd.DataFrame:
        """Return the answer of a query; *values* fill its question marks."""
        return self._con.execute(sql, list(values)).df()

    def events(self) -> pd.DataFrame:
        """Return all events with the contract's columns, JSON read back into objects."""
        names = ", ".join(f'"{c}"' for c in tables.EVENT_COLUMNS)
        frame = self.frame(f'SELECT {names} FROM events ORDER BY article_id, "start"')
        for column in _JSON & set(frame.columns):
            frame[column] = [
                None if not isinstance(v, str) else json.loads(v) for v in frame[column]
            ]
        frame["contexts"] = [list(v) for v in frame["contexts"]]
        for column in ("date_start", "date_end"):
            frame[column] = [None if pd.isna(v) else str(v)[:10] for v in frame[column]]
        return frame

    def event(self, event_id: str) -> dict[str, Any] | None:
        """Return one event as a row, by its id or the beginning of it, or None."""
        found = self._con.execute(
            "SELECT * FROM events WHERE starts_with(event_id, ?) LIMIT 2", [event_id]
        )
        names = [d[0] for d in found.description or ()]
        rows = found.fetchall()
        if len(rows) != 1:
            return None
        row = dict(zip(names, rows[0], strict=True))
        return {k: json.loads(v) if k in _JSON and v is not None else v for k, v in row.items()}

    def article(self, article_id: str) -> dict[str, Any] | None:
        """Return the article with this id as a row, or None."""
        found = self._con.execute("SELECT * FROM articles WHERE article_id = ?", [article_id])
        names = [d[0] for d in found.description or ()]
        row = found.fetchone()
        return None if row is None else dict(zip(names, row, strict=True))

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query."""
        yield from self._con.execute(sql, list(values)).fetchall()


def _articles_frame(coded: Coded, run: str | None) -> pd.DataFrame:
    rows = []
    for a in coded.articles:
        row = asdict(a)
        row["article_id"] = row.pop("id")
        row["text_hash"] = hashlib.sha256(a.text.encode("utf-8", "surrogatepass")).hexdigest()
        row["text"] = a.text.encode("utf-8", "replace").decode("utf-8")
        row["sentences"] = [list(p) for p in coded.sentences.get(a.id, ())]
        row["run_id"] = run
        rows.append(row)
    return pd.DataFrame(rows)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        return asdict(value)
    return value


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__

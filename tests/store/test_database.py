"""What is written stays written, and comes back as it was."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from talion import tables
from talion.records import Actor, Article, Coded, Count, Event, Link, Place, When
from talion.store.database import Database, StoreError


def event(n: int, article: str = "a", **changes: object) -> Event:
    """Return one event that differs from others by *n* and *changes*."""
    usa = Actor("usa", "United States", "USA", None, "US", 0, 2, "name")
    kh = Actor(
        "kataib-hezbollah-irq", "Kata'ib Hezbollah", "IRQ", "PRM", "the militia", 5, 16, "alias"
    )
    place = Place("Kirkuk", "IRQ", "Kirkuk", 35.46, 44.39, 94787, "city", "Kirkuk", 20, 26)
    values: dict[str, object] = {
        "event_id": f"e{n}", "article_id": article, "sentence": 0, "start": n, "end": n + 3, "trigger": "hit",
        "event_type": "ASSAULT", "about_type": None, "mode": "aerial", "contexts": ("military",), "quad_class": 4,
        "score": -9.3, "actor": (usa,), "recipient": (kh,),
        "when": When(dt.date(2019, 12, 29), dt.date(2019, 12, 29), "day", "Sunday"), "place": place,
        "counts": {"dead": Count(25, 25, None, "at least 25")}, "status": "actual", "hedged": False,
        "attributed_to": (usa,), "confidence": 0.8, "why": {"lexicon": "assault.csv:1"},
    }  # fmt: skip
    return Event(**{**values, **changes})  # type: ignore[arg-type]


def coded(*events: Event, article: str = "a", links: tuple[Link, ...] = ()) -> Coded:
    return Coded((Article(article, "text of it", dt.date(2020, 1, 4)),), events, links)


def test_events_come_back_as_the_contract_has_them(tmp_path: Path) -> None:
    with Database(tmp_path / "x.duckdb") as db:
        db.add(coded(event(1)))
        back = db.events()
    assert list(back.columns) == list(tables.EVENT_COLUMNS)
    assert json.loads(json.dumps(back.iloc[0].to_dict(), default=int)) == json.loads(
        json.dumps(tables.event_row(event(1)))
    )


def test_an_empty_database_has_the_right_columns(tmp_path: Path) -> None:
    with Database(tmp_path / "x.duckdb") as db:
        assert list(db.events().columns) == list(tables.EVENT_COLUMNS)


def test_reading_an_article_again_replaces_its_rows_and_no_others(tmp_path: Path) -> None:
    with Database(tmp_path / "x.duckdb") as db:
        db.add(coded(event(1), event(2)))
        db.add(coded(event(3, "b"), article="b"))
        db.add(coded(event(4)))
        assert sorted(db.events()["event_id"]) == ["e3", "e4"]


def test_a_failed_batch_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Database(tmp_path / "x.duckdb") as db:
        db.add(coded(event(1)))
        whole = Database._insert

        def fail(self: Database, table: str, frame: object) -> None:
            if table == "events":
                raise RuntimeError("disk full")
            whole(self, table, frame)  # type: ignore[arg-type]

        monkeypatch.setattr(Database, "_insert", fail)
        with pytest.raises(RuntimeError, match="disk full"):
            db.add(coded(event(2, "b"), article="b"))
        monkeypatch.setattr(Database, "_insert", whole)
        assert list(db.frame("SELECT article_id FROM articles")["article_id"]) == ["a"]


_WRITER = """
import sys
from talion.records import Article, Coded
from talion.store.database import Database
with Database(sys.argv[1]) as db:
    for n in range(100_000):
        db.add(Coded((Article(f"a{n}", "text " * 50),)))
        print(n, flush=True)
"""


def test_a_kill_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    path = str(tmp_path / "x.duckdb")
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, path], stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        for line in worker.stdout:
            if int(line) == 20:
                worker.kill()
                break
    with Database(path) as db:
        kept = set(db.frame("SELECT article_id FROM articles")["article_id"])
    assert {f"a{n}" for n in range(21)} <= kept


def test_a_file_that_is_no_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("not a database at all")
    with pytest.raises(StoreError, match=r"notes\.duckdb.*--db"):
        Database(path)


def test_a_foreign_duckdb_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE meta (key VARCHAR, value VARCHAR)")
        con.execute("INSERT INTO meta VALUES ('schema', '99')")
    with pytest.raises(StoreError, match="schema 99"):
        Database(path)


def test_text_never_becomes_a_query(tmp_path: Path) -> None:
    hostile = "x'); DROP TABLE events; --"
    with Database(tmp_path / "x.duckdb") as db:
        db.add(Coded((Article(hostile, hostile, None, title=hostile),), (event(1, hostile),)))
        assert db.article(hostile) is not None
        assert db.event(hostile) is None
        assert len(db.events()) == 1


def test_an_event_is_found_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    with Database(tmp_path / "x.duckdb") as db:
        db.add(coded(event(1, event_id="abc123"), event(2, event_id="abd456")))
        found = db.event("abc")
        assert found is not None and found["event_id"] == "abc123"
        assert db.event("ab") is None


def test_what_the_coder_finds_survives_the_store(
    code: Callable[..., Coded], tmp_path: Path
) -> None:
    found = code(
        "Rebels shelled the army base in Kirkuk on Tuesday, killing 12 soldiers. The army retaliated by bombing a rebel camp."
    )
    with Database(tmp_path / "x.duckdb") as db:
        db.add(found)
        assert set(db.events()["event_id"]) == {e.event_id for e in found.event_records}
        assert len(db.frame("SELECT * FROM links")) == len(found.link_records)

"""What a database holds comes back as it was put in."""

from __future__ import annotations

from talion import code
from talion.records import Coded
from talion.store.database import Database
from talion.store.stored import stored

TEXT = (
    "Iran-backed militiamen fired rockets at a US base near Mosul on Friday, killing two soldiers, the Pentagon said. "
    "The US struck back on Saturday. It was the worst attack since 2019."
)


def test_everything_coded_comes_back_the_same() -> None:
    coded = code(
        [
            {"id": "a", "text": TEXT, "date": "2020-01-04", "title": "Rockets"},
            {"id": "b", "text": "", "date": None},
        ]
    )
    assert coded.event_records
    assert coded.tie_records
    with Database(":memory:") as database:
        database.add(coded)
        back = Coded.join(stored(database))
    for name in (
        "articles",
        "event_records",
        "link_records",
        "tie_records",
        "claim_records",
        "uncoded",
    ):
        assert set(map(repr, getattr(back, name))) == set(map(repr, getattr(coded, name))), name
    assert dict(back.sentences) == dict(coded.sentences)


def test_articles_come_back_by_day() -> None:
    items = [
        {"id": str(n), "text": "Iran attacked Iraq.", "date": f"2020-01-{40 - n:02}"}
        for n in range(10, 35)
    ]
    with Database(":memory:") as database:
        database.add(code(items))
        days = [str(a.date) for coded in stored(database) for a in coded.articles]
    assert days == sorted(days)
    assert len(days) == 25

"""Reports of one happening become one incident; different happenings do not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from talion import tables
from talion.records import Actor, Place, When
from talion.store.incidents import incidents

from .test_database import event


def row(n: int, **changes: Any) -> dict[str, Any]:
    return tables.event_row(event(n, article=f"a{n}", **changes))


def same(*rows: dict[str, Any], links: tuple[tuple[str, str], ...] = ()) -> bool:
    """Tell whether all *rows* are one incident."""
    return len(set(incidents(rows, links).values())) == 1


def day(d: int, precision: str = "day") -> When:
    return When(dt.date(2019, 12, d), dt.date(2019, 12, d), precision)  # type: ignore[arg-type]


SYRIA = Actor("syr", "Syria", "SYR", None, "Syria", 0, 5, "name")
BASRA = Place("Basra", "IRQ", "Basra", 30.5, 47.8, 99532, "city", "Basra", 1, 2)


def test_two_reports_of_one_strike_are_one_incident() -> None:
    assert same(row(1), row(2))


def test_a_report_a_day_later_may_be_the_same_strike() -> None:
    assert same(row(1, when=day(29)), row(2, when=day(30)))


@pytest.mark.parametrize(
    "changes",
    [
        {"when": day(10)},
        {"recipient": (SYRIA,)},
        {"place": BASRA},
        {"event_type": "COERCE"},
        {"mode": "drone"},
        {"status": "denied"},
        {"status": "hypothetical"},
    ],
    ids=lambda c: next(iter(c)),
)
def test_a_report_that_differs_is_another_incident(changes: dict[str, Any]) -> None:
    assert not same(row(1), row(2, **changes))


def test_a_report_without_a_place_joins_one_that_names_it() -> None:
    assert same(row(1), row(2, place=None))


def test_verbal_acts_are_not_merged() -> None:
    assert not same(row(1, event_type="ACCUSE"), row(2, event_type="ACCUSE"))


def test_an_article_that_says_so_makes_two_reports_one() -> None:
    assert same(row(1), row(2, when=day(1)), links=(("e1", "e2"),))


def test_an_incident_keeps_its_id_when_a_later_report_joins() -> None:
    alone = incidents([row(1)])["e1"]
    assert incidents([row(1), row(2, when=day(30))])["e1"] == alone


def test_nothing_gives_nothing() -> None:
    assert incidents([]) == {}


def test_many_reports_are_merged_in_reasonable_time() -> None:
    rows = [row(n, when=day(1 + n % 28)) for n in range(1500)]
    assert len(set(incidents(rows).values())) < len(rows)

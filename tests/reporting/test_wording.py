"""Codes read as words, and every code of the records has words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import get_args

import pytest

from talion import records
from talion.records import Count, Event, When
from talion.reporting import wording

D = dt.date


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("status", get_args(records.Status)),
        ("precision", get_args(records.DatePrecision)),
        ("place", get_args(records.PlacePrecision)),
        ("link", get_args(records.LinkKind)),
        ("link_from", get_args(records.LinkKind)),
        ("link_to", get_args(records.LinkKind)),
        ("step", get_args(records.LinkKind)),
        ("tie", get_args(records.TieKind)),
        ("quad", (1, 2, 3, 4)),
    ],
)
def test_every_code_has_words(section: str, codes: tuple[object, ...]) -> None:
    """No code of the records reaches a reader bare, and no words are left without a code."""
    assert set(wording.words()[section]) == {str(c) for c in codes}


def test_every_status_says_that_it_is_a_report_or_less() -> None:
    """Nothing is worded as a fact."""
    assert all("reported" in words or "spoken of" in words for words in wording.words()["status"].values())


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(D(2020, 1, 3), D(2020, 1, 3), "day"), "2020-01-03"),
        (When(D(2019, 1, 1), D(2019, 12, 31), "year"), "2019"),
        (When(D(2015, 1, 1), D(2019, 12, 31), "year"), "2015–2019"),
        (When(D(2019, 12, 1), D(2019, 12, 31), "month"), "2019-12"),
        (When(D(2019, 12, 1), D(2019, 12, 10), "month"), "2019-12"),
        (When(D(2019, 12, 23), D(2019, 12, 29), "week"), "2019-12-23 – 2019-12-29"),
        (When(None, D(2019, 12, 29), "range"), "until 2019-12-29"),
        (When(D(2019, 12, 29), None, "range"), "from 2019-12-29"),
        (When(None, None, "assumed"), "undated"),
    ],
)
def test_days_are_told_as_exactly_as_the_text_gives_them(when: When, words: str) -> None:
    """A month is not told as a day."""
    assert wording.day(when) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Count(4, 4, 4, "four"), "4"),
        (Count(30, None, None, "more than 30"), "at least 30"),
        (Count(30, 40, None, "30 or 40"), "about 40, at least 30"),
        (Count(None, None, 12, "up to 12"), "at most 12"),
        (Count(None, 100, None, "about 100"), "about 100"),
        (Count(None, None, None, "scores"), "scores"),
        (Count(0, 0, 0, "no"), "0"),
    ],
)
def test_open_bounds_are_told(count: Count, words: str) -> None:
    """A bound that the text leaves open is not closed in the telling."""
    assert wording.number(count) == words


def test_parties_read_in_the_direction_of_the_act(coded: records.Coded) -> None:
    """The actor stands before the arrow."""
    assert wording.parties(coded.event_records[0]) == "M23 → DR Congo (police)"


def test_equals_stand_side_by_side(make_event: Callable[..., Event], make_actor: Callable[..., records.Actor]) -> None:
    """Two actors without a recipient act on each other."""
    text = "Mali and Niger met"
    met = make_event(text, "met", "CONSULT", actor=(make_actor(text, "Mali", "mli", "Mali"), make_actor(text, "Niger", "ner", "Niger")))
    assert wording.parties(met) == "Mali ↔ Niger"


def test_who_is_not_named_is_unidentified(make_event: Callable[..., Event]) -> None:
    """An act without an actor is told with one that is unknown."""
    assert wording.parties(make_event("killed", "killed")) == "unidentified"


def test_a_source_and_doubt_are_told(coded: records.Coded) -> None:
    """Whose word it is stands beside the status."""
    assert wording.report(coded.event_records[0]) == "reported by DR Congo (government)"

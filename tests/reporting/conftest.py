"""Articles coded by hand, so that reports are tested without the coder."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections.abc import Callable, Mapping
from typing import Any

import pytest

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

TEXT = (
    "Rebels shelled a police post in Goma on 3 March, killing four officers, the ministry said. "
    "The army bombed two rebel camps on 4 March in response to the attack. "
    "It was the heaviest fighting since 2013. Rwanda, which arms the rebels, sees a battle of nerves."
)
QUAD = {"ASSAULT": (4, -9.3), "CONSULT": (1, 2.1), "AID": (2, 7.4), "ACCUSE": (3, -2.0)}


def actor(text: str, words: str, ident: str, name: str, country: str | None = "COD", sector: str | None = None) -> Actor:
    start = text.find(words) if words else 0
    return Actor(ident, name, country, sector, words, start, start + len(words), "name in the directory")


def event(text: str, trigger: str, kind: str = "ASSAULT", article_id: str = "goma", **given: Any) -> Event:
    start = text.index(trigger)
    quad, score = QUAD[kind]
    values: dict[str, Any] = {
        "event_id": hashlib.sha256(f"{article_id}{start}{kind}".encode()).hexdigest()[:16],
        "article_id": article_id, "sentence": 0, "start": start, "end": start + len(trigger), "trigger": trigger,
        "event_type": kind, "about_type": None, "mode": None, "contexts": ("military",), "quad_class": quad, "score": score,
        "actor": (), "recipient": (), "when": When(dt.date(2025, 3, 3), dt.date(2025, 3, 3), "day", None), "place": None,
        "counts": {}, "status": "actual", "hedged": False, "attributed_to": (), "confidence": 0.8,
        "why": {"lexicon": "assault.csv:12", "rules": ["status: plain past"]},
    }  # fmt: skip
    return Event(**(values | given))


def place(text: str, words: str, name: str, lat: float | None, lon: float | None, precision: str = "city") -> Place:
    start = text.find(words)
    return Place(name, "COD", None, lat, lon, None, precision, words, start, start + len(words))  # type: ignore[arg-type]


@pytest.fixture
def make_event() -> Callable[..., Event]:
    """Return the maker of events, by text and trigger."""
    return event


@pytest.fixture
def make_actor() -> Callable[..., Actor]:
    """Return the maker of actors, by text, words, id and name."""
    return actor


@pytest.fixture
def make_place() -> Callable[..., Place]:
    """Return the maker of places."""
    return place


@pytest.fixture
def coded() -> Coded:
    """Return one article with two linked events, a tie, a claim and a phrase not coded."""
    t = TEXT
    rebels = actor(t, "Rebels", "m23-cod", "M23", sector="REB")
    police = actor(t, "a police post", "cod-cop", "DR Congo (police)", sector="COP")
    army = actor(t, "The army", "cod-mil", "DR Congo (military)", sector="MIL")
    camps = actor(t, "two rebel camps", "m23-cod", "M23", sector="REB")
    ministry = actor(t, "the ministry", "cod-gov", "DR Congo (government)", sector="GOV")
    goma = place(t, "Goma", "Goma", -1.68, 29.22)
    first = event(
        t, "shelled", actor=(rebels,), recipient=(police,), place=goma, mode="heavy-weapons", attributed_to=(ministry,),
        counts={"dead": Count(4, 4, 4, "four")}, when=When(dt.date(2025, 3, 3), dt.date(2025, 3, 3), "day", "on 3 March"),
    )  # fmt: skip
    second = event(
        t, "bombed", actor=(army,), recipient=(camps,), sentence=1, mode="aerial",
        when=When(dt.date(2025, 3, 4), dt.date(2025, 3, 4), "day", "on 4 March"),
    )  # fmt: skip
    at = t.index("in response")
    link = Link("l1", "response", second.event_id, first.event_id, at, at + 11, "in response", 0.85)
    rwanda = actor(t, "Rwanda", "rwa", "Rwanda", "RWA")
    at = t.index("Rwanda")
    tie = Tie("t1", "sponsors", rwanda, rebels, "goma", at, at + 28, t[at : at + 28], (), 0.7)
    at = t.index("It was")
    claim = Claim("c1", "goma", 2, at, at + 41, t[at : at + 41], "record", ())
    at = t.index("battle of nerves")
    left = Uncoded("goma", 3, at, at + 16, "battle of nerves", "figurative use")
    ends = [0, *(n + 2 for n in range(len(t)) if t[n : n + 2] == ". "), len(t)]
    spans: Mapping[str, tuple[tuple[int, int], ...]] = {"goma": tuple(itertools.pairwise(ends))}
    article = Article("goma", t, dt.date(2025, 3, 5), "Fighting near Goma", "Example Wire", "https://example.org/goma?a=1&b=2", "goma.txt")
    return Coded((article,), (first, second), (link,), (tie,), (claim,), (left,), spans)


HOSTILE = (
    "<script>window.ran = 1</script> <img src=x onerror='window.ran = 2'> </script><svg onload=window.ran=3> "
    "{{ 7 * 7 }} \u202etxet sdrawkcab\u202c &lt;b&gt; \x1b[31mred\x07 javascript:window.ran=4 attacked '\"><b>bold</b>"
)


@pytest.fixture
def hostile() -> Coded:
    """Return an article in which every text that a page shows tries to run or to steer the screen."""
    t = HOSTILE
    bad = Actor("x\"><script>window.ran=5</script>", "</option><script>window.ran=6</script>", "\"><i>", "'>", "<script>", 0, 8, HOSTILE)
    where = Place("</title><script>window.ran=7</script>", None, None, 10.0, 20.0, None, "city", "img", 34, 37)
    wicked = event(
        t, "attacked", article_id="</textarea><script>window.ran=8</script>", actor=(bad,), recipient=(bad,), place=where,
        counts={"dead": Count(None, None, None, "<script>window.ran=9</script>")}, attributed_to=(bad,),
        why={"</script><script>window.ran=10</script>": ["\x1b]0;title\x07<script>window.ran=11</script>", {"<b>": "</b>"}]},
        when=When(dt.date(2025, 3, 3), dt.date(2025, 3, 4), "range", "<script>"),
    )  # fmt: skip
    ident = wicked.article_id
    tie = Tie("<t>", "opposes", bad, bad, ident, 0, 8, "<script>window.ran=12</script>", (bad,), 0.5)
    claim = Claim("<c>", ident, 0, 0, 20, "<script>window.ran=13</script>", "trend", (bad,))
    left = Uncoded(ident, 0, 5, 25, "<script>window.ran=14</script>", "<script>window.ran=15</script>")
    article = Article(ident, t, None, "</title><script>window.ran=16</script>\u202e", "<script>", "javascript:window.ran=17", "<script>")
    return Coded((article,), (wicked,), (), (tie,), (claim,), (left,), {ident: ((0, len(t)),)})

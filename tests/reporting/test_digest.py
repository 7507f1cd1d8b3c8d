"""A digest sums everything exactly and keeps no more than a report shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from talion.records import Article, Coded, Count, Event
from talion.reporting import digest as digests
from talion.reporting.digest import Digest


def test_everything_is_summed(coded: Coded) -> None:
    """Sums count each kind of record once."""
    digest = Digest.of(coded)
    assert (digest.events, digest.links, digest.ties, digest.claims) == (2, 1, 1, 1)
    assert dict(digest.reasons) == {"figurative use": 1}
    assert [(d.actor, d.recipient, d.events, d.first) for d in digest.ranked_dyads()] == [
        ("cod-mil", "m23-cod", 1, "2025-03-04"),
        ("m23-cod", "cod-cop", 1, "2025-03-03"),
    ]


def test_an_article_knows_its_own_numbers(coded: Coded) -> None:
    """The line of an article counts what was found in it and nothing else."""
    other = Coded(articles=(Article("b", "Quiet."),))
    lines = Digest.of(coded, other).headlines
    assert [(h.id, h.events, h.links, h.ties, h.claims, h.uncoded) for h in lines] == [("goma", 2, 1, 1, 1, 1), ("b", 0, 0, 0, 0, 0)]


def test_the_sentence_of_an_event_is_quoted(coded: Coded) -> None:
    """A quote is the sentence and not its neighbours."""
    quotes = Digest.of(coded).quotes
    assert quotes[coded.event_records[1].event_id] == "The army bombed two rebel camps on 4 March in response to the attack."


def test_sums_stay_exact_beyond_what_is_kept(coded: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left out of a report is still counted, and the count of it is told."""
    monkeypatch.setattr(digests, "MAX_EVENTS", 3)
    parts = [_renamed(coded, str(n)) for n in range(3)]
    digest = Digest.of(*parts)
    assert (digest.events, digest.kept_events) == (6, 3)
    assert digest.left_out == 6 - len(digest.kept.event_records)
    assert sum(digest.days.values()) == 6


def test_no_link_is_kept_without_its_events(coded: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link whose events are not shown is not shown either."""
    monkeypatch.setattr(digests, "MAX_EVENTS", 1)
    digest = Digest.of(coded)
    assert (digest.links, digest.kept.link_records) == (1, ())


def test_texts_are_kept_within_bounds(coded: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long text is cut, later ones are left out, and every article keeps its line."""
    monkeypatch.setattr(digests, "MAX_CHARACTERS", 100)
    monkeypatch.setattr(digests, "MIN_CHARACTERS", 10)
    digest = Digest.of(coded, _renamed(coded, "b"))
    assert [len(a.text) for a in digest.kept.articles] == [100]
    assert [h.shown for h in digest.headlines] == [100, 0]
    assert len(digest.headlines) == 2


def test_the_gravest_event_is_told_wherever_it_stands(coded: Coded, make_event: Callable[..., Event], monkeypatch: pytest.MonkeyPatch) -> None:
    """An event beyond what is kept is still told first if it is the gravest, and quoted."""
    monkeypatch.setattr(digests, "MAX_EVENTS", 2)
    text = "Then a bomb killed ninety."
    late = make_event(text, "killed", article_id="late", counts={"dead": Count(90, 90, 90, "ninety")})
    digest = Digest.of(coded, Coded((Article("late", text),), (late,), sentences={"late": ((0, len(text)),)}))
    assert digest.top[0] == late
    assert late in digest.kept.event_records
    assert digest.quotes[late.event_id] == text


def test_a_happening_told_twice_ranks_once(coded: Coded) -> None:
    """Of events that an article makes one, the first stands for all."""
    first, second = coded.event_records
    same = replace(coded.link_records[0], kind="same", from_event=second.event_id, to_event=first.event_id)
    assert Digest.of(replace(coded, link_records=(same,))).top == [first]


def test_the_dead_weigh_more_than_the_type(make_event: Callable[..., Event]) -> None:
    """Reported deaths come first, acts only spoken of last."""
    text = "met killed attacked planned"
    met = make_event(text, "met", "CONSULT")
    killed = make_event(text, "killed", counts={"dead": Count(2, 2, 2, "two")})
    attacked = make_event(text, "attacked")
    planned = make_event(text, "planned", status="hypothetical", counts={"dead": Count(9, 9, 9, "nine")})
    assert [e.trigger for e in Digest.of(Coded(event_records=(planned, met, attacked, killed))).top] == ["killed", "attacked", "met", "planned"]


@pytest.mark.parametrize(
    ("article", "title"),
    [
        (Article("a", "Talks fail in Doha\n\nThe parties left.", path="x/a.txt"), "Talks fail in Doha"),
        (Article("a", "The parties left Doha.\nThey will meet again.", path="x/a.txt"), "a.txt"),
        (Article("a", "Talks fail in Doha", path="x/a.txt"), "a.txt"),
        (Article("a", "", title="Given"), "Given"),
        (Article("a", ""), "a"),
    ],
)
def test_an_article_without_a_title_is_called_by_its_heading_or_file(article: Article, title: str) -> None:
    """A first line like a heading serves as title, else the file's name, else the id."""
    assert Digest.of(Coded(articles=(article,))).headlines[0].title == title


def _renamed(coded: Coded, ident: str) -> Coded:
    return replace(
        coded,
        articles=tuple(replace(a, id=ident) for a in coded.articles),
        event_records=tuple(replace(e, article_id=ident, event_id=f"{ident}-{e.event_id}") for e in coded.event_records),
        link_records=(), tie_records=(), claim_records=(), uncoded=(), sentences={},
    )  # fmt: skip

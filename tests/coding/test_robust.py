"""No text stops the coder, offsets are exact, and the same text gives the same ids."""

from __future__ import annotations

import datetime as dt
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talion.coding.coder import Coder
from talion.records import Article, Coded

TEXT = (
    "Rebels shelled the port of Aden on Friday, killing two soldiers, officials said. "
    "“The army will answer,” a general warned. Saudi Arabia, which backs the government, "
    "condemned the attack and promised to send aid to Yemen."
)


def coded(coder: Coder, text: str) -> Coded:
    """Return what *text* reports on a fixed day."""
    return next(coder.code([Article("a", text, dt.date(2020, 1, 4))]))


def check(result: Coded, text: str) -> None:
    """Check what must hold of any result."""
    ids = {e.event_id for e in result.event_records}
    assert len(ids) == len(result.event_records)
    for e in result.event_records:
        assert text[e.start : e.end] == e.trigger
        assert 0 <= e.confidence <= 1
        for a in (*e.actor, *e.recipient, *e.attributed_to):
            assert not a.text or text[a.start : a.end] == a.text
    assert all({k.from_event, k.to_event} <= ids for k in result.link_records)
    for t in result.tie_records:
        assert text[t.start : t.end] == t.text
    for c in result.claim_records:
        assert text[c.start : c.end] == c.text


@given(st.text(max_size=300))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_random_text_never_raises(coder: Coder, text: str) -> None:
    check(coded(coder, text), text)


@given(st.randoms(use_true_random=False))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_broken_news_never_raises(coder: Coder, rng: random.Random) -> None:
    words = TEXT.split()
    rng.shuffle(words)
    text = " ".join(words)[: rng.randrange(1, len(TEXT))]
    text = rng.choice([text, text.upper(), text.lower(), text.replace(" ", " - ")])
    check(coded(coder, text), text)


def test_offsets_survive_typographic_quotes(coder: Coder) -> None:
    result = coded(coder, TEXT)
    check(result, TEXT)
    assert {e.event_type for e in result.event_records} >= {"ASSAULT", "ACCUSE", "AGREE"}


def test_the_same_text_gives_the_same_ids(coder: Coder) -> None:
    first, again = coded(coder, TEXT), coded(coder, TEXT)
    assert first.event_records == again.event_records
    assert first.link_records == again.link_records


def test_ids_are_those_of_every_machine(coder: Coder) -> None:
    (event,) = coded(coder, "Rebels shelled the port of Aden.").event_records
    assert event.event_id == "7829855127b13de1"


@pytest.mark.parametrize("text", ["", "   \n\t ", "...", "\u200b\u0000", "🙂" * 50, "a" * 5000])
def test_nothing_to_say_gives_an_empty_result(coder: Coder, text: str) -> None:
    assert coded(coder, text).event_records == ()


def test_a_run_on_sentence_costs_in_proportion_to_its_length(coder: Coder) -> None:
    unit = "rebels attacked the town and "

    def cost(n: int) -> float:
        start = time.process_time()
        coded(coder, unit * n)
        return time.process_time() - start

    cost(20)
    short, long = cost(100), cost(800)
    assert long < 8 * short * 3

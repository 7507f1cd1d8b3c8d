"""The kind of article talion lives on, coded from end to end.

The text itself belongs to others and is not in the repository; the tests
skip where it is absent.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from talion.records import Coded, Event

ARTICLE = Path(__file__).parents[3] / "shared" / "article.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not at ../shared/article.txt")


@pytest.fixture(scope="module")
def coded(code: Callable[..., Coded]) -> Coded:
    return code(ARTICLE.read_text("utf-8"), "2020-01-04")


def find(coded: Coded, kind: str, trigger: str, sentence: int | None = None) -> Event:
    found = [e for e in coded.event_records if e.event_type == kind and trigger in e.trigger and sentence in (None, e.sentence)]
    assert found, f"no {kind} at {trigger!r}; got {[(e.event_type, e.trigger) for e in coded.event_records]}"
    return found[0]


def ids(actors: tuple) -> set[str]:
    return {a.id for a in actors}


def countries(actors: tuple) -> set[str | None]:
    return {a.country for a in actors}


def links(coded: Coded, kind: str) -> set[tuple[str, str]]:
    return {(k.from_event, k.to_event) for k in coded.link_records if k.kind == kind}


def at(text: str, events: tuple[Event, ...]) -> list[Event]:
    body = ARTICLE.read_text("utf-8")
    start = body.index(text)
    return [e for e in events if start <= e.start < start + len(text)]


def test_the_killing_is_one_event_with_the_taking_out_and_its_victim_led_the_guards(coded: Coded) -> None:
    killing, taking = find(coded, "ASSAULT", "killing", 0), find(coded, "ASSAULT", "taking out")
    assert ids(killing.recipient) == {"qasem-soleimani"}
    assert countries(killing.recipient) == {"IRN"}
    assert {(taking.event_id, killing.event_id), (killing.event_id, taking.event_id)} & links(coded, "same")
    assert any(t.kind == "leads" and t.from_actor.id == "qasem-soleimani" and t.to_actor.country == "IRN" for t in coded.tie_records)
    assert not at("decisive victory", coded.event_records)


def test_arab_states_complain_of_iran_and_warn_of_no_harm_of_their_own(coded: Coded) -> None:
    complaint = find(coded, "ACCUSE", "complained")
    assert (complaint.status, countries(complaint.recipient)) == ("ongoing", {"IRN"})
    assert complaint.actor[0].id == "arab-states"
    assert not at("warned the international community", coded.event_records)


def test_iran_sponsors_militias_in_four_countries(coded: Coded) -> None:
    sponsored = {t.to_actor.country for t in coded.tie_records if t.kind == "sponsors" and t.from_actor.id == "irn"}
    assert {"LBN", "SYR", "IRQ", "YEM"} <= sponsored


def test_the_months_of_attacks_led_to_the_killing_of_one_contractor_the_week_before(coded: Coded) -> None:
    attacks, killing = find(coded, "ASSAULT", "targeting"), find(coded, "ASSAULT", "killing", 4)
    assert (attacks.status, attacks.place and attacks.place.country, attacks.when.precision) == ("ongoing", "IRQ", "range")
    assert countries(attacks.recipient) == {"USA"} == countries(killing.recipient)
    assert killing.counts["dead"].best == 1
    assert (str(killing.when.start), str(killing.when.end)) == ("2019-12-23", "2019-12-29")
    assert (attacks.event_id, killing.event_id) in links(coded, "cause")


def test_the_warning_is_a_threat_that_iran_rejects(coded: Coded) -> None:
    threat, refusal = find(coded, "THREATEN", "warned"), find(coded, "REJECT", "dismissed")
    assert (countries(threat.actor), countries(threat.recipient)) == ({"USA"}, {"IRN"})
    assert (countries(refusal.actor), countries(refusal.recipient), refusal.hedged) == ({"IRN"}, {"USA"}, True)
    assert not at("could escalate", coded.event_records)


def test_both_sides_of_the_exchanges_are_actors(coded: Coded) -> None:
    exchange = find(coded, "ASSAULT", "exchanges")
    assert (countries(exchange.actor), exchange.recipient) == ({"USA", "IRQ"}, ())


def test_kirkuk_answers_the_attacks_before_it_with_thirty_rockets_or_more(coded: Coded) -> None:
    strike = find(coded, "ASSAULT", "attacking")
    assert ids(strike.recipient) == {"kataib-hezbollah-irq"}
    assert (strike.place and strike.place.name, strike.mode, strike.counts["munitions"].low) == ("Kirkuk", "heavy-weapons", 30)
    assert (strike.event_id, find(coded, "ASSAULT", "targeting").event_id) in links(coded, "response")


def test_the_embassy_answers_kirkuk_and_the_us_is_an_ally_against_daesh(coded: Coded) -> None:
    storm, fight = find(coded, "ASSAULT", "stormed"), find(coded, "ASSAULT", "fought")
    hashed = "popular-mobilization-forces-irq"
    assert hashed in ids(storm.actor)
    assert (countries(storm.recipient), storm.place and storm.place.name) == ({"USA"}, "Baghdad")
    assert (storm.event_id, find(coded, "ASSAULT", "attacking").event_id) in links(coded, "response")
    assert (ids(fight.actor), ids(fight.recipient)) == ({hashed}, {"islamic-state"})
    assert fight.when.end is not None and fight.when.end.year < 2020


def test_the_strike_answers_the_storming_and_aims_at_attacks_that_have_not_happened(coded: Coded) -> None:
    strike = find(coded, "ASSAULT", "taking out")
    assert (countries(strike.actor), ids(strike.recipient), strike.status) == ({"USA"}, {"qasem-soleimani"}, "actual")
    assert any(a == strike.event_id for a, _ in links(coded, "response"))
    aims = {b for a, b in links(coded, "purpose") if a == strike.event_id}
    assert aims and all(e.status == "hypothetical" for e in coded.event_records if e.event_id in aims)


def test_the_plan_is_on_espers_word_and_no_attack(coded: Coded) -> None:
    plan = find(coded, "ASSAULT", "attack", 13)
    assert plan.status == "hypothetical"
    assert ids(plan.attributed_to) == {"mark-esper"}


def test_tehran_has_proxies_and_orders_nothing_that_happened(coded: Coded) -> None:
    inside = at("Tehran will think twice now before ordering its proxies to fight on its behalf", coded.event_records)
    assert all(e.status not in ("actual", "ongoing") for e in inside)
    assert any(t.kind == "sponsors" and "proxies" in t.text for t in coded.tie_records)


def test_the_protests_are_in_iran_against_its_government_over_prices(coded: Coded) -> None:
    protest = find(coded, "PROTEST", "protests")
    assert (protest.place and protest.place.country, countries(protest.recipient)) == ("IRN", {"IRN"})
    assert "unemployment" in str(protest.why) and "prices" in str(protest.why)


@pytest.mark.parametrize("opinion", ["must learn", "openly defying US threats", "significant ramifications", "will be struggling"])
def test_opinions_are_no_events(coded: Coded, opinion: str) -> None:
    assert not at(opinion, coded.event_records)

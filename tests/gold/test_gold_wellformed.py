"""The gold is well formed: every word it points to is there and every code it uses exists."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from talion.knowledge.ontology import Ontology

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
ONTOLOGY = Ontology.load()
ARTICLES = sorted((HERE / "articles").glob("*.json"))
STATUSES = {"actual", "ongoing", "future", "hypothetical", "denied"}
COUNTS = {"dead", "injured", "arrested", "displaced", "participants", "munitions"}
ABOUT = {"AGREE", "THREATEN", "CONCEDE", "REQUEST", "REJECT"}
LINKS = {"response", "cause", "purpose", "same"}
TIES = {"sponsors", "leads", "member_of", "part_of", "allied_with", "opposes"}
ACTOR = re.compile(r"(---|[A-Z]{3})(/[A-Z]{3})* (---|[A-Z]{3})(/[A-Z]{3})*")


def sentences() -> list[dict[str, str]]:
    with (HERE / "sentences.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def expected() -> Iterator[tuple[str, dict[str, Any]]]:
    for row in sentences():
        for event in json.loads(row["expected"]):
            yield row["id"], event


def article(gold: Path) -> tuple[dict[str, Any], str]:
    data = json.loads(gold.read_text(encoding="utf-8"))
    return data, (EXAMPLES / data["article"]).read_text(encoding="utf-8")


def places_of(words: str, text: str) -> list[int]:
    """Every start of *words* in *text* that does not cut a longer word."""
    return [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def wrong_codes(event: Mapping[str, Any]) -> list[str]:
    """What is not a code in the type, mode, about_type, status and counts of *event*."""
    kind, mode, about = event["type"], event.get("mode"), event.get("about_type")
    if kind not in ONTOLOGY.types:
        return [f"type {kind}"]
    wrong = []
    if mode and mode not in ONTOLOGY.modes(kind):
        wrong.append(f"mode {mode} of {kind}")
    if about and (about not in ONTOLOGY.types or kind not in ABOUT):
        wrong.append(f"about_type {about} of {kind}")
    if event["status"] not in STATUSES:
        wrong.append(f"status {event['status']}")
    return wrong + [f"count {key}" for key in set(event.get("counts", ())) - COUNTS]


def wrong_country(code: str) -> bool:
    return not re.fullmatch(r"[A-Z]{3}", code)


def test_every_sentence_has_its_own_id_and_text() -> None:
    """No id and no sentence comes twice, so that no sentence counts double."""
    rows = sentences()
    assert len(rows) >= 700
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["text"] for row in rows}) == len(rows)


def test_every_third_sentence_is_held_out() -> None:
    """Rows 3, 6, 9… are held; the others may be used to develop."""
    for number, row in enumerate(sentences(), start=1):
        assert row["split"] == ("held" if number % 3 == 0 else "dev"), row["id"]


def test_about_a_third_of_the_sentences_report_nothing() -> None:
    """Sentences without an event are as common as in news, so silence can be measured."""
    rows = sentences()
    silent = sum(row["expected"] == "[]" for row in rows)
    assert 0.25 < silent / len(rows) < 0.4


def test_sentence_dates_are_days() -> None:
    """Each sentence carries the day of publication as an ISO date."""
    for row in sentences():
        assert dt.date.fromisoformat(row["date"]).isoformat() == row["date"], row["id"]


def test_sentence_codes_exist() -> None:
    """Types, modes, statuses and counts of the sentences are those of the ontology."""
    assert [(i, wrong) for i, event in expected() if (wrong := wrong_codes(event))] == []


def test_sentence_actors_are_a_country_and_a_sector() -> None:
    """An actor is written as country and sector, `---` for what the text leaves open."""
    for row_id, event in expected():
        assert event["actor"], row_id
        for actor in [*event["actor"], *event["recipient"], *event.get("attributed", ())]:
            assert ACTOR.fullmatch(actor), f"{row_id}: {actor}"
            countries, sectors = actor.split(" ")
            assert not any(map(wrong_country, set(countries.split("/")) - {"---"})), row_id
            assert set(sectors.split("/")) - {"---"} <= set(ONTOLOGY.sectors), f"{row_id}: {actor}"


def test_sentence_places_stand_in_the_sentence() -> None:
    """A place is written as in the sentence."""
    texts = {row["id"]: row["text"] for row in sentences()}
    for row_id, event in expected():
        if place := event.get("place"):
            assert places_of(place, texts[row_id]), f"{row_id}: {place}"


def test_sentence_event_dates_are_in_order_and_not_after_the_article() -> None:
    """An event date is a day or a span, and only a future event lies after publication."""
    published = {row["id"]: row["date"] for row in sentences()}
    for row_id, event in expected():
        days = [dt.date.fromisoformat(day) for day in event.get("date", "").split("/") if day]
        assert days == sorted(days), row_id
        if days and event["status"] != "future":
            assert days[-1].isoformat() <= published[row_id], row_id


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda path: path.stem)
def test_triggers_stand_in_the_article(gold: Path) -> None:
    """Each trigger occurs often enough in the text, and no two events share one."""
    data, text = article(gold)
    keys = [(event["trigger"], event["occurrence"]) for event in data["events"]]
    assert len(set(keys)) == len(keys)
    for trigger, occurrence in keys:
        assert len(places_of(trigger, text)) > occurrence, trigger


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda path: path.stem)
def test_article_codes_exist(gold: Path) -> None:
    """Types, modes, statuses and counts of the articles are those of the ontology."""
    data, _ = article(gold)
    assert [(e["trigger"], wrong) for e in data["events"] if (wrong := wrong_codes(e))] == []


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda path: path.stem)
def test_article_actors_are_named_as_in_the_text(gold: Path) -> None:
    """An actor's words stand in the article; an empty text is an actor understood from before."""
    data, text = article(gold)
    for event in data["events"]:
        for actor in [*event["actor"], *event["recipient"], *event["attributed_to"]]:
            assert actor["text"] in text, actor
            assert actor["country"] is None or not wrong_country(actor["country"]), actor
            assert actor["sector"] is None or actor["sector"] in ONTOLOGY.sectors, actor


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda path: path.stem)
def test_article_dates_are_in_order(gold: Path) -> None:
    """A dated event starts before it ends."""
    data, _ = article(gold)
    for event in data["events"]:
        days = [event["date_start"], event["date_end"]]
        assert (days[0] is None) == (days[1] is None), event["trigger"]
        if days[0]:
            assert dt.date.fromisoformat(days[0]) <= dt.date.fromisoformat(days[1]), event[
                "trigger"
            ]


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda path: path.stem)
def test_links_and_ties_point_to_what_is_there(gold: Path) -> None:
    """Links join events of the same article; ties join named parties by a known kind."""
    data, text = article(gold)
    keys = {(event["trigger"], event["occurrence"]) for event in data["events"]}
    for link in data["links"]:
        assert link["kind"] in LINKS
        for end in (link["from"], link["to"]):
            assert (end["trigger"], end["occurrence"]) in keys, end
    for tie in data["ties"]:
        assert tie["kind"] in TIES
        assert tie["from"]["text"] in text and tie["to"]["text"] in text, tie


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda path: path.stem)
def test_phrases_without_event_hold_no_trigger(gold: Path) -> None:
    """A phrase said to report nothing stands in the text, and no expected event lies in it."""
    data, text = article(gold)
    triggers = [
        (places_of(event["trigger"], text)[event["occurrence"]], event["trigger"])
        for event in data["events"]
    ]
    for phrase in data["no_event"]:
        start = text.index(phrase)
        inside = [words for at, words in triggers if start <= at < start + len(phrase)]
        assert inside == [], phrase

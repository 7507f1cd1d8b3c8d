"""The public contract: names, columns and meanings that users and other tools rely on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import talion
from talion.cli import app
from talion.records import Coded

TEXT = (
    "BAGHDAD, Jan. 3 - Rebels of Kataib Hezbollah shelled an army base in Kirkuk on Tuesday, killing at least 12 soldiers, "
    "a spokesman for the defence ministry said. The army retaliated by bombing a rebel camp. "
    "The United States warned Iran that there would be consequences. Iran, which backs the militia, denied attacking anyone."
)
EVENT = [
    "event_id",
    "article_id",
    "sentence",
    "start",
    "end",
    "trigger",
    "event_type",
    "about_type",
    "mode",
    "contexts",
    "quad_class",
    "score",
    "actor",
    "recipient",
    "date_start",
    "date_end",
    "date_precision",
    "date_text",
    "place",
    "counts",
    "status",
    "hedged",
    "attributed_to",
    "confidence",
    "why",
]
ACTOR = ["id", "name", "country", "sector", "text", "start", "end", "resolved_by"]
PLACE = [
    "name",
    "country",
    "admin1",
    "lat",
    "lon",
    "geonames_id",
    "precision",
    "text",
    "start",
    "end",
]
LINK = ["link_id", "kind", "from_event", "to_event", "start", "end", "text", "confidence"]
TIE = [
    "tie_id",
    "kind",
    "from_actor",
    "to_actor",
    "article_id",
    "start",
    "end",
    "text",
    "attributed_to",
    "confidence",
]
TYPES = set(
    [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    ]
)
runner = CliRunner()


@pytest.fixture(scope="module")
def coded() -> Coded:
    return talion.code(TEXT, date="2020-01-04")


def test_event_rows_have_the_columns_of_the_contract_in_order(coded: Coded) -> None:
    assert list(coded.events().columns) == EVENT
    assert len(coded.events()) >= 3


def test_links_and_ties_have_their_columns(coded: Coded) -> None:
    assert list(coded.links().columns) == LINK
    assert list(coded.ties().columns) == TIE


def test_a_text_without_events_gives_the_same_columns() -> None:
    nothing = talion.code("The weather was fine.", date="2020-01-04")
    assert list(nothing.events().columns) == EVENT and nothing.events().empty
    assert list(nothing.links().columns) == LINK and list(nothing.ties().columns) == TIE


def test_every_offset_points_at_its_words(coded: Coded) -> None:
    for row in coded.events().to_dict("records"):
        assert TEXT[row["start"] : row["end"]] == row["trigger"]
        for thing in [
            *row["actor"],
            *row["recipient"],
            *row["attributed_to"],
            *([row["place"]] if row["place"] else []),
        ]:
            assert TEXT[thing["start"] : thing["end"]] == thing["text"]
    for row in [*coded.links().to_dict("records"), *coded.ties().to_dict("records")]:
        assert TEXT[row["start"] : row["end"]] == row["text"]


def test_values_are_of_the_kinds_the_contract_names(coded: Coded) -> None:
    for row in coded.events().to_dict("records"):
        assert row["event_type"] in TYPES
        assert row["about_type"] is None or row["about_type"] in TYPES
        assert row["quad_class"] in (1, 2, 3, 4)
        assert row["status"] in {"actual", "ongoing", "future", "hypothetical", "denied"}
        assert row["date_precision"] in {"day", "week", "month", "year", "range", "assumed"}
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row[c]) for c in ("date_start", "date_end"))
        assert 0 <= row["confidence"] <= 1
        assert isinstance(row["contexts"], list) and isinstance(row["why"], dict) and row["why"]
        assert all(list(a) == ACTOR for a in [*row["actor"], *row["recipient"]])
        assert row["actor"], "an event without a named actor has an UNK actor"
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", a["id"]) for a in row["actor"])
        assert row["place"] is None or list(row["place"]) == PLACE
        assert all(list(c) == ["low", "best", "high", "text"] for c in row["counts"].values())
        json.dumps(row)


def test_the_shelling_is_coded_in_full(coded: Coded) -> None:
    events = coded.events()
    row = events[events["trigger"] == "shelled"].iloc[0]
    assert (row["event_type"], row["mode"], row["status"], row["date_start"]) == (
        "ASSAULT",
        "heavy-weapons",
        "actual",
        "2019-12-31",
    )
    assert row["actor"][0]["id"] == "kataib-hezbollah-irq"
    assert (row["place"]["name"], row["place"]["country"]) == ("Kirkuk", "IRQ")
    assert row["counts"]["dead"]["low"] == 12
    assert row["attributed_to"], "the spokesman is the source"


def test_ids_are_the_same_in_every_run(coded: Coded) -> None:
    again = talion.code(TEXT, date="2020-01-04")
    assert list(again.events()["event_id"]) == list(coded.events()["event_id"])
    assert coded.events()["event_id"].is_unique


def test_an_iterable_and_a_data_frame_are_coded_like_single_texts(coded: Coded) -> None:
    rows = [
        {"id": "a", "date": "2020-01-04", "text": TEXT},
        {"id": "b", "date": "2020-01-05", "text": "Police arrested 14 demonstrators in Minsk."},
    ]
    listed, framed = talion.code(rows), talion.code(pd.DataFrame(rows))
    assert list(listed.events()["event_id"]) == list(framed.events()["event_id"])
    assert set(listed.events()["article_id"]) == {"a", "b"}
    assert list(listed.events()[listed.events()["article_id"] == "a"]["trigger"]) == list(
        coded.events()["trigger"]
    )


@pytest.mark.parametrize(
    ("data", "date", "error"),
    [(7, None, TypeError), ("x", "soon", ValueError), ([{"id": 1}], None, TypeError)],
)
def test_what_cannot_be_coded_is_refused_in_words(
    data: object, date: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"(?i)give|write"):
        talion.code(data, date=date)


def test_a_relation_has_a_type_and_probabilities_that_add_up() -> None:
    sentence = "Chad accused Sudan of arming rebels who attacked N'Djamena."
    found = talion.relation(sentence, source=(0, 4), target=(13, 18))
    assert found.type == "ACCUSE"
    assert sum(found.probabilities.values()) == pytest.approx(1)
    assert set(found.probabilities) >= TYPES
    assert talion.relation(sentence, source=(0, 4), target=None).type in TYPES
    assert [r.type for r in talion.relations([(sentence, (0, 4), (13, 18))] * 3)] == ["ACCUSE"] * 3


def test_a_span_outside_the_sentence_is_refused() -> None:
    with pytest.raises(ValueError, match="source"):
        talion.relation("Chad accused Sudan.", source=(0, 99), target=None)


@pytest.mark.parametrize(
    "args",
    [
        ("Chad accused Sudan.", "Chad", "Sudan"),
        ("", None, None),
        ("Chad accused Sudan.", (0,), None),
    ],
)
def test_what_is_no_span_is_refused_in_words(args: tuple[Any, Any, Any]) -> None:
    with pytest.raises((TypeError, ValueError), match="Give"):
        talion.relation(*args)


def test_the_spacy_component_sets_events_links_and_ties(coded: Coded) -> None:
    from talion.coding.parse import load_model

    nlp = load_model()
    nlp.add_pipe("talion")
    doc = nlp(TEXT)
    assert {e["trigger"] for e in doc._.events} >= {"shelled", "bombing"}
    assert isinstance(doc._.links, list) and isinstance(doc._.ties, list)
    assert all(doc.text[e["start"] : e["end"]] == e["trigger"] for e in doc._.events)


def test_code_prints_one_json_line_an_event(tmp_path: Path, coded: Coded) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    out = runner.invoke(app, ["code", str(tmp_path / "a.txt"), "--date", "2020-01-04"])
    rows = [json.loads(line) for line in out.stdout.splitlines()]
    assert out.exit_code == 0
    assert [list(r) for r in rows] == [EVENT] * len(rows)
    assert [r["trigger"] for r in rows] == list(coded.events()["trigger"])


@pytest.mark.parametrize(("flag", "columns"), [("--links", LINK), ("--ties", TIE)])
def test_code_prints_links_and_ties_on_request(
    tmp_path: Path, flag: str, columns: list[str]
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    out = runner.invoke(app, ["code", str(tmp_path / "a.txt"), "--date", "2020-01-04", flag])
    rows = [json.loads(line) for line in out.stdout.splitlines()]
    assert out.exit_code == 0 and rows
    assert all(list(r) == columns for r in rows)


def test_read_writes_a_database_and_a_page_and_reading_twice_changes_nothing(
    tmp_path: Path,
) -> None:
    from talion.store.database import Database

    (tmp_path / "a.txt").write_text(TEXT)
    db = tmp_path / "x.duckdb"
    args = ["read", str(tmp_path / "a.txt"), "--date", "2020-01-04", "--db", str(db)]
    assert runner.invoke(app, args).exit_code == 0
    with Database(db, read_only=True) as first:
        ids = sorted(first.events()["event_id"])
    assert runner.invoke(app, args).exit_code == 0
    with Database(db, read_only=True) as second:
        assert sorted(second.events()["event_id"]) == ids
    assert db.with_suffix(".html").exists()


def test_explain_shows_the_words_and_what_decided(tmp_path: Path) -> None:
    from talion.store.database import Database

    (tmp_path / "a.txt").write_text(TEXT)
    db = tmp_path / "x.duckdb"
    runner.invoke(
        app, ["read", str(tmp_path / "a.txt"), "--date", "2020-01-04", "--db", str(db), "--no-page"]
    )
    with Database(db, read_only=True) as store:
        row = store.events().query("trigger == 'shelled'").iloc[0]
    out = runner.invoke(app, ["explain", row["event_id"], "--db", str(db)])
    assert out.exit_code == 0
    assert "shelled" in out.stdout and "assault.csv" in out.stdout and "Kirkuk" in out.stdout


def test_a_broken_input_is_named_and_the_rest_is_done(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"id": "1", "date": "2020-01-04", "text": "Police arrested 14 demonstrators in Minsk."}\n{broken\n'
    )
    out = runner.invoke(app, ["code", str(tmp_path / "a.jsonl")])
    assert out.exit_code == 1
    assert "a.jsonl" in out.stderr and "2" in out.stderr
    assert len(out.stdout.splitlines()) == 1


@pytest.mark.parametrize("args", [["code"], ["code", "a.txt", "--date", "yesterday"], ["nonsense"]])
def test_wrong_usage_exits_with_two(args: list[str]) -> None:
    assert runner.invoke(app, args).exit_code == 2


def test_help_says_what_each_command_does(code: Callable[..., Coded]) -> None:
    for command in ("read", "code", "explain", "knowledge"):
        assert "Usage" in runner.invoke(app, [command, "--help"]).stdout

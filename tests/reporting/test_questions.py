"""Questions to a record: how they are worded, and which a record suggests."""

from __future__ import annotations

import pandas as pd
import pytest

from talion.dynamics import dyads, load_events
from talion.reporting.questions import GRAMMAR, Question, WrongQuestion, suggested


@pytest.mark.parametrize(
    "text",
    [
        "react isr hezbollah-lbn",
        "react 'ISR*' irn+hezbollah-lbn --quad 3,4",
        "effect 2020-01-03 2020-01-08 --of usa --on irn --days 30",
        "threats 'Islamic Republic of Iran' usa --types ASSAULT,COERCE",
        "since 2006-07-12 --on LBN --claim 2000-01-01",
        "forecast a b --days 14",
        "dyads --proxies in",
    ],
)
def test_a_question_reads_and_writes_alike(text: str) -> None:
    assert str(Question.read(text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "begins with none of dyads, react"),
        ("explain 3f2a", "begins with none of"),
        ("react isr", "the following arguments are required: b. Write it as: react A B"),
        ("effect 2020-01-03 --on irn", "--of"),
        ("forecast a b --days soon", "invalid int value"),
        ("react a b --proxies in", "unrecognized arguments"),
        ("react a b --quad four", "--quad takes 1, 2, 3 or 4"),
        ("react 'a b", "No closing quotation"),
    ],
)
def test_a_wrong_question_is_refused_with_how_to_put_it(text: str, words: str) -> None:
    with pytest.raises(WrongQuestion) as error:
        Question.read(text)
    assert words in str(error.value)


def test_every_question_of_the_command_line_can_be_asked_of_a_page() -> None:
    """Each takes what its command takes, the file and the output aside."""
    from typer.main import get_command

    from talion.cli import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    for name, (before, options) in GRAMMAR.items():
        given = {p.name for p in commands[name].params} - {
            "files",
            "columns",
            "quad",
            "types",
            "as_json",
            "save_plot",
        }
        mine = {key.rstrip("+!") for key in (*before, *options)}
        assert given == ({"dates_and_files", *mine} - {"dates"} if name == "effect" else mine)


def pair(n: int, *more: tuple[str, str, str, str]) -> pd.DataFrame:
    days = pd.date_range("2020-01-01", periods=n).astype(str)
    rows = [(d, *("ab" if i % 2 else "ba"), "ASSAULT") for i, d in enumerate(days)]
    return pd.DataFrame([*rows, *more], columns=["date", "actor", "recipient", "type"])


def test_a_small_record_suggests_nothing() -> None:
    table = pair(10)
    assert suggested(load_events(table), dyads(table)) == []


def test_one_sided_pairs_are_not_asked_about() -> None:
    table = pair(120).assign(actor="a", recipient="b")
    assert [q.name for q in suggested(load_events(table), dyads(table))] == ["since"]


def test_threats_are_asked_about_where_there_are_any() -> None:
    table = pair(40, ("2020-01-05", "b", "a", "THREATEN"))
    names = [str(q) for q in suggested(load_events(table), dyads(table))]
    assert "threats b a" in names
    assert "threats a b" not in names


def test_what_the_record_does_not_know_is_said() -> None:
    with pytest.raises(WrongQuestion, match="'nobody' is no actor"):
        Question.read("react a nobody").ask(load_events(pair(40)))

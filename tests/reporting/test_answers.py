"""Answers on a page: what is told, what cannot be told, and nothing that runs."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from talion.cli import app
from talion.dynamics import simulate
from talion.records import Coded
from talion.reporting.answers import Answers, answers
from talion.reporting.digest import Digest
from talion.reporting.page import render, render_answers
from talion.reporting.questions import read_all
from talion.store.database import Database


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Three years of acts of A and B with threats, a place and months of protest."""
    acts = simulate.events(simulate.World(days=1100, rates=(0.6, 0.6)), seed=1)
    kinds = acts.assign(type="ASSAULT", theatre="IRQ").drop(columns="quad_class")
    threats = kinds.iloc[::15].assign(type="THREATEN")
    return pd.concat([kinds, threats], ignore_index=True)


ASKED = (
    "react A B", "effect 2001-06-01 2002-01-10 --of A --on B", "threats A B --days 7", "since 2002-06-01",
    "spill 2002-06-01", "forecast A B --days 14", "pressure A", "dyads",
)  # fmt: skip


@pytest.fixture(scope="module")
def found(table: pd.DataFrame) -> Answers:
    return answers(table, read_all(ASKED))


def test_each_question_is_told_or_its_refusal_is(found: Answers) -> None:
    assert len(found.told) + len(found.untold) == len(ASKED)
    assert [a.command for a in found.untold] == ["pressure A"]
    assert "48 are needed" in found.untold[0].lines[0]


def test_answers_carry_verdict_drawing_and_words(found: Answers) -> None:
    by_name = {a.command.split()[0]: a for a in found.told}
    assert by_name["react"].verdicts[0].startswith("A: ")
    assert by_name["react"].title == "Do A and B answer each other?"
    assert "Track record" in " ".join(by_name["forecast"].lines)
    for name in ("react", "effect", "threats", "since", "forecast"):
        assert by_name[name].drawing.startswith("<figure>"), name
        assert by_name[name].lines, name


def test_caveats_common_to_all_are_told_once(table: pd.DataFrame) -> None:
    late = table.assign(status="actual")
    late.loc[0, "status"] = "denied"
    several = answers(late, read_all(["react A B", "forecast A B"]))
    words = "Left out: 1 event reported as planned, denied or hypothetical."
    assert words in several.caveats
    assert all(words not in a.caveats for a in several.told)


def test_a_drawing_holds_only_numbers(found: Answers) -> None:
    """What cannot be computed is left out, never written as nan."""
    for answer in found.told:
        assert not re.search(r'="[^"]*\b(nan|inf)\b', answer.drawing), answer.command


def test_ids_stay_unique_with_many_answers(found: Answers) -> None:
    ids = re.findall(r'\bid="([^"]+)"', render_answers(found))
    assert len(ids) == len(set(ids))


def test_a_question_not_understood_is_a_problem_and_no_answer(table: pd.DataFrame) -> None:
    found = answers(table, read_all(["react A nobody"]))
    assert "'nobody' is no actor" in found.problems[0]
    assert "nobody" in render_answers(found)


def test_an_empty_table_gives_a_page_that_says_so() -> None:
    found = answers(pd.DataFrame(columns=["date", "actor", "recipient", "type"]))
    assert "nothing can be asked of it" in render_answers(found)


def test_names_of_a_table_cannot_run() -> None:
    bad = "<script>window.ran=1</script>"
    days = pd.date_range("2020-01-01", periods=60).astype(str)
    table = pd.DataFrame(
        {"date": days, "actor": [bad, "b"] * 30, "recipient": ["b", bad] * 30, "type": "ASSAULT"}
    )
    page = render_answers(answers(table))
    assert "&lt;script&gt;window.ran" in page
    assert bad not in page


def test_the_page_of_articles_has_the_answers_in_its_place(coded: Coded, found: Answers) -> None:
    page = render(Digest.of(coded), answers=found)
    assert page.index('id="map"') < page.index('id="questions"') < page.index('id="uncoded"')
    assert '<a href="#questions">' in page
    assert 'id="questions"' not in render(Digest.of(coded))


def test_report_makes_the_page_of_a_database_anew(coded: Coded, tmp_path: Path) -> None:
    db = tmp_path / "record.duckdb"
    with Database(db) as store:
        store.add(coded)
    done = CliRunner().invoke(app, ["report", str(db)])
    assert done.exit_code == 0, done.output
    page = (tmp_path / "record.html").read_text("utf-8")
    assert "shelled" in page
    assert "No pair has the reports" in page


def test_report_answers_what_is_asked_of_a_table(table: pd.DataFrame, tmp_path: Path) -> None:
    table.rename(columns={"actor": "Source", "recipient": "Target"}).to_csv(
        tmp_path / "e.csv", index=False
    )
    args = [
        "report",
        str(tmp_path / "e.csv"),
        "--ask",
        "since 2002-06-01",
        "--page",
        str(tmp_path / "p.html"),
    ]
    done = CliRunner().invoke(app, args)
    assert done.exit_code == 0, done.output
    page = (tmp_path / "p.html").read_text("utf-8")
    assert "2002-06-01: the worst since when?" in page
    assert "Source as actor" in page


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--ask", "who knows"], "begins with none of"),
        (["--ask", "react A nobody"], "'nobody' is no actor"),
        (["--page", "nowhere/p.html"], "there is no folder"),
        (["--columns", "date"], "write NAME=COLUMN"),
    ],
)
def test_wrong_use_of_report_exits_with_two_and_one_line(
    table: pd.DataFrame, tmp_path: Path, more: list[str], words: str
) -> None:
    path = tmp_path / "e.csv"
    table.head(60).to_csv(path, index=False)
    done = CliRunner().invoke(app, ["report", str(path), *more])
    assert done.exit_code == 2
    assert words in " ".join(done.stderr.split())
    assert not list(tmp_path.glob("*.html"))

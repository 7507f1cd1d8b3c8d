"""The three commands from end to end: results on stdout, the rest on stderr, honest exit codes."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from talion import tables
from talion.cli import app
from talion.records import Coded
from talion.reporting import session
from talion.reporting.lines import json_lines, print_lines

STORY = "Rebels shelled the army base in Kirkuk on Friday, killing four soldiers. The army responded by bombing the rebels.\n"


@pytest.fixture(autouse=True)
def shared_coder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the coder once; what the commands check before loading stays checked."""
    from talion.api import default_coder

    coder = default_coder()
    monkeypatch.setattr("talion.coding.coder.Coder", lambda library=None: coder)
    monkeypatch.setattr("talion.knowledge.library.Library.load", lambda actors=(), places=(): None)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, "utf-8")
    return path


def run(*args: object, stdin: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(a) for a in args], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def test_read_stores_tells_and_writes_the_page(story: Path, tmp_path: Path) -> None:
    """One command leaves a database, a summary and a page beside it."""
    db = tmp_path / "record.duckdb"
    code, out, err = run("read", story, "--date", "2020-01-04", "--db", db)
    assert code == 0
    assert "ASSAULT" in out
    assert "1 article coded" in err
    assert db.is_file()
    assert "Rebels" in (tmp_path / "record.html").read_text("utf-8")


def test_two_articles_on_one_happening_are_set_side_by_side(story: Path, tmp_path: Path) -> None:
    """What the store merges into an incident is told by several on the page."""
    (tmp_path / "other.txt").write_text("Rebels shelled an army base in Kirkuk on Friday, killing six soldiers.\n", "utf-8")
    assert run("read", story, tmp_path / "other.txt", "--date", "2020-01-04", "--db", tmp_path / "r.duckdb")[0] == 0
    assert 'id="several"' in (tmp_path / "r.html").read_text("utf-8")


def test_no_page_is_written_when_none_is_wanted(story: Path, tmp_path: Path) -> None:
    """The option leaves the folder without a page."""
    assert run("read", story, "--db", tmp_path / "r.duckdb", "--no-page")[0] == 0
    assert not list(tmp_path.glob("*.html"))


@pytest.mark.parametrize(("option", "name"), [("--page", "page.html"), ("--db", "r.duckdb")])
def test_a_folder_that_is_not_there_is_said_before_any_work(story: Path, tmp_path: Path, option: str, name: str) -> None:
    """The message names the folder and the option."""
    code, out, err = run("read", story, "--db", tmp_path / "r.duckdb", option, tmp_path / "no" / name)
    assert (code, out) == (2, "")
    assert "there is no folder" in err
    assert option in err


def test_a_page_that_cannot_be_written_is_said(story: Path, tmp_path: Path) -> None:
    """The database is kept, and the message names the place and the way out."""
    (tmp_path / "page.html").mkdir()
    code, _, err = run("read", story, "--db", tmp_path / "r.duckdb", "--page", tmp_path / "page.html")
    assert code == 2
    assert "cannot be written" in err
    assert (tmp_path / "r.duckdb").is_file()


def test_code_prints_one_json_object_a_line(story: Path) -> None:
    """Every line has the public columns, and nothing else is on stdout."""
    code, out, _ = run("code", story, "--date", "2020-01-04")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert rows
    assert all(tuple(row) == tables.EVENT_COLUMNS for row in rows)


def test_code_prints_links_or_ties_instead(story: Path) -> None:
    """Options choose the kind of line."""
    links = [json.loads(line) for line in run("code", story, "--links")[1].splitlines()]
    assert [link["kind"] for link in links] == ["response"]
    assert all(tuple(json.loads(line)) == tables.TIE_COLUMNS for line in run("code", story, "--ties")[1].splitlines())


def test_code_reads_standard_input() -> None:
    """A hyphen stands for what is piped in."""
    code, out, _ = run("code", "-", stdin='{"id": "a", "date": "2020-01-04", "text": "Rebels shelled the army base."}\n')
    assert code == 0
    assert json.loads(out.splitlines()[0])["article_id"] == "a"


def test_a_closed_pipe_is_no_error(story: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A reader that stops reading stops the command quietly."""

    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    from rich.console import Console

    assert print_lines([str(story)], None, "events", [], [], Console(stderr=True), Closed()) == 0
    assert capsys.readouterr().err == ""


def test_lines_can_be_written_as_utf_8(hostile: Coded) -> None:
    """Whatever an article holds, each record is one line of valid JSON."""
    for kind in ("events", "ties"):
        for line in json_lines(hostile, kind):
            assert "\n" not in line
            json.loads(line.encode("utf-8"))


@pytest.mark.parametrize("command", ["read", "code"])
def test_no_such_path_is_wrong_use(command: str, tmp_path: Path) -> None:
    """If nothing that was named exists, nothing is begun."""
    code, out, err = run(command, tmp_path / "no.txt", *(["--db", tmp_path / "r.duckdb"] if command == "read" else []))
    assert (code, out) == (2, "")
    assert "no.txt: there is no such file or folder" in err
    assert not (tmp_path / "r.duckdb").exists()


def test_one_missing_path_among_others_is_named_and_the_rest_is_done(story: Path, tmp_path: Path) -> None:
    """What is there is coded."""
    code, out, err = run("code", story, tmp_path / "no.txt")
    assert code == 1
    assert "no.txt: there is no such file" in err
    assert len(out.splitlines()) >= 2


@pytest.mark.parametrize("day", ["2020-13-01", "yesterday", "4/1/2020"])
def test_a_bad_day_is_wrong_use(story: Path, day: str) -> None:
    """The message says how a day is written."""
    code, _, err = run("code", story, "--date", day)
    assert code == 2
    assert "YYYY-MM-DD" in err


def test_missing_actors_are_wrong_use(story: Path, tmp_path: Path) -> None:
    """A dictionary that is not there is said before anything is coded."""
    code, _, err = run("code", story, "--actors", tmp_path / "mine.csv")
    assert code == 2
    assert "mine.csv: there is no such file" in err


def test_a_file_that_is_no_database_is_refused(story: Path, tmp_path: Path) -> None:
    """The file is left as it is, and the message names another way."""
    db = tmp_path / "notes.duckdb"
    db.write_text("my notes")
    code, _, err = run("read", story, "--db", db)
    assert code == 2
    assert "--db" in err
    assert db.read_text() == "my notes"


@pytest.fixture
def record(story: Path, tmp_path: Path) -> Iterator[tuple[Path, list[dict[str, object]]]]:
    db = tmp_path / "record.duckdb"
    run("read", story, "--date", "2020-01-04", "--db", db, "--no-page")
    rows = [json.loads(line) for line in run("code", story, "--date", "2020-01-04")[1].splitlines()]
    yield db, rows


def test_explain_shows_words_columns_reasons_and_links(record: tuple[Path, list[dict[str, object]]]) -> None:
    """The trigger is marked in its sentence, and each column says what decided it."""
    db, rows = record
    answer = next(r for r in rows if r["trigger"] == "bombing")
    code, out, _ = run("explain", str(answer["event_id"]), "--db", db)
    assert code == 0
    assert "The army responded by [bombing] the rebels." in out
    for words in ("event_type", "recipient", "confidence", "assault.csv", "this event answers"):
        assert words in out


def test_the_beginning_of_an_id_is_enough(record: tuple[Path, list[dict[str, object]]]) -> None:
    """A beginning that fits one event names it."""
    db, rows = record
    assert run("explain", str(rows[0]["event_id"])[:10], "--db", db)[0] == 0


def test_an_unknown_event_is_wrong_use(record: tuple[Path, list[dict[str, object]]]) -> None:
    """The message says where ids are found."""
    code, _, err = run("explain", "no-such-event", "--db", record[0])
    assert code == 2
    assert "the page show the ids" in err.replace("\n", " ")


def test_a_beginning_that_fits_several_names_them(record: tuple[Path, list[dict[str, object]]]) -> None:
    """The candidates are listed, so that one can be chosen."""
    db, rows = record
    code, _, err = run("explain", "", "--db", db)
    assert code == 2
    assert all(str(r["event_id"]) in err.replace("\n", "") for r in rows[:2])


def test_explain_without_a_database_says_what_to_do(tmp_path: Path) -> None:
    """The command that makes one is named."""
    code, _, err = run("explain", "a1", "--db", tmp_path / "none.duckdb")
    assert code == 2
    assert "talion read" in err


def test_paths_are_checked_before_the_coder_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A typing error is answered at once, not after seconds of loading."""
    from rich.console import Console

    monkeypatch.setitem(sys.modules, "talion.coding.coder", None)
    assert session.load_coder([str(tmp_path / "no.txt")], [], [], Console(file=io.StringIO())) is None

"""Bad input from end to end: it is named with file and line, and the rest is coded."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from talion.cli import app

GOOD = "Rebels shelled the army base in Kirkuk on Friday."
Outcome = tuple[int, list[dict[str, object]], str]


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Outcome]:
    """Return a call of ``talion code`` on some input together with one good article."""
    from talion.api import default_coder

    coder = default_coder()
    monkeypatch.setattr("talion.coding.coder.Coder", lambda library=None: coder)
    monkeypatch.setattr("talion.knowledge.library.Library.load", lambda actors=(), places=(): None)
    good = tmp_path / "good.txt"
    good.write_text(GOOD, "utf-8")

    def run(name: str, content: bytes | str, *more: str) -> Outcome:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        result = CliRunner().invoke(app, ["code", str(path), str(good), *more])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        rows = [json.loads(line) for line in result.stdout.splitlines()]
        assert [r for r in rows if str(r["article_id"]).startswith("good")], "the good article was not coded"
        return result.exit_code, [r for r in rows if not str(r["article_id"]).startswith("good")], result.stderr

    return run


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", "", "is empty"),
        ("blank.txt", " \n\t\n", "is empty"),
        ("binary.txt", bytes(range(256)) * 40, "is binary"),
        ("broken.txt.gz", b"no gzip at all", "gzip data are damaged"),
        ("cut.txt.gz", gzip.compress(os.urandom(5000))[:200], "gzip data are damaged"),
        ("no.parquet", "no parquet", "no Parquet"),
        ("article.pdf", b"%PDF-1.7", "not read"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_is_done(code: Callable[..., Outcome], name: str, content: bytes | str, reason: str) -> None:
    """The message names the file and the reason; the exit code tells that something is missing."""
    status, rows, err = code(name, content)
    assert (status, rows) == (1, [])
    line = next(line for line in err.splitlines() if name in line)
    assert reason in line


def test_another_encoding_is_read(code: Callable[..., Outcome]) -> None:
    """Text that is not UTF-8 is still coded."""
    status, rows, _ = code("old.txt", "Rebels in Bogotá killed five soldiers on Monday — the army said.".encode("cp1252"))
    assert status == 0
    assert [r["trigger"] for r in rows] == ["killed"]


def test_scripts_in_a_page_are_not_read(code: Callable[..., Outcome]) -> None:
    """What a script would print is no report; what the article says is."""
    prose = "<p>Rebels shelled the army base in Kirkuk on Monday, killing four soldiers, the ministry said in a statement.</p>" * 2
    noise = "<script>document.write('Troops attacked Mosul. Troops bombed Basra.')</script>" * 200
    status, rows, _ = code("page.html", f"<html><head><title>Kirkuk</title>{noise}</head><body onload='x()'><article>{prose}{noise}</article></body></html>")
    assert status == 0
    assert {r["trigger"] for r in rows} <= {"shelled", "killing"}
    assert rows


def test_broken_lines_are_named_by_number_and_the_others_are_coded(code: Callable[..., Outcome]) -> None:
    """Each bad line of a JSONL file has its own message."""
    lines = [
        '{"id": "a", "date": "2020-01-04", "text": "Rebels shelled the army base."}',
        "{broken",
        "[1, 2]",
        '{"id": "b", "date": "2020-01-04"}',
        '{"id": "c", "date": "2020-99-99", "text": "Troops killed rebels."}',
        '{"id": "a", "date": "2020-01-04", "text": "Troops killed rebels."}',
        '{"id": "d", "date": "2020-01-04", "text": "Troops killed two rebels."}',
    ]
    status, rows, err = code("lines.jsonl", "\n".join(lines))
    assert status == 1
    assert {r["article_id"] for r in rows} == {"a", "d"}
    assert all(f"lines.jsonl:{n}: " in err for n in (2, 3, 4, 5))
    assert "'a' was already read" in err


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_the_ends_of_the_calendar_are_days_like_others(code: Callable[..., Outcome], day: str) -> None:
    """Dates that reckon beyond the calendar neither stop the run nor lose the article."""
    text = "Rebels shelled the base last year. Two years later the army attacked them. For months they fought. They will attack next week."
    status, rows, err = code("end.jsonl", json.dumps({"id": "end", "date": day, "text": text}))
    assert (status, err) == (0, "")
    assert "shelled" in {r["trigger"] for r in rows}


def test_a_sentence_of_ten_thousand_words_is_coded(code: Callable[..., Outcome]) -> None:
    """A sentence without an end is not dropped."""
    status, rows, err = code("long.txt", "Rebels shelled the army base " + "near the old mill on the hill by the river " * 1000 + ".")
    assert (status, err) == (0, "")
    assert "shelled" in {r["trigger"] for r in rows}


def test_a_word_without_an_end_does_not_flood_the_terminal(tmp_path: Path, code: Callable[..., Outcome]) -> None:
    """Whatever stands for a name, a line of the summary stays a line."""
    path = tmp_path / "word.txt"
    path.write_text(f"{'X' * 20_000} shelled Kirkuk. Rebels in {'Y' * 20_000} killed two soldiers.", "utf-8")
    result = CliRunner().invoke(app, ["read", str(path), "--db", str(tmp_path / "w.duckdb")])
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) < 700
    assert len((tmp_path / "w.html").read_bytes()) < 400_000


def test_a_path_that_cannot_be_a_path_is_named(code: Callable[..., Outcome]) -> None:
    """A name too long for any file is told, not thrown."""
    status, _, err = code("fine.txt", GOOD, "n" * 5000)
    assert status == 1
    assert "cannot be opened" in err or "no such file" in err


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="the superuser may read everything")
def test_a_file_without_permission_is_named(tmp_path: Path, code: Callable[..., Outcome]) -> None:
    """A locked file is named and the rest is done."""
    locked = tmp_path / "locked.txt"
    locked.write_text(GOOD)
    locked.chmod(0)
    status, _, err = code("fine.txt", GOOD, str(locked))
    assert status == 1
    assert "locked.txt" in err


def test_the_installed_command_keeps_its_streams_apart(tmp_path: Path) -> None:
    """In a process of its own: lines on stdout, complaints on stderr, 1 as exit code."""
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    (tmp_path / "b.txt").write_bytes(b"\0\0\0")
    done = subprocess.run([sys.executable, "-m", "talion.cli", "code", str(tmp_path)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[0])["event_type"] == "ASSAULT"
    assert "b.txt" in done.stderr

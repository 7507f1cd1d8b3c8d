"""Tables are read strictly, and every fault is named with file, line and column."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from talion.knowledge import KnowledgeError, tables

Write = Callable[[str, str], Path]


def test_a_missing_column_is_named_with_the_nearest_header(table: Write) -> None:
    """The error gives line 1, the column that lacks and the one it may have been written as."""
    path = table("a.csv", "id,nmae\nx,y\n")
    with pytest.raises(KnowledgeError, match=r"a\.csv, line 1, column 'name'.*'nmae'"):
        tables.read(path, ["id", "name"])


def test_a_row_of_the_wrong_length_is_named_by_its_line(table: Write) -> None:
    """A comma that is not quoted makes a cell too many; the line is that of the row."""
    path = table("a.csv", "id,name\na,b\nc,d,e\n")
    with pytest.raises(KnowledgeError, match=r"line 3: has 3 cells where the header has 2"):
        tables.read(path, ["id"])


def test_lines_count_through_quoted_line_breaks(table: Write) -> None:
    """A cell of two lines does not put later line numbers out."""
    path = table("a.csv", 'id,name\n"a\nb",x\nc,d\n')
    assert [row.line for row in tables.read(path, ["id"])] == [3, 4]


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    """The path stands in the error."""
    with pytest.raises(KnowledgeError, match=r"none\.csv.*no such file"):
        tables.read(tmp_path / "none.csv", ["id"])


def test_a_file_that_is_not_utf8_names_the_line(tmp_path: Path) -> None:
    """The line of the first byte that cannot be read is given."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,name\na,b\nc,\xe9\n")
    with pytest.raises(KnowledgeError, match=r"line 3.*UTF-8"):
        tables.read(path, ["id"])


def test_a_byte_order_mark_does_not_join_the_header(tmp_path: Path) -> None:
    """Files saved by spreadsheets are read."""
    path = tmp_path / "a.csv"
    path.write_bytes("﻿id,name\na,b\n".encode())
    assert tables.read(path, ["id"])[0]["id"] == "a"


def test_a_cell_outside_its_choices_gets_a_hint(table: Write) -> None:
    """A near miss is answered with the choice that was likely meant."""
    row = tables.read(table("a.csv", "id,kind\na,capitl\n"), ["id"])[0]
    with pytest.raises(KnowledgeError, match=r"line 2, column 'kind'.*Did you mean 'capital'"):
        row.choice("kind", ("capital", "seat"))


def test_a_date_cell_means_its_whole_year_or_month(table: Write) -> None:
    """A start is the first day that the cell can mean, an end the last."""
    row = tables.read(table("a.csv", "start,end\n1979,1980-02\n"), ["start"])[0]
    assert (dt.date(1979, 1, 1), dt.date(1980, 2, 29)) == (row.start(), row.end())


@pytest.mark.parametrize("cell", ["79", "1979-13", "yesterday", "1979-02-30"])
def test_a_cell_that_is_no_date_is_refused(table: Write, cell: str) -> None:
    """The error shows the cell and how dates are written."""
    row = tables.read(table("a.csv", f"start\n{cell}\n"), ["start"])[0]
    with pytest.raises(KnowledgeError, match=rf"'{cell}' is not a date\. Write 1979"):
        row.start()


def test_every_shipped_table_has_a_source() -> None:
    """`sources.toml` says of each table what it is, whence it comes and when it was true."""
    named = set(tomllib.loads(tables.data_path("sources.toml").read_text("utf-8")))
    shipped = {p.name for p in tables.DATA.iterdir() if p.suffix in (".csv", ".parquet")}
    assert set() == {n for n in shipped if n not in named and not _of_a_family(n, named)}


def _of_a_family(name: str, named: set[str]) -> bool:
    return any(n.endswith("*.csv") and name.startswith(n[:-5]) for n in named)


def test_every_source_entry_is_complete() -> None:
    """An entry has a description, a source, a day and a licence."""
    entries = tomllib.loads(tables.data_path("sources.toml").read_text("utf-8"))
    wanted = {"what", "source", "as_of", "licence"}
    assert {n: wanted - set(e) for n, e in entries.items() if wanted - set(e)} == {}

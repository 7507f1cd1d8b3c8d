"""Contradictions in the knowledge files are found, and the shipped files have none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from talion.knowledge import tables
from talion.knowledge.check import check
from talion.knowledge.known import Files

ACTOR = "id,name,kind,country,sector,start,end,parent,aliases,note,sure\n"
OFFICE = "person,office,sector,country,of,start,end,sure\n"
TIE = "from,kind,to,start,end,note,sure\n"
MEMBER = "organisation,member,start,end\n"
Check = Callable[..., list[str]]


@pytest.fixture
def found(tmp_path: Path) -> Check:
    """Check tables made of the rows given and return what is wrong in them."""

    def look(actors: str = "", offices: str = "", ties: str = "", members: str = "") -> list[str]:
        read = {}
        for name, text in (
            ("a", ACTOR + actors),
            ("o", OFFICE + offices),
            ("t", TIE + ties),
            ("m", MEMBER + members),
        ):
            path = tmp_path / f"{name}.csv"
            path.write_text(text, "utf-8")
            read[name] = tables.read(path, ())
        files = Files(read["a"], read["o"], members=read["m"], ties=read["t"])
        return [p.what for p in check(files) if p.file.startswith(str(tmp_path))]

    return look


def test_the_shipped_files_have_no_contradictions() -> None:
    """Every file of the knowledge folder is clean."""
    assert check() == []


def test_rows_without_fault_pass(found: Check) -> None:
    """The rows on which the other tests vary are clean themselves."""
    assert (
        found("x-per,X,person,PER,GOV,1950,,,,,\n", "x-per,president,GOV,PER,,1980,1985,\n") == []
    )


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ({"actors": "a,A,b,PER,GOV,,,,,,\na,B,b,PER,GOV,,,,,,\n"}, "id 'a' is also in"),
        ({"actors": "A b,A,b,PER,GOV,,,,,,\n"}, "is no slug"),
        ({"actors": "a,A,b,PER,GOX,,,,,,\n"}, "sector 'GOX' does not exist"),
        ({"actors": "a,A,b,PEX,GOV,,,,,,\n"}, "country 'PEX' does not exist"),
        ({"actors": "a,A,b,PER,GOV,1990,1980,,,,\n"}, "before it begins"),
        ({"actors": "a,A,b,PER,GOV,199x,,,,,\n"}, "is not a date"),
        ({"actors": "a,A,b,PER,GOV,,,nobody,,,\n"}, "id 'nobody' is in no table"),
        (
            {"actors": "a,A,b,PER,GOV,,,,Same,,\nc,C,b,PER,GOV,,,,same,,\n"},
            "name 'same' belongs to 'a' and 'c'",
        ),
        ({"offices": "nobody,mayor,GOV,PER,,,,\n"}, "id 'nobody' is in no table"),
        ({"ties": "usa,adores,gbr,,,,\n"}, "kind of tie 'adores'"),
        ({"ties": "usa,sponsors,nobody,,,,\n"}, "id 'nobody' is in no table"),
        ({"members": "nobody,usa,,\n"}, "id 'nobody' is in no table"),
    ],
)
def test_a_contradiction_is_found(found: Check, rows: dict[str, str], what: str) -> None:
    """Each kind of fault is named once."""
    problems = found(**rows)
    assert len(problems) == 1 and what in problems[0], problems


def test_two_in_one_office_are_found(found: Check) -> None:
    """Two presidents at a time are a fault, a handover of some days is none."""
    people = "a,A,person,PER,GOV,,,,,,\nb,B,person,PER,GOV,,,,,,\n"
    first = "a,president,GOV,PER,,1980-07-28,1985-07-28,\n"
    assert found(people, first + "b,president,GOV,PER,,1984-01-01,1990-07-28,\n") == [
        "'a' and 'b' are both president of PER for 575 days"
    ]
    assert found(people, first + "b,president,GOV,PER,,1985-07-28,1990-07-28,\n") == []
    assert found(people, "a,president,GOV,PER,,1980,1985,\nb,president,GOV,PER,,1985,1990,\n") == []


@pytest.mark.parametrize(
    "rows",
    [
        "a,A,b,PER,GOV,,,,Same*,,\nc,C,b,PER,GOV,,,,Same*,,\n",
        "a,A,b,PER,GOV,1950,1960,,Same,,\nc,C,b,PER,GOV,1970,,,Same,,\n",
        "a,A,b,PER,GOV,,,,MAY,,\nc,C,b,PER,GOV,,,,May,,\n",
    ],
)
def test_names_may_be_shared_where_they_can_be_told_apart(found: Check, rows: str) -> None:
    """By a star, by the time, or by the capitals of an acronym."""
    assert found(rows) == []

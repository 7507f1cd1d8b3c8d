"""Whom a name means depends on the day and on the text around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from talion.knowledge import Directory, KnowledgeError

Write = Callable[[str, str], Path]
ACTORS = """id,name,kind,country,sector,start,end,parent,aliases,note,sure
ana-zubizar,Ana Zubizar,person,PER,GOV,,,,Zubizar*,,
leo-zubizar,Leo Zubizar,person,CHL,OPP,,,,Zubizar*|El Zorro,,
red-dawn-per,Red Dawn,armed_group,PER,REB,1980,1992,,Dawn*,,
red-dawn-new,Red Dawn,armed_group,BOL,REB,2010,,red-dawn-per,,,
ben-quill,Ben Quill,person,USA,GOV,,,,Quill*,,
amy-quill,Amy Quill,person,USA,LEG,,,,Quill*,,
rdx-per,RDX Brigade,armed_group,PER,REB,1990,,,,,
rdx-col,RDX Brigade,armed_group,COL,REB,1995,,,,,
tom-baker,Tom Baker,person,GBR,JRN,,,,,,
"""
OFFICES = """person,office,sector,country,of,start,end,sure
ana-zubizar,mayor,GOV,PER,,1990-01-01,1993-12-31,
ana-zubizar,president,GOV,PER,,2000-07-28,2005-07-27,
leo-zubizar,senator,LEG,CHL,,1998-01-01,2006-01-01,
ben-quill,president,GOV,USA,,2001-01-20,2009-01-20,
amy-quill,senator,LEG,USA,,2001-01-20,2009-01-20,
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    folder = tmp_path_factory.mktemp("own")
    (folder / "actors.csv").write_text(ACTORS, "utf-8")
    (folder / "offices.csv").write_text(OFFICES, "utf-8")
    (folder / "ties.csv").write_text(
        "from,kind,to,start,end,note,sure\nchl,sponsors,red-dawn-per,1981,1985,,\n", "utf-8"
    )
    (folder / "members.csv").write_text(
        "organisation,member,start,end\nred-dawn-per,chl,1981,1985\nred-dawn-per,per,1983,\n",
        "utf-8",
    )
    return Directory.load([folder / f"{n}.csv" for n in ("actors", "offices", "ties", "members")])


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("the United States", "2020-01-04", ("usa", "USA", "GOV")),
        ("Washington", "2020-01-04", ("usa", "USA", "GOV")),
        ("the Kremlin", "1983-09-01", ("sun", "SUN", "GOV")),
        ("Ak Orda", "2021-01-06", ("kaz", "KAZ", "GOV")),
        ("Iranians", "2022-10-01", ("irn", "IRN", "CVL")),
        ("Abkhazia", "2008-08-08", ("abkhazia", "GEO", "REB")),
        ("Hong Kong", "2019-07-01", ("hkg", "CHN", "GOV")),
        ("Arab states", "2019-07-01", ("arab-states", None, "GOV")),
    ],
)
def test_states_and_regions_resolve_to_governments(
    directory: Directory, name: str, on: str, expected: tuple[str, str | None, str]
) -> None:
    """A state as an actor is its government, a demonym its people."""
    chosen = directory.resolve(name, day(on)).chosen
    assert chosen is not None
    assert expected == (chosen.id, chosen.country, chosen.sector)


def test_a_starred_alias_needs_context(own: Directory) -> None:
    """Two bear the name; without context neither is chosen, and both are named."""
    found = own.resolve("Zubizar")
    assert found.chosen is None
    assert {"ana-zubizar", "leo-zubizar"} == {k.id for k in found.runners_up}
    assert "needs context" in found.why


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({"countries": ["CHL"]}, "leo-zubizar"),
        ({"countries": ["PER"]}, "ana-zubizar"),
        ({"known": ["leo-zubizar"]}, "leo-zubizar"),
        ({"known": ["leo-zubizar", "ana-zubizar"]}, "ana-zubizar"),
        ({"known": ["leo-zubizar"], "countries": ["PER"]}, "leo-zubizar"),
    ],
)
def test_context_picks_the_bearer(
    own: Directory, context: dict[str, list[str]], expected: str
) -> None:
    """A country decides; the one named last in the text outweighs everything."""
    chosen = own.resolve("Zubizar", day("1999-01-01"), **context).chosen  # type: ignore[arg-type]
    assert chosen is not None and expected == chosen.id


def test_the_head_of_a_prominent_state_needs_no_other_context(own: Directory) -> None:
    """The family name of a president in office means the president, not the senator."""
    assert own.resolve("Quill", day("2003-01-01")).chosen.id == "ben-quill"  # type: ignore[union-attr]
    assert own.resolve("Quill", day("2012-01-01")).chosen is None


def test_the_day_tells_groups_of_one_name_apart(own: Directory) -> None:
    """A group that did not yet exist is not meant, nor one long gone if another bears the name."""
    assert own.resolve("Red Dawn", day("1985-05-01")).chosen.id == "red-dawn-per"  # type: ignore[union-attr]
    assert own.resolve("Red Dawn", day("2015-05-01")).chosen.id == "red-dawn-new"  # type: ignore[union-attr]


def test_two_bearers_without_context_are_left_open(own: Directory) -> None:
    """Nothing is guessed: the reason says that the name is shared."""
    found = own.resolve("RDX Brigade", day("2015-05-01"))
    assert found.chosen is None and "shared" in found.why and len(found.runners_up) == 2


@pytest.mark.parametrize(
    ("on", "sector", "office"),
    [("1985-01-01", "PTY", None), ("1992-01-01", "GOV", "mayor"), ("1995-01-01", "ELI", None),
     ("2003-01-01", "GOV", "president"), ("2010-01-01", "ELI", None)],
)  # fmt: skip
def test_the_sector_of_a_person_is_that_of_the_office_of_the_day(
    own: Directory, on: str, sector: str, office: str | None
) -> None:
    """Before an office of government a politician, in it the government, after it an elite."""
    found = own.office("ana-zubizar", day(on))
    assert office == (found.office if found else None)
    assert sector == own.get("ana-zubizar", day(on)).sector  # type: ignore[union-attr]


def test_an_ended_office_outside_government_keeps_its_sector(own: Directory) -> None:
    """Only those who governed become elites."""
    assert own.get("leo-zubizar", day("2015-01-01")).sector == "LEG"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "name", ["President Ana Zubizar", "Ana María Zubizar", "Ana Zubizar's", "Mrs. Ana Zubizar"]
)
def test_titles_middle_names_and_endings_do_not_hide_a_person(own: Directory, name: str) -> None:
    """What stands around the name as the table has it is looked through."""
    assert own.resolve(name, day("2003-01-01")).chosen.id == "ana-zubizar"  # type: ignore[union-attr]


def test_a_family_name_alone_needs_the_person_to_be_named(own: Directory) -> None:
    """Where the table gives no short name, the last word stands for the person once named."""
    assert own.resolve("Baker", day("2003-01-01")).chosen is None
    assert own.resolve("Baker", day("2003-01-01"), known=["tom-baker"]).chosen.id == "tom-baker"  # type: ignore[union-attr]


def test_an_unknown_name_says_so(own: Directory) -> None:
    """No candidate, no choice, and a reason."""
    found = own.resolve("Zebulon Quux")
    assert (
        found.chosen,
        found.runners_up,
        found.why,
    ) == (None, (), "'Zebulon Quux' is in no table")


def test_ties_and_members_hold_for_a_time(own: Directory) -> None:
    """Outside its years a tie is not given; with no day, all are."""
    pair = ("chl", "sponsors", "red-dawn-per")
    assert pair in {(t.from_id, t.kind, t.to_id) for t in own.ties(day("1983-01-01"))}
    assert pair not in {(t.from_id, t.kind, t.to_id) for t in own.ties(day("1990-01-01"))}
    assert own.members("red-dawn-per", day("1984-01-01")) == ("chl", "per")
    assert own.members("red-dawn-per") == ("per",)


def test_the_members_of_a_region_are_its_states(directory: Directory) -> None:
    """A region has the members of its table."""
    assert {"dnk", "nor", "swe", "fin", "isl"} == set(directory.members("nordic-countries"))


def test_a_faulty_file_of_the_users_own_is_named(table: Write) -> None:
    """User files go through the same checks as shipped ones."""
    path = table("mine.csv", "id,name,country\nx,X,PER\n")
    with pytest.raises(KnowledgeError, match=r"mine\.csv, line 1, column 'sector'"):
        Directory.load([path])


def test_a_row_of_the_users_own_replaces_the_shipped_one(
    directory: Directory, table: Write
) -> None:
    """An id that is already known is taken over."""
    id = directory.ids()[0]
    path = table("mine.csv", f"id,name,country,sector\n{id},Name of My Own,PER,SOC\n")
    mine = Directory.load([path])
    assert mine.get(id).name == "Name of My Own"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Iranian fighters , the US and Arab states", ["iranian", "us", "arab states"]),
        ("Ingush fighters fled Northern Ireland", ["ingush", "northern ireland"]),
        ("the Vietnam War and the Niger Delta", ["vietnam war", "niger delta"]),
        ("we saw that President Zubizar met a man called Zorba Zubizar", ["zubizar"]),
        ("Yesterday Zubizar spoke", ["zubizar"]),
        ("But Zubizar left", ["zubizar"]),
        ("Zubizar Zorba spoke to her", []),
        ("Leo Zubizar spoke to her", ["leo zubizar"]),
        ("Zubizar Warns Chile Of War", ["zubizar", "chile"]),
    ],
)
def test_names_are_found_in_their_surroundings(
    own: Directory, sentence: str, found: list[str]
) -> None:
    """A short name beside another capitalised word is part of a name that is not known."""
    assert found == [h.key for h in own.scan(sentence.split())]


def test_a_people_places_an_actor(directory: Directory) -> None:
    """A people without a state of its own gives the country of those it describes."""
    chosen = directory.resolve("Chechen").chosen
    assert chosen is not None
    assert (chosen.kind, chosen.country, chosen.sector) == ("region", "RUS", "CVL")

"""Actors of the user's own come from short tables and from PETRARCH dictionaries as they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from talion.knowledge import Directory, KnowledgeError, States
from talion.knowledge.find import Finder
from talion.knowledge.library import Library
from talion.knowledge.own import read_own

Write = Callable[[str, str], Path]
ACTORS = """<!-- A header,
that goes over two lines -->
# a comment
RURITANIA_   ; the name of a state
+RURITANIAN_
    [ESP]

RUDOLF_ELPHBERG_ [ESPELI <950101]   # before he was crowned
+ELPHBERG_
+KING_RUDOLF_
    [ESPGOV 950101-041231]
    [ESPELI >050101]

STRELSAU_GAZETTE_ [ESPMED]
ZENDA_FREE_CORPS_ [ESPINS 990101-20031231]
+FREE_CORPS_OF_ZENDA_
LEAGUE_OF_HENTZAU_ [IGOUNOHLH]
"""
AGENTS = """# agents
!CRAFT! = WEAVER, POTTERS
VILLAGE_!CRAFT! [~LAB]
SWORDSMAN {SWORDSMEN} [~REB]
BALLADEER [~MED/~CVL]
"""


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    folder = tmp_path_factory.mktemp("dictionaries")
    actors, agents = folder / "zenda.actors.txt", folder / "zenda.agents.txt"
    actors.write_text(ACTORS, "utf-8")
    agents.write_text(AGENTS, "utf-8")
    return Finder.load([actors, agents])


@pytest.mark.parametrize(
    ("name", "on", "country", "sector"),
    [
        ("Rudolf Elphberg", "1990-05-05", "ESP", "ELI"),
        ("King Rudolf", "1999-05-05", "ESP", "GOV"),
        ("Rudolf Elphberg", "2010-05-05", "ESP", "ELI"),
        ("Strelsau Gazette", "2010-05-05", "ESP", "JRN"),
        ("Free Corps of Zenda", "2001-05-05", "ESP", "REB"),
        ("League of Hentzau", "2010-05-05", "UNO", "MED"),
        ("Ruritanian", "2010-05-05", "ESP", "GOV"),
        ("Ruritanian swordsmen", "2010-05-05", "ESP", "REB"),
        ("village potters", "2010-05-05", None, "LAB"),
        ("balladeers", "2010-05-05", None, "JRN"),
    ],
)
def test_dictionaries_give_what_their_codes_say_on_the_day(
    finder: Finder, name: str, on: str, country: str | None, sector: str
) -> None:
    """Synonyms, days, roles of CAMEO, plurals and sets of words all count."""
    found = finder.find(name, dt.date.fromisoformat(on))
    assert found is not None
    assert (found.country, found.sector) == (country, sector)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("A_B_ [USAGOV\n", 1, "a bracket is not closed"),
        ("# x\n\n+B_ [USAGOV]\n", 3, "nothing comes before this line"),
        ("A_B_ [USAGOV 990101]\n", 1, "'990101' is no span of days"),
        ("X_ [USA]\nA_B_ [USAGOV >991301]\n", 2, "'19991301' is no day"),
        ("X_ [USA]\nA_B_\nC_ [USA]\n", 2, "'A B' has no code"),
        ("X_ [USA]\nA_!CRAFT! [~LAB]\n", 2, "no set of words !CRAFT!"),
        ("X_ [USA]\nA_ [7]\n", 2, "'7' is no code"),
    ],
)
def test_a_fault_in_a_dictionary_is_named_with_its_line(
    table: Write, text: str, line: int, what: str
) -> None:
    """What cannot be read is said with the file, the line and what to write."""
    path = table("mine.txt", text)
    with pytest.raises(KnowledgeError) as caught:
        Directory.load([path])
    assert str(caught.value).startswith(f"{path}, line {line}: ")
    assert what in str(caught.value)


def test_name_country_and_sector_are_enough(table: Write) -> None:
    """A short table makes ids from names, and its names are meant before all others."""
    path = table("mine.csv", "name,country,sector\nRed Hand of Zenda,PER,REB\nHamas,PER,OPP\n")
    mine = Directory.load([path])
    found = mine.resolve("the Red Hand of Zenda").chosen
    assert found is not None
    assert (found.id, found.country, found.sector) == ("red-hand-of-zenda-per", "PER", "REB")
    hamas = mine.resolve("Hamas", dt.date(2015, 1, 1)).chosen
    assert hamas is not None
    assert hamas.id == "hamas-per"


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("X,Peru,REB", "line 2, column 'country': 'Peru' is no country code. Did you mean 'PER'?"),
        ("X,PER,GOVT", "line 2, column 'sector': 'GOVT' is not allowed. Did you mean 'GOV'?"),
        (",PER,REB", "line 2, column 'name': is empty."),
    ],
)
def test_a_fault_in_a_short_table_is_named_with_its_column(
    table: Write, row: str, what: str
) -> None:
    """The error says where the fault is and what was likely meant."""
    path = table("mine.csv", f"name,country,sector\n{row}\n")
    with pytest.raises(KnowledgeError) as caught:
        Directory.load([path])
    assert what in str(caught.value)


def test_agents_of_the_users_own_reach_the_library(table: Write) -> None:
    """A table of agents is used where the coder looks for them."""
    path = table("mine.csv", "agent,sector\nzouave,MIL\n")
    agent = Library.load(actors=[path]).agents.get("zouaves")
    assert agent is not None
    assert agent.sector == "MIL"


def test_no_file_is_no_row() -> None:
    """Without files of the user's own there is nothing to add."""
    assert read_own([], States.load()).names == []

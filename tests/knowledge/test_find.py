"""Names out of their context are known, described by their words, or said to be unknown."""

from __future__ import annotations

import datetime as dt

import pytest
from typer.testing import CliRunner

from talion.cli import app
from talion.knowledge.find import Finder


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder.load()


@pytest.mark.parametrize(
    ("name", "country", "sector"),
    [
        ("Citizen (Nigeria)", "NGA", "CVL"),
        ("Police (India)", "IND", "COP"),
        ("Military Personnel - Special (United States)", "USA", "MIL"),
        ("Education (Kenya)", "KEN", "EDU"),
        ("Business (Peru)", "PER", "BUS"),
        ("Armed Gang (Haiti)", "HTI", "UAF"),
        ("Protester (Chile)", "CHL", "OPP"),
        ("Media Personnel (Jordan)", "JOR", "JRN"),
        ("Medical Personnel (Syria)", "SYR", "MED"),
        ("Farm Worker (Mexico)", "MEX", "AGR"),
        ("Head of Government (Egypt)", "EGY", "GOV"),
        ("Activist (Sudan)", "SDN", "OPP"),
        ("Military Police (Chile)", "CHL", "MIL"),
        ("Police (Palestinian Territory, Occupied)", "PSE", "COP"),
    ],
)
def test_labels_of_data_sets_give_country_and_sector(
    finder: Finder, name: str, country: str, sector: str
) -> None:
    """A role with its country in brackets is that country's, and no namesake elsewhere."""
    found = finder.find(name, dt.date(2015, 6, 1))
    assert found is not None
    assert (found.country, found.sector) == (country, sector)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Houthi fighters", "ansar-allah-yem"),
        ("Faysal ibn Farhan", "faisal-bin-farhan-al-saud"),
        ("Moammar Qadhafi", "muammar-gaddafi"),
        ("President Dmitriy Anatolyevich Medvedev", "dmitry-medvedev"),
        ("Department of State", "state-department"),
        ("Bharatiya Janata", "bharatiya-janata-party"),
    ],
)
def test_names_are_found_in_other_spellings_and_by_their_first_bearer(
    finder: Finder, name: str, id: str
) -> None:
    """Transliterations, patronymics and names that many bear still lead to the one meant."""
    found = finder.find(name, dt.date(2010, 6, 1))
    assert found is not None
    assert found.id == id


def test_the_context_outweighs_the_first_bearer(finder: Finder) -> None:
    """Beside Italy, the Democratic Party is not the one meant where nothing tells."""
    found = finder.find("Democratic Party", dt.date(2018, 5, 1), ["ITA"])
    assert found is not None
    assert found.country == "ITA"


def test_a_town_stands_for_its_authorities(finder: Finder) -> None:
    """A place that no table of actors holds is that of its country's officials."""
    found = finder.find("Hurghada")
    assert found is not None
    assert (found.country, found.sector) == ("EGY", "GOV")


def test_an_unknown_name_is_not_found(finder: Finder) -> None:
    """Nothing is guessed from words that tell nothing."""
    assert finder.find("Qwrtz Plmnb") is None


def test_what_is_told_names_the_choice_the_reason_and_the_rest(finder: Finder) -> None:
    """The first line is the choice, the second the reason, the others who else it could be."""
    chosen, why, *others = finder.tell("King Abdullah", dt.date(2010, 1, 1), ["JOR"])
    assert chosen == "Abdullah II of Jordan (abdullah-ii-of-jordan): JOR, GOV, king on 2010-01-01"
    assert "country JOR is in context" in why
    assert any("abdullah-of-saudi-arabia" in line for line in others)


def test_the_command_line_finds_and_checks() -> None:
    """`talion knowledge find` prints what a name means, and a bad file is a usage error."""
    run = CliRunner().invoke
    found = run(app, ["knowledge", "find", "the Kremlin", "--date", "1980-01-01"])
    assert found.exit_code == 0
    assert found.stdout.startswith("Soviet Union (sun): SUN, GOV")
    wrong = run(app, ["knowledge", "find", "x", "--actors", "absent.csv"])
    assert wrong.exit_code == 2

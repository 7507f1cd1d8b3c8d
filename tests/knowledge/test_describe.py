"""Actors in no table are described by the words of their phrase."""

from __future__ import annotations

import datetime as dt

import pytest

from talion.knowledge import Agents, Directory, States
from talion.knowledge.describe import Description, describe


@pytest.fixture(scope="module")
def told(states: States, directory: Directory, agents: Agents):  # type: ignore[no-untyped-def]
    def tell(phrase: str, on: dt.date = dt.date(2020, 1, 4)) -> Description | None:
        return describe(phrase.split(), states, directory, agents, on)

    return tell


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("the Kachin Independence Army", "MMR", "REB"), ("Turkish defence ministry", "TUR", "GOV"),
        ("Lagos police", "NGA", "COP"), ("Iran - backed militias", None, "PRM"),
        ("pro - Russian gunmen", None, "UAF"), ("rebels in eastern Congo", "COD", "REB"),
        ("the Iraqi army 's 7th Division", "IRQ", "MIL"), ("two US soldiers", "USA", "MIL"),
        ("a Palestinian gunman", "PSE", "UAF"), ("Somali pirates", "SOM", "CRM"),
        ("police officers from Kenya", "KEN", "COP"), ("Tamil villagers", "LKA", "CVL"),
        ("Chechen forces", "RUS", "REB"), ("Kurdish fighters", None, "REB"),
        ("former Israeli ministers", "ISR", "ELI"), ("Ministry of Defence of Peru", "PER", "GOV"),
        ("the Peruvian ministry of defence", "PER", "GOV"), ("the Chinese embassy in Belgrade", "CHN", "GOV"),
        ("Egyptian prosecutors", "EGY", "JUD"), ("North Korean state media", "PRK", "JRN"),
        ("one US contractor", "USA", "BUS"), ("Israeli warplanes", "ISR", "MIL"),
        ("French - speaking villagers", None, "CVL"), ("a Panama - flagged tanker", "PAN", "BUS"),
        ("protesters in Lima", "PER", "OPP"), ("talks with Peru", None, None),
        ("Police ( India )", "IND", "COP"), ("Burmese monks", "MMR", "REL"), ("gunmen", None, "UAF"),
        ("the Peruvian Liberation Army", "PER", "REB"), ("Soviet troops", "SUN", "MIL"),
    ],
)  # fmt: skip
def test_country_and_sector_come_from_the_words(told, phrase, country, sector) -> None:  # type: ignore[no-untyped-def]
    """The home is named before the head or in the place after it; a patron is no home."""
    found = told(phrase)
    assert (country, sector) == ((found.country, found.sector) if found else (None, None))


@pytest.mark.parametrize(
    "phrase", ["oil prices", "Iranian interference", "the attack in Peru", "a year"]
)
def test_what_is_no_actor_is_not_described(told, phrase: str) -> None:  # type: ignore[no-untyped-def]
    """A state before a thing does not make an actor of it."""
    assert told(phrase) is None


def test_one_body_has_one_id_under_all_its_names(told) -> None:  # type: ignore[no-untyped-def]
    """However a ministry is called, its id is the same."""
    names = (
        "Peru 's defense ministry",
        "the Peruvian Ministry of Defence",
        "the defence ministry of Peru",
    )
    assert {"per-ministry-of-defence"} == {told(name).id for name in names}


def test_a_title_before_an_unknown_name_describes_the_person(told) -> None:  # type: ignore[no-untyped-def]
    """The name becomes the actor, title and state its sector and country."""
    found = told("Peruvian army commander Zebulon Quux")
    expected = ("zebulon-quux", "Zebulon Quux", "PER", "MIL")
    assert expected == (found.id, found.name, found.country, found.sector)


def test_the_state_of_the_day_is_taken(told) -> None:  # type: ignore[no-untyped-def]
    """The same words mean another state in another year."""
    assert told("Moscow police", dt.date(1980, 1, 1)).country == "SUN"
    assert told("Moscow police", dt.date(2000, 1, 1)).country == "RUS"


def test_every_description_says_why(told) -> None:  # type: ignore[no-untyped-def]
    """The words that decided stand in the reason."""
    assert "defence ministry" in told("Turkish defence ministry").why

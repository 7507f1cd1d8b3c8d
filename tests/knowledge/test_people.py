"""Family names that several leaders bear mean the one of the day and the country."""

from __future__ import annotations

import datetime as dt

import pytest

from talion.knowledge import Directory


@pytest.mark.parametrize(
    ("name", "on", "countries", "expected"),
    [
        ("Hussein", "1990-08-02", ["IRQ"], "saddam-hussein"),
        ("Hussein", "1990-08-02", ["JOR"], "hussein-of-jordan"),
        ("King Hussein", "1985-01-01", [], "hussein-of-jordan"),
        ("Kim", "1985-01-01", ["PRK"], "kim-il-sung"),
        ("Kim", "2010-01-01", ["PRK"], "kim-jong-il"),
        ("Kim", "2015-01-01", ["PRK"], "kim-jong-un"),
        ("President Kim", "1999-01-01", ["KOR"], "kim-dae-jung"),
        ("Assad", "1985-01-01", [], "hafez-al-assad"),
        ("Assad", "2012-01-01", ["SYR"], "bashar-al-assad"),
        ("Bush", "1991-01-01", [], "george-h-w-bush"),
        ("Bush", "2003-03-20", ["IRQ"], "george-w-bush"),
        ("Clinton", "1998-01-01", [], "bill-clinton"),
        ("Clinton", "2011-01-01", ["USA"], "hillary-clinton"),
        ("Gandhi", "1983-01-01", ["IND"], "indira-gandhi"),
        ("Gandhi", "1986-01-01", ["IND"], "rajiv-gandhi"),
        ("Khan", "1965-01-01", ["PAK"], "ayub-khan"),
        ("Khan", "1970-01-01", ["PAK"], "yahya-khan"),
        ("Khan", "2019-07-01", ["PAK"], "imran-khan"),
        ("Sharif", "2014-01-01", ["PAK"], "nawaz-sharif"),
        ("Sharif", "2023-01-01", ["PAK"], "shehbaz-sharif"),
        ("Kabila", "1999-01-01", ["COD"], "laurent-kabila"),
        ("Kabila", "2005-01-01", ["COD"], "joseph-kabila"),
        ("King Abdullah", "2010-01-01", ["SAU"], "abdullah-of-saudi-arabia"),
        ("King Abdullah", "2010-01-01", ["JOR"], "abdullah-ii-of-jordan"),
    ],
)
def test_day_and_country_tell_leaders_of_one_name_apart(
    directory: Directory, name: str, on: str, countries: list[str], expected: str
) -> None:
    """Who holds office on the day is meant, not a predecessor, a successor or a namesake."""
    found = directory.resolve(name, dt.date.fromisoformat(on), countries)
    assert found.chosen is not None, found.why
    assert found.chosen.id == expected


@pytest.mark.parametrize("name", ["Kim", "King Abdullah", "Ali"])
def test_a_name_that_too_many_bear_stays_open(directory: Directory, name: str) -> None:
    """Without a country nothing is guessed, and the candidates are given."""
    found = directory.resolve(name, dt.date(2010, 1, 1))
    assert found.chosen is None
    assert len(found.runners_up) > 1


def test_two_heads_at_once_are_told_apart_by_their_names(directory: Directory) -> None:
    """President and prime minister of one country each keep their office."""
    on = dt.date(2010, 6, 1)
    for name, office in (("Dmitry Medvedev", "president"), ("Vladimir Putin", "prime minister")):
        chosen = directory.resolve(name, on).chosen
        assert chosen is not None
        held = directory.office(chosen.id, on)
        assert held is not None
        assert held.office == office


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Brown bears were seen", []),
        ("Brown said so", ["brown"]),
        ("Ban on arms in force", []),
        ("They met Brown there", ["brown"]),
    ],
)
def test_the_first_word_of_a_sentence_need_not_be_a_name(
    directory: Directory, sentence: str, found: list[str]
) -> None:
    """Words that are family names too count only where their neighbours show it."""
    assert [hit.key for hit in directory.scan(sentence.split())] == found

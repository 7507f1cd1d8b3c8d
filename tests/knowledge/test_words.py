"""Spellings fold to one key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talion.knowledge.words import bare, capital_at, fold, is_acronym, key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kata'ib Hezbollah", "Kata’ib Hezbollah"),
        ("Kata'ib Hezbollah", "Kataib Hezbollah"),
        ("al-Qaeda", "Al Qaeda"),
        ("Nariño Palace", "Narino Palace"),
        ("U.S.", "US"),
        ("Hay'at Tahrir al-Sham", "Hayat Tahrir al Sham"),
        ("Øresund", "Oresund"),
        ("Ərdoğan", "Ardogan"),
    ],
)
def test_spellings_share_a_key(one: str, other: str) -> None:
    """Marks, apostrophes, hyphens and full stops make no difference."""
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("al-Qaeda", ["al", "-", "Qaeda"]),
        ("People's Liberation Army", ["People", "’s", "Liberation", "Army"]),
        ("U.S.", ["U.S."]),
        ("Côte d'Ivoire", ["Côte", "d'Ivoire"]),
        ("Workers' Party", ["Workers", "'", "Party"]),
    ],
)
def test_a_tokenised_name_has_the_key_of_the_name(name: str, tokens: list[str]) -> None:
    """However a tokeniser splits a name, its key is the same."""
    assert key(name) == key(tokens)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """What is folded is folded for good, so keys can be compared."""
    assert fold(fold(text)) == fold(text)


def test_an_article_and_a_possessive_are_not_part_of_a_bare_name() -> None:
    """ "the Kremlin's" is looked up as "kremlin"."""
    assert bare("the Kremlin's") == "kremlin"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("EU", True), ("U.S.", True), ("Daesh", False), ("I", False), ("9/11", False)],
)
def test_acronyms_are_all_capitals(name: str, expected: bool) -> None:
    """A single letter is no acronym."""
    assert expected is is_acronym(name)


@pytest.mark.parametrize(
    ("name", "expected"), [("the West", 1), ("al-Shabaab", 1), ("M23", 0), ("abc", None)]
)
def test_the_first_capital_of_a_name_is_found(name: str, expected: int | None) -> None:
    """Pieces that a name writes small may be small in the text."""
    assert expected == capital_at(name)

"""Names are found in tokenised sentences."""

from __future__ import annotations

import random
import time

import pytest

from talion.knowledge.names import Bearer, Hit, Names


@pytest.fixture
def names() -> Names:
    names = Names()
    for id, name in [
        ("islamic-state", "Islamic State"), ("islamic-state", "IS"), ("is-khorasan", "Islamic State Khorasan"),
        ("al-qaeda", "al-Qaeda"), ("usa", "US"), ("who", "WHO"), ("the-west", "the West"),
        ("pla", "People's Liberation Army"), ("hamas", "Hamas"), ("kataib", "Kata'ib Hezbollah"),
    ]:  # fmt: skip
        names.add(Bearer(id, name, "name"))
    return names


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Islamic State Khorasan struck", ["islamic state khorasan"]),
        ("Islamic State struck", ["islamic state"]),
        ("IS is strong", ["is"]),
        ("he told us who came", []),
        ("the WHO told the US", ["who", "us"]),
        ("hamas", []),
        ("HAMAS struck", ["hamas"]),
        ("in the West today", ["the west"]),
        ("to the west of it", []),
        ("fighters of al - Qaeda", ["al qaeda"]),
        ("Al-Qaeda struck", ["al qaeda"]),
        (
            "the People 's Liberation Army",
            ["peoples liberation army", "people 's liberation army"][1:],
        ),
        ("the Peoples Liberation Army", ["peoples liberation army"]),
        ("Kata’ib Hezbollah and Kataib Hezbollah", ["kataib hezbollah", "kataib hezbollah"]),
        ("US - Hamas talks", ["us", "hamas"]),
        ("Hamas ’s men", ["hamas"]),
        ("pro-US forces", ["us"]),
        ("", []),
    ],
)
def test_the_longest_names_are_found_as_they_are_written(
    names: Names, sentence: str, found: list[str]
) -> None:
    """Longer names win, acronyms need capitals, other names a capital where they have one."""
    assert found == [hit.key for hit in names.scan(sentence.split())]


def test_a_hit_gives_the_tokens_of_the_name(names: Names) -> None:
    """The span is in tokens, the end excluded, and leaves a possessive out."""
    assert names.scan(["of", "al", "-", "Qaeda", "’s", "men"]) == [Hit(1, 4, "al qaeda")]


def test_hits_do_not_overlap(names: Names) -> None:
    """What one name has taken, no other can begin in."""
    hits = names.scan(["Islamic", "State", "Khorasan", "Islamic", "State", "IS"])
    assert [(h.start, h.stop) for h in hits] == [(0, 3), (3, 5), (5, 6)]


def test_one_name_may_have_several_bearers(names: Names) -> None:
    """The index keeps them all; choosing is left to resolution."""
    names.add(Bearer("hamas-other", "Hamas", "alias", starred=True))
    assert [b.id for b in names.bearers("hamas")] == ["hamas", "hamas-other"]


def test_scanning_is_fast_enough_for_a_news_archive(names: Names) -> None:
    """Far over 20,000 sentences of 25 words a second; the bound leaves room for a busy machine."""
    words = [
        *[
            "the",
            "men",
            "of",
            "a",
            "town",
            "said",
            "that",
            "US",
            "and",
            "Hamas",
            "forces",
            "met",
            "in",
            "May",
        ],
        "Islamic",
        "State",
    ]
    chance = random.Random(7)
    sentences = [chance.choices(words, k=25) for _ in range(4_000)]
    began = time.process_time()
    for sentence in sentences:
        names.scan(sentence)
    assert time.process_time() - began < 4_000 / 10_000

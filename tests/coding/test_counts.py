"""Which numbers a sentence gives, with their bounds, and what they count.

A number is written low/best/high, with "-" for an open bound; one figure alone
is an exact number.
"""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talion.coding.counts import article_one, casualties, find_counts, kind_of, toll


def bounds(number):
    parts = [number.low, number.best, number.high]
    if len(set(parts)) == 1:
        return str(parts[0])
    return "/".join("-" if part is None else str(part) for part in parts)


NUMBERS = [
    ("[30] rockets hit the base", "30"),
    ("[more than 30] rockets hit the base", "30/30/-"),
    ("[over 30] rockets hit the base", "30/30/-"),
    ("[at least 12] people were killed", "12/12/-"),
    ("[no fewer than 12] people were killed", "12/12/-"),
    ("[a minimum of 12] people were killed", "12/12/-"),
    ("[up to 50] people were killed", "-/50/50"),
    ("[as many as 50] people were killed", "-/50/50"),
    ("[no more than 50] people were killed", "-/50/50"),
    ("[fewer than 10] people were killed", "-/10/10"),
    ("[less than 10] people were killed", "-/10/10"),
    ("[nearly 200] people were killed", "180/200/200"),
    ("[almost 200] people were killed", "180/200/200"),
    ("[some 200] people were killed", "180/200/220"),
    ("[about 200] people were killed", "180/200/220"),
    ("[around 200] people were killed", "180/200/220"),
    ("[an estimated 200] people were killed", "180/200/220"),
    ("[approximately 1,000] people fled", "900/1000/1100"),
    ("[200 or so] people fled", "180/200/220"),
    ("[200 or more] people fled", "200/200/-"),
    ("[200-odd] people fled", "180/200/220"),
    ("[200-plus] people fled", "200/200/-"),
    ("[dozens] of people were killed", "24/-/99"),
    ("[scores] of people were killed", "40/-/99"),
    ("[hundreds] of people were killed", "200/-/999"),
    ("[thousands] of people fled", "2000/-/9999"),
    ("[tens of thousands] of people fled", "20000/-/99999"),
    ("[hundreds of thousands] of people fled", "200000/-/999999"),
    ("[millions] of people fled", "2000000/-/9999999"),
    ("[several] people were killed", "3/-/9"),
    ("[several hundred] people fled", "300/-/900"),
    ("[a few] people were killed", "2/-/5"),
    ("[a few hundred] people fled", "200/-/500"),
    ("[a handful] of people stayed", "3/-/5"),
    ("[a couple] of people stayed", "2"),
    ("[a dozen] people stayed", "12"),
    ("[two dozen] people stayed", "24"),
    ("[half a dozen] people stayed", "6"),
    ("[more than a dozen] people stayed", "12/12/-"),
    ("[at least two dozen] people stayed", "24/24/-"),
    ("[half a million] people fled", "500000"),
    ("[1.2 million] people fled", "1200000"),
    ("[3,000] people fled", "3000"),
    ("[12,345,678] people fled", "12345678"),
    ("[20k] people fled", "20000"),
    ("[two] people were killed", "2"),
    ("[twenty-three] people were killed", "23"),
    ("[one hundred and fifty] people fled", "150"),
    ("[a hundred] people fled", "100"),
    ("[two thousand five hundred] people fled", "2500"),
    ("[one] soldier was killed", "1"),
    ("killing of [one] US contractor", "1"),
    ("[10 to 15] people were killed", "10/12/15"),
    ("[10-15] people were killed", "10/12/15"),
    ("[10–15] people were killed", "10/12/15"),
    ("[between 10 and 15] people were killed", "10/12/15"),
    ("[two or three] people were killed", "2/2/3"),
    ("[two to three million] people fled", "2000000/2500000/3000000"),
    ("[hundreds or even thousands] of people fled", "200/-/9999"),
    ("[dozens if not hundreds] of people fled", "24/-/999"),
    ("a crowd of [5,000] marched", "5000"),
    ("a [5,000]-strong crowd marched", "5000"),
    ("they killed [2000] people", "2000"),
    ("they killed [1,990] people", "1990"),
    ("[FORTY] people were killed", "40"),
    ("the toll rose to [39]", "39"),
    ("it deployed [3 000] troops".replace("3 000", "3\u202f000"), "3000"),
]

KINDS = [
    ("a [20]-year-old man", "age"),
    ("a boy aged [12]", "age"),
    ("Ali Hassan, [32], was killed", "age"),
    ("children under the age of [five]", "age"),
    ("[5]% of voters", "percent"),
    ("[5] per cent of voters", "percent"),
    ("[$5 million] in aid".replace("[$", "$["), "money"),
    ("[5 million] dollars in aid", "money"),
    ("[300] euros each", "money"),
    ("it fell in [2006]", "year"),
    ("the [2003] invasion", "year"),
    ("on May 3, [2018]", "year"),
    ("it was his from 1967 to [1995] he was", "year"),
    ("on May [3]", "date"),
    ("on [3] May", "date"),
    ("[20] km from Mosul", "measure"),
    ("[10] miles away", "measure"),
    ("[three] days of talks", "measure"),
    ("a [two]-day visit", "measure"),
    ("a [107] mm rocket", "measure"),
    ("[four] times as many", "measure"),
    ("[15] tonnes of aid", "measure"),
    ("at [10]:30 on Friday", "time"),
    ("at [3] p.m. on Friday", "time"),
    ("[two]-thirds of the seats", "fraction"),
    ("the [3rd] division", "ordinal"),
    ("the [second] attack", "ordinal"),
    ("Resolution [2231] was passed", "name"),
    ("a Boeing [737] fell", "name"),
    ("Flight [752] fell", "name"),
]

NONE = [
    "F-16 jets struck K-1 near G20 delegates.",
    "No one was hurt and they fought one another.",
    "Few people knew.",
    "The soldiers were killed.",
    "A bomb of the 1950s and 200,0000 people.",
    "Some of the soldiers fled about the town over the hills.",
]

TOLLS = [
    ("The attack killed four people.", {"dead": "4"}),
    ("The attack killed four and wounded 12.", {"dead": "4", "injured": "12"}),
    ("Four people were killed and 12 wounded.", {"dead": "4", "injured": "12"}),
    ("Four people were killed and 12 others were injured.", {"dead": "4", "injured": "12"}),
    ("A bomb went off, killing four and injuring dozens.", {"dead": "4", "injured": "24/-/99"}),
    ("The blast left five dead and ten wounded.", {"dead": "5", "injured": "10"}),
    ("Five dead in Baghdad blast", {"dead": "5"}),
    ("At least 12 people died in the fire.", {"dead": "12/12/-"}),
    ("The death toll rose to 39 on Monday.", {"dead": "39"}),
    ("The death toll from the attack has risen from 30 to 39.", {"dead": "39"}),
    ("The toll stands at more than 200.", {"dead": "200/200/-"}),
    ("Three policemen and two civilians were killed.", {"dead": "5"}),
    ("It killed three policemen and two civilians.", {"dead": "5"}),
    ("More than 30 people, including three children, were killed.", {"dead": "30/30/-"}),
    ("The strike killed 30 people, including three children.", {"dead": "30"}),
    ("The strike killed 30 people, among them three children.", {"dead": "30"}),
    ("More than 30 people were killed, 12 of them children.", {"dead": "30/30/-"}),
    ("Two gunmen killed three soldiers.", {"dead": "3"}),
    ("Two gunmen killed a soldier.", {"dead": "1"}),
    ("The attack led to the killing of one US contractor.", {"dead": "1"}),
    ("The deaths of six miners angered them.", {"dead": "6"}),
    ("Police reported 39 deaths.", {"dead": "39"}),
    ("The fighting has claimed 200 lives.", {"dead": "200"}),
    ("Officials said 20 bodies were found.", {"dead": "20"}),
    ("Some 200 soldiers have been killed since March.", {"dead": "180/200/220"}),
    ("Police arrested 45 protesters.", {"arrested": "45"}),
    ("More than 100 people were arrested.", {"arrested": "100/100/-"}),
    ("Dozens were detained after the march.", {"arrested": "24/-/99"}),
    ("The arrest of three journalists was condemned.", {"arrested": "3"}),
    ("Gunmen abducted nine students.", {"abducted": "9"}),
    ("The rebels freed 200 prisoners.", {"released": "200"}),
    ("The fighting displaced 1.2 million people.", {"displaced": "1200000"}),
    ("Thousands of people fled.", {"displaced": "2000/-/9999"}),
    ("Thousands of people have fled their homes.", {"displaced": "2000/-/9999"}),
    ("Thousands of protesters marched through Beirut.", {"participants": "2000/-/9999"}),
    ("Tens of thousands took to the streets.", {"participants": "20000/-/99999"}),
    ("They fired more than 30 rockets at the base.", {"munitions": "30/30/-"}),
    ("Eight people remain missing.", {"missing": "8"}),
    ("It shot down two helicopters.", {"aircraft": "2"}),
    ("Shells destroyed 20 homes.", {"buildings": "20"}),
    ("Police killed five and arrested 20 in raids.", {"dead": "5", "arrested": "20"}),
    ("The army said 12 rebels were killed and three captured.", {"dead": "12", "abducted": "3"}),
    ("Up to 50 civilians may have been killed.", {"dead": "-/50/50"}),
    ("In 2006 it killed 1,200 people in 34 days.", {"dead": "1200"}),
    (
        "It caused 56 deaths and left over 200 people injured.",
        {"dead": "56", "injured": "200/200/-"},
    ),
    ("Police said 337 suspects in 38 countries were arrested.", {"arrested": "337"}),
    ("In 36 states most of the people who died were poor.", {}),
    ("Between the two blasts, at least 20 were killed.", {"attacks": "2", "dead": "20/20/-"}),
    ("Over a hundred people came, four of whom were injured.", {"injured": "4"}),
    ("It has one of the highest death tolls.", {}),
    ("There were 150 soldiers, 95 civilians, and 20 rebels killed.", {"dead": "265"}),
    ("A 20-year-old man was killed.", {}),
    ("The soldiers were killed on 3 May.", {}),
    ("The two leaders met in Geneva.", {}),
    ("Five countries condemned the killing.", {}),
    ("Talks between two sides ended.", {}),
]

WORDS = [
    ("contractor", "kill", "dead"),
    ("contractor", "killing", "dead"),
    ("policeman", "wound", "injured"),
    ("person", "die", "dead"),
    ("death", None, "dead"),
    ("death", "report", "dead"),
    ("rocket", "attack", "munitions"),
    ("rocket", "fire", "munitions"),
    ("tank", "destroy", "vehicles"),
    ("protester", "arrest", "arrested"),
    ("protester", "march", "participants"),
    ("protester", None, "participants"),
    ("people", "displace", "displaced"),
    ("refugee", None, "displaced"),
    ("soldier", "kill", "dead"),
    ("soldier", "deploy", "troops"),
    ("hostage", "free", "released"),
    ("hostage", None, "abducted"),
    ("hostage", "take", "abducted"),
    ("country", "condemn", None),
    ("minister", None, None),
]


@pytest.mark.parametrize(("marked", "expected"), NUMBERS)
def test_numbers(marked, expected):
    """The span takes in the words that bound the number."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    (number,) = [n for n in find_counts(text) if n.kind == "plain"]
    assert (text[number.start : number.end], bounds(number)) == (text[start:end], expected)
    assert number.text == text[start:end]


@pytest.mark.parametrize(("marked", "kind"), KINDS)
def test_numbers_that_count_nothing(marked, kind):
    """Ages, money, dates, distances and names are told apart from counts."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    found = [n for n in find_counts(text) if (n.start, n.end) == (start, end)]
    assert [n.kind for n in found] == [kind]


@pytest.mark.parametrize("text", NONE)
def test_no_numbers(text):
    """Names and pronouns hold no number."""
    assert find_counts(text) == []


def test_two_numbers():
    """Coordinated nouns have a number each."""
    assert [bounds(n) for n in find_counts("Three policemen and two civilians died.")] == ["3", "2"]


def test_from_to_is_a_change_and_no_range():
    """ "From 10 to 15" gives both numbers."""
    assert [bounds(n) for n in find_counts("It rose from 10 to 15.")] == ["10", "15"]


@pytest.mark.parametrize(("text", "expected"), TOLLS)
def test_tolls(text, expected):
    """What a sentence says of the dead, injured, arrested and so on, without a parser."""
    assert {kind: bounds(count) for kind, count in toll(text).items()} == expected


def test_toll_keeps_the_words():
    """A sum quotes the words from its first to its last number."""
    assert (
        toll("Three policemen and two civilians were killed.")["dead"].text
        == "Three policemen and two"
    )


def test_casualties_are_people_harmed():
    """Rockets and marchers are no casualties."""
    found = casualties("They fired 30 rockets, killing four and wounding nine.")
    assert sorted(found) == ["dead", "injured"]


@pytest.mark.parametrize(("noun", "verb", "kind"), WORDS)
def test_kind_of(noun, verb, kind):
    """For people the verb decides, for things the noun."""
    assert kind_of(noun, verb) == kind


def test_a_subject_does_not_suffer_the_verb():
    """Two gunmen who kill are not two dead; two people who die are."""
    assert kind_of("gunman", "kill", role="subject") is None
    assert kind_of("person", "die", role="subject") == "dead"
    assert kind_of("protester", "attack", role="subject") == "participants"


@pytest.mark.parametrize(
    ("phrase", "best"),
    [
        ("a man", 1),
        ("an officer", 1),
        ("A US contractor", 1),
        ("one soldier", 1),
        ("another soldier", 1),
        ("a single shot", 1),
        ("the man", None),
        ("men", None),
        ("about men", None),
        ("a few men", None),
        ("a number of men", None),
    ],
)
def test_article_one(phrase, best):
    """An indefinite article counts one, unless it begins a larger number."""
    number = article_one(phrase)
    assert (number.best if number else None) == best


@given(st.text(max_size=80))
def test_any_text(text):
    """No text raises; numbers lie in it, in order, with bounds in order."""
    found = find_counts(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    for number in found:
        assert text[number.start : number.end] == number.text
        known = [part for part in (number.low, number.best, number.high) if part is not None]
        assert known == sorted(known)
    toll(text)


@given(
    st.integers(1, 10**12),
    st.sampled_from(["at least", "up to", "about", "nearly", "more than", ""]),
)
def test_bounds_hold_the_number(value, lead):
    """Whatever the words, the number itself is within the bounds."""
    (number,) = find_counts(f"{lead} {value:,} zzz".strip())
    assert (number.low or 0) <= number.best == value <= (number.high or value)


def test_speed():
    """A sentence costs little."""
    sentence = "More than 30 people, including three children, were killed and dozens wounded on 3 May 2018."
    toll(sentence)
    start = time.process_time()
    for _ in range(300):
        find_counts(sentence)
        toll(sentence)
    assert 300 / (time.process_time() - start) > 100


def test_a_speaker_behind_a_comma_is_not_among_the_dead() -> None:
    """A list goes on with "and"; ", a spokesman said" does not."""
    said = toll("Rebels shelled a base, killing at least 12 soldiers, a spokesman for the ministry said.")["dead"]
    listed = toll("A bomb killed three soldiers, a policeman and a child.")["dead"]
    assert (said.best, listed.best) == (12, 5)

"""From sentences to events: type, parties, and one event for one act."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from talion.records import Coded, Event

Row = tuple[str, set[str | None], set[str | None]]


def rows(coded: Coded) -> list[Row]:
    """Return type, actor countries and recipient countries of each event."""
    return [
        (e.event_type, {a.country for a in e.actor}, {a.country for a in e.recipient})
        for e in coded.event_records
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Israeli jets bombed a base in Syria.", ("ASSAULT", {"ISR"}, {"SYR"})),
        ("Iran was condemned by France.", ("ACCUSE", {"FRA"}, {"IRN"})),
        ("Germany is ready to send aid to Ukraine.", ("AGREE", {"DEU"}, {"UKR"})),
        ("Egypt bought gas from Israel.", ("COOPERATE", {"EGY"}, {"ISR"})),
        ("France expelled ten Russian diplomats.", ("SANCTION", {"FRA"}, {"RUS"})),
        ("Kenya took in thousands of Somali refugees.", ("AID", {"KEN"}, {"SOM"})),
        ("Iran demanded that Iraq release the sailors.", ("REQUEST", {"IRN"}, {"IRQ"})),
        ("American and British forces struck Iraq.", ("ASSAULT", {"USA", "GBR"}, {"IRQ"})),
        ("Chinese soldiers opened fire on protesters.", ("ASSAULT", {"CHN"}, {"CHN"})),
    ],
)
def test_type_and_parties(code: Callable[..., Coded], text: str, expected: Row) -> None:
    assert expected in rows(code(text))


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked the post in Mali, killing two soldiers.",
        "Rebels killed two soldiers and wounded six in Mali.",
        "Rebels carried out an attack on a post in Mali.",
        "Bombs planted by rebels killed ten people in Mali.",
        "Ten people were killed in Mali when rebels opened fire.",
        "Syria imposed sanctions on Iraq.",
        "Kenya banned two opposition rallies.",
    ],
)
def test_one_act_is_one_event(code: Callable[..., Coded], text: str) -> None:
    assert len({(e.event_type, e.status) for e in code(text).event_records}) == 1


def test_what_is_promised_is_no_event_of_its_own(code: Callable[..., Coded]) -> None:
    (event,) = code("Iran promised to release the British sailors.").event_records
    assert (event.event_type, event.about_type, event.status) == ("CONCEDE", "RETREAT", "actual")


def test_who_foils_an_attack_does_not_attack(code: Callable[..., Coded]) -> None:
    events = code("Belgian police foiled an attack by militants on an embassy.").event_records
    attacks = [e for e in events if e.event_type == "ASSAULT"]
    assert attacks and all(e.status == "hypothetical" for e in attacks)
    assert all("COP" not in {a.sector for a in e.actor} for e in attacks)


def test_a_pronoun_object_is_never_the_subject(code: Callable[..., Coded]) -> None:
    (event,) = code("Belarus says that Ukraine is plotting to attack it.").event_records
    assert {a.country for a in event.recipient} == {"BLR"}


def test_a_weapon_acts_for_its_owner_by_the_verb_of_planting(code: Callable[..., Coded]) -> None:
    (event,) = code("A bomb planted by Hezbollah killed three soldiers in Haifa.").event_records
    assert [a.id for a in event.actor] == ["hezbollah-lbn"]


@pytest.mark.parametrize(
    "text",
    [
        "France beat Croatia to win the World Cup.",
        "Drug firms targeted doctors with free lunches.",
        "The lira came under attack from speculators.",
        "The bill was ambushed by its own sponsors.",
    ],
)
def test_figures_of_speech_are_no_violence(code: Callable[..., Coded], text: str) -> None:
    assert not [e for e in code(text).event_records if e.event_type == "ASSAULT"]


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Two ministers resigned, officials said.", {"UNK", "GOV"}),
        ("Ten villagers were killed in Mali.", {"UNK"}),
    ],
)
def test_a_source_is_never_the_actor(
    code: Callable[..., Coded], text: str, actors: set[str]
) -> None:
    for event in code(text).event_records:
        assert {a.sector for a in event.actor} <= actors
        assert not {a.start for a in event.actor} & {a.start for a in event.attributed_to if a.text}


def test_refusing_to_go_is_a_refusal(code: Callable[..., Coded]) -> None:
    (event,) = code("Lebanon's president will not resign, his office said.").event_records
    assert (event.event_type, event.about_type) == ("REJECT", "RETREAT")


def by_trigger(coded: Coded) -> dict[str, Event]:
    """Return the events by their triggers."""
    return {e.trigger: e for e in coded.event_records}


@pytest.mark.parametrize(
    ("text", "trigger", "sources"),
    [
        ("Rebels shelled Aden, Yemeni officials said.", "shelled", {"YEM"}),
        ("According to France, rebels shelled Aden.", "shelled", {"FRA"}),
        ("Rebels shelled Aden.", "shelled", set()),
    ],
)
def test_sources_are_those_the_text_names(
    code: Callable[..., Coded], text: str, trigger: str, sources: set[str]
) -> None:
    event = by_trigger(code(text))[trigger]
    assert {a.country for a in event.attributed_to} == sources


def test_what_one_side_alleges_does_not_become_the_articles_own_word(
    code: Callable[..., Coded],
) -> None:
    coded = code(
        "Turkey says that Saudi agents killed Jamal Khashoggi. Khashoggi was murdered in 2018."
    )
    (murder,) = [e for e in coded.event_records if e.trigger == "murdered"]
    assert {a.sector for a in murder.actor} == {"UNK"}


@pytest.mark.parametrize(
    "text",
    [
        "Will the rebels accept the truce?",
        "Attacks on aid workers have doubled since January.",
        "If Iran had been attacked, oil would have cost more.",
        "The novel tells of a soldier who deserts his regiment.",
        "A train hit a bus near Madrid, killing ten passengers.",
    ],
)
def test_questions_trends_and_stories_report_nothing(code: Callable[..., Coded], text: str) -> None:
    assert not code(text).event_records

"""Whether an act is reported as done, going on, to come, possible or denied."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from talion.records import Coded


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("Rebels shelled the port of Aden.", "shelled", "actual"),
        ("Rebels are shelling the port of Aden.", "shelling", "ongoing"),
        ("The army will deploy tanks in Goma.", "deploy", "future"),
        ("Rebels could shell the port of Aden.", "shell", "hypothetical"),
        ("If rebels shelled the port, the government would fall.", "shelled", "hypothetical"),
        ("Rebels did not shell the port of Aden.", "shell", "denied"),
        ("Syria denied arming the rebels.", "arming", "denied"),
        ("No jets bombed the village near Mosul.", "bombed", "denied"),
        ("Turkey is preparing to attack Kurdish fighters.", "attack", "future"),
    ],
)
def test_the_words_around_an_act_tell_its_status(
    code: Callable[..., Coded], text: str, trigger: str, status: str
) -> None:
    found = {e.trigger: e.status for e in code(text).event_records}
    assert found.get(trigger) == status


@pytest.mark.parametrize(
    "text",
    [
        "Israel should attack the base.",
        "The government must release the prisoners.",
        "Aid agencies warned of famine in Yemen.",
        "The president had no plans for Sunday.",
        "Shares of oil firms were hammered on Friday.",
        "A storm battered the coast of Cuba.",
    ],
)
def test_advice_fear_and_weather_are_no_events(code: Callable[..., Coded], text: str) -> None:
    assert not code(text).event_records


@pytest.mark.parametrize(
    ("text", "hedged"),
    [
        ("Rebels reportedly shelled the port of Aden.", True),
        ("Rebels are believed to have shelled the port of Aden.", True),
        ("Rebels shelled the port of Aden, officials said.", False),
    ],
)
def test_only_words_of_doubt_hedge(code: Callable[..., Coded], text: str, hedged: bool) -> None:
    assert [e.hedged for e in code(text).event_records] == [hedged]


def test_a_boycott_announced_is_a_threat_and_one_under_way_a_protest(
    code: Callable[..., Coded],
) -> None:
    announced = code("The opposition in Guinea said it would boycott the election.").event_records
    under_way = code("The opposition in Guinea boycotted the election.").event_records
    assert [(e.event_type, e.mode, e.status) for e in announced] == [
        ("THREATEN", "restrict", "actual")
    ]
    assert [(e.event_type, e.mode) for e in under_way] == [("PROTEST", "boycott")]

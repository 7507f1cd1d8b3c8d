"""Agents without a name get their sector from their words."""

from __future__ import annotations

import pytest

from talion.knowledge import Agents, Ontology


@pytest.mark.parametrize(
    ("phrase", "sector"),
    [
        ("soldiers", "MIL"), ("two service members", "MIL"), ("government troops", "MIL"), ("warplanes", "MIL"),
        ("riot police", "COP"), ("police officers", "COP"), ("a policewoman", "COP"), ("security forces", "MIL"),
        ("an intelligence officer", "SPY"), ("spies", "SPY"), ("lawmakers", "LEG"), ("senators", "LEG"),
        ("a military court", "JUD"), ("prosecutors", "JUD"), ("diplomats", "GOV"), ("the foreign ministry", "GOV"),
        ("the interior minister", "GOV"), ("former ministers", "ELI"), ("the ex-president", "ELI"),
        ("former prime ministers", "ELI"), ("former rebels", "CVL"), ("opposition leaders", "OPP"),
        ("protesters", "OPP"), ("students", "EDU"), ("gunmen", "UAF"), ("unidentified armed men", "UAF"),
        ("Islamist gunmen", "REB"), ("insurgents", "REB"), ("jihadists", "REB"), ("rebel commanders", "REB"),
        ("Shiite militiamen", "PRM"), ("pro-government militias", "PRM"), ("pirates", "CRM"), ("drug cartels", "CRM"),
        ("villagers", "CVL"), ("settlers", "CVL"), ("women and children", "CVL"), ("refugees", "REF"),
        ("journalists", "JRN"), ("state television", "JRN"), ("contractors", "BUS"), ("an oil company", "BUS"),
        ("miners", "LAB"), ("health workers", "MED"), ("rescuers", "MED"), ("farmers", "AGR"),
        ("monks", "REL"), ("the church", "REL"), ("aid workers", "SOC"), ("rights groups", "SOC"),
        ("police spokesman", "COP"), ("an army official", "MIL"), ("a hospital official", "MED"),
        ("company officials", "BUS"), ("military authorities", "MIL"), ("rebel forces", "REB"),
        ("gunmen on motorcycles", "UAF"), ("members of parliament", "LEG"), ("the minister of defence", "GOV"),
        ("the head of state", "GOV"), ("local officials", "GOV"), ("deputies", "LEG"), ("the deputy leader", "GOV"),
        ("tribal elders", "CVL"), ("a party", "PTY"), ("trade unions", "LAB"), ("the crowd", "OPP"),
    ],
)  # fmt: skip
def test_the_head_of_a_phrase_gives_the_sector(agents: Agents, phrase: str, sector: str) -> None:
    """Longer agents win over shorter; a role takes the sector of what stands before it."""
    found = agents.match(phrase.split())
    assert found is not None and sector == found.sector


@pytest.mark.parametrize(
    "phrase", ["oil prices", "the attack", "weather", "tensions in the region", "the"]
)
def test_what_is_no_agent_is_not_matched(agents: Agents, phrase: str) -> None:
    """Things and happenings have no sector."""
    assert agents.match(phrase.split()) is None


def test_the_name_is_in_the_singular(agents: Agents) -> None:
    """The canonical name does not depend on the number in the text."""
    assert {"gunman"} == {agents.match([w]).name for w in ("gunmen", "gunman")}  # type: ignore[union-attr]


def test_there_are_hundreds_of_agents_of_every_sector(agents: Agents) -> None:
    """No sector of the ontology is without agents."""
    sectors = {a.sector for a in agents.agents.values()}
    assert len(agents.agents) > 2000
    assert set(Ontology.load().sectors) == sectors - {""}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Gen."], True),
        (["Lt.", "Gen."], True),
        (["President"], True),
        (["Mr."], True),
        (["villager"], False),
    ],
)
def test_titles_are_told_from_other_agents(
    agents: Agents, words: list[str], expected: bool
) -> None:
    """A title may stand before a person's name."""
    assert expected is agents.is_title(words)

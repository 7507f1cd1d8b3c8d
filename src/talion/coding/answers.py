"""Which event can answer, explain or repeat which, by type and parties."""

from __future__ import annotations

from collections.abc import Sequence

from talion.coding.draft import Draft
from talion.records import Actor


def deadly(d: Draft) -> bool:
    """Tell whether the event can befall a person once only."""
    return (
        d.event_type != "ASSAULT"
        or d.sentence.lemmas[d.head] in _ENDS
        or d.mode == "assassinate"
        or "death" in d.sentence.lemmas[d.head]
    )


#: Acts that befall a person once only.
_ENDS = frozenset(
    {
        "kill",
        "killing",
        "assassinate",
        "assassination",
        "murder",
        "take",
        "execute",
        "execution",
        "slaying",
        "slay",
        "eliminate",
        "shoot",
        "strike",
        "death",
    }
)


def one_person(a: Draft, b: Draft) -> bool:
    """Tell whether both events befall the same named person or group."""
    same = {x.id for x in a.recipients} & {x.id for x in b.recipients}
    return any(
        x.id in same and not x.resolved_by.startswith("agent") and x.sector != "CVL"
        for x in a.recipients
    )


#: Acts that "after" explains, though they answer nobody: "food came after the road reopened".
FOLLOWS = frozenset({"AID", "RETREAT", "REJECT", "CONCEDE", "COOPERATE"})


#: What a verbal act can answer.
ANSWERS = {
    "REJECT": frozenset({"REQUEST", "AGREE", "THREATEN", "ACCUSE", "SANCTION", "CONSULT"}),
    "CONCEDE": frozenset({"REQUEST", "THREATEN", "PROTEST"}),
    "RETREAT": frozenset({"REQUEST", "THREATEN"}),
}


def answers(later: Draft, earlier: Draft) -> bool:
    """Tell whether *later* is done by a party that *earlier* was aimed at, or aimed at its doer."""
    doers, done_to = parties(later.actors), parties(later.recipients)
    asker, asked = parties(earlier.actors), parties(earlier.recipients)
    return (bool(doers & asked) and not doers & asker) or (
        bool(done_to & asker) and not doers & asker
    )


#: Sectors that stand for a state; others are a party of their own within it.
_STATE_SIDE = frozenset({None, "GOV", "MIL", "COP", "SPY", "LEG", "JUD", "CVL", "BUS"})


def parties(actors: Sequence[Actor]) -> set[str]:
    """Return the sides that the actors belong to: a state, or those who stand against it."""
    return {f"{a.country or a.id}:{'S' if a.sector in _STATE_SIDE else 'N'}" for a in actors}

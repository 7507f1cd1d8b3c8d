"""Turns actors and states into the names under which the directory finds them."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from talion.knowledge.known import Known
from talion.knowledge.names import Bearer
from talion.knowledge.states import StateName
from talion.knowledge.words import key

# What stands in brackets tells namesakes apart in a table, not in a text.
_BRACKETS = re.compile(r"\s*\([^)]*\)")
# A family name alone is this long at least: shorter ones are words too often.
_SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Common:
    """Words that name no one in particular.

    `words` are no names of people by themselves; `bodies` are bodies that any state may have,
    which need context even where only one is in the tables; after `fathers` (bin, ibn) the name
    of a father follows, by which nobody is called.
    """

    words: Container[str]
    bodies: Container[str]
    fathers: Container[str] = frozenset()


def actor_bearers(known: Known, aliases: Sequence[str], common: Common) -> list[Bearer]:
    """Return the names of an actor; of people, single words that are no names are left out.

    Example:
        >>> khan = Known("ali-khan", "Ali Khan (general)", "person", "PAK", "MIL")
        >>> [(b.name, b.kind) for b in actor_bearers(khan, ["A. Khan"], Common({"general"}, {}))]
        [('Ali Khan', 'name'), ('A. Khan', 'alias'), ('Khan', 'family name')]
    """
    name = _BRACKETS.sub("", known.name) if "(" in known.name else known.name
    # "Dawn (newspaper)" with the alias "Dawn*": the name itself is too common to stand alone.
    same = (a for a in aliases if a[-1] in "*!" and key(a[:-1]) == key(name))
    shared = known.kind != "person" and any(same)
    bearers = [Bearer(known.id, name, "name", starred=shared)]
    for alias in aliases:
        mark = alias[-1]
        text = alias[:-1] if mark in "*!" else alias
        text = text[4:] if text.startswith(("the ", "The ")) else text
        bearers.append(Bearer(known.id, text, "alias", starred=mark in "*!", first=mark == "!"))
    if known.kind != "person":
        return [_starred(b) if key(b.name) in common.bodies else b for b in bearers]
    bearers = [b for b in bearers if " " in b.name or key(b.name) not in common.words]
    if any(" " not in b.name for b in bearers):
        return bearers
    # News calls people by the last word of their name after the first mention.
    *before, last = name.split()
    if before and key(before[-1]) in common.fathers:
        return bearers
    if len(last) >= _SHORTEST_NAME and key(last) not in common.words:
        bearers.append(Bearer(known.id, last, "family name", starred=True))
    return bearers


def _starred(bearer: Bearer) -> Bearer:
    return bearer._replace(starred=True)


def state_bearer(name: StateName) -> Bearer:
    """Return the name of a state as an entry of the directory.

    Example:
        >>> state_bearer(StateName("Tehran", "irn", "capital", "GOV", None, None)).stands_for
        'GOV'
    """
    return Bearer(
        id=name.id,
        name=name.name,
        kind=name.kind,
        starred=name.starred,
        stands_for=name.stands_for,
        start=name.start,
        end=name.end,
    )


def people_of(name: StateName, country: str | None) -> Known:
    """Return the people or part of a state that a name stands for; parts act by their authorities.

    Example:
        >>> people_of(StateName("Chechen", "rus", "people_region", "CVL", None, None), "RUS").id
        'chechen-rus'
    """
    id = f"{key(name.name).replace(' ', '-')}-{name.id}"
    return Known(id, name.name, "region", country, name.stands_for or "GOV")

"""Orders links into chains: what came first, what answered it, what that led to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from talion.records import Link, LinkKind


@dataclass(frozen=True, slots=True)
class Chain:
    """One event with the events that follow from it."""

    event: str
    after: tuple[tuple[LinkKind, Chain], ...] = ()


def ends(link: Link) -> tuple[str, str]:
    """Return the two events of *link*, the one that comes first in the story first.

    A response and a repeated telling point back to what they answer or repeat.
    """
    if link.kind in ("response", "same"):
        return link.to_event, link.from_event
    return link.from_event, link.to_event


def chains(links: Sequence[Link]) -> list[Chain]:
    """Return one chain per event that nothing goes before; each event appears once.

    Example:
        >>> a_answers_b = Link("k", "response", "a", "b", 0, 0, "", 0.8)
        >>> chains([a_answers_b])[0].event
        'b'
    """
    following: dict[str, list[tuple[LinkKind, str]]] = defaultdict(list)
    order: dict[str, None] = {}
    later: set[str] = set()
    for link in links:
        before, after = ends(link)
        following[before].append((link.kind, after))
        order.setdefault(before)
        later.add(after)
    told: set[str] = set()
    # Events in a circle have no first one; the first named then starts the chain.
    starts = [e for e in order if e not in later] + list(order)
    return [_chain(e, following, told) for e in starts if e not in told]


def _chain(event: str, following: dict[str, list[tuple[LinkKind, str]]], told: set[str]) -> Chain:
    told.add(event)
    after = []
    for kind, other in following.get(event, ()):
        if other not in told:
            after.append((kind, _chain(other, following, told)))
    return Chain(event, tuple(after))

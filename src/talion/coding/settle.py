"""Settles, once links are known, who the unnamed parties of an event must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from talion.coding.draft import Draft
from talion.coding.links import Found
from talion.records import Actor

_HOMELESS = frozenset({"REB", "PRM", "OPP", "UAF", "CVL", "CRM", "COP", "MIL", "GOV"})


def settle(drafts: Sequence[Draft], links: Sequence[Found]) -> None:
    """Let reports of the same happening share their parties, and effects take those of their cause.

    Whatever is filled in says so in `resolved_by`.
    """
    for link in links:
        if link.kind == "same":
            _share(link.source, link.target, "same event")
            _share(link.target, link.source, "same event")
        elif link.kind == "cause" and {link.source.event_type, link.target.event_type} == {"ASSAULT"}:
            _share(link.source, link.target, "cause of this event")
    for draft in drafts:
        draft.actors = tuple(_at_home(a, draft) for a in draft.actors)
        if draft.event_type == "PROTEST" and not draft.actors:
            draft.actors = _protesters(draft)


def _share(giver: Draft, taker: Draft, why: str) -> None:
    if taker.actors or not giver.actors:
        return
    taken = {a.id for a in taker.recipients}
    taker.actors = tuple(
        replace(a, resolved_by=f"{why}: {a.resolved_by}") for a in giver.actors if a.id not in taken
    )
    if taker.actors:
        taker.rules.append(f"actor from {why}")


def _at_home(actor: Actor, draft: Draft) -> Actor:
    """Give a generic group the country of the place where it is reported to act."""
    if actor.country or draft.place is None or not draft.place.country:
        return actor
    if actor.sector in _HOMELESS and actor.resolved_by.startswith("agent"):
        country = draft.place.country
        return replace(
            actor, id=f"{country.lower()}-{actor.id}", country=country,
            resolved_by=f"{actor.resolved_by}, acting in {draft.place.name}",
        )  # fmt: skip
    return actor


def _protesters(draft: Draft) -> tuple[Actor, ...]:
    country = draft.place.country if draft.place else next((a.country for a in draft.recipients if a.country), None)
    ident = f"{country.lower()}-protester" if country else "protester"
    return (Actor(ident, "protesters", country, "OPP", "", draft.start, draft.start, "a protest has protesters"),)

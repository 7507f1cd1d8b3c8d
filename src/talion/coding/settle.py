"""Settles, once links are known, who the unnamed parties of an event must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from talion.coding.draft import Draft
from talion.coding.links import Found
from talion.records import Actor

_AUTHORITIES = frozenset({"GOV", "COP", "JUD", "MIL", "LEG", "SPY"})
_CIVIL = frozenset({"CVL", "JRN", "OPP", "AGR", "LAB", "EDU", "REL", "SOC", "MED", "REF", "LEG", "PTY", "BUS", "CRM"})
#: Acts that authorities and civilians mostly do to those of their own country.
_DOMESTIC = frozenset({"COERCE", "PROTEST", "THREATEN", "ACCUSE", "REQUEST", "CONCEDE", "SANCTION", "ASSAULT", "RETREAT"})


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
    homes: dict[int, Actor] = {}
    for draft in drafts:
        draft.actors = tuple(homes.setdefault(a.start, _at_home(a, draft)) if _homeless(a) else a for a in draft.actors)
        draft.recipients = tuple(homes.setdefault(a.start, _at_home(a, draft)) if _homeless(a) else a for a in draft.recipients)
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


def _homeless(actor: Actor) -> bool:
    return actor.country is None and actor.resolved_by.startswith(("agent", "pronoun"))


def _at_home(actor: Actor, draft: Draft) -> Actor:
    """Give a generic group the country of the place, or of the authority it deals with.

    "Gunmen" in Basra act in Iraq; the "journalists" whom Belarus arrests, and the
    "police" who arrest a Russian politician, are at home with the other side.
    """
    if draft.place is not None and draft.place.country:
        return _moved(actor, draft.place.country, f"in {draft.place.name}")
    others = draft.recipients if actor in draft.actors else draft.actors
    countries = {a.country for a in others if a.country and len(a.country) == 3 and (a.sector in _AUTHORITIES or a.sector is None or actor.sector in _AUTHORITIES)}
    if len(countries) == 1 and draft.event_type in _DOMESTIC and (actor.sector in _AUTHORITIES or actor.sector in _CIVIL):
        return _moved(actor, countries.pop() or "", "the other side's country")
    return actor


def _moved(actor: Actor, country: str, why: str) -> Actor:
    return replace(actor, id=f"{country.lower()}-{actor.id}", country=country, resolved_by=f"{actor.resolved_by}, {why}")


def _protesters(draft: Draft) -> tuple[Actor, ...]:
    country = draft.place.country if draft.place else next((a.country for a in draft.recipients if a.country), None)
    ident = f"{country.lower()}-protester" if country else "protester"
    return (Actor(ident, "protesters", country, "OPP", "", draft.start, draft.start, "a protest has protesters"),)

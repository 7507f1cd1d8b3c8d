"""Settles, once links are known, who the unnamed parties of an event must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from talion.coding.draft import Draft
from talion.coding.links import Found
from talion.records import Actor

_AUTHORITIES = frozenset({"GOV", "COP", "JUD", "MIL", "LEG", "SPY"})
_CIVIL = frozenset({"CVL", "JRN", "OPP", "AGR", "LAB", "EDU", "REL", "SOC", "MED", "REF", "PTY", "BUS", "CRM"})
#: Acts that authorities and civilians mostly do to those of their own country.
_DOMESTIC = frozenset({"COERCE", "PROTEST", "THREATEN", "ACCUSE", "CONCEDE", "SANCTION", "RETREAT"})


def settle(drafts: Sequence[Draft], links: Sequence[Found]) -> dict[int, Actor]:
    """Let reports of the same happening share their parties, and effects take those of their cause.

    Whatever is filled in says so in `resolved_by`.  Returns the groups that were given a home,
    by the offset of the words that name them.
    """
    homes: dict[int, Actor] = {}
    _settle_homes(drafts, homes)
    for link in links:
        if link.kind == "same":
            _share(link.source, link.target, "same event")
            _share(link.target, link.source, "same event")
        elif link.kind == "cause" and {link.source.event_type, link.target.event_type} == {"ASSAULT"}:
            _share(link.source, link.target, "cause of this event")
    _settle_homes(drafts, homes)
    for draft in drafts:
        if draft.event_type == "ASSAULT" and not draft.recipients and draft.frame.get("obj"):
            draft.recipients = _struck_state(draft)
        if draft.event_type == "PROTEST" and not draft.actors:
            draft.actors = _protesters(draft)
    return homes


def _share(giver: Draft, taker: Draft, why: str) -> None:
    if taker.actors or not giver.actors:
        return
    taken = {a.id for a in taker.recipients}
    taker.actors = tuple(
        replace(a, resolved_by=f"{why}: {a.resolved_by}") for a in giver.actors if a.id not in taken
    )
    if taker.actors:
        taker.rules.append(f"actor from {why}")


def _settle_homes(drafts: Sequence[Draft], homes: dict[int, Actor]) -> None:
    """Give each group one home, the first that its events tell, wherever it is named."""
    _same_victims(drafts)
    for draft in drafts:
        draft.actors = tuple(_home(a, draft, homes) for a in draft.actors)
        draft.recipients = tuple(_home(a, draft, homes) for a in draft.recipients)


def _home(actor: Actor, draft: Draft, homes: dict[int, Actor]) -> Actor:
    if not _homeless(actor):
        return actor
    known = homes.get(actor.start)
    if known is None:
        known = _at_home(actor, draft)
        if known.country:
            homes[actor.start] = known
    return replace(known, resolved_by=known.resolved_by) if known.country else actor


def _same_victims(drafts: Sequence[Draft]) -> None:
    """Give the victims of "shelled the town, killing six" the country of the town."""
    for draft in drafts:
        for earlier in drafts:
            if earlier is draft or earlier.sentence is not draft.sentence or {earlier.event_type, draft.event_type} != {"ASSAULT"}:
                continue
            if draft.head not in earlier.sentence.below(earlier.head) or not _side(earlier) & _side(draft):
                continue
            countries = {a.country for a in earlier.recipients if a.country}
            if len(countries) == 1:
                home = countries.pop() or ""
                draft.recipients = tuple(_moved(a, home, "victims of the same attack") if _homeless(a) else a for a in draft.recipients)


def _side(draft: Draft) -> set[str]:
    return {a.country or a.id for a in draft.actors}


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


def _struck_state(draft: Draft) -> tuple[Actor, ...]:
    """Return the state in which a thing was struck that nobody is said to own: "hit a camp near B."."""
    place = draft.place
    if place is None or not place.country or draft.entry.mutual or any(a.country == place.country for a in draft.actors):
        return ()
    return (Actor(place.country.lower(), place.country, place.country, None, place.text, place.start, place.end, f"place: struck in {place.name}"),)


def _protesters(draft: Draft) -> tuple[Actor, ...]:
    country = draft.place.country if draft.place else next((a.country for a in draft.recipients if a.country), None)
    ident = f"{country.lower()}-protester" if country else "protester"
    return (Actor(ident, "protesters", country, "OPP", "", draft.start, draft.start, "a protest has protesters"),)

"""Settles, once links are known, who the unnamed parties of an event must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from talion.coding.draft import Draft
from talion.coding.event_words import Found
from talion.coding.owners import FOREIGN
from talion.records import Actor

_AUTHORITIES = frozenset({"GOV", "COP", "JUD", "MIL", "LEG", "SPY"})
_CIVIL = frozenset(
    {"CVL", "JRN", "OPP", "AGR", "LAB", "EDU", "REL", "SOC", "MED", "REF", "PTY", "BUS", "CRM"}
)
#: Acts that authorities and civilians mostly do to those of their own country.
_DOMESTIC = frozenset({"COERCE", "PROTEST", "THREATEN", "ACCUSE", "CONCEDE", "SANCTION", "RETREAT"})
#: Sectors that act within a state, so that "the government" they ask is their own.
_INNER = frozenset({"LEG", "JUD", "OPP", "LAB", "EDU", "CVL", "PTY", "REL", "SOC"})
_FORCES = frozenset({"MIL", "COP", "PRM"})


def settle(
    drafts: Sequence[Draft], links: Sequence[Found], at_issue: str | None = None
) -> dict[int, Actor]:
    """Let reports of the same happening share their parties, and effects take those of their cause.

    *at_issue* is the one country that the article is about, if it is about one: those
    whom nothing else gives a home are at home there.  Whatever is filled in says so in `resolved_by`.  Returns the groups that were given a home,
    by the offset of the words that name them.
    """
    homes: dict[int, Actor] = {}
    _settle_homes(drafts, homes)
    for link in links:
        if link.kind == "same":
            _share(link.source, link.target, "same event")
            _share(link.target, link.source, "same event")
        elif link.kind == "cause" and {link.source.event_type, link.target.event_type} == {
            "ASSAULT"
        }:
            _share(link.source, link.target, "cause of this event")
    _settle_homes(drafts, homes)
    for link in links:
        if link.kind == "response":
            _struck_back(link.source, link.target)
    if at_issue:
        for draft in drafts:
            draft.actors = tuple(_native(a, at_issue) for a in draft.actors)
            draft.recipients = tuple(_native(a, at_issue) for a in draft.recipients)
    for draft in drafts:
        _court(draft)
        _denier(draft)
        if draft.event_type == "ASSAULT" and not draft.recipients and draft.frame.get("obj"):
            draft.recipients = _struck_state(draft)
        if draft.event_type == "PROTEST" and not draft.actors:
            draft.actors = _protesters(draft)
    return homes


def _native(actor: Actor, country: str) -> Actor:
    if _homeless(actor) and actor.sector not in (None, "UNK"):
        return _moved(actor, country, "the country most spoken of")
    return actor


def _struck_back(answer: Draft, first: Draft) -> None:
    """Let who fired first be the recipient of "returned fire"."""
    if answer.event_type == first.event_type == "ASSAULT" and not answer.recipients:
        sides = {a.country or a.id for a in answer.actors}
        answer.recipients = tuple(a for a in first.actors if (a.country or a.id) not in sides)


def _court(draft: Draft) -> None:
    """Let the courts of the place be who tries and convicts, if nobody is named."""
    judged = draft.mode == "allege" or (draft.event_type == "SANCTION" and draft.mode == "convict")
    place = draft.place
    if draft.actors or not judged or not draft.frame.passive or place is None or not place.country:
        return
    ident = f"{place.country.lower()}-court"
    draft.actors = (
        Actor(
            ident,
            "court",
            place.country,
            "JUD",
            "",
            draft.start,
            draft.start,
            f"tried in {place.name}",
        ),
    )


def _denier(draft: Draft) -> None:
    """Let the authority that denies an act be the one it is charged with, if nobody else is named."""
    if draft.status == "denied" and not draft.actors and draft.event_type in ("ASSAULT", "COERCE"):
        draft.actors = tuple(
            a for a in draft.attributed if a.sector in _AUTHORITIES | {"REB", "PRM"}
        )


def _share(giver: Draft, taker: Draft, why: str) -> None:
    if taker.actors or not giver.actors:
        return
    # What one side alleges must not become the article's own word.
    sources = {a.id for a in taker.attributed}
    alleged = giver.hedged or not {a.id for a in giver.attributed} <= sources
    if alleged or giver.status not in ("actual", "ongoing"):
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
            if (
                earlier is draft
                or earlier.sentence is not draft.sentence
                or {earlier.event_type, draft.event_type} != {"ASSAULT"}
            ):
                continue
            if draft.head not in earlier.sentence.below(earlier.head) or not _side(earlier) & _side(
                draft
            ):
                continue
            countries = {a.country for a in earlier.recipients if a.country}
            if len(countries) == 1:
                home = countries.pop() or ""
                draft.recipients = tuple(
                    _moved(a, home, "victims of the same attack") if _homeless(a) else a
                    for a in draft.recipients
                )


def _side(draft: Draft) -> set[str]:
    return {a.country or a.id for a in draft.actors}


def _homeless(actor: Actor) -> bool:
    if not FOREIGN.isdisjoint(actor.name.split()):
        return False  # "its neighbour" is at home elsewhere
    return actor.country is None and actor.resolved_by.startswith(
        ("agent", "pronoun", "title", "owner: region", "earlier")
    )


def _at_home(actor: Actor, draft: Draft) -> Actor:
    """Give a generic group the country of the place, or of the authority it deals with.

    "Gunmen" in Basra act in Iraq; the "journalists" whom Belarus arrests, and the
    "police" who arrest a Russian politician, are at home with the other side.
    """
    if draft.place is not None and draft.place.country:
        return _moved(actor, draft.place.country, f"in {draft.place.name}")
    others = draft.recipients if actor in draft.actors else draft.actors
    countries = {
        a.country
        for a in others
        if a.country
        and len(a.country) == 3
        and (a.sector in _AUTHORITIES or a.sector is None or actor.sector in _AUTHORITIES)
    }
    if (
        len(countries) == 1
        and draft.event_type in _DOMESTIC
        and (actor.sector in _AUTHORITIES or actor.sector in _CIVIL)
    ):
        return _moved(actor, countries.pop() or "", "the other side's country")
    if (
        len(countries) == 1
        and draft.event_type == "ASSAULT"
        and actor.sector == "OPP"
        and {a.sector for a in others} & _FORCES
    ):
        return _moved(actor, countries.pop() or "", "protesters against these forces")
    if (
        draft.event_type in ("REQUEST", "REJECT", "AGREE")
        and actor.sector == "GOV"
        and len(others) == 1
        and others[0].sector in _INNER
        and others[0].country
    ):
        return _moved(actor, others[0].country, "its own state")
    return actor


def _moved(actor: Actor, country: str, why: str) -> Actor:
    return replace(
        actor,
        id=f"{country.lower()}-{actor.id}",
        name=f"{actor.name} ({country})",
        country=country,
        resolved_by=f"{actor.resolved_by}, {why}",
    )


def _struck_state(draft: Draft) -> tuple[Actor, ...]:
    """Return the state in which a thing was struck that nobody is said to own: "hit a camp near B."."""
    place = draft.place
    if (
        place is None
        or not place.country
        or draft.entry.mutual
        or any(a.country == place.country for a in draft.actors)
    ):
        return ()
    return (
        Actor(
            place.country.lower(),
            place.country,
            place.country,
            None,
            place.text,
            place.start,
            place.end,
            f"place: struck in {place.name}",
        ),
    )


def _protesters(draft: Draft) -> tuple[Actor, ...]:
    country = (
        draft.place.country
        if draft.place
        else next((a.country for a in draft.recipients if a.country), None)
    )
    ident = f"{country.lower()}-protester" if country else "protester"
    return (
        Actor(
            ident,
            f"protesters ({country})" if country else "protesters",
            country,
            "OPP",
            "",
            draft.start,
            draft.start,
            "a protest has protesters",
        ),
    )

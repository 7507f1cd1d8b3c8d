"""Rules of the ontology that look beyond one frame: warnings, protests, orders."""

from __future__ import annotations

from talion.coding.cast import Cast
from talion.coding.draft import Draft
from talion.coding.frames import verb_frame
from talion.coding.sentence import Sentence
from talion.coding.subjects import surface_subjects
from talion.records import Actor, Place

#: Acts by which a warner can do the harm that he warns of.
_HARM = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})
_WARNING = frozenset({"warn", "caution", "threaten"})
_OWN = frozenset({"his", "her", "its", "their"})


def warn(s: Sentence, draft: Draft, cast: Cast) -> None:
    """Make "warned that it would strike" a threat: the warner would do the harm himself."""
    threat = draft.event_type == "THREATEN"  # "warned B. that it was ready to bomb"
    if not (threat or draft.event_type in _HARM) or draft.status not in ("future", "hypothetical"):
        return
    for verb in s.above(draft.carrier):
        if s.is_verb(verb) and s.lemmas[verb] in _WARNING:
            warners = [a for j in surface_subjects(s, verb) for a in cast.actors(s, j)]
            if not _one_side(warners, draft.actors):
                return
            warned = [
                a
                for slot in ("obj", "iobj")
                for j in verb_frame(s, verb).get(slot)
                for a in cast.actors(s, j)
            ]
            if not threat:
                draft.about, draft.event_type, draft.mode = draft.event_type, "THREATEN", None
            draft.status, draft.head, draft.carrier = "actual", verb, verb
            draft.recipients = tuple(warned) or draft.recipients
            draft.actors = tuple(warners)
            draft.rules.append(f"{s.lemmas[verb]}ed of its own act")
            return


def _one_side(a: list[Actor], b: tuple[Actor, ...]) -> bool:
    return bool({x.country or x.id for x in a} & {x.country or x.id for x in b})


def against_government(s: Sentence, draft: Draft, cast: Cast) -> None:
    """Aim an "anti-government" protest at the government of the country it is told of."""
    if draft.recipients:
        return
    head = draft.head
    words = {s.lowers[k] for k in s.children[head]} | {
        s.lowers[m] for k in s.children[head] for m in s.children[k]
    }
    if not words & {"anti", "antigovernment", "anti-government"} or not words & {
        "government",
        "antigovernment",
        "regime",
        "anti-government",
    }:
        return
    for verb in s.above(head):
        if not s.is_verb(verb):
            continue
        for j in surface_subjects(s, verb):
            for a in cast.actors(s, j):
                if a.country and len(a.country) == 3 and a.sector in (None, "GOV"):
                    state = cast.library.states.get(a.country.lower())
                    name = state.name if state else a.name
                    draft.recipients = (
                        Actor(
                            f"{a.country.lower()}-gov",
                            f"Government of {name}",
                            a.country,
                            "GOV",
                            a.text,
                            a.start,
                            a.end,
                            f"anti-government, in {name}",
                        ),
                    )
                    draft.rules.append("anti-government")
                    draft.place = _country_place(cast, a)
                    return


def _country_place(cast: Cast, actor: Actor) -> Place | None:
    """Return the country whose government is protested against, if no nearer place is named."""
    state = cast.library.states.get((actor.country or "").lower())
    site = (
        cast.library.places.resolve(state.name, countries=(actor.country or "",)).chosen
        if state
        else None
    )
    if site is None or site.precision != "country":
        return None
    return Place(
        site.name,
        site.country,
        None,
        site.lat,
        site.lon,
        site.geonames_id,
        "country",
        actor.text,
        actor.start,
        actor.end,
    )


def stands_as_tie(s: Sentence, draft: Draft) -> bool:
    """Tell whether "Hezbollah, which is backed by Iran" names a standing tie and no act."""
    return (
        draft.event_type == "SUPPORT"
        and s.lemmas[draft.head] == "back"
        and s.deps[draft.head] in ("relcl", "acl")
    )


def orders_own(s: Sentence, draft: Draft) -> bool:
    """Tell whether a request is an order to the actor's own forces: "ordered its troops to fire"."""
    if draft.event_type != "REQUEST" or draft.frame.pos != "V":
        return False
    return any(s.lowers[k] in _OWN for j in draft.frame.get("obj") for k in s.kids(j, "poss"))


def denies(s: Sentence, draft: Draft, cast: Cast) -> bool:
    """Tell whether a refusal only denies: "rejects the charge that it fired" reports no other act."""
    if draft.event_type != "REJECT" or draft.frame.pos != "V":
        return False
    charges = cast.library.lexicon.words("allegation")
    for j in draft.frame.get("obj"):
        if any(
            s.deps[k] in ("poss", "amod", "nmod", "compound") and s.tags[k][:2] in ("NN", "JJ")
            for k in s.children[j]
        ):
            continue  # to reject "India's claim that" is an act towards India
        if any(
            s.deps[k] in ("acl", "ccomp", "relcl" if s.lemmas[j] in charges else "")
            and any(s.lowers[m] == "that" for m in s.children[k])
            for k in s.children[j]
        ):
            return True
    return False

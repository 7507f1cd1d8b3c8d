"""Turns promised, threatened and demanded acts into the verbal types PLOVER gives them."""

from __future__ import annotations

from talion.coding.draft import Draft
from talion.knowledge.library import Library

#: Verbs that are themselves the act when they tell of one to come.
_DECLARES = frozenset({"announce", "declare", "pledge", "promise", "vow", "decide"})
#: Rules of status that tell of a party's will.
_WILLED = frozenset({"will", "would, in reported speech", "modal"})
#: What a party can refuse by saying that it will not do it.
_GIVEN = frozenset({"RETREAT", "CONCEDE", "CONSULT", "AID", "COOPERATE", "SUPPORT", "AGREE"})


def lift(library: Library, draft: Draft) -> None:
    """Give the draft its verbal type, its mode by the act it speaks of, and its status.

    A future meeting becomes AGREE about CONSULT, a future strike announced by
    the one who would strike becomes THREATEN about ASSAULT, an agreement to
    withdraw becomes CONCEDE.  The tables are ``lift.csv`` and ``about_modes.csv``.
    """
    _lift_future(library, draft)
    _by_about(library, draft)
    _joint_exercise(library, draft)


def _joint_exercise(library: Library, draft: Draft) -> None:
    """Make an exercise of several countries a co-operation: PLOVER mobilises one country only."""
    words = library.lexicon.words("exercise")
    if (
        draft.event_type == "MOBILIZE"
        and draft.sentence.lemmas[draft.head] in words
        and len({a.country for a in draft.actors if a.country}) > 1
    ):
        draft.rules.append("a joint exercise")
        draft.event_type, draft.mode = "COOPERATE", None


def _lift_future(library: Library, draft: Draft) -> None:
    own_word, s = _own_word(draft), draft.sentence
    if (
        draft.status == "denied"
        and "negated" in draft.rules
        and _WILLED & set(draft.rules)
        and draft.event_type in _GIVEN
    ):
        # "will not resign" is a refusal
        draft.rules.append(f"refused {draft.event_type}")
        draft.about, draft.mode, draft.event_type, draft.status = (
            draft.event_type,
            None,
            "REJECT",
            "actual",
        )
        return
    for row in library.lifts:
        if row["type"] != draft.event_type or row["status"] != draft.status:
            continue
        if row["mode"] not in ("", draft.mode) or (row["own_word"] == "yes" and not own_word):
            continue
        verb = s.heads[draft.carrier]
        if s.deps[draft.carrier] in ("ccomp", "xcomp") and s.lemmas[verb] in _DECLARES and own_word:
            draft.head = draft.carrier = verb  # the act is the announcement
        if row["becomes"] != draft.event_type:
            draft.rules.append(f"{draft.status} {draft.event_type} is {row['becomes']}")
            draft.about, draft.mode = draft.event_type, None
        draft.event_type = row["becomes"]
        draft.status = "actual"
        return


def _own_word(draft: Draft) -> bool:
    """Tell whether the actor speaks for itself, or one without a home of his own speaks for it."""
    mine = {a.country for a in draft.actors if a.country}
    return any(
        a.id in draft.actor_ids or a.country in mine or (a.country is None and a.sector == "GOV")
        for a in draft.attributed
    )


def _by_about(library: Library, draft: Draft) -> None:
    if draft.event_type not in ("AGREE", "THREATEN", "REQUEST", "REJECT"):
        return
    for row in library.about_modes:
        if row["type"] != draft.event_type or row["about"] not in ("", draft.about or ""):
            continue
        if row["about"] == "" and draft.about is None and draft.event_type != "REQUEST":
            continue
        if row["about_mode"] and row["about_mode"] != draft.mode:
            continue
        if row["becomes"] == "CONCEDE" and len(draft.actors) > 1 and not draft.recipients:
            return  # a truce that both sides agree to is an agreement, not a concession
        if row["becomes"]:
            draft.rules.append(f"{draft.event_type} about {draft.about} is {row['becomes']}")
            draft.event_type = row["becomes"]
        if draft.mode is None or draft.mode not in library.ontology.modes(draft.event_type):
            draft.mode = row["mode"] or None
        return

"""Weighs the drafts of one sentence against each other: what is part of what."""

from __future__ import annotations

from collections.abc import Sequence

from talion.coding.draft import Draft
from talion.coding.sentence import Sentence
from talion.knowledge.library import Library

#: Verbs of moving; with an attack by the same party they are part of it.
_MOVES = frozenset(
    {"cross", "enter", "roll", "advance", "land", "push", "move", "deploy", "march", "send"}
)
_SPEECH = frozenset({"THREATEN", "AGREE", "REQUEST", "REJECT"})
#: Prepositions after a verb of accusing that name the deed.
_DEED = frozenset({"of", "for", "over", "with", "in"})


def refine(s: Sentence, found: Sequence[Draft], library: Library) -> list[Draft]:
    """Return the drafts that stand by themselves, with what they learn from each other."""
    gone: set[int] = set()
    for draft in found:
        _by_planted(s, draft, found, gone)
        _when_fired(s, draft, found, gone)
        _accused(s, draft, found)
    for draft in found:
        if (
            _part_of_attack(s, draft, found)
            or _condition_of_speech(s, draft, found)
            or _at_home(draft)
            or _fiction(s, draft, library)
        ):
            gone.add(id(draft))
    return [d for d in found if id(d) not in gone]


def _by_planted(s: Sentence, draft: Draft, found: Sequence[Draft], gone: set[int]) -> None:
    """Give a deed done by a weapon to its user: "bombs *planted by X* killed", "planted the bomb that killed"."""
    if draft.event_type != "ASSAULT" or draft.actors or draft.frame.pos != "V":
        return
    for noun in draft.frame.get("subj"):
        for other in found:
            if other is draft or other.event_type != "ASSAULT" or not other.actors:
                continue
            if (
                s.heads[other.head] == noun and s.deps[other.head] in ("acl", "relcl")
            ) or noun in other.frame.get("obj"):
                draft.actors = other.actors
                draft.mode = draft.mode or other.mode
                draft.hedged |= other.hedged
                draft.rules.append(f"by {other.trigger}")
                if not other.recipients:
                    gone.add(id(other))
                return


def _when_fired(s: Sentence, draft: Draft, found: Sequence[Draft], gone: set[int]) -> None:
    """Give "ten were killed *when police fired*" its actor; the two clauses tell one deed."""
    if draft.event_type != "ASSAULT" or draft.actors or not draft.frame.passive:
        return
    for other in found:
        if (
            other.event_type == "ASSAULT"
            and other.actors
            and s.heads[other.head] == draft.head
            and s.deps[other.head] == "advcl"
            and any(s.lowers[k] in ("when", "as") for k in s.children[other.head])
        ):
            draft.actors, draft.mode = other.actors, draft.mode or other.mode
            draft.rules.append(f"when {other.trigger}")
            gone.add(id(other))
            return


def _accused(s: Sentence, draft: Draft, found: Sequence[Draft]) -> None:
    """Give the deed in an accusation to the accused, on the accuser's word."""
    if draft.actors or draft.event_type not in ("ASSAULT", "COERCE"):
        return
    below = draft.head
    for k in s.above(draft.head):
        if s.lowers[below] in _DEED or s.tags[below] == "IN":
            for other in found:
                if (
                    other.head == k
                    and other.event_type == "ACCUSE"
                    and other.recipients
                    and other.mode in ("allege", "investigate")
                ):
                    theirs = {a.id for a in draft.recipients}
                    draft.actors = tuple(a for a in other.recipients if a.id not in theirs)
                    draft.attributed = draft.attributed or other.actors
                    draft.rules.append(f"as {other.trigger}")
                    return
        below = k


def _part_of_attack(s: Sentence, draft: Draft, found: Sequence[Draft]) -> bool:
    """Tell whether moving troops, or a parade that is struck, belongs to an attack."""
    moves = draft.event_type == "MOBILIZE" or (
        draft.event_type == "ASSAULT" and s.lemmas[draft.head] in _MOVES
    )
    if not moves:
        return False
    for other in found:
        if other is draft or other.event_type != "ASSAULT" or s.lemmas[other.head] in _MOVES:
            continue
        if other.status == draft.status and draft.actors and draft.actor_ids <= other.actor_ids:
            return True
        if (
            draft.event_type == "MOBILIZE"
            and not draft.actors
            and other.head in set(s.above(draft.head))
        ):
            return True
    return False


def _condition_of_speech(s: Sentence, draft: Draft, found: Sequence[Draft]) -> bool:
    """Tell whether the draft is the *unless* of a threat or an offer."""
    if draft.status != "hypothetical" or "condition" not in draft.rules:
        return False
    above = set(s.above(draft.carrier))
    return any(d.event_type in _SPEECH and d.head in above for d in found if d is not draft)


def _fiction(s: Sentence, draft: Draft, library: Library) -> bool:
    """Tell whether a book or film tells of the act: "the novel follows a deserter"."""
    words = library.lexicon.words("fiction")
    verbs = [draft.carrier, *s.above(draft.carrier)]
    return any(s.lemmas[j] in words for k in verbs for j in s.kids(k, "nsubj"))


def _at_home(draft: Draft) -> bool:
    """Tell whether a visit is none, because visitor and host are of one country."""
    if draft.event_type != "CONSULT" or draft.mode != "visit":
        return False
    ours = {a.country for a in draft.actors}
    return (
        bool(draft.recipients)
        and None not in ours
        and ours == {a.country for a in draft.recipients}
    )

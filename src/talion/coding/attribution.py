"""On whose word an event is reported, and who claims or denies it."""

from __future__ import annotations

from talion.coding.cast import Cast
from talion.coding.frames import verb_frame
from talion.coding.match import Matcher
from talion.coding.sentence import Sentence
from talion.coding.subjects import surface_subjects
from talion.records import Actor

_SAYING = frozenset({"say", "claim", "deny", "warn_of", "fear"})
#: Clauses whose content is what the verb above says.
_CONTENT = frozenset({"ccomp", "parataxis", "xcomp", "nsubjpass", "advcl", "dep"})


def sources(s: Sentence, i: int, cast: Cast, matcher: Matcher) -> tuple[Actor, ...]:
    """Return the actors whom the text gives as its source for the predicate at *i*.

    A verb of saying counts if the predicate stands in what is said; "according
    to" counts for the whole sentence it stands in.
    """
    below = i
    for k in s.above(i):
        content = s.deps[below] in _CONTENT
        if s.deps[below] == "advcl":
            content = _is_said_clause(s, below)
        if content and s.is_verb(k) and _says(s, k, matcher):
            found = _speakers(s, k, cast)
            if found:
                return found
        below = k
    return _according_to(s, cast)


def _says(s: Sentence, verb: int, matcher: Matcher) -> bool:
    return any(e.kind in _SAYING for e in matcher.stances(s, verb, "V"))


def _is_said_clause(s: Sentence, i: int) -> bool:
    return any(s.deps[k] == "mark" and s.lowers[k] == "that" for k in s.children[i])


def _speakers(s: Sentence, verb: int, cast: Cast) -> tuple[Actor, ...]:
    frame = verb_frame(s, verb)
    words = frame.get("agent") if frame.passive else surface_subjects(s, verb)
    return tuple(a for j in words for a in cast.actors(s, j))


def _according_to(s: Sentence, cast: Cast) -> tuple[Actor, ...]:
    if "according" not in s.vocabulary:
        return ()
    for i, word in enumerate(s.lowers):
        if word == "according" and i + 2 < len(s) and s.lowers[i + 1] == "to":
            for k in s.kids(i, "prep"):
                for j in s.kids(k, "pobj"):
                    found = tuple(a for c in s.conjuncts(j) for a in cast.actors(s, c))
                    if found:
                        return found
    return ()

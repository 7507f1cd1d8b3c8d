"""Whether a reported act happened: actual, ongoing, future, hypothetical or denied."""

from __future__ import annotations

from talion.coding.match import Matcher
from talion.coding.sentence import Sentence
from talion.coding.standing import Standing, clause_is_conditional, has_to, own_noun, own_verb

_HEDGING_VERBS = frozenset(
    {"appear", "seem", "believe", "think", "suspect", "presume", "allege", "rumour", "rumor"}
)


#: Verbs whose infinitive did happen, though it is an infinitive.
_CARRIED_OUT = frozenset(
    {
        "manage",
        "go",
        "begin",
        "start",
        "continue",
        "proceed",
        "move",
        "dare",
        "hasten",
        "use",
        "help",
        "come",
        "get",
        "have",
        "force",
        "lead",
        "cause",
        "compel",
        "see",
        "keep",
        "resume",
        "cease",
        "stop",
    }
)


#: Stance effects that make what they govern no more than possible.
_UNREAL = frozenset(
    {
        "plan",
        "intend",
        "try",
        "fear",
        "expect",
        "can",
        "warn_of",
        "doubt",
        "should",
        "prevent",
        "deter",
    }
)


def standing(s: Sentence, i: int, matcher: Matcher) -> Standing:
    """Return how far the predicate at *i* is reported as having happened."""
    found = Standing()
    if s.is_verb(i):
        own_verb(s, i, found)
    else:
        own_noun(s, i, found)
    _above(s, i, matcher, found)
    return found


def _above(s: Sentence, i: int, matcher: Matcher, found: Standing) -> None:
    """Climb from the predicate to the root; every verb on the way may change the status."""
    below = i
    for k in s.above(i):
        dep = s.deps[below]
        if s.is_verb(k):
            if dep in ("conj", "punct") and below == i:
                below = k
                continue
            if not _transparent(s, k, below, dep, matcher, found):
                break
            if _cuts(s, below, dep):
                break
        elif dep == "acl" and has_to(s, below):
            found.put("hypothetical", f"{s.lemmas[k]} to do so")
        elif s.is_noun(k):
            _under_noun(s, k, below, matcher, found)
        below = k


def _under_noun(s: Sentence, noun: int, below: int, matcher: Matcher, found: Standing) -> None:
    """Apply a noun such as "plan for", "fear of", "denial of" to what hangs under it."""
    for entry in matcher.stances(s, noun, "N"):
        if s.deps[below] in ("prep", "acl") and (
            s.lowers[below] in entry.actor or not entry.actor or "ccomp" in entry.actor
        ):
            if entry.kind in ("deny", "fail"):
                found.put("denied", f"{s.lemmas[noun]} of it")
            elif entry.kind in _UNREAL:
                found.put("hypothetical", f"{s.lemmas[noun]} of it")
            elif entry.kind == "claim":
                found.hedged = True
                found.rules.append(f"hedge: {s.lemmas[noun]}")


def _cuts(s: Sentence, below: int, dep: str) -> bool:
    """Tell whether a finite adjunct or relative clause stands by itself under its verb."""
    if dep == "relcl":
        return True
    if dep == "advcl":
        return not clause_is_conditional(s, below) and not has_to(s, below)
    return False


def _no_choice(s: Sentence, verb: int) -> bool:
    """Tell whether the verb only says that the act was forced: "had no choice but to respond"."""
    return s.lemmas[verb] in ("have", "leave", "see") and any(
        s.lemmas[k] in ("choice", "option", "alternative") for k in s.kids(verb, "dobj")
    )


def _transparent(
    s: Sentence, verb: int, below: int, dep: str, matcher: Matcher, found: Standing
) -> bool:
    if _no_choice(s, verb):
        found.rules.append("no choice but to")
        return True
    effects = {
        e.kind for e in matcher.stances(s, verb, "V") if _governs(s, verb, below, dep, e.actor)
    }
    if s.lemmas[verb] == "ought" and dep in ("xcomp", "ccomp"):
        found.advice = True
    for k in s.kids(verb, "neg"):
        if dep in ("xcomp", "dobj", "nsubjpass") and "deny" not in effects:
            found.put("denied", f"{s.lowers[k]} {s.lemmas[verb]}")
    if s.lemmas[verb] in _HEDGING_VERBS and dep in ("xcomp", "ccomp", "oprd"):
        found.hedged = True
        found.rules.append(f"hedge: {s.lemmas[verb]}")
    if "deny" in effects:
        found.put("denied", f"denied by {s.lemmas[verb]}")
    elif "fail" in effects:
        found.put("denied", f"{s.lemmas[verb]} to")
    elif "prevent" in effects or "deter" in effects:
        found.put("hypothetical", f"under {s.lemmas[verb]}")
    elif effects & _UNREAL and not effects & {"say", "claim"}:
        future = s.tags[below] == "VB" and effects & {"plan", "intend", "expect"}
        found.put("future" if future else "hypothetical", f"under {s.lemmas[verb]}")
    elif (
        dep in ("xcomp", "advcl")
        and has_to(s, below)
        and s.lemmas[verb] not in _CARRIED_OUT
        and not effects
    ):
        found.put("hypothetical", f"to-clause of {s.lemmas[verb]}")
    elif dep == "acl" and has_to(s, below):
        found.put("hypothetical", "to-clause of a noun")
    if (
        s.lemmas[verb] == "be"
        and s.tags[verb] in ("VBP", "VBZ", "VBD")
        and dep == "xcomp"
        and has_to(s, below)
    ):
        found.status, found.rules = "future", [*found.rules[:-1], "be to"]
    own = Standing()
    own_verb(s, verb, own)
    content = dep in ("ccomp",) and effects & {"say", "claim"}
    if own.advice and dep in ("xcomp", "ccomp", "csubj", "dobj", "conj", "advcl", "nsubj"):
        found.advice = True
        found.put("hypothetical", "under advice")
    elif (
        not content
        and own.status in ("future", "hypothetical")
        and dep in ("xcomp", "ccomp", "dobj", "pcomp", "pobj", "prep", "advcl", "attr")
    ):
        found.put(own.status, f"under {s.lemmas[verb]}")
    elif own.status == "denied" and dep in ("dobj", "attr"):
        found.put("denied", f"not {s.lemmas[verb]}")
    return True


def _governs(s: Sentence, verb: int, below: int, dep: str, slots: tuple[str, ...]) -> bool:
    for slot in slots:
        if slot == "obj" and dep in ("dobj", "nsubjpass"):
            return True
        if slot in ("xcomp", "ccomp") and dep in ("xcomp", "ccomp", "parataxis"):
            return True
        if slot in ("xcomp", "ccomp") and dep == "advcl" and has_to(s, below):
            return True
        if dep in ("prep", "agent") and s.lowers[below] == slot:
            return True
        if slot == dep:
            return True
    return False

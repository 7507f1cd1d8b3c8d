"""Whether a reported act happened: actual, ongoing, future, hypothetical or denied."""

from __future__ import annotations

from dataclasses import dataclass, field

from talion.coding.frames import noun_frame, verb_frame
from talion.coding.match import Matcher
from talion.coding.sentence import Sentence
from talion.records import Status

FUTURE_WORDS = frozenset({"will", "shall", "wo", "'ll"})
POSSIBLE_WORDS = frozenset({"could", "would", "might", "may", "can", "'d"})
ADVICE_WORDS = frozenset({"should", "must", "ought"})
NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "nobody", "none", "without", "hardly"})
CONDITIONALS = frozenset({"if", "unless", "whether", "lest", "should"})
#: Adverbs by which an act in the perfect or present tense still goes on.
LASTING = frozenset({"long", "repeatedly", "increasingly", "still", "regularly", "continually", "constantly", "always", "frequently", "routinely", "often", "daily"})
#: The words that mark a report as not vouched for by its writer.
HEDGES = frozenset({"reportedly", "allegedly", "seemingly", "apparently", "supposedly", "purportedly", "possibly", "probably", "likely", "presumably", "perhaps", "ostensibly", "suspected", "alleged", "apparent", "presumed", "purported", "supposed", "unconfirmed", "rumoured", "rumored"})
_HEDGING_VERBS = frozenset({"appear", "seem", "believe", "think", "suspect", "presume", "allege", "rumour", "rumor"})
#: Verbs whose infinitive did happen, though it is an infinitive.
_CARRIED_OUT = frozenset({"manage", "go", "begin", "start", "continue", "proceed", "move", "dare", "hasten", "use", "help", "come", "get", "have", "force", "lead", "cause", "compel", "see", "keep", "resume", "cease", "stop"})
#: Stance effects that make what they govern no more than possible.
_UNREAL = frozenset({"plan", "intend", "try", "fear", "expect", "can", "warn_of", "doubt", "should", "prevent", "deter"})


@dataclass
class Standing:
    """What the words above and around a predicate say about its truth."""

    status: Status = "actual"
    hedged: bool = False
    advice: bool = False
    rules: list[str] = field(default_factory=list)

    def put(self, status: Status, rule: str) -> None:
        """Set the status, unless a stronger one stands already, and keep the rule."""
        order = ("actual", "ongoing", "future", "hypothetical", "denied")
        if order.index(status) > order.index(self.status):
            self.status = status
        self.rules.append(rule)


def standing(s: Sentence, i: int, matcher: Matcher) -> Standing:
    """Return how far the predicate at *i* is reported as having happened."""
    found = Standing()
    if s.is_verb(i):
        _own_verb(s, i, found)
    else:
        _own_noun(s, i, found)
    _above(s, i, matcher, found)
    return found


def _own_verb(s: Sentence, i: int, found: Standing) -> None:
    aux = [s.lowers[k] for k in s.kids(i, "aux", "auxpass")]
    kids = s.children[i]
    shared = i
    while s.deps[shared] == "conj" and s.is_verb(s.heads[shared]) and s.heads[shared] != shared:
        shared = s.heads[shared]
        # A bare verb after "and" shares the modal of the first: "will meet and sign".
        if s.tags[i] == "VB" and not aux:
            aux = [s.lowers[k] for k in s.kids(shared, "aux", "auxpass")]
            kids = kids + tuple(s.kids(shared, "neg"))
    if any(s.deps[k] == "neg" or (s.lowers[k] in NEGATIONS and s.deps[k] in ("advmod", "preconj")) for k in kids):
        found.put("denied", "negated")
    if _subject_is_none(s, i):
        found.put("denied", "no subject")
    if set(aux) & ADVICE_WORDS or "need" in aux:
        found.advice = True
        found.put("hypothetical", "advice")
    elif set(aux) & FUTURE_WORDS:
        found.put("future", "will")
    elif "would" in aux and _reported(s, i):
        found.put("future", "would, in reported speech")
    elif set(aux) & POSSIBLE_WORDS:
        found.put("hypothetical", "modal")
    elif s.tags[i] == "VBG" and set(aux) & {"is", "are", "am", "been", "'s", "'re", "keeps"}:
        found.put("ongoing", "progressive")
    elif (set(aux) & {"has", "have", "'ve"} or s.tags[i] in ("VBP", "VBZ")) and _lasting(s, i):
        found.put("ongoing", "lasting adverb")
    if _clause_is_conditional(s, i):
        found.put("hypothetical", "condition")
    if any(s.lowers[k] in HEDGES for k in s.kids(i, "advmod")):
        found.hedged = True
        found.rules.append("hedge")


def _reported(s: Sentence, i: int) -> bool:
    """Tell whether "would" only shifts a "will" into the past: "he said it would strike"."""
    if s.deps[i] not in ("ccomp", "conj") or _clause_is_conditional(s, i):
        return False
    head = s.heads[i]
    if s.deps[i] == "conj":
        return _reported(s, head) if s.is_verb(head) else False
    conditional = any(_clause_is_conditional(s, k) for k in s.kids(i, "advcl"))
    return s.is_verb(head) and s.tags[head] in ("VBD", "VBN") and not conditional


def _lasting(s: Sentence, i: int) -> bool:
    return any(s.lowers[k] in LASTING for k in s.kids(i, "advmod"))


def _subject_is_none(s: Sentence, i: int) -> bool:
    for k in s.kids(i, "nsubj", "nsubjpass", "dobj"):
        if s.lowers[k] in ("nobody", "none", "nothing"):
            return True
        if any(s.lowers[m] in ("no", "neither") for m in s.kids(k, "det", "preconj")):
            return True
    return False


def _clause_is_conditional(s: Sentence, i: int) -> bool:
    for k in s.children[i]:
        if s.deps[k] in ("mark", "advmod") and s.lowers[k] in CONDITIONALS:
            return True
        if s.deps[k] == "mark" and s.lowers[k] == "until" and s.tags[i] in ("VBP", "VBZ"):
            return True  # "no talks until they leave"
    return False


def _own_noun(s: Sentence, i: int, found: Standing) -> None:
    for k in s.kids(i, "amod", "det", "compound", "advmod", "nmod"):
        word = s.lowers[k]
        if word in NEGATIONS:
            found.put("denied", "negated noun")
        elif word in ("future", "possible", "potential", "planned", "threatened", "looming", "imminent", "hypothetical", "would-be", "proposed", "further", "any"):
            found.put("hypothetical", f"{word} noun")
        elif word in ("upcoming", "forthcoming", "coming", "scheduled"):
            found.put("future", f"{word} noun")
        elif word in ("ongoing", "continuing", "continued", "daily", "continuous", "persistent"):
            found.put("ongoing", f"{word} noun")
        elif word in HEDGES:
            found.hedged = True
            found.rules.append("hedge")


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
        elif dep == "acl" and _has_to(s, below):
            found.put("hypothetical", f"{s.lemmas[k]} to do so")
        elif s.is_noun(k):
            _under_noun(s, k, below, matcher, found)
        below = k


def _under_noun(s: Sentence, noun: int, below: int, matcher: Matcher, found: Standing) -> None:
    """Apply a noun such as "plan for", "fear of", "denial of" to what hangs under it."""
    for entry in matcher.stances(noun_frame(s, noun)):
        if s.deps[below] in ("prep", "acl") and (s.lowers[below] in entry.actor or not entry.actor or "ccomp" in entry.actor):
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
        return not _clause_is_conditional(s, below) and not _has_to(s, below)
    return False


def _no_choice(s: Sentence, verb: int) -> bool:
    """Tell whether the verb only says that the act was forced: "had no choice but to respond"."""
    return s.lemmas[verb] in ("have", "leave", "see") and any(
        s.lemmas[k] in ("choice", "option", "alternative") for k in s.kids(verb, "dobj")
    )


def _transparent(s: Sentence, verb: int, below: int, dep: str, matcher: Matcher, found: Standing) -> bool:
    if _no_choice(s, verb):
        found.rules.append("no choice but to")
        return True
    effects = {e.kind for e in matcher.stances(verb_frame(s, verb)) if _governs(s, verb, below, dep, e.actor)}
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
    elif dep in ("xcomp", "advcl") and _has_to(s, below) and s.lemmas[verb] not in _CARRIED_OUT and not effects:
        found.put("hypothetical", f"to-clause of {s.lemmas[verb]}")
    elif dep == "acl" and _has_to(s, below):
        found.put("hypothetical", "to-clause of a noun")
    if s.lemmas[verb] == "be" and s.tags[verb] in ("VBP", "VBZ", "VBD") and dep == "xcomp" and _has_to(s, below):
        found.status, found.rules = "future", [*found.rules[:-1], "be to"]
    own = Standing()
    _own_verb(s, verb, own)
    content = dep in ("ccomp",) and effects & {"say", "claim"}
    if own.advice and dep in ("xcomp", "ccomp", "csubj", "dobj", "conj", "advcl", "nsubj"):
        found.advice = True
        found.put("hypothetical", "under advice")
    elif not content and own.status in ("future", "hypothetical") and dep in ("xcomp", "dobj", "pcomp", "pobj", "prep", "advcl", "attr"):
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
        if slot in ("xcomp", "ccomp") and dep == "advcl" and _has_to(s, below):
            return True
        if dep in ("prep", "agent") and s.lowers[below] == slot:
            return True
        if slot == dep:
            return True
    return False


def _has_to(s: Sentence, i: int) -> bool:
    return any(s.lowers[k] == "to" and s.deps[k] == "aux" for k in s.children[i])

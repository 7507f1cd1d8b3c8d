"""What a predicate says of its own truth: modals, negation, conditions, hedges."""

from __future__ import annotations

from dataclasses import dataclass, field

from talion.coding.sentence import Sentence
from talion.records import Status

FUTURE_WORDS = frozenset({"will", "shall", "wo", "'ll"})
POSSIBLE_WORDS = frozenset({"could", "would", "might", "may", "can", "'d"})
ADVICE_WORDS = frozenset({"should", "must", "ought"})
NEGATIONS = frozenset(
    {"not", "n't", "never", "no", "neither", "nor", "nobody", "none", "without", "hardly"}
)
CONDITIONALS = frozenset({"if", "unless", "whether", "lest", "should"})
#: Adverbs by which an act in the perfect or present tense still goes on.
LASTING = frozenset(
    {
        "long",
        "repeatedly",
        "increasingly",
        "still",
        "regularly",
        "continually",
        "constantly",
        "always",
        "frequently",
        "routinely",
        "often",
        "daily",
    }
)
#: The words that mark a report as not vouched for by its writer.
HEDGES = frozenset(
    {
        "reportedly",
        "allegedly",
        "seemingly",
        "apparently",
        "supposedly",
        "purportedly",
        "possibly",
        "probably",
        "likely",
        "presumably",
        "perhaps",
        "ostensibly",
        "suspected",
        "alleged",
        "apparent",
        "presumed",
        "purported",
        "supposed",
        "unconfirmed",
        "rumoured",
        "rumored",
    }
)


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


def own_verb(s: Sentence, i: int, found: Standing) -> None:
    """Set status and hedge by what stands around the verb itself."""
    aux = [s.lowers[k] for k in s.kids(i, "aux", "auxpass")]
    kids = s.children[i]
    shared = i
    while s.deps[shared] == "conj" and s.is_verb(s.heads[shared]) and s.heads[shared] != shared:
        shared = s.heads[shared]
        # A bare verb after "and" shares the modal of the first: "will meet and sign".
        if s.tags[i] == "VB" and not aux:
            aux = [s.lowers[k] for k in s.kids(shared, "aux", "auxpass")]
            kids = kids + tuple(s.kids(shared, "neg"))
    if any(
        s.deps[k] == "neg" or (s.lowers[k] in NEGATIONS and s.deps[k] in ("advmod", "preconj"))
        for k in kids
    ):
        found.put("denied", "negated")
    if _subject_is_none(s, i):
        found.put("denied", "no subject")
    if _counterfactual(s, i, aux):
        found.advice = True
        found.put("hypothetical", "counterfactual")
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
    if clause_is_conditional(s, i):
        found.put("hypothetical", "condition")
    if any(s.lowers[k] in HEDGES for k in s.kids(i, "advmod")):
        found.hedged = True
        found.rules.append("hedge")


def _reported(s: Sentence, i: int) -> bool:
    """Tell whether "would" only shifts a "will" into the past: "he said it would strike"."""
    if s.deps[i] not in ("ccomp", "conj") or clause_is_conditional(s, i):
        return False
    head = s.heads[i]
    if s.deps[i] == "conj":
        return _reported(s, head) if s.is_verb(head) else False
    conditional = any(clause_is_conditional(s, k) for k in s.kids(i, "advcl"))
    return s.is_verb(head) and s.tags[head] in ("VBD", "VBN") and not conditional


def _counterfactual(s: Sentence, i: int, aux: list[str]) -> bool:
    """Tell whether the act did not come about: "would have fallen", "if it had been cut"."""
    if "would" in aux and "have" in aux and s.tags[i] == "VBN":
        return True
    head = s.heads[i]
    above = [s.lowers[k] for k in s.kids(head, "aux")] if head != i and s.is_verb(head) else []
    return (
        s.deps[i] == "advcl"
        and "had" in aux
        and {"would", "could", "might"} & set(above) != set()
        and "have" in above
    )


def _lasting(s: Sentence, i: int) -> bool:
    return any(s.lowers[k] in LASTING for k in s.kids(i, "advmod"))


def _subject_is_none(s: Sentence, i: int) -> bool:
    for k in s.kids(i, "nsubj", "nsubjpass", "dobj"):
        if s.lowers[k] in ("nobody", "none", "nothing"):
            return True
        if any(s.lowers[m] in ("no", "neither") for m in s.kids(k, "det", "preconj")):
            return True
    return False


def clause_is_conditional(s: Sentence, i: int) -> bool:
    """Tell whether the clause of the verb at *i* is a condition: "if", "unless", "until"."""
    for k in s.children[i]:
        if s.deps[k] in ("mark", "advmod") and s.lowers[k] in CONDITIONALS:
            return True
        if s.deps[k] == "mark" and s.lowers[k] == "until" and s.tags[i] in ("VBP", "VBZ"):
            return True  # "no talks until they leave"
    return False


def own_noun(s: Sentence, i: int, found: Standing) -> None:
    """Set status and hedge by the modifiers of an event noun."""
    for k in s.kids(i, "amod", "det", "compound", "advmod", "nmod"):
        word = s.lowers[k]
        if word in NEGATIONS:
            found.put("denied", "negated noun")
        elif word in (
            "future",
            "possible",
            "potential",
            "planned",
            "threatened",
            "looming",
            "imminent",
            "hypothetical",
            "would-be",
            "proposed",
            "further",
            "any",
        ):
            found.put("hypothetical", f"{word} noun")
        elif word in ("upcoming", "forthcoming", "coming", "scheduled"):
            found.put("future", f"{word} noun")
        elif word in ("ongoing", "continuing", "continued", "daily", "continuous", "persistent"):
            found.put("ongoing", f"{word} noun")
        elif word in HEDGES:
            found.hedged = True
            found.rules.append("hedge")


def has_to(s: Sentence, i: int) -> bool:
    """Tell whether the verb at *i* is an infinitive with "to"."""
    return any(s.lowers[k] == "to" and s.deps[k] == "aux" for k in s.children[i])

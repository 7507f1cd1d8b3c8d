"""The subject of a verb, undone from infinitives, relatives and joined verbs."""

from __future__ import annotations

from talion.coding.sentence import Sentence

WH = frozenset({"WP", "WDT", "WP$", "WRB"})
#: Clauses that lend their verb the subject of the verb above them.
_SHARED_SUBJECT = frozenset({"conj", "xcomp", "advcl", "ccomp", "dep", "parataxis"})
#: Prepositions after which the object of the verb above does the act: "accused X of arming".
_OBJECT_ACTS_AFTER = frozenset({"of", "for", "from"})
#: Verbs that keep their subject in charge of the infinitive though they have an object.
_SUBJECT_CONTROL = frozenset(
    {"promise", "threaten", "vow", "pledge", "use", "take", "have", "make", "spend"}
)


def surface_subjects(s: Sentence, i: int, depth: int = 0) -> list[int]:
    """Return the grammatical subjects of the verb at *i*, found above it where it has none."""
    own = s.kids(i, "nsubj", "nsubjpass", "csubj")
    if any(s.deps[k] == "expl" for k in s.children[i]):
        return []
    own = [k for k in own if s.lowers[k] != "there"]
    if own:
        if s.tags[own[0]] in WH:
            return _antecedent(s, i)
        return [j for k in own for j in s.conjuncts(k)]
    if depth > 6:
        return []
    head, dep = s.heads[i], s.deps[i]
    if head == i:
        return []
    if dep in ("acl", "amod") or (dep == "ccomp" and s.is_noun(head)):
        return _of_noun(s, i, head, depth)
    if dep == "relcl":
        return [head]
    if dep == "pcomp":
        return _after_preposition(s, head, depth)
    if dep in _SHARED_SUBJECT and (
        s.is_verb(head) or s.deps[head] in ("ROOT", "ccomp", "advcl", "conj")
    ):
        if dep == "xcomp" or (dep == "ccomp" and s.tags[i] in ("VB", "VBG", "VBN")):
            objects = s.kids(head, "dobj", "dative")
            if objects and s.lemmas[head] not in _SUBJECT_CONTROL:
                return [j for k in objects for j in s.conjuncts(k)]
        if dep == "ccomp" and s.tags[i] not in ("VB", "VBG", "VBN"):
            return []
        return surface_subjects(s, head, depth + 1)
    return []


def _of_noun(s: Sentence, i: int, noun: int, depth: int) -> list[int]:
    infinitive = any(s.lowers[k] == "to" and s.deps[k] == "aux" for k in s.children[i])
    if s.deps[i] == "amod" or not infinitive:
        return [noun]
    owners = s.kids(noun, "poss")
    if owners:
        return owners
    verb = s.heads[noun]
    return surface_subjects(s, verb, depth + 1) if s.is_verb(verb) and verb != noun else []


def _after_preposition(s: Sentence, prep: int, depth: int) -> list[int]:
    above = s.heads[prep]
    if s.is_verb(above):
        if s.lowers[prep] in _OBJECT_ACTS_AFTER:
            objects = s.kids(above, "dobj") or s.kids(above, "nsubjpass")
            if objects:
                return [j for k in objects for j in s.conjuncts(k)]
        return surface_subjects(s, above, depth + 1)
    if s.is_noun(above):
        owners = s.kids(above, "poss")
        if owners:
            return owners
        verb = s.heads[above]
        if s.is_verb(verb) and verb != above:
            return surface_subjects(s, verb, depth + 1)
    return []


def _antecedent(s: Sentence, i: int) -> list[int]:
    if s.deps[i] == "relcl":
        noun = s.heads[i]
        return [j for j in s.conjuncts(noun) if j < i][-1:] if s.is_noun(noun) else [noun]
    if s.deps[i] == "conj":
        return _antecedent(s, s.heads[i]) if s.heads[i] != i else []
    return []

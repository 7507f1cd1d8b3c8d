"""Reads the frame of a verb or noun: who and what fills which slot around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from talion.coding.sentence import Sentence
from talion.coding.subjects import WH, surface_subjects

#: Verbs whose passive keeps an object: "rebels given weapons".
_TWO_OBJECTS = frozenset(
    {
        "give",
        "grant",
        "award",
        "pay",
        "offer",
        "hand",
        "deny",
        "sell",
        "send",
        "tell",
        "show",
        "promise",
        "refuse",
        "call",
        "name",
    }
)


@dataclass(frozen=True)
class Frame:
    """The slots of one predicate, each with the head words that fill it, in order."""

    sentence: Sentence
    head: int
    pos: Literal["V", "N", "A"]
    slots: dict[str, list[int]]
    passive: bool = False

    def get(self, slot: str) -> list[int]:
        """Return the words that fill *slot*; a dotted slot looks inside ("obj.of")."""
        if "." not in slot:
            return self.slots.get(slot, [])
        outer, inner = slot.split(".", 1)
        s = self.sentence
        if inner == "obj":
            return [k for i in self.get(outer) if s.is_verb(i) for k in s.kids(i, "dobj")]
        return [j for i in self.get(outer) for j in prepositions(s, i).get(inner, [])]


def prepositions(s: Sentence, i: int) -> dict[str, list[int]]:
    """Return what each preposition under word *i* governs, by the preposition's own name."""
    out: dict[str, list[int]] = {}
    for k in s.children[i]:
        dep = s.deps[k]
        if dep in ("prep", "dative", "agent") and s.tags[k] in (
            "IN",
            "TO",
            "VBG",
            "VBN",
            "RP",
            "RB",
            "CC",
        ):
            for name, filler in _governed(s, k):
                out.setdefault(name, []).append(filler)
    return out


def _governed(s: Sentence, prep: int) -> Iterator[tuple[str, int]]:
    name = s.lowers[prep]
    for k in s.children[prep]:
        dep = s.deps[k]
        if dep in ("pobj", "pcomp"):
            for j in s.conjuncts(k):
                yield name, j
        elif dep == "prep":
            for inner, j in _governed(s, k):
                yield inner, j
                yield f"{name}_{inner}", j
        elif dep == "conj" and s.tags[k] in ("IN", "TO"):
            yield from _governed(s, k)


def verb_frame(s: Sentence, i: int) -> Frame:
    """Return the frame of the verb at *i*, with passives, relatives and shared subjects undone."""
    slots: dict[str, list[int]] = {}
    passive = is_passive(s, i)
    for k in s.children[i]:
        dep = s.deps[k]
        if dep in ("dobj", "obj"):
            slots.setdefault("obj", []).extend(s.conjuncts(k))
        elif (dep == "dative" and s.is_noun(k)) or dep == "iobj":
            slots.setdefault("iobj", []).extend(s.conjuncts(k))
        elif dep in ("xcomp", "ccomp", "advcl", "oprd", "acomp", "attr", "prt"):
            slots.setdefault(dep, []).extend(s.conjuncts(k) if dep != "prt" else [k])
        elif dep == "advmod":
            slots.setdefault("adv", []).append(k)
    for name, fillers in prepositions(s, i).items():
        slots.setdefault("agent" if name == "by" and passive else name, []).extend(fillers)
    _inner_subject(s, i, slots)
    surface = surface_subjects(s, i)
    if passive:
        agents = slots.get("agent", []) or _agents_of_conjunct(s, i)
        if agents:
            slots["subj"] = agents
            slots["by"] = agents
        _put_passive_subject(slots, surface)
    elif surface:
        slots["subj"] = surface
    if not passive and "obj" not in slots:
        _shared_object(s, i, slots)
    _relative_object(s, i, slots)
    _inside_object(s, slots)
    return Frame(s, i, "V", slots, passive)


def _shared_object(s: Sentence, i: int, slots: dict[str, list[int]]) -> None:
    """Lend the first of two joined verbs the object of the second: "boarded and seized a tanker"."""
    for k in s.kids(i, "conj"):
        between = range(i + 1, k)
        if not s.is_verb(k) or any(
            s.tags[m] not in ("CC", "RB", "HYPH") and s.words[m] != "," and s.heads[m] != k
            for m in between
        ):
            continue
        shared = s.kids(k, "dobj")
        if shared and s.tags[k] == s.tags[i]:
            slots["obj"] = [j for m in shared for j in s.conjuncts(m)]
            return


def adjective_frame(s: Sentence, i: int) -> Frame:
    """Return the frame of a predicative adjective: "is *ready* to talk with", "critical of"."""
    slots: dict[str, list[int]] = {}
    for k in s.kids(i, "xcomp", "ccomp"):
        slots.setdefault(s.deps[k], []).extend(s.conjuncts(k))
    for name, fillers in prepositions(s, i).items():
        slots.setdefault(name, []).extend(fillers)
    verb = s.heads[i]
    if verb != i and s.is_verb(verb) and s.deps[i] in ("acomp", "oprd", "attr", "conj"):
        surface = surface_subjects(s, verb)
        if surface:
            slots["subj"] = surface
    return Frame(s, i, "A", slots)


def _inner_subject(s: Sentence, i: int, slots: dict[str, list[int]]) -> None:
    """Let the subject of an infinitive serve the verb as object: "allowed *monitors* to enter"."""
    for k in s.kids(i, "ccomp"):
        if s.tags[k] not in ("VB", "VBN") or not all(s.lowers[m] == "to" for m in s.kids(k, "aux")):
            continue
        inner = s.kids(k, "nsubj")
        if inner and not any(s.deps[m] == "mark" for m in s.children[k]):
            slots.setdefault("obj", []).extend(j for m in inner for j in s.conjuncts(m))
            slots.setdefault("xcomp", []).extend(s.conjuncts(k))


def _agents_of_conjunct(s: Sentence, i: int) -> list[int]:
    """Return the agent that a later passive shares: "were killed and hundreds wounded by police"."""
    for k in s.kids(i, "conj"):
        if s.is_verb(k) and s.tags[k] in ("VBN", "VBD"):
            found = prepositions(s, k).get("by", []) if s.kids(k, "agent") else []
            if found:
                return found
    return []


def _put_passive_subject(slots: dict[str, list[int]], surface: list[int]) -> None:
    if not surface:
        return
    if slots.get("obj"):
        slots.setdefault("iobj", []).extend(surface)
    else:
        slots["obj"] = surface


def _relative_object(s: Sentence, i: int, slots: dict[str, list[int]]) -> None:
    objects = slots.get("obj", [])
    if objects and s.tags[objects[0]] in WH and s.deps[i] == "relcl":
        slots["obj"] = [s.heads[i]]
    elif s.deps[i] == "relcl" and not objects and not is_passive(s, i) and slots.get("subj"):
        own = s.kids(i, "nsubj")
        if own and s.tags[own[0]] not in WH and not slots.get("ccomp"):
            slots["obj"] = [s.heads[i]]


def _inside_object(s: Sentence, slots: dict[str, list[int]]) -> None:
    """Let a preposition that the parser hung on the object serve the verb too, last in line."""
    for j in list(slots.get("obj", [])):
        for k in s.kids(j, "prep"):
            # "hit the base in K. *with* rockets"; but "an attempt by U. *on* his life" is the noun's own.
            if s.lowers[k] not in ("with", "against", "using") and k != j + 1:
                continue
            for name, filler in _governed(s, k):
                known = slots.setdefault(name, [])
                if name != "of" and filler not in known:
                    known.append(filler)


def is_passive(s: Sentence, i: int) -> bool:
    """Tell whether the verb at *i* is passive, reduced participles included."""
    kids = {s.deps[k] for k in s.children[i]}
    if "auxpass" in kids or "nsubjpass" in kids:
        return True
    if _headline_passive(s, i, kids):
        return True
    if s.tags[i] != "VBN":
        return False
    if "aux" in kids or "nsubj" in kids:
        return False
    if "dobj" in kids and "agent" not in kids and s.lemmas[i] not in _TWO_OBJECTS:
        return False  # "A jet bombed the town", read by the parser as a participle
    if s.deps[i] in ("acl", "advcl", "amod") or "agent" in kids:
        return True
    if s.deps[i] == "conj" and s.is_verb(s.heads[i]):
        return is_passive(s, s.heads[i]) and "dobj" not in kids
    # A headline drops the auxiliary: "Two soldiers killed in ambush".
    return s.deps[i] == "ROOT" and "dobj" not in kids


def _headline_passive(s: Sentence, i: int, kids: set[str]) -> bool:
    """Tell whether a headline leaves the auxiliary out: "Two soldiers killed in ambush"."""
    if (
        s.deps[i] != "ROOT"
        or s.tags[i] not in ("VBN", "VBD")
        or s.words[-1] in (".", "!", "?", '"')
    ):
        return False
    if "nsubj" not in kids or kids & {"dobj", "ccomp", "xcomp", "aux", "prt", "acomp", "attr"}:
        return False
    return (
        any(s.lowers[k] in ("in", "by", "over") for k in s.kids(i, "prep", "agent")) and len(s) < 20
    )


def noun_frame(s: Sentence, i: int) -> Frame:
    """Return the frame of the noun at *i*: possessors, modifiers and prepositions."""
    slots: dict[str, list[int]] = {}
    for k in s.children[i]:
        dep = s.deps[k]
        if dep == "poss":
            slots.setdefault("poss", []).extend(s.conjuncts(k))
        elif dep in ("amod", "compound", "nmod", "nummod", "npadvmod"):
            slots.setdefault("mod", []).extend(_modifiers(s, k))
        elif dep in ("acl", "relcl"):
            slots.setdefault("xcomp" if _has_to(s, k) else dep, []).append(k)
        elif dep == "appos":
            slots.setdefault("appos", []).append(k)
    for name, fillers in prepositions(s, i).items():
        slots.setdefault(name, []).extend(fillers)
    return Frame(s, i, "N", slots)


def _has_to(s: Sentence, i: int) -> bool:
    return any(s.lowers[k] == "to" for k in s.children[i])


def _modifiers(s: Sentence, k: int) -> list[int]:
    out = s.conjuncts(k)
    for j in list(out):
        out.extend(m for m in s.kids(j, "compound", "nmod", "amod", "npadvmod") if m not in out)
    return out

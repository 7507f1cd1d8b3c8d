"""Finds the lexicon row that fits a frame best."""

from __future__ import annotations

from collections.abc import Iterable

from talion.coding.cast import Cast
from talion.coding.frames import WH, Frame
from talion.coding.sentence import Sentence
from talion.knowledge.lexicon import Condition, Entry, Lexicon

ARMED = frozenset({"MIL", "COP", "PRM", "REB", "UAF", "SPY"})
#: How far after its verb the other words of an idiom may stand ("took three nurses hostage").
IDIOM_REACH = 10


class Matcher:
    """Compares frames with the rows of a lexicon, in the light of who is who."""

    def __init__(self, lexicon: Lexicon, cast: Cast) -> None:
        self._lexicon = lexicon
        self._cast = cast

    def best(self, frame: Frame) -> Entry | None:
        """Return the most specific type row whose conditions hold, or None; metaphors veto."""
        lemma = frame.sentence.lemmas[frame.head]
        found = self._first(frame, self._lexicon.entries(frame.pos, lemma))
        if found is None:
            return None
        metaphor = self._first(frame, self._lexicon.metaphors(frame.pos, lemma))
        if metaphor is not None and metaphor.weight >= found.weight:
            return None
        return found

    def metaphor(self, frame: Frame) -> Entry | None:
        """Return the row by which the frame is a figure of speech, if one holds."""
        lemma = frame.sentence.lemmas[frame.head]
        return self._first(frame, self._lexicon.metaphors(frame.pos, lemma))

    def stances(self, frame: Frame) -> list[Entry]:
        """Return the stance rows that hold for the frame."""
        lemma = frame.sentence.lemmas[frame.head]
        rows = self._lexicon.stances(frame.pos, lemma)
        return [e for e in rows if self._head_holds(frame, e.head)]

    def light(self, frame: Frame) -> str | None:
        """Return the effect of a verb that only carries the event of its object, or None."""
        for head, when, effect in self._lexicon.light(frame.sentence.lemmas[frame.head]):
            if words_follow(frame.sentence, frame.head, head[1:]) and self._all(frame, when):
                return effect
        return None

    def _first(self, frame: Frame, entries: Iterable[Entry]) -> Entry | None:
        for entry in entries:
            if self._head_holds(frame, entry.head) and self._all(frame, entry.when):
                return entry
        return None

    def _head_holds(self, frame: Frame, head: tuple[str, ...]) -> bool:
        if len(head) == 1:
            return True
        s = frame.sentence
        if frame.pos == "V":
            return words_follow(s, frame.head, head[1:])
        return words_precede(s, frame.head, head[:-1])

    def _all(self, frame: Frame, when: tuple[Condition, ...]) -> bool:
        return all(self._holds(frame, c) for c in when)

    def _holds(self, frame: Frame, c: Condition) -> bool:
        fillers = frame.get(c.slot)
        if c.only_present:
            return bool(fillers) != c.negated
        held = any(self._fits(frame.sentence, j, c) for j in fillers)
        return held != c.negated

    def _fits(self, s: Sentence, j: int, c: Condition) -> bool:
        if c.words and not c.words.isdisjoint(filler_words(s, j)):
            return True
        return bool(c.sectors) and self._is_of(s, j, c.sectors)

    def _is_of(self, s: Sentence, j: int, wanted: frozenset[str]) -> bool:
        if s.is_verb(j):
            return False
        if s.tags[j] in WH:
            return False
        actors = self._cast.actors(s, j)
        own = [a for a in actors if not a.resolved_by.startswith("owner")]
        if "ACTOR" in wanted and own:
            return True
        named = self._cast.name_at(s, j)
        kind = named.known.kind if named and named.known else None
        if "STATE" in wanted and kind == "state":
            return True
        if "PERSON" in wanted and (kind == "person" or any(a.resolved_by.startswith("title") for a in own)):
            return True
        if "PLACE" in wanted and (kind in ("place", "region") or any(a.resolved_by.startswith("place") for a in own)):
            return True
        sectors = {a.sector for a in own if a.sector}
        if "ARMED" in wanted and sectors & ARMED:
            return True
        return bool(sectors & wanted)


def filler_words(s: Sentence, j: int) -> set[str]:
    """Return the lemmas by which a filler is known: its head, its modifiers, its compound.

    A clause is known by its verb, by the object or attribute of that verb
    ("there would be *consequences*") and by a negation-free subject noun.
    """
    words = {s.lemmas[j], s.lowers[j]}
    deps = ("amod", "compound", "nmod", "nummod") if not s.is_verb(j) else ("dobj", "attr", "acomp", "prt", "xcomp")
    for k in s.children[j]:
        if s.deps[k] in deps:
            words.add(s.lemmas[k])
            if s.deps[k] == "compound":
                words.add(f"{s.lemmas[k]}_{s.lemmas[j]}")
                words.add(f"{s.lemmas[k]}-{s.lemmas[j]}")
                words.add(f"{s.lemmas[k]} {s.lemmas[j]}")
            elif s.deps[k] == "prt":
                words.add(f"{s.lemmas[j]}_{s.lemmas[k]}")
    if s.is_verb(j) and s.lemmas[j] == "be":
        for k in s.kids(j, "nsubj", "attr"):
            words.add(s.lemmas[k])
    return words


def words_follow(s: Sentence, verb: int, words: tuple[str, ...]) -> bool:
    """Tell whether the other *words* of an idiom hang on the verb, close by and in any order."""
    if not words:
        return True
    near: set[str] = set()
    for k in s.children[verb]:
        if abs(k - verb) > IDIOM_REACH or s.deps[k] in ("nsubj", "advcl", "conj", "ccomp", "punct"):
            continue
        near.update((s.lemmas[k], s.lowers[k]))
        for m in s.children[k]:
            if s.deps[m] in ("pobj", "compound", "amod", "prep", "prt", "advmod", "dobj", "pcomp"):
                near.update((s.lemmas[m], s.lowers[m]))
                near.update(s.lemmas[x] for x in s.kids(m, "amod", "compound", "pobj"))
    if verb + len(words) < len(s):
        run = s.lowers[verb + 1 : verb + 1 + len(words)]
        if tuple(run) == words:
            return True
    return all(w in near for w in words)


def words_precede(s: Sentence, noun: int, words: tuple[str, ...]) -> bool:
    """Tell whether *words* stand right before the noun, hyphens between them allowed."""
    i = noun - 1
    for word in reversed(words):
        while i >= 0 and s.words[i] == "-":
            i -= 1
        if i < 0 or word not in (s.lemmas[i], s.lowers[i]):
            return False
        i -= 1
    return True

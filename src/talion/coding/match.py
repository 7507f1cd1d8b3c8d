"""Finds the lexicon row that fits a frame best."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from talion.coding.cast import Cast
from talion.coding.frames import Frame, noun_frame, verb_frame
from talion.coding.sentence import QUANTITIES, Sentence
from talion.coding.subjects import WH
from talion.knowledge.lexicon import Condition, Entry, Lexicon

ARMED = frozenset({"MIL", "COP", "PRM", "REB", "UAF", "SPY"})
#: How far after its verb the other words of an idiom may stand ("took three nurses hostage").
IDIOM_REACH = 10


class Matcher:
    """Compares frames with the rows of a lexicon, in the light of who is who."""

    def __init__(self, lexicon: Lexicon, cast: Cast) -> None:
        self._lexicon = lexicon
        self._cast = cast
        self._fillers: dict[tuple[int, int], set[str]] = {}

    def best(self, frame: Frame) -> Entry | None:
        """Return the most specific type row whose conditions hold, or None; metaphors veto."""
        for form in frame.sentence.forms(frame.head):
            found = self._first(frame, self._lexicon.entries(frame.pos, form))
            if found is None:
                continue
            metaphor = self._first(frame, self._lexicon.metaphors(frame.pos, form))
            if metaphor is not None and metaphor.weight >= found.weight:
                return None
            return None if found.kind == "ASSAULT" and self._no_violence(frame) else found
        return None

    def _no_violence(self, frame: Frame) -> bool:
        """Tell whether who or what takes part makes any violent verb a figure of speech."""
        return self._first(frame, self._lexicon.metaphors(frame.pos, "*")) is not None

    def has_rows(self, s: Sentence, i: int, pos: str) -> bool:
        """Tell whether the lexicon speaks of word *i* as a *pos* at all."""
        for form in s.forms(i):
            if self._lexicon.entries(pos, form) or (pos == "V" and self._lexicon.light(form)):
                return True
        return False

    def metaphor(self, frame: Frame) -> Entry | None:
        """Return the row by which the frame is a figure of speech, if one holds."""
        lemma = frame.sentence.lemmas[frame.head]
        return self._first(frame, self._lexicon.metaphors(frame.pos, lemma))

    def stances(self, s: Sentence, i: int, pos: Literal["V", "N"]) -> list[Entry]:
        """Return the stance rows that hold for word *i* as a *pos*."""
        rows = self._lexicon.stances(pos, s.lemmas[i])
        if all(len(e.head) == 1 for e in rows):
            return list(rows)  # and no frame is needed
        frame = verb_frame(s, i) if pos == "V" else noun_frame(s, i)
        return [e for e in rows if self._head_holds(frame, e)]

    def light(self, frame: Frame) -> str | None:
        """Return the effect of a verb that only carries the event of its object, or None."""
        for head, when, effect in self._lexicon.light(frame.sentence.lemmas[frame.head]):
            if words_follow(frame.sentence, frame.head, head[1:]) and self._all(frame, when):
                return effect
        return None

    def _first(self, frame: Frame, entries: Iterable[Entry]) -> Entry | None:
        there = frame.sentence.vocabulary
        rest = slice(None, -1) if frame.pos == "N" else slice(1, None)
        for entry in entries:
            if len(entry.head) > 1 and not there.issuperset(entry.head[rest]):
                continue
            if self._all(frame, entry.when) and self._head_holds(frame, entry):
                return entry
        return None

    def _head_holds(self, frame: Frame, entry: Entry) -> bool:
        head, s = entry.head, frame.sentence
        if len(head) == 1:
            return True
        if frame.pos == "N":
            return words_precede(s, frame.head, head[:-1])
        if len(head) == 2 and frame.get("obj") and head[1] not in _slots_of(entry):
            # "took people *in* the town" is not "took people in".
            own = [k for k in s.kids(frame.head, "prep") if s.lowers[k] == head[1]]
            if own and all(s.kids(k, "pobj") for k in own):
                return False
        return words_follow(s, frame.head, head[1:])

    def _all(self, frame: Frame, when: tuple[Condition, ...]) -> bool:
        for c in when:
            fillers = frame.get(c.slot)
            held = bool(fillers)
            if held and not c.only_present:
                held = any(self._fits(frame.sentence, j, c) for j in fillers)
            if held == c.negated:
                return False
        return True

    def _fits(self, s: Sentence, j: int, c: Condition) -> bool:
        if c.words and not c.words.isdisjoint(self._words_of(s, j)):
            return True
        return bool(c.sectors) and self._is_of(s, j, c.sectors)

    def _words_of(self, s: Sentence, j: int) -> set[str]:
        key = (s.index, j)
        if key not in self._fillers:
            self._fillers[key] = filler_words(s, j)
        return self._fillers[key]

    def _is_of(self, s: Sentence, j: int, wanted: frozenset[str]) -> bool:
        if s.is_verb(j):
            return False
        if s.tags[j] in WH:
            return False
        actors = self._cast.actors(s, j)
        own = [a for a in actors if not a.resolved_by.startswith("owner")]
        if "ACTOR" in wanted and own:
            return True
        if any(a.country in wanted for a in own):
            return True  # IGO, UNO, EUR
        named = self._cast.name_at(s, j)
        kind = named.known.kind if named and named.known else None
        if "STATE" in wanted and kind == "state":
            return True
        if "PERSON" in wanted and (
            kind == "person" or any(a.resolved_by.startswith("title") for a in own)
        ):
            return True
        if "PLACE" in wanted and (
            kind in ("place", "region")
            or self._cast.is_place(s, j)
            or any(a.resolved_by.startswith("place") for a in own)
        ):
            return True
        sectors = {a.sector for a in own if a.sector}
        if "ARMED" in wanted and sectors & ARMED:
            return True
        return bool(sectors & wanted)


def _slots_of(entry: Entry) -> set[str]:
    about = (entry.about or "").split("|")
    return {c.slot for c in entry.when} | set(entry.actor) | set(entry.recipient) | set(about)


def filler_words(s: Sentence, j: int) -> set[str]:
    """Return the lemmas by which a filler is known: its head, its modifiers, its compound.

    A clause is known by its verb, by the object or attribute of that verb
    ("there would be *consequences*") and by a negation-free subject noun.
    """
    forms = s.forms(j)
    # A cease-fire is no fire.
    words = {forms[0]} if forms[0].startswith("cease-") else {*forms, s.lowers[j]}
    if s.lemmas[j] in QUANTITIES or s.tags[j] in ("CD", "$"):
        for k in s.kids(j, "prep"):
            if s.lowers[k] == "of":
                words.update(w for m in s.kids(k, "pobj") for w in filler_words(s, m))
    deps = (
        ("amod", "compound", "nmod", "nummod")
        if not s.is_verb(j)
        else ("dobj", "attr", "acomp", "prt", "xcomp")
    )
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

"""What the lexicon and the parse say of how one marked actor acts on another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from talion.coding.cast import Cast
from talion.coding.draft import Draft
from talion.coding.frames import Frame, adjective_frame, noun_frame, verb_frame
from talion.coding.lift import lift
from talion.coding.marking import Span
from talion.coding.match import Matcher
from talion.coding.nearest import distance, words_between
from talion.coding.sentence import Sentence
from talion.coding.spoken import SPEAKING
from talion.coding.status import standing
from talion.knowledge.lexicon import Entry
from talion.knowledge.library import Library
from talion.records import Actor, Article

NONE = "NONE"
#: Harm that, still to come, is a threat: a marked pair has no other row to put it.
_HARM = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"})
#: Share of probability spread over the types no predicate speaks for.
SPREAD = 0.1
#: How much each agreement of roles adds to a predicate's score, in nats.
ROLE, NEAR = 2.0, 0.25


@dataclass(frozen=True)
class Opinion:
    """The lexicon's probability of each type, and the entry that speaks for a type."""

    probabilities: Mapping[str, float]
    entries: Mapping[str, str]


class _MarkedCast(Cast):
    """A cast in which marked words count as actors even if nobody knows them."""

    marked: Mapping[int, Actor]

    def actors(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        """Return the marked actor at word *j*, else whoever it names."""
        mark = self.marked.get(j)
        found = super().actors(s, j)
        return (*found, mark) if mark is not None and not found else found


class LexicalReader:
    """Types relations between marked actors by the lexicon and the parse alone."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def read(
        self, text: str, sentences: Sequence[Sentence], source: Span | None, target: Span | None
    ) -> Opinion:
        """Return the lexicon's opinion of how *source* acts on *target*."""
        scores: dict[str, float] = {}
        why: dict[str, str] = {}
        cast = _MarkedCast(self._library, Article("", text))
        matcher = Matcher(self._library.lexicon, cast)
        for s in sentences:
            a, b = _words(s, source), _words(s, target)
            cast.marked = {j: _marked(s, j) for j in (*a, *b)}
            cast.enter(s)
            for kind, score, entry in self._readings(s, a, b, matcher):
                if score > scores.get(kind, -math.inf):
                    scores[kind], why[kind] = score, entry.source
        return Opinion(self._shares(scores), why)

    def _readings(
        self, s: Sentence, a: list[int], b: list[int], matcher: Matcher
    ) -> Iterator[tuple[str, float, Entry]]:
        found: dict[int, tuple[Frame, Entry]] = {}
        for i in range(len(s)):
            frame = None if i in a or i in b else _frame(s, i)
            entry = matcher.best(frame) if frame is not None else None
            if frame is not None and entry is not None:
                found[i] = (frame, entry)
        for i, (frame, entry) in found.items():
            score = self._score(s, i, frame, entry, a, b)
            yield self._kind(s, i, frame, entry, matcher, found), score, entry

    def _kind(
        self,
        s: Sentence,
        i: int,
        frame: Frame,
        entry: Entry,
        matcher: Matcher,
        found: Mapping[int, tuple[Frame, Entry]],
    ) -> str:
        draft = Draft(s, i, frame, entry, entry.kind)
        stand = standing(s, i, matcher)
        draft.status, draft.rules = stand.status, stand.rules
        above = self._spoken_of(s, i, found)
        if above is not None:
            draft = Draft(s, above, *found[above], found[above][1].kind)
            draft.about = entry.kind
        elif entry.about and (inner := self._inner(s, frame, entry, found)):
            draft.about = inner
        lift(self._library, draft)
        if draft.status == "future" and draft.event_type in _HARM:
            return "THREATEN"
        return draft.event_type

    def _spoken_of(
        self, s: Sentence, i: int, found: Mapping[int, tuple[Frame, Entry]]
    ) -> int | None:
        """Return the word by which the act at *i* is only promised, threatened, demanded or refused."""
        way = {i}
        for k in s.above(i):
            if k in found and found[k][1].kind in SPEAKING:
                frame, entry = found[k]
                for slot in (entry.about or "").replace("=", "").split("|"):
                    if slot and not way.isdisjoint(frame.get(slot)):
                        return k
                if entry.about and entry.about[0] == "=" and not way.isdisjoint(frame.get("xcomp")):
                    return k
            if s.deps[i] == "relcl":
                return None
            way.add(k)
        return None

    def _inner(
        self, s: Sentence, frame: Frame, entry: Entry, found: Mapping[int, tuple[Frame, Entry]]
    ) -> str | None:
        for slot in (entry.about or "").split("|"):
            if slot.startswith("="):
                return slot[1:]
            for j in frame.get(slot):
                if j in found and j != frame.head:
                    return found[j][1].kind
        return None

    def _score(
        self, s: Sentence, i: int, frame: Frame, entry: Entry, a: list[int], b: list[int]
    ) -> float:
        score = 0.2 * entry.weight
        for words, slots in ((a, entry.actor), (b, entry.recipient)):
            if not words:
                continue
            filled = [
                j
                for slot in slots
                for j in (
                    frame.get(slot)
                    if slot != "both"
                    else [*frame.get("subj"), *frame.get("with"), *frame.get("between")]
                )
            ]
            if any(j in words or not set(s.below(j)).isdisjoint(words) for j in filled):
                score += ROLE
            score -= NEAR * min(distance(s, i, j) for j in words)
        return score

    def _shares(self, scores: Mapping[str, float]) -> dict[str, float]:
        types = [*self._library.ontology.types, NONE]
        total = sum(math.exp(v) for v in scores.values()) or 1.0
        share = 1 - SPREAD if scores else 0.0
        rest = (1 - share) / len(types)
        shares = {
            t: rest + (share * math.exp(scores[t]) / total if t in scores else 0.0) for t in types
        }
        if not scores:
            shares[NONE] += SPREAD
            total = sum(shares.values())
            shares = {t: p / total for t, p in shares.items()}
        return shares


def _frame(s: Sentence, i: int) -> Frame | None:
    if s.is_verb(i):
        return verb_frame(s, i)
    if s.is_noun(i):
        return noun_frame(s, i)
    return adjective_frame(s, i) if s.deps[i] in ("acomp", "oprd") else None


def _words(s: Sentence, span: Span | None) -> list[int]:
    return words_between(s, *span) if span else []


def _marked(s: Sentence, j: int) -> Actor:
    return Actor("marked", s.words[j], None, None, s.words[j], s.starts[j], s.end_of(j), "marked")

"""How one marked actor acts on another in a sentence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from talion.coding.cast import Cast
from talion.coding.draft import Draft
from talion.coding.frames import Frame, adjective_frame, noun_frame, verb_frame
from talion.coding.lift import lift
from talion.coding.match import Matcher
from talion.coding.nearest import distance, words_between
from talion.coding.parse import Parser
from talion.coding.sentence import Sentence
from talion.coding.spoken import SPEAKING
from talion.coding.status import standing
from talion.knowledge.lexicon import Entry
from talion.knowledge.library import Library
from talion.records import Actor, Article

Span = tuple[int, int]
NONE = "NONE"
#: Harm that, still to come, is a threat: a marked pair has no other row to put it.
_HARM = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"})
#: Sentences parsed at a time.
BATCH = 64
#: Share of probability spread over the types no predicate speaks for.
SPREAD = 0.1
#: How much each agreement of roles adds to a predicate's score, in nats.
ROLE, NEAR = 2.0, 0.25


@dataclass(frozen=True)
class Relation:
    """The type of a relation, with the probability of each type."""

    type: str
    probabilities: Mapping[str, float]
    why: Mapping[str, object] = field(default_factory=dict)


class _MarkedCast(Cast):
    """A cast in which marked words count as actors even if nobody knows them."""

    marked: Mapping[int, Actor]

    def actors(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        """Return the marked actor at word *j*, else whoever it names."""
        mark = self.marked.get(j)
        found = super().actors(s, j)
        return (*found, mark) if mark is not None and not found else found


class Relator:
    """Types relations between marked actors by the lexicon and the parse."""

    def __init__(self, library: Library, parser: Parser) -> None:
        self._library, self._parser = library, parser

    def relations(
        self, items: Iterable[tuple[str, Span | None, Span | None]]
    ) -> Iterator[Relation]:
        """Yield the relation of each ``(sentence, source, target)``."""
        it = iter(items)
        while chunk := list(islice(it, BATCH)):
            for text, source, target in chunk:
                _check(text, source, "source")
                _check(text, target, "target")
            parsed = self._parser.sentences(text for text, _, _ in chunk)
            for (text, source, target), sentences in zip(chunk, parsed, strict=True):
                yield self._relation(text, sentences, source, target)

    def _relation(
        self, text: str, sentences: list[Sentence], source: Span | None, target: Span | None
    ) -> Relation:
        scores: dict[str, float] = {}
        why: dict[str, object] = {}
        cast = _MarkedCast(self._library, Article("", text))
        matcher = Matcher(self._library.lexicon, cast)
        for s in sentences:
            a, b = _words(s, source), _words(s, target)
            cast.marked = {j: _marked(s, j) for j in (*a, *b)}
            cast.enter(s)
            for kind, score, entry in self._readings(s, a, b, matcher):
                if score > scores.get(kind, -math.inf):
                    scores[kind], why[kind] = score, entry.source
        return self._weighed(scores, why)

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

    def _weighed(self, scores: dict[str, float], why: dict[str, object]) -> Relation:
        types = [*self._library.ontology.types, NONE]
        total = sum(math.exp(v) for v in scores.values()) or 1.0
        share = 1 - SPREAD if scores else 0.0
        rest = (1 - share) / len(types)
        probabilities = {
            t: rest + (share * math.exp(scores[t]) / total if t in scores else 0.0) for t in types
        }
        if not scores:
            probabilities[NONE] += SPREAD
            total = sum(probabilities.values())
            probabilities = {t: p / total for t, p in probabilities.items()}
        best = max(probabilities, key=lambda t: (probabilities[t], t))
        return Relation(best, probabilities, {"lexicon": why})


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


def _check(text: object, span: object, name: str) -> None:
    if not isinstance(text, str) or not text.strip():
        msg = f"sentence={text!r} is no sentence. Give a text with words."
        raise ValueError(msg)
    if span is None:
        return
    if not (
        isinstance(span, tuple | list) and len(span) == 2 and all(isinstance(n, int) for n in span)
    ):
        msg = f"{name}={span!r} is no span. Give start and end as character offsets, such as (0, 4), or None."
        raise TypeError(msg)
    if not 0 <= span[0] < span[1] <= len(text):
        msg = f"{name}={span} is no span of a sentence of {len(text)} characters; give start and end offsets."
        raise ValueError(msg)

"""Finds the event that a word of an article stands in, stands for or answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from talion.coding.answers import parties
from talion.coding.draft import Draft
from talion.coding.match import words_follow
from talion.coding.sentence import Sentence
from talion.coding.subjects import surface_subjects
from talion.records import LinkKind

#: A noun points back over at most this many sentences.
REACH = 20
_HOSTILE = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE"})


@dataclass(frozen=True)
class Found:
    """A link between two drafts, with the words it rests on."""

    kind: LinkKind
    source: Draft
    target: Draft
    start: int
    end: int
    text: str
    confidence: float


@dataclass
class EventWords:
    """The events of an article by the words that tell of them."""

    cues: Mapping[tuple[str, str], tuple[str, str, tuple[str, ...]]]
    drafts: Sequence[Draft]
    pointers: Mapping[tuple[int, int], Draft]
    found: list[Found] = field(default_factory=list)

    def at(self, s: Sentence, i: int) -> Draft | None:
        """Return the event coded at word *i*, or the one it points back to."""
        for d in self.drafts:
            if d.sentence.index == s.index and i in (d.head, d.carrier):
                return d
        return self.pointers.get((s.index, i))

    def under(self, s: Sentence, i: int) -> Draft | None:
        """Return the event at *i*, or the highest one below it."""
        found = self.at(s, i)
        if found is not None:
            return found
        below = sorted(s.below(i), key=lambda k: (sum(1 for _ in s.above(k)), k))
        return next((d for k in below if (d := self.at(s, k)) is not None), None)

    def _clause_event(self, s: Sentence, i: int) -> Draft | None:
        """Return the event of the clause that word *i* belongs to, looking upwards."""
        for k in s.above(i):
            found = self.at(s, k)
            if found is not None:
                return found
        return None

    def _pointed(self, s: Sentence, i: int, by: Draft) -> Draft | None:
        """Return the event that a noun such as "the ruling" or "the offer" stands for."""
        row = self.cues.get((s.lemmas[i], "O"))
        if row is None:
            return None
        kinds = frozenset(row[1].split("|"))
        doers = parties(by.actors)
        for d in reversed(self.drafts):
            before = (d.sentence.index, d.head) < (
                s.index,
                i,
            ) and s.index - d.sentence.index <= REACH
            if before and d is not by and d.event_type in kinds and not parties(d.actors) & doers:
                return d
        return None

    def _before(self, s: Sentence, by: Draft | None) -> Iterator[Draft]:
        """Yield earlier hostile events that *by* may answer: those aimed at its actor first."""
        limit = (s.index, by.head if by else 0)
        earlier = [
            d
            for d in self.drafts
            if (d.sentence.index, d.head) < limit
            and d is not by
            and d.event_type in _HOSTILE
            and d.status in ("actual", "ongoing")
        ]
        actors = {a.country or a.id for a in by.actors} | set(by.actor_ids) if by else set()
        hits = [
            d
            for d in reversed(earlier)
            if {a.country or a.id for a in d.recipients} & actors or d.recipient_ids & actors
        ]
        yield from hits
        yield from (
            d
            for d in reversed(earlier)
            if d not in hits and not {a.country or a.id for a in d.actors} & actors
        )

    def _cue(self, s: Sentence, i: int, pos: str) -> tuple[str, str] | None:
        for key in ((s.lemmas[i], pos),):
            row = self.cues.get(key)
            if row is not None:
                kind, direction, rest = row
                if not rest or words_follow(s, i, rest):
                    return kind, direction
        return None

    def _add(
        self, kind: str, source: Draft, target: Draft, s: Sentence, i: int, confidence: float
    ) -> None:
        start, end = s.starts[i], s.end_of(i)
        self.found.append(Found(kind, source, target, start, end, s.text[start:end], confidence))  # type: ignore[arg-type]

    def _cause_side(self, s: Sentence, i: int, passive: bool) -> Draft | None:
        """Return the event that is the subject of a cue, or the clause a bare "which" sums up."""
        relative = s.deps[i] == "relcl"
        own = s.kids(i, "nsubj", "nsubjpass")
        for j in surface_subjects(s, i):
            if j != i and not (relative and own and s.lowers[own[0]] in ("which", "that")):
                found = self.under(s, j)
                if found is not None:
                    return found
        if (
            (relative and own and s.lowers[own[0]] == "which")
            or s.deps[i] == "advcl"
            or (s.deps[i] == "acl" and s.tags[i] == "VBG")
        ):
            return self._clause_event(s, i)
        if own and s.lowers[own[0]] in ("this", "that", "it"):
            earlier = [d for d in self.drafts if d.sentence.index == s.index - 1]
            return earlier[-1] if earlier else None
        return None

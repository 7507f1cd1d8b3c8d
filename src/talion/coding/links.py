"""What answers, causes, aims at or repeats what: links between the events of an article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from talion.coding.draft import Draft
from talion.coding.frames import surface_subjects, verb_frame
from talion.coding.match import words_follow
from talion.coding.sentence import Sentence
from talion.records import Actor, LinkKind

#: Confidence of a link by what it rests on: explicit words, explicit words with a guessed
#: target, or likeness alone. Set from the share right among our own gold links.
SURE, LIKELY, ALIKE = 0.85, 0.7, 0.6
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
class Linker:
    """Links the drafts of one article by cue words and by likeness."""

    cues: Mapping[tuple[str, str], tuple[str, str, tuple[str, ...]]]
    drafts: Sequence[Draft]
    pointers: Mapping[tuple[int, int], Draft]
    found: list[Found] = field(default_factory=list)

    def run(self, sentences: Sequence[Sentence]) -> list[Found]:
        """Return every link, no pair twice with one kind."""
        for s in sentences:
            for i in range(len(s)):
                if s.is_verb(i):
                    self._verb_cue(s, i)
                elif s.is_noun(i):
                    self._noun_cue(s, i)
                elif s.lowers[i] in ("because", "due", "over", "after"):
                    self._preposition(s, i)
        self._verbal_answers()
        self._same()
        seen: dict[tuple[str, int, int], Found] = {}
        for link in self.found:
            if link.source is not link.target and link.source.start != link.target.start:
                seen.setdefault((link.kind, id(link.source), id(link.target)), link)
        return list(seen.values())

    # -- events at words -------------------------------------------------------

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
        doers = _parties(by.actors)
        for d in reversed(self.drafts):
            before = (d.sentence.index, d.head) < (s.index, i) and s.index - d.sentence.index <= REACH
            if before and d is not by and d.event_type in kinds and not _parties(d.actors) & doers:
                return d
        return None

    def _before(self, s: Sentence, by: Draft | None) -> Iterator[Draft]:
        """Yield earlier hostile events that *by* may answer: those aimed at its actor first."""
        limit = (s.index, by.head if by else 0)
        earlier = [d for d in self.drafts if (d.sentence.index, d.head) < limit and d is not by and d.event_type in _HOSTILE and d.status in ("actual", "ongoing")]
        actors = {a.country or a.id for a in by.actors} | set(by.actor_ids) if by else set()
        hits = [d for d in reversed(earlier) if {a.country or a.id for a in d.recipients} & actors or d.recipient_ids & actors]
        yield from hits
        yield from (d for d in reversed(earlier) if d not in hits and not {a.country or a.id for a in d.actors} & actors)

    # -- cues ------------------------------------------------------------------

    def _cue(self, s: Sentence, i: int, pos: str) -> tuple[str, str] | None:
        for key in ((s.lemmas[i], pos),):
            row = self.cues.get(key)
            if row is not None:
                kind, direction, rest = row
                if not rest or words_follow(s, i, rest):
                    return kind, direction
        return None

    def _verb_cue(self, s: Sentence, i: int) -> None:
        cue = self._cue(s, i, "V")
        if cue is None:
            return
        kind, direction = cue
        frame = verb_frame(s, i)
        if direction == "out":
            self._answer(s, i)
            return
        slots = {"object": ("obj", "ccomp", "xcomp"), "xcomp": ("xcomp",)}.get(direction, (direction,))
        inside = [d for slot in slots for j in frame.get(slot) if (d := self.under(s, j)) is not None]
        outside = self._cause_side(s, i, frame.passive)
        if kind == "purpose":
            source = outside or self._clause_event(s, i)
            for target in inside[:1]:
                if source is not None and source is not target:
                    if direction == "object" and target.status in ("actual", "ongoing"):
                        continue
                    self._add("purpose", source, target, s, i, SURE)
            return
        if kind == "response":
            own = self._clause_event(s, i) or self.at(s, i)
            for target in inside[:1]:
                if own is not None and own is not target:
                    self._add("response", own, target, s, i, SURE)
            return
        if frame.passive and frame.get("agent"):
            causes = [d for j in frame.get("agent") if (d := self.under(s, j)) is not None]
            effects = [d for j in frame.get("obj") if (d := self.under(s, j)) is not None]
        else:
            causes, effects = ([outside] if outside else []), inside
        if not causes and effects:
            told = [s.span(*_clause(s, j)) for j in surface_subjects(s, i)] or [s.span(*_clause(s, s.heads[i]))]
            effects[0].rules.append(f"cause, no event: {told[0]}")
        for cause in causes[:1]:
            for effect in effects[:1]:
                if cause is not effect:
                    self._add("cause", cause, effect, s, i, SURE)

    def _cause_side(self, s: Sentence, i: int, passive: bool) -> Draft | None:
        """Return the event that is the subject of a cue, or the clause a bare "which" sums up."""
        relative = s.deps[i] == "relcl"
        own = s.kids(i, "nsubj", "nsubjpass")
        for j in surface_subjects(s, i):
            if j != i and not (relative and own and s.lowers[own[0]] in ("which", "that")):
                found = self.under(s, j)
                if found is not None:
                    return found
        if relative and own and s.lowers[own[0]] == "which" or s.deps[i] == "advcl" or s.deps[i] == "acl" and s.tags[i] == "VBG":
            return self._clause_event(s, i)
        if own and s.lowers[own[0]] in ("this", "that", "it"):
            earlier = [d for d in self.drafts if d.sentence.index == s.index - 1]
            return earlier[-1] if earlier else None
        return None

    def _answer(self, s: Sentence, i: int) -> None:
        """Link "responded by attacking" or "retaliated" to what came before."""
        own = self.at(s, i)
        if own is None:
            own = next((d for k in s.below(i) if k != i and (d := self.at(s, k)) is not None and k > i), None)
        if own is None:
            return
        frame = verb_frame(s, i)
        named = [d for slot in ("to", "for", "obj") for j in frame.get(slot) if (d := self.under(s, j)) is not None and d is not own]
        if named:
            self._add("response", own, named[0], s, i, SURE)
            return
        for target in list(self._before(s, own))[:2]:
            self._add("response", own, target, s, i, LIKELY)

    def _noun_cue(self, s: Sentence, i: int) -> None:
        cue = self._cue(s, i, "N")
        if cue is None:
            return
        kind, direction = cue
        if s.lowers[s.heads[i]] not in ("in", "as") and s.lemmas[i] in ("return", "answer", "reply"):
            return
        own = self.at(s, i) or self._clause_event(s, i)
        if own is None:
            return
        for k in s.kids(i, "prep"):
            if s.lowers[k] in (direction, "for", "to", "against"):
                for j in s.kids(k, "pobj", "pcomp"):
                    target = self.under(s, j)
                    if target is not None and target is not own:
                        self._add(kind, own, target, s, i, SURE)
                        return
        if own.head != i:
            for target in list(self._before(s, own))[:2]:
                self._add("response", own, target, s, i, LIKELY)

    def _preposition(self, s: Sentence, i: int) -> None:
        word = s.lowers[i]
        if s.deps[i] == "mark":
            # "declared them unwelcome after Kigali had severed ties"
            cause, effect = self.under(s, s.heads[i]), self._clause_event(s, s.heads[i])
            if word == "after" and effect:
                for verb in s.conjuncts(s.heads[i]):
                    told = self.under(s, verb)
                    if told is None or told is effect:
                        continue
                    if _answers(effect, told):
                        self._add("response", effect, told, s, i, LIKELY)
                    elif effect.event_type in _FOLLOWS:
                        self._add("cause", told, effect, s, i, LIKELY)
            elif word == "because" and cause and effect and cause is not effect:
                self._add("cause", cause, effect, s, i, LIKELY)
            return
        effect = self._clause_event(s, i)
        if effect is None or word == "over" and effect.event_type not in ("PROTEST", "ACCUSE", "SANCTION"):
            return
        if word == "after" and effect.event_type not in _HOSTILE:
            return
        for j in s.children[i]:
            cause = self.under(s, j)
            if cause is not None and cause is not effect and cause.event_type in _HOSTILE:
                self._add("response" if word == "after" else "cause", *((effect, cause) if word == "after" else (cause, effect)), s, i, LIKELY)
                return

    def _add(self, kind: str, source: Draft, target: Draft, s: Sentence, i: int, confidence: float) -> None:
        start, end = s.starts[i], s.end_of(i)
        self.found.append(Found(kind, source, target, start, end, s.text[start:end], confidence))  # type: ignore[arg-type]

    def _verbal_answers(self) -> None:
        """Link a refusal or a yielding to the demand, offer or threat that it answers."""
        for draft in self.drafts:
            if self._answers_thing(draft) or draft.event_type not in _ANSWERS:
                continue
            for asked in reversed(self.drafts):
                before = (asked.sentence.index, asked.head) < (draft.sentence.index, draft.head)
                near = draft.sentence.index - asked.sentence.index <= 2
                if asked is not draft and near and before and asked.event_type in _ANSWERS[draft.event_type] and _answers(draft, asked):
                    self.found.append(Found("response", draft, asked, draft.start, draft.end, draft.trigger, ALIKE))
                    break

    def _answers_thing(self, draft: Draft) -> bool:
        """Link "rejected the award", "welcomed the ruling", "a strike against the arrests"."""
        slots = {"REJECT": ("obj", "to"), "SUPPORT": ("obj",), "CONCEDE": ("obj", "to"), "AGREE": ("obj", "to"), "PROTEST": ("against", "over", "at")}
        if draft.frame.pos != "V":
            return False
        for slot in slots.get(draft.event_type, ()):
            for j in draft.frame.get(slot):
                s = draft.sentence
                if not s.is_noun(j):
                    continue
                target = self.pointers.get((s.index, j)) or self._pointed(s, j, draft)
                if target is not None and target is not draft:
                    self.found.append(Found("response", draft, target, draft.start, draft.end, draft.trigger, LIKELY))
                    return True
        return False

    # -- sameness ---------------------------------------------------------------

    def _same(self) -> None:
        for n, later in enumerate(self.drafts):
            for earlier in self.drafts[:n]:
                if self._alike(earlier, later):
                    self._add_same(later, earlier)
                    break

    def _alike(self, a: Draft, b: Draft) -> bool:
        if a.event_type != b.event_type or a.event_type not in ("ASSAULT", "COERCE", "PROTEST", "SANCTION"):
            return False
        if {"hypothetical", "future"} & {a.status, b.status} or "ongoing" in (a.status, b.status):
            return False
        if a.sentence.index == b.sentence.index and a.head != b.head and b.frame.pos == "V" and a.frame.pos == "V":
            return False
        people = {x.id for x in a.recipients} & {x.id for x in b.recipients}
        if not people:
            return False
        singular = any("-" in x and not x.endswith(("cvl", "mil")) for x in people)
        doers = not a.actors or not b.actors or bool(a.actor_ids & b.actor_ids) or bool({x.country for x in a.actors} & {x.country for x in b.actors})
        return singular and doers and _deadly(a) and _deadly(b) and _one_person(a, b)

    def _add_same(self, later: Draft, earlier: Draft) -> None:
        self.found.append(Found("same", later, earlier, later.start, later.end, later.trigger, ALIKE + 0.2))


def _deadly(d: Draft) -> bool:
    return d.event_type != "ASSAULT" or d.sentence.lemmas[d.head] in _ENDS or d.mode == "assassinate" or "death" in d.sentence.lemmas[d.head]


#: Acts that befall a person once only.
_ENDS = frozenset({"kill", "killing", "assassinate", "assassination", "murder", "take", "execute", "execution", "slaying", "slay", "eliminate", "shoot", "strike", "death"})


def _one_person(a: Draft, b: Draft) -> bool:
    same = {x.id for x in a.recipients} & {x.id for x in b.recipients}
    return any(x.id in same and not x.resolved_by.startswith("agent") and x.sector != "CVL" for x in a.recipients)


#: Acts that "after" explains, though they answer nobody: "food came after the road reopened".
_FOLLOWS = frozenset({"AID", "RETREAT", "REJECT", "CONCEDE", "COOPERATE"})
#: What a verbal act can answer.
_ANSWERS = {
    "REJECT": frozenset({"REQUEST", "AGREE", "THREATEN", "ACCUSE", "SANCTION", "CONSULT"}),
    "CONCEDE": frozenset({"REQUEST", "THREATEN", "PROTEST"}),
    "RETREAT": frozenset({"REQUEST", "THREATEN"}),
}


def _answers(later: Draft, earlier: Draft) -> bool:
    """Tell whether *later* is done by a party that *earlier* was aimed at, or aimed at its doer."""
    doers, done_to = _parties(later.actors), _parties(later.recipients)
    asker, asked = _parties(earlier.actors), _parties(earlier.recipients)
    return bool(doers & asked) and not doers & asker or bool(done_to & asker) and not doers & asker


#: Sectors that stand for a state; others are a party of their own within it.
_STATE_SIDE = frozenset({None, "GOV", "MIL", "COP", "SPY", "LEG", "JUD", "CVL", "BUS"})


def _parties(actors: Sequence[Actor]) -> set[str]:
    """Return the sides that the actors belong to: a state, or those who stand against it."""
    return {f"{a.country or a.id}:{'S' if a.sector in _STATE_SIDE else 'N'}" for a in actors}


def _clause(s: Sentence, i: int) -> tuple[int, int]:
    """Return the first and last word of what is told at word *i*, up to its verb at most."""
    verb = next((k for k in s.above(i) if s.is_verb(k)), i) if s.is_noun(i) else i
    last = max(verb, i)
    while s.deps[verb] == "conj" and s.is_verb(s.heads[verb]):
        verb = s.heads[verb]  # "unemployment rises and prices soar" is told whole
    return min(k for k in s.below(verb) if k <= last), last


def link_id(*parts: object) -> str:
    """Return a stable id from *parts*."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]

"""What answers, causes, aims at or repeats what: links between the events of an article."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from talion.coding.answers import ANSWERS, FOLLOWS, answers, deadly, one_person
from talion.coding.draft import Draft
from talion.coding.event_words import EventWords, Found
from talion.coding.frames import verb_frame
from talion.coding.sentence import Sentence
from talion.coding.subjects import surface_subjects

#: Confidence of a link by what it rests on: explicit words, explicit words with a guessed
#: target, or likeness alone. Set from the share right among our own gold links.
SURE, LIKELY, ALIKE = 0.85, 0.7, 0.6
_HOSTILE = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE"})


@dataclass
class Linker(EventWords):
    """Links the drafts of one article by cue words and by likeness."""

    def run(self, sentences: Sequence[Sentence]) -> list[Found]:
        """Return every link, no pair twice with one kind."""
        told = {d.sentence.index for d in self.drafts} | {index for index, _ in self.pointers}
        for s in sentences:
            if s.index not in told:
                continue  # a cue links an event of its own sentence
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

    def _verb_cue(self, s: Sentence, i: int) -> None:
        cue = self._cue(s, i, "V")
        if cue is None:
            return
        kind, direction = cue
        frame = verb_frame(s, i)
        if direction == "out":
            self._answer(s, i)
            return
        slots = {"object": ("obj", "ccomp", "xcomp"), "xcomp": ("xcomp",)}.get(
            direction, (direction,)
        )
        inside = [
            d for slot in slots for j in frame.get(slot) if (d := self.under(s, j)) is not None
        ]
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
            told = [s.span(*_clause(s, j)) for j in surface_subjects(s, i)] or [
                s.span(*_clause(s, s.heads[i]))
            ]
            effects[0].rules.append(f"cause, no event: {told[0]}")
        for cause in causes[:1]:
            for effect in effects[:1]:
                if cause is not effect:
                    self._add("cause", cause, effect, s, i, SURE)

    def _answer(self, s: Sentence, i: int) -> None:
        """Link "responded by attacking" or "retaliated" to what came before."""
        own = self.at(s, i)
        if own is None:
            own = next(
                (d for k in s.below(i) if k != i and (d := self.at(s, k)) is not None and k > i),
                None,
            )
        if own is None:
            return
        frame = verb_frame(s, i)
        named = [
            d
            for slot in ("to", "for", "obj")
            for j in frame.get(slot)
            if (d := self.under(s, j)) is not None and d is not own
        ]
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
        if s.lowers[s.heads[i]] not in ("in", "as") and s.lemmas[i] in (
            "return",
            "answer",
            "reply",
        ):
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
                    if answers(effect, told):
                        self._add("response", effect, told, s, i, LIKELY)
                    elif effect.event_type in FOLLOWS:
                        self._add("cause", told, effect, s, i, LIKELY)
            elif word == "because" and cause and effect and cause is not effect:
                self._add("cause", cause, effect, s, i, LIKELY)
            return
        effect = self._clause_event(s, i)
        if effect is None or (
            word == "over" and effect.event_type not in ("PROTEST", "ACCUSE", "SANCTION")
        ):
            return
        if word == "after" and effect.event_type not in _HOSTILE:
            return
        for j in s.children[i]:
            cause = self.under(s, j)
            if cause is not None and cause is not effect and cause.event_type in _HOSTILE:
                self._add(
                    "response" if word == "after" else "cause",
                    *((effect, cause) if word == "after" else (cause, effect)),
                    s,
                    i,
                    LIKELY,
                )
                return

    def _verbal_answers(self) -> None:
        """Link a refusal or a yielding to the demand, offer or threat that it answers."""
        for draft in self.drafts:
            if self._answers_thing(draft) or draft.event_type not in ANSWERS:
                continue
            for asked in reversed(self.drafts):
                before = (asked.sentence.index, asked.head) < (draft.sentence.index, draft.head)
                near = draft.sentence.index - asked.sentence.index <= 2
                if (
                    asked is not draft
                    and near
                    and before
                    and asked.event_type in ANSWERS[draft.event_type]
                    and answers(draft, asked)
                ):
                    self.found.append(
                        Found(
                            "response", draft, asked, draft.start, draft.end, draft.trigger, ALIKE
                        )
                    )
                    break

    def _answers_thing(self, draft: Draft) -> bool:
        """Link "rejected the award", "welcomed the ruling", "a strike against the arrests"."""
        slots = {
            "REJECT": ("obj", "to"),
            "SUPPORT": ("obj",),
            "CONCEDE": ("obj", "to"),
            "AGREE": ("obj", "to"),
            "PROTEST": ("against", "over", "at"),
        }
        if draft.frame.pos != "V":
            return False
        for slot in slots.get(draft.event_type, ()):
            for j in draft.frame.get(slot):
                s = draft.sentence
                if not s.is_noun(j):
                    continue
                target = self.pointers.get((s.index, j)) or self._pointed(s, j, draft)
                if target is not None and target is not draft:
                    self.found.append(
                        Found(
                            "response", draft, target, draft.start, draft.end, draft.trigger, LIKELY
                        )
                    )
                    return True
        return False

    def _same(self) -> None:
        for n, later in enumerate(self.drafts):
            for earlier in self.drafts[:n]:
                if self._alike(earlier, later):
                    self._add_same(later, earlier)
                    break

    def _alike(self, a: Draft, b: Draft) -> bool:
        if a.event_type != b.event_type or a.event_type not in (
            "ASSAULT",
            "COERCE",
            "PROTEST",
            "SANCTION",
        ):
            return False
        if {"hypothetical", "future"} & {a.status, b.status} or "ongoing" in (a.status, b.status):
            return False
        if (
            a.sentence.index == b.sentence.index
            and a.head != b.head
            and b.frame.pos == "V"
            and a.frame.pos == "V"
        ):
            return False
        people = {x.id for x in a.recipients} & {x.id for x in b.recipients}
        if not people:
            return False
        singular = any("-" in x and not x.endswith(("cvl", "mil")) for x in people)
        doers = (
            not a.actors
            or not b.actors
            or bool(a.actor_ids & b.actor_ids)
            or bool({x.country for x in a.actors} & {x.country for x in b.actors})
        )
        return singular and doers and deadly(a) and deadly(b) and one_person(a, b)

    def _add_same(self, later: Draft, earlier: Draft) -> None:
        self.found.append(
            Found("same", later, earlier, later.start, later.end, later.trigger, ALIKE + 0.2)
        )


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

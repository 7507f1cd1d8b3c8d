"""Reads the act that a promise, threat, demand, refusal or concession speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from talion.coding.draft import Draft
from talion.coding.frames import (
    Frame,
    noun_frame,
    verb_frame,
)
from talion.coding.participants import Parties
from talion.coding.sentence import Sentence
from talion.knowledge.lexicon import Entry

#: Types that speak of another act; the act spoken of is no event of its own.
SPEAKING = frozenset({"AGREE", "THREATEN", "CONCEDE", "REQUEST", "REJECT"})
#: Slots of a verb that its event noun does not share.
_VERBAL = frozenset({"subj", "obj", "by", "xcomp", "ccomp", "advcl", "adv", "prt"})


@dataclass
class Spoken(Parties):
    """Adds to an event of speech the act it speaks of."""

    def _speaks_of(self, s: Sentence, draft: Draft, used: set[int]) -> None:
        """Fill `about` from the act that a promise, threat, demand, refusal or concession names."""
        fixed, slots = None, (draft.entry.about or "").split("|")
        if slots[0].startswith("="):
            draft.about = fixed = slots[0][1:]
            slots = ["xcomp", "ccomp", "obj", "to"]
        for slot in slots:
            for j in draft.frame.get(slot):
                inner = self._inner(s, j)
                if inner is None or (fixed and inner[1].kind != fixed):
                    continue
                frame, entry = inner
                draft.about, draft.inner = fixed or self._innermost(s, frame, entry), frame.head
                if frame.head != draft.head and draft.event_type in SPEAKING:
                    used.update(self._spoken(s, j))
                if not draft.recipients:
                    ids = {a.id for a in draft.actors}
                    found = self._fill(s, frame, entry.recipient, recipient=True, subject=ids)
                    draft.recipients = tuple(a for a in found if a.id not in ids)
                return

    def _innermost(self, s: Sentence, frame: Frame, entry: Entry) -> str:
        """Return the act that a refused invitation or a rejected demand is about."""
        if entry.kind in SPEAKING and entry.about:
            for slot in entry.about.split("|"):
                if slot.startswith("="):
                    return slot[1:]
                for k in frame.get(slot):
                    deeper = self._inner(s, k)
                    if deeper is not None and deeper[0].head != frame.head:
                        return deeper[1].kind
        return entry.kind

    def _spoken(self, s: Sentence, j: int) -> list[int]:
        """Return the words of an act spoken of, without the clauses that tell of other acts."""
        out, stack = [], [j]
        while stack:
            k = stack.pop()
            out.append(k)
            stack.extend(m for m in s.children[k] if s.deps[m] not in ("relcl", "advcl", "appos"))
        return out

    def _inner(self, s: Sentence, j: int) -> tuple[Frame, Entry] | None:
        pos: Literal["V", "N"] = "V" if s.is_verb(j) else "N"
        frame = verb_frame(s, j) if pos == "V" else noun_frame(s, j)
        if pos == "V" and self.matcher.light(frame) is not None:
            for k in frame.get("obj"):
                noun = noun_frame(s, k)
                for slot, fillers in frame.slots.items():
                    if slot not in _VERBAL:  # "send aid *to Ukraine*"
                        noun.slots.setdefault(slot, list(fillers))
                entry = self.matcher.best(noun)
                if entry is not None:
                    return noun, entry
        entry = self.matcher.best(frame)
        return (frame, entry) if entry is not None else None

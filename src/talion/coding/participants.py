"""Finds the parties of an event: who fills its slots, and who must be meant."""

from __future__ import annotations

from dataclasses import dataclass, field

from talion.coding.cast import Cast
from talion.coding.draft import Draft
from talion.coding.frames import Frame, noun_frame
from talion.coding.match import Matcher
from talion.coding.sentence import Sentence
from talion.coding.subjects import WH
from talion.knowledge.library import Library
from talion.records import Actor, Uncoded

#: Mutual types in which a single subject still acts towards the party named by "with".
_DIRECTED = frozenset({"SUPPORT", "COOPERATE", "AGREE"})
#: What the party threatened will do if the threat is carried out.
_SUFFERED = frozenset({"pay", "face", "suffer", "regret"})
_POINTING = frozenset(
    {
        "the",
        "that",
        "those",
        "this",
        "these",
        "such",
        "past",
        "previous",
        "earlier",
        "its",
        "their",
        "his",
        "her",
        "latest",
        "recent",
    }
)


@dataclass
class Parties:
    """Finds who takes part in an event: fillers of slots, pointed-back events, other sides."""

    library: Library
    cast: Cast
    matcher: Matcher
    done: list[Draft] = field(default_factory=list)
    uncoded: list[Uncoded] = field(default_factory=list)
    #: Event nouns that only point back ("the strike"), with what they point to.
    pointers: dict[tuple[int, int], Draft] = field(default_factory=dict)

    def antecedent(self, s: Sentence, j: int, kind: str) -> Draft | None:
        """Return the earlier event that the noun at *j* points back to, or None."""
        pointing = any(s.lowers[k] in _POINTING for k in s.children[j])
        plural = s.tags[j] == "NNS"
        if any(s.tags[k][:3] == "NNP" for k in s.kids(j, "compound", "nmod")):
            return None  # "the Pulwama attack" has a name of its own
        if not pointing and not plural and s.kids(j, "det", "poss"):
            return None
        for draft in reversed(self.done):
            if (
                draft.event_type == kind
                and draft.status in ("actual", "ongoing")
                and draft.sentence.index >= s.index - 8
            ):
                if draft.sentence.index == s.index and draft.head > j:
                    continue
                return draft
        return None

    def _participants(self, s: Sentence, draft: Draft) -> None:
        frame, entry = draft.frame, draft.entry
        if entry.mutual:
            slots = ("subj", "with", "between", "among", "poss", "mod", "by", "of", "obj")
            everyone: dict[str, Actor] = {}
            for slot in slots if frame.pos == "N" else ("subj", "with", "between", "among"):
                if slot == "with" and self._instrument(s, frame):
                    continue
                for a in self._fill(s, frame, (slot,)):
                    everyone.setdefault(a.id, a)
            draft.actors = tuple(everyone.values())
            if frame.pos == "V" and entry.kind in _DIRECTED and frame.get("with"):
                own = self._fill(s, frame, ("subj",))
                if len(own) == 1:
                    draft.actors = own
                    draft.recipients = tuple(a for a in everyone.values() if a.id != own[0].id)
                return
            if frame.pos == "V" and "obj" in entry.recipient:
                found = self._fill(s, frame, ("obj",), recipient=True)
                draft.recipients = tuple(a for a in found if a.id not in everyone)
            return
        draft.actors = self._fill(s, frame, entry.actor)
        if not draft.actors and frame.pos == "N" and frame.get("between"):
            draft.actors = self._fill(s, frame, ("between",))
            draft.rules.append("both sides")
            if draft.actors:
                return
        taken = {(a.start, a.end) for a in draft.actors}
        ids = {a.id for a in draft.actors}
        if frame.pos == "V" and not frame.get("obj") and entry.kind in ("REQUEST", "THREATEN"):
            self._asked(s, draft)
            if draft.recipients:
                return
        for slot in entry.recipient:
            if entry.kind == "ACCUSE" and self._only_suffered(s, frame, slot):
                continue
            found = self._fill(s, frame, (slot,), recipient=True, subject=ids)
            found = tuple(
                a
                for a in found
                if (a.start, a.end) not in taken and (a.id not in ids or a.sector == "CVL")
            )
            if found:
                draft.recipients = found
                break

    def _only_suffered(self, s: Sentence, frame: Frame, slot: str) -> bool:
        """Tell whether the slot names a deed and its victims only: "denounced the occupation of X"."""
        for j in frame.get(slot):
            if not s.is_noun(j) or self.cast.name_at(s, j) is not None:
                return False
            noun = noun_frame(s, j)
            entry = self.matcher.best(noun)
            if (
                entry is None
                or entry.kind not in ("ASSAULT", "COERCE")
                or self._fill(s, noun, entry.actor)
            ):
                return False
        return bool(frame.get(slot)) and not self._answering_any(s, frame.get(slot))

    def _answering_any(self, s: Sentence, words: list[int]) -> bool:
        """Tell whether one of the event nouns points back to an event already told."""
        return any(
            self.antecedent(s, j, e.kind)
            for j in words
            if (e := self.matcher.best(noun_frame(s, j)))
        )

    def _instrument(self, s: Sentence, frame: Frame) -> bool:
        """Tell whether "with" names weapons and not a party: "clashed with clubs and stones"."""
        tools = (
            self.library.lexicon.words("weapon")
            | self.library.lexicon.words("primitive")
            | self.library.lexicon.words("club")
        )
        return any(s.lemmas[j] in tools for j in frame.get("with"))

    def _asked(self, s: Sentence, draft: Draft) -> None:
        """Take the subject of a demanded act as the one asked: "demanded that *Qatar* close …"."""
        ids = draft.actor_ids
        for slot in ("ccomp", "xcomp"):
            for j in draft.frame.get(slot):
                if draft.event_type == "THREATEN" and s.lemmas[j] not in _SUFFERED:
                    continue
                for k in s.kids(j, "nsubj", "nsubjpass"):
                    found = tuple(
                        a
                        for c in s.conjuncts(k)
                        for a in self._who(s, c, True, set(ids))
                        if a.id not in ids
                    )
                    if found:
                        draft.recipients = found
                        return

    def _fill(
        self,
        s: Sentence,
        frame: Frame,
        slots: tuple[str, ...],
        recipient: bool = False,
        subject: set[str] | None = None,
    ) -> tuple[Actor, ...]:
        """Return the actors in the first of *slots* that names any."""
        for slot in slots:
            if slot == "both":
                continue
            found: dict[str, Actor] = {}
            fillers = frame.get(slot)
            if slot == "ccomp":  # the party in what is said: "declared *diplomats* unwelcome"
                fillers = [k for j in fillers for k in s.kids(j, "nsubj", "nsubjpass")]
            for j in fillers:
                if (s.is_verb(j) and s.tags[j] not in ("VBG",)) or s.tags[j] in WH:
                    continue
                if slot == "mod" and self.cast.name_at(s, j) is None and s.tags[j][:2] != "NN":
                    continue
                if slot == "mod" and not recipient and self._is_where(s, j):
                    continue
                for a in self._who(s, j, recipient, subject):
                    found.setdefault(a.id, a)
            if found:
                return tuple(found.values())
        return ()

    def _is_where(self, s: Sentence, j: int) -> bool:
        """Tell whether a modifier says where or what was hit: "the Nairobi embassy bombing"."""
        named = self.cast.name_at(s, j)
        if named is None:
            return s.lemmas[j] in self.library.lexicon.words("facility")
        known = self.library.states.named(s.span(named.first, named.last), self.cast.article.date)
        return known is not None and known.kind == "capital"

    def _who(
        self, s: Sentence, j: int, recipient: bool, subject: set[str] | None
    ) -> tuple[Actor, ...]:
        """Return the actors of a filler; of an event noun, those who did that event."""
        if (
            recipient
            and subject
            and s.tags[j] == "PRP"
            and not s.lowers[j].endswith(("self", "selves"))
        ):
            return self.cast.memory.pronoun(s, j, other_than=subject)
        if (
            recipient
            and s.is_noun(j)
            and self.cast.name_at(s, j) is None
            and self.library.lexicon.entries("N", s.lemmas[j])
        ):
            frame = noun_frame(s, j)
            entry = self.matcher.best(frame)
            if entry is not None:
                doers = self._fill(s, frame, entry.actor)
                if doers:
                    return doers
                earlier = self._answering(s, j, entry.kind, subject or set())
                if earlier is not None:
                    return earlier.actors
            elif not self.cast.actors(s, j):
                for kind in dict.fromkeys(
                    e.kind for e in self.library.lexicon.entries("N", s.lemmas[j])
                ):
                    earlier = self._answering(s, j, kind, subject or set())
                    if earlier is not None:
                        return earlier.actors
        return self.cast.actors(s, j)

    def _answering(self, s: Sentence, j: int, kind: str, subject: set[str]) -> Draft | None:
        """Return the earlier event of *kind* that was aimed at *subject*: "Iran ignored warnings"."""
        for draft in reversed(self.done):
            if draft.event_type == kind and draft.recipient_ids & subject:
                return draft
        return self.antecedent(s, j, kind)

    def _other_side(self, draft: Draft) -> None:
        """Take the other party of the sentence: "A bombed a town, and B broke off relations"."""
        mine = {a.country or a.id for a in draft.actors}
        for other in reversed(self.done):
            if other.sentence.index != draft.sentence.index or other is draft:
                continue
            theirs = {a.country or a.id for a in other.actors}
            side = other.recipients if theirs & mine else other.actors
            side = tuple(a for a in side if (a.country or a.id) not in mine)
            if side and mine and (not theirs & mine or _joined(other, draft)):
                draft.recipients = side
                draft.rules.append(f"towards the other side of {other.trigger}")
                return


def _joined(a: Draft, b: Draft) -> bool:
    """Tell whether the verbs of two drafts are joined by *and*."""
    s = a.sentence
    return s.heads[b.carrier] == a.carrier and s.deps[b.carrier] in ("conj", "advcl", "dep")

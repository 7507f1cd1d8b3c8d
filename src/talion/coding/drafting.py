"""Finds the predicates of a sentence that report events, and who takes part in them."""

from __future__ import annotations

from dataclasses import dataclass

from talion.coding.attribution import sources
from talion.coding.carriers import Carriers
from talion.coding.draft import Draft
from talion.coding.event_nouns import in_date, lend
from talion.coding.frames import Frame, adjective_frame, noun_frame, verb_frame
from talion.coding.modes import mode_of
from talion.coding.refine import refine
from talion.coding.sentence import Sentence
from talion.coding.special import against_government, denies, orders_own, stands_as_tie, warn
from talion.coding.spoken import SPEAKING
from talion.coding.status import standing
from talion.coding.subjects import surface_subjects
from talion.knowledge.lexicon import Entry
from talion.records import Uncoded

#: Verbs of hitting back, whose target is who hit first.
_BACK = frozenset({"return", "retaliate", "respond", "hit", "strike", "shoot", "fire"})

_HARMED = frozenset({"injure", "wound", "hurt", "kill", "maim"})


@dataclass
class Drafter(Carriers):
    """Drafts the events of one article, sentence by sentence."""

    def read(self, s: Sentence) -> list[Draft]:
        """Return the drafts of sentence *s*, in the order of their triggers."""
        self.cast.enter(s)
        self._note_phrases(s)
        if s.words[-1] == "?":
            return []  # a question reports nothing
        used: set[int] = set()
        found: list[Draft] = []
        for i in range(len(s)):
            if (
                s.tags[i] in ("JJ", "VBN")
                and s.deps[i] in ("acomp", "oprd")
                and self.library.lexicon.entries("A", s.lemmas[i])
            ):
                self._add(found, self._adjective(s, i, used))
        verbs = sorted(
            (i for i in range(len(s)) if s.is_verb(i) and self._may_be_verb(s, i)),
            key=lambda i: (_depth(s, i), i),
        )
        for i in verbs:
            if i not in used:
                self._add(found, self._verb(s, i, used))
        for i in range(len(s)):
            if (
                i not in used
                and s.is_noun(i)
                and self.matcher.has_rows(s, i, "N")
                and not in_date(s, i)
            ):
                self._add(found, self._noun(s, i, used))
        found.sort(key=lambda d: d.start)
        kept = refine(s, found, self.library)
        for draft in found:
            if draft not in kept:
                self.done.remove(draft)
        return [d for d in kept if not self._told_already(d, kept)]

    def _told_already(self, draft: Draft, found: list[Draft]) -> bool:
        """Tell whether a harm only adds to one told before: "killed two and wounded six"."""
        s = draft.sentence
        if (
            draft.event_type != "ASSAULT"
            or draft.frame.pos != "V"
            or s.lemmas[draft.head] not in _HARMED
        ):
            return False
        for other in found:
            if (
                other is draft
                or other.event_type != "ASSAULT"
                or other.start > draft.start
                or other.status != draft.status
            ):
                continue
            joined = s.deps[draft.head] in ("conj", "advcl") and s.heads[draft.head] == other.head
            if joined and (not draft.actors or draft.actor_ids <= other.actor_ids):
                other.rules.append(f"with {draft.trigger}")
                if not other.recipients:
                    other.recipients = draft.recipients
                self.done.remove(draft)
                return True
        return False

    def _add(self, found: list[Draft], draft: Draft | None) -> None:
        if draft is not None:
            found.append(draft)
            self.done.append(draft)

    def _may_be_verb(self, s: Sentence, i: int) -> bool:
        if s.deps[i] in ("aux", "auxpass", "amod"):
            return False  # "Iran-backed militias", "one injured villager"
        return self.matcher.has_rows(s, i, "V")

    def _note_phrases(self, s: Sentence) -> None:
        """Let the memory know who is named where, subjects first among equals."""
        for j in range(len(s)):
            dep = s.deps[j]
            if s.is_noun(j) and dep in (
                "nsubj",
                "nsubjpass",
                "dobj",
                "pobj",
                "conj",
                "appos",
                "ROOT",
                "dative",
                "attr",
                "poss",
                "nmod",
                "compound",
            ):
                if dep in ("poss", "nmod", "compound") and self.cast.name_at(s, j) is None:
                    continue
                self.cast.note(s, j, subject=dep in ("nsubj", "nsubjpass"))

    def _verb(self, s: Sentence, i: int, used: set[int]) -> Draft | None:
        frame = verb_frame(s, i)
        effect = self.matcher.light(frame)
        if effect is not None:
            carried = self._carried(s, frame, effect, used)
            if carried is not None:
                return carried
        entry = self.matcher.best(frame)
        if entry is None or (entry.kind == "CONSULT" and self._brought_about(s, i)):
            return None
        used.add(i)
        event_noun = self._event_subject(s, frame, entry)
        draft = self._draft(s, i, frame, entry, used)
        if draft is not None:
            self._consume(s, draft, used)
            used.update(
                j
                for j in frame.get("obj")
                if any(s.lemmas[j] in c.words for c in entry.when if c.slot == "obj")
            )
        if draft is not None and event_noun is not None:
            self._take_from_noun(s, draft, event_noun, used)
        return draft

    def _adjective(self, s: Sentence, i: int, used: set[int]) -> Draft | None:
        frame = adjective_frame(s, i)
        entry = self.matcher.best(frame)
        if entry is None or not frame.get("subj"):
            return None
        used.add(i)
        return self._draft(s, i, frame, entry, used)

    def _noun(self, s: Sentence, i: int, used: set[int]) -> Draft | None:
        if s.deps[i] in ("compound", "nmod") and s.is_noun(s.heads[i]):
            return None
        frame = noun_frame(s, i)
        lend(s, i, frame)
        entry = self.matcher.best(frame)
        if entry is None:
            return None
        used.add(i)
        if (
            entry.kind == "REQUEST"
            and s.lowers[s.heads[i]] == "at"
            and s.is_verb(s.heads[s.heads[i]])
        ):
            frame.slots.setdefault("to", []).extend(surface_subjects(s, s.heads[s.heads[i]]))
        if self._trend(s, i):
            self._leave(s, i, "a trend, kept as a claim")
            return None
        own_actor = self._fill(s, frame, entry.actor)
        own_recipient = self._fill(s, frame, entry.recipient)
        if not own_actor and not own_recipient:
            earlier = self.antecedent(s, i, entry.kind)
            if earlier is not None:
                self.pointers[(s.index, i)] = earlier
                return None
            if not self._stands_alone(s, i, entry):
                self._leave(s, i, f"{entry.kind} noun without participants")
                return None
        if (
            entry.kind == "CONSULT"
            and frame.get("with")
            and not frame.get("by")
            and not frame.get("between")
        ):
            if self._part_of_visit(s, i):
                return None
            self._visitor(s, i, frame)
        return self._draft(s, i, frame, entry, used)

    def _trend(self, s: Sentence, i: int) -> bool:
        """Tell whether the plural noun is counted over time: "attacks have doubled"."""
        verb = s.heads[i]
        return (
            s.tags[i] == "NNS"
            and s.deps[i] in ("nsubj", "nsubjpass")
            and s.lemmas[verb] in self.library.lexicon.words("trend")
        )

    def _stands_alone(self, s: Sentence, i: int, entry: Entry) -> bool:
        """Tell whether a bare event noun reports an event: "sparking protests", "a blast in Basra"."""
        if entry.kind != "PROTEST" or s.lemmas[i] not in self.library.lexicon.words("protest"):
            return False
        return not any(s.lowers[k] in ("any", "no", "future", "possible") for k in s.children[i])

    def _draft(
        self, s: Sentence, i: int, frame: Frame, entry: Entry, used: set[int], carrier: int = -1
    ) -> Draft | None:
        draft = Draft(s, i, frame, entry, entry.kind, carrier=carrier)
        stand = standing(s, draft.carrier, self.matcher)
        if carrier >= 0:
            own = standing(s, i, self.matcher)
            stand.hedged |= own.hedged
            if own.status in ("denied", "ongoing") and stand.status == "actual":
                stand.status = own.status
        if stand.advice:
            self._leave(s, i, "advice or opinion, not a report of an act", s.children[i])
            return None
        draft.status, draft.hedged = stand.status, stand.hedged
        draft.rules.extend(stand.rules)
        self._participants(s, draft)
        if entry.about:
            self._speaks_of(s, draft, used)
        draft.mode = mode_of(self.library, entry, frame)
        draft.attributed = sources(s, draft.carrier, self.cast, self.matcher)
        warn(s, draft, self.cast)
        if draft.event_type == "ASSAULT" and not draft.recipients and s.lemmas[i] in _BACK:
            self._other_side(draft)
        if draft.event_type == "PROTEST":
            if not draft.recipients and any(
                s.lemmas[j] in ("defiance", "protest", "opposition") for j in frame.get("in")
            ):
                draft.recipients = self._fill(
                    s, frame, ("in.of", "in.against", "in.at", "in.to"), recipient=True
                )
            against_government(s, draft, self.cast)
        if orders_own(s, draft):
            self._leave(s, i, "an order to one's own side is no request")
            return None
        return self._checked(s, draft)

    def _checked(self, s: Sentence, draft: Draft) -> Draft | None:
        kind = self.library.ontology.types.get(draft.event_type)
        if (
            draft.status == "hypothetical"
            and draft.frame.pos == "V"
            and draft.rules[:1]
            and draft.rules[0].startswith("to-clause of")
            and s.deps[draft.carrier] in ("advcl", "xcomp")
        ):
            self._leave(s, draft.head, f"an aim, not an act ({draft.rules[0]})")
            return None
        if denies(s, draft, self.cast):
            self._leave(s, draft.head, "a denial of what is charged, kept as the status of that")
            return None
        if stands_as_tie(s, draft):
            self._leave(s, draft.head, "standing support, kept as a tie")
            return None
        if (
            not draft.actors
            and not draft.recipients
            and draft.event_type not in ("ASSAULT", "PROTEST")
        ):
            self._leave(s, draft.head, f"{draft.event_type} without any named party")
            return None
        if (
            not draft.actors
            and draft.event_type in SPEAKING | {"CONSULT", "SUPPORT", "ACCUSE"}
            and not draft.frame.passive
        ):
            self._leave(s, draft.head, f"{draft.event_type} without a named actor")
            return None
        if not draft.actors and draft.event_type == "ACCUSE" and draft.mode == "disapprove":
            self._leave(s, draft.head, "criticism by nobody named")
            return None
        if draft.event_type == "CONSULT" and draft.mode == "visit" and not _of_a_country(draft):
            self._leave(s, draft.head, "a visit without a party of any country")
            return None
        parties = {a.id for a in (*draft.actors, *draft.recipients)}
        if (
            draft.event_type == "CONSULT"
            and draft.frame.pos == "N"
            and draft.carrier == draft.head
            and len(parties) < 2
        ):
            self._leave(s, draft.head, "CONSULT noun with one party only")
            return None
        if (
            kind is not None
            and kind.recipient_required
            and draft.status != "future"
            and _own_only(draft)
        ):
            self._other_side(draft)
        if (
            kind is not None
            and kind.recipient_required
            and draft.status != "future"
            and not draft.recipients
            and len(draft.actors) < 2
        ):
            self._leave(s, draft.head, f"{draft.event_type} needs a recipient and none is named")
            return None
        return draft

    def _leave(self, s: Sentence, i: int, reason: str, _: object = None) -> None:
        self.uncoded.append(
            Uncoded(self.cast.article.id, s.index, s.starts[i], s.end_of(i), s.words[i], reason)
        )


def _depth(s: Sentence, i: int) -> int:
    return sum(1 for _ in s.above(i))


def _own_only(draft: Draft) -> bool:
    """Tell whether nobody but the actor's own side is named: "recalled its ambassador"."""
    mine = {a.country or a.id for a in draft.actors}
    return (
        bool(mine)
        and len(draft.actors) < 2
        and all((a.country or a.id) in mine for a in draft.recipients)
    )


def _of_a_country(draft: Draft) -> bool:
    return any(a.country for a in (*draft.actors, *draft.recipients))

"""Reads nouns through the verbs that carry, end, prevent or contain their event."""

from __future__ import annotations

from dataclasses import dataclass

from talion.coding.draft import Draft
from talion.coding.frames import Frame, noun_frame
from talion.coding.modes import mode_of
from talion.coding.sentence import QUANTITIES, Sentence
from talion.coding.spoken import Spoken
from talion.coding.subjects import surface_subjects
from talion.knowledge.lexicon import Entry

#: Nouns that lend what hangs on them to the event they count or measure out.
MEASURES = QUANTITIES | {
    "exchange",
    "day",
    "week",
    "month",
    "hour",
    "year",
    "start",
    "beginning",
    "resumption",
    "continuation",
    "outbreak",
}
#: Verbs under which an event noun is only a topic ("discussed the attack").
_LIGHT_SLOTS = ("obj", "for", "in", "of", "on", "with")


@dataclass
class Carriers(Spoken):
    """Joins verbs and event nouns that tell one act."""

    def _draft(
        self, s: Sentence, i: int, frame: Frame, entry: Entry, used: set[int], carrier: int = -1
    ) -> Draft | None:
        raise NotImplementedError

    def _carried(self, s: Sentence, verb: Frame, effect: str, used: set[int]) -> Draft | None:
        """Code the event noun under a light verb: "carried out an attack on the base"."""
        for slot in _LIGHT_SLOTS:
            for outer in verb.get(slot):
                if (
                    not s.is_noun(outer)
                    or outer in used
                    or (slot != "obj" and effect not in ("claim", "deny"))
                ):
                    continue
                j = _whole(s, outer)
                frame = noun_frame(s, j)
                entry = self.matcher.best(frame)
                if entry is None:
                    continue
                slots = {k: list(v) for k, v in frame.slots.items()}
                for name, fillers in verb.slots.items():
                    if name not in ("subj", "obj", "xcomp", "ccomp", "advcl", "adv", "prt"):
                        slots.setdefault(name, []).extend(
                            f for f in fillers if f not in slots.get(name, [])
                        )
                others = [p for p in slots.get("poss", []) if s.tags[p] != "PRP$"]
                if verb.get("subj") and not others and effect != "prevent":
                    slots["by"] = verb.get("subj") + slots.get("by", [])
                    slots.pop("poss", None)
                used.update((j, verb.head))
                draft = self._draft(s, j, Frame(s, j, "N", slots), entry, used, carrier=verb.head)
                if draft is not None:
                    self._apply_effect(draft, effect, verb)
                    if effect == "end":
                        self._ender_acts(s, draft, verb)
                return draft
        return None

    def _apply_effect(self, draft: Draft, effect: str, verb: Frame) -> None:
        draft.rules.append(f"{draft.sentence.lemmas[verb.head]}: {effect}")
        if effect == "continue" and draft.status == "actual":
            draft.status = "ongoing"
        elif effect in ("prevent", "plan"):
            draft.status = "hypothetical" if draft.status != "denied" else "denied"
        elif effect == "future":
            draft.status = "future"
        elif effect == "deny":
            draft.status = "denied"
            draft.attributed = draft.attributed or draft.actors
        elif effect == "claim":
            draft.attributed = draft.attributed or draft.actors
        elif effect == "pause" and draft.event_type == "ASSAULT":
            draft.event_type, draft.about, draft.mode = "CONCEDE", "RETREAT", None
        elif effect == "end" and draft.event_type in (
            "ASSAULT",
            "PROTEST",
            "COERCE",
            "SANCTION",
            "MOBILIZE",
        ):
            draft.rules.append(f"ended {draft.event_type}")
            draft.event_type, draft.about = (
                ("RETREAT" if draft.event_type == "ASSAULT" else "CONCEDE"),
                None,
            )
            draft.mode = "ceasefire" if draft.event_type == "RETREAT" else None
        elif effect == "end" and draft.event_type in ("CONSULT", "COOPERATE", "AID", "SUPPORT"):
            cancels = draft.event_type == "CONSULT"
            draft.rules.append(f"ended {draft.event_type}")
            draft.event_type = "REJECT" if cancels else "SANCTION"
            draft.mode = "meet" if cancels else "discontinue"
            draft.about = "CONSULT" if cancels else None

    def _ender_acts(self, s: Sentence, draft: Draft, verb: Frame) -> None:
        """Make who cancels or halts something the actor, and the other parties the recipients."""
        enders = self._fill(s, verb, ("subj",))
        if not enders or draft.event_type not in ("REJECT", "SANCTION"):
            return
        ids = {a.id for a in enders}
        everyone = {a.id: a for a in (*draft.actors, *draft.recipients) if a.id not in ids}
        draft.actors, draft.recipients = enders, tuple(everyone.values())

    def _consume(self, s: Sentence, draft: Draft, used: set[int]) -> None:
        """Mark what belongs to the act: the rally that is banned, the arrest that a warrant is for."""
        for j in draft.frame.get("obj"):
            if draft.event_type in ("COERCE", "ASSAULT"):
                rows = self.library.lexicon.entries("N", s.lemmas[j])
                if rows and all(e.kind == "PROTEST" for e in rows):
                    used.add(j)
            if draft.event_type not in ("ACCUSE", "SUPPORT", "REJECT", "CONSULT") and _named_by(
                draft.entry, s, j
            ):
                used.add(j)
            elif draft.event_type == "ACCUSE" and s.lemmas[j] in ("warrant", "indictment"):
                used.update(s.below(j))

    def _brought_about(self, s: Sentence, i: int) -> bool:
        """Tell whether the mediation only tells whose an accord is: "a deal brokered by China"."""
        words = self.library.lexicon.words("agreement") | self.library.lexicon.words("truce")
        return s.deps[i] in ("acl", "relcl") and s.lemmas[s.heads[i]] in words

    def _event_subject(self, s: Sentence, frame: Frame, entry: Entry) -> int | None:
        """Return the event noun that is the subject of "killed": "the *bombing* killed ten"."""
        if entry.kind != "ASSAULT":
            return None
        slots = ("subj", "in") if frame.passive else ("subj",)
        for j in (j for slot in slots for j in frame.get(slot)):
            if s.is_noun(j) and j != frame.head:
                noun = self.matcher.best(noun_frame(s, j))
                if noun is not None and noun.kind in ("ASSAULT", "COERCE", "PROTEST"):
                    return j
        return None

    def _take_from_noun(self, s: Sentence, draft: Draft, noun: int, used: set[int]) -> None:
        frame = noun_frame(s, noun)
        entry = self.matcher.best(frame)
        if entry is None:
            return
        used.add(noun)
        draft.actors = self._fill(s, frame, entry.actor) or self.cast.actors(s, noun)
        draft.mode = mode_of(self.library, entry, frame) or draft.mode
        draft.rules.append(f"by the {s.lemmas[noun]}: {entry.source}")
        earlier = None if draft.actors else self.antecedent(s, noun, entry.kind)
        if earlier is not None:
            draft.actors = earlier.actors

    def _part_of_visit(self, s: Sentence, i: int) -> bool:
        """Tell whether the talks are those of a visit told by the verb: "arrived for talks with"."""
        above = set(s.above(i))
        return any(
            d.event_type == "CONSULT" and d.sentence.index == s.index and d.head in above
            for d in self.done
        )

    def _visitor(self, s: Sentence, i: int, frame: Frame) -> None:
        """Let the subject of the clause take part in the talks for which it comes: "flew in for talks with"."""
        if s.deps[i] == "pobj" and s.lowers[s.heads[i]] in (
            "for",
            "in",
            "during",
            "after",
            "at",
            "before",
        ):
            verb = s.heads[s.heads[i]]
            if s.is_verb(verb) and not frame.get("poss"):
                frame.slots["by"] = surface_subjects(s, verb)


def _whole(s: Sentence, j: int) -> int:
    """Return what is counted out in "a round of talks", "part of its aid"."""
    if s.lemmas[j] in MEASURES:
        for k in s.kids(j, "prep"):
            if s.lowers[k] == "of":
                return next(iter(s.kids(k, "pobj")), j)
    return j


def _named_by(entry: Entry, s: Sentence, j: int) -> bool:
    """Tell whether the row asks for the very word at *j* as object, so that both tell one act."""
    return any(c.slot == "obj" and s.lemmas[j] in c.words and not c.negated for c in entry.when)

"""Finds the predicates of a sentence that report events, and who takes part in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from talion.coding.attribution import sources
from talion.coding.cast import Cast
from talion.coding.draft import Draft
from talion.coding.frames import WH, Frame, adjective_frame, noun_frame, surface_subjects, verb_frame
from talion.coding.match import Matcher
from talion.coding.modes import mode_of
from talion.coding.sentence import QUANTITIES, Sentence
from talion.coding.refine import refine
from talion.coding.special import against_government, denies, orders_own, stands_as_tie, warn
from talion.coding.status import standing
from talion.knowledge.library import Library
from talion.knowledge.lexicon import DEFAULT_ACTOR, Entry
from talion.records import Actor, Uncoded

#: Types that speak of another act; the act spoken of is no event of its own.
SPEAKING = frozenset({"AGREE", "THREATEN", "CONCEDE", "REQUEST", "REJECT"})
#: Mutual types in which a single subject still acts towards the party named by "with".
_DIRECTED = frozenset({"SUPPORT", "COOPERATE", "AGREE"})
#: Nouns that lend what hangs on them to the event they count or measure out.
MEASURES = QUANTITIES | {"exchange", "day", "week", "month", "hour", "year", "start", "beginning", "resumption", "continuation", "outbreak"}
#: Verbs of hitting back, whose target is who hit first.
_BACK = frozenset({"return", "retaliate", "respond", "hit", "strike", "shoot", "fire"})
#: What the party threatened will do if the threat is carried out.
_SUFFERED = frozenset({"pay", "face", "suffer", "regret"})
_HARMED = frozenset({"injure", "wound", "hurt", "kill", "maim"})
_POINTING = frozenset({"the", "that", "those", "this", "these", "such", "past", "previous", "earlier", "its", "their", "his", "her", "latest", "recent"})
#: Verbs under which an event noun is only a topic ("discussed the attack").
_LIGHT_SLOTS = ("obj", "for", "in", "of", "on", "with")


@dataclass
class Drafter:
    """Drafts the events of one article, sentence by sentence."""

    library: Library
    cast: Cast
    matcher: Matcher
    done: list[Draft] = field(default_factory=list)
    uncoded: list[Uncoded] = field(default_factory=list)
    #: Event nouns that only point back ("the strike"), with what they point to.
    pointers: dict[tuple[int, int], Draft] = field(default_factory=dict)

    def read(self, s: Sentence) -> list[Draft]:
        """Return the drafts of sentence *s*, in the order of their triggers."""
        self.cast.enter(s)
        self._note_phrases(s)
        used: set[int] = set()
        found: list[Draft] = []
        for i in range(len(s)):
            if s.tags[i] in ("JJ", "VBN") and s.deps[i] in ("acomp", "oprd") and self.library.lexicon.entries("A", s.lemmas[i]):
                self._add(found, self._adjective(s, i, used))
        verbs = sorted((i for i in range(len(s)) if self._may_be_verb(s, i)), key=lambda i: (_depth(s, i), i))
        for i in verbs:
            if i not in used:
                self._add(found, self._verb(s, i, used))
        for i in range(len(s)):
            if i not in used and s.is_noun(i) and self.matcher.has_rows(s, i, "N") and not _in_date(s, i):
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
        if draft.event_type != "ASSAULT" or draft.frame.pos != "V" or s.lemmas[draft.head] not in _HARMED:
            return False
        for other in found:
            if other is draft or other.event_type != "ASSAULT" or other.start > draft.start or other.status != draft.status:
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
        if not s.is_verb(i) or s.deps[i] in ("aux", "auxpass"):
            return False
        if s.deps[i] == "amod":
            return False  # "Iran-backed militias", "one injured villager"
        return self.matcher.has_rows(s, i, "V")

    def _note_phrases(self, s: Sentence) -> None:
        """Let the memory know who is named where, subjects first among equals."""
        for j in range(len(s)):
            dep = s.deps[j]
            if s.is_noun(j) and dep in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "ROOT", "dative", "attr", "poss", "nmod", "compound"):
                if dep in ("poss", "nmod", "compound") and self.cast.name_at(s, j) is None:
                    continue
                self.cast.note(s, j, subject=dep in ("nsubj", "nsubjpass"))

    # -- verbs ----------------------------------------------------------------

    def _verb(self, s: Sentence, i: int, used: set[int]) -> Draft | None:
        frame = verb_frame(s, i)
        effect = self.matcher.light(frame)
        if effect is not None:
            carried = self._carried(s, frame, effect, used)
            if carried is not None:
                return carried
        entry = self.matcher.best(frame)
        if entry is None or entry.kind == "CONSULT" and self._brought_about(s, i):
            return None
        used.add(i)
        event_noun = self._event_subject(s, frame, entry)
        draft = self._draft(s, i, frame, entry, used)
        if draft is not None:
            self._consume(s, draft, used)
        if draft is not None and event_noun is not None:
            self._take_from_noun(s, draft, event_noun, used)
        return draft

    def _carried(self, s: Sentence, verb: Frame, effect: str, used: set[int]) -> Draft | None:
        """Code the event noun under a light verb: "carried out an attack on the base"."""
        for slot in _LIGHT_SLOTS:
            for j in verb.get(slot):
                if not s.is_noun(j) or j in used or slot != "obj" and effect not in ("claim", "deny"):
                    continue
                j = _whole(s, j)
                frame = noun_frame(s, j)
                entry = self.matcher.best(frame)
                if entry is None:
                    continue
                slots = {k: list(v) for k, v in frame.slots.items()}
                for name, fillers in verb.slots.items():
                    if name not in ("subj", "obj", "xcomp", "ccomp", "advcl", "adv", "prt"):
                        slots.setdefault(name, []).extend(f for f in fillers if f not in slots.get(name, []))
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
        elif effect == "end" and draft.event_type in ("ASSAULT", "PROTEST", "COERCE", "SANCTION", "MOBILIZE"):
            draft.rules.append(f"ended {draft.event_type}")
            draft.event_type, draft.about = ("RETREAT" if draft.event_type == "ASSAULT" else "CONCEDE"), None
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
            if draft.event_type not in ("ACCUSE", "SUPPORT", "REJECT", "CONSULT") and _named_by(draft.entry, s, j):
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

    def _adjective(self, s: Sentence, i: int, used: set[int]) -> Draft | None:
        frame = adjective_frame(s, i)
        entry = self.matcher.best(frame)
        if entry is None or not frame.get("subj"):
            return None
        used.add(i)
        return self._draft(s, i, frame, entry, used)

    # -- nouns ----------------------------------------------------------------

    def _noun(self, s: Sentence, i: int, used: set[int]) -> Draft | None:
        if s.deps[i] in ("compound", "nmod") and s.is_noun(s.heads[i]):
            return None
        frame = noun_frame(s, i)
        _lend(s, i, frame)
        entry = self.matcher.best(frame)
        if entry is None:
            return None
        used.add(i)
        if entry.kind == "REQUEST" and s.lowers[s.heads[i]] == "at" and s.is_verb(s.heads[s.heads[i]]):
            frame.slots.setdefault("to", []).extend(surface_subjects(s, s.heads[s.heads[i]]))
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
        if entry.kind == "CONSULT" and frame.get("with") and not frame.get("by") and not frame.get("between"):
            if self._part_of_visit(s, i):
                return None
            self._visitor(s, i, frame)
        return self._draft(s, i, frame, entry, used)

    def _part_of_visit(self, s: Sentence, i: int) -> bool:
        """Tell whether the talks are those of a visit told by the verb: "arrived for talks with"."""
        above = set(s.above(i))
        return any(d.event_type == "CONSULT" and d.sentence.index == s.index and d.head in above for d in self.done)

    def _visitor(self, s: Sentence, i: int, frame: Frame) -> None:
        """Let the subject of the clause take part in the talks for which it comes: "flew in for talks with"."""
        if s.deps[i] == "pobj" and s.lowers[s.heads[i]] in ("for", "in", "during", "after", "at", "before"):
            verb = s.heads[s.heads[i]]
            if s.is_verb(verb) and not frame.get("poss"):
                frame.slots["by"] = surface_subjects(s, verb)

    def _stands_alone(self, s: Sentence, i: int, entry: Entry) -> bool:
        """Tell whether a bare event noun reports an event: "sparking protests", "a blast in Basra"."""
        if entry.kind != "PROTEST" or s.lemmas[i] not in self.library.lexicon.words("protest"):
            return False
        return not any(
            s.lowers[k] in ("any", "no", "future", "possible") for k in s.children[i]
        )

    def antecedent(self, s: Sentence, j: int, kind: str) -> Draft | None:
        """Return the earlier event that the noun at *j* points back to, or None."""
        pointing = any(s.lowers[k] in _POINTING for k in s.children[j])
        plural = s.tags[j] == "NNS"
        if any(s.tags[k][:3] == "NNP" for k in s.kids(j, "compound", "nmod")):
            return None  # "the Pulwama attack" has a name of its own
        if not pointing and not plural and s.kids(j, "det", "poss"):
            return None
        for draft in reversed(self.done):
            if draft.event_type == kind and draft.status in ("actual", "ongoing") and draft.sentence.index >= s.index - 8:
                if draft.sentence.index == s.index and draft.head > j:
                    continue
                return draft
        return None

    # -- participants ------------------------------------------------------------

    def _draft(self, s: Sentence, i: int, frame: Frame, entry: Entry, used: set[int], carrier: int = -1) -> Draft | None:
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
            if not draft.recipients and any(s.lemmas[j] in ("defiance", "protest", "opposition") for j in frame.get("in")):
                draft.recipients = self._fill(s, frame, ("in.of", "in.against", "in.at", "in.to"), recipient=True)
            against_government(s, draft, self.cast)
        if orders_own(s, draft):
            self._leave(s, i, "an order to one's own side is no request")
            return None
        return self._checked(s, draft)

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
            found = tuple(a for a in found if (a.start, a.end) not in taken and (a.id not in ids or a.sector == "CVL"))
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
            if entry is None or entry.kind not in ("ASSAULT", "COERCE") or self._fill(s, noun, entry.actor):
                return False
        return bool(frame.get(slot)) and not self._answering_any(s, frame.get(slot))

    def _answering_any(self, s: Sentence, words: list[int]) -> bool:
        """Tell whether one of the event nouns points back to an event already told."""
        return any(self.antecedent(s, j, e.kind) for j in words if (e := self.matcher.best(noun_frame(s, j))))

    def _instrument(self, s: Sentence, frame: Frame) -> bool:
        """Tell whether "with" names weapons and not a party: "clashed with clubs and stones"."""
        tools = self.library.lexicon.words("weapon") | self.library.lexicon.words("primitive") | self.library.lexicon.words("club")
        return any(s.lemmas[j] in tools for j in frame.get("with"))

    def _asked(self, s: Sentence, draft: Draft) -> None:
        """Take the subject of a demanded act as the one asked: "demanded that *Qatar* close …"."""
        ids = draft.actor_ids
        for slot in ("ccomp", "xcomp"):
            for j in draft.frame.get(slot):
                if draft.event_type == "THREATEN" and s.lemmas[j] not in _SUFFERED:
                    continue
                for k in s.kids(j, "nsubj", "nsubjpass"):
                    found = tuple(a for c in s.conjuncts(k) for a in self._who(s, c, True, set(ids)) if a.id not in ids)
                    if found:
                        draft.recipients = found
                        return

    def _fill(self, s: Sentence, frame: Frame, slots: tuple[str, ...], recipient: bool = False, subject: set[str] | None = None) -> tuple[Actor, ...]:
        """Return the actors in the first of *slots* that names any."""
        for slot in slots:
            if slot == "both":
                continue
            found: dict[str, Actor] = {}
            fillers = frame.get(slot)
            if slot == "ccomp":  # the party in what is said: "declared *diplomats* unwelcome"
                fillers = [k for j in fillers for k in s.kids(j, "nsubj", "nsubjpass")]
            for j in fillers:
                if s.is_verb(j) and s.tags[j] not in ("VBG",) or s.tags[j] in WH:
                    continue
                if slot == "mod" and self.cast.name_at(s, j) is None and s.tags[j][:2] != "NN":
                    continue
                for a in self._who(s, j, recipient, subject):
                    found.setdefault(a.id, a)
            if found:
                return tuple(found.values())
        return ()

    def _who(self, s: Sentence, j: int, recipient: bool, subject: set[str] | None) -> tuple[Actor, ...]:
        """Return the actors of a filler; of an event noun, those who did that event."""
        if recipient and subject and s.tags[j] == "PRP" and not s.lowers[j].endswith(("self", "selves")):
            return self.cast.memory.pronoun(s, j, other_than=subject)
        if recipient and s.is_noun(j) and self.cast.name_at(s, j) is None and self.library.lexicon.entries("N", s.lemmas[j]):
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
                for kind in dict.fromkeys(e.kind for e in self.library.lexicon.entries("N", s.lemmas[j])):
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

    def _speaks_of(self, s: Sentence, draft: Draft, used: set[int]) -> None:
        """Fill `about` from the act that a promise, threat, demand, refusal or concession names."""
        fixed, slots = None, (draft.entry.about or "").split("|")
        if slots[0].startswith("="):
            draft.about = fixed = slots[0][1:]
            slots = ["xcomp", "ccomp", "obj", "to"]
        for slot in slots:
            for j in draft.frame.get(slot):
                inner = self._inner(s, j)
                if inner is None or fixed and inner[1].kind != fixed:
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
                entry = self.matcher.best(noun)
                if entry is not None:
                    return noun, entry
        entry = self.matcher.best(frame)
        return (frame, entry) if entry is not None else None

    # -- what is kept -----------------------------------------------------------

    def _checked(self, s: Sentence, draft: Draft) -> Draft | None:
        kind = self.library.ontology.types.get(draft.event_type)
        if draft.status == "hypothetical" and draft.frame.pos == "V" and draft.rules[:1] and draft.rules[0].startswith("to-clause of") and s.deps[draft.carrier] in ("advcl", "xcomp"):
            self._leave(s, draft.head, f"an aim, not an act ({draft.rules[0]})")
            return None
        if denies(s, draft, self.cast):
            self._leave(s, draft.head, "a denial of what is charged, kept as the status of that")
            return None
        if stands_as_tie(s, draft):
            self._leave(s, draft.head, "standing support, kept as a tie")
            return None
        if not draft.actors and not draft.recipients and draft.event_type not in ("ASSAULT", "PROTEST"):
            self._leave(s, draft.head, f"{draft.event_type} without any named party")
            return None
        if not draft.actors and draft.event_type in SPEAKING | {"CONSULT", "SUPPORT", "ACCUSE"} and not draft.frame.passive:
            self._leave(s, draft.head, f"{draft.event_type} without a named actor")
            return None
        parties = {a.id for a in (*draft.actors, *draft.recipients)}
        if draft.event_type == "CONSULT" and draft.frame.pos == "N" and draft.carrier == draft.head and len(parties) < 2:
            self._leave(s, draft.head, "CONSULT noun with one party only")
            return None
        if kind is not None and kind.recipient_required and draft.status != "future" and _own_only(draft):
            self._other_side(draft)
        if kind is not None and kind.recipient_required and draft.status != "future" and not draft.recipients and len(draft.actors) < 2:
            self._leave(s, draft.head, f"{draft.event_type} needs a recipient and none is named")
            return None
        return draft

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

    def _leave(self, s: Sentence, i: int, reason: str, _: object = None) -> None:
        self.uncoded.append(Uncoded(self.cast.article.id, s.index, s.starts[i], s.end_of(i), s.words[i], reason))


def _whole(s: Sentence, j: int) -> int:
    """Return what is counted out in "a round of talks", "part of its aid"."""
    if s.lemmas[j] in MEASURES:
        for k in s.kids(j, "prep"):
            if s.lowers[k] == "of":
                return next(iter(s.kids(k, "pobj")), j)
    return j


def _lend(s: Sentence, i: int, frame: Frame) -> None:
    """Lend the noun what hangs on its measure: "an exchange *of* fire between …", "a wave of attacks by …"."""
    prep = s.heads[i]
    if s.deps[i] != "pobj" or s.lowers[prep] != "of" or not s.is_noun(s.heads[prep]):
        return
    outer = s.heads[prep]
    if s.lemmas[outer] not in MEASURES:
        return
    for slot, fillers in noun_frame(s, outer).slots.items():
        if slot not in ("of", "mod", "appos", "relcl", "acl"):
            frame.slots.setdefault(slot, []).extend(j for j in fillers if j != i)


def _in_date(s: Sentence, i: int) -> bool:
    """Tell whether a word such as March is a month: written as a name beside a number."""
    near = s.tags[max(i - 1, 0) : i + 2]
    return s.tags[i] == "NNP" and "CD" in near


def _depth(s: Sentence, i: int) -> int:
    return sum(1 for _ in s.above(i))


def _named_by(entry: Entry, s: Sentence, j: int) -> bool:
    """Tell whether the row asks for the very word at *j* as object, so that both tell one act."""
    return any(c.slot == "obj" and s.lemmas[j] in c.words and not c.negated for c in entry.when)


def _own_only(draft: Draft) -> bool:
    """Tell whether nobody but the actor's own side is named: "recalled its ambassador"."""
    mine = {a.country or a.id for a in draft.actors}
    return bool(mine) and len(draft.actors) < 2 and all((a.country or a.id) in mine for a in draft.recipients)


def _joined(a: Draft, b: Draft) -> bool:
    """Tell whether the verbs of two drafts are joined by *and*."""
    s = a.sentence
    return s.heads[b.carrier] == a.carrier and s.deps[b.carrier] in ("conj", "advcl", "dep")

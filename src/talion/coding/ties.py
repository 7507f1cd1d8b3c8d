"""Who acts for whom: standing relations that the text reports between actors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from talion.coding.attribution import sources
from talion.coding.cast import Cast
from talion.coding.frames import prepositions, verb_frame
from talion.coding.match import Matcher
from talion.coding.sentence import Sentence
from talion.coding.status import standing
from talion.coding.subjects import surface_subjects
from talion.records import Actor, Tie, TieKind

#: Whose leaders are tied to them; the offices of a state are no ties.
_GROUPS = frozenset({"REB", "PRM", "UAF", "OPP", "CRM", "PTY", "REL", "LAB"})
_ARMED = frozenset({"REB", "PRM", "UAF", "MIL", "OPP", "CRM"})
_ATTITUDES = frozenset({"pro", "anti"})
#: Confidence by how the text says it: in a fixed form of words, or in a free one.
FIXED, FREE = 0.85, 0.7


@dataclass(frozen=True)
class TieReader:
    """Reads ties by the cue words of ``tie_cues.csv``."""

    cues: Mapping[tuple[str, str], tuple[TieKind, str]]
    cast: Cast
    matcher: Matcher

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(cue for _, cue in self.cues) | _ATTITUDES

    def read(self, s: Sentence) -> list[Tie]:
        """Return the ties that sentence *s* reports, each pair once a kind."""
        found: dict[str, Tie] = {}
        cued = self._words
        for i, (word, lemma) in enumerate(zip(s.lowers, s.lemmas, strict=True)):
            for tie in self._at(s, i) if word in cued or lemma in cued else ():
                if tie.from_actor.id != tie.to_actor.id:
                    found.setdefault(tie.tie_id, tie)
        return list(found.values())

    def _at(self, s: Sentence, i: int) -> Iterator[Tie]:
        if s.lowers[i] in _ATTITUDES and i + 2 < len(s) and s.words[i + 1] == "-":
            yield from self._prefix(s, i)
        elif i >= 2 and s.words[i - 1] == "-" and ("hyphen", s.lowers[i]) in self.cues:
            yield from self._hyphen(s, i)
        elif s.is_verb(i) and ("verb", s.lemmas[i]) in self.cues:
            yield from self._verb(s, i)
        elif ("adjective", s.lowers[i]) in self.cues and s.tags[i] in ("JJ", "VBN"):
            yield from self._adjective(s, i)
        elif s.is_noun(i):
            for form in ("noun", "deed"):
                if (form, s.lemmas[i]) in self.cues:
                    yield from (self._noun if form == "noun" else self._deed)(s, i)

    def _prefix(self, s: Sentence, i: int) -> Iterator[Tie]:
        kind, _ = self.cues[("prefix", s.lowers[i])]
        named = self.cast.name_at(s, i + 2)
        if named is None or named.known is None:
            return
        noun = self._noun_after(s, named.last)
        owner = self.cast.actors(s, named.first) or self.cast.actors(s, named.last)
        if noun is None:
            return
        for group in self.cast.actors(s, noun):
            if owner and group.sector in _ARMED:
                yield self._tie(s, kind, group, owner[0], i, noun, FIXED)

    def _hyphen(self, s: Sentence, i: int) -> Iterator[Tie]:
        kind, direction = self.cues[("hyphen", s.lowers[i])]
        named = self.cast.name_at(s, i - 2)
        noun = self._noun_after(s, i)
        if named is None or named.known is None or noun is None:
            return
        owner = self.cast.actors(s, i - 2)
        for group in self.cast.actors(s, noun):
            if owner:
                pair = (owner[0], group) if direction == "name_to_noun" else (group, owner[0])
                yield self._tie(s, kind, *pair, named.first, noun, FIXED)

    def _noun_after(self, s: Sentence, i: int) -> int | None:
        """Return the head of the noun phrase that goes on after word *i*."""
        for j in range(i + 1, min(i + 6, len(s))):
            if s.is_noun(j) and s.deps[j] not in ("compound", "nmod", "amod", "npadvmod"):
                return j
            if (s.is_verb(j) and s.deps[j] != "amod") or s.tags[j] in (",", "IN", "."):
                return None
        return None

    def _verb(self, s: Sentence, i: int) -> Iterator[Tie]:
        kind, direction = self.cues[("verb", s.lemmas[i])]
        if kind == "part_of" and s.kids(i, "dobj"):
            return
        stand = standing(s, i, self.matcher)
        if stand.advice or stand.status in ("denied", "hypothetical", "future"):
            return
        frame = verb_frame(s, i)
        last = direction.rsplit("_", 1)[1]
        slot = "obj" if last == "object" else last
        for j in frame.get("subj"):
            for one in self.cast.actors(s, j):
                for k in frame.get(slot):
                    if s.is_verb(k):
                        continue
                    for other in self._members(s, k):
                        if self._fits(kind, one, other):
                            yield self._tie(s, kind, one, other, i, i, FREE)

    def _fits(self, kind: TieKind, one: Actor, other: Actor) -> bool:
        """Tell whether two parties can stand in a tie of this kind by a verb."""
        if kind == "leads":
            return self._holds(one) and not self._is_state(other)
        if kind == "sponsors":
            return other.sector in _ARMED - {"MIL"}
        return not (self._is_state(one) and self._is_state(other))

    def _is_state(self, actor: Actor) -> bool:
        known = self.cast.library.directory.get(actor.id)
        return (
            known is not None and known.kind in ("state", "region")
        ) or self.cast.library.states.get(actor.id) is not None

    def _adjective(self, s: Sentence, i: int) -> Iterator[Tie]:
        """Read "a group *hostile* to Kigali", "*allied* militias" beside the ally."""
        kind, _ = self.cues[("adjective", s.lowers[i])]
        noun = s.heads[i]
        if s.deps[i] == "amod" and s.is_noun(noun):
            groups = self._described(s, noun)
            if s.deps[noun] == "conj" and not s.kids(i, "prep"):
                for ally in self.cast.actors(s, s.heads[noun]):
                    for group in groups:
                        yield self._tie(s, kind, group, ally, i, noun, FREE)
                return
        elif s.deps[i] == "acomp":
            groups = tuple(a for j in surface_subjects(s, noun) for a in self.cast.actors(s, j))
        else:
            return
        for j in prepositions(s, i).get("to", []) + prepositions(s, i).get("with", []):
            for other in self.cast.actors(s, j):
                for group in groups:
                    if group.sector in _ARMED:
                        yield self._tie(s, kind, group, other, i, j, FREE)

    def _described(self, s: Sentence, noun: int) -> tuple[Actor, ...]:
        """Return whom a noun describes, if it stands after a name and a comma: "the FDLR, a group"."""
        first = s.phrase(noun)[0]
        if first > 1 and s.words[first - 1] == "," and self.cast.name_at(s, first - 2):
            return self.cast.actors(s, first - 2)
        return self.cast.actors(s, noun)

    def _noun(self, s: Sentence, i: int) -> Iterator[Tie]:
        kind, direction = self.cues[("noun", s.lemmas[i])]
        if direction == "noun_to_of":
            for holder in self._holders(s, i):
                if kind != "leads" or self._holds(holder):
                    for body, j in self._bodies(s, i, kind):
                        if holder.id != body.id:
                            yield self._tie(s, kind, holder, body, i, j, FIXED)
            return
        owners = [a for k in s.kids(i, "poss") for a in self.cast.actors(s, k)]
        groups = [
            a for a in self.cast.actors(s, i) if a.id not in {o.id for o in owners}
        ] or self._unnamed(s, i, owners)
        for owner in owners:
            for group in groups:
                pair = (owner, group) if direction == "owner_to_noun" else (group, owner)
                yield self._tie(s, kind, *pair, i, i, FIXED)

    def _bodies(self, s: Sentence, i: int, kind: TieKind) -> Iterator[tuple[Actor, int]]:
        """Yield what the noun at *i* is head or part of: "of X", "X's", "X leader", "rebel chief"."""
        near = [(j, True) for j in prepositions(s, i).get("of", [])]
        near += [(j, False) for j in s.kids(i, "poss")]
        near += [(j, False) for j in s.kids(i, "compound", "nmod", "amod")]
        if s.deps[i] in ("compound", "nmod"):
            near += [(j, False) for j in s.kids(s.heads[i], "compound", "nmod", "amod") if j < i]
        for j, fixed in near:
            if not s.is_noun(j) and self.cast.name_at(s, j) is None:
                continue
            for body in self.cast.actors(s, j):
                if self._is_state(body) or (
                    kind == "leads" and not fixed and body.sector not in _GROUPS
                ):
                    continue
                if fixed or not body.resolved_by.startswith("agent"):
                    yield body, j

    def _holds(self, holder: Actor) -> bool:
        known = self.cast.library.directory.get(holder.id)
        return (known is not None and known.kind == "person") or holder.resolved_by.startswith(
            ("title", "unknown name", "earlier")
        )

    def _holders(self, s: Sentence, i: int) -> tuple[Actor, ...]:
        """Return who bears the title at *i*: in apposition either way, or by "is"."""
        dep, head = s.deps[i], s.heads[i]
        if dep == "appos" and s.is_noun(head):
            return self.cast.actors(s, head)
        for k in s.kids(i, "appos"):
            return self.cast.actors(s, k)
        if dep in ("compound", "nmod") and s.tags[head][:3] == "NNP":
            return self.cast.actors(s, head)  # "Hezbollah leader Hassan Nasrallah"
        for j in prepositions(s, i).get("of", []):
            for k in s.kids(j, "appos"):  # "the leader of Hezbollah, Hassan Nasrallah"
                return self.cast.actors(s, k)
        if dep == "attr":
            return tuple(a for j in surface_subjects(s, head) for a in self.cast.actors(s, j))
        return ()

    def _unnamed(self, s: Sentence, i: int, owners: list[Actor]) -> list[Actor]:
        if not owners:
            return []
        start, end = s.starts[i], s.end_of(i)
        owner = owners[0]
        return [
            Actor(
                f"{owner.id}-{s.lemmas[i]}",
                f"{s.lemmas[i]} of {owner.name}",
                None,
                "PRM",
                s.text[start:end],
                start,
                end,
                "named by the tie alone",
            )
        ]

    def _deed(self, s: Sentence, i: int) -> Iterator[Tie]:
        kind, direction = self.cues[("deed", s.lemmas[i])]
        doers = [a for k in s.kids(i, "poss") for a in self.cast.actors(s, k)] or self._doer_above(
            s, i
        )
        word = direction.rsplit("_", 1)[1]
        for k in s.kids(i, "prep"):
            if s.lowers[k] == word:
                for j in s.kids(k, "pobj"):
                    for c in s.conjuncts(j):
                        for group in self._members(s, c):
                            if group.sector in _ARMED - {"MIL"}:
                                for doer in doers:
                                    yield self._tie(s, kind, doer, group, i, c, FREE)

    def _doer_above(self, s: Sentence, i: int) -> list[Actor]:
        """Return who did the deed, from the subject of the clause: "Iran's meddling …, with the creation of"."""
        for verb in s.above(i):
            if s.is_verb(verb):
                for j in surface_subjects(s, verb):
                    actors = [a for a in self.cast.actors(s, j) if j != i]
                    if actors:
                        return actors
        return []

    def _members(self, s: Sentence, j: int) -> list[Actor]:
        """Return the groups at word *j*, one for each country that the phrase lists."""
        groups = list(self.cast.actors(s, j))
        out: list[Actor] = []
        for k in s.kids(j, "prep"):
            if s.lowers[k] in ("in", "across", "throughout"):
                for m in s.kids(k, "pobj"):
                    for c in s.conjuncts(m):
                        named = self.cast.name_at(s, c)
                        if named and named.known and named.known.country and groups:
                            state, country = named.known, named.known.country
                            out.append(
                                replace(
                                    groups[0],
                                    id=f"{country.lower()}-{s.lemmas[j]}",
                                    name=f"{s.lemmas[j]} ({state.name})",
                                    country=country,
                                    resolved_by=f"{groups[0].resolved_by}, in {state.name}",
                                )
                            )
        return out if len(out) > 1 else groups

    def _tie(
        self, s: Sentence, kind: TieKind, a: Actor, b: Actor, i: int, j: int, confidence: float
    ) -> Tie:
        first, last = min(i, j), max(i, j)
        start, end = s.starts[first], s.end_of(last)
        article = self.cast.article.id
        ident = hashlib.sha256(f"{article}|{kind}|{a.id}|{b.id}|{s.index}".encode()).hexdigest()[
            :16
        ]
        said = sources(s, i, self.cast, self.matcher)
        return Tie(ident, kind, a, b, article, start, end, s.text[start:end], said, confidence)

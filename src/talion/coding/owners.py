"""Whose a group or a thing is: possessors, adjectives, prepositions, titles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from talion.coding.naming import Named, Naming
from talion.coding.sentence import Sentence
from talion.knowledge.known import Known
from talion.records import Actor

#: Words that, joined by a hyphen to a name, tell its attitude and not who it is: "Iran-backed".
STANCE_PARTS = frozenset(
    [
        "backed",
        "led",
        "allied",
        "supported",
        "aligned",
        "funded",
        "armed",
        "trained",
        "sponsored",
        "linked",
        "affiliated",
        "controlled",
        "friendly",
        "held",
        "occupied",
        "based",
    ]
)
#: Whom a possessor stands against or beside: "its neighbour" is not at home with it.
FOREIGN = frozenset(
    {
        "neighbour",
        "neighbor",
        "rival",
        "enemy",
        "foe",
        "adversary",
        "opponent",
        "counterpart",
        "ally",
        "partner",
    }
)
_ATTITUDE = frozenset({"pro", "anti"})
_STATE_ARMED = frozenset({"REB", "PRM", "UAF", "CRM"})
_STATE_SECTORS = frozenset({"GOV", "COP", "MIL", "LEG", "JUD", "SPY"})
_OWNER_PREPOSITIONS = ("of", "by", "from", "in", "for", "at", "against", "with")


@dataclass
class Owners(Naming):
    """Finds the owner of a noun phrase from the words around it."""

    def _plain_words(self, s: Sentence, first: int, last: int) -> list[str]:
        skip = self._attitudes(s, first, last)
        return [s.words[i] for i in range(first, last + 1) if i not in skip]

    def _agent_words(self, s: Sentence, first: int, last: int) -> list[str]:
        """Return the words that say what an agent is, without the names that say whose."""
        skip = self._attitudes(s, first, last)
        return [
            s.words[i]
            for i in range(first, last + 1)
            if i not in skip
            and (self.name_at(s, i) is None or i == last)
            and s.tags[i] not in ("DT", "PRP$", "CD", "POS")
        ]

    def _attitudes(self, s: Sentence, first: int, last: int) -> frozenset[int]:
        """Return the words of "Iran-backed", "pro-Russian" and the like between *first* and *last*."""
        if "-" not in s.vocabulary:
            return frozenset()
        skip: set[int] = set()
        for i in range(first, last + 1):
            if s.lowers[i] in STANCE_PARTS and i - 2 >= first and s.words[i - 1] == "-":
                named = self.name_at(s, i - 2)
                skip.update(range(named.first if named else i - 2, i + 1))
            elif (
                s.lowers[i] in _ATTITUDE
                and i + 2 <= last + 1
                and s.words[min(i + 1, len(s) - 1)] == "-"
            ):
                named = self.name_at(s, i + 2) if i + 2 < len(s) else None
                skip.update(range(i, (named.last if named else min(i + 2, last)) + 1))
        return frozenset(skip)

    def _modifier_names(self, s: Sentence, first: int, last: int) -> list[Named]:
        skip = self._attitudes(s, first, last)
        found = (self.name_at(s, i) for i in range(first, last + 1) if i not in skip)
        return list({n.first: n for n in found if n is not None and n.known is not None}.values())

    def _pointed_back(self, s: Sentence, j: int) -> Actor | None:
        """Return the group that "the rebels" or "the group" was last named as."""
        kinds = self.library.anaphors.get(s.lemmas[j])
        # In "the guerrilla chief" the article stands with the noun that the group modifies.
        holder = s.heads[j] if s.deps[j] == "compound" else j
        definite = any(
            s.lowers[k] in ("the", "this", "that", "those", "these") for k in s.kids(holder, "det")
        )
        if not kinds or not definite or s.kids(j, "compound", "amod", "nmod", "poss"):
            return None
        for actor in self.memory.named():
            known = self.library.directory.get(actor.id)
            if known is not None and known.kind in kinds:
                return actor
        return None

    def _at_issue(self, s: Sentence, j: int, sector: str) -> str | None:
        """Return the one country that an article is about, for "the government" or "police"."""
        if sector not in _STATE_SECTORS or any(
            s.lowers[k] in ("a", "an", "another", "some") for k in s.kids(j, "det")
        ):
            return None
        return self.at_issue()

    def _country_of(self, s: Sentence, j: int, first: int, last: int) -> tuple[Known | None, str]:
        people: tuple[Known | None, str] = (None, "")
        for own in reversed(self._modifier_names(s, first, last)):
            if own.known and own.known.country is None and own.known.kind == "region":
                people = people if people[0] else (own.known, own.why)
                continue
            return own.known, own.why
        for k in s.kids(j, "prep"):
            if s.lowers[k] in ("of", "in", "from", "for", "with", "at"):
                for m in s.kids(k, "pobj"):
                    named = self.name_at(s, m)
                    if named and named.known:
                        return named.known, f"{s.lowers[k]} {named.known.name}"
                    inside = self._modifier_names(s, *s.phrase(m))
                    if inside:
                        return inside[-1].known, f"{s.lowers[k]} {s.span(*s.phrase(m))}"
        if s.deps[j] == "conj" and s.is_noun(s.heads[j]) and not s.kids(j, "det", "poss"):
            # "American diplomats and service members": the first one's owner serves both.
            shared = self._modifier_names(s, *s.phrase(s.heads[j]))
            if shared:
                return shared[-1].known, f"shared with '{s.words[s.heads[j]]}'"
        for k in s.kids(j, "poss"):
            if s.lemmas[j] in FOREIGN:
                break  # a state's neighbour is not at home in it
            for actor in self.actors(s, k):
                return Known(
                    actor.country.lower() if actor.country else actor.id,
                    actor.name,
                    "state",
                    actor.country,
                    actor.sector,
                    None,
                    None,
                    None,
                ), f"of {actor.text}"
        return people

    def _split_owners(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        """Resolve "the US and Iraqi militias" and "US and Iraqi troops", one owner each."""
        owners = [k for k in s.children[j] if k < j and s.kids(k, "conj") and self.name_at(s, k)]
        if not owners:
            return ()
        _, last = s.phrase(j)
        agent = self.library.agents.match([s.words[j]])
        out: list[Actor] = []
        for k in s.conjuncts(owners[0]):
            named = self.name_at(s, k)
            if named is None or named.known is None:
                continue
            alone = (
                s.tags[k][:3] == "NNP"
                and agent is not None
                and agent[0] in _STATE_ARMED
                and named.known.kind == "state"
                and k == owners[0]
            )
            if agent is None or alone:
                out.append(self._actor(s, named.first, named.last, named.known, named.why))
            else:
                sector, name = agent
                country = named.known.country
                ident = f"{(country or named.known.id).lower()}-{slug(name)}"
                stop = last if k == s.conjuncts(owners[0])[-1] else named.last
                start, end = s.starts[named.first], s.end_of(stop)
                out.append(
                    Actor(
                        ident,
                        f"{name} ({named.known.name})",
                        country,
                        sector,
                        s.text[start:end],
                        start,
                        end,
                        f"agent, {named.why}",
                    )
                )
        return tuple(out)

    def _owner(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        """Return whose a thing is: "US interests", "the base of the militia", "its embassy"."""
        for k in s.kids(j, "poss"):
            owners = self.actors(s, k)
            if owners:
                return owners
        first, last = s.phrase(j)
        names = self._modifier_names(s, first, last)
        if names:
            n = names[-1]
            assert n.known is not None
            return (self._actor(s, n.first, n.last, n.known, f"owner: {n.why}"),)
        for word in _OWNER_PREPOSITIONS:
            for k in s.kids(j, "prep"):
                if s.lowers[k] == word:
                    for m in s.kids(k, "pobj"):
                        found = self.actors(s, m)
                        if found:
                            return found
        return ()

    def _one_for_each(self, s: Sentence, j: int, sector: str, name: str) -> tuple[Actor, ...]:
        """Return one actor a state for "the presidents of Serbia, Croatia and Bosnia"."""
        for k in s.kids(j, "prep"):
            if s.lowers[k] != "of" or s.tags[j] != "NNS":
                continue
            for m in s.kids(k, "pobj"):
                owners = [
                    n
                    for c in s.conjuncts(m)
                    if (n := self.name_at(s, c)) and n.known and n.known.kind == "state"
                ]
                if len(owners) > 1:
                    return tuple(
                        Actor(
                            f"{n.known.id}-{slug(name)}",
                            f"{name} ({n.known.name})",
                            n.known.country,
                            sector,
                            s.span(n.first, n.last),
                            s.starts[n.first],
                            s.end_of(n.last),
                            f"agent, of {n.known.name}",
                        )
                        for n in owners
                        if n.known
                    )
        return ()

    def _joined_owner(self, s: Sentence, named: Named) -> list[Actor]:
        """Return the other owner of "American and British forces", where the last two are one name."""
        head = s.heads[named.first]
        if s.deps[named.first] != "conj" or head >= named.first or named.known is None:
            return []
        other = self.name_at(s, head)
        if (
            other is None
            or other.known is None
            or other.known.kind != "state"
            or s.deps[head] not in ("amod", "compound", "nmod")
        ):
            return []
        sector, country = named.known.sector, other.known.country
        ident = f"{other.known.id}-{(sector or 'gov').lower()}"
        start, end = s.starts[other.first], s.end_of(other.last)
        return [
            Actor(
                ident,
                f"{s.words[named.last]} ({other.known.name})",
                country,
                sector,
                s.text[start:end],
                start,
                end,
                f"shared with '{s.span(named.first, named.last)}'",
            )
        ]

    def _actor(self, s: Sentence, first: int, last: int, known: Known, why: str) -> Actor:
        start, end = s.starts[first], s.end_of(last)
        return Actor(
            known.id, known.name, known.country, known.sector, s.text[start:end], start, end, why
        )

    def _role_of(
        self, s: Sentence, j: int, first: int
    ) -> tuple[str | None, str | None, str] | None:
        """Return country and sector from a title before a name or an apposition after it."""
        lead = first
        while (
            lead > 0
            and (s.tags[lead - 1][:2] in ("NN", "JJ") or s.words[lead - 1] in ("'s", "-"))
            and s.heads[lead - 1] <= j
        ):
            lead -= 1
        spans = [(lead, j - 1)] if lead < j else []
        spans += [s.phrase(k) for k in s.kids(j, "appos")]
        for a, b in spans:
            agent = self.library.agents.match(self._plain_words(s, a, b))
            if agent is None and (
                own := [
                    n for n in self._modifier_names(s, a, b) if n.known and n.known.kind == "state"
                ]
            ):
                # "the American basketball player Brittney Griner": a national, whatever the trade
                return (
                    own[-1].known.country if own[-1].known else None,
                    "CVL",
                    f"title: {s.span(a, b)}",
                )
            if agent:
                names = self._modifier_names(s, a, b)
                country = names[-1].known.country if names and names[-1].known else None
                if country is None:
                    for k in s.kids(j, "appos"):
                        owner, _ = self._country_of(s, k, *s.phrase(k))
                        country = owner.country if owner else None
                return country, agent[0], f"title: {s.span(a, b)}"
        return None


def slug(text: str) -> str:
    """Return *text* as an id: lower-case ASCII words joined by hyphens."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unknown"

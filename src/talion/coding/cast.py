"""The cast of an article: which actor each noun phrase names, directly or by reference."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from talion.coding.memory import Memory, Mention
from talion.coding.sentence import Sentence
from talion.knowledge.describe import describe
from talion.knowledge.directory import Known, Resolution
from talion.knowledge.library import Library
from talion.records import Actor, Article

#: Words that, joined by a hyphen to a name, tell its attitude and not who it is: "Iran-backed".
STANCE_PARTS = frozenset("backed led allied supported aligned funded armed trained sponsored linked affiliated controlled friendly held occupied based".split())
_ATTITUDE = frozenset({"pro", "anti"})
_INCLUDING = frozenset({"including", "like", "as"})
_STATE_ARMED = frozenset({"REB", "PRM", "UAF", "CRM"})
#: Prepositions after a noun that name whose it is, if nothing before it does.
#: "The government" is that of the country named at least this often, and twice as often as any other.
MOST_NAMED = 3
_STATE_SECTORS = frozenset({"GOV", "COP", "MIL", "LEG", "JUD", "SPY"})
_OWNER_PREPOSITIONS = ("of", "by", "from", "in", "for", "at", "against", "with")


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a sentence, with what it resolved to."""

    first: int
    last: int
    known: Known | None
    why: str


@dataclass
class Cast:
    """Resolves the noun phrases of one article to actors, sentence by sentence."""

    library: Library
    article: Article
    memory: Memory = field(default_factory=Memory)
    countries: Counter[str] = field(default_factory=Counter)
    _names: dict[int, dict[int, Named]] = field(default_factory=dict)
    _towns: dict[int, frozenset[int]] = field(default_factory=dict)
    _seen: dict[str, Known] = field(default_factory=dict)
    _cache: dict[tuple[int, int], tuple[Actor, ...]] = field(default_factory=dict)

    def enter(self, s: Sentence) -> None:
        """Find the names of sentence *s* and remember them for later references."""
        by_word: dict[int, Named] = {}
        for hit in self.library.directory.scan(s.words):
            known, why = self._resolve(s, hit.start, hit.stop)
            named = Named(hit.start, hit.stop - 1, known, why)
            for i in range(hit.start, hit.stop):
                by_word[i] = named
            if known is not None and known.country and len(known.country) == 3:
                self.countries[known.country] += 1
        self._names[s.index] = by_word
        self.memory.enter(s.index)

    def name_at(self, s: Sentence, i: int) -> Named | None:
        """Return the directory name that word *i* is part of, or None."""
        return self._names[s.index].get(i)

    def is_place(self, s: Sentence, i: int) -> bool:
        """Tell whether word *i* stands in a place name of the gazetteer and names nobody else."""
        if s.index not in self._towns:
            self._towns[s.index] = frozenset(
                k for first, stop in self.library.places.scan(s.words) for k in range(first, stop)
            )
        named = self.name_at(s, i)
        return i in self._towns[s.index] and (named is None or named.known is None)

    def names(self, s: Sentence) -> list[Named]:
        """Return the directory names of sentence *s*, in order."""
        return list(dict.fromkeys(self._names[s.index].values()))

    def _resolve(self, s: Sentence, start: int, stop: int) -> tuple[Known | None, str]:
        text = s.span(start, stop - 1)
        found: Resolution = self.library.directory.resolve(
            re.sub(r"\s+", " ", text),
            on=self.article.date,
            countries=tuple(self.countries),
            known=tuple(self._seen),
        )
        if found.chosen is not None:
            self._seen[found.chosen.id] = found.chosen
        return found.chosen, found.why

    # -- noun phrases -------------------------------------------------------

    def actors(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        """Return the actors that the noun phrase headed by word *j* names; conjuncts not included."""
        key = (s.index, j)
        if key not in self._cache:
            self._cache[key] = ()  # a phrase that refers to itself names nobody
            self._cache[key] = self._phrase(s, j)
        return self._cache[key]

    def sectors(self, s: Sentence, j: int) -> frozenset[str]:
        """Return the sectors of the actors at word *j*, for the lexicon's conditions."""
        return frozenset(a.sector for a in self.actors(s, j) if a.sector)

    def note(self, s: Sentence, j: int, subject: bool) -> None:
        """Remember that word *j* took part in sentence *s*, for pronouns to come."""
        actors = tuple(a for a in self.actors(s, j) if a.start <= s.starts[j] < a.end)
        if actors and s.tags[j] not in ("PRP", "PRP$"):
            plural = s.tags[j] in ("NNS", "NNPS") or len(actors) > 1
            self.memory.add(Mention(s.index, j, actors, subject, plural, self._is_person(s, j), s.lemmas[j]))

    def _is_person(self, s: Sentence, j: int) -> bool:
        named = self.name_at(s, j)
        if named is not None and named.known is not None:
            return named.known.kind == "person"
        return self._role_of(s, j, s.phrase(j)[0]) is not None or s.tags[j] == "NN" and s.lemmas[j] in PERSON_NOUNS

    def _phrase(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        tag = s.tags[j]
        if tag in ("PRP", "PRP$"):
            return self.memory.pronoun(s, j)
        if not s.words[j][0].isalnum() or s.words[j] in self.library.calendar:
            return ()
        if tag in ("WP", "WDT", "EX", "DT", "CD", "RB", "IN", "JJS", "JJR", "PDT", "$", "JJ") and self.name_at(s, j) is None:
            return self._pointed(s, j)
        named = self.name_at(s, j)
        if named is not None and named.known is not None:
            return self._of_name(s, j, named)
        return self._of_noun(s, j) if tag[:2] == "NN" else ()

    def _pointed(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        """Resolve a number or a demonstrative: "two of the soldiers", "three others"."""
        for k in s.kids(j, "prep"):
            if s.lowers[k] == "of":
                for m in s.kids(k, "pobj"):
                    return self.actors(s, m)
        return ()

    def _of_name(self, s: Sentence, j: int, named: Named) -> tuple[Actor, ...]:
        known = named.known
        assert known is not None
        if s.tags[j] == "NNPS" and known.kind == "state" or s.tags[j] == "NNS" and known.kind == "state":
            return (self._people(s, named, known),)
        if known.kind == "region" and known.sector is None and known.country is None:
            return ()  # a sea or a continent does nothing
        out = self._joined_owner(s, named)
        out.append(self._actor(s, named.first, named.last, known, named.why))
        out.extend(self._included(s, j))
        return tuple(out)

    def _joined_owner(self, s: Sentence, named: Named) -> list[Actor]:
        """Return the other owner of "American and British forces", where the last two are one name."""
        head = s.heads[named.first]
        if s.deps[named.first] != "conj" or head >= named.first or named.known is None:
            return []
        other = self.name_at(s, head)
        if other is None or other.known is None or other.known.kind != "state" or s.deps[head] not in ("amod", "compound", "nmod"):
            return []
        sector, country = named.known.sector, other.known.country
        ident = f"{other.known.id}-{(sector or 'gov').lower()}"
        start, end = s.starts[other.first], s.end_of(other.last)
        return [Actor(ident, f"{s.words[named.last]} ({other.known.name})", country, sector, s.text[start:end], start, end, f"shared with '{s.span(named.first, named.last)}'")]

    def _people(self, s: Sentence, named: Named, known: Known) -> Actor:
        """Return the people of a state: "Syrians" are civilians, not the government."""
        start, end = s.starts[named.first], s.end_of(named.last)
        return Actor(f"{known.id}-cvl", f"people of {known.name}", known.country, "CVL", s.text[start:end], start, end, "demonym")

    def _actor(self, s: Sentence, first: int, last: int, known: Known, why: str) -> Actor:
        start, end = s.starts[first], s.end_of(last)
        return Actor(known.id, known.name, known.country, known.sector, s.text[start:end], start, end, why)

    def _of_noun(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        first, last = s.phrase(j)
        split = self._split_owners(s, j) or self._in_apposition(s, j)
        if split:
            return split
        agent = self.library.agents.match(self._agent_words(s, first, last))
        if agent is None:
            proper = self._proper_name(s, j)
            return proper or self._owner(s, j)
        several = self._one_for_each(s, j, *agent)
        if several:
            return several
        return (self._agent(s, j, first, last, *agent), *self._included(s, j))

    def _one_for_each(self, s: Sentence, j: int, sector: str, name: str) -> tuple[Actor, ...]:
        """Return one actor a state for "the presidents of Serbia, Croatia and Bosnia"."""
        for k in s.kids(j, "prep"):
            if s.lowers[k] != "of" or s.tags[j] != "NNS":
                continue
            for m in s.kids(k, "pobj"):
                owners = [n for c in s.conjuncts(m) if (n := self.name_at(s, c)) and n.known and n.known.kind == "state"]
                if len(owners) > 1:
                    return tuple(
                        Actor(
                            f"{n.known.id}-{_slug(name)}", f"{name} ({n.known.name})", n.known.country, sector,
                            s.span(n.first, n.last), s.starts[n.first], s.end_of(n.last), f"agent, of {n.known.name}",
                        )  # fmt: skip
                        for n in owners
                        if n.known
                    )
        return ()

    def _in_apposition(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        """Return the name that a noun introduces: "the soldier Gilad Shalit", "the bloc ECOWAS"."""
        for k in s.kids(j, "appos"):
            named = self.name_at(s, k)
            if named is not None and named.known is not None and named.known.kind not in ("state", "region"):
                return (self._actor(s, named.first, named.last, named.known, named.why),)
        return ()

    def _plain_words(self, s: Sentence, first: int, last: int) -> list[str]:
        skip = self._attitudes(s, first, last)
        return [s.words[i] for i in range(first, last + 1) if i not in skip]

    def _agent_words(self, s: Sentence, first: int, last: int) -> list[str]:
        """Return the words that say what an agent is, without the names that say whose."""
        skip = self._attitudes(s, first, last)
        return [
            s.words[i]
            for i in range(first, last + 1)
            if i not in skip and (self.name_at(s, i) is None or i == last) and s.tags[i] not in ("DT", "PRP$", "CD", "POS")
        ]

    def _attitudes(self, s: Sentence, first: int, last: int) -> frozenset[int]:
        """Return the words of "Iran-backed", "pro-Russian" and the like between *first* and *last*."""
        skip: set[int] = set()
        for i in range(first, last + 1):
            if s.lowers[i] in STANCE_PARTS and i - 2 >= first and s.words[i - 1] == "-":
                named = self.name_at(s, i - 2)
                skip.update(range(named.first if named else i - 2, i + 1))
            elif s.lowers[i] in _ATTITUDE and i + 2 <= last + 1 and s.words[min(i + 1, len(s) - 1)] == "-":
                named = self.name_at(s, i + 2) if i + 2 < len(s) else None
                skip.update(range(i, (named.last if named else min(i + 2, last)) + 1))
        return frozenset(skip)

    def _modifier_names(self, s: Sentence, first: int, last: int) -> list[Named]:
        skip = self._attitudes(s, first, last)
        found = (self.name_at(s, i) for i in range(first, last + 1) if i not in skip)
        return list(dict.fromkeys(n for n in found if n is not None and n.known is not None))

    def _agent(self, s: Sentence, j: int, first: int, last: int, sector: str, name: str) -> Actor:
        """Return a generic agent: its country or organisation comes from the words around it."""
        start, end = s.starts[first], s.end_of(last)
        text = s.text[start:end]
        owner, why = self._country_of(s, j, first, last)
        if owner is not None and owner.kind not in ("state", "region", "place"):
            if owner.kind != "person" and s.lemmas[j] not in _REPRESENTATIVES:
                return Actor(owner.id, owner.name, owner.country, owner.sector or sector, text, start, end, f"member of: {why}")
            return Actor(f"{owner.id}-{_slug(name)}", f"{name} of {owner.name}", owner.country, sector, text, start, end, why)
        country = owner.country if owner is not None else None
        if owner is not None and owner.kind == "region":
            return Actor(f"{owner.id}-{_slug(name)}", text, country, sector, text, start, end, f"agent, {why}")
        if country is None:
            earlier = self.memory.same_noun(s, j) or self._pointed_back(s, j)
            if earlier:
                return replace(earlier, text=text, start=start, end=end, resolved_by=f"earlier: {earlier.text}")
            country = self._at_issue(s, j, sector)
            why = "the country most spoken of" if country else why
        if country is None:
            return Actor(f"{_slug(name)}", name, None, sector, text, start, end, "agent")
        label = f"{name} ({owner.name})" if owner is not None else name
        return Actor(f"{country.lower()}-{_slug(name)}", label, country, sector, text, start, end, f"agent, {why}")

    def _pointed_back(self, s: Sentence, j: int) -> Actor | None:
        """Return the group that "the rebels" or "the group" was last named as."""
        kinds = self.library.anaphors.get(s.lemmas[j])
        definite = any(s.lowers[k] in ("the", "this", "that", "those", "these") for k in s.kids(j, "det"))
        if not kinds or not definite or s.kids(j, "compound", "amod", "nmod", "poss"):
            return None
        for actor in self.memory.named():
            known = self.library.directory.get(actor.id)
            if known is not None and known.kind in kinds:
                return actor
        return None

    def _at_issue(self, s: Sentence, j: int, sector: str) -> str | None:
        """Return the one country that an article is about, for "the government" or "police"."""
        if sector not in _STATE_SECTORS or any(s.lowers[k] in ("a", "an", "another", "some") for k in s.kids(j, "det")):
            return None
        return self.at_issue()

    def at_issue(self) -> str | None:
        """Return the one country that the article speaks of most so far, if it is about one."""
        most = self.countries.most_common(2)
        if not most or most[0][1] < MOST_NAMED:
            return None
        if len(most) > 1 and most[0][1] < 2 * most[1][1]:
            return None
        return most[0][0]

    def _country_of(self, s: Sentence, j: int, first: int, last: int) -> tuple[Known | None, str]:
        people: tuple[Known | None, str] = (None, "")
        for named in reversed(self._modifier_names(s, first, last)):
            if named.known is not None and named.known.country is None and named.known.kind == "region":
                people = people if people[0] else (named.known, named.why)
                continue
            return named.known, named.why
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
            for actor in self.actors(s, k):
                return Known(actor.country.lower() if actor.country else actor.id, actor.name, "state", actor.country, actor.sector, None, None, None), f"of {actor.text}"
        return people

    def _included(self, s: Sentence, j: int) -> list[Actor]:
        """Return the actors named after "including" or "such as", and in apposition."""
        out: list[Actor] = []
        for k in s.kids(j, "prep"):
            if s.lowers[k] in _INCLUDING:
                for m in s.kids(k, "pobj"):
                    for c in s.conjuncts(m):
                        out.extend(self.actors(s, c))
        return out

    def _split_owners(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        """Resolve "the US and Iraqi militias" and "US and Iraqi troops", one owner each."""
        owners = [k for k in s.children[j] if k < j and s.kids(k, "conj") and self.name_at(s, k)]
        if not owners:
            return ()
        first, last = s.phrase(j)
        agent = self.library.agents.match([s.words[j]])
        out: list[Actor] = []
        for k in s.conjuncts(owners[0]):
            named = self.name_at(s, k)
            if named is None or named.known is None:
                continue
            alone = s.tags[k][:3] == "NNP" and agent is not None and agent[0] in _STATE_ARMED and named.known.kind == "state" and k == owners[0]
            if agent is None or alone:
                out.append(self._actor(s, named.first, named.last, named.known, named.why))
            else:
                sector, name = agent
                country = named.known.country
                ident = f"{(country or named.known.id).lower()}-{_slug(name)}"
                stop = last if k == s.conjuncts(owners[0])[-1] else named.last
                start, end = s.starts[named.first], s.end_of(stop)
                out.append(Actor(ident, f"{name} ({named.known.name})", country, sector, s.text[start:end], start, end, f"agent, {named.why}"))
        return tuple(out)

    def _proper_name(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        """Resolve a name that the directory does not hold, from its own words and its title."""
        if s.tags[j] not in ("NNP", "NNPS"):
            return ()
        unsettled = self.name_at(s, j)
        first, last = (unsettled.first, unsettled.last) if unsettled and unsettled.last > unsettled.first else s.phrase(j)
        while first < last and s.tags[first] not in ("NNP", "NNPS"):
            first += 1
        words = s.words[first : last + 1]
        start, end = s.starts[first], s.end_of(last)
        text = s.text[start:end]
        earlier = self.memory.same_name(words[-1])
        if earlier:
            return (replace(earlier, text=text, start=start, end=end, resolved_by=f"earlier: {earlier.text}"),)
        said = describe(self._plain_words(s, first, last), self.library.states, self.library.directory, self.library.agents, on=self.article.date)
        if said is not None:
            return (Actor(said.id, said.name, said.country, said.sector, text, start, end, said.why),)
        role = self._role_of(s, j, first)
        country, sector, why = role if role else (None, None, "unknown name")
        if len(words) == 1 and not role and s.deps[j] not in ("nsubj", "agent", "pobj", "dobj", "nsubjpass", "conj", "appos"):
            return ()
        place = None
        if not role and (0, len(words)) in self.library.places.scan(words):
            place = self.library.places.resolve(text, countries=self.countries, on=self.article.date).chosen
        if place is not None and s.deps[j] in ("dobj", "nsubjpass", "pobj", "conj"):
            state = self.library.states.get((place.country or "").lower())
            name = state.name if state else place.name
            return (Actor((place.country or "unknown").lower(), name, place.country, None, text, start, end, f"place: {place.name}"),)
        return (Actor(_slug(text), text, country, sector, text, start, end, why),)

    def _role_of(self, s: Sentence, j: int, first: int) -> tuple[str | None, str | None, str] | None:
        """Return country and sector from a title before a name or an apposition after it."""
        lead = first
        while lead > 0 and (s.tags[lead - 1][:2] in ("NN", "JJ") or s.words[lead - 1] in ("'s", "-")) and s.heads[lead - 1] <= j:
            lead -= 1
        spans = [(lead, j - 1)] if lead < j else []
        spans += [s.phrase(k) for k in s.kids(j, "appos")]
        for a, b in spans:
            agent = self.library.agents.match(self._plain_words(s, a, b))
            if agent is None and (own := [n for n in self._modifier_names(s, a, b) if n.known and n.known.kind == "state"]):
                # "the American basketball player Brittney Griner": a national, whatever the trade
                return own[-1].known.country if own[-1].known else None, "CVL", f"title: {s.span(a, b)}"
            if agent:
                names = self._modifier_names(s, a, b)
                country = names[-1].known.country if names and names[-1].known else None
                if country is None:
                    for k in s.kids(j, "appos"):
                        owner, _ = self._country_of(s, k, *s.phrase(k))
                        country = owner.country if owner else None
                return country, agent[0], f"title: {s.span(a, b)}"
        return None

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


#: Nouns that "he" or "she" can stand for though no name is given.
PERSON_NOUNS = frozenset({"president", "minister", "leader", "commander", "general", "spokesman", "spokeswoman", "chief", "king", "chancellor", "ambassador", "governor", "mayor", "official", "officer", "man", "woman", "soldier", "lawmaker", "senator"})
#: Agents who stand for an organisation without being it.
_REPRESENTATIVES = frozenset({"spokesman", "spokeswoman", "spokesperson", "official", "leader", "commander", "chief", "head", "ambassador", "envoy", "supporter", "sympathiser", "relative", "lawyer"})


def _slug(text: str) -> str:
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unknown"

"""The cast of an article: which actor each noun phrase names, directly or by reference."""

from __future__ import annotations

from dataclasses import dataclass, replace

from talion.coding.memory import Mention
from talion.coding.naming import Named
from talion.coding.owners import Owners, slug
from talion.coding.sentence import Sentence
from talion.knowledge.known import Known
from talion.records import Actor

_INCLUDING = frozenset({"including", "like", "as"})
#: Nouns that "he" or "she" can stand for though no name is given.
PERSON_NOUNS = frozenset(
    {
        "president",
        "minister",
        "leader",
        "commander",
        "general",
        "spokesman",
        "spokeswoman",
        "chief",
        "king",
        "chancellor",
        "ambassador",
        "governor",
        "mayor",
        "official",
        "officer",
        "man",
        "woman",
        "soldier",
        "lawmaker",
        "senator",
    }
)
#: Agents who stand for an organisation without being it.
_REPRESENTATIVES = frozenset(
    {
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "official",
        "leader",
        "commander",
        "chief",
        "head",
        "ambassador",
        "envoy",
        "supporter",
        "sympathiser",
        "relative",
        "lawyer",
    }
)


@dataclass
class Cast(Owners):
    """Resolves the noun phrases of one article to actors, sentence by sentence."""

    def actors(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        """Return the actors that the noun phrase headed by word *j* names; conjuncts not included."""
        key = (s.index, j)
        if key not in self._cache:
            self._cache[key] = ()  # a phrase that refers to itself names nobody
            self._cache[key] = self._phrase(s, j)
        return self._cache[key]

    def note(self, s: Sentence, j: int, subject: bool) -> None:
        """Remember that word *j* took part in sentence *s*, for pronouns to come."""
        actors = tuple(a for a in self.actors(s, j) if a.start <= s.starts[j] < a.end)
        if actors and s.tags[j] not in ("PRP", "PRP$"):
            plural = s.tags[j] in ("NNS", "NNPS") or len(actors) > 1
            self.memory.add(
                Mention(s.index, j, actors, subject, plural, self._is_person(s, j), s.lemmas[j])
            )

    def _is_person(self, s: Sentence, j: int) -> bool:
        named = self.name_at(s, j)
        if named is not None and named.known is not None:
            return named.known.kind == "person"
        return self._role_of(s, j, s.phrase(j)[0]) is not None or (
            s.tags[j] == "NN" and s.lemmas[j] in PERSON_NOUNS
        )

    def _phrase(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        tag = s.tags[j]
        if tag in ("PRP", "PRP$"):
            return self.memory.pronoun(s, j)
        if not s.words[j][0].isalnum() or s.words[j] in self.library.calendar:
            return ()
        if (
            tag in ("WP", "WDT", "EX", "DT", "CD", "RB", "IN", "JJS", "JJR", "PDT", "$", "JJ")
            and self.name_at(s, j) is None
        ):
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

    def _is_people(self, s: Sentence, named: Named) -> bool:
        """Tell "Syrians" from "the Philippines": a plural name of a people, not of a state."""
        word = self.library.states.named(s.span(named.first, named.last), self.article.date)
        return word is None or word.kind in ("demonym", "adjective")

    def _of_name(self, s: Sentence, j: int, named: Named) -> tuple[Actor, ...]:
        known = named.known
        assert known is not None
        if s.tags[j] in ("NNS", "NNPS") and known.kind == "state" and self._is_people(s, named):
            return (self._people(s, named, known),)
        if known.kind == "region" and known.sector is None and known.country is None:
            return ()  # a sea or a continent does nothing
        out = self._joined_owner(s, named)
        out.append(self._actor(s, named.first, named.last, known, named.why))
        out.extend(self._included(s, j))
        return tuple(out)

    def _people(self, s: Sentence, named: Named, known: Known) -> Actor:
        """Return the people of a state: "Syrians" are civilians, not the government."""
        start, end = s.starts[named.first], s.end_of(named.last)
        return Actor(
            f"{known.id}-cvl",
            f"people of {known.name}",
            known.country,
            "CVL",
            s.text[start:end],
            start,
            end,
            "demonym",
        )

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

    def _in_apposition(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        """Return the name that a noun introduces: "the soldier Gilad Shalit", "the bloc ECOWAS"."""
        for k in s.kids(j, "appos"):
            named = self.name_at(s, k)
            if (
                named is not None
                and named.known is not None
                and named.known.kind not in ("state", "region")
            ):
                return (self._actor(s, named.first, named.last, named.known, named.why),)
        return ()

    def _agent(self, s: Sentence, j: int, first: int, last: int, sector: str, name: str) -> Actor:
        """Return a generic agent: its country or organisation comes from the words around it."""
        start, end = s.starts[first], s.end_of(last)
        text = s.text[start:end]
        owner, why = self._country_of(s, j, first, last)
        if owner is not None and owner.kind not in ("state", "region", "place"):
            if owner.kind != "person" and s.lemmas[j] not in _REPRESENTATIVES:
                return Actor(
                    owner.id,
                    owner.name,
                    owner.country,
                    owner.sector or sector,
                    text,
                    start,
                    end,
                    f"member of: {why}",
                )
            return Actor(
                f"{owner.id}-{slug(name)}",
                f"{name} of {owner.name}",
                owner.country,
                sector,
                text,
                start,
                end,
                why,
            )
        country = owner.country if owner is not None else None
        if owner is not None and owner.kind == "region":
            return Actor(
                f"{owner.id}-{slug(name)}", text, country, sector, text, start, end, f"agent, {why}"
            )
        if country is None:
            earlier = self.memory.same_noun(s, j) or self._pointed_back(s, j)
            if earlier:
                return replace(
                    earlier, text=text, start=start, end=end, resolved_by=f"earlier: {earlier.text}"
                )
            country = self._at_issue(s, j, sector)
            why = "the country most spoken of" if country else why
        if country is None:
            return Actor(f"{slug(name)}", name, None, sector, text, start, end, "agent")
        label = f"{name} ({owner.name})" if owner is not None else name
        return Actor(
            f"{country.lower()}-{slug(name)}",
            label,
            country,
            sector,
            text,
            start,
            end,
            f"agent, {why}",
        )

    def _included(self, s: Sentence, j: int) -> list[Actor]:
        """Return the actors named after "including" or "such as", and in apposition."""
        out: list[Actor] = []
        for k in s.kids(j, "prep"):
            if s.lowers[k] in _INCLUDING:
                for m in s.kids(k, "pobj"):
                    for c in s.conjuncts(m):
                        out.extend(self.actors(s, c))
        return out

    def _proper_name(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        """Resolve a name that the directory does not hold, from its own words and its title."""
        if s.tags[j] not in ("NNP", "NNPS"):
            return ()
        unsettled = self.name_at(s, j)
        first, last = (
            (unsettled.first, unsettled.last)
            if unsettled and unsettled.last > unsettled.first
            else s.phrase(j)
        )
        while first < last and s.tags[first] not in ("NNP", "NNPS"):
            first += 1
        words = s.words[first : last + 1]
        start, end = s.starts[first], s.end_of(last)
        text = s.text[start:end]
        earlier = self.memory.same_name(words[-1])
        if earlier:
            return (
                replace(
                    earlier, text=text, start=start, end=end, resolved_by=f"earlier: {earlier.text}"
                ),
            )
        said = self.described(tuple(self._plain_words(s, first, last)))
        if said is not None:
            return (
                Actor(said.id, said.name, said.country, said.sector, text, start, end, said.why),
            )
        role = self._role_of(s, j, first)
        country, sector, why = role if role else (None, None, "unknown name")
        if (
            len(words) == 1
            and not role
            and s.deps[j] not in ("nsubj", "agent", "pobj", "dobj", "nsubjpass", "conj", "appos")
        ):
            return ()
        place = None
        if not role and (0, len(words)) in self.library.places.scan(words):
            place = self.library.places.resolve(
                text, countries=self.countries, on=self.article.date
            ).chosen
        if place is not None and s.deps[j] in ("dobj", "nsubjpass", "pobj", "conj"):
            state = self.library.states.get((place.country or "").lower())
            name = state.name if state else place.name
            return (
                Actor(
                    (place.country or "unknown").lower(),
                    name,
                    place.country,
                    None,
                    text,
                    start,
                    end,
                    f"place: {place.name}",
                ),
            )
        return (Actor(slug(text), text, country, sector, text, start, end, why),)

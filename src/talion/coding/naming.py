"""The names of an article: found in the directory, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from talion.coding.memory import Memory
from talion.coding.sentence import Sentence
from talion.knowledge.describe import Description, describe
from talion.knowledge.known import Known
from talion.knowledge.library import Library
from talion.knowledge.resolve import Resolution
from talion.records import Actor, Article

#: Prepositions after a noun that name whose it is, if nothing before it does.
#: "The government" is that of the country named at least this often, and twice as often as any other.
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a sentence, with what it resolved to."""

    first: int
    last: int
    known: Known | None
    why: str


@dataclass
class Naming:
    """Finds and resolves the names of one article."""

    library: Library
    article: Article
    memory: Memory = field(default_factory=Memory)
    countries: Counter[str] = field(default_factory=Counter)
    _names: dict[int, dict[int, Named]] = field(default_factory=dict)
    _towns: dict[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    _seen: dict[str, Known] = field(default_factory=dict)
    _cache: dict[tuple[int, int], tuple[Actor, ...]] = field(default_factory=dict)
    _resolved: dict[tuple[str, int, int], Resolution] = field(default_factory=dict)
    _descriptions: dict[tuple[str, ...], Description | None] = field(default_factory=dict)

    def actors(self, s: Sentence, j: int) -> tuple[Actor, ...]:
        """Return the actors that the noun phrase headed by word *j* names; conjuncts not included."""
        raise NotImplementedError

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
        named = self.name_at(s, i)
        inside = any(first <= i < stop for first, stop in self.place_spans(s))
        return inside and (named is None or named.known is None)

    def place_spans(self, s: Sentence) -> Sequence[tuple[int, int]]:
        """Return the spans of gazetteer names in sentence *s*."""
        if s.index not in self._towns:
            self._towns[s.index] = tuple(self.library.places.scan(s.words))
        return self._towns[s.index]

    def names(self, s: Sentence) -> list[Named]:
        """Return the directory names of sentence *s*, in order."""
        return list({n.first: n for n in self._names[s.index].values()}.values())

    def _resolve(self, s: Sentence, start: int, stop: int) -> tuple[Known | None, str]:
        text = " ".join(s.span(start, stop - 1).split())
        # Countries and actors are only ever added, so that their numbers tell which they are.
        key = (text, len(self.countries), len(self._seen))
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = self.library.directory.resolve(
                text,
                on=self.article.date,
                countries=tuple(self.countries),
                known=tuple(self._seen),
            )
        if found.chosen is not None:
            self._seen[found.chosen.id] = found.chosen
        return found.chosen, found.why

    def described(self, words: tuple[str, ...]) -> Description | None:
        """Return what the words of a name that the directory does not hold tell of its bearer."""
        if words not in self._descriptions:
            self._descriptions[words] = describe(
                words,
                self.library.states,
                self.library.directory,
                self.library.agents,
                on=self.article.date,
            )
        return self._descriptions[words]

    def at_issue(self) -> str | None:
        """Return the one country that the article speaks of most so far, if it is about one."""
        most = self.countries.most_common(2)
        if not most or most[0][1] < MOST_NAMED:
            return None
        if len(most) > 1 and most[0][1] < 2 * most[1][1]:
            return None
        return most[0][0]

    def sectors(self, s: Sentence, j: int) -> frozenset[str]:
        """Return the sectors of the actors at word *j*, for the lexicon's conditions."""
        return frozenset(a.sector for a in self.actors(s, j) if a.sector)

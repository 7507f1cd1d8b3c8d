"""Remembers who was spoken of, so that pronouns and short names find their bearers."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace

from talion.coding.sentence import Sentence
from talion.records import Actor

_PERSON = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_THING = frozenset({"it", "its", "itself"})
#: A pronoun rarely reaches further back than this many sentences in news.
REACH = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """One noun phrase that took part in an event or stood as a subject."""

    sentence: int
    word: int
    actors: tuple[Actor, ...]
    subject: bool
    plural: bool
    person: bool
    lemma: str


@dataclass
class Memory:
    """The mentions of an article in reading order."""

    _mentions: list[Mention] = field(default_factory=list)
    _now: int = 0

    def enter(self, sentence: int) -> None:
        """Begin a new sentence."""
        self._now = sentence

    def add(self, mention: Mention) -> None:
        """Remember a mention; mentions are added in reading order."""
        self._mentions.append(mention)

    def _recent(self, s: Sentence, j: int) -> Iterator[Mention]:
        """Yield candidates: earlier in this sentence, then sentence by sentence, subjects first."""
        clause = _clause(s, j)
        possessive = s.tags[j] == "PRP$"
        here = [m for m in self._mentions if m.sentence == s.index and m.word < j]
        here = [
            m
            for m in here
            if possessive or _clause(s, m.word) != clause or s.deps[j] in ("nsubj", "nsubjpass")
        ]
        yield from sorted(
            here,
            key=lambda m: (not m.subject, s.deps[m.word] not in ("dobj", "nsubjpass"), -m.word),
        )
        for back in range(s.index - 1, s.index - 1 - REACH, -1):
            earlier = [m for m in self._mentions if m.sentence == back]
            yield from sorted(earlier, key=lambda m: (not m.subject, m.word))

    def pronoun(self, s: Sentence, j: int, other_than: Set[str] = frozenset()) -> tuple[Actor, ...]:
        """Return the actors that the pronoun at *j* stands for, or none if nobody fits.

        Those of *other_than* are left out: in "Ukraine plots to attack it" *it* is not Ukraine.
        """
        word = s.lowers[j]
        for mention in self._recent(s, j):
            if not _fits(word, mention) or any(a.id in other_than for a in mention.actors):
                continue
            start, end = s.starts[j], s.end_of(j)
            return tuple(
                replace(
                    a,
                    text=s.text[start:end],
                    start=start,
                    end=end,
                    resolved_by=f"pronoun for {a.name}",
                )
                for a in mention.actors
            )
        return ()

    def same_noun(self, s: Sentence, j: int) -> Actor | None:
        """Return the actor last named by the noun at *j*, if that noun is used with "the" or "those"."""
        if not any(
            s.lowers[k] in ("the", "those", "these", "that", "this") for k in s.kids(j, "det")
        ):
            return None
        for mention in reversed(self._mentions):
            if mention.lemma == s.lemmas[j] and mention.actors and mention.actors[0].country:
                return mention.actors[0]
        return None

    def named(self) -> Iterator[Actor]:
        """Yield the actors named so far, the latest first."""
        return (a for m in reversed(self._mentions) for a in m.actors)

    def same_name(self, last: str) -> Actor | None:
        """Return the person or group earlier named by a longer name that ends in *last*."""
        for mention in reversed(self._mentions):
            for actor in mention.actors:
                if actor.text.split()[-1:] == [last] and " " in actor.text:
                    return actor
        return None

    def subjects(self, sentence: int) -> list[Mention]:
        """Return the mentions of *sentence* that stood as subjects."""
        return [m for m in self._mentions if m.sentence == sentence and m.subject]

    def last(self, before: int) -> Iterator[Mention]:
        """Yield mentions up to sentence *before*, last first."""
        return (m for m in reversed(self._mentions) if m.sentence <= before)


def _clause(s: Sentence, j: int) -> int:
    """Return the verb whose clause word *j* belongs to."""
    for k in s.above(j):
        if s.is_verb(k):
            return k
    return j


def _fits(word: str, mention: Mention) -> bool:
    if word in _PERSON:
        return mention.person and not mention.plural
    if word in _PLURAL:
        return mention.plural or not mention.person
    if word in _THING:
        return not mention.plural and not mention.person
    return False

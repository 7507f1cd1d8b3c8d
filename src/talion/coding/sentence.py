"""A parsed sentence as plain lists, with offsets into the article's text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

LEFT_MODIFIERS = frozenset(
    {"det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "predet"}
)


#: Nouns that count out what stands after their "of": "thousands of soldiers", "a state of emergency".
QUANTITIES = frozenset(
    {
        "thousand",
        "hundred",
        "dozen",
        "score",
        "million",
        "billion",
        "ton",
        "tonne",
        "barrel",
        "litre",
        "kilogram",
        "lot",
        "number",
        "load",
        "part",
        "some",
        "all",
        "round",
        "series",
        "half",
        "rest",
        "most",
        "majority",
        "wave",
        "string",
        "spate",
        "campaign",
        "act",
        "kind",
        "set",
        "package",
        "state",
        "pair",
        "handful",
        "group",
        "crowd",
        "column",
        "fleet",
        "salvo",
        "volley",
        "barrage",
        "batch",
        "team",
        "band",
        "shipment",
        "consignment",
        "convoy",
        "piece",
        "couple",
        "quantity",
        "amount",
        "hail",
        "flurry",
        "burst",
        "last",
        "one",
        "two",
        "member",
        "form",
        "type",
        "stock",
        "supply",
        "dose",
        "sack",
        "crate",
    }
)


@dataclass(frozen=True)
class Sentence:
    """Words, tags and arcs of one sentence; every list is indexed by word.

    Attributes:
        index: number of the sentence in its article, from 0.
        text: the article's whole text, so that spans can be cut from it.
        heads: index of the governing word; the root governs itself.
        starts: character offset of each word in the article's text.
        parsed: False where the parse is not to be trusted (overlong or without a verb).
    """

    index: int
    text: str
    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    starts: tuple[int, ...]
    parsed: bool = True

    def __len__(self) -> int:
        return len(self.words)

    @property
    def start(self) -> int:
        """Return the offset of the first character."""
        return self.starts[0]

    @property
    def end(self) -> int:
        """Return the offset after the last character."""
        return self.end_of(len(self.words) - 1)

    @cached_property
    def lowers(self) -> tuple[str, ...]:
        """Return the words in lower case."""
        return tuple(w.lower() for w in self.words)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Return every lemma and every word in lower case."""
        return frozenset((*self.lemmas, *self.lowers))

    def forms(self, i: int) -> tuple[str, ...]:
        """Return the lemma of word *i*, after that of the compound it ends: "cease-fire", "fire"."""
        if i > 1 and self.words[i - 1] == "-" and self.starts[i] - self.starts[i - 1] == 1:
            return f"{self.lowers[i - 2]}-{self.lemmas[i]}", self.lemmas[i]
        return (self.lemmas[i],)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Return, for each word, the words it governs, in order."""
        below: list[list[int]] = [[] for _ in self.words]
        for i, head in enumerate(self.heads):
            if head != i:
                below[head].append(i)
        return tuple(tuple(b) for b in below)

    def end_of(self, i: int) -> int:
        """Return the offset after word *i*."""
        return self.starts[i] + len(self.words[i])

    def span(self, first: int, last: int) -> str:
        """Return the article's text from word *first* to word *last*."""
        return self.text[self.starts[first] : self.end_of(last)]

    def kids(self, i: int, *deps: str) -> list[int]:
        """Return the words that *i* governs by one of *deps*."""
        below = self.children[i]
        return [k for k in below if self.deps[k] in deps] if below else []

    def first_kid(self, i: int, *deps: str) -> int | None:
        """Return the first word that *i* governs by one of *deps*, or None."""
        return next((k for k in self.children[i] if self.deps[k] in deps), None)

    def below(self, i: int) -> Iterator[int]:
        """Yield *i* and every word under it."""
        stack = [i]
        while stack:
            k = stack.pop()
            yield k
            stack.extend(self.children[k])

    def above(self, i: int) -> Iterator[int]:
        """Yield the words that govern *i*, nearest first."""
        while self.heads[i] != i:
            i = self.heads[i]
            yield i

    def conjuncts(self, i: int) -> list[int]:
        """Return *i* and the words joined to it by *and*, *or* or a comma."""
        out = [i]
        for k in out:
            out.extend(self.kids(k, "conj"))
        return out

    def is_verb(self, i: int) -> bool:
        """Tell whether word *i* is tagged as a verb."""
        return self.tags[i][:2] == "VB"

    def is_noun(self, i: int) -> bool:
        """Tell whether word *i* is tagged as a common or proper noun."""
        return self.tags[i][:2] == "NN"

    def phrase(self, i: int) -> tuple[int, int]:
        """Return first and last word of the noun phrase headed by *i*, clauses left out."""
        first = i
        for k in reversed(self.children[i]):
            if k < i and self.deps[k] in LEFT_MODIFIERS and k < first:
                first = min(first, *self._left(k))
        return first, i

    def _left(self, i: int) -> list[int]:
        return [k for k in self.below(i) if k <= i] or [i]

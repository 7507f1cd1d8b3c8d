"""An index of names that finds the longest ones in a tokenised sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from talion.knowledge.words import capital_at, is_acronym, parts

# Above this many different tokens the memory of spellings starts afresh: enough for the words of
# some ten thousand articles, and under 40 MB.
_REMEMBERED = 100_000


# Marks a name written in capitals throughout, which only capitals in the text can mean.
_ALL_CAPITALS = -1
# The longest acronym with small letters in it.
_SHORT = 5
# How a name must be written in the text: the place of the piece that wants a capital, the mark of
# capitals throughout, the very spelling, or anything.
_Case = int | str | None


class Hit(NamedTuple):
    """A name in a sentence: tokens from `start` up to, not including, `stop`."""

    start: int
    stop: int
    key: str


class Bearer(NamedTuple):
    """Whom a name may mean: an id, and how and when the name is its."""

    id: str
    name: str
    kind: str
    starred: bool = False
    stands_for: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    #: Meant where several bear the name and nothing around it tells which.
    first: bool = False


class Names:
    """Names by the folded key of their words.

    Example:
        >>> names = Names()
        >>> names.add(Bearer("al-qaeda", "al-Qaeda", "alias"))
        >>> names.scan(["Fighters", "of", "al", "-", "Qaeda", "’s", "branch"])
        [Hit(start=2, stop=5, key='al qaeda')]
        >>> names.scan(["al", "-", "qaeda"])
        []
    """

    def __init__(self) -> None:
        self._bearers: dict[str, list[Bearer]] = {}
        self._cases: dict[str, set[_Case]] = {}
        self._prefixes: set[str] = set()
        self._first: set[str] = set()
        self._first_lower: set[str] = set()
        self._pieces: dict[str, tuple[str, ...]] = {}
        self._starts: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._bearers)

    def add(self, bearer: Bearer) -> None:
        """Enter one name; the same id is entered once under a key for each kind of name."""
        pieces = parts(bearer.name)
        if not pieces:
            return
        self._enter(pieces, bearer)
        if "'s" in pieces:
            # News often drops the apostrophe: Peoples Liberation Army.
            joined = " ".join(pieces).replace(" 's", "s")
            self._enter(tuple(joined.split()), bearer)

    def bearers(self, key: str) -> tuple[Bearer, ...]:
        """Return whom a key may mean."""
        return tuple(self._bearers.get(key, ()))

    def __iter__(self) -> Iterator[str]:
        return iter(self._bearers)

    def scan(self, words: Sequence[str]) -> list[Hit]:
        """Return the longest names in a sentence, from left to right, none overlapping."""
        hits: list[Hit] = []
        starts = self._starts
        free = 0
        for place, word in enumerate(words):
            offsets = starts.get(word)
            if offsets is None:
                offsets = self._remember(word)
            if not offsets or place < free:
                continue
            for offset in offsets:
                if hit := self._longest(words, place, offset):
                    hits.append(hit)
                    free = hit.stop
                    break
        return hits

    def _enter(self, pieces: tuple[str, ...], bearer: Bearer) -> None:
        key = " ".join(pieces)
        bearers = self._bearers.setdefault(key, [])
        self._cases.pop(key, None)
        if not bearers or all(_mark(b) != _mark(bearer) for b in bearers):
            bearers.append(bearer)
        # How a name must be written is found out when it is first met; here it only matters
        # whether its first piece may be small.
        first = bearer.name.partition(" ")[0]
        capital = (first[0].isupper() and first != "The") or _case(bearer.name) in (
            0,
            _ALL_CAPITALS,
        )
        (self._first if capital else self._first_lower).add(pieces[0])
        for length in range(1, len(pieces)):
            self._prefixes.add(" ".join(pieces[:length]))

    def _written(self, key: str) -> set[_Case]:
        """Return the ways in which the names of a key may be written."""
        if key not in self._cases:
            self._cases[key] = {_case(bearer.name) for bearer in self._bearers[key]}
        return self._cases[key]

    def _remember(self, word: str) -> tuple[int, ...]:
        """Return at which pieces of a token a name could begin, and keep both for next time."""
        if len(self._starts) > _REMEMBERED:
            self._starts.clear()
            self._pieces.clear()
        pieces = self._pieces[word] = parts(word)
        capital = any(c.isupper() or c.isdigit() for c in word)
        self._starts[word] = tuple(
            offset
            for offset, piece in enumerate(pieces)
            if piece in self._first_lower or (capital and piece in self._first)
        )
        return self._starts[word]

    def _longest(self, words: Sequence[str], place: int, offset: int) -> Hit | None:
        """Return the longest name that begins at a piece of a token."""
        best: Hit | None = None
        key = ""
        taken: list[str] = []
        tokens: list[str] = []
        for at in range(place, len(words)):
            pieces = self._pieces.get(words[at])
            if pieces is None:
                self._remember(words[at])
                pieces = self._pieces[words[at]]
            for piece in pieces[offset:] if at == place else pieces:
                key = f"{key} {piece}" if key else piece
                taken.append(piece)
                tokens.append(words[at])
                cases = self._written(key) if key in self._bearers else ()
                if any(_fits(case, taken, tokens) for case in cases):
                    best = Hit(place, at + 1, key)
                if key not in self._prefixes:
                    return best
        return best


def _mark(bearer: Bearer) -> tuple[str, str, dt.date | None]:
    return bearer.id, bearer.kind, bearer.start


def _case(name: str) -> _Case:
    if is_acronym(name):
        return _ALL_CAPITALS
    # Acronyms with small letters in them, such as LeT, are words if written otherwise.
    mixed = len(name) <= _SHORT and name[:1].isupper() and name[-1:].isupper() and " " not in name
    if mixed:
        return name
    # The capital of "The Base" is that of its noun: any sentence may begin with "The base".
    first, _, rest = name.partition(" ")
    at = capital_at(rest) if first == "The" and rest else None
    return capital_at(name) if at is None else at + 1


def _fits(case: _Case, pieces: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether the tokens that the pieces stand in are written as the name wants it."""
    if case is None:
        return True
    if isinstance(case, str):
        return case == words[0]
    if case == _ALL_CAPITALS:
        return all(p.upper() in w.replace(".", "") for p, w in zip(pieces, words, strict=True))
    word = words[min(case, len(words) - 1)]
    return any(c.isupper() for c in word) or word[:1].isdigit()

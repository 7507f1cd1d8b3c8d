"""Splits a sentence into words and numbers, each with what it can tell of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from talion.coding.count_kinds import Role, by_form
from talion.coding.counts import Number
from talion.knowledge.tables import read

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*|[^\w\s]")
_ROLES: tuple[Role, ...] = ("object", "subject", "adjective", "act", "noun")


@cache
def listed(*roles: str) -> frozenset[str]:
    """Return the small words that play a role around a number.

    Example:
        >>> "whom" in listed("of_part")
        True
    """
    rows = read("toll_words.csv", ["word", "role"])
    return frozenset(row["word"] for row in rows if row["role"] in roles)


@dataclass(slots=True)
class Token:
    """A word or number of a sentence; `tags` give the kind it counts in each role."""

    word: str
    start: int
    end: int
    number: Number | None = None
    tags: dict[str, str] = field(default_factory=dict)
    is_part: bool = False
    is_of_part: bool = False


def tokens_of(text: str, numbers: Sequence[Number]) -> list[Token]:
    """Return the words of a sentence, each number as one, with the kinds they can tell of."""
    tokens: list[Token] = []
    position = 0
    for number in [*numbers, None]:
        stop = number.start if number else len(text)
        for match in _WORD.finditer(text, position, stop):
            tokens.append(Token(match[0].lower(), match.start(), match.end()))
        if number:
            tokens.append(Token("#", number.start, number.end, number))
            position = number.end
    _tag(tokens)
    _mark_parts(tokens)
    return tokens


def _tag(tokens: list[Token]) -> None:
    for role in _ROLES:
        forms = by_form(role)
        for i, token in enumerate(tokens):
            for length in range(forms.longest.get(token.word, 0), 0, -1):
                words = " ".join(t.word for t in tokens[i : i + length])
                if kind := forms.kinds.get(words):
                    token.tags[role] = kind
                    break


def _mark_parts(tokens: list[Token]) -> None:
    """Mark numbers that name a part of another: "including three children", "12 of them"."""
    inside = False
    for i, token in enumerate(tokens):
        if token.word in listed("part"):
            inside = True
        elif token.word in (",", ".", ";") or token.word in listed("be") or "object" in token.tags:
            inside = False
        if token.number is not None:
            following = [t.word for t in tokens[i + 1 : i + 3]]
            token.is_of_part = following[:1] == ["of"] and bool(listed("of_part") & set(following))
            token.is_part = inside or token.is_of_part

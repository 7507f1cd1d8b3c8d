"""Folds names and tokens to one spelling, so that Kata'ib, Kata’ib and Kataib are one word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters that Unicode does not decompose into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
     "ə": "a", "ħ": "h"}
)  # fmt: skip
# Apostrophes, ayn and hamza as they are typed, full stops of "U.S.", commas, brackets, quotes.
_DROPPED = re.compile(r"['’‘ʼʿʾʻ`´.,()\[\]\"“”«»!?:;]")
_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ][sS]$|^['’ʼ][sS]$")
_ARTICLE = re.compile(r"^(?:the|an|a) (?=.)")
_BREAKS = re.compile(r"[\s\-‐‑–—/_]+")


def fold(word: str) -> str:
    """Return a word without marks, apostrophes, full stops and capitals.

    Example:
        >>> fold("Kata’ib"), fold("Élysée"), fold("U.S.")
        ('kataib', 'elysee', 'us')
    """
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
        word = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _DROPPED.sub("", word).casefold()


def parts(token: str) -> tuple[str, ...]:
    """Return the folded pieces of one token; a possessive ending is a piece of its own.

    Example:
        >>> parts("People's"), parts("al-Qaeda"), parts("-")
        (('people', "'s"), ('al', 'qaeda'), ())
    """
    if token.isascii() and token.replace(" ", "").isalpha():
        return tuple(token.lower().split())  # most names, and ten times as fast
    pieces: list[str] = []
    for piece in _BREAKS.split(token):
        if ending := _POSSESSIVE.search(piece):
            pieces += [fold(piece[: ending.start()]), "'s"]
        else:
            pieces.append(fold(piece))
    return tuple(p for p in pieces if p)


def key(name: str | Iterable[str]) -> str:
    """Return the key under which a name is kept: its pieces, joined by spaces.

    Example:
        >>> key("Kata'ib Hezbollah") == key(["Kata’ib", "Hezbollah"])
        True
        >>> key("al-Qaeda") == key(["al", "-", "Qaeda"])
        True
    """
    return _key(name) if isinstance(name, str) else " ".join(filter(None, map(_key, name)))


@lru_cache(maxsize=16_384)
def _key(name: str) -> str:
    return " ".join(parts(name))


def bare(name: str) -> str:
    """Return the key of a name without a leading article or a trailing possessive.

    Example:
        >>> bare("the Taliban’s")
        'taliban'
    """
    return _ARTICLE.sub("", key(name)).removesuffix(" 's")


def is_acronym(name: str) -> bool:
    """Return whether a name is written in capitals only, so that "us" is not the US.

    Example:
        >>> is_acronym("U.S."), is_acronym("EU"), is_acronym("Daesh")
        (True, True, False)
    """
    letters = [c for c in name if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def capital_at(name: str) -> int | None:
    """Return which piece of a name is the first that begins with a capital, if any does.

    Example:
        >>> capital_at("al-Qaeda"), capital_at("Hamas"), capital_at("the West")
        (1, 0, 1)
    """
    pieces = [p for p in _BREAKS.split(name) if fold(p)]
    for place, piece in enumerate(pieces):
        first = next((c for c in piece if c.isalnum()), "")
        if first.isupper() or first.isdigit():
            return place
    return None

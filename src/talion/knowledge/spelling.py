"""Folds the ways in which names from other scripts are spelled, such as Qadhafi and Gaddafi."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from talion.knowledge import tables
from talion.knowledge.names import Bearer

# Shorter keys are those of too many names.
_SHORTEST = 8


def loose(words: Sequence[str]) -> str:
    """Return what spellings of a name have in common: its sound, by and large.

    Whole words are folded first (Mohammed is Muhammad, ibn is bin), then letters; a name of which
    too little is left has no loose spelling.

    Example:
        >>> loose("muammar al qadhafi".split()) == loose("moammar gaddafi".split())
        True
        >>> loose("li na".split())
        ''
    """
    wholes, _ = _rules()
    folded = [wholes.get(w, w) for w in words if w != "'s"]
    respelled = [_respelled(w) for w in folded if w]
    key = "".join(respelled)
    return key if len(key) >= _SHORTEST and len(respelled) > 1 else ""


@lru_cache(maxsize=4096)
def _respelled(word: str) -> str:
    """Return a word with its letters folded; many people share a given name."""
    _, letters = _rules()
    for pattern, letter in letters:
        word = pattern.sub(letter, word)
    return word


def respellings(
    keys: Iterable[str], people: Callable[[str], tuple[Bearer, ...]]
) -> dict[str, tuple[Bearer, ...]]:
    """Return full names of people by their loose spelling, where it is that of one person only.

    Example:
        >>> bearer = Bearer("zuleika-quux", "Zuleika Quux", "name")
        >>> list(respellings(["zuleika quux", "quux"], lambda key: (bearer,)))
        ['zuligagugs']
    """
    index: dict[str, list[Bearer]] = {}
    for key in keys:
        if " " in key and (bearers := people(key)):
            index.setdefault(loose(key.split()), []).extend(bearers)
    return {k: tuple(b) for k, b in index.items() if k and len({x.id for x in b}) == 1}


@cache
def _rules() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Return the words and the patterns of letters that the table folds, in its order."""
    rows = tables.read("spellings.csv", ["written", "kind", "folded"])
    kinds = [
        (row.text("written"), row.choice("kind", ("word", "letters")), row["folded"])
        for row in rows
    ]
    wholes = {written: folded for written, kind, folded in kinds if kind == "word"}
    letters = tuple((re.compile(w), f) for w, kind, f in kinds if kind == "letters")
    return wholes, letters

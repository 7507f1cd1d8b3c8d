"""Folds the ways in which names from other scripts are spelled, such as Qadhafi and Gaddafi."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from talion.knowledge import tables

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
    wholes, letters = _rules()
    folded = [wholes.get(w, w) for w in words if w != "'s"]
    respelled = []
    for word in (w for w in folded if w):
        for pattern, letter in letters:
            word = pattern.sub(letter, word)
        respelled.append(word)
    key = "".join(respelled)
    return key if len(key) >= _SHORTEST and len(respelled) > 1 else ""


@cache
def _rules() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Return the words and the patterns of letters that the table folds, in its order."""
    rows = tables.read("spellings.csv", ["written", "kind", "folded"])
    kinds = [(row.text("written"), row.choice("kind", ("word", "letters")), row["folded"]) for row in rows]
    wholes = {written: folded for written, kind, folded in kinds if kind == "word"}
    letters = tuple((re.compile(w), f) for w, kind, f in kinds if kind == "letters")
    return wholes, letters

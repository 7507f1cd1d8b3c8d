"""Finds place names in a tokenised sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from talion.knowledge.placenames import fold, word_roles
from talion.knowledge.placetable import Entry

Find = Callable[[str], tuple[Entry, ...]]
Begins = Callable[[str], bool]
# The longest names in news have seven tokens once hyphens are split ("Deir ez - Zor").
LONGEST = 8
# A town smaller than this needs a word before it that takes a place.
KNOWN = 15_000
_JOINTS = frozenset({"-", "–", "’", "'", "."})
_PARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ez", "es", "e", "i", "de", "del", "la", "le", "les", "las", "los", "of", "the", "and", "bin", "abu", "da", "do", "di", "du", "sur", "upon", "on", "in", "en", "am", "der", "den", "van", "von"})  # fmt: skip


def scan(words: Sequence[str], find: Find, begins: Begins) -> list[tuple[int, int]]:
    """Return the longest place names, left to right, that do not overlap.

    Args:
        words: The tokens of one sentence.
        find: Gives the places that bear a folded name.
        begins: Tells whether a folded name begins with some text.
    """
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(words):
        stop = _longest(words, i, find, begins) if _may_start(words, i) else None
        if stop is None:
            i += 1
        else:
            spans.append((i, stop))
            i = stop
    return [s for s in spans if _is_meant(words, s, spans, find)]


def _may_start(words: Sequence[str], i: int) -> bool:
    word = words[i]
    if word[:1].isupper():
        return True
    # "al-Bab", "el-Arish": a small article joined to a name in capitals.
    return word in _PARTICLES and i + 2 < len(words) and words[i + 1] in _JOINTS and words[i + 2][:1].isupper()


def _longest(words: Sequence[str], start: int, find: Find, begins: Begins) -> int | None:
    best = None
    text = ""
    for stop in range(start + 1, min(start + LONGEST, len(words)) + 1):
        word = words[stop - 1]
        text += word if word in _JOINTS or (text and text[-1:] in _JOINTS) else f" {word}"
        if not (word[:1].isupper() or word in _JOINTS or word.lower() in _PARTICLES or word[:1].isdigit()):
            break
        key = fold(text)
        if not key:
            break
        if (word[:1].isupper() or word[:1].isdigit()) and find(key):
            best = stop
        if not begins(key):
            break
    return best


def _is_meant(words: Sequence[str], span: tuple[int, int], spans: Sequence[tuple[int, int]], find: Find) -> bool:
    """Return whether a name that was found is used as the name of a place."""
    start, stop = span
    roles = word_roles()
    before = words[start - 1].rstrip(".").lower() if start else ""
    after = words[stop] if stop < len(words) else ""
    key = fold(" ".join(words[start:stop]))
    held = after == "," and any(s == stop + 1 for s, _ in spans)
    if held:
        return True
    if before in roles["title"]:
        return False
    entries = find(key)
    if any(e.site.feature == "PCLI" or e.supplement for e in entries) and key not in roles["ambiguous"]:
        return True
    if key in roles["common"]:
        return False
    cued = before in roles["cue"] or before in roles["direction"]
    # Beside another name in capitals the word is part of that name: "Jackson Brown".
    joined = (start > 0 and words[start - 1][:1].isupper() and start > 1) or after[:1].isupper()
    if key in roles["ambiguous"]:
        return cued and not joined
    if joined and stop - start == 1 and not cued:
        return False
    return cued or any(e.site.population >= KNOWN or e.site.precision != "city" for e in entries)

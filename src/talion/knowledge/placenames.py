"""Folds the spellings of a place name to one key, and reads the words around names."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache

from talion.knowledge import tables

# Letters that Unicode does not take apart into a base letter and a mark.
_WHOLE = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
        "ı": "i", "ə": "a", "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ɓ": "b", "ɗ": "d", "ɛ": "e", "ɔ": "o",
    }
)  # fmt: skip
_SILENT = str.maketrans("", "", "'’‘`´ʻʼʽʾʿˈ′.\u200c\u200d\u00ad")
_GAP = re.compile(r"[^0-9a-z]+")
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft", "mountain": "mtn"}
# The Arabic article before the sun letters takes the letter's sound.
_ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "adh", "ath", "es", "er", "ed", "et", "ez", "en", "esh"})  # fmt: skip


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return the key under which a name is looked up, the same for its common spellings.

    Case, accents, apostrophes, full stops and hyphens do not count, and "Saint",
    "Mount" and "Fort" equal their abbreviations.

    Example:
        >>> fold("Al-Fallūjah"), fold("St. John’s"), fold("Saint John's"), fold("U.S.")
        ('al fallujah', 'st johns', 'st johns', 'us')
    """
    text = name.lower().translate(_SILENT)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_WHOLE))
        text = "".join(c for c in text if not unicodedata.combining(c)).translate(_SILENT)
    words = _GAP.sub(" ", text).split()
    return " ".join([_SHORT.get(w, w) for w in words])


def without_article(key: str) -> str:
    """Return a folded key without a leading Arabic article.

    Example:
        >>> without_article("ar raqqah"), without_article("raqqah")
        ('raqqah', 'raqqah')
    """
    first, _, rest = key.partition(" ")
    return rest if rest and first in _ARTICLES else key


@cache
def word_roles() -> dict[str, dict[str, str]]:
    """Return the words of `place_words.csv` by role, each with its note.

    The roles are ``common`` and ``ambiguous`` (names that are usually something
    else), ``cue`` (words before a place), ``title`` (words before a person),
    ``kind`` (province, county; the note is the feature), ``direction`` and
    ``abbreviation`` (the note is ``name|country``).

    Example:
        >>> word_roles()["kind"]["governorate"], "near" in word_roles()["cue"]
        ('ADM1', True)
    """
    roles: dict[str, dict[str, str]] = defaultdict(dict)
    for row in tables.read("place_words.csv", ("word", "role", "note")):
        roles[row["role"]][row["word"]] = row["note"]
    return dict(roles)


def split_kind(key: str) -> tuple[str, str | None]:
    """Return a folded name without the word for its kind, and the feature that word means.

    Example:
        >>> split_kind("anbar province"), split_kind("city of mosul"), split_kind("kirkuk")
        (('anbar', 'ADM1'), ('mosul', 'PPL'), ('kirkuk', None))
    """
    kinds = word_roles()["kind"]
    words = key.split()
    if len(words) > 1 and words[-1] in kinds:
        return " ".join(words[:-1]), kinds[words[-1]]
    if len(words) > 2 and words[0] in kinds and words[1] == "of":
        return " ".join(words[2:]), kinds[words[0]]
    return key, None


def split_direction(key: str) -> tuple[str, str | None]:
    """Return a folded name without a leading point of the compass, and that word.

    Example:
        >>> split_direction("northern iraq"), split_direction("iraq")
        (('iraq', 'northern'), ('iraq', None))
    """
    first, _, rest = key.partition(" ")
    return (rest, first) if rest and first in word_roles()["direction"] else (key, None)

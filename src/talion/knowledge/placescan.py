"""Finds place names in a tokenised sentence."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import cache

from talion.knowledge.placenames import fold, word_roles
from talion.knowledge.placetable import Entry

Find = Callable[[str], tuple[Entry, ...]]
Begins = Callable[[str], bool]
Span = tuple[int, int]
# The longest names in news have eight tokens once hyphens are split.
LONGEST = 8
# People a town must have before its bare name, with no word that takes a place before it, is
# read as the town.  Where towns are named after English families it takes more.
KNOWN, KNOWN_NAMESAKE = 15_000, 120_000
# Such a name stays a place as the first part of a longer one: "Baghdad Operations Command".
GREAT = 100_000
# Capitals up to this many are an acronym: "CIA", "NATO".
SHORT = 5
# A division of fewer people is less known than the families that bear its name.
GREAT_DIVISION = 500_000
_LARGE = frozenset({"country", "admin1", "region"})
_JOINTS = frozenset({"-", "–", "’", "'", "."})
_PARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ez", "es", "e", "i", "de", "del", "la", "le", "les", "las", "los", "of", "the", "and", "bin", "abu", "da", "do", "di", "du", "sur", "upon", "on", "in", "en", "am", "der", "den", "van", "von"})  # fmt: skip
_NEVER_LAST = _JOINTS | _PARTICLES


@dataclass(frozen=True, slots=True)
class Gazette:
    """What the scan asks of the gazetteer.

    Attributes:
        find: Gives the places that bear a folded name.
        begins: Tells whether some folded name begins with a text.
        spots: Tells the same of the supplement's names, which news writes in small letters
            too ("Rafah crossing").
        peoples: Folded words for the people of a country, which are no names of places.
    """

    find: Find
    begins: Begins
    spots: Begins = lambda _: False
    peoples: Container[str] = frozenset()


def scan(words: Sequence[str], places: Gazette, known: Container[str] = frozenset()) -> list[Span]:
    """Return the longest place names, left to right, that do not overlap.

    Args:
        words: The tokens of one sentence.
        places: The gazetteer's names.
        known: Folded names that the rest of the text uses for places beyond doubt.
    """
    spans: list[Span] = []
    free = 0
    for i in _starts(words):
        if i < free:
            continue
        stop = _abbreviation(words, i, spans) or _longest(words, i, places)
        if stop is not None:
            spans.append((i, stop))
            free = stop
    if not spans:
        return []
    sentence = _Sentence(words, spans, places, known)
    return [span for span in spans if sentence.means(span)]


def _abbreviation(words: Sequence[str], i: int, spans: Sequence[Span]) -> int | None:
    """Return where a state's abbreviation stops that follows a town and a comma."""
    if i < 2 or words[i - 1] != "," or not spans or spans[-1][1] != i - 1:
        return None
    short = word_roles()["abbreviation"]
    for stop in (i + 2, i + 1):
        if "".join(words[i:stop]) in short and stop <= len(words):
            return stop
    return None


def _starts(words: Sequence[str]) -> list[int]:
    """Return where names may begin, roughly: most words are small and stand after no comma."""
    return [
        i
        for i, word in enumerate(words)
        if not word[:1].islower() or word in _PARTICLES or words[i - 1] == ","
    ]


def _may_start(words: Sequence[str], i: int) -> bool:
    word = words[i]
    if word[:1].isupper():
        return True
    # "al-Bab", "el-Arish": a small article joined to a name in capitals.
    return (
        word in _PARTICLES
        and i + 2 < len(words)
        and words[i + 1] in _JOINTS
        and words[i + 2][:1].isupper()
    )


def _longest(words: Sequence[str], start: int, places: Gazette) -> int | None:
    # Only the supplement's names begin with a number: "38th parallel".
    number = words[start][:1].isdigit()
    if not number and not _may_start(words, start):
        return None
    best = None
    text = ""
    for stop in range(start + 1, min(start + LONGEST, len(words)) + 1):
        word = words[stop - 1]
        tied = word in _JOINTS or (stop - 2 >= start and words[stop - 2] in _JOINTS)
        text += word if tied else f" {word}"
        key = fold(text)
        if not _goes_on(word) and not (word.isalnum() and places.spots(key)):
            break
        if number and not places.spots(key):
            break
        if word not in _NEVER_LAST and not word.isdigit() and places.find(key):
            best = stop
        if key and not places.begins(key):
            break
    return best


def _goes_on(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit() or word in _JOINTS or word.lower() in _PARTICLES


def scan_all(sentences: Sequence[Sequence[str]], places: Gazette) -> list[list[Span]]:
    """Return the place names in each sentence of a text.

    A name that some sentence uses for a place beyond doubt ("in Gainesville") is taken
    for one in the other sentences too.

    Args:
        sentences: The tokens of each sentence.
        places: The gazetteer's names.
    """
    known = set()
    for words in sentences:
        for span in scan(words, places):
            if _before(words, span) in _strong() or words[span[1] : span[1] + 1] == [","]:
                known.add(_key(words, span))
    return [scan(words, places, known) for words in sentences]


def _key(words: Sequence[str], span: Span) -> str:
    return fold(" ".join(words[span[0] : span[1]]))


def _before(words: Sequence[str], span: Span) -> str:
    return words[span[0] - 1].rstrip(".").lower() if span[0] else ""


@cache
def _strong() -> frozenset[str]:
    """Return the words that mostly a place follows; a person may follow "to" or "from"."""
    roles = word_roles()
    return frozenset(w for w, note in roles["cue"].items() if not note) | set(roles["direction"])


class _Sentence:
    """A sentence with the names found in it, to tell which of them are used for places."""

    def __init__(
        self, words: Sequence[str], spans: Sequence[Span], places: Gazette, known: Container[str]
    ) -> None:
        self.words, self.spans, self.places, self.known = words, spans, places, known
        self.starts = {span[0]: n for n, span in enumerate(spans)}
        self.roles = word_roles()

    def word(self, i: int) -> str:
        """Return a word, or an empty one beyond either end."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def means(self, span: Span) -> bool:
        """Return whether a name that was found is used as the name of a place."""
        start, stop = span
        key, before = _key(self.words, span), _before(self.words, span)
        entries = self.places.find(key)
        if not entries or self.is_held(span) or self.is_abbreviation(span):
            return True
        if before in self.roles["title"] or key in self.places.peoples:
            return False
        strong = before in _strong()
        cued = strong or before in self.roles["cue"]
        # A name in capitals beside the word makes it a part of that name: "Jackson Brown".
        follows = not cued and self.word(start - 1)[:1].isupper() and self.word(start - 1) != "The"
        leads = self.word(stop)[:1].isupper()
        large, ours = _is_large(entries), any(e.supplement for e in entries)
        if key in self.roles["common"]:
            # "us" is a common word, "US" is not.
            return (large and self.words[start].isupper()) or (ours and strong and not leads)
        if key in self.roles["ambiguous"]:
            return not follows and not leads and (strong or large or key in self.known)
        single = " " not in key
        # The first word of a sentence has a capital whatever it is.
        follows = follows and start > 1
        leads = leads and stop not in self.starts
        if self.is_acronym(span) and not (large or ours):
            return False
        if large or ours:
            return large or not (single and follows)
        if single and self.is_tied(stop):
            return False
        if single and not cued and (follows or (leads and not self.has(entries, GREAT))):
            return False
        return cued or key in self.known or self.has(entries, KNOWN)

    def is_acronym(self, span: Span) -> bool:
        """Return whether a name is a few capitals in a sentence of small letters."""
        start, stop = span
        word = self.words[start]
        short = stop == start + 1 and len(word) <= SHORT and word.isupper()
        return short and any(w.islower() for w in self.words)

    def is_tied(self, stop: int) -> bool:
        """Return whether a hyphen ties a name to one that is no known place: "Wal-Mart"."""
        other = self.starts.get(stop + 1)
        if self.word(stop) != "-" or not self.word(stop + 1)[:1].isupper():
            return False
        return other is None or not _is_large(self.places.find(_key(self.words, self.spans[other])))

    def is_abbreviation(self, span: Span) -> bool:
        """Return whether a name is the abbreviation of a state after a comma."""
        short = "".join(self.words[span[0] : span[1]]) in self.roles["abbreviation"]
        return short and self.word(span[0] - 1) == ","

    def is_held(self, span: Span) -> bool:
        """Return whether a country, a division or its abbreviation follows after a comma."""
        stop = span[1]
        if self.word(stop) != "," or stop + 1 not in self.starts:
            return False
        holder = self.spans[self.starts[stop + 1]]
        # "In March, Washington said": what holds a common word must close with a stop.
        closes = self.word(holder[1]) in {"", ",", ".", ")", ";"}
        if _key(self.words, span) in self.roles["common"] and not closes:
            return False
        entries = self.places.find(_key(self.words, holder))
        return self.is_abbreviation(holder) or any(e.site.precision in _LARGE for e in entries)

    def has(self, entries: Sequence[Entry], people: int) -> bool:
        """Return whether some place of the name is so large that it is meant unless said otherwise."""
        least = max(people, KNOWN_NAMESAKE)
        return any(
            e.site.precision in _LARGE
            or e.site.population >= (least if e.site.country in self.roles["namesake"] else people)
            for e in entries
        )


def _is_large(entries: Sequence[Entry]) -> bool:
    """Return whether a name is that of a state, its capital or a division of many people."""
    return any(
        e.site.feature == "PCLI"
        or (e.site.feature == "PPLC" and e.own)
        or (e.site.feature == "ADM1" and e.own and e.site.population >= GREAT_DIVISION)
        for e in entries
    )

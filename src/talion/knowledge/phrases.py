"""The parts of a noun phrase: what leads up to its head, and what follows and only modifies it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from talion.knowledge import tables
from talion.knowledge.words import key

# How far a compound reaches to either side of its small word: "chairman of the joint chiefs of
# staff" is among the longest.
_REACH = 5
ROLES = (
    "tail",
    "tail home",
    "phrase",
    "skip",
    "skip quantity",
    "past",
    "lead",
    "particle",
    "particle father",
    "family name",
    "after name",
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The small words by which the parts of a noun phrase are told apart.

    Example:
        >>> phrases = Phrases.load()
        >>> phrases.core_length(["the", "rebels", "in", "eastern", "Congo"])
        2
        >>> phrases.core(["Two", "suspected", "gunmen", "of", "the", "group"])
        ['gunmen']
    """

    tails: frozenset[str]
    homes: frozenset[str]
    skipped: frozenset[str]
    quantities: frozenset[str]
    past: frozenset[str]
    #: Parts of names that are written small, and the hyphen.
    particles: frozenset[str]
    #: Those of them that a father's name follows: bin, ibn.
    fathers: frozenset[str]
    #: All small words: none of them is a name.
    small: frozenset[str]
    #: Words that are also family names, and those that after one of them show that it is.
    family_names: frozenset[str]
    after_names: frozenset[str]
    compounds: frozenset[str] = frozenset()

    @classmethod
    def load(cls, compounds: Iterable[str] = ()) -> Phrases:
        """Read the words from the knowledge folder; *compounds* are phrases to keep whole."""
        rows = [(r.text("word"), r.choice("role", ROLES)) for r in _rows()]
        return cls(
            tails=frozenset(w for w, role in rows if role.startswith("tail")),
            homes=frozenset(w for w, role in rows if role == "tail home"),
            skipped=frozenset(w for w, role in rows if role.startswith("skip")),
            quantities=frozenset(w for w, role in rows if role == "skip quantity"),
            past=frozenset(w for w, role in rows if role == "past"),
            particles=frozenset(w for w, role in rows if role.startswith("particle")) | {""},
            fathers=frozenset(w for w, role in rows if role == "particle father"),
            small=frozenset(key(w) for w, role in rows if not role.endswith(" name")),
            family_names=frozenset(w for w, role in rows if role == "family name"),
            after_names=frozenset(w for w, role in rows if role == "after name"),
            compounds=frozenset(compounds),
        )

    def core_length(self, words: Sequence[str]) -> int:
        """Return how many words come before the first that follows the head.

        A compound that holds such a word belongs together, as in "ministry of defence"; a number
        and its "of" only lead up to the head, as in "dozens of soldiers".
        """
        for place, word in enumerate(words):
            if word == "of" and place and key(words[place - 1]) in self.quantities:
                continue
            if place and (word in "(," or key(word) in self.tails) and not _hyphened(words, place):
                return self._compound_end(words, place) or place
        return len(words)

    def _compound_end(self, words: Sequence[str], place: int) -> int | None:
        """Return where a compound ends that goes over the small word at *place*, if one does."""
        for stop in range(min(len(words), place + _REACH), place + 1, -1):
            if not key(words[stop - 1]):
                continue
            for start in range(max(0, place - _REACH), place):
                if key(words[start:stop]) in self.compounds:
                    return stop
        return None

    def core(self, words: Sequence[str]) -> list[str]:
        """Return the folded words up to the head, without articles and the like before it."""
        core = self.without_lead(words[: self.core_length(words)])
        return key(core).split()

    def without_lead(self, words: Sequence[str]) -> list[str]:
        """Return words without the articles, numbers and the like before them.

        Example:
            >>> Phrases.load().without_lead(["hundreds", "of", "the", "men"])
            ['men']
        """
        kept = list(words)
        while len(kept) > 1 and self._leads(kept[0]):
            kept = kept[1:]
        return kept

    def _leads(self, word: str) -> bool:
        folded = key(word)
        return not folded or folded in self.skipped or folded.isdigit() or folded == "of"

    def home_follows(self, words: Sequence[str], start: int, place: int) -> bool:
        """Return whether the word at *place* says where the head that ends at *start* is at home.

        The nearest small word before it decides: "rebels in eastern Congo" but not "talks with
        Congo"; a bracket does too: "police (Congo)".
        """
        for word in reversed(words[start:place]):
            if word == "(" or key(word) in self.homes:
                return True
            if key(word) in self.tails:
                return False
        return False


def _rows() -> list[tables.Row]:
    return tables.read("phrase_words.csv", ["word", "role", "note"])


def _hyphened(words: Sequence[str], place: int) -> bool:
    """Return whether a word is one side of a hyphen, as in "Iran-backed"."""
    return words[place - 1] in "-‐‑–" or words[place + 1 : place + 2] == ["-"]

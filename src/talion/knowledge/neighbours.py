"""Tells by its neighbours whether a short name belongs to someone else's longer one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from talion.knowledge.names import Hit
from talion.knowledge.phrases import Phrases
from talion.knowledge.words import key

# In a sentence with more capitals than this share, capitals tell nothing: a headline.
_HEADLINE = 0.6
# What stands before the first word of a sentence, or of a quotation.
_BEFORE_SENTENCES = frozenset('"“‘.:;—–')
# Fewer words than this are a name rather than a headline.
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The words that may stand beside a family name without being part of the name.

    Example:
        >>> beside = Neighbours(frozenset({"president"}), Phrases.load())
        >>> one_word = lambda key: True
        >>> words = "we saw that President Quux met a man called Zorba Quux".split()
        >>> beside.keep(words, [Hit(4, 5, "quux"), Hit(10, 11, "quux")], one_word)
        [Hit(start=4, stop=5, key='quux')]
    """

    titles: frozenset[str]
    phrases: Phrases

    def keep(
        self, words: Sequence[str], hits: list[Hit], is_short_name: Callable[[str], bool]
    ) -> list[Hit]:
        """Return the hits without those short names that are part of another person's name.

        In "Boris Quux", a Quux who is not called Boris is not meant.
        """
        if not any(is_short_name(hit.key) for hit in hits) or _is_headline(words):
            return hits
        kept: list[Hit] = []
        for hit in hits:
            ends = kept[-1].stop if kept else -1
            if not is_short_name(hit.key) or self._stands_alone(words, hit, ends):
                kept.append(hit)
        return kept

    def _stands_alone(self, words: Sequence[str], hit: Hit, last_end: int) -> bool:
        before = words[hit.start - 1] if hit.start and hit.start != last_end else ""
        after = words[hit.stop] if hit.stop < len(words) else ""
        if self._may_belong(after) or self._is_word(words, hit, after):
            return False
        return not self._may_belong(before) or key(before) in self.titles

    def _is_word(self, words: Sequence[str], hit: Hit, after: str) -> bool:
        """Return whether the capital of "Brown bears" is that of the sentence, not of a name."""
        begins = hit.start == 0 or words[hit.start - 1] in _BEFORE_SENTENCES
        common = hit.key in self.phrases.family_names
        return begins and common and key(after) not in self.phrases.after_names

    def _may_belong(self, word: str) -> bool:
        """Return whether a word beside a name could be another part of it."""
        return _is_capitalised(word) and key(word) not in self.phrases.small


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper() and word[1:2].islower()


def _is_headline(words: Sequence[str]) -> bool:
    letters = [w for w in words if w[:1].isalpha()]
    capitals = sum(w[0].isupper() for w in letters)
    return len(letters) >= _SHORTEST and capitals > _HEADLINE * len(letters)

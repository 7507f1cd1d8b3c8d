"""When an event is reported to have happened: the date phrase nearest to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from talion.coding.dates import DatePhrase, find_dates, resolve
from talion.coding.draft import Draft
from talion.coding.nearest import FAR, distance, top_word, words_between
from talion.coding.sentence import Sentence
from talion.records import When

#: Phrases that name days on which something else happened: "the first since 2003", "by Friday".
_OTHER_DAYS = frozenset({"comparison", "before", "after", "by"})


@dataclass
class Clock:
    """Dates the events of one article against the day it was published."""

    published: dt.date | None
    _cache: dict[int, list[tuple[int, DatePhrase]]] = field(default_factory=dict)
    _last: When | None = None

    def when(self, draft: Draft) -> When:
        """Return the days of the event; without a phrase the article's day is assumed."""
        s = draft.sentence
        best: tuple[int, DatePhrase, int] | None = None
        for word, phrase in self._phrases(s):
            way = min(distance(s, draft.head, word), distance(s, draft.carrier, word))
            if phrase.kind in _OTHER_DAYS or _since_clause(s, word, draft.head):
                continue
            if way <= FAR and (best is None or way < best[0]):
                best = (way, phrase, word)
        if best is not None:
            found = self._resolve(best[1], s, draft, best[2])
            if found is not None:
                self._last = found
                return found
        return When(self.published, self.published, "assumed")

    def _phrases(self, s: Sentence) -> list[tuple[int, DatePhrase]]:
        if s.index not in self._cache:
            found = []
            for phrase in find_dates(s.text[s.start : s.end], self.published):
                words = words_between(s, s.start + phrase.start, s.start + phrase.end)
                if words:
                    found.append((top_word(s, words), phrase))
            self._cache[s.index] = found
        return self._cache[s.index]

    def _resolve(self, phrase: DatePhrase, s: Sentence, draft: Draft, word: int) -> When | None:
        # The day of an announcement is past, that of what is announced is to come.
        inside = word in s.below(draft.carrier) or s.heads[draft.carrier] == draft.carrier
        future = inside and (draft.status == "future" or draft.event_type == "AGREE")
        return resolve(phrase, self.published, anchor=self._last, future=future)


def _since_clause(s: Sentence, word: int, head: int) -> bool:
    """Tell whether the phrase dates another clause: "the worst since tensions began a year ago"."""
    for k in s.above(word):
        if s.deps[k] in ("advcl", "relcl") and head not in s.below(k):
            return any(
                s.deps[m] == "mark" or s.lowers[m] in ("when", "who", "which")
                for m in s.children[k]
            )
    return False

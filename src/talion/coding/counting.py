"""How many: the numbers that an event's own words give, and of what."""

from __future__ import annotations

from dataclasses import dataclass, field

from talion.coding.counts import Number, find_counts, kind_of, toll
from talion.coding.draft import Draft
from talion.coding.nearest import words_between
from talion.coding.sentence import Sentence
from talion.records import Count

_PARTS = ("obj", "with", "by", "subj", "of", "mod", "from", "iobj")

#: What a sentence's toll can say of an event: a general strike has no dead of its own.
_TOLL = {
    "ASSAULT": frozenset({"dead", "injured", "missing", "abducted", "casualties"}),
    "COERCE": frozenset({"arrested", "displaced"}),
    "PROTEST": frozenset({"participants"}),
}
_OWNED = frozenset[str]().union(*_TOLL.values())


@dataclass
class Tally:
    """The counts of one article's events; each sentence is searched for numbers once."""

    _numbers: dict[int, list[Number]] = field(default_factory=dict)
    _tolls: dict[int, dict[str, Count]] = field(default_factory=dict)

    def counts(self, draft: Draft) -> dict[str, Count]:
        """Return the counts reported with the event, by kind.

        A number counts what it modifies: the noun says what ("30 rockets"), and
        for people the verb says what became of them ("killed three policemen").
        """
        s = draft.sentence
        found: dict[str, Count] = {}
        heads = {
            w: n
            for n in self._numbers_of(s)
            for w in words_between(s, s.start + n.start, s.start + n.end)
        }
        for slot in _PARTS if heads else ():
            for j in draft.frame.get(slot):
                number = _number_of(s, j, heads)
                if number is None:
                    continue
                verb = s.lemmas[draft.carrier] if slot != "of" else s.lemmas[draft.head]
                kind = kind_of(s.lemmas[j], verb, role="subject" if slot == "subj" else None)
                if kind is not None and kind not in found:
                    found[kind] = _count(number, s)
        wanted = _TOLL.get(draft.event_type)
        if wanted:
            for kind, count in self._toll_of(s).items():
                if kind in wanted or kind not in _OWNED:
                    found.setdefault(kind, count)
        return found

    def _numbers_of(self, s: Sentence) -> list[Number]:
        if s.index not in self._numbers:
            numbers = find_counts(s.text[s.start : s.end])
            self._numbers[s.index] = [n for n in numbers if n.kind == "plain"]
        return self._numbers[s.index]

    def _toll_of(self, s: Sentence) -> dict[str, Count]:
        if s.index not in self._tolls:
            self._tolls[s.index] = toll(s.text[s.start : s.end], self._numbers_of(s))
        return self._tolls[s.index]


def _number_of(s: Sentence, j: int, heads: dict[int, Number]) -> Number | None:
    if j in heads:
        return heads[j]
    for k in s.below(j):
        if (
            k in heads
            and (s.heads[k] == j or s.deps[k] in ("nummod", "quantmod", "amod", "compound", "det"))
            and k <= j
        ):
            return heads[k]
    return None


def _count(number: Number, s: Sentence) -> Count:
    return Count(
        number.low, number.best, number.high, s.text[s.start + number.start : s.start + number.end]
    )

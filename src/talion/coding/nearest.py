"""Which event a phrase belongs to: the nearest one up and down the parse."""

from __future__ import annotations

from collections.abc import Sequence

from talion.coding.sentence import Sentence

#: Clause borders cost more than plain arcs, because dates and places rarely cross them.
BORDERS = {"ccomp": 4, "relcl": 3, "advcl": 3, "parataxis": 4, "acl": 2, "conj": 2, "appos": 2}
#: A phrase farther away than this says nothing about the event.
FAR = 9


def paths(s: Sentence, i: int) -> dict[int, int]:
    """Return the cost of reaching each word above *i*, *i* itself being free."""
    cost, out, at = 0, {i: 0}, i
    while s.heads[at] != at:
        cost += 1 + BORDERS.get(s.deps[at], 0)
        at = s.heads[at]
        out[at] = cost
    return out


def distance(s: Sentence, i: int, j: int) -> int:
    """Return the cost of the way from word *i* to word *j* through the parse."""
    up_i, up_j = paths(s, i), paths(s, j)
    shared = [up_i[k] + up_j[k] for k in up_i if k in up_j]
    return min(shared) if shared else FAR + 1


def top_word(s: Sentence, words: Sequence[int]) -> int:
    """Return the word of a span that governs the others."""
    inside = set(words)
    return next((w for w in words if s.heads[w] not in inside or s.heads[w] == w), words[0])


def words_between(s: Sentence, start: int, end: int) -> list[int]:
    """Return the words whose characters lie between two offsets of the article's text."""
    return [i for i in range(len(s)) if s.starts[i] < end and s.end_of(i) > start]

"""Turns a sentence with a marked actor and recipient into token numbers for the network."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

Span = tuple[int, int]
#: Longest input in tokens; fewer than one news sentence in a thousand is longer with its marks.
LONGEST = 128
#: Tokens the vocabulary holds and text never uses: they open and close actor and recipient.
MARKS = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")


@dataclass(frozen=True)
class Encoded:
    """Token numbers, where the opening marks stand, and the characters behind each token.

    A mark that is not there points at the first token, which stands for the whole sentence.
    Marks and the first and last token have the empty span (0, 0).
    """

    ids: list[int]
    source: int
    target: int
    spans: list[Span]


class Encoder:
    """Encodes sentences with one tokenizer file."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._first, self._last = self._tokenizer.encode("").ids
        vocabulary = self._tokenizer.get_vocab()
        self._marks = [vocabulary[m] for m in MARKS]

    @property
    def pad(self) -> int:
        """Return the number that fills shorter rows of a batch; a mask hides it."""
        return 0

    def __call__(self, text: str, source: Span | None, target: Span | None) -> Encoded:
        """Return the sentence as token numbers, with marks around *source* and *target*."""
        found = self._tokenizer.encode(text, add_special_tokens=False)
        before: dict[int, list[int]] = {}
        after: dict[int, list[int]] = {}
        for span, opens, closes in (
            (source, self._marks[0], self._marks[1]),
            (target, self._marks[2], self._marks[3]),
        ):
            inside = [
                k for k, (a, b) in enumerate(found.offsets) if span and b > span[0] and a < span[1]
            ]
            if inside:
                before.setdefault(inside[0], []).append(opens)
                after.setdefault(inside[-1], []).append(closes)
        ids, spans = [self._first], [(0, 0)]
        at: dict[int, int] = {}
        for k, token in enumerate(found.ids):
            for mark in before.get(k, ()):
                at[mark] = len(ids)
                ids.append(mark)
                spans.append((0, 0))
            ids.append(token)
            spans.append(found.offsets[k])
            ids.extend(after.get(k, ()))
            spans.extend((0, 0) for _ in after.get(k, ()))
        ids.append(self._last)
        spans.append((0, 0))
        return _window(ids, spans, at.get(self._marks[0], 0), at.get(self._marks[2], 0))


def _window(ids: list[int], spans: list[Span], source: int, target: int) -> Encoded:
    """Cut a run-on sentence to the tokens around its marks."""
    if len(ids) <= LONGEST:
        return Encoded(ids, source, target, spans)
    room = LONGEST - 2
    marks = [p for p in (source, target) if p]
    middle = (min(marks) + max(marks)) // 2 if marks else 0
    start = max(1, min(middle - room // 2, len(ids) - 1 - room))
    if marks:
        # Where both do not fit, the first mark does.
        start = min(start, *marks)
    shifted = [p - start + 1 if 0 <= p - start < room and p else 0 for p in (source, target)]
    keep = slice(start, start + room)
    return Encoded(
        [ids[0], *ids[keep], ids[-1]],
        shifted[0],
        shifted[1],
        [spans[0], *spans[keep], spans[-1]],
    )

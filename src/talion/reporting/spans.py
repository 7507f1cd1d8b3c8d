"""Cuts an article's text into pieces, each with everything coded on it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from talion.records import Coded, Event

#: What a piece shows first when several things are coded on it.
ORDER = (
    "trigger",
    "actor",
    "recipient",
    "source",
    "place",
    "date",
    "count",
    "tie",
    "uncoded",
    "claim",
)

#: Characters around an event in which the words of its date and numbers are looked for.
FAR = 2000


@dataclass(frozen=True, slots=True)
class Mark:
    """One span of an article with its role and the record it belongs to."""

    start: int
    end: int
    role: str
    #: What the span belongs to, as the fragment id of the page: ``e12``, ``t3``, ``c1``, ``u4``.
    target: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in which nothing begins or ends."""

    start: int
    text: str
    marks: tuple[Mark, ...]

    @property
    def roles(self) -> tuple[str, ...]:
        """Return the roles on this piece, the leading one first."""
        return tuple(dict.fromkeys(m.role for m in self.marks))


def marks(coded: Coded, article_id: str, numbers: dict[str, str], text: str) -> list[Mark]:
    """Return every span coded in one article; *numbers* gives each record's fragment id."""
    found: list[Mark] = []
    for event in coded.event_records:
        if event.article_id == article_id:
            found.extend(_of_event(event, numbers[event.event_id], text))
    for tie in coded.tie_records:
        if tie.article_id == article_id:
            found.append(Mark(tie.start, tie.end, "tie", numbers[tie.tie_id]))
    for claim in coded.claim_records:
        if claim.article_id == article_id:
            found.append(Mark(claim.start, claim.end, "claim", numbers[claim.claim_id]))
    return found


def _of_event(event: Event, target: str, text: str) -> Iterator[Mark]:
    yield Mark(event.start, event.end, "trigger", target)
    for role, actors in (
        ("actor", event.actor),
        ("recipient", event.recipient),
        ("source", event.attributed_to),
    ):
        yield from (Mark(a.start, a.end, role, target) for a in actors)
    if event.place is not None:
        yield Mark(event.place.start, event.place.end, "place", target)
    yield from _by_words(event.when.text, "date", event, target, text)
    for count in event.counts.values():
        yield from _by_words(count.text, "count", event, target, text)


def _by_words(words: str | None, role: str, event: Event, target: str, text: str) -> Iterator[Mark]:
    """Yield the place where *words* stand nearest to the event; records keep no offset for them."""
    if not words:
        return
    # Words further off than a long paragraph are the same words about something else.
    low = max(event.start - FAR, 0)
    found = re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text[low : event.end + FAR])
    near = min((low + m.start() for m in found), key=lambda at: abs(at - event.start), default=None)
    if near is not None:
        yield Mark(near, near + len(words), role, target)


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut *text* wherever a mark begins or ends; marks outside the text are left out.

    Example:
        >>> [(p.text, p.roles) for p in pieces("Chad struck", [Mark(0, 4, "actor", "e1")])]
        [('Chad', ('actor',)), (' struck', ())]
    """
    kept = sorted({m for m in marks if 0 <= m.start < m.end <= len(text)}, key=lambda m: m.start)
    cuts = sorted({0, len(text), *(m.start for m in kept), *(m.end for m in kept)})
    out: list[Piece] = []
    alive: list[Mark] = []
    waiting = 0
    for start, end in itertools.pairwise(cuts):
        while waiting < len(kept) and kept[waiting].start <= start:
            alive.append(kept[waiting])
            waiting += 1
        alive = [m for m in alive if m.end > start]
        out.append(Piece(start, text[start:end], _ordered(alive)))
    return out


def _ordered(alive: Sequence[Mark]) -> tuple[Mark, ...]:
    rank = {role: n for n, role in enumerate(ORDER)}
    return tuple(sorted(alive, key=lambda m: (rank[m.role], m.end - m.start, m.start, m.target)))


def paragraphs(found: Iterable[Piece]) -> list[list[Piece]]:
    """Group pieces into paragraphs, cutting them at line ends.

    Example:
        >>> [[p.text for p in one] for one in paragraphs(pieces("a\\n\\nb", []))]
        [['a'], ['b']]
    """
    out: list[list[Piece]] = [[]]
    for piece in found:
        at = piece.start
        for n, line in enumerate(piece.text.split("\n")):
            if n and out[-1]:
                out.append([])
            if line.strip() or (line and out[-1]):
                out[-1].append(Piece(at, line, piece.marks))
            at += len(line) + 1
    return [one for one in out if one]

"""Prepares events, ties, claims and what was not coded for the page: numbered, in words."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from talion.records import Article, Claim, Coded, Event, Tie, Uncoded
from talion.reporting import wording
from talion.reporting.digest import Digest
from talion.reporting.spans import Mark, Piece, marks, paragraphs, pieces


@dataclass(frozen=True, slots=True)
class Card:
    """One event as the page tells it."""

    number: int
    event: Event
    quote: str
    #: Whether its trigger stands in a text that the page shows.
    in_text: bool
    #: Words before and after the number of another event, and that number.
    links: tuple[tuple[str, int], ...]
    why: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def sort_number(self) -> int:
        """Return the largest count, by which the table sorts its numbers."""
        return max((c.best or c.low or c.high or 0 for c in self.event.counts.values()), default=-1)


@dataclass(frozen=True, slots=True)
class Body:
    """One article's text in paragraphs, with the cards of its events."""

    number: int
    article: Article
    paragraphs: tuple[tuple[Piece, ...], ...]
    cards: tuple[Card, ...]
    #: Characters of the text that are not shown.
    cut: int


@dataclass
class Deck:
    """Everything on the page that has a number."""

    cards: list[Card] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    ties: list[tuple[int, Tie]] = field(default_factory=list)
    claims: list[tuple[int, Claim]] = field(default_factory=list)
    uncoded: list[tuple[int, Uncoded]] = field(default_factory=list)
    article_numbers: dict[str, int] = field(default_factory=dict)
    #: Cards of one happening that several articles report, side by side.
    several: list[list[Card]] = field(default_factory=list)


def deal(digest: Digest) -> Deck:
    """Return the deck of a digest: events numbered by article and place in the text.

    Example:
        >>> deal(Digest()).cards
        []
    """
    kept = digest.kept
    deck = Deck(article_numbers={h.id: n for n, h in enumerate(digest.headlines, 1)})
    order = {a: n for a, n in deck.article_numbers.items()}
    events = sorted(
        kept.event_records, key=lambda e: (order.get(e.article_id, 0), e.start, e.event_id)
    )
    numbers = {e.event_id: n for n, e in enumerate(events, 1)}
    links = _links(kept, numbers)
    lengths = {a.id: len(a.text) for a in kept.articles}
    deck.cards = [
        Card(
            n,
            e,
            digest.quotes.get(e.event_id, ""),
            e.end <= lengths.get(e.article_id, 0),
            tuple(links[e.event_id]),
            _why(e),
        )
        for n, e in enumerate(events, 1)
    ]
    deck.several = _several(deck.cards, digest.incidents)
    deck.ties = list(enumerate(kept.tie_records, 1))
    deck.claims = list(enumerate(kept.claim_records, 1))
    deck.uncoded = list(enumerate(kept.uncoded, 1))
    deck.bodies = list(_bodies(digest, kept, deck))
    return deck


def _several(cards: Sequence[Card], incidents: Mapping[str, str]) -> list[list[Card]]:
    """Group the cards of each incident that more than one article on the page reports."""
    groups: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        if card.event.event_id in incidents:
            groups[incidents[card.event.event_id]].append(card)
    return [g for g in groups.values() if len({c.event.article_id for c in g}) > 1]


def _links(kept: Coded, numbers: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
    out: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for link in kept.link_records:
        a, b = numbers.get(link.from_event), numbers.get(link.to_event)
        if a is not None and b is not None:
            out[link.from_event].append((wording.label("link_from", link.kind), b))
            out[link.to_event].append((wording.label("link_to", link.kind), a))
    return out


def _bodies(digest: Digest, kept: Coded, deck: Deck) -> Iterator[Body]:
    fragments = {c.event.event_id: f"e{c.number}" for c in deck.cards}
    fragments |= {t.tie_id: f"t{n}" for n, t in deck.ties}
    fragments |= {c.claim_id: f"c{n}" for n, c in deck.claims}
    lengths = {h.id: h.length for h in digest.headlines}
    own: dict[str, list[Coded]] = defaultdict(list)
    for part in digest.parts:
        for article in part.articles:
            own[article.id].append(part)
    cards: dict[str, list[Card]] = defaultdict(list)
    for card in deck.cards:
        cards[card.event.article_id].append(card)
    uncoded: dict[str, list[Mark]] = defaultdict(list)
    for n, u in deck.uncoded:
        uncoded[u.article_id].append(Mark(u.start, u.end, "uncoded", f"u{n}"))
    for article in kept.articles:
        found = (
            marks(Coded.join(own[article.id]), article.id, fragments, article.text)
            + uncoded[article.id]
        )
        text = tuple(tuple(one) for one in paragraphs(pieces(article.text, found)))
        yield Body(
            deck.article_numbers[article.id],
            article,
            text,
            tuple(cards[article.id]),
            lengths[article.id] - len(article.text),
        )


def _why(event: Event) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what decided the event as headed lists of words."""
    return tuple(
        (key.replace("_", " "), lines)
        for key, value in event.why.items()
        if (lines := tuple(_lines(value)))
    )


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, Mapping):
        yield from (f"{k}: {_plain(v)}" for k, v in value.items())
    elif isinstance(value, Sequence):
        yield from (_plain(v) for v in value)
    elif value is not None:
        yield _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3g}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)

"""The frozen records that pass between the rooms of talion.

Every room takes and returns these and nothing else: reading makes an
`Article`, coding turns it into a `Coded`, the store and the reports read
`Coded`.  Offsets are character offsets into `Article.text` as given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

Status = Literal["actual", "ongoing", "future", "hypothetical", "denied"]
DatePrecision = Literal["day", "week", "month", "year", "range", "assumed"]
PlacePrecision = Literal["exact", "city", "admin1", "country", "region"]
LinkKind = Literal["response", "cause", "purpose", "same"]
TieKind = Literal["sponsors", "leads", "member_of", "part_of", "allied_with", "opposes"]


@dataclass(frozen=True, slots=True)
class Article:
    """One text with an id and the day it was published."""

    id: str
    text: str
    date: dt.date | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts or is acted on, as named in the text and as resolved."""

    id: str
    name: str
    country: str | None
    sector: str | None
    text: str
    start: int
    end: int
    resolved_by: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event is reported to have happened."""

    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    geonames_id: int | None
    precision: PlacePrecision
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Count:
    """A reported number with its bounds; an open bound is None."""

    low: int | None
    best: int | None
    high: int | None
    text: str


@dataclass(frozen=True, slots=True)
class When:
    """A span of days, both ends included, and how exactly the text gives it.

    `start` and `end` are None only if the text names no day and the article
    carries no date either.
    """

    start: dt.date | None
    end: dt.date | None
    precision: DatePrecision
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One actor–type–recipient report, tied to the words that report it."""

    event_id: str
    article_id: str
    sentence: int
    start: int
    end: int
    trigger: str
    event_type: str
    about_type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    quad_class: int
    score: float
    actor: tuple[Actor, ...]
    recipient: tuple[Actor, ...]
    when: When
    place: Place | None
    counts: Mapping[str, Count]
    status: Status
    hedged: bool
    attributed_to: tuple[Actor, ...]
    confidence: float
    why: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """What ties one event to another; a response points to what it answers."""

    link_id: str
    kind: LinkKind
    from_event: str
    to_event: str
    start: int
    end: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Tie:
    """A standing relation between two actors; `sponsors` runs patron to proxy."""

    tie_id: str
    kind: TieKind
    from_actor: Actor
    to_actor: Actor
    article_id: str
    start: int
    end: int
    text: str
    attributed_to: tuple[Actor, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement beyond one event that data could bear out or not."""

    claim_id: str
    article_id: str
    sentence: int
    start: int
    end: int
    text: str
    kind: Literal["record", "trend", "forecast", "effect"]
    attributed_to: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Uncoded:
    """Words that looked like an event and were not coded, with the reason."""

    article_id: str
    sentence: int
    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that could not be read: what, where and what to do."""

    source: str
    line: int | None
    reason: str


@dataclass(frozen=True)
class Coded:
    """What the coding of one or more articles found.

    Example:
        >>> Coded().events().columns[0]
        'event_id'
    """

    articles: tuple[Article, ...] = ()
    event_records: tuple[Event, ...] = ()
    link_records: tuple[Link, ...] = ()
    tie_records: tuple[Tie, ...] = ()
    claim_records: tuple[Claim, ...] = ()
    uncoded: tuple[Uncoded, ...] = ()
    sentences: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    @classmethod
    def join(cls, parts: Iterable[Coded]) -> Coded:
        """Return one `Coded` with everything in *parts*, in order."""
        parts = list(parts)
        sentences: dict[str, tuple[tuple[int, int], ...]] = {}
        for part in parts:
            sentences.update(part.sentences)
        return cls(
            articles=tuple(a for p in parts for a in p.articles),
            event_records=tuple(e for p in parts for e in p.event_records),
            link_records=tuple(k for p in parts for k in p.link_records),
            tie_records=tuple(t for p in parts for t in p.tie_records),
            claim_records=tuple(c for p in parts for c in p.claim_records),
            uncoded=tuple(u for p in parts for u in p.uncoded),
            sentences=sentences,
        )

    def events(self) -> pd.DataFrame:
        """Return one row per event, with the contract's columns even when empty."""
        from talion import tables

        return tables.events_frame(self.event_records)

    def links(self) -> pd.DataFrame:
        """Return one row per link between two events."""
        from talion import tables

        return tables.links_frame(self.link_records)

    def ties(self) -> pd.DataFrame:
        """Return one row per tie between two actors."""
        from talion import tables

        return tables.ties_frame(self.tie_records)

    def claims(self) -> pd.DataFrame:
        """Return one row per claim that data could test."""
        from talion import tables

        return tables.claims_frame(self.claim_records)

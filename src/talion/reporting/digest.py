"""Gathers what a run coded into what a report needs, within bounded memory."""

from __future__ import annotations

import datetime as dt
import heapq
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from talion.records import Article, Claim, Coded, Event
from talion.reporting import wording
from talion.reporting.clean import one_line

#: Rows a page still sorts and filters at once on a phone; all of them are in the database.
MAX_EVENTS = 2000
#: Articles whose text a page shows, and their characters: about a megabyte of page.
MAX_BODIES = 40
MAX_CHARACTERS = 400_000
#: Below this an article is left out rather than cut short.
MIN_CHARACTERS = 2_000
#: Characters of the longest first line that is taken for a title.
HEADING = 120
#: The quoted sentence of an event; longer ones are cut.
MAX_QUOTE = 400
#: The most severe events, told first wherever they stand.
TOP = 12
#: Other rows (ties, claims, what was not coded) a page lists.
MAX_OTHERS = 1000


@dataclass(frozen=True, slots=True)
class Headline:
    """One article in a line: what it is and how much was found in it."""

    id: str
    date: str
    title: str
    source: str
    url: str | None
    events: int
    conflict: int
    links: int
    ties: int
    claims: int
    uncoded: int
    #: How many characters of its text a page shows.
    shown: int
    length: int


@dataclass
class Dyad:
    """Who acts on whom, summed over articles."""

    actor: str
    recipient: str
    kinds: Counter[str] = field(default_factory=Counter)
    quads: Counter[int] = field(default_factory=Counter)
    first: str = ""
    last: str = ""

    @property
    def events(self) -> int:
        """Return how many events run from actor to recipient."""
        return sum(self.kinds.values())


@dataclass
class Digest:
    """Exact sums over everything coded, and as many records as a report shows.

    Example:
        >>> digest = Digest.of(Coded())
        >>> digest.events, digest.left_out
        (0, 0)
    """

    headlines: list[Headline] = field(default_factory=list)
    dyads: dict[tuple[str, str], Dyad] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    types: Counter[str] = field(default_factory=Counter)
    quads: Counter[int] = field(default_factory=Counter)
    #: Number of events by first day and quad class.
    days: Counter[tuple[dt.date, int]] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    events: int = 0
    links: int = 0
    ties: int = 0
    claims: int = 0
    parts: list[Coded] = field(default_factory=list)
    #: The sentence of each event and claim that is shown, by its id.
    quotes: dict[str, str] = field(default_factory=dict)
    #: Incident by event id, for happenings that several articles report.
    incidents: dict[str, str] = field(default_factory=dict)
    #: The most severe events of all, whether kept otherwise or not, the gravest first.
    top: list[Event] = field(default_factory=list)
    bodies: int = 0
    kept_events: int = 0
    kept_others: int = 0
    kept_characters: int = 0

    @classmethod
    def of(cls, *coded: Coded) -> Digest:
        """Return the digest of *coded*, article by article."""
        digest = cls()
        for one in coded:
            digest.add(one)
        return digest

    @property
    def kept(self) -> Coded:
        """Return the records that a report shows one by one."""
        kept = Coded.join(self.parts)
        ids = {e.event_id for e in kept.event_records}
        return replace(
            kept,
            event_records=(*kept.event_records, *(e for e in self.top if e.event_id not in ids)),
        )

    @property
    def left_out(self) -> int:
        """Return how many events were summed but are not shown one by one."""
        return self.events - len(self.kept.event_records)

    def add(self, coded: Coded) -> None:
        """Take in what was coded, of one article or of several."""
        shown = {a.id: self._room(a) for a in coded.articles}
        for article in coded.articles:
            self.headlines.append(_headline(article, coded, shown[article.id]))
        for event in coded.event_records:
            self._sum(event)
        self._rank(coded)
        self.links += len(coded.link_records)
        self.ties += len(coded.tie_records)
        self.claims += len(coded.claim_records)
        self.reasons.update(u.reason for u in coded.uncoded)
        self._keep(coded, shown)

    def ranked_dyads(self) -> list[Dyad]:
        """Return the dyads, those with most events first."""
        return sorted(self.dyads.values(), key=lambda d: (-d.events, d.actor, d.recipient))

    def _room(self, article: Article) -> int:
        """Return how many characters of *article* still fit."""
        room = min(MAX_CHARACTERS - self.kept_characters, len(article.text))
        if self.bodies >= MAX_BODIES or room < min(MIN_CHARACTERS, len(article.text)):
            return 0
        self.bodies += 1
        self.kept_characters += room
        return room

    def _sum(self, event: Event) -> None:
        self.events += 1
        self.types[event.event_type] += 1
        self.quads[event.quad_class] += 1
        self.statuses[event.status] += 1
        day = event.when.start or event.when.end
        if day is not None:
            self.days[day, event.quad_class] += 1
        first = str(day or "")
        for actor in event.actor:
            for recipient in event.recipient:
                self.names[actor.id], self.names[recipient.id] = (
                    wording.name(actor),
                    wording.name(recipient),
                )
                dyad = self.dyads.setdefault((actor.id, recipient.id), Dyad(actor.id, recipient.id))
                dyad.kinds[event.event_type] += 1
                dyad.quads[event.quad_class] += 1
                if first:
                    dyad.first = min(filter(None, (dyad.first, first)))
                    dyad.last = max(dyad.last, first)

    def _rank(self, coded: Coded) -> None:
        """Let the gravest events of *coded* take their place among those of all."""
        again = {k.from_event for k in coded.link_records if k.kind == "same"}
        new = heapq.nsmallest(
            TOP, (e for e in coded.event_records if e.event_id not in again), key=severity
        )
        self.top = heapq.nsmallest(TOP, [*self.top, *new], key=severity)
        self.quotes.update(_quotes([(e.event_id, e) for e in self.top if e in new], coded))

    def _keep(self, coded: Coded, shown: dict[str, int]) -> None:
        events = _gravest_or_all(coded.event_records, MAX_EVENTS - self.kept_events)
        room = max(MAX_OTHERS - self.kept_others, 0)
        ids = {e.event_id for e in events}
        part = Coded(
            articles=tuple(
                replace(a, text=a.text[: shown[a.id]]) for a in coded.articles if shown[a.id]
            ),
            event_records=events,
            link_records=tuple(k for k in coded.link_records if {k.from_event, k.to_event} <= ids),
            tie_records=coded.tie_records[:room],
            claim_records=coded.claim_records[:room],
            uncoded=coded.uncoded[:room],
        )
        self.kept_events += len(events)
        self.kept_others += max(len(part.tie_records), len(part.claim_records), len(part.uncoded))
        self.quotes.update(
            _quotes(
                [(e.event_id, e) for e in events] + [(c.claim_id, c) for c in part.claim_records],
                coded,
            )
        )
        self.parts.append(part)


def _gravest_or_all(events: tuple[Event, ...], room: int) -> tuple[Event, ...]:
    return events if len(events) <= room else tuple(sorted(events, key=severity)[: max(room, 0)])


def _quotes(items: Iterable[tuple[str, Event | Claim]], coded: Coded) -> dict[str, str]:
    """Return the sentence of each event or claim, found by its offsets."""
    texts = {a.id: a.text for a in coded.articles}
    out: dict[str, str] = {}
    for ident, item in items:
        spans = coded.sentences.get(item.article_id, ())
        at = bisect_right(spans, item.start, key=lambda span: span[0]) - 1
        start, end = spans[at] if at >= 0 else (item.start, item.end)
        # A sentence without an end in sight is quoted from shortly before the words.
        start = max(start, item.start - MAX_QUOTE // 2)
        out[ident] = one_line(texts.get(item.article_id, "")[start : max(end, item.end)], MAX_QUOTE)
    return out


def severity(event: Event) -> tuple[bool, int, float, float, str, int]:
    """Return a sort key that puts the most severe events first.

    What is reported to have happened comes before what is planned or denied, then
    the dead, then the score of the type, then how sure the row is.
    """
    dead = event.counts.get("dead")
    number = 0 if dead is None else dead.best or dead.low or dead.high or 0
    unreal = event.status not in ("actual", "ongoing")
    return unreal, -number, event.score, -event.confidence, event.article_id, event.start


def _headline(article: Article, coded: Coded, shown: int) -> Headline:
    own = [e for e in coded.event_records if e.article_id == article.id]
    ids = {e.event_id for e in own}
    return Headline(
        id=article.id,
        date=str(article.date or ""),
        title=article.title
        or _first_line(article)
        or (PurePath(article.path).name if article.path else article.id),
        source=article.source or "",
        url=article.url,
        events=len(own),
        conflict=sum(1 for e in own if e.quad_class > 2),
        links=sum(1 for k in coded.link_records if k.from_event in ids),
        ties=sum(1 for t in coded.tie_records if t.article_id == article.id),
        claims=sum(1 for c in coded.claim_records if c.article_id == article.id),
        uncoded=sum(1 for u in coded.uncoded if u.article_id == article.id),
        shown=shown,
        length=len(article.text),
    )


def _first_line(article: Article) -> str:
    """Return the first line of a text if it stands like a heading: short, without a full stop."""
    first, _, rest = article.text[: 4 * HEADING].strip().partition("\n")
    heading = first.strip()
    return heading if rest.strip() and len(heading) <= HEADING and heading[-1:].isalnum() else ""

"""Puts events in the order of their days and draws what follows from what beside them."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from talion.records import Event, Link
from talion.reporting import svg, wording
from talion.reporting.chains import ends
from talion.reporting.digest import severity

#: Rows that still read as a story; the rest are in the table.
ROWS = 60
#: Bars that can still be told apart.
BARS = 40
#: Height of a row and width of the band for arcs, in units of which 16 are one rem.
ROW, BAND = 30.0, 64.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the timeline: a day, or an event under it."""

    day: str
    number: int | None = None
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows in order, the arcs beside them, and what was left out."""

    rows: tuple[Row, ...]
    arcs: Markup
    undated: int
    left_out: int


def timeline(events: Sequence[tuple[int, Event]], links: Iterable[Link]) -> Timeline:
    """Return the rows and arcs for numbered *events*.

    Example:
        >>> timeline([], []).rows
        ()
    """
    links = list(links)
    dated = [(n, e) for n, e in events if _first(e) is not None]
    tied = {x for k in links for x in (k.from_event, k.to_event)}
    chosen = sorted(dated, key=lambda item: (item[1].event_id not in tied, severity(item[1])))[
        :ROWS
    ]
    chosen.sort(key=lambda item: (_first(item[1]), _last(item[1]), item[0]))
    rows: list[Row] = []
    place: dict[str, int] = {}
    for number, event in chosen:
        day = wording.day(event.when)
        if not rows or rows[-1].day != day:
            rows.append(Row(day))
        place[event.event_id] = len(rows)
        rows.append(Row(day, number, event))
    return Timeline(
        tuple(rows), _arcs(rows, place, links), len(events) - len(dated), len(dated) - len(chosen)
    )


def _first(event: Event) -> dt.date | None:
    return event.when.start or event.when.end


def _last(event: Event) -> dt.date:
    return event.when.end or event.when.start or dt.date.min


def _arcs(rows: Sequence[Row], place: dict[str, int], links: Iterable[Link]) -> Markup:
    height = ROW * len(rows)
    dots = [_dot(n, row.event) for n, row in enumerate(rows) if row.event is not None]
    arcs = [_arc(link, place) for link in links if {link.from_event, link.to_event} <= place.keys()]
    return svg.tag(
        "svg", *arcs, *dots, viewBox=f"0 0 {BAND:g} {height:g}", width=f"{BAND / 16:g}rem", height=f"{height / 16:g}rem",
        class_="arcs", aria_hidden="true", preserveAspectRatio="none",
    ) if rows else Markup("")  # fmt: skip


def _y(row: int) -> float:
    return ROW * (row + 0.5)


def _dot(row: int, event: Event) -> Markup:
    unreal = event.status not in ("actual", "ongoing")
    return symbol(event.quad_class, BAND - 10, _y(row), unreal=unreal)


def symbol(quad: int, x: float, y: float, r: float = 5.0, unreal: bool = False) -> Markup:
    """Return the sign of a quad class: discs co-operate, diamonds conflict; filled is material.

    What is only planned, possible or denied is drawn faintly.
    """
    look = f"sign q{quad}{' unreal' if unreal else ''}"
    if quad <= 2:
        return svg.tag("circle", cx=x, cy=y, r=r, class_=look)
    r *= 1.25  # a diamond looks smaller than a disc of its width
    return svg.tag(
        "path",
        d=f"M{x - r:.1f} {y:.1f}L{x:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}L{x:.1f} {y + r:.1f}Z",
        class_=look,
    )


def _arc(link: Link, place: dict[str, int]) -> Markup:
    """Return an arrow from what came first to what followed from it."""
    before, after = ends(link)
    y1, y2 = _y(place[before]), _y(place[after])
    x = BAND - 18
    deep = min(10 + 7 * math.sqrt(abs(place[before] - place[after])), x + 14)
    path = svg.tag(
        "path",
        d=f"M{x:.1f} {y1:.1f}C{x - deep:.1f} {y1:.1f} {x - deep:.1f} {y2:.1f} {x - 5:.1f} {y2:.1f}",
    )
    head = svg.tag(
        "polygon", points=f"{x:.1f},{y2:.1f} {x - 6:.1f},{y2 - 3.5:.1f} {x - 6:.1f},{y2 + 3.5:.1f}"
    )
    return svg.tag(
        "g",
        svg.tag("title", wording.label("step", link.kind)),
        path,
        head,
        class_=f"arc {link.kind}",
    )


def by_period(days: Mapping[tuple[dt.date, int], int]) -> list[tuple[str, Counter[int]]]:
    """Sum events by quad class and by day, month or year, whichever gives a readable number of bars.

    Example:
        >>> by_period({(dt.date(2020, 1, 3), 4): 2})
        [('2020-01-03', Counter({4: 2}))]
    """
    for length in (10, 7, 4):
        counts: dict[str, Counter[int]] = {}
        for (day, quad), number in days.items():
            counts.setdefault(str(day)[:length], Counter())[quad] += number
        if len(counts) <= BARS:
            break
    return sorted(counts.items())

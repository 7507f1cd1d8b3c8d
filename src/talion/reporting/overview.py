"""Draws the small bars of the overview: how much conflict, how much co-operation, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from talion.reporting import svg, wording

#: Heights in pixels that bars of periods may take, and the widest they get.
TALL, BROAD, LONG = 90.0, 34.0, 720.0


def bars(quads: Mapping[int, int]) -> list[tuple[int, str, int, Markup]]:
    """Return class, its words, number of events and a bar for each quad class."""
    top = max(quads.values(), default=0) or 1
    return [
        (q, wording.label("quad", q), quads.get(q, 0), _bar(quads.get(q, 0) / top, q))
        for q in (4, 3, 2, 1)
    ]


def _bar(share: float, quad: int) -> Markup:
    bar = svg.tag("rect", x=0.5, y=1, width=max(199 * share, 1.0), height=12, class_=f"bar q{quad}")
    return svg.tag(
        "svg", bar, viewBox="0 0 200 14", height=14, width=200, aria_hidden="true", class_="bars"
    )


def periods(counted: Sequence[tuple[str, Counter[int]]]) -> Markup:
    """Return bars of events by period, stacked by quad class; nothing for fewer than three periods."""
    if len(counted) < 3:
        return Markup("")
    step = min(BROAD, LONG / len(counted))
    top = max(c.total() for _, c in counted)
    parts = [
        part
        for n, (_, counts) in enumerate(counted)
        for part in _stack(counts, n * step, step, top)
    ]
    labels = [
        svg.tag("text", counted[n][0], x=at, y=TALL + 16, text_anchor=anchor, class_="tick")
        for n, at, anchor in ((0, 0.0, "start"), (len(counted) - 1, len(counted) * step, "end"))
    ]
    width = max(len(counted) * step, 170.0)
    about = "; ".join(f"{period}: {counts.total()}" for period, counts in counted)
    return svg.picture(
        "periods",
        width,
        TALL + 22,
        "Events by period",
        f"Only periods with events are shown. {about}",
        *parts,
        *labels,
    )


def _stack(counts: Counter[int], x: float, step: float, top: int) -> list[Markup]:
    y, out = TALL, []
    for quad in (4, 3, 2, 1):
        if counts[quad]:
            high = counts[quad] / top * (TALL - 4)
            y -= high
            out.append(
                svg.tag(
                    "rect",
                    x=x + 1,
                    y=y,
                    width=max(step - 2, 1.0),
                    height=high,
                    class_=f"bar q{quad}",
                )
            )
    return out

"""Draws answers of the dynamics, small enough to stand beside their words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from talion.reporting import svg
from talion.reporting.clean import one_line

#: Width of a drawing, its margin for numbers, and heights, in pixels: a phone shows it whole.
WIDE, LEFT, TALL, ROW = 330.0, 34.0, 96.0, 20.0
#: Rows of a ladder or a list of intervals.
MOST = 10
OUTCOMES = {
    "carried_out": "carried out",
    "heeded": "heeded",
    "ignored": "ignored",
    "unknown": "unknown",
}


def draw(name: str, result: Any, ident: str) -> Markup:
    """Return the drawing of an answer to the question *name*; empty where words do better.

    Example:
        >>> draw("dyads", None, "answer-1")
        Markup('')
    """
    made: dict[str, Callable[[Any, str], Markup]] = {
        "react": _react, "effect": _effect, "since": _since, "threats": _threats,
        "forecast": _forecast, "spill": _spill, "proxies": _proxies, "pressure": _pressure,
    }  # fmt: skip
    return made[name](result, ident) if name in made else Markup("")


def _react(result: Any, ident: str) -> Markup:
    lags = result.lags
    band = 1.96 / math.sqrt(max(result.days, 1))
    bars = [(int(r.lag), float(r.correlation), "mid" if r.lag == 0 else "one" if r.lag > 0 else "two") for r in lags.itertuples()]  # fmt: skip
    about = f"Correlation of daily acts by lag, days by which {result.a} comes after {result.b}. Dashed: what chance gives."
    return _columns(
        ident, "Correlation by days between acts", about, bars, [band, -band],
        (f"← {_short(result.b)} later", f"{_short(result.a)} later →"),
    )  # fmt: skip


def _effect(result: Any, ident: str) -> Markup:
    bars = [(int(r.week), float(r.ratio), "two" if r.week < 0 else "one") for r in result.steps.itertuples() if math.isfinite(r.ratio)]  # fmt: skip
    about = "Acts by week around the dates, relative to the year around. Dashed: the usual rate."
    return _columns(
        ident, "Acts around the dates", about, bars, [1.0], ("weeks before", "weeks after")
    )


def _columns(
    ident: str, title: str, about: str, bars: Sequence[tuple[int, float, str]], lines: Sequence[float],
    ends: tuple[str, str],
) -> Markup:  # fmt: skip
    """Return columns over whole numbers, with dashed lines across and words at both ends."""
    if not bars:
        return Markup("")
    values = [v for _, v, _ in bars]
    y = _scale(min(0.0, *values, *lines), max(0.0, *values, *lines), TALL - 4, 4)
    first, last = bars[0][0], bars[-1][0]
    step = (WIDE - LEFT) / (last - first + 1)
    parts = [
        svg.tag(
            "rect", x=LEFT + (at - first) * step + 0.5, y=min(y(v), y(0)), width=max(step - 1, 0.8),
            height=max(abs(y(v) - y(0)), 0.5), class_=f"col {kind}",
        )
        for at, v, kind in bars
    ]  # fmt: skip
    parts += [_across(y(v), "limit") for v in lines]
    parts += [_across(y(0), "axis"), *_numbers(y, [max(values), 0.0, min(values)])]
    parts += _ends(ends, TALL + 14)
    return _figure(ident, TALL + 20, title, about, *parts)


def _since(result: Any, ident: str) -> Markup:
    """Return a ladder: how long before the day each reading was last as bad."""
    rows = list(result.frame.head(MOST).itertuples())
    day = pd.Timestamp(result.day)
    begun = min(pd.Timestamp(str(r.record_start)) for r in rows)
    span = max((day - begun).days, 1)
    left = 128.0
    parts: list[Markup] = []
    for n, r in enumerate(rows):
        matched = isinstance(r.since, str)
        back = (day - (pd.Timestamp(r.since) if matched else begun)).days
        wide = max((WIDE - left) * back / span, 1.5)
        parts += _row(n, f"{r.measure}, {r.window}", left)
        parts.append(svg.tag("rect", x=WIDE - wide, y=n * ROW + 5, width=wide, height=10, class_=f"col {'two' if matched else 'one'}"))  # fmt: skip
    end = len(rows) * ROW
    parts += [svg.tag("text", str(begun.year), x=left, y=end + 14, class_="tick"), svg.tag("text", result.day, x=WIDE, y=end + 14, text_anchor="end", class_="tick")]  # fmt: skip
    about = "Each bar reaches back to the last day that was as bad; red bars: to its beginning, with none as bad."
    return _figure(ident, end + 20, "How far back each reading goes", about, *parts)


def _threats(result: Any, ident: str) -> Markup:
    counts = result.outcomes
    top = max(counts.values(), default=0) or 1
    left, parts = 96.0, []
    for n, (key, words) in enumerate(OUTCOMES.items()):
        wide = (WIDE - left - 40) * counts[key] / top
        parts += _row(n, words, left)
        parts.append(svg.tag("rect", x=left, y=n * ROW + 5, width=max(wide, 0.8), height=10, class_=f"col {'one' if key == 'carried_out' else 'two'}"))  # fmt: skip
        parts.append(svg.tag("text", f"{counts[key]:,}", x=left + wide + 5, y=n * ROW + 14, class_="tick"))  # fmt: skip
    about = f"What is reported within {result.days} days of each threat."
    return _figure(ident, len(OUTCOMES) * ROW + 4, "What followed", about, *parts)


def _forecast(result: Any, ident: str) -> Markup:
    ahead = result.ahead
    top = max(float(ahead["q95"].max()), 1.0)
    y = _scale(0.0, top, TALL - 4, 6)
    step = (WIDE - LEFT) / max(len(ahead) - 1, 1)
    x = [LEFT + n * step for n in range(len(ahead))]

    def area(low: str, high: str, kind: str) -> Markup:
        up = [f"{a:.1f},{y(v):.1f}" for a, v in zip(x, ahead[high], strict=True)]
        down = [f"{a:.1f},{y(v):.1f}" for a, v in zip(reversed(x), reversed(list(ahead[low])), strict=True)]  # fmt: skip
        return svg.tag("polygon", points=" ".join([*up, *down]), class_=f"fan {kind}")

    line = " ".join(f"{a:.1f},{y(v):.1f}" for a, v in zip(x, ahead["q50"], strict=True))
    days = [str(d.date()) for d in (ahead["date"].iloc[0], ahead["date"].iloc[-1])]
    parts = [area("q05", "q95", "wide-fan"), area("q25", "q75", "narrow-fan"), svg.tag("polyline", points=line, class_="curve"),
             _across(y(0), "axis"), *_numbers(y, [top, 0.0]), *_ends((days[0], days[1]), TALL + 14)]  # fmt: skip
    about = "Acts summed from the first day: the middle, and where half and nine tenths of the paths lie."
    return _figure(ident, TALL + 20, "What may come", about, *parts)


def _spill(result: Any, ident: str) -> Markup:
    table = result.frame[result.frame["ratio"].notna()].head(MOST)
    rows = [(str(r.unit), r.ratio, r.low, r.high, r.verdict in ("rose", "fell")) for r in table.itertuples()]  # fmt: skip
    return _whiskers(ident, "Observed over expected", "Acts after the day, relative to the counterfactual, with 95% intervals.", rows)  # fmt: skip


def _proxies(result: Any, ident: str) -> Markup:
    table = result.frame[(result.frame["theatre"] == "all") & result.frame["aim"].notna()].head(
        MOST
    )
    rows = [
        (str(r.actor), r.aim, r.aim_low, r.aim_high, bool(r.listed)) for r in table.itertuples()
    ]
    return _whiskers(ident, "Aim at the sponsor's rivals", "Share of acts on the sponsor's rivals, relative to all others, with 95% intervals. Red: listed as a client.", rows)  # fmt: skip


def _whiskers(
    ident: str, title: str, about: str, rows: Sequence[tuple[str, float, float, float, bool]]
) -> Markup:
    """Return ratios with intervals on a log scale, one row each, and a line at one."""
    rows = [r for r in rows if r[1] > 0 and math.isfinite(r[1])]
    if not rows:
        return Markup("")
    left, right = 128.0, 8.0
    ends = [v for _, *three, _ in rows for v in three if v > 0 and math.isfinite(v)]
    low, high = max(min(*ends, 0.5), 0.02), min(max(*ends, 2.0), 50.0)

    def x(value: float, unknown: float = 1.0) -> float:
        value = unknown if math.isnan(value) else value
        share = math.log(min(max(value, low), high) / low) / math.log(high / low)
        return left + (WIDE - left - right) * share

    tall = len(rows) * ROW
    parts = [svg.tag("line", x1=x(1), y1=0, x2=x(1), y2=tall, class_="limit")]
    for n, (name, value, bottom, top, marked) in enumerate(rows):
        at = n * ROW + 10
        parts += _row(n, name, left)
        parts.append(
            svg.tag("line", x1=x(bottom, low), y1=at, x2=x(top, high), y2=at, class_="whisker")
        )
        parts.append(svg.tag("circle", cx=x(value), cy=at, r=3.5, class_=f"col {'one' if marked else 'two'}"))  # fmt: skip
    parts += [svg.tag("text", f"{v:.2g}", x=x(v), y=tall + 14, text_anchor="middle", class_="tick") for v in dict.fromkeys((low, 1.0, high))]  # fmt: skip
    return _figure(ident, tall + 20, title, about, *parts)


def _pressure(result: Any, ident: str) -> Markup:
    months, high = result.months, 40.0
    step = (WIDE - LEFT) / max(len(months) - 1, 1)
    parts: list[Markup] = []
    names = [c for c in ("protest", "repression", "abroad") if c in months]
    for n, name in enumerate(names):
        top = max(float(months[name].max()), 1.0)
        base = (n + 1) * (high + 10)
        points = " ".join(f"{LEFT + k * step:.1f},{base - high * float(v) / top:.1f}" for k, v in enumerate(months[name]))  # fmt: skip
        parts += [svg.tag("polyline", points=points, class_="curve"), _across(base, "axis"),
                  svg.tag("text", f"{name}, up to {top:,.0f} a month", x=LEFT, y=base - high + 2, class_="row-name")]  # fmt: skip
    tall = len(names) * (high + 10)
    days = [f"{pd.Timestamp(d):%Y-%m}" for d in (months["month"].iloc[0], months["month"].iloc[-1])]
    parts += _ends((days[0], days[1]), tall + 14)
    return _figure(ident, tall + 20, "Month by month", "Reported events by month.", *parts)  # fmt: skip


def _figure(ident: str, tall: float, title: str, about: str, *parts: Markup) -> Markup:
    """Return a picture with its caption below."""
    drawing = svg.picture(ident, WIDE, tall, title, about, *parts)
    return svg.tag("figure", drawing, svg.tag("figcaption", about, class_="note"))


def _scale(low: float, high: float, bottom: float, top: float) -> Callable[[float], float]:
    span = (high - low) or 1.0
    return lambda v: bottom - (bottom - top) * (v - low) / span


def _across(y: float, kind: str) -> Markup:
    return svg.tag("line", x1=LEFT, y1=y, x2=WIDE, y2=y, class_=kind)


def _numbers(y: Callable[[float], float], values: Sequence[float]) -> list[Markup]:
    """Return numbers beside the axis, those that would overlap left out."""
    out: list[Markup] = []
    taken: list[float] = []
    for value in values:
        if all(abs(y(value) - t) >= 12 for t in taken):
            taken.append(y(value))
            words = f"{value:,.0f}" if value == int(value) else f"{value:.2g}"
            out.append(svg.tag("text", words, x=LEFT - 4, y=min(y(value) + 4, TALL), text_anchor="end", class_="tick"))  # fmt: skip
    return out


def _ends(words: tuple[str, str], y: float) -> list[Markup]:
    return [
        svg.tag("text", words[0], x=LEFT, y=y, class_="tick"),
        svg.tag("text", words[1], x=WIDE, y=y, text_anchor="end", class_="tick"),
    ]


def _row(n: int, words: str, left: float) -> list[Markup]:
    return [svg.tag("text", one_line(words, 22), x=left - 6, y=n * ROW + 14, text_anchor="end", class_="row-name")]  # fmt: skip


def _short(name: str) -> str:
    return one_line(name, 16)

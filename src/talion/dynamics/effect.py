"""What a dated act changed in the other side's conduct, against what was coming anyway."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from talion.dynamics.answer import moving_mean
from talion.dynamics.details import side_in, sides_in
from talion.dynamics.gap import HISTORY, LEAD_DAYS, Gap, Places
from talion.dynamics.judging import WINDOWS, choose_window, judge
from talion.dynamics.record import Record, Side, side_name
from talion.dynamics.result import Result
from talion.dynamics.table import EventSource, load_events

Floats = npt.NDArray[np.float64]
Day = str | dt.date | pd.Timestamp

MIN_ACTS = 50
# Of fewer acts due after all dates together, no change can be seen (as in `spill`).
LEAST_DUE = 4.0
# An interval wider than this factor says that the past gives no expectation at all.
WIDEST = 1e4

WORDS = {
    "deterred": "fell below what was to be expected",
    "provoked": "rose above what was to be expected",
    "no_visible_effect": "did not visibly change",
    "cannot_tell": "cannot be judged",
}


@dataclass(frozen=True, kw_only=True)
class Effect(Result):
    """The change after the dates, with leads, counterfactual and placebos."""

    of: str
    on: str
    verdict: str
    rate_ratio: float
    low: float
    high: float
    lead_ratio: float
    reason: str
    window: int
    dates: tuple[pd.Timestamp, ...]
    before: float
    after: float
    expected: float
    steps: pd.DataFrame
    placebos: pd.DataFrame

    def summary(self) -> str:
        """Return the verdict, the decomposition and the caveats in plain words."""
        acts = "dated act" if len(self.dates) == 1 else "dated acts"
        head = f"After {len(self.dates)} {acts} of {self.of}, the acts of {self.on}"
        lines = [f"{head} {WORDS[self.verdict]}: {self.reason}"]
        if math.isfinite(self.rate_ratio):
            lines.append(self._decomposition(acts))
        if math.isfinite(self.lead_ratio):
            lines.append(
                f"In the week before the {_dates(self.dates)} the rate was {self.lead_ratio:.2f} "
                "times that of the year around."
            )
        return "\n".join([*lines, *self.caveats])

    def _decomposition(self, acts: str) -> str:
        """Return what of the change is regression to the mean, where there was a rate before."""
        rest = f"{self.rate_ratio:.2f} [{self.low:.2f}–{self.high:.2f}]"
        span = "day" if self.window == 1 else f"{self.window} days"
        due = f"to be expected without the {acts}, {self.expected:.2f}."
        if self.before == 0:
            return (
                f"In the {span} before, no act was reported; after, {self.after:.2f} acts a day; "
                f"{due} A change from nothing is no factor; measured by what was to be expected it "
                f"is {rest}."
            )
        return (
            f"In the {span} before, {self.before:.2f} acts a day; after, {self.after:.2f}; {due} "
            f"Of the change by a factor of {self.after / self.before:.2f}, regression to the mean "
            f"accounts for {self.expected / self.before:.2f} and the rest is {rest}."
        )

    def to_frame(self) -> pd.DataFrame:
        """Return leads and lags week by week: observed, usual, and their ratio."""
        return self.steps

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict and its numbers as plain values."""
        keys = ("verdict", "rate_ratio", "low", "high", "lead_ratio", "reason", "window")
        more = ("before", "after", "expected")
        return {
            **{k: getattr(self, k) for k in (*keys, *more)},
            "dates": [d.date().isoformat() for d in self.dates],
            "placebos": self.placebos.to_dict("records"),
        }

    def plot(self) -> Any:
        """Return the leads and lags around the dates."""
        import altair as alt

        base = alt.Chart(self.steps).encode(x=alt.X("week:O", title="weeks from the date"))
        bars = base.mark_bar().encode(
            y=alt.Y("ratio:Q", title="acts, relative to the year around"),
            color=alt.Color("side:N", title=None), tooltip=["week", "observed", "usual", "ratio"],
        )  # fmt: skip
        rule = alt.Chart(pd.DataFrame({"y": [1.0]})).mark_rule().encode(y="y:Q")
        title = f"Acts of {self.on} around dated acts of {self.of}"
        return (bars + rule).properties(title=title, width=480, height=240)


def effect(
    dates: Day | Iterable[Day],
    of: Side,
    on: Side,
    events: EventSource,
    *,
    days: int | None = None,
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] | None = None,
    quad: int | Sequence[int] = 4,
) -> Effect:
    """Estimate what dated acts of *of* changed in the acts of *on* against *of*.

    Args:
        dates: the days of the acts.
        of: the side whose acts the dates are.
        on: the side whose conduct is examined.
        events: a table or file of events (see `load_events`).
        days: the window after each date; by default the shortest of 14, 30, 60
            and 90 days in which enough acts are to be expected. After one or two
            dates it is longer, up to 180 days, until it would show the rate halved.
        columns: other names of the table's columns.
        types: PLOVER types that count as acts of *on*.
        quad: quad classes that count as acts of *on*.

    Example:
        >>> from talion.dynamics import simulate
        >>> table = simulate.events(simulate.World(days=2000), seed=3)
        >>> found = effect(["2001-05-01", "2002-03-01", "2003-04-01"], "A", "B", table)
        >>> found.verdict, found.low < 1 < found.high
        ('cannot_tell', True)
    """
    record = load_events(events, columns, types, quad)
    names = side_name(of), side_name(on)
    of, (on,) = side_in(record, of), sides_in(record, on)
    y, notes = _outcome(record, of, on)
    given = [dates] if isinstance(dates, (str, dt.date)) else list(dates)
    when = sorted({pd.Timestamp(d).normalize() for d in given})
    if y.sum() < MIN_ACTS:
        return _refused(names, when, f"only {_number(y.sum(), 'act')} of {names[1]} on record; "
                        f"{MIN_ACTS} are needed.", notes)  # fmt: skip
    places = _places(record, when)
    notes += _left_out(
        len(when) - len(places),
        len(when),
        f"{HISTORY} days of record before or {WINDOWS[0]} days after",
    )
    if not len(places):
        return _refused(names, when, f"no date lies far enough inside the record "
                        f"({record.start.date()} to {record.end.date()}).", notes)  # fmt: skip
    known = places[np.cumsum(y)[places - 1] > 0]
    if not len(known):
        return _refused(names, when, f"no act of {names[1]} is reported before the "
                        f"{_dates(places)}, so nothing can be expected of the days after.",
                        notes)  # fmt: skip
    notes += _left_out(len(places) - len(known), len(when), f"an act of {names[1]} before")
    window = days or choose_window(y, known)
    places = known[known + window < len(y)]
    if not len(places):
        span = _number(window, "day")
        return _refused(names, when, f"no date is followed by {span} of record.", notes)
    notes += _left_out(
        len(known) - len(places), len(when), f"{_number(window, 'day')} of record after"
    )
    return _estimate(record, names, y, places, window, notes, of, on)


def _number(count: float, noun: str) -> str:
    return f"{count:.0f} {noun}" if count == 1 else f"{count:.0f} {noun}s"


def _dates(dates: Sequence[Any] | Places) -> str:
    return "date" if len(dates) == 1 else "dates"


def _left_out(number: int, given: int, lacking: str) -> list[str]:
    """Return the sentence on dates that are left out, if there are any."""
    if number == 0:
        return []
    verb = "is" if number == 1 else "are"
    return [f"{number} of {_number(given, 'date')} {verb} left out for want of {lacking}."]


def _ratio(a: float, b: float) -> float:
    return a / b if b > 0 else float("nan")


def _outcome(record: Record, of: Side, on: Side) -> tuple[Floats, list[str]]:
    """Return the daily acts whose change is examined, and how they were chosen."""
    forward, back = record.counts(on, of), record.counts(of, on)
    if forward.sum() == 0 and back.sum() > 0:
        return back, [
            f"The record holds no acts of {side_name(on)} on {side_name(of)}; the acts of "
            f"{side_name(of)} on {side_name(on)} are examined instead."
        ]
    return forward, list(record.notes)


def _places(record: Record, when: Sequence[pd.Timestamp]) -> Places:
    places = np.array([record.position(d) for d in when], dtype=int)
    return places[(places >= HISTORY) & (places + WINDOWS[0] < record.days)]


def _estimate(
    record: Record, names: tuple[str, str], y: Floats, places: Places,
    window: int, notes: list[str], of: Side, on: Side,
) -> Effect:  # fmt: skip
    gap = Gap.measure(y, places, window)
    when = [record.start + pd.Timedelta(days=int(p)) for p in places]
    due, came = gap.expected * len(places), gap.observed * len(places)
    if due < LEAST_DUE:
        return _refused(names, when, f"only {due:.1f} acts were to be expected in the "
                        f"{_number(window, 'day')} after the {_dates(places)} ({came:.0f} came); "
                        f"{LEAST_DUE:g} are needed to measure a change by.", notes)  # fmt: skip
    if gap.high > WIDEST * gap.low:
        return _refused(names, when, f"what was to be expected after the {_dates(places)} is so "
                        f"unsure that the interval spans a factor of more than {WIDEST:,.0f}.",
                        notes)  # fmt: skip
    before = np.array([y[p - window : p].sum() for p in places])
    usual = moving_mean(y, 365)
    lead = _ratio(
        float(np.mean([y[p - LEAD_DAYS : p].mean() for p in places])), float(usual[places].mean())
    )
    verdict, reason = judge(gap, y, places, window)
    caveats = [
        "An act that answers something the record does not hold, and that itself foretells what "
        "follows, would show here as an effect.",
        *_lead_caveat(lead, places), *notes,
    ]  # fmt: skip
    return Effect(
        of=names[0], on=names[1], verdict=verdict, rate_ratio=gap.ratio, low=gap.low,
        high=gap.high, lead_ratio=lead, reason=reason, window=window,
        dates=tuple(when),
        before=float(before.mean()) / window, after=gap.observed / window,
        expected=gap.expected / window, steps=_steps(y, usual, places),
        placebos=_placebos(record, gap, places, window, of, on), caveats=tuple(caveats),
    )  # fmt: skip


def _lead_caveat(lead: float, places: Places) -> list[str]:
    if not math.isfinite(lead) or 0.8 < lead < 1.25:
        return []
    high = "already higher" if lead > 1 else "already lower"
    return [
        f"The rate was {high} before the {_dates(places)} ({lead:.2f} times): a comparison of "
        "before and after would mistake its return to normal for an effect."
    ]


def _steps(y: Floats, usual: Floats, places: Places) -> pd.DataFrame:
    rows = []
    for week in range(-4, 7):
        low = 7 * week if week < 0 else 7 * week + 1
        slices = [(p + low, p + low + 7) for p in places]
        kept = [
            (a, b, p) for (a, b), p in zip(slices, places, strict=True) if a >= 0 and b <= len(y)
        ]
        observed = float(sum(y[a:b].sum() for a, b, _ in kept))
        normal = float(sum(7 * usual[p] for _, _, p in kept))
        side = "before" if week < 0 else "after"
        rows.append((week, side, observed, normal, _ratio(observed, normal)))
    return pd.DataFrame(rows, columns=["week", "side", "observed", "usual", "ratio"])


def _placebos(
    record: Record, gap: Gap, places: Places, window: int, of: Side, on: Side
) -> pd.DataFrame:
    """Return what the same reckoning finds where nothing can be found."""
    rows: list[dict[str, Any]] = []
    if len(gap.shifted):
        outside = float(np.mean(np.abs(gap.shifted) > 1.96 * max(gap.shifted.std(), 0.5)))
        rows.append({"placebo": "shifted dates", "rate_ratio": 1.0, "low": None, "high": None,
                     "share_beyond_1.96": outside})  # fmt: skip
    others = record.counts(None, None) - record.counts(on, of) - record.counts(of, on)
    if others.sum() >= 2 * MIN_ACTS and others[: places[0]].any():
        other = Gap.measure(others, places, window)
        if other.expected * len(places) >= LEAST_DUE:
            rows.append({"placebo": "acts between others", "rate_ratio": other.ratio,
                         "low": other.low, "high": other.high, "share_beyond_1.96": None})  # fmt: skip
    names = ["placebo", "rate_ratio", "low", "high", "share_beyond_1.96"]
    return pd.DataFrame(rows, columns=names)


def _refused(
    names: tuple[str, str], when: Sequence[pd.Timestamp], reason: str, notes: list[str]
) -> Effect:
    nan = float("nan")
    steps = pd.DataFrame(columns=["week", "side", "observed", "usual", "ratio"])
    names_placebo = ["placebo", "rate_ratio", "low", "high", "share_beyond_1.96"]
    return Effect(
        of=names[0], on=names[1], verdict="cannot_tell", rate_ratio=nan, low=nan, high=nan,
        lead_ratio=nan, reason=reason, window=0, dates=tuple(when), before=nan, after=nan,
        expected=nan, steps=steps, placebos=pd.DataFrame(columns=names_placebo),
        caveats=tuple(notes),
    )  # fmt: skip

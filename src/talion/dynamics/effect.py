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
from talion.dynamics.expect import Expectation, ahead_totals, expectation
from talion.dynamics.record import Record, Side, side_name
from talion.dynamics.result import Result
from talion.dynamics.table import EventSource, load_events

Floats = npt.NDArray[np.float64]
Day = str | dt.date | pd.Timestamp

MIN_ACTS, HISTORY = 50, 90
# The window is the shortest that leads one to expect this many acts over all dates.
WINDOWS, ENOUGH = (14, 30, 60, 90), 25.0
LEAD_DAYS = 7
# A record tells if it would show the rate halved with 80% chance (1.96 + 0.84 errors).
SOUGHT, NEEDED_ERRORS = 0.5, 2.8
MATCHES = 15
SHIFTS = 499

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
        head = f"After {len(self.dates)} dated acts of {self.of}, the acts of {self.on}"
        lines = [f"{head} {WORDS[self.verdict]}: {self.reason}"]
        if math.isfinite(self.rate_ratio):
            lines.append(
                f"In the {self.window} days before, {self.before:.2f} acts a day; after, "
                f"{self.after:.2f}; to be expected without the dated acts, {self.expected:.2f}. "
                f"Of the change by a factor of {_ratio(self.after, self.before):.2f}, regression "
                f"to the mean accounts for {_ratio(self.expected, self.before):.2f} and the rest "
                f"is {self.rate_ratio:.2f} [{self.low:.2f}–{self.high:.2f}]."
            )
            lines.append(
                f"In the week before the dates the rate was already {self.lead_ratio:.2f} times "
                "that of the year around."
            )
        return "\n".join([*lines, *self.caveats])

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
            and 90 days in which enough acts are to be expected.
        columns: other names of the table's columns.
        types: PLOVER types that count as acts of *on*.
        quad: quad classes that count as acts of *on*.

    Example:
        >>> from talion.dynamics import simulate
        >>> table = simulate.events(simulate.World(days=2000), seed=3)
        >>> found = effect(["2001-05-01", "2002-03-01", "2003-04-01"], "A", "B", table)
        >>> found.verdict, found.window
        ('no_visible_effect', 14)
    """
    record = load_events(events, columns, types, quad)
    record.check_sides(on)
    names = side_name(of), side_name(on)
    y, notes = _outcome(record, of, on)
    given = [dates] if isinstance(dates, (str, dt.date)) else list(dates)
    when = sorted({pd.Timestamp(d).normalize() for d in given})
    places, outside = _places(record, when)
    if outside:
        notes.append(
            f"{outside} of {len(when)} dates are left out: they lack {HISTORY} days of record "
            f"before or {WINDOWS[0]} days after."
        )
    if y.sum() < MIN_ACTS:
        return _refused(names, when, f"only {y.sum():.0f} acts of {names[1]} are reported; "
                        f"{MIN_ACTS} are needed.", notes)  # fmt: skip
    if not len(places):
        return _refused(names, when, "none of the dates lies far enough inside the record "
                        f"({record.start.date()} to {record.end.date()}).", notes)  # fmt: skip
    window = days or _window(y, places)
    places = places[places + window < len(y)]
    if not len(places):
        return _refused(names, when, f"no date is followed by {window} days of record.", notes)
    return _estimate(record, names, y, places, window, notes, of, on)


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


def _places(record: Record, when: Sequence[pd.Timestamp]) -> tuple[npt.NDArray[np.intp], int]:
    places = np.array([record.position(d) for d in when], dtype=int)
    inside = (places >= HISTORY) & (places + WINDOWS[0] < record.days)
    return places[inside], int((~inside).sum())


def _window(y: Floats, places: npt.NDArray[np.intp]) -> int:
    """Choose the window from what precedes the dates, never from what follows."""
    usual = np.array([y[max(0, p - 365) : p].mean() for p in places]).sum()
    for window in WINDOWS:
        if usual * window >= ENOUGH:
            return window
    return WINDOWS[-1]


def _estimate(
    record: Record, names: tuple[str, str], y: Floats, places: npt.NDArray[np.intp],
    window: int, notes: list[str], of: Side, on: Side,
) -> Effect:  # fmt: skip
    gap = _Gap.measure(y, places, window)
    before = np.array([y[p - window : p].sum() for p in places])
    usual = moving_mean(y, 365)
    lead = _ratio(
        float(np.mean([y[p - LEAD_DAYS : p].mean() for p in places])), float(usual[places].mean())
    )
    verdict, reason = _verdict(gap, before, window)
    caveats = [
        "An act that answers something the record does not hold, and that itself foretells what "
        "follows, would show here as an effect.",
        *_lead_caveat(lead), *notes,
    ]  # fmt: skip
    return Effect(
        of=names[0], on=names[1], verdict=verdict, rate_ratio=gap.ratio, low=gap.low,
        high=gap.high, lead_ratio=lead, reason=reason, window=window,
        dates=tuple(record.start + pd.Timedelta(days=int(p)) for p in places),
        before=float(before.mean()) / window, after=gap.observed / window,
        expected=gap.expected / window, steps=_steps(y, usual, places),
        placebos=_placebos(record, gap, places, window, of, on), caveats=tuple(caveats),
    )  # fmt: skip


@dataclass(frozen=True)
class _Gap:
    """Observed against expected totals after the dates, and the error of that."""

    observed: float
    expected: float
    ratio: float
    low: float
    high: float
    error: float
    totals: Floats
    shifted: Floats

    @classmethod
    def measure(cls, y: Floats, places: npt.NDArray[np.intp], window: int) -> _Gap:
        touched = np.zeros(len(y), dtype=bool)
        for p in places:
            touched[p + 1 : p + window + 1] = True
        rate, factor = _undisturbed(y, touched, places, window)
        mean = np.maximum(rate.ahead(window), 1e-3)
        total, calm = ahead_totals(y, window), ahead_totals(y / factor, window)
        inside = np.arange(HISTORY, len(y) - window)
        # Days in no window and without a date: what follows them may hold later dates,
        # for to leave those out would pick the days after which it stayed quiet.
        day = np.zeros(len(y), dtype=bool)
        day[places] = True
        clean = inside[~touched[inside] & ~day[inside]]
        clean = clean if len(clean) > 10 * MATCHES else inside
        correction, like = _match(mean, calm, places, clean, y)
        mean = mean * correction
        # Totals vary more than Poisson: variance φ·mean + mean²/κ, from the clean days.
        spread = _spread(mean[clean], calm[clean])
        score = np.zeros(len(y))
        score[inside] = (calm - mean)[inside] / np.sqrt(spread(mean[inside]))
        shifted = _shift(score, places, inside, clean)
        scale = max(float(shifted.std()), 0.5) if len(shifted) else 1.0
        observed, expected = float(total[places].sum()), float(mean[places].sum())
        error = scale * math.sqrt(float(spread(mean[places]).sum())) / expected
        # The matched days overlap: as many independent windows as fit into them.
        typical = float(mean[like].mean())
        windows = max(1.0, len(like) / window)
        error = math.hypot(error, math.sqrt(float(spread(typical)) / windows) / typical)
        ratio = observed / expected
        # On the log scale an error seen at the expected total.
        log_low, log_high = (math.log(max(ratio, 1e-3)) + s * 1.96 * error for s in (-1, 1))
        n = len(places)
        return cls(observed / n, expected / n, ratio, math.exp(log_low), math.exp(log_high),
                   error, total[places], shifted)  # fmt: skip


def _undisturbed(
    y: Floats, touched: npt.NDArray[np.bool_], places: npt.NDArray[np.intp], window: int
) -> tuple[Expectation, Floats]:
    """Fit the rate without the dated acts, and the factor they put on it.

    With one date only the past speaks. With several, days in their windows count
    too, after division by the common factor: leaving them out would leave out
    the bursts.
    """
    factor = np.ones(len(y))
    if len(places) == 1:
        return expectation(y, np.arange(len(y)) <= places[0]), factor
    for _ in range(3):
        rate = expectation(y, factor=factor)
        seen, due = float(y[touched].sum()), float(rate.today()[touched].sum())
        factor[touched] = np.clip((seen + 2) / (due + 2), 0.1, 10.0)
    return expectation(y, factor=factor), factor


def _match(
    mean: Floats, total: Floats, places: npt.NDArray[np.intp],
    clean: npt.NDArray[np.intp], y: Floats,
) -> tuple[float, npt.NDArray[np.intp]]:  # fmt: skip
    """Return observed over expected after days like the dates, and those days."""
    week = np.convolve(y, np.ones(LEAD_DAYS), "full")[: len(y)]
    traits = np.stack([np.log(mean), np.log1p(week)], axis=1)
    traits = traits / np.maximum(traits[clean].std(0), 1e-9)
    chosen = []
    for p in places:
        far = ((traits[clean] - traits[p]) ** 2).sum(1)
        chosen.append(clean[np.argsort(far, kind="stable")[:MATCHES]])
    like = np.concatenate(chosen)
    observed, expected = float(total[like].sum()), float(mean[like].sum())
    # Ten pseudo-acts keep a handful of matches from swinging the whole.
    return (observed + 10) / (expected + 10), np.unique(like)


def _spread(mean: Floats, total: Floats) -> Any:
    square = (total - mean) ** 2
    design = np.stack([mean, mean**2], axis=1) / mean[:, None]
    found, *_ = np.linalg.lstsq(design, square / mean, rcond=None)
    phi, extra = max(float(found[0]), 0.7), max(float(found[1]), 0.0)
    return lambda m: phi * m + extra * m**2


def _shift(
    score: Floats, places: npt.NDArray[np.intp], inside: npt.NDArray[np.intp],
    clean: npt.NDArray[np.intp],
) -> Floats:  # fmt: skip
    """Return the mean score (times √n) when all dates are shifted together.

    Shifting keeps the dates' own clustering, so overlapping windows count for
    what they are worth. Days touched by the real dates are left out of it.
    """
    first, length = int(inside[0]), len(inside)
    good = np.zeros(len(score), dtype=bool)
    good[clean] = True
    out = []
    for shift in np.linspace(1, length - 1, min(SHIFTS, length - 1)).astype(int):
        moved = first + (places - first + shift) % length
        kept = moved[good[moved]]
        if len(kept) >= max(1, len(places) // 2):
            out.append(score[kept].sum() / math.sqrt(len(kept)))
    return np.array(out)


def _verdict(gap: _Gap, before: Floats, window: int) -> tuple[str, str]:
    words = f"{gap.ratio:.2f} [{gap.low:.2f}–{gap.high:.2f}] times the expected rate."
    if gap.high < 1:
        return "deterred", words
    if gap.low > 1:
        rise, error = _rise(gap, before)
        if rise > 1.96 * error:
            return "provoked", words
        return "no_visible_effect", (
            f"{words} But the rate was as high in the {window} days before the dates: whatever "
            "drew the dated acts may have drawn these too."
        )
    if NEEDED_ERRORS * gap.error > -math.log(SOUGHT):
        least = math.exp(-NEEDED_ERRORS * gap.error)
        return "cannot_tell", (
            f"{words} Only a fall to {least:.2f} or less of the expected rate would show in this "
            "record."
        )
    least = math.exp(-NEEDED_ERRORS * gap.error)
    return "no_visible_effect", f"{words} A fall to {least:.2f} would have shown."


def _rise(gap: _Gap, before: Floats) -> tuple[float, float]:
    """Return how far the rate after exceeds the rate before, and the error of that."""
    n = len(before)
    rise = gap.totals - before
    error = gap.error * gap.expected * math.sqrt(1 + float(before.mean()) / gap.expected)
    return float(rise.mean()), max(error, float(rise.std()) / math.sqrt(n))


def _lead_caveat(lead: float) -> list[str]:
    if not math.isfinite(lead) or 0.8 < lead < 1.25:
        return []
    high = "already higher" if lead > 1 else "already lower"
    return [
        f"The rate was {high} before the dates ({lead:.2f} times): a comparison of before and "
        "after would mistake its return to normal for an effect."
    ]


def _steps(y: Floats, usual: Floats, places: npt.NDArray[np.intp]) -> pd.DataFrame:
    rows = []
    for week in range(-4, 7):
        low = 7 * week if week < 0 else 7 * week + 1
        slices = [(p + low, p + low + 7) for p in places]
        kept = [(a, b, p) for (a, b), p in zip(slices, places, strict=True) if a >= 0 and b <= len(y)]
        observed = float(sum(y[a:b].sum() for a, b, _ in kept))
        normal = float(sum(7 * usual[p] for _, _, p in kept))
        side = "before" if week < 0 else "after"
        rows.append((week, side, observed, normal, _ratio(observed, normal)))
    return pd.DataFrame(rows, columns=["week", "side", "observed", "usual", "ratio"])


def _placebos(
    record: Record, gap: _Gap, places: npt.NDArray[np.intp], window: int, of: Side, on: Side
) -> pd.DataFrame:
    """Return what the same reckoning finds where nothing can be found."""
    rows: list[dict[str, Any]] = []
    if len(gap.shifted):
        outside = float(np.mean(np.abs(gap.shifted) > 1.96 * max(gap.shifted.std(), 0.5)))
        rows.append({"placebo": "shifted dates", "rate_ratio": 1.0, "low": None, "high": None,
                     "share_beyond_1.96": outside})  # fmt: skip
    others = record.counts(None, None) - record.counts(on, of) - record.counts(of, on)
    if others.sum() >= 2 * MIN_ACTS:
        other = _Gap.measure(others, places, window)
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

"""How many acts the next days may bring, with the record of such forecasts in the past."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from talion.dynamics import fan, scores
from talion.dynamics.details import sides_in
from talion.dynamics.record import Record, Side, side_name
from talion.dynamics.result import Result
from talion.dynamics.table import EventSource, load_events

Floats = npt.NDArray[np.float64]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
MIN_ACTS, MIN_ORIGINS = 12, 4
# No forecast is scored that had less than this to learn from.
HISTORY = 90
MOST_ORIGINS = 24
DRAWS, SCORE_DRAWS = 4000, 800
BASELINES = ("last_month", "climatology", "conflictology_12", "autoets")


@dataclass(frozen=True, kw_only=True)
class Forecast(Result):
    """A fan of what may come, never without its track record."""

    a: str
    b: str
    days: int
    start: pd.Timestamp | None
    mean: float
    quantiles: dict[str, float]
    crps: float
    crps_baselines: dict[str, float]
    coverage90: float
    origins: int
    past: pd.DataFrame
    ahead: pd.DataFrame
    reason: str = ""

    def summary(self) -> str:
        """Return the forecast, its track record and the caveats in plain words."""
        if self.reason:
            return "\n".join([f"No forecast of {self.a} on {self.b}: {self.reason}", *self.caveats])
        low, middle, high = (self.quantiles[k] for k in ("0.05", "0.5", "0.95"))
        assert self.start is not None
        better = [n for n, v in self.crps_baselines.items() if self.crps < v]
        beaten = ", ".join(n.replace("_", " ") for n in better) or "none of the baselines"
        scored = ", ".join(f"{n.replace('_', ' ')} {v:.2f}" for n, v in self.crps_baselines.items())
        return "\n".join(
            [
                f"From {self.start.date()}, {self.days} days: {low:.0f} to {high:.0f} reported acts of "
                f"{self.a} on {self.b} (90%), {middle:.0f} in the middle, {self.mean:.1f} on average.",
                f"Track record over {self.origins} past forecasts: CRPS {self.crps:.2f} ({scored}); "
                f"better than {beaten}. Its 90% intervals held {self.coverage90:.0%} of what came.",
                *self.caveats,
            ]
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row per past forecast: what was forecast, what came, all scores."""
        return self.past

    def to_dict(self) -> dict[str, Any]:
        """Return mean, quantiles and track record as plain values."""
        return {
            "mean": self.mean,
            "quantiles": self.quantiles,
            "start": None if self.start is None else self.start.date().isoformat(),
            "days": self.days,
            "track_record": {
                "crps": self.crps,
                "crps_baselines": self.crps_baselines,
                "coverage90": self.coverage90,
                "origins": self.origins,
            },
            **({"reason": self.reason} if self.reason else {}),
        }

    def plot(self) -> Any:
        """Return the fan of cumulative acts."""
        import altair as alt

        base = alt.Chart(self.ahead).encode(x=alt.X("date:T", title=None))
        title = f"Reported acts of {self.a} on {self.b}, summed from the first day"
        wide = base.mark_area(opacity=0.2).encode(y=alt.Y("q05:Q", title="acts"), y2="q95:Q")
        narrow = base.mark_area(opacity=0.3).encode(y="q25:Q", y2="q75:Q")
        line = base.mark_line().encode(y="q50:Q")
        return (wide + narrow + line).properties(title=title, width=480, height=260)


def forecast(
    a: Side,
    b: Side,
    events: EventSource,
    days: int = 30,
    *,
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] | None = None,
    quad: int | Sequence[int] = 4,
    seed: int = 0,
) -> Forecast:
    """Forecast the acts of *a* on *b* in the days after the record ends.

    Args:
        a: the side that acts.
        b: the side acted on.
        events: a table or file of events (see `load_events`).
        days: how many days to look ahead.
        columns: other names of the table's columns.
        types: PLOVER types that count as acts.
        quad: quad classes that count as acts.
        seed: of the simulation; the same seed gives the same numbers.

    Example:
        >>> from talion.dynamics import simulate
        >>> found = forecast("A", "B", simulate.events(simulate.World(days=600), seed=2))
        >>> 15 < found.mean < 50, found.origins
        (True, 16)
    """
    if days < 1:
        raise ValueError(f"days={days}: give the number of days to look ahead, 1 or more.")
    record = load_events(events, columns, types, quad)
    names = side_name(a), side_name(b)
    a, b = sides_in(record, a, b)
    y = record.counts(a, b)
    starts = origins(len(y), days)
    reason = _refusal(y, starts, days, names)
    if reason:
        return _refused(names, days, reason, record.notes)
    past = pd.DataFrame([_score(record, y, at, days, seed) for at in starts])
    rng = np.random.default_rng(seed)
    ahead = fan.paths(y, days, DRAWS, rng)
    total = ahead[:, -1]
    start = record.end + pd.Timedelta(days=1)
    levels = np.quantile(ahead, LEVELS, axis=0)
    table = pd.DataFrame({"date": pd.date_range(start, periods=days, freq="D")})
    for level, row in zip(LEVELS, levels, strict=True):
        table[f"q{round(100 * level):02d}"] = row
    worst = {name: float(past[f"crps_{name}"].mean()) for name in BASELINES}
    coverage = float(past["covered90"].mean())
    return Forecast(
        a=names[0], b=names[1], days=days, start=start, mean=float(total.mean()),
        quantiles={str(q): float(np.quantile(total, q)) for q in LEVELS},
        crps=float(past["crps"].mean()), crps_baselines=worst, coverage90=coverage,
        origins=len(past), past=past, ahead=table,
        caveats=tuple(_caveats(record, y, days, float(past["crps"].mean()), worst, coverage)),
    )  # fmt: skip


def origins(length: int, days: int) -> list[int]:
    """Return the lengths of history from which past forecasts are scored, at most 24.

    Windows do not overlap where the record is long enough for a dozen of them;
    in shorter records each overlaps half of the next.

    Example:
        >>> origins(365, 30)[:3], len(origins(4000, 30))
        ([95, 110, 125], 24)
    """
    last = length - days
    apart = list(range(last, HISTORY - 1, -days))
    if len(apart) < 12:
        apart = list(range(last, HISTORY - 1, -max(1, days // 2)))
    return apart[:MOST_ORIGINS][::-1]


def _refusal(y: Floats, starts: list[int], days: int, names: tuple[str, str]) -> str:
    if y.sum() < MIN_ACTS:
        return f"only {y.sum():.0f} acts of {names[0]} on {names[1]} are reported; {MIN_ACTS} are needed."
    if len(starts) < MIN_ORIGINS:
        return (
            f"the record of {len(y)} days allows {max(len(starts), 0)} past forecasts of {days} days; "
            f"{MIN_ORIGINS} are needed for a track record."
        )
    return ""


def _score(record: Record, y: Floats, at: int, days: int, seed: int) -> dict[str, Any]:
    """Return one past forecast and its scores, made from the days before it alone."""
    rng = np.random.default_rng([seed, at])
    known, came = y[:at], float(y[at : at + days].sum())
    total = fan.paths(known, days, SCORE_DRAWS, rng)[:, -1]
    low, middle, high = np.quantile(total, [0.05, 0.5, 0.95])
    row: dict[str, Any] = {
        "from": record.start + pd.Timedelta(days=at), "came": came, "mean": float(total.mean()),
        "q05": float(low), "q50": float(middle), "q95": float(high),
        "covered90": bool(low <= came <= high), "pit": scores.pit(total, came),
        "crps": scores.crps(total, came),
    }  # fmt: skip
    for name, draws in fan.baselines(known, days, SCORE_DRAWS, rng).items():
        row[f"crps_{name}"] = scores.crps(draws, came)
    return row


def _caveats(
    record: Record,
    y: Floats,
    days: int,
    own: float,
    baselines: Mapping[str, float],
    coverage: float,
) -> list[str]:
    out = ["A forecast of reports: it knows the past of these two sides and nothing else."]
    better = [n.replace("_", " ") for n, v in baselines.items() if v <= own]
    if better:
        out.append(f"In this record {' and '.join(better)} did as well or better; prefer it.")
    if not 0.8 <= coverage <= 0.97:
        out.append(f"The 90% intervals held {coverage:.0%}: take them as too "
                   f"{'narrow' if coverage < 0.8 else 'wide'}.")  # fmt: skip
    if len(y) < 12 * days + HISTORY:
        out.append(
            f"The record spans {len(y)} days, so conflictology-12 had fewer than twelve windows."
        )
    silent = int(len(y) - 1 - np.flatnonzero(y).max())
    if silent > 3 * days:
        out.append(f"No act has been reported for the last {silent} days of the record.")
    return [*out, *record.notes]


def _refused(names: tuple[str, str], days: int, reason: str, notes: Sequence[str]) -> Forecast:
    nan = math.nan
    return Forecast(
        a=names[0], b=names[1], days=days, start=None, mean=nan,
        quantiles={str(q): nan for q in LEVELS}, crps=nan,
        crps_baselines={n: nan for n in BASELINES}, coverage90=nan, origins=0,
        past=pd.DataFrame(columns=["from", "came", "mean", "q05", "q50", "q95", "covered90", "pit",
                                   "crps", *(f"crps_{n}" for n in BASELINES)]),
        ahead=pd.DataFrame(columns=["date", *(f"q{round(100 * q):02d}" for q in LEVELS)]),
        reason=reason, caveats=tuple(notes),
    )  # fmt: skip

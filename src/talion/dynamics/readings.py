"""The readings of "worst": what is summed, over which window, and when it was last as much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from talion.dynamics.answer import moving_mean
from talion.dynamics.record import Record

Floats = npt.NDArray[np.float64]

WINDOWS = (1, 7, 30)
WINDOW_WORDS = {1: "one day", 7: "7 days", 30: "30 days"}
DRAWS, SEED = 300, 0
# Coverage is the volume of a year, where a row a day besides the acts is reported.
VOLUME_WINDOW, VOLUME_NEEDED = 365, 1.0
# Below this many numbers of deaths, a record of deaths is one of what was counted.
MIN_DEATHS = 20


@dataclass(frozen=True)
class Reading:
    """One reading: a measure over a window, its value, and the last position as bad."""

    measure: str
    days: int
    value: float
    last: int | None
    peak: bool = False
    headline: bool = False

    @property
    def window(self) -> str:
        """Return the window in words."""
        return WINDOW_WORDS[self.days]


def measures(rows: pd.DataFrame) -> dict[str, Floats]:
    """Return what each row adds to each measure.

    Example:
        >>> rows = pd.DataFrame({"score": [-9.3, -5.2], "dead": [3.0, float("nan")]})
        >>> {k: v.tolist() for k, v in measures(rows).items()}
        {'acts': [1.0, 1.0], 'severity': [9.3, 5.2]}
    """
    out = {"acts": np.ones(len(rows))}
    score = pd.to_numeric(rows["score"], errors="coerce").to_numpy(dtype=float)
    if np.isfinite(score).any():
        out["severity"] = np.maximum(-np.nan_to_num(score), 0.0)
    dead = rows["dead"].to_numpy(dtype=float)
    if np.isfinite(dead).sum() >= MIN_DEATHS:
        out["deaths"] = np.nan_to_num(dead)
    return out


def readings(record: Record, rows: pd.DataFrame, day: pd.Timestamp) -> list[Reading]:
    """Return every reading of the day; the number of acts on the day is the headline.

    Readings in which nothing is reported on the day are left out.
    """
    at = (rows["date"] - record.start).dt.days.to_numpy()
    place = record.position(day)
    out = []
    for name, each in measures(rows).items():
        daily: Floats = np.bincount(at, weights=each, minlength=record.days).astype(float)
        for days in WINDOWS:
            value, last = look(daily, place, days)
            if value > 0:
                out.append(Reading(name, days, value, last, False, name == "acts" and days == 1))
        if name == "deaths":
            value, last = look(_single(daily, at, each), place, 1)
            if value > 0:
                out.append(Reading("deaths in one event", 1, value, last, True))
    return out if any(r.headline for r in out) else []


def _single(daily: Floats, at: npt.NDArray[Any], each: Floats) -> Floats:
    """Return the largest single row of each day."""
    most = np.zeros(len(daily))
    np.maximum.at(most, at, each)
    return most


def look(daily: Floats, place: int, days: int) -> tuple[float, int | None]:
    """Return the worst window with the day in it, and the last earlier window as bad.

    Earlier windows share no day with that one; the position is that of their last day.

    Example:
        >>> look(np.array([5.0, 0.0, 7.0, 1.0, 0.0, 6.0]), 5, 1)
        (6.0, 2)
        >>> look(np.array([5.0, 0.0, 7.0, 1.0, 0.0, 6.0]), 5, 2)
        (6.0, 3)
    """
    total = np.concatenate([[0.0], np.cumsum(daily)])
    end = np.arange(days - 1, len(daily))
    sums = total[end + 1] - total[end + 1 - days]
    low, high = max(place, days - 1), min(place + days - 1, len(daily) - 1)
    mine = sums[low - days + 1 : high - days + 2]
    best = int(np.argmax(mine)) + low
    value = float(mine.max())
    earlier = np.flatnonzero(sums[: max(best - 2 * days + 2, 0)] >= value - 1e-9)
    return value, int(earlier[-1]) + days - 1 if len(earlier) else None


def exposure(record: Record) -> Floats | None:
    """Return the smoothed volume of rows that are no acts, with mean one, or None."""
    others = record.volume() - record.counts(None, None)
    smooth = moving_mean(others, VOLUME_WINDOW)
    if others.mean() < VOLUME_NEEDED or smooth.min() < 0.02 * others.mean():
        return None
    return np.asarray(smooth / smooth.mean())


def doubts(
    record: Record,
    rows: pd.DataFrame,
    day: pd.Timestamp,
    ladder: list[Reading],
    since: int,
    precision: float,
) -> tuple[Floats, Floats]:
    """Return how often each reading fails in redrawn records, without and with coverage.

    In a redrawn record each row is kept with the chance that it is right, and as many
    rows as are wrong are on average doubled in place of what was missed. A reading
    fails if some window after *since* and before the day's own is as bad.
    """
    at = (rows["date"] - record.start).dt.days.to_numpy()
    place = record.position(day)
    each = measures(rows)
    volume = exposure(record)
    rng = np.random.default_rng(SEED)
    failed = np.zeros((2, len(ladder)))
    for _ in range(DRAWS):
        weight = (rng.random(len(at)) < precision) + rng.poisson(1 - precision, len(at))
        drawn: dict[str, Floats] = {
            n: np.bincount(at, weights=weight * v, minlength=record.days).astype(float)
            for n, v in each.items()
        }
        for i, reading in enumerate(ladder):
            if reading.peak:
                daily = _single(drawn["deaths"], at, (weight > 0) * each["deaths"])
            else:
                daily = drawn[reading.measure]
            failed[0, i] += _beaten(daily, place, reading.days, since)
            if volume is not None:
                failed[1, i] += _beaten(daily / volume, place, reading.days, since)
    shares = failed / DRAWS
    return shares[0], shares[1] if volume is not None else np.full(len(ladder), np.nan)


def _beaten(daily: Floats, place: int, days: int, since: int) -> bool:
    value, last = look(daily, place, days)
    # Windows that reach back to the day of the claim are part of what it compares with.
    return value <= 0 or (last is not None and last - days >= max(since, 0) and last > since)

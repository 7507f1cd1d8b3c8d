"""Hawkes processes with exponential memory, on exact times.

    λ_i(t) = μ_i + Σ_j α_ij β Σ_(t_k < t, mark j) e^(-β (t - t_k))

With exact times the log-likelihood is concave in (μ, α) for a fixed decay β, so
Newton's method finds its top; a free β is searched around it. Day stamps are ties
and carry no order within a day; `binned` fits the mean of each day instead.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from talion.dynamics import ascent
from talion.dynamics.minimise import peak

Floats = npt.NDArray[np.float64]

# Exponents up to this stay inside double precision (the limit is e^709).
SAFE_EXPONENT = 600.0
# Rescaled gaps that are tested, and the 1% point of the Kolmogorov distribution.
LEAST_RESIDUALS, MOST_RESIDUALS, KOLMOGOROV_1 = 50, 2_000, 1.63
# A decay is searched between these, in units of events over time.
DECAY_STEPS, DECAY_SPAN = 12, 1e3
# The decay is first sought on this many events.
SEARCH_EVENTS = 20_000


class TiedTimes(ValueError):
    """Says that times are tied, as days are, so that their order means nothing."""


@dataclass(frozen=True)
class Hawkes:
    """A fitted Hawkes process; `adjacency[i, j]` is what one act of j adds to i.

    `errors` are the standard errors of the adjacency, NaN where it is held at zero.
    """

    baseline: Floats
    adjacency: Floats
    decay: float
    loglik: float
    errors: Floats
    events: int
    caveats: tuple[str, ...] = ()

    @property
    def half_life(self) -> float:
        """Return the time in which the effect of an event halves."""
        return math.log(2) / self.decay

    @property
    def interval(self) -> tuple[Floats, Floats]:
        """Return the lower and upper ends of the 95% intervals of the adjacency."""
        reach = 1.96 * self.errors
        return np.maximum(self.adjacency - reach, 0.0), self.adjacency + reach

    @property
    def cascade(self) -> Floats:
        """Return (I - A)^-1: all acts that follow from one, directly and indirectly."""
        size = len(self.baseline)
        return np.asarray(np.linalg.inv(np.eye(size) - self.adjacency))


def hawkes(times: Sequence[Floats], end: float | None = None, decay: float | None = None) -> Hawkes:
    """Fit a Hawkes process to exact times, one array per mark, by maximum likelihood.

    Args:
        times: the sorted or unsorted times of each mark, from 0 on.
        end: the time at which watching ended; the last event by default.
        decay: β, fixed; searched for if not given.

    Raises:
        TiedTimes: if more than one event in a hundred shares its time with another.

    Example:
        >>> rng = np.random.default_rng(0)
        >>> quiet = [np.sort(rng.uniform(0, 2000, 2000)), np.sort(rng.uniform(0, 2000, 1000))]
        >>> found = hawkes(quiet, end=2000.0, decay=1.0)
        >>> bool(found.adjacency.max() < 0.1), found.baseline.round(1).tolist()
        (True, [1.0, 0.5])
    """
    marks = [np.sort(np.asarray(t, dtype=float)) for t in times]
    joined = np.concatenate(marks)
    if not len(joined):
        raise ValueError("hawkes: no times were given. Give one array of times per mark.")
    order = np.argsort(joined, kind="stable")
    mark = np.repeat(np.arange(len(marks)), [len(m) for m in marks])[order]
    joined = joined[order]
    tied = float((np.diff(joined) == 0).mean()) if len(joined) > 1 else 0.0
    if tied > 0.01:
        raise TiedTimes(
            f"hawkes: {tied:.0%} of the times are tied with another. Times stamped by day say "
            "nothing of the order within a day, and a Hawkes likelihood would take it from the "
            "order of rows. Use hawkes_daily on counts by day, or react."
        )
    stop = float(joined[-1]) if end is None else float(end)
    if decay is not None:
        return _at_decay(joined, mark, len(marks), stop, decay)
    return _search(joined, mark, len(marks), stop)


def _search(t: Floats, mark: npt.NDArray[np.intp], size: int, stop: float) -> Hawkes:
    """Search the decay on a log grid over the first events, then closely over all."""
    some = min(len(t), SEARCH_EVENTS)
    first, until = (t, stop) if some == len(t) else (t[:some], float(t[some - 1]))
    rough = _Profile(first, mark[:some], size, until)
    rate = len(t) / stop
    grid = np.log(np.geomspace(rate / DECAY_SPAN, rate * 30, DECAY_STEPS))
    best = int(np.argmax([rough(v) for v in grid]))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)])
    at = peak(rough, low, float(grid[best]), high, 1e-3)
    if some < len(t):
        close = _Profile(t, mark, size, stop, rough.start)
        at = peak(close, at - 0.2, at, at + 0.2, 2e-3)
        return _at_decay(t, mark, size, stop, math.exp(at), close.start)
    return _at_decay(t, mark, size, stop, math.exp(at), rough.start)


class _Profile:
    """The log-likelihood at its best for each log decay; each fit starts from the last."""

    def __init__(
        self, t: Floats, mark: npt.NDArray[np.intp], size: int, stop: float,
        start: Floats | None = None,
    ) -> None:  # fmt: skip
        self.data = t, mark, size, stop
        self.start = start

    def __call__(self, log_decay: float) -> float:
        found = _at_decay(*self.data, math.exp(log_decay), self.start, errors=False)
        self.start = np.column_stack([found.baseline, found.adjacency])
        return found.loglik


def recency(t: Floats, mark: npt.NDArray[np.intp], size: int, decay: float) -> Floats:
    """Return β Σ e^(-β (t_k - t_m)) over earlier events m, by mark, at each event k.

    Running sums of e^(β t) within stretches short enough not to overflow.

    Example:
        >>> found = recency(np.array([0.0, 1.0]), np.array([0, 0]), 1, 1.0)
        >>> found.round(4).tolist()
        [[0.0, 0.3679]]
    """
    n = len(t)
    stretch = ((t - t[0]) * decay / SAFE_EXPONENT).astype(np.int64)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(stretch)) + 1])
    lengths = np.diff(np.append(starts, n))
    rise = np.exp(decay * (t - np.repeat(t[starts], lengths)))
    # Each event is entered one place later, so that the running sum leaves it out.
    out = np.zeros((size, n))
    out[mark[:-1], np.arange(1, n)] = rise[:-1]
    carry, since = np.zeros(size), float(t[0])
    for low, length in zip(starts.tolist(), lengths.tolist(), strict=True):
        last = low + length - 1
        part = out[:, low : last + 1]
        part[:, 0] = carry * math.exp(-min(decay * (float(t[low]) - since), 745.0))
        np.cumsum(part, axis=1, out=part)
        carry = part[:, -1].copy()
        carry[mark[last]] += rise[last]
        carry /= rise[last]
        since = float(t[last])
    out *= decay / rise
    return out


def _at_decay(
    t: Floats, mark: npt.NDArray[np.intp], size: int, stop: float, decay: float,
    start: Floats | None = None, errors: bool = True,
) -> Hawkes:  # fmt: skip
    past = recency(t, mark, size, decay)
    weight = 1 - np.exp(-decay * (stop - t))
    reach = np.concatenate([[stop], np.bincount(mark, weight, size)])
    baseline, adjacency = np.zeros(size), np.zeros((size, size))
    error = np.full((size, size), np.nan)
    loglik = 0.0
    for i in range(size):
        own = np.flatnonzero(mark == i)
        rows = np.empty((size + 1, len(own)))
        rows[0] = 1.0
        np.take(past, own, axis=1, out=rows[1:])
        x, value, info = ascent.top(rows, reach, None if start is None else start[i])
        baseline[i], adjacency[i] = x[0], x[1:]
        if errors:
            error[i] = ascent.errors(x, info)[1:]
        loglik += value
    found = Hawkes(baseline, adjacency, decay, loglik, error, len(t))
    if not errors:
        return found
    return replace(found, caveats=tuple(misfits(t, mark, past, found)))


def misfits(t: Floats, mark: npt.NDArray[np.intp], past: Floats, found: Hawkes) -> list[str]:
    """Return a sentence for each mark whose times the fit does not explain.

    Between two events of a mark its rate should add up to a standard exponential
    (time rescaling); the largest distance of their distributions is tested at 1%.
    """
    out = []
    size = len(found.baseline)
    places = [np.flatnonzero(mark == i) for i in range(size)]
    for i in range(size):
        own = places[i][-MOST_RESIDUALS:]
        if len(own) < LEAST_RESIDUALS:
            continue
        whole = np.stack([np.searchsorted(p, own) for p in places]).astype(float)
        due = found.baseline[i] * t[own] + found.adjacency[i] @ (whole - past[:, own] / found.decay)
        seen = np.sort(1 - np.exp(-np.diff(due)))
        n = len(seen)
        distance = float(np.abs(seen - (np.arange(n) + 0.5) / n).max() + 0.5 / n) * math.sqrt(n)
        if distance > KOLMOGOROV_1:
            out.append(
                f"The fit does not explain the times of mark {i}: rescaled by it they are not "
                f"exponential (Kolmogorov-Smirnov {distance:.2f}; 1% of good fits exceed "
                f"{KOLMOGOROV_1}). A hidden driver or another memory would show so."
            )
    return out
